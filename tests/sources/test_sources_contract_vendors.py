"""Every vendor's source, held to the contract on a small export of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import cloud_examples
import fit_examples
import fitbit_account_examples
import garmin_examples
import open_mhealth_examples
import pytest
import test_sources_fitabase
from sources_examples import SOMEONE

from auren.sources import FitbitExport, GarminConnect, Source
from auren.sources.answers import Answer
from auren.sources.vendors.apple_health import AppleHealthExport
from auren.sources.vendors.fit import FITFiles
from auren.sources.vendors.fitabase import Fitabase
from auren.sources.vendors.google_health import GoogleHealth
from auren.sources.vendors.open_mhealth import OpenMHealth
from auren.sources.vendors.oura import Oura
from auren.sources.vendors.polar import Polar
from auren.sources.vendors.whoop import Whoop
from auren.sources.vendors.withings import Withings
from auren.testing.contracts import SourceContract
from auren.testing.contracts.source import Build


class Shipped(SourceContract):
    """The contract over a source that is built from a path and nothing but options of its own."""

    kind: ClassVar[Callable[..., Source]]
    options: ClassVar[dict[str, Any]] = {}
    files: ClassVar[Mapping[str, bytes]]
    twice: ClassVar[Mapping[str, bytes] | None] = None

    @pytest.fixture
    def build(self) -> Build:
        kind = type(self).kind
        return lambda path, on_malformed, zone: kind(
            path, subject=SOMEONE, zone=zone, on_malformed=on_malformed, **self.options
        )

    @pytest.fixture
    def sample(self) -> Mapping[str, bytes]:
        return self.files

    @pytest.fixture
    def doubled(self) -> Mapping[str, bytes] | None:
        return self.twice


def recorded(answers: list[Answer]) -> bytes:
    """Give answers as a recording holds them."""
    return json.dumps([{"path": answer.path, "body": answer.body} for answer in answers]).encode()


def answers_of(vendor: str) -> dict[str, bytes]:
    return {"answers.json": recorded(cloud_examples.EVERYTHING[vendor])}


def answers_twice(vendor: str) -> dict[str, bytes]:
    return {"answers.json": recorded(cloud_examples.EVERYTHING[vendor] * 2)}


class TestOura(Shipped):
    kind, files, twice = Oura, answers_of("oura"), answers_twice("oura")


class TestWhoop(Shipped):
    kind, files, twice = Whoop, answers_of("whoop"), answers_twice("whoop")


class TestPolar(Shipped):
    kind, files, twice = Polar, answers_of("polar"), answers_twice("polar")


class TestWithings(Shipped):
    kind, files, twice = Withings, answers_of("withings"), answers_twice("withings")


class TestGoogleHealth(Shipped):
    kind, files, twice = GoogleHealth, answers_of("google_health"), answers_twice("google_health")


class TestGarminAnswers(Shipped):
    kind = GarminConnect
    night = garmin_examples.answer("/wellness-service/wellness/dailySleepData/x", garmin_examples.night())
    files: ClassVar = {"answers.json": json.dumps([night]).encode()}
    twice: ClassVar = {"answers.json": json.dumps([night, night]).encode()}


class TestGarminAccount(Shipped):
    kind = GarminConnect
    in_folder = True
    files: ClassVar = {
        name: json.dumps(content).encode() for name, content in garmin_examples.account_files().items() if "-User/" not in name
    }
    secrets = ("someone@", "59720")


class TestFitbitAccount(Shipped):
    kind = FitbitExport
    options: ClassVar = {"weight_unit": "lb"}
    in_folder = True
    files: ClassVar = {
        name: text.encode()
        for name, text in fitbit_account_examples.account_texts().items()
        if not any(unread in name for unread in ("altitude-", "Minute SpO2", "Stress Score"))
    }


class TestFitabase(Shipped):
    kind = Fitabase
    options: ClassVar = {"participant": "1503960366"}
    in_folder = True
    files: ClassVar = {name: ("\n".join(lines) + "\n").encode() for name, lines in test_sources_fitabase.FILES.items()}
    secrets = ("1503960366",)


class TestFITFiles(Shipped):
    kind = FITFiles
    files: ClassVar = {"day.fit": fit_examples.DAY}

    @pytest.fixture(autouse=True)
    def decoder(self) -> None:
        pytest.importorskip("fitdecode", reason="the decoder of FIT files is not installed")


class TestOpenMHealth(Shipped):
    kind = OpenMHealth
    point = open_mhealth_examples.point("omh:body-weight:2.0", open_mhealth_examples.weight())
    files: ClassVar = {"points.json": json.dumps([point]).encode()}
    twice: ClassVar = {"points.json": json.dumps([point, point]).encode()}


def apple_record(kind: str, value: str, unit: str = "", start: str = "08:00:00", end: str = "08:01:00") -> str:
    day = "2024-01-02"
    return (
        f'<Record type="{kind}" sourceName="Alexandra\'s Apple Watch" sourceVersion="10.2" unit="{unit}" '
        f'device="&lt;&lt;HKDevice: 0x3012&gt;, name:Apple Watch, model:Watch&gt;" creationDate="{day} 09:00:00 +0100" '
        f'startDate="{day} {start} +0100" endDate="{day} {end} +0100" value="{value}"/>\n'
    )


class TestAppleHealth(Shipped):
    kind = AppleHealthExport
    secrets = ("Alexandra", "1990-05-20")
    records = (
        apple_record("HKQuantityTypeIdentifierStepCount", "120", "count")
        + apple_record("HKQuantityTypeIdentifierBodyMass", "70.5", "kg", end="08:00:00")
        + apple_record("HKQuantityTypeIdentifierHeartRateVariabilitySDNN", "48.5", "ms")
        + apple_record(
            "HKCategoryTypeIdentifierSleepAnalysis", "HKCategoryValueSleepAnalysisAsleepREM", "", "01:00:00", "02:00:00"
        )
    )
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<HealthData locale="en_NL">\n<ExportDate value="2024-06-01 08:10:05 +0200"/>\n'
        '<Me HKCharacteristicTypeIdentifierDateOfBirth="1990-05-20"/>\n'
    )
    files: ClassVar = {"export.xml": f"{head}{records}</HealthData>\n".encode()}
    twice: ClassVar = {"export.xml": f"{head}{records}{records}</HealthData>\n".encode()}
