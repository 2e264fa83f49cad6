"""Change and its noise, a person's own effects, plain summaries and vendors' figures."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auren.errors import InvalidInput
from auren.findings import Insufficient, Measure
from auren.people import Profile
from auren.readings import DailyValue
from auren.science import Inputs
from auren.science.catalogue import gathered
from auren.science.change import (
    COMPUTATIONS,
    minimal_detectable_change,
    n_of_1_effect,
    smallest_worthwhile_change,
    typical_error,
)
from auren.science.summaries import COMPUTATIONS as SUMMARIES
from auren.science.summaries import summarise
from auren.science.vendors import cut_ratio, efficiency_gap

TODAY = date(2025, 3, 10)


def test_typical_error_and_detectable_change_of_the_worked_example() -> None:
    # Differences with an sd of 2.
    error = typical_error([2.0, -2.0, 2.0, -2.0, 0.0])
    assert error == pytest.approx(1.4142, abs=5e-5)
    assert minimal_detectable_change(error) == pytest.approx(3.92, abs=5e-3)
    assert smallest_worthwhile_change([2.0, -2.0, 2.0, -2.0, 0.0]) == pytest.approx(0.4)


def test_the_same_seed_gives_the_same_interval_and_another_one_hardly_another() -> None:
    with_it, without = [50, 52, 49, 51, 53, 48, 50.0], [55, 57, 56, 58, 54, 55, 59.0]
    first = n_of_1_effect(with_it, without, seed=7)
    assert first == n_of_1_effect(with_it, without, seed=7)
    other = n_of_1_effect(with_it, without, seed=8)
    assert first.difference == other.difference
    assert first.low < first.difference < first.high < 0
    assert abs(first.low - other.low) < 0.2
    assert first.p < 0.01


@given(st.lists(st.floats(-100, 100), min_size=6, max_size=12), st.floats(-50, 50))
def test_an_effect_turns_round_with_its_sides_and_moves_with_a_shift(values: list[float], shift: float) -> None:
    moved = [value + shift for value in values]
    effect = n_of_1_effect(moved, values)
    assert effect.difference == pytest.approx(shift, abs=1e-9)
    assert n_of_1_effect(values, moved).difference == pytest.approx(-shift, abs=1e-9)
    assert 0 < effect.p <= 1
    assert all(math.isfinite(number) for number in (effect.low, effect.high))


@pytest.mark.parametrize("bad", [[1.0] * 5, [], [float("nan")] * 8])
def test_too_little_for_an_effect_is_refused(bad: list[float]) -> None:
    with pytest.raises(InvalidInput):
        n_of_1_effect(bad, [1.0] * 8)


def run(name: str, inputs: Inputs | None = None, **arguments: object) -> Measure | Insufficient:
    computation = gathered(COMPUTATIONS, SUMMARIES)[name]
    return computation.run(inputs or Inputs(), today=TODAY, profile=Profile(), **arguments)


def test_the_catalogue_says_what_is_missing() -> None:
    few = run("change.n_of_1", with_it=[1, 2], without=[1, 2, 3, 4, 5, 6])
    assert isinstance(few, Insufficient)
    assert (few.have, few.need) == (2, 6)
    none = run("change.typical_error")
    assert isinstance(none, Insufficient)
    assert isinstance(run("change.typical_error", differences=[0.2, -0.1, 0.3, 0, -0.2]), Measure)


def days(*values: float) -> Inputs:
    found = [
        DailyValue("x", TODAY - timedelta(days=back), value, "score", (str(back),), *[datetime(2025, 1, 1, tzinfo=UTC)] * 2)
        for back, value in enumerate(values)
    ]
    return Inputs({"x": found})


@pytest.mark.parametrize(
    ("statistic", "expected"),
    [("mean", 4), ("median", 3), ("min", 1), ("max", 8), ("sum", 12), ("sd", 3.6056), ("count", 3)],
)
def test_a_summary_over_calendar_days(statistic: str, expected: float) -> None:
    result = run("days.summary", days(1, 3, 8, 99), metric="x", statistic=statistic, first_day=TODAY - timedelta(days=2))
    assert isinstance(result, Measure)
    assert result.value == pytest.approx(expected, abs=5e-5)
    assert str(result.coverage) == "3 of 3 days"


def test_a_summary_of_nothing() -> None:
    assert isinstance(run("days.summary", metric="x"), Insufficient)
    nothing = run("days.summary", metric="x", statistic="sum")
    assert isinstance(nothing, Measure)
    assert nothing.value == 0
    assert summarise("sd", [1.0]) is None
    with pytest.raises(InvalidInput, match="before its first"):
        run("days.summary", metric="x", first_day=TODAY, last_day=TODAY - timedelta(days=1))
    with pytest.raises(InvalidInput, match="metric"):
        run("days.summary")


def test_vendors_figures_against_their_parts() -> None:
    assert efficiency_gap(378, 430, 97) == pytest.approx(9.09, abs=5e-3)
    assert cut_ratio(638.51, 459.24) == 1.3
    for bad in ((500, 430, 97), (1, 0, 50), (1, 2, 101)):
        with pytest.raises(InvalidInput):
            efficiency_gap(*bad)
    with pytest.raises(InvalidInput):
        cut_ratio(1, 0)
