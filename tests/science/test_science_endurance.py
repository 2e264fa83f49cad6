"""Endurance: known answers of every row, the ranges the formulas hold in, and the laws of the formulas."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from science_days import beside
from training_arguments import GROWN, answered, calls, complete, measured, missing

from auren.errors import InvalidInput, UnitMismatch
from auren.people import Profile
from auren.science import Inputs
from auren.science.catalogue import gathered
from auren.science.parameters import Quantity
from auren.science.training import endurance, endurance_power, endurance_races
from auren.science.training.endurance import (
    max_heart_rate_bpm,
    polarisation_index,
    taper_volume,
    target_heart_rate_bpm,
    vo2max_cooper,
    vo2max_heart_rates,
)
from auren.science.training.endurance_races import race_time_min, vdot

TABLE = gathered(endurance.COMPUTATIONS, endurance_power.COMPUTATIONS, endurance_races.COMPUTATIONS)
ROWS = {"T8", "T9", "T10", "T17", "T18", "T19", "T20", "T21", "T25"}
BAD = (math.nan, math.inf, -math.inf)


def test_each_row_is_there() -> None:
    complete(TABLE, "endurance", ROWS)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_arguments_give_a_sound_answer(data: st.DataObject) -> None:
    entry = TABLE[data.draw(st.sampled_from(sorted(TABLE)))]
    answered(entry, data.draw(calls(entry)), Inputs())


def test_t17_highest_heart_rate() -> None:
    assert max_heart_rate_bpm(40) == pytest.approx(180)
    entry = TABLE["endurance.max_heart_rate"]
    assert measured(entry, age=40).value == pytest.approx(180)
    assert measured(entry, profile=GROWN).value == pytest.approx(180)
    assert missing(entry).missing == "the birth year"
    assert "fitted on adults" in missing(entry, age=17).missing
    assert "fitted on adults" in missing(entry, profile=Profile(birth_year=2010)).missing
    for age in (17.9, 100.1, *BAD):
        with pytest.raises(InvalidInput):
            max_heart_rate_bpm(age)


def test_t17_target_heart_rate() -> None:
    assert target_heart_rate_bpm(60, 180, 70) == pytest.approx(144)
    entry = TABLE["endurance.target_heart_rate"]
    assert measured(entry, age=40, resting_heart_rate=60, intensity=70).value == pytest.approx(144)
    of_age = measured(entry, profile=GROWN, resting_heart_rate=60, intensity=70)
    assert of_age.value == pytest.approx(144)
    assert beside(of_age)["endurance.target_heart_rate.max"].value == pytest.approx(180)
    assert measured(entry, resting_heart_rate=60, max_heart_rate=190, intensity=100).value == pytest.approx(190)
    assert missing(entry, resting_heart_rate=60, intensity=70).missing == "the birth year"
    assert "resting heart rate" in missing(entry, profile=GROWN, intensity=70).missing
    assert "fitted on adults" in missing(entry, age=12, resting_heart_rate=60, intensity=70).missing
    for said in ((60, 60, 70), (24, 180, 70), (60, 251, 70), (60, 180, -1), (60, 180, 101), (60, 180, math.nan)):
        with pytest.raises(InvalidInput):
            target_heart_rate_bpm(*said)


def test_t17_nothing_on_a_beta_blocker() -> None:
    cases: tuple[tuple[str, dict[str, Any]], ...] = (
        ("endurance.max_heart_rate", {"age": 40}),
        ("endurance.target_heart_rate", {"age": 40, "resting_heart_rate": 60, "intensity": 70}),
        ("endurance.target_heart_rate", {"max_heart_rate": 190, "resting_heart_rate": 60, "intensity": 70}),
    )
    for name, said in cases:
        found = missing(TABLE[name], beta_blocker=True, **said)
        assert "clinician" in found.missing
        assert "beta blocker" in measured(TABLE[name], beta_blocker=False, **said).note


@given(st.floats(30, 90), st.floats(120, 220), st.floats(0, 100), st.floats(0, 100))
def test_t17_a_target_lies_between_rest_and_the_highest(rest: float, highest: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert rest <= target_heart_rate_bpm(rest, highest, low) <= target_heart_rate_bpm(rest, highest, high) <= highest + 1e-9


@given(st.floats(18, 100), st.floats(18, 100))
def test_t17_the_older_the_lower(one: float, other: float) -> None:
    young, old = sorted((one, other))
    assert max_heart_rate_bpm(young) >= max_heart_rate_bpm(old)


def test_t18_cooper() -> None:
    assert vo2max_cooper(2600) == pytest.approx(46.84, abs=5e-3)
    entry = TABLE["endurance.vo2max_run"]
    assert measured(entry, distance=2600, all_out=True).value == pytest.approx(46.84, abs=5e-3)
    for effort in (None, False):
        assert "all-out" in missing(entry, distance=2600, all_out=effort).missing
    assert vo2max_cooper(600) > 0
    for distance in (599, 6001, *BAD):
        with pytest.raises(InvalidInput):
            vo2max_cooper(distance)
    with pytest.raises(UnitMismatch):
        measured(entry, distance=Quantity(2.6, "km"), all_out=True)


def test_t18_two_heart_rates() -> None:
    assert vo2max_heart_rates(190, 55) == pytest.approx(52.85, abs=5e-3)
    entry = TABLE["endurance.vo2max_heart_rates"]
    said: dict[str, Any] = {"max_heart_rate": 190, "resting_heart_rate": 55}
    assert measured(entry, all_out=True, **said).value == pytest.approx(52.85, abs=5e-3)
    assert "all-out" in missing(entry, **said).missing
    for heart_rates in ((55, 55), (50, 55), (251, 55), (190, 24), (math.nan, 55)):
        with pytest.raises(InvalidInput):
            vo2max_heart_rates(*heart_rates)


@given(st.floats(600, 3000), st.floats(0, 3000), st.floats(30, 90))
def test_t18_farther_and_calmer_is_fitter(distance: float, more: float, rest: float) -> None:
    assert vo2max_cooper(distance + more) >= vo2max_cooper(distance)
    assert vo2max_heart_rates(190, rest) >= vo2max_heart_rates(190, rest + 1)


def test_t19_vdot() -> None:
    assert vdot(5000, 20) == pytest.approx(49.81, abs=5e-3)
    assert measured(TABLE["endurance.vdot"], distance=5000, time=20).value == pytest.approx(49.81, abs=5e-3)
    assert vdot(1400, 3.5) > 0
    assert vdot(42_195, 240) > 0
    for distance, minutes in (
        (1400, 3.49),
        (42_195, 240.1),
        (999, 20),
        (9001, 20),
        (math.nan, 20),
        (5000, math.nan),
        (5000, 0),
    ):
        with pytest.raises(InvalidInput):
            vdot(distance, minutes)


@given(st.floats(5, 200), st.floats(60, 400), st.floats(1, 1.1))
def test_t19_a_faster_or_a_longer_race_is_worth_more(minutes: float, speed: float, factor: float) -> None:
    assert vdot(speed * factor * minutes, minutes) >= vdot(speed * minutes, minutes)
    assert vdot(speed * minutes * factor, minutes * factor) >= vdot(speed * minutes, minutes) - 1e-9


def test_t20_race_time() -> None:
    assert race_time_min(20, 5, 10) == pytest.approx(41.70, abs=5e-3)
    assert measured(TABLE["endurance.race_time"], time=20, distance=5, target_distance=10).value == pytest.approx(
        41.70, abs=5e-3
    )
    assert race_time_min(20, 5, 40) > 0
    assert race_time_min(20, 40, 5) > 0
    for said in ((20, 5, 40.1), (20, 40.1, 5), (0, 5, 10), (20, 0, 10), (20, 5, 0), (math.nan, 5, 10), (20, 5, math.inf)):
        with pytest.raises(InvalidInput):
            race_time_min(*said)


@given(st.floats(1, 300), st.floats(1, 50), st.floats(1, 50))
def test_t20_there_and_back_is_the_same_time_and_farther_is_slower(minutes: float, one: float, other: float) -> None:
    near, far = sorted((one, other))
    assume(far / near <= 8 and near / far >= 1 / 8)
    there = race_time_min(minutes, near, far)
    assert there >= minutes
    assert there / far >= minutes / near * (1 - 1e-9)
    assert race_time_min(there, far, near) == pytest.approx(minutes)


def test_t21_polarisation() -> None:
    assert polarisation_index(0.80, 0.05, 0.15) == pytest.approx(2.38, abs=5e-3)
    entry = TABLE["endurance.polarisation"]
    result = measured(entry, easy=480, middle=30, hard=90)
    assert result.value == pytest.approx(2.38, abs=5e-3)
    assert result.note.startswith("A polarised")
    assert measured(entry, easy=50, middle=20, hard=30).note.startswith("Not a polarised")


def test_t21_only_where_the_order_is_easy_hard_middle() -> None:
    entry = TABLE["endurance.polarisation"]
    for easy, middle, hard in ((80, 15, 5), (10, 30, 60), (80, 10, 10), (45, 10, 45), (80, 0, 20), (100, 0, 0), (0, 0, 0)):
        assert "in the middle" in missing(entry, easy=easy, middle=middle, hard=hard).missing
    assert missing(entry, easy=80, middle=5).missing == "the time above the second threshold"
    for shares in ((0.8, 0.15, 0.05), (0.8, 0, 0.2), (0.8, 0.1, 0.15), (0.7, 0.05, 0.15), (math.nan, 0.05, 0.15), (80, 5, 15)):
        with pytest.raises(InvalidInput):
            polarisation_index(*shares)


@given(st.floats(0.01, 500), st.floats(0.001, 1000))
def test_t21_only_the_shares_count(easy: float, factor: float) -> None:
    entry = TABLE["endurance.polarisation"]
    one = measured(entry, easy=easy, middle=easy / 10, hard=easy / 4)
    other = measured(entry, easy=easy * factor, middle=easy * factor / 10, hard=easy * factor / 4)
    assert one.value == pytest.approx(other.value)


def test_t25_taper() -> None:
    assert taper_volume(50) == pytest.approx((20, 29.5))
    result = measured(TABLE["endurance.taper_volume"], weekly_volume=50)
    assert result.value == pytest.approx(20)
    parts = beside(result)
    assert parts["endurance.taper_volume.high"].value == pytest.approx(29.5)
    assert (parts["endurance.taper_volume.shortest"].value, parts["endurance.taper_volume.longest"].value) == (8, 14)
    assert "intensity kept" in result.note
    assert taper_volume(0) == (0, 0)
    for volume in (-1, 2001, *BAD):
        with pytest.raises(InvalidInput):
            taper_volume(volume)
