"""The laws of food and energy: every row is there, valid arguments give a number or a reason, and what must rise rises."""

from __future__ import annotations

import math
import random as shuffling

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nutrition_runs import TABLE, compute, figures, got, weights
from science_days import TODAY

from auren.errors import InvalidInput
from auren.findings import Insufficient, Measure
from auren.people import Profile
from auren.readings import STANDARD_METRICS, known_units
from auren.science.nutrition.adaptive_energy import adaptive_expenditure, weight_slope
from auren.science.nutrition.diet_scores import inflammatory_index
from auren.science.nutrition.energy import mifflin
from auren.science.nutrition.energy_balance import energy_availability, tissue_energy
from auren.science.nutrition.hydration import sweat_rate
from auren.science.nutrition.macros import alcohol_grams, carbohydrate_left
from auren.science.nutrition.metabolic import carbohydrate_oxidation, fat_oxidation, weir
from auren.science.nutrition.protein_and_carbohydrate import protein_per_meal
from auren.science.nutrition.supplement_timing import conflicts
from auren.science.nutrition.supplements import caffeine_day_limit, caffeine_range
from auren.science.nutrition.weight_trend import smoothed_weight, theil_sen
from auren.science.parameters import (
    ChoiceParameter,
    FlagParameter,
    NumberParameter,
    Parameter,
    QuantityParameter,
    SeriesParameter,
)

KILOGRAMS = st.floats(20, 400)
SERIES = st.dictionaries(st.integers(1, 28), st.floats(40, 160), min_size=7)


def test_every_row_is_there() -> None:
    assert {computation.citation.id for computation in TABLE.values()} == {f"C{row}" for row in range(1, 26)}


@pytest.mark.parametrize("name", sorted(TABLE))
def test_each_entry_is_complete(name: str) -> None:
    entry = TABLE[name]
    assert name.split(".")[0] in ("energy", "nutrition", "hydration")
    assert entry.title.startswith("your ")
    assert entry.formula
    assert entry.guard
    assert entry.unit in known_units()
    assert all(metric in STANDARD_METRICS for metric in entry.needs(TODAY))
    assert isinstance(compute(name), Insufficient)
    with pytest.raises(InvalidInput, match="unknown argument 'metre'"):
        compute(name, metre=3)


def valid(parameter: Parameter) -> st.SearchStrategy[object]:
    """Give what a parameter accepts, its ends among it."""
    match parameter:
        case NumberParameter(low=low, high=high):
            return st.integers(low, high)
        case QuantityParameter(low=low, high=high):
            return st.sampled_from([low, high]) | st.floats(low, high)
        case ChoiceParameter(choices=choices):
            return st.sampled_from(choices)
        case FlagParameter():
            return st.booleans()
        case SeriesParameter(low=low, high=high, at_least=least, at_most=most):
            ends = st.sampled_from([low, high]) | st.floats(low, high)
            return st.lists(ends, min_size=least, max_size=min(most, 60))
    raise AssertionError(parameter)


@settings(max_examples=600, deadline=None)
@given(st.data())
def test_any_valid_arguments_give_a_number_or_a_reason(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(TABLE)))
    arguments = {
        parameter.name: data.draw(valid(parameter))
        for parameter in TABLE[name].accepts
        if parameter.name != "weight_days" and data.draw(st.integers(0, 7)) > 0
    }
    known = weights(data.draw(st.dictionaries(st.integers(0, 30), KILOGRAMS, max_size=25)))
    who = data.draw(st.sampled_from([Profile(), Profile(birth_year=1990, sex="female", height_m=1.7)]))
    try:
        result = compute(name, known, profile=who, **arguments)
    except InvalidInput:
        return
    if isinstance(result, Insufficient):
        assert result.missing
        assert not any(sign.isdigit() for sign in result.missing)
        assert result.have < result.need
        return
    for measure in (result, *result.related):
        assert math.isfinite(measure.value)
        assert measure.unit in known_units()
        assert measure.title
    assert len({part.name for part in result.related}) == len(result.related)


@given(SERIES, st.integers(0, 10_000))
def test_order_of_the_days_changes_nothing(by_day: dict[int, float], seed: int) -> None:
    items = list(by_day.items())
    shuffling.Random(seed).shuffle(items)
    assert theil_sen(dict(items)) == theil_sen(by_day)
    assert weight_slope(dict(items)) == weight_slope(by_day)
    said = {"weights": [kg for _, kg in items], "weight_days": [day for day, _ in items]}
    history = weights({28 - day: kg for day, kg in by_day.items()})
    one, other = got("energy.weight_trend", **said), got("energy.weight_trend", history)
    assert (one.value, figures(one), one.coverage) == (other.value, figures(other), other.coverage)


@given(SERIES, st.floats(-20, 20))
def test_a_shift_of_all_weights_leaves_the_slope(by_day: dict[int, float], shift: float) -> None:
    moved = {day: kg + shift for day, kg in by_day.items()}
    assert theil_sen(moved) == pytest.approx(theil_sen(by_day), abs=1e-6)
    assert weight_slope(moved)[0] == pytest.approx(weight_slope(by_day)[0], abs=1e-6)
    in_order = [by_day[day] for day in sorted(by_day)]
    assert smoothed_weight([kg + shift for kg in in_order]) == pytest.approx(smoothed_weight(in_order) + shift, abs=1e-6)


@given(st.lists(KILOGRAMS, min_size=1, max_size=60))
def test_a_smoothed_weight_lies_among_the_weights(kilograms: list[float]) -> None:
    assert min(kilograms) - 1e-9 <= smoothed_weight(kilograms) <= max(kilograms) + 1e-9


@given(st.floats(-0.2, 0.2), st.floats(60, 120), st.integers(3, 60), st.floats(1500, 4000))
def test_a_straight_line_gives_its_own_slope(slope: float, start: float, days: int, eaten: float) -> None:
    line = {day: start + slope * day for day in range(days)}
    found = adaptive_expenditure([eaten, eaten], line)
    assert found.expenditure == pytest.approx(eaten - 7700 * slope, abs=1e-5)
    assert found.standard_error == pytest.approx(0, abs=1e-4)
    assert theil_sen(line) == pytest.approx(7 * slope, abs=1e-8)


@given(st.lists(st.floats(1000, 4000), min_size=2, max_size=30), st.floats(0.1, 1000))
def test_eating_more_at_the_same_weight_means_spending_more(intakes: list[float], more: float) -> None:
    line = {0: 80.0, 1: 80.0, 2: 80.0}
    less, rather = adaptive_expenditure(intakes, line), adaptive_expenditure([eaten + more for eaten in intakes], line)
    assert rather.expenditure == pytest.approx(less.expenditure + more)
    assert rather.standard_error == pytest.approx(less.standard_error, abs=1e-6)


@given(st.floats(20, 399), st.floats(0.01, 1), st.floats(1.2, 2.5), st.floats(18, 77), st.sampled_from(["female", "male"]))
def test_resting_rate_rises_with_weight_and_height_and_falls_with_age(
    weight: float, step: float, height: float, age: float, sex: str
) -> None:
    usual = mifflin(weight, height, age, sex)
    assert mifflin(weight + step, height, age, sex) > usual
    assert mifflin(weight, height + step / 10, age, sex) > usual
    assert mifflin(weight, height, age + step, sex) < usual
    assert mifflin(weight, height, age, "male") - mifflin(weight, height, age, "female") == pytest.approx(166)


@given(st.floats(0.5, 299), st.floats(0.01, 1))
def test_more_fat_means_more_energy_in_a_kilogram(fat: float, more: float) -> None:
    assert 1820 < tissue_energy(fat) < tissue_energy(fat + more) < 9440


@given(st.floats(0, 9000), st.floats(0, 5000), st.floats(30, 100))
def test_availability_is_what_exercise_leaves(intake: float, exercise: float, lean: float) -> None:
    assert energy_availability(intake, exercise, lean) * lean + exercise == pytest.approx(intake, abs=1e-6)


@given(st.floats(700, 8000), st.floats(0, 60), st.floats(0, 20), st.floats(0, 10))
def test_the_parts_make_the_whole(energy: float, protein: float, fat: float, alcohol: float) -> None:
    left = carbohydrate_left(energy, protein, fat, alcohol)
    assert 4 * (left + protein) + 9 * fat + 7 * alcohol == pytest.approx(energy)


@given(st.floats(1, 5), st.floats(0.7, 1.0))
def test_fuel_makes_the_energy(vo2: float, ratio: float) -> None:
    fat, carbohydrate = fat_oxidation(vo2, ratio * vo2), carbohydrate_oxidation(vo2, ratio * vo2)
    assert fat >= 0
    assert carbohydrate >= 0
    # Two equations of different authors agree within a few percent.
    assert 9.5 * fat + 3.9 * carbohydrate == pytest.approx(weir(vo2, ratio * vo2), rel=0.12)


@given(KILOGRAMS, st.floats(0, 5000), st.booleans())
def test_caffeine_keeps_both_limits(weight: float, taken: float, pregnant: bool) -> None:
    low, high = caffeine_range(weight, taken, pregnant=pregnant)
    assert 0 <= low <= high <= 200
    assert high == 0 or high + taken <= caffeine_day_limit(pregnant=pregnant) + 1e-9


@given(KILOGRAMS)
def test_a_meal_s_protein_stays_in_its_range(weight: float) -> None:
    low, high = protein_per_meal(weight)
    assert 20 <= low <= high <= 40


@given(st.lists(st.tuples(st.floats(-10, 10), st.floats(-1, 1)), min_size=1, max_size=45), st.integers(0, 999))
def test_the_index_is_bounded_and_does_not_know_order(pairs: list[tuple[float, float]], seed: int) -> None:
    mixed = shuffling.Random(seed).sample(pairs, len(pairs))
    index = inflammatory_index([z for z, _ in pairs], [effect for _, effect in pairs])
    assert index == inflammatory_index([z for z, _ in mixed], [effect for _, effect in mixed])
    assert abs(index) <= sum(abs(effect) for _, effect in pairs) + 1e-9


@given(st.floats(60, 90), st.floats(0, 2), st.floats(0, 2), st.floats(0.5, 6), st.floats(1, 4))
def test_sweat_is_conserved_water(after: float, loss: float, drink: float, hours: float, longer: float) -> None:
    rate = sweat_rate(after + loss, after, drink, 0, hours)
    assert rate * hours == pytest.approx(loss + drink, abs=1e-6)
    assert sweat_rate(after + loss, after, drink, 0, hours * longer) <= rate


@given(st.floats(0, 5000), st.floats(0, 50))
def test_alcohol_doubles_with_the_drink_and_with_its_strength(volume: float, strength: float) -> None:
    grams = alcohol_grams(volume, strength)
    assert alcohol_grams(2 * volume, strength) == pytest.approx(2 * grams)
    assert alcohol_grams(volume, 2 * strength) == pytest.approx(2 * grams)


@given(st.dictionaries(st.sampled_from(["iron", "calcium", "levothyroxine", "coffee", "zinc", "quinolone"]), st.floats(0, 23)))
def test_conflicts_do_not_know_what_time_it_is(taken: dict[str, float]) -> None:
    whole = {name: float(int(time)) for name, time in taken.items()}
    later = {name: (time + 5) % 24 for name, time in whole.items()}
    assert conflicts(whole) == conflicts(later)
    assert all(len(conflicts({name: time})) == 0 for name, time in whole.items())
    result = compute("nutrition.timing_conflicts", **{f"{name}_at": time for name, time in whole.items()})
    assert isinstance(result, Measure if len(whole) > 1 else Insufficient)
