"""Food and drink: every worked example, the guards on both sides, and who is sent to whom."""

from __future__ import annotations

import pytest
from nutrition_runs import compute, figures, got, lacks, weights
from science_days import TODAY

from auren.errors import InvalidInput, UnitMismatch
from auren.people import Profile
from auren.science.nutrition.diet_scores import inflammatory_index, inflammatory_term, mediterranean_score
from auren.science.nutrition.hydration import mass_loss, rehydration, sweat_rate
from auren.science.nutrition.macros import alcohol_grams, carbohydrate_left, fat_share, fibre
from auren.science.nutrition.protein_and_carbohydrate import (
    carbohydrate_in_exercise,
    carbohydrate_range,
    protein_in_a_cut,
    protein_per_meal,
    protein_plateau,
    protein_range,
    recovery_carbohydrate,
)
from auren.science.nutrition.supplement_timing import CONFLICTS, conflicts, hours_between
from auren.science.nutrition.supplements import caffeine_day_limit, caffeine_range, creatine_loading
from auren.science.parameters import Quantity

ADULT = Profile(birth_year=1990)


def test_c8_protein_of_a_day() -> None:
    assert protein_range(80) == pytest.approx((112, 160))
    assert protein_plateau(80) == pytest.approx((82.4, 129.6, 176))
    assert protein_in_a_cut(68) == pytest.approx((156.4, 210.8))
    result = got("nutrition.protein", weight=80)
    assert result.value == pytest.approx(112)
    assert figures(result) == pytest.approx({"high": 160, "plateau": 129.6, "plateau_low": 82.4, "plateau_high": 176})
    cut = got("nutrition.protein_deficit", weight=80, body_fat=15)
    assert (cut.value, figures(cut)["high"]) == pytest.approx((156.4, 210.8))
    assert "deficit" in cut.title


@pytest.mark.parametrize("name", ["nutrition.protein", "nutrition.protein_deficit", "nutrition.protein_meal"])
def test_c8_a_kidney_disease_is_the_doctor_s(name: str) -> None:
    arguments = {"fat_free_mass": 68} if name.endswith("deficit") else {"weight": 80}
    assert "kidney doctor" in lacks(name, kidney_disease=True, **arguments).missing
    assert got(name, kidney_disease=False, **arguments).note.endswith("kidney disease.")


def test_c9_protein_of_a_meal() -> None:
    assert protein_per_meal(80) == pytest.approx((20, 32))
    result = got("nutrition.protein_meal", weight=80)
    assert (result.value, figures(result)["high"]) == pytest.approx((20, 32))
    assert protein_per_meal(60) == pytest.approx((20, 24))
    assert protein_per_meal(120) == pytest.approx((30, 40))
    assert protein_per_meal(20) == (20, 20)
    assert protein_per_meal(400) == (40, 40)


def test_c10_carbohydrate_of_a_day() -> None:
    assert carbohydrate_range(70, "high") == pytest.approx((420, 700))
    assert carbohydrate_range(70, "light") == pytest.approx((210, 350))
    result = got("nutrition.carbohydrate", weights({3: 70.0}), load="high")
    assert (result.value, figures(result)["high"]) == pytest.approx((420, 700))
    assert [item.value for item in result.inputs] == [70.0]
    assert lacks("nutrition.carbohydrate", weight=70).missing == "the day's training load"
    assert lacks("nutrition.carbohydrate").need == 2
    assert lacks("nutrition.carbohydrate", weights({30: 70.0}), load="high").missing == "a body weight of the last month"
    with pytest.raises(InvalidInput, match="unknown training load"):
        carbohydrate_range(70, "huge")


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (0, (0, 0)),
        (44.9, (0, 0)),
        (45, None),
        (59.9, None),
        (60, (30, 60)),
        (150, (30, 60)),
        (150.1, (30, 90)),
        (1440, (30, 90)),
    ],
)
def test_c11_carbohydrate_in_exercise(minutes: float, expected: tuple[float, float] | None) -> None:
    assert carbohydrate_in_exercise(minutes) == expected
    if expected is None:
        assert "mouth rinse" in lacks("nutrition.carbohydrate_exercise", duration=minutes).missing
    else:
        result = got("nutrition.carbohydrate_exercise", duration=minutes)
        assert (result.value, figures(result)["high"]) == expected
        assert ("gut" in result.note) is (expected[1] == 90)


def test_c11_recovery() -> None:
    assert recovery_carbohydrate(70) == pytest.approx((70, 84))
    result = got("nutrition.carbohydrate_recovery", weight=70)
    assert (result.value, figures(result)["high"]) == pytest.approx((70, 84))
    assert result.unit == "g/h"


def test_c12_sweat() -> None:
    assert sweat_rate(75.0, 73.8, 0.6, 0, 1.5) == pytest.approx(1.20, abs=1e-9)
    assert mass_loss(75.0, 73.8) == pytest.approx(1.60, abs=1e-9)
    assert rehydration(1.2) == pytest.approx((1.5, 1.8))
    result = got("hydration.sweat_rate", mass_before=75.0, mass_after=73.8, drink=0.6, duration=1.5)
    assert result.value == pytest.approx(1.20)
    assert figures(result) == pytest.approx({"loss": 1.60, "drink_low": 1.5, "drink_high": 1.8})
    assert got(
        "hydration.sweat_rate", mass_before=75, mass_after=73.8, drink=0.6, urine=0.3, duration=1.5
    ).value == pytest.approx(1.0)


def test_c12_a_gain_is_a_warning() -> None:
    even = got("hydration.sweat_rate", mass_before=75, mass_after=75, drink=1.0, duration=2)
    assert figures(even) == {"loss": 0, "drink_low": 0, "drink_high": 0}
    result = got("hydration.sweat_rate", mass_before=75, mass_after=75.5, drink=2.0, duration=2)
    assert figures(result) == pytest.approx({"gain": 100 * 0.5 / 75})
    for note in (
        result.note,
        lacks("hydration.sweat_rate", mass_before=75, mass_after=76, drink=0.5, duration=2).missing,
    ):
        assert "no more plain water" in note
        assert "emergency" in note


def test_c12_what_does_not_fit() -> None:
    fits: dict[str, object] = {"mass_before": 75, "mass_after": 74, "drink": 0, "duration": 2}
    with pytest.raises(InvalidInput, match="less than no sweat"):
        compute("hydration.sweat_rate", **(fits | {"urine": 1.1}))
    assert got("hydration.sweat_rate", **(fits | {"urine": 1.0})).value == 0
    assert got("hydration.sweat_rate", **(fits | {"drink": 11})).value == 6
    assert "more sweat than a body makes" in lacks("hydration.sweat_rate", **(fits | {"drink": 11.1})).missing
    assert lacks("hydration.sweat_rate", mass_before=75).need == 3
    for bad in ({"duration": 0.05}, {"mass_after": 19.9}, {"drink": -0.1}, {"urine": float("nan")}):
        with pytest.raises(InvalidInput, match="expected"):
            compute("hydration.sweat_rate", **(fits | bad))


def test_c13_caffeine() -> None:
    assert caffeine_range(80) == (200, 200)
    assert caffeine_range(50) == (150, 200)
    assert caffeine_range(50, 300) == (100, 100)
    assert caffeine_range(50, 500) == (0, 0)
    assert caffeine_range(50, 100, pregnant=True) == (100, 100)
    assert (caffeine_day_limit(), caffeine_day_limit(pregnant=True)) == (400, 200)
    result = got("nutrition.caffeine", weight=80, age=30)
    assert (result.value, figures(result)) == (200, {"high": 200, "day": 400})
    pregnant = got("nutrition.caffeine", weight=80, age=30, pregnant=True)
    assert figures(pregnant)["day"] == 200
    assert "Ask a midwife or doctor first" in pregnant.note


def test_c13_c14_gates() -> None:
    for name in ("nutrition.caffeine", "nutrition.creatine"):
        assert "doctor or dietitian" in lacks(name, weight=80, age=17.9).missing
        assert got(name, weight=80, age=18)
        assert lacks(name, weight=80).missing == "the birth year"
        assert lacks(name, weight=80, profile=Profile(birth_year=TODAY.year - 17))
    for gate in ("arrhythmia", "maoi"):
        assert "pharmacist" in lacks("nutrition.caffeine", weight=80, profile=ADULT, **{gate: True}).missing
    assert "doctor" in lacks("nutrition.creatine", weight=80, profile=ADULT, kidney_disease=True).missing


def test_c14_creatine() -> None:
    assert creatine_loading(80) == pytest.approx(24)
    result = got("nutrition.creatine", weight=80, profile=ADULT)
    assert result.value == pytest.approx(24)
    assert figures(result) == {"keeping_low": 3, "keeping_high": 5}


def test_c15_fibre() -> None:
    assert fibre(2500) == 35
    assert got("nutrition.fibre", energy=2500).value == 35
    assert "at most 5 g a week" in got("nutrition.fibre", energy=Quantity(2500, "kcal/d")).note
    with pytest.raises(UnitMismatch):
        compute("nutrition.fibre", energy=Quantity(2500, "kcal"))


def test_c18_mediterranean() -> None:
    ten = [1] * 10 + [0] * 4
    assert mediterranean_score(ten) == 10
    assert got("nutrition.mediterranean", items=ten).note.startswith("High adherence")
    assert got("nutrition.mediterranean", items=[1] * 9 + [0] * 5).note.startswith("High adherence")
    assert got("nutrition.mediterranean", items=[1] * 8 + [0] * 6).note.startswith("Below high adherence")
    left = lacks("nutrition.mediterranean", items=[1] * 13)
    assert (left.have, left.need) == (13, 14)
    assert lacks("nutrition.mediterranean").have == 0
    for bad in ([1] * 15, [0.5] * 14, [2] * 14):
        with pytest.raises(InvalidInput):
            compute("nutrition.mediterranean", items=bad)
    with pytest.raises(InvalidInput, match="13 answers were given; expected 14"):
        mediterranean_score([1] * 13)


def test_c19_inflammatory_index() -> None:
    assert inflammatory_term(1, -0.663) == pytest.approx(-0.4526, abs=5e-5)
    z, effects = [1.0] + [0.0] * 17, [-0.663] + [0.3] * 17
    result = got("nutrition.inflammatory_index", z_scores=z, effect_scores=effects)
    assert result.value == pytest.approx(-0.4526, abs=5e-5)
    assert figures(result) == {"parameters": 18}
    assert "away from inflammation" in result.note
    short = lacks("nutrition.inflammatory_index", z_scores=z[:17], effect_scores=effects[:17])
    assert (short.have, short.need) == (17, 18)
    for one, other in ((z, effects[:17]), ([], effects)):
        with pytest.raises(InvalidInput, match="as many of each"):
            compute("nutrition.inflammatory_index", z_scores=one or None, effect_scores=other)
    with pytest.raises(InvalidInput, match="1 to 45"):
        inflammatory_index([0.0] * 46, [0.0] * 46)


def test_c20_macros() -> None:
    assert carbohydrate_left(2500, 150, 70) == 317.5
    assert carbohydrate_left(2500, 150, 70, 20) == 282.5
    plan: dict[str, object] = {"energy": 2500, "protein": 150, "fat": 70}
    result = got("nutrition.carbohydrate_left", **plan, resting_rate=1780)
    assert result.value == 317.5
    assert sum(figures(result).values()) == pytest.approx(100)
    own = Profile(birth_year=TODAY.year - 30, sex="male", height_m=1.80)
    assert got("nutrition.carbohydrate_left", weights({0: 80.0}), profile=own, **plan).value == 317.5
    assert lacks("nutrition.carbohydrate_left", **plan).need == 4
    with pytest.raises(InvalidInput, match="hold more than the day's energy"):
        compute("nutrition.carbohydrate_left", **(plan | {"protein": 500}), resting_rate=1780)


def test_c20_floors() -> None:
    plan: dict[str, object] = {"energy": 1800, "protein": 100, "fat": 40}
    assert fat_share(40, 1800) == 20
    assert got("nutrition.carbohydrate_left", **plan, resting_rate=1800).value > 0
    assert "clinician" in lacks("nutrition.carbohydrate_left", **plan, resting_rate=1800.1).missing
    assert "more fat" in lacks("nutrition.carbohydrate_left", **(plan | {"fat": 39.9}), resting_rate=1700).missing
    assert "pregnancy" in lacks("nutrition.carbohydrate_left", **plan, resting_rate=1700, pregnant=True).missing


def test_c24_alcohol() -> None:
    assert alcohol_grams(500, 5) == pytest.approx(19.725)
    assert got("nutrition.alcohol", volume=500, alcohol=5).value == pytest.approx(19.7, abs=0.05)
    with pytest.raises(InvalidInput, match="0 to 100 %"):
        alcohol_grams(500, 100.1)


def test_c25_conflicts() -> None:
    assert conflicts({"iron": 8, "levothyroxine": 7})
    result = got("nutrition.timing_conflicts", iron_at=8, levothyroxine_at=7)
    assert result.value == 1
    assert "iron and levothyroxine (at least 4 h apart)" in result.note
    assert "pharmacist" in result.note
    assert figures(result) == {"hours": 4}
    apart = got("nutrition.timing_conflicts", iron_at=11, levothyroxine_at=7)
    assert (apart.value, apart.related) == (0, ())
    assert "no all-clear" in apart.note
    assert "pharmacist" in apart.note
    assert got("nutrition.timing_conflicts", iron_at=10.9, levothyroxine_at=7).value == 1


def test_c25_counts_every_pair_around_the_clock() -> None:
    assert hours_between(23, 1) == 2
    assert hours_between(0, 24) == 0
    assert got("nutrition.timing_conflicts", quinolone_at=23, magnesium_at=1).value == 1
    everything = got(
        "nutrition.timing_conflicts", **{f"{name}_at": 8 for item in CONFLICTS for name in (item.first, item.second)}
    )
    assert everything.value == len(CONFLICTS) == 12
    assert got("nutrition.timing_conflicts", iron_at=8, coffee_at=9).value == 1
    assert got("nutrition.timing_conflicts", iron_at=8, coffee_at=10).value == 0
    assert lacks("nutrition.timing_conflicts", iron_at=8).have == 1
    assert all(item.first < item.second for item in CONFLICTS)
    for bad in ({"garlic": 8.0}, {"iron": 25.0}):
        with pytest.raises(InvalidInput):
            conflicts(bad)
