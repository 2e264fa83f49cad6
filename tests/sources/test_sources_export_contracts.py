"""Garmin Connect, Fitbit's account export and Fitabase keep the promises of every source."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from fitbit_account_examples import account_texts
from garmin_examples import DAY, account_files, answer, listed, night, stress_day
from sources_examples import SOMEONE

from auren.sources import FitbitExport, GarminConnect
from auren.sources.vendors.fitabase import Fitabase
from auren.testing.contracts import SourceContract
from auren.testing.contracts.source import Build

ANSWERS = [
    answer("/sleep-service/sleep/dailySleepData", night()),
    answer(f"/wellness-service/wellness/dailyStress/{DAY}", stress_day()),
    answer("/activitylist-service/activities/search/activities", [listed()]),
    answer("/userprofile-service/socialProfile", {"fullName": "Anna Example"}),
]
BEATS = "Id,Time,Value\n1503960366,4/1/2016 7:54:00 AM,93\n1503960366,4/1/2016 7:54:05 AM,91\n"
WEIGHED = "Id,Date,WeightKg,WeightPounds,Fat,BMI,LogId\n1503960366,5/2/2016 11:59:59 PM,52.6,115.96,22,22.65,1462233599000\n"


class TestGarminAnswers(SourceContract):
    secrets = ("Anna",)

    @pytest.fixture
    def build(self) -> Build:
        return lambda path, on_malformed, zone: GarminConnect(path, subject=SOMEONE, zone=zone, on_malformed=on_malformed)

    @pytest.fixture
    def sample(self) -> Mapping[str, bytes]:
        return {"answers.json": json.dumps(ANSWERS).encode()}

    @pytest.fixture
    def doubled(self) -> Mapping[str, bytes] | None:
        return {"answers.json": json.dumps(ANSWERS * 2).encode()}


class TestGarminAccount(TestGarminAnswers):
    secrets = ("someone@",)

    @pytest.fixture
    def sample(self) -> Mapping[str, bytes]:
        return {name: json.dumps(content).encode() for name, content in account_files().items()}

    @pytest.fixture
    def doubled(self) -> Mapping[str, bytes] | None:
        texts = {name: json.dumps(content).encode() for name, content in account_files().items()}
        return texts | {f"again/{name}": content for name, content in texts.items()}


class TestFitbitAccount(SourceContract):
    secrets = ("Aria", "Versa")

    @pytest.fixture
    def build(self) -> Build:
        return lambda path, on_malformed, zone: FitbitExport(
            path, subject=SOMEONE, zone=zone, on_malformed=on_malformed, weight_unit="lb"
        )

    @pytest.fixture
    def sample(self) -> Mapping[str, bytes]:
        # Of files that are not read, nothing can be wrong.
        unread = ("altitude", "Minute SpO2", "Stress Score")
        return {name: text.encode() for name, text in account_texts().items() if not any(part in name for part in unread)}

    @pytest.fixture
    def doubled(self, sample: Mapping[str, bytes]) -> Mapping[str, bytes] | None:
        return {**sample, **{f"again/{name}": content for name, content in sample.items()}}


class TestFitabase(SourceContract):
    in_folder = True
    secrets = ("1503960366",)

    @pytest.fixture
    def build(self) -> Build:
        return lambda path, on_malformed, zone: Fitabase(
            path, subject=SOMEONE, zone=zone, on_malformed=on_malformed, participant="1503960366"
        )

    @pytest.fixture
    def sample(self) -> Mapping[str, bytes]:
        return {"heartrate_seconds_merged.csv": BEATS.encode(), "weightLogInfo_merged.csv": WEIGHED.encode()}

    @pytest.fixture
    def doubled(self, sample: Mapping[str, bytes]) -> Mapping[str, bytes] | None:
        return {**sample, **{f"again/{name}": content for name, content in sample.items()}}
