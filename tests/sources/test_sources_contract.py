"""Every source keeps the same promises."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import health_auto_export_examples
import health_connect_examples
import pytest
import strong_examples
from sources_examples import (
    SESSION_HEADER,
    SESSION_ROW,
    SOMEONE,
    WELLNESS_HEADER,
    WELLNESS_ROW,
    exercise,
    resting,
    sleep_log,
)

from auren.sources import Column, FitbitExport, PMDataExport, Source, Table
from auren.sources.base import OnMalformed
from auren.sources.vendors.health_auto_export import HealthAutoExport
from auren.sources.vendors.health_connect import HealthConnect
from auren.sources.vendors.strong import Strong
from auren.testing.contracts import SourceContract
from auren.testing.contracts.source import Build


class TestHealthAutoExport(SourceContract):
    secrets = ("Anna",)

    @pytest.fixture
    def build(self) -> Build:
        return lambda path, on_malformed, zone: HealthAutoExport(path, subject=SOMEONE, zone=zone, on_malformed=on_malformed)

    @pytest.fixture
    def sample(self) -> Mapping[str, bytes]:
        return {"HealthAutoExport.json": health_auto_export_examples.example()}


class TestHealthConnect(SourceContract):
    secrets = ("private",)

    @pytest.fixture
    def build(self) -> Build:
        return lambda path, on_malformed, zone: HealthConnect(path, subject=SOMEONE, zone=zone, on_malformed=on_malformed)

    @pytest.fixture
    def sample(self) -> Mapping[str, bytes]:
        return {"records.json": health_connect_examples.example()}

    @pytest.fixture
    def doubled(self) -> Mapping[str, bytes]:
        return {"records.json": health_connect_examples.example(), "again.json": health_connect_examples.example()}


class TestHealthConnectLines(TestHealthConnect):
    @pytest.fixture
    def sample(self) -> Mapping[str, bytes]:
        return {"records.jsonl": health_connect_examples.lines()}


class TestStrong(SourceContract):
    secrets = ("private", "Private")

    @pytest.fixture
    def build(self) -> Build:
        return lambda path, on_malformed, zone: Strong(
            path, subject=SOMEONE, zone=zone, on_malformed=on_malformed, weight_unit="lb", distance_unit="km"
        )

    @pytest.fixture
    def sample(self) -> Mapping[str, bytes]:
        return {"strong.csv": strong_examples.example()}

    @pytest.fixture
    def doubled(self) -> Mapping[str, bytes]:
        _, rows = strong_examples.example().split(b"\n", 1)
        return {"strong.csv": strong_examples.example() + rows}


class TestTable(SourceContract):
    secrets = ("private",)

    @pytest.fixture
    def build(self) -> Build:
        columns = {"rmssd": Column("hrv.rmssd", unit="ms"), "lbs": Column("body.weight", unit="lb")}
        return lambda path, on_malformed, zone: Table(
            path, subject=SOMEONE, zone=zone, on_malformed=on_malformed, columns=columns, time="date"
        )

    @pytest.fixture
    def sample(self) -> Mapping[str, bytes]:
        return {
            "mine.csv": b"date,rmssd,lbs,note\n2019-11-01,40,150,private\n2019-11-02 07:00,41,,private\n2019-11-03,42,151,\n"
        }

    @pytest.fixture
    def doubled(self) -> Mapping[str, bytes]:
        return {
            "mine.csv": b"date,rmssd,lbs,note\n" + b"2019-11-01,40,150,private\n2019-11-02 07:00,41,,\n2019-11-03,42,151,\n" * 2
        }


FITBIT_FILES = {
    "sleep": sleep_log(),
    "exercise": exercise(),
    "resting_heart_rate": resting({"date": "11/01/19", "value": 53.7}),
}


class TestFitbit(SourceContract):
    in_folder = True
    secrets = ("Versa",)

    def source(self, path: Path, on_malformed: OnMalformed, zone: str | None) -> Source:
        return FitbitExport(path, subject=SOMEONE, zone=zone, on_malformed=on_malformed)

    @pytest.fixture
    def build(self) -> Build:
        return self.source

    @pytest.fixture
    def sample(self) -> Mapping[str, bytes]:
        return {f"fitbit/{stem}.json": json.dumps([record]).encode() for stem, record in FITBIT_FILES.items()}

    @pytest.fixture
    def doubled(self) -> Mapping[str, bytes]:
        return {f"fitbit/{stem}.json": json.dumps([record, record]).encode() for stem, record in FITBIT_FILES.items()}


class TestPMData(TestFitbit):
    def source(self, path: Path, on_malformed: OnMalformed, zone: str | None) -> Source:
        return PMDataExport(path, subject=SOMEONE, zone=zone, on_malformed=on_malformed)

    @pytest.fixture
    def sample(self) -> Mapping[str, bytes]:
        return {
            "fitbit/sleep.json": json.dumps([sleep_log()]).encode(),
            "pmsys/wellness.csv": f"{WELLNESS_HEADER}\n{WELLNESS_ROW}\n".encode(),
            "pmsys/srpe.csv": f"{SESSION_HEADER}\n{SESSION_ROW}\n".encode(),
        }

    @pytest.fixture
    def doubled(self) -> None:
        return None
