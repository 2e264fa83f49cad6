"""Energy, breath, glucose and body weight: worked examples, guards, and what the history gives."""

from __future__ import annotations

from datetime import timedelta

import pytest
from nutrition_runs import compute, daily, figures, got, lacks, weights
from science_days import TODAY, value

from auren.errors import InvalidInput, UnitMismatch
from auren.findings import Coverage
from auren.people import Profile
from auren.readings import Window
from auren.science import Inputs
from auren.science.nutrition.adaptive_energy import adaptive_expenditure, weight_slope
from auren.science.nutrition.energy import cunningham_1980, cunningham_1991, daily_expenditure, mifflin, ten_haaf
from auren.science.nutrition.energy_balance import energy_availability, fat_free_share, tissue_energy
from auren.science.nutrition.metabolic import (
    carbohydrate_oxidation,
    exchange_ratio,
    fat_oxidation,
    glucose_management_indicator,
    homa_ir,
    weir,
)
from auren.science.nutrition.weight_pace import pace_range, too_fast, weekly_change
from auren.science.nutrition.weight_trend import smoothed_weight, theil_sen

MAN: dict[str, object] = {"weight": 80, "height": 1.80, "age": 30, "sex": "male"}
FALL = [80 - 0.5 * day / 14 for day in range(14)]


def test_c1_mifflin() -> None:
    assert mifflin(80, 1.80, 30, "male") == 1780
    assert mifflin(60, 1.65, 30, "female") == 1320.25
    assert got("energy.resting", **MAN).value == 1780
    woman = Profile(birth_year=TODAY.year - 30, sex="female", height_m=1.65)
    result = got("energy.resting", weights({2: 60.0}), profile=woman)
    assert result.value == 1320.25
    assert len(result.inputs) == 1
    assert lacks("energy.resting", weight=60, profile=Profile(sex="female")).missing == "the height, the birth year"


def test_c1_guard() -> None:
    for age, inside in ((17.9, False), (18, True), (78, True), (78.1, False)):
        if inside:
            assert got("energy.resting", **(MAN | {"age": age}))
        else:
            assert "fitted for" in lacks("energy.resting", **(MAN | {"age": age})).missing
            with pytest.raises(InvalidInput, match="expected 18 to 78 y"):
                mifflin(80, 1.80, age, "male")
    assert "midwife" in lacks("energy.resting", **MAN, pregnant=True).missing
    for bad in ((19.9, 1.8, 30, "male"), (80, 1.19, 30, "male"), (80, float("nan"), 30, "male"), (80, 1.8, 30, "")):
        with pytest.raises(InvalidInput):
            mifflin(*bad)


def test_c2_of_fat_free_mass() -> None:
    assert cunningham_1980(68) == 1996
    assert cunningham_1991(68) == pytest.approx(1838.8)
    assert ten_haaf(68) == pytest.approx(2032.7, abs=0.05)
    result = got("energy.resting_fat_free", fat_free_mass=68)
    assert (result.value, "1980" in result.title) == (1996, True)
    assert figures(result) == pytest.approx({"cunningham_1991": 1838.8, "ten_haaf": 2032.692})
    assert got("energy.resting_fat_free", weights({0: 80.0}), body_fat=15).value == pytest.approx(1996)
    assert lacks("energy.resting_fat_free", body_fat=15).missing == "a body weight of the last month"
    assert lacks("energy.resting_fat_free", weight=80).missing == "the fat-free mass, or the body fat"
    assert lacks("energy.resting_fat_free", fat_free_mass=68, pregnant=True)


def test_c3_first_estimate() -> None:
    assert daily_expenditure(1780, 1.6) == 2848
    result = got("energy.daily", **MAN, activity_level=1.6)
    assert (result.value, figures(result)["resting"]) == (2848, 1780)
    assert "first estimate" in result.note
    assert got("energy.daily", resting_rate=1780, activity_level=1.6).value == 2848
    assert lacks("energy.daily", **MAN).missing == "the physical activity level"
    for outside in (1.39, 2.41):
        with pytest.raises(InvalidInput, match=r"expected 1\.4 to 2\.4"):
            compute("energy.daily", **MAN, activity_level=outside)
        with pytest.raises(InvalidInput, match=r"expected 1\.4 to 2\.4\."):
            daily_expenditure(1780, outside)
    assert got("energy.daily", **MAN, activity_level=1.4).value == 2492
    assert got("energy.daily", **MAN, activity_level=2.4).value == 4272


def test_c4_adaptive() -> None:
    result = got("energy.adaptive", intake=[2400] * 14, weights=FALL)
    assert result.value == pytest.approx(2675, abs=1e-6)
    assert figures(result) == pytest.approx({"standard_error": 0, "intake": 2400, "trend": -0.25}, abs=1e-6)
    assert result.coverage == Coverage(14, 14)
    assert result.window == Window(TODAY - timedelta(days=14), TODAY - timedelta(days=1))


def test_c4_over_history_leaves_today_out() -> None:
    back = {14 - day: weight for day, weight in enumerate(FALL)}
    result = got("energy.adaptive", weights(back | {0: 60.0, 15: 99.0}), intake=[2400] * 14)
    assert result.value == pytest.approx(2675, abs=1e-6)
    assert {item.day for item in result.inputs} == set(result.window.dates())
    assert result.value == pytest.approx(got("energy.adaptive", intake=[2400] * 14, weights=FALL).value)


def test_c4_standard_error() -> None:
    # Intake: sd of 2300 and 2500 in turn over 14 days; weight: a straight line, so that only intake scatters.
    intakes = [2300.0, 2500.0] * 7
    found = adaptive_expenditure(intakes, dict(enumerate(FALL)))
    assert found.standard_error == pytest.approx(100 * (14 / 13) ** 0.5 / 14**0.5, abs=1e-6)
    # Residuals +1, -2, +1 about a level line: s^2 = 6, Sxx = 2.
    slope, error = weight_slope({0: 81.0, 1: 78.0, 2: 81.0})
    assert (slope, error) == pytest.approx((0, 3**0.5))
    assert adaptive_expenditure([2400, 2400], {0: 81.0, 1: 78.0, 2: 81.0}).standard_error == pytest.approx(7700 * 3**0.5)


def test_c4_guards() -> None:
    def short(**changed: object) -> tuple[int, int]:
        found = lacks("energy.adaptive", **({"intake": [2400] * 14, "weights": FALL} | changed))
        return found.have, found.need

    assert short(intake=[2400] * 13, weights=FALL[:13], days=13) == (13, 14)
    assert short(intake=[2400] * 11) == (11, 12)
    assert short(weights=FALL[:9]) == (9, 10)
    assert short(weights=None) == (0, 10)
    assert short(intake=None) == (0, 12)
    assert got("energy.adaptive", intake=[2400] * 12, weights=FALL[:10])
    assert short(intake=[2400] * 15, days=20) == (15, 16)
    assert got("energy.adaptive", intake=[2400] * 16, weights=FALL[:10], days=20)
    odd = lacks("energy.adaptive", intake=[0] * 14, weights=FALL[::-1])
    assert "fit each other" in odd.missing


def test_c4_weights_fit_their_days() -> None:
    scattered = [1, 2, 3, 5, 6, 8, 9, 11, 12, 14]
    chosen = [FALL[day - 1] for day in scattered]
    result = got("energy.adaptive", intake=[2400] * 14, weights=chosen, weight_days=scattered)
    assert result.value == pytest.approx(2675, abs=1e-6)
    again = got(
        "energy.adaptive", intake=[2400] * 14, weights=[*chosen[::-1], chosen[0]], weight_days=[*scattered[::-1], scattered[0]]
    )
    assert again == result
    for days, message in (
        (scattered[:9], "one day for each weight"),
        ([*scattered[:9], 15], "whole numbers from 1 to 14"),
        ([*scattered[:9], 1.5], "whole numbers"),
        ([*scattered[:9], 1], "Two different weights"),
    ):
        with pytest.raises(InvalidInput, match=message):
            compute("energy.adaptive", intake=[2400] * 14, weights=chosen, weight_days=days)
    with pytest.raises(InvalidInput, match="at most one a day"):
        compute("energy.adaptive", intake=[2400] * 15, weights=FALL)
    with pytest.raises(InvalidInput, match="one day for each weight"):
        compute("energy.adaptive", intake=[2400] * 14, weight_days=scattered)
    with pytest.raises(InvalidInput, match="whole numbers"):
        compute("energy.adaptive", intake=[2400] * 14, weights=[80.0] * 15)


def test_c5_tissue_energy() -> None:
    assert fat_free_share(20) == pytest.approx(0.3421, abs=5e-5)
    assert tissue_energy(20) == pytest.approx(6833, abs=0.5)
    result = got("energy.tissue", fat_mass=20)
    assert result.value == pytest.approx(6833, abs=0.5)
    assert figures(result)["fat_free_share"] == pytest.approx(0.3421, abs=5e-5)
    with pytest.raises(InvalidInput):
        tissue_energy(0.4)


def test_c6_trend_and_slope() -> None:
    assert smoothed_weight([80.0] * 30) == 80
    assert smoothed_weight([80.0, 81.0]) == pytest.approx(80.1)
    assert theil_sen({0: 80.0, 1: 80.0, 2: 80.0}) == 0
    assert theil_sen({0: 80.0, 7: 79.5, 14: 79.0}) == pytest.approx(-0.5)
    steady = got("energy.weight_trend", weights(dict.fromkeys(range(28), 80.0)))
    assert (steady.value, figures(steady)) == (80, {"slope": 0})
    assert steady.coverage == Coverage(28, 28)
    assert got("energy.weight_trend", weights=[80.0] * 7).value == 80
    falling = {27 - day: 80 - 0.1 * day for day in range(28)}
    usual = got("energy.weight_trend", weights(falling))
    assert figures(usual)["slope"] == pytest.approx(-0.7)
    # One odd day does not sway the slope.
    odd = got("energy.weight_trend", weights(falling | {3: 95.0}))
    assert figures(odd)["slope"] == pytest.approx(-0.7, abs=0.05)


def test_c6_guard() -> None:
    six = dict.fromkeys(range(0, 12, 2), 80.0)
    assert lacks("energy.weight_trend", weights(six)).have == 6
    assert got("energy.weight_trend", weights(six | {27: 80.0})).coverage == Coverage(7, 28)
    assert lacks("energy.weight_trend", weights(six | {28: 80.0})).have == 6
    assert got("energy.weight_trend", weights(six | {28: 80.0}), days=29).coverage == Coverage(7, 29)
    for bad in ([], [19.9, 80.0]):
        with pytest.raises(InvalidInput):
            smoothed_weight(bad)
    with pytest.raises(InvalidInput, match="above 0 to 1"):
        smoothed_weight([80.0], 0)
    with pytest.raises(InvalidInput, match="at least 2"):
        theil_sen({0: 80.0})
    with pytest.raises(InvalidInput, match="at least 3"):
        weight_slope({0: 80.0, 1: 80.0})
    pounds = Inputs({"body.weight": [value("body.weight", TODAY, 176.0, "lb")]})
    with pytest.raises(UnitMismatch, match="expected 'kg'"):
        compute("energy.weight_trend", pounds)


def test_c7_availability() -> None:
    assert energy_availability(2500, 600, 60) == pytest.approx(31.67, abs=5e-3)
    known: dict[str, object] = {"exercise_energy": 600, "fat_free_mass": 60}
    assert got("energy.availability", intake=2500, **known).value == pytest.approx(31.67, abs=5e-3)
    for intake, said in ((3300, "At or above"), (3299, "Between"), (2400, "Between"), (2399, "Below")):
        note = got("energy.availability", intake=intake, **known).note
        assert note.startswith(said)
        assert "not a diagnosis" in note
        assert "under-reported" in note
        assert ("sports doctor" in note) is (said == "Below")
    assert lacks("energy.availability", intake=2500).need == 2


def test_c16_c17_breath() -> None:
    assert fat_oxidation(2.0, 1.7) == pytest.approx(0.501, abs=5e-4)
    assert carbohydrate_oxidation(2.0, 1.7) == pytest.approx(1.315, abs=5e-4)
    assert exchange_ratio(2.0, 1.7) == pytest.approx(0.85)
    assert weir(2.0, 1.7) == pytest.approx(9.762, abs=5e-4)
    result = got("energy.fat_oxidation", vo2=2.0, vco2=1.7)
    assert result.value == pytest.approx(0.501, abs=5e-4)
    assert figures(result) == pytest.approx({"carbohydrate": 1.315, "ratio": 0.85}, abs=5e-4)
    assert got("energy.spent", vo2=2.0, vco2=1.7).value == pytest.approx(9.762, abs=5e-4)
    assert lacks("energy.spent", vo2=2.0).missing == "the carbon dioxide given off"


def test_c16_guard() -> None:
    for vco2, inside in ((1.39, False), (1.40, True), (2.0, True), (2.01, False)):
        if inside:
            result = got("energy.fat_oxidation", vo2=2.0, vco2=vco2)
            assert min(result.value, figures(result)["carbohydrate"]) >= 0
        else:
            assert "steady effort" in lacks("energy.fat_oxidation", vo2=2.0, vco2=vco2).missing
            with pytest.raises(InvalidInput, match=r"expected 0\.7 to 1"):
                fat_oxidation(2.0, vco2)
    assert carbohydrate_oxidation(2.0, 1.4) == 0


def test_c21_range() -> None:
    assert pace_range(80, "loss") == pytest.approx((0.4, 0.8))
    assert pace_range(80, "gain") == pytest.approx((0.2, 0.4))
    result = got("energy.weight_pace_range", goal="loss", weight=80, age=30)
    assert (result.value, figures(result)["fast"]) == pytest.approx((0.4, 0.8))
    assert result.unit == "kg/wk"
    assert "doctor" in lacks("energy.weight_pace_range", goal="loss", weight=80, age=17).missing
    assert "midwife" in lacks("energy.weight_pace_range", goal="loss", weight=80, age=30, pregnant=True).missing
    assert lacks("energy.weight_pace_range", weight=80, age=30).missing == "the goal, loss or gain"
    with pytest.raises(InvalidInput, match="expected 'loss' or 'gain'"):
        pace_range(80, "stay")


def weeks(*means: float, each: int = 7) -> Inputs:
    """Give weeks of one weight, the last one ending today."""
    count = len(means)
    return weights({7 * (count - 1 - week) + day: mean for week, mean in enumerate(means) for day in range(each)})


def test_c21_pace_over_history() -> None:
    result = got("energy.weight_pace", weeks(81.0, 80.5, 80.0))
    assert result.value == pytest.approx(-100 * 0.5 / 80.5)
    assert figures(result) == pytest.approx({"kg": -0.5, "week_before": -100 * 0.5 / 81})
    assert "usual pace of a wanted loss" in result.note
    assert result.coverage == Coverage(21, 21)
    two = got("energy.weight_pace", weeks(80.0, 80.5))
    assert "Faster than the usual pace of a wanted gain" in two.note
    assert (two.coverage, two.window) == (Coverage(14, 14), Window.ending(TODAY, 14))
    assert got("energy.weight_pace", weeks(80.0, 80.0)).note == ""


def test_c21_flag() -> None:
    assert "see a doctor" in got("energy.weight_pace", weeks(100.0, 98.9, 97.8)).note
    assert "see a doctor" not in got("energy.weight_pace", weeks(100.0, 99.0, 98.01)).note
    assert "one week may be water." in got("energy.weight_pace", weeks(100.0, 100.0, 98.0)).note
    assert "too few weights" in got("energy.weight_pace", weeks(100.0, 98.0)).note
    assert too_fast(-1.01, -1.01)
    assert too_fast(1.3, 1.3)
    assert not too_fast(-1.0, -1.3)
    assert not too_fast(-1.3, 1.3)
    assert weekly_change(80, 79.2) == pytest.approx(-1)


def test_c21_guard() -> None:
    assert got("energy.weight_pace", weeks(80.0, 80.0, each=4)).coverage == Coverage(8, 14)
    assert lacks("energy.weight_pace", weeks(80.0, 80.0, each=3)).have == 3
    assert lacks("energy.weight_pace", weeks(80.0)).have == 0
    shuffled = Inputs({"body.weight": [*reversed(daily({day: 80 + day / 10 for day in range(21)}))] * 2})
    assert compute("energy.weight_pace", shuffled) == compute(
        "energy.weight_pace", weights({day: 80 + day / 10 for day in range(21)})
    )


def test_c22_glucose() -> None:
    assert glucose_management_indicator(154) == pytest.approx(6.99, abs=5e-3)
    assert got("nutrition.glucose_indicator", mean_glucose=154).value == pytest.approx(6.99, abs=5e-3)
    result = got("nutrition.glucose_indicator", glucose=[144, 154, 164])
    assert figures(result) == pytest.approx({"mean": 154, "cv": 100 * 10 / 154})
    assert "no diagnosis" in result.note
    assert "doctor" not in result.note
    for odd in ([69, 154], [154, 251]):
        assert "doctor today" in got("nutrition.glucose_indicator", glucose=odd).note
    assert lacks("nutrition.glucose_indicator")


def test_c23_homa() -> None:
    assert homa_ir(90, 8) == pytest.approx(1.78, abs=5e-3)
    result = got("nutrition.homa_ir", glucose=90, insulin=8)
    assert result.value == pytest.approx(1.78, abs=5e-3)
    assert "clinician" in result.note
    assert lacks("nutrition.homa_ir", glucose=90).missing == "the fasting insulin"
