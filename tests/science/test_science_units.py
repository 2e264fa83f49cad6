"""The laws of units: what must not be mixed raises, whoever mixes it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from auren.errors import InvalidInput, UnitMismatch
from auren.people import Profile, Subject
from auren.readings import DailyValue, Reading, convert
from auren.science import Inputs, catalogue
from auren.science.parameters import Quantity

TODAY = date(2025, 3, 10)
AT = datetime(2025, 3, 10, 6, tzinfo=UTC)


def daily(metric: str, unit: str) -> DailyValue:
    return DailyValue(metric, TODAY, 40.0, unit, ("r",), AT, AT)


def reading(subject: str = "anna", *, metric: str = "hrv.rmssd", unit: str = "ms", start: datetime = AT) -> Reading:
    return Reading.of(Subject(subject), metric, 40, unit=unit, start=start, zone="UTC", source="test")


def test_sdnn_is_never_taken_for_rmssd() -> None:
    with pytest.raises(UnitMismatch, match="two metrics"):
        Inputs({"hrv.rmssd": [daily("hrv.sdnn", "ms")]})


@pytest.mark.parametrize(("one", "other"), [("kJ", "kg"), ("lb", "kcal"), ("ms", "bpm"), ("kcal", "kcal/d"), ("ln ms", "ms")])
def test_dimensions_are_never_mixed(one: str, other: str) -> None:
    with pytest.raises(UnitMismatch):
        convert(1.0, one, other)


@pytest.mark.parametrize(("given", "wanted", "expected"), [("kJ", "kcal", 1 / 4.184), ("lb", "kg", 0.45359237)])
def test_units_of_one_dimension_are_converted_only_when_asked_for(given: str, wanted: str, expected: float) -> None:
    assert convert(1.0, given, wanted) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("name", "argument", "wrong"),
    [("energy.resting", "weight", "lb"), ("energy.daily", "resting_rate", "kJ"), ("nutrition.alcohol", "volume", "L")],
)
def test_a_quantity_in_another_unit_is_refused_and_not_converted(name: str, argument: str, wrong: str) -> None:
    computation = catalogue()[name]
    (parameter,) = [parameter for parameter in computation.accepts if parameter.name == argument]
    assert parameter.expected
    with pytest.raises(UnitMismatch, match="convert it first"):
        computation.run(Inputs(), today=TODAY, profile=Profile(), **{argument: Quantity(2.0, wrong)})


def test_a_daily_value_in_another_unit_is_refused() -> None:
    with pytest.raises(UnitMismatch, match="expected 'ms'"):
        catalogue()["hrv.weekly_mean"].run(Inputs({"hrv.rmssd": [daily("hrv.rmssd", "s")]}), today=TODAY, profile=Profile())


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(InvalidInput, match="without a zone"):
        reading(start=datetime(2025, 3, 10, 6))  # noqa: DTZ001 - a naive time is the point


def test_two_people_are_never_mixed() -> None:
    with pytest.raises(InvalidInput, match="more than one person"):
        Inputs(readings={"hrv.rmssd": [reading("anna"), reading("ben")]})
