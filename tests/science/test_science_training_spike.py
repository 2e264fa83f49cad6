"""The spike of a single run: the thresholds, which runs count, and what hides none."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from science_days import SUBJECT, TODAY, WHO, beside

from auren.errors import InvalidInput
from auren.findings import Coverage, Insufficient, Measure
from auren.readings import Reading, Window
from auren.science import Inputs
from auren.science.catalogue import gathered
from auren.science.training import run_spike
from auren.science.training.run_spike import is_run, spike_size
from auren.science.training.run_spike import run_spike as ratio_of

ENTRY = gathered(run_spike.COMPUTATIONS)["load.run_spike"]


def jog(
    km: float, back: int = 0, *, hour: int = 8, minutes: int = 60, kind: str = "Run", id: str = "", deleted: bool = False
) -> Reading:
    start = datetime.combine(TODAY - timedelta(days=back), time(hour), UTC)
    return Reading.of(
        SUBJECT,
        "exercise.distance",
        km,
        unit="km",
        start=start,
        end=start + timedelta(minutes=minutes),
        zone="Europe/Oslo",
        source="test",
        id=id,
        kind=kind,
        deleted=deleted,
        revision=int(deleted),
    )


def answer(*runs: Reading, today: date = TODAY) -> Measure | Insufficient:
    return ENTRY.run(Inputs(readings={"exercise.distance": runs}), today=today, profile=WHO)


def measured(*runs: Reading) -> Measure:
    result = answer(*runs)
    assert isinstance(result, Measure), result
    return result


def lacking(*runs: Reading) -> Insufficient:
    result = answer(*runs)
    assert isinstance(result, Insufficient), result
    assert not any(sign.isdigit() for sign in result.missing)
    return result


def test_t6_twelve_after_ten() -> None:
    assert ENTRY.citation.id == "T6"
    assert ENTRY.citation.verified
    result = measured(jog(10, 9), jog(6, 4), jog(12))
    assert result.value == pytest.approx(1.2)
    assert "More than 10 % beyond the longest run of the 30 days before, a small spike" in result.note
    assert "1.64 times" in result.note
    assert "no forecast" in result.note
    parts = beside(result)
    assert (parts["load.run_spike.latest"].value, parts["load.run_spike.longest_before"].value) == (12, 10)
    assert [daily.value for daily in result.inputs] == [10, 12]
    assert result.window == Window.ending(TODAY, 31)
    assert result.coverage == Coverage(3, 31)


@pytest.mark.parametrize(
    ("km", "size", "crossed", "hazard"),
    [
        (5.0, "none", "No spike", ""),
        (11.0, "none", "No spike", ""),
        (11.01, "small", "More than 10 %", "1.64"),
        (13.0, "small", "More than 10 %", "1.64"),
        (13.01, "moderate", "More than 30 %", "1.52"),
        (20.0, "moderate", "More than 30 %", "1.52"),
        (20.01, "large", "More than 100 %", "2.28"),
    ],
)
def test_t6_the_threshold_crossed_is_named(km: float, size: str, crossed: str, hazard: str) -> None:
    assert spike_size(ratio_of(km, 10)) == size
    note = measured(jog(10, 3), jog(km)).note
    assert note.startswith(crossed)
    assert hazard in note


@given(st.integers(1, 5000))
def test_t6_a_tenth_more_is_no_spike_whatever_the_last_bit(hundreds: int) -> None:
    assert spike_size(ratio_of(hundreds * 11 / 100, hundreds / 10)) == "none"
    assert spike_size(ratio_of(hundreds * 13 / 100, hundreds / 10)) == "small"


@given(st.floats(0.01, 1000), st.floats(0.01, 1000), st.floats(0.01, 1000))
def test_t6_farther_is_never_a_smaller_spike(one: float, other: float, before: float) -> None:
    sizes = ("none", "small", "moderate", "large")
    low, high = sorted((one, other))
    assert ratio_of(low, before) <= ratio_of(high, before)
    assert sizes.index(spike_size(ratio_of(low, before))) <= sizes.index(spike_size(ratio_of(high, before)))


def test_t6_bad_distances_are_refused() -> None:
    for km, before in ((0, 10), (10, 0), (1001, 10), (10, 1001), (math.nan, 10), (10, math.inf)):
        with pytest.raises(InvalidInput):
            ratio_of(km, before)
    for ratio in (-0.1, math.nan, math.inf):
        with pytest.raises(InvalidInput):
            spike_size(ratio)


def test_t6_thirty_days_before_and_no_more() -> None:
    assert measured(jog(10, 30), jog(12)).value == pytest.approx(1.2)
    assert "month before" in lacking(jog(10, 31), jog(12)).missing
    # The thirty days count from the latest run, not from today.
    assert measured(jog(10, 36), jog(12, 6)).value == pytest.approx(1.2)
    assert "last week" in lacking(jog(10, 9), jog(12, 7)).missing
    assert ENTRY.needs(TODAY) == {"exercise.distance": Window.ending(TODAY, 37)}


def test_t6_runs_only() -> None:
    assert lacking(jog(10, 3, kind="Bike"), jog(12)).have == 0
    assert lacking(jog(10, 3), jog(12, kind="Walk"), jog(0, 1)).have == 0
    ride = jog(80, 2, kind="Outdoor Bike")
    assert measured(jog(10, 3), ride, jog(12)) == measured(jog(10, 3), jog(12))


@pytest.mark.parametrize(
    "kind",
    [
        "Run",
        "run",
        "Running",
        "trail_running",
        "individual, endurance, running",
        "HKWorkoutActivityTypeRunning",
        "RUNNING_TREADMILL",
    ],
)
def test_t6_what_is_called_a_run_is_one(kind: str) -> None:
    assert is_run(kind)


@pytest.mark.parametrize(
    "kind", ["", "Walk", "Treadmill", "Brunch", "Trunk rotation", "HKWorkoutActivityTypeWheelchairRunPace", "ski run"]
)
def test_t6_what_may_be_none_is_left_out(kind: str) -> None:
    assert not is_run(kind)


def test_t6_an_earlier_run_of_the_same_day_counts() -> None:
    twice = measured(jog(10, hour=7), jog(12, hour=18))
    assert twice.value == pytest.approx(1.2)
    assert [daily.value for daily in twice.inputs] == [10, 12]


def test_t6_a_second_record_of_the_same_run_hides_no_spike() -> None:
    watch, phone = jog(12, minutes=60, id="watch"), jog(12.1, minutes=58, id="phone")
    assert measured(jog(10, 5), watch, phone).value == pytest.approx(1.2)
    assert lacking(watch, phone).have == 0


def test_t6_a_run_that_was_taken_back_never_counts() -> None:
    assert measured(jog(10, 5), jog(14, 3, id="a"), jog(14, 3, id="a", deleted=True), jog(12)).value == pytest.approx(1.2)


def test_t6_no_run_at_all() -> None:
    assert lacking().need == 1


RUNS = st.lists(
    st.builds(jog, st.floats(0, 100), st.integers(0, 45), hour=st.integers(0, 20), kind=st.sampled_from(["Run", "Walk"])),
    max_size=12,
)


@given(RUNS, st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(runs: list[Reading], random: Random) -> None:
    mixed = [*runs, *random.sample(runs, len(runs) // 2)]
    random.shuffle(mixed)
    plain = answer(*runs)
    assert answer(*mixed) == plain
    if isinstance(plain, Measure):
        assert math.isfinite(plain.value)
        assert plain.coverage.have <= plain.coverage.expected
