"""Garmin Connect's nightly heart rate variability, by itself as its daily service answers it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sources_examples import OSLO, SOMEONE, reasons, write

from auren.errors import InvalidInput, MalformedRow, SourceError
from auren.sources import GarminConnect


def night(**changes: object) -> dict[str, object]:
    return {"calendarDate": "2023-07-01", "lastNightAvg": 43, "createTimeStamp": "2023-07-01T12:27:14.85", **changes}


def garmin(folder: Path, content: object) -> GarminConnect:
    return GarminConnect(write(folder / "hrv.json", json.dumps(content)), subject=SOMEONE, zone=OSLO)


def recorded(*nights: object, path: str = "/hrv-service/hrv/daily/2023-07-01/2023-07-20") -> dict[str, object]:
    return {"path": path, "body": {"hrvSummaries": list(nights)}}


def test_a_night_spans_its_local_day(tmp_path: Path) -> None:
    (reading,) = garmin(tmp_path, {"hrvSummaries": [night()]})
    assert (reading.metric, reading.value, reading.day) == ("hrv.rmssd", 43, date(2023, 7, 1))
    assert reading.start == datetime(2023, 6, 30, 22, tzinfo=UTC)
    assert reading.end == datetime(2023, 7, 1, 22, tzinfo=UTC)
    assert reading.revision == int(datetime(2023, 7, 1, 12, 27, 14, tzinfo=UTC).timestamp())
    assert reading.id == "garmin:hrv:2023-07-01:hrv.rmssd"


def test_a_night_without_value_says_so(tmp_path: Path) -> None:
    source = garmin(tmp_path, [recorded(night(lastNightAvg=None), night(calendarDate="2023-07-02"))])
    assert [r.day for r in source] == [date(2023, 7, 2)]
    assert reasons(source.report) == [("lastNightAvg", "no value was computed that night")]
    assert source.report.adds_up


def test_answers_of_other_services_are_named_and_left(tmp_path: Path) -> None:
    source = garmin(tmp_path, [recorded(night(), path="/wellness-service/stress"), recorded(night())])
    assert len(list(source)) == 1
    assert source.report.unused["answers of other endpoints"] == 1
    assert reasons(source.report) == [("", "auren does not read this endpoint")]


def test_an_empty_answer_is_no_data(tmp_path: Path) -> None:
    source = garmin(tmp_path, [{"path": "/hrv-service/hrv/daily/x", "body": None}, recorded(night())])
    assert len(list(source)) == 1
    assert source.report.skipped == ()


@pytest.mark.parametrize(
    ("content", "field", "scope"),
    [
        ("text", "", "file"),
        ([3, recorded(night())], "", "file"),
        ([{"path": "/hrv-service/hrv/daily/x", "body": {}}, recorded(night())], "hrvSummaries", "record"),
        ([recorded("x", night())], "", "record"),
        ([recorded(night(calendarDate="yesterday"), night())], "calendarDate", "record"),
        ([recorded(night(lastNightAvg="43"), night())], "lastNightAvg", "record"),
        ([recorded(night(lastNightAvg=4300), night())], "lastNightAvg", "record"),
        ([recorded(night(createTimeStamp="soon"))], "createTimeStamp", "field"),
    ],
)
def test_malformed_answers(tmp_path: Path, content: object, field: str, scope: str) -> None:
    source = garmin(tmp_path, content)
    assert len(list(source)) == (0 if content == "text" else 1)
    assert [(item.field, item.scope) for item in source.report.skipped] == [(field, scope)]
    assert source.report.adds_up
    strict = GarminConnect(tmp_path / "hrv.json", subject=SOMEONE, zone=OSLO, on_malformed="raise")
    with pytest.raises(MalformedRow) as caught:
        list(strict)
    assert caught.value.field == field


def test_what_it_needs_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        GarminConnect(tmp_path / "hrv.json", subject=SOMEONE, zone=OSLO)
    with pytest.raises(InvalidInput, match=r"pass zone="):
        GarminConnect(write(tmp_path / "hrv.json", "[]"), subject=SOMEONE)
