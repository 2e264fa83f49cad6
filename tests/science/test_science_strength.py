"""Strength: known answers of every row, the ranges the formulas hold in, and the laws of the formulas."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from science_days import beside
from training_arguments import GROWN, answered, calls, complete, measured, missing, weighed

from auren.errors import InvalidInput, UnitMismatch
from auren.people import Profile
from auren.science.catalogue import gathered
from auren.science.parameters import Quantity
from auren.science.training import strength, strength_dose, strength_scores
from auren.science.training.strength import (
    bench_press_share,
    one_rep_max_brzycki_kg,
    one_rep_max_epley_kg,
    one_rep_max_in_reserve_kg,
    velocity_loss,
)
from auren.science.training.strength_dose import hypertrophy_sets_short, overload_kg, power_load_kg, strength_dose_gaps
from auren.science.training.strength_scores import dots, peak_power_w, reactive_strength_index

TABLE = gathered(strength.COMPUTATIONS, strength_dose.COMPUTATIONS, strength_scores.COMPUTATIONS)
ROWS = {"T11", "T12", "T13", "T14", "T15", "T16", "T22", "T23", "T24"}
BAD = (math.nan, math.inf, -math.inf)
WEIGHTS = st.floats(0, 1000)
REPETITIONS = st.integers(1, 10)


def test_each_row_is_there() -> None:
    complete(TABLE, "strength", ROWS)


@settings(max_examples=200, deadline=None)
@given(st.data(), st.floats(20, 400))
def test_any_arguments_give_a_sound_answer(data: st.DataObject, weight: float) -> None:
    entry = TABLE[data.draw(st.sampled_from(sorted(TABLE)))]
    answered(entry, data.draw(calls(entry)), weighed(weight))


def test_t11_both_estimates() -> None:
    assert one_rep_max_epley_kg(100, 5) == pytest.approx(116.67, abs=5e-3)
    assert one_rep_max_brzycki_kg(100, 5) == pytest.approx(112.50, abs=5e-3)
    result = measured(TABLE["strength.one_rep_max"], weight_lifted=100, repetitions=5)
    assert result.value == pytest.approx(112.50, abs=5e-3)
    assert beside(result)["strength.one_rep_max.epley"].value == pytest.approx(116.67, abs=5e-3)
    assert missing(TABLE["strength.one_rep_max"], weight_lifted=100).missing == "the repetitions of the set"
    with pytest.raises(UnitMismatch):
        measured(TABLE["strength.one_rep_max"], weight_lifted=Quantity(220, "lb"), repetitions=5)


@pytest.mark.parametrize("formula", [one_rep_max_epley_kg, one_rep_max_brzycki_kg])
def test_t11_one_to_ten_whole_repetitions(formula: Callable[[float, float], float]) -> None:
    assert formula(100, 1) >= 100
    assert formula(100, 10) == pytest.approx(133.33, abs=5e-3)
    for weight, repetitions in ((100, 0), (100, 11), (100, 5.5), (-1, 5), (1001, 5), *((100, bad) for bad in BAD)):
        with pytest.raises(InvalidInput):
            formula(weight, repetitions)
    with pytest.raises(InvalidInput, match="whole number"):
        measured(TABLE["strength.one_rep_max"], weight_lifted=100, repetitions=5.5)
    with pytest.raises(InvalidInput, match="expected 1 to 10"):
        measured(TABLE["strength.one_rep_max"], weight_lifted=100, repetitions=11)


@given(WEIGHTS, REPETITIONS, st.integers(0, 4))
def test_t11_and_t12_more_done_is_never_less_strength(weight: float, repetitions: int, left: int) -> None:
    epley, brzycki = one_rep_max_epley_kg(weight, repetitions), one_rep_max_brzycki_kg(weight, repetitions)
    assert weight <= brzycki <= epley * (1 + 1e-12)
    assert one_rep_max_epley_kg(weight, 10) >= epley
    assert one_rep_max_in_reserve_kg(weight, repetitions, 0) == epley
    assert one_rep_max_in_reserve_kg(weight, repetitions, left) >= epley
    assert one_rep_max_epley_kg(weight / 2, repetitions) == pytest.approx(epley / 2)


def test_t12_with_repetitions_in_reserve() -> None:
    assert one_rep_max_in_reserve_kg(100, 5, 2) == pytest.approx(123.33, abs=5e-3)
    entry = TABLE["strength.one_rep_max_in_reserve"]
    assert measured(entry, weight_lifted=100, repetitions=5, in_reserve=2).value == pytest.approx(123.33, abs=5e-3)
    assert one_rep_max_in_reserve_kg(100, 5, 4) == pytest.approx(130)
    for left in (-0.5, 4.5, *BAD):
        with pytest.raises(InvalidInput):
            one_rep_max_in_reserve_kg(100, 5, left)
    with pytest.raises(InvalidInput, match="whole number"):
        one_rep_max_in_reserve_kg(100, 4.5, 1)
    with pytest.raises(InvalidInput, match="A weight"):
        one_rep_max_in_reserve_kg(-1, 4, 1)


def test_t13_velocity_loss() -> None:
    assert velocity_loss(0.80, 0.60) == pytest.approx(25)
    result = measured(TABLE["strength.velocity_loss"], best_speed=0.80, last_speed=0.60)
    assert result.value == pytest.approx(25)
    assert "same exercise" in result.note
    for best, last in ((0.6, 0.8), (0, 0), (0.8, 0), (5.1, 1), (math.nan, 0.5), (0.8, math.nan)):
        with pytest.raises(InvalidInput):
            velocity_loss(best, last)


@given(st.floats(0.01, 5), st.floats(0.01, 5))
def test_t13_a_loss_lies_from_nothing_to_all(one: float, other: float) -> None:
    last, best = sorted((one, other))
    assert 0 <= velocity_loss(best, last) < 100
    assert velocity_loss(best, best) == 0


def test_t14_bench_press() -> None:
    assert bench_press_share(0.50) == pytest.approx(77.69, abs=5e-3)
    result = measured(TABLE["strength.bench_press_share"], bar_speed=0.50)
    assert result.value == pytest.approx(77.69, abs=5e-3)
    assert "bench press only" in result.note
    assert bench_press_share(0.15) > bench_press_share(1.4) > 0
    for speed in (0.149, 1.401, *BAD):
        with pytest.raises(InvalidInput):
            bench_press_share(speed)


@given(st.floats(0.15, 1.4), st.floats(0.15, 1.4))
def test_t14_a_faster_bar_is_a_lighter_load(one: float, other: float) -> None:
    slow, fast = sorted((one, other))
    assert bench_press_share(slow) >= bench_press_share(fast)


def test_t15_sets_short_of_ten() -> None:
    assert hypertrophy_sets_short(8) == 2
    entry = TABLE["strength.hypertrophy_sets_short"]
    result = measured(entry, profile=GROWN, weekly_sets=8)
    assert result.value == 2
    assert result.note == "2 short of 10 sets a week for a muscle. Stated for healthy adults."
    assert "is met" in measured(entry, profile=GROWN, weekly_sets=10).note
    assert [hypertrophy_sets_short(sets) for sets in (0, 9, 10, 11, 100)] == [10, 1, 0, 0, 0]
    for sets in (-1, 101, 8.5, *BAD):
        with pytest.raises(InvalidInput):
            hypertrophy_sets_short(sets)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("strength.hypertrophy_sets_short", {"weekly_sets": 8}),
        ("strength.strength_dose", {"load_share": 80, "sets": 2, "weekly_sessions": 2}),
        ("strength.power_load", {"one_rep_max": 100}),
    ],
)
def test_t15_for_adults_only(name: str, said: dict[str, Any]) -> None:
    measured(TABLE[name], age=18, **said)
    assert "healthy adults only" in missing(TABLE[name], age=17, **said).missing
    assert "healthy adults only" in missing(TABLE[name], profile=Profile(birth_year=2010), **said).missing
    assert missing(TABLE[name], **said).missing == "the birth year"


def test_t15_strength() -> None:
    assert strength_dose_gaps(80, 2, 2) == ()
    assert strength_dose_gaps(79.9, 1, 1) == ("load", "sets", "sessions")
    entry = TABLE["strength.strength_dose"]
    met = measured(entry, profile=GROWN, load_share=85, sets=3, weekly_sessions=2)
    assert (met.value, met.note.startswith("All parts of the dose are met")) == (3, True)
    short = measured(entry, profile=GROWN, load_share=75, sets=3, weekly_sessions=1)
    assert (short.value, short.note.startswith("Short in load and sessions:")) == (1, True)
    for dose in ((-1, 2, 2), (101, 2, 2), (80, 1.5, 2), (80, 2, 15), (math.nan, 2, 2), (80, math.nan, 2)):
        with pytest.raises(InvalidInput):
            strength_dose_gaps(*dose)


def test_t15_power() -> None:
    assert power_load_kg(100) == pytest.approx((30, 70))
    result = measured(TABLE["strength.power_load"], profile=GROWN, one_rep_max=100)
    assert result.value == pytest.approx(30)
    assert beside(result)["strength.power_load.high"].value == pytest.approx(70)
    for weight in (-1, 1001, *BAD):
        with pytest.raises(InvalidInput):
            power_load_kg(weight)


@given(st.integers(0, 99), st.floats(0, 1000))
def test_t15_more_sets_are_never_shorter(sets: int, weight: float) -> None:
    assert hypertrophy_sets_short(sets) - hypertrophy_sets_short(sets + 1) in (0, 1)
    low, high = power_load_kg(weight)
    assert low <= high <= weight


def test_t16_overload() -> None:
    assert overload_kg(60, (2, 2), 0) == pytest.approx((61.2, 66))
    entry = TABLE["strength.next_load"]
    result = measured(entry, load=60, extra_repetitions=[2, 3], pain=5)
    assert result.value == pytest.approx(61.2)
    assert beside(result)["strength.next_load.high"].value == pytest.approx(66)


def test_t16_never_on_pain_and_not_before_two_sessions() -> None:
    entry = TABLE["strength.next_load"]
    hurting = missing(entry, load=60, extra_repetitions=[2, 3], pain=5.1)
    assert "physiotherapist" in hurting.missing
    assert overload_kg(60, (2, 3), 5.1) is None
    assert overload_kg(60, (2, 1), 0) is None
    soon = missing(entry, load=60, extra_repetitions=[2, 1], pain=0)
    assert (soon.have, soon.need) == (1, 2)
    assert "worst pain" in missing(entry, load=60, extra_repetitions=[2, 2]).missing
    assert "extra repetitions" in missing(entry, load=60, pain=0).missing
    for said in ((-1, (2, 2), 0), (60, (2,), 0), (60, (2, 2, 2), 0), (60, (2, 2.5), 0), (60, (2, 21), 0), (60, (2, 2), 11)):
        with pytest.raises(InvalidInput):
            overload_kg(*said)


@given(WEIGHTS, st.tuples(st.integers(0, 20), st.integers(0, 20)), st.floats(0, 10))
def test_t16_the_order_of_the_sessions_changes_nothing(load: float, extra: tuple[int, int], pain: float) -> None:
    step = overload_kg(load, extra, pain)
    assert overload_kg(load, extra[::-1], pain) == step
    assert (step is not None) == (min(extra) >= 2 and pain <= 5)
    if step:
        assert load <= step[0] <= step[1]


def test_t22_dots() -> None:
    assert dots(600, 90, "male") == pytest.approx(387.96, abs=5e-3)
    entry = TABLE["strength.dots"]
    man = Profile(sex="male")
    assert measured(entry, profile=man, total=600, weight=90).value == pytest.approx(387.96, abs=5e-3)
    of_history = measured(entry, weighed(90), profile=man, total=600)
    assert of_history.value == pytest.approx(387.96, abs=5e-3)
    assert [daily.metric for daily in of_history.inputs] == ["body.weight"]
    assert "body weight" in missing(entry, profile=man, total=600).missing
    assert "sex" in missing(entry, total=600, weight=90).missing


def test_t22_the_range_it_was_fitted_on() -> None:
    for sex, low, high in (("male", 40, 210), ("female", 40, 150)):
        assert dots(300, low, sex) > dots(300, high, sex) > 0
        for outside in (low - 0.01, high + 0.01, *BAD):
            with pytest.raises(InvalidInput, match="A body weight"):
                dots(300, outside, sex)
    for total, sex in ((0.9, "male"), (2001, "male"), (math.nan, "female"), (600, ""), (600, "other")):
        with pytest.raises(InvalidInput):
            dots(total, 90, sex)


@given(st.floats(1, 1000), st.floats(40, 150), st.floats(40, 150), st.sampled_from(["female", "male"]))
def test_t22_a_heavier_total_scores_more_and_a_heavier_body_less(total: float, one: float, other: float, sex: str) -> None:
    light, heavy = sorted((one, other))
    assert dots(2 * total, light, sex) == pytest.approx(2 * dots(total, light, sex))
    assert dots(total, light, sex) >= dots(total, heavy, sex) * (1 - 1e-9)


def test_t23_reactive_strength() -> None:
    assert reactive_strength_index(0.35, 0.20) == pytest.approx(1.75)
    entry = TABLE["strength.reactive_index"]
    fast = measured(entry, jump_height=0.35, contact=0.20)
    assert fast.value == pytest.approx(1.75)
    assert fast.note.startswith("A fast")
    assert measured(entry, jump_height=0.35, contact=0.249).note.startswith("A fast")
    assert measured(entry, jump_height=0.35, contact=0.25).note.startswith("A slow")
    for height, contact in ((0, 0.2), (1.6, 0.2), (0.3, 0), (0.3, 2.1), (math.nan, 0.2), (0.3, math.nan)):
        with pytest.raises(InvalidInput):
            reactive_strength_index(height, contact)


def test_t24_peak_power() -> None:
    assert peak_power_w(40, 80) == pytest.approx(3997)
    entry = TABLE["strength.peak_power"]
    assert measured(entry, weighed(80), jump_height=40).value == pytest.approx(3997)
    assert measured(entry, weighed(90), jump_height=40, weight=80).value == pytest.approx(3997)
    with pytest.raises(InvalidInput, match="a power above 0"):
        peak_power_w(5, 20)
    for height, weight in ((0.5, 80), (151, 80), (40, 19), (40, 401), (math.nan, 80), (40, math.inf)):
        with pytest.raises(InvalidInput):
            peak_power_w(height, weight)
    with pytest.raises(UnitMismatch):
        measured(entry, weighed(80), jump_height=Quantity(0.4, "m"))


@given(st.floats(20, 100), st.floats(50, 200), st.floats(0, 50))
def test_t23_and_t24_higher_is_more(height_cm: float, weight: float, more_cm: float) -> None:
    assert peak_power_w(height_cm + more_cm, weight) >= peak_power_w(height_cm, weight)
    assert reactive_strength_index((height_cm + more_cm) / 100, 0.2) >= reactive_strength_index(height_cm / 100, 0.2)
    assert reactive_strength_index(height_cm / 100, 0.4) == pytest.approx(reactive_strength_index(height_cm / 100, 0.2) / 2)
