"""Physique: known answers of every row, the gates before any loss of weight, and the laws of the formulas."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from science_calls import MAN, PROFILES, WOMAN, answer, any_call
from science_days import TODAY, beside, ending, value
from training_arguments import complete, measured, missing, weighed

from auren.errors import InvalidInput
from auren.people import Profile
from auren.readings import Window
from auren.science import Computation, Inputs
from auren.science.catalogue import gathered
from auren.science.physique import body_fat as physique_fat
from auren.science.physique import looks as physique_looks
from auren.science.physique import pace as physique_pace
from auren.science.physique import progress as physique_progress
from auren.science.physique import shape as physique
from auren.science.physique.body_fat import body_density, brozek_body_fat, navy_body_fat, relative_fat_mass, siri_body_fat
from auren.science.physique.looks import craniovertebral_angle, minutes_to_reddening, skin_tone, skin_tone_angle
from auren.science.physique.pace import too_fast
from auren.science.physique.progress import (
    asymmetry,
    detectable_change_cm,
    target_weight_kg,
    technical_error,
    weeks_to_target,
)
from auren.science.physique.shape import (
    body_mass_index,
    body_roundness,
    body_shape,
    fat_free_mass_index,
    normalised_fat_free_mass_index,
    shoulder_to_waist,
    skeletal_muscle_kg,
    waist_to_height,
)

TABLE = gathered(
    physique.COMPUTATIONS,
    physique_fat.COMPUTATIONS,
    physique_looks.COMPUTATIONS,
    physique_pace.COMPUTATIONS,
    physique_progress.COMPUTATIONS,
)
ROWS = {f"A{number}" for number in range(1, 17)}
REPEATS = [0.2, -0.1, 0.3, 0.0, -0.2]
heights = st.floats(1.2, 2.6)
waists = st.floats(40, 250)


def test_each_row_is_there() -> None:
    complete(TABLE, "physique", ROWS)


@settings(max_examples=500, deadline=None)
@given(any_call(TABLE), st.sampled_from(PROFILES), st.floats(20, 400))
def test_any_arguments_give_a_sound_answer(
    call: tuple[Computation, dict[str, object]], profile: Profile, weight: float
) -> None:
    answer(call[0], weighed(weight), profile, **call[1])


def test_a1_fat_free_mass_index() -> None:
    index = fat_free_mass_index(80, 12, 1.78)
    assert index == pytest.approx(22.219, abs=5e-4)
    assert normalised_fat_free_mass_index(index, 1.78) == pytest.approx(22.345, abs=5e-4)
    entry = TABLE["physique.fat_free_mass_index"]
    man = measured(entry, weighed(80), profile=MAN, body_fat=12)
    assert man.value == pytest.approx(22.219, abs=5e-4)
    assert beside(man)["physique.fat_free_mass_index.normalised"].value == pytest.approx(22.345, abs=5e-4)
    assert [daily.metric for daily in man.inputs] == ["body.weight"]
    woman = measured(entry, weighed(60), profile=WOMAN, body_fat=25)
    assert woman.related == ()
    assert "made for men" in woman.note
    for note in (man.note, woman.note, measured(entry, weighed(110), profile=MAN, body_fat=5).note):
        assert not any(word in note for word in ("drug", "steroid", "natural"))
    assert "body weight" in missing(entry, profile=MAN, body_fat=12).missing
    for said in ((19, 12, 1.78), (80, 1, 1.78), (80, 12, 1.1), (80, math.nan, 1.78)):
        with pytest.raises(InvalidInput):
            fat_free_mass_index(*said)
    with pytest.raises(InvalidInput):
        normalised_fat_free_mass_index(math.nan, 1.78)


@given(st.floats(30, 200), st.floats(2, 60), heights)
def test_a1_grows_with_lean_mass(weight: float, fat: float, height: float) -> None:
    assert fat_free_mass_index(weight, fat, height) > fat_free_mass_index(weight, fat + 1, height)
    assert normalised_fat_free_mass_index(20, 1.80) == 20


def test_a2_navy() -> None:
    assert navy_body_fat("male", 85, 38, 1.78) == pytest.approx(16.44, abs=5e-3)
    assert navy_body_fat("female", 70, 32, 1.65, 95) == pytest.approx(24.86, abs=5e-3)
    entry = TABLE["physique.navy_body_fat"]
    assert measured(entry, profile=MAN, waist=85, neck=38).value == pytest.approx(16.44, abs=5e-3)
    woman = measured(entry, profile=WOMAN, waist=70, neck=32, hip=95)
    assert woman.value == pytest.approx(24.86, abs=5e-3)
    assert "3 to 4 points" in woman.note
    assert missing(entry, profile=WOMAN, waist=70, neck=32).missing == "hip circumference"
    cases: tuple[Callable[[], object], ...] = (
        lambda: navy_body_fat("male", 38, 38, 1.78),
        lambda: navy_body_fat("female", 70, 32, 1.65),
        lambda: navy_body_fat("female", 70, 32, 1.65, 49),
        lambda: navy_body_fat("child", 70, 32, 1.65),
        lambda: navy_body_fat("male", 40.001, 40, 1.78),
        lambda: navy_body_fat("male", math.nan, 38, 1.78),
    )
    for bad in cases:
        with pytest.raises(InvalidInput):
            bad()


@given(st.floats(70, 140), st.floats(30, 45), st.floats(1.5, 2.0))
def test_a2_a_wider_waist_is_more_fat(waist: float, neck: float, height: float) -> None:
    assume(waist - neck > 40)
    assert navy_body_fat("male", waist + 1, neck, height) > navy_body_fat("male", waist, neck, height)


def test_a3_skinfolds() -> None:
    density = body_density(45, 30, "male", sites="three")
    assert density == pytest.approx(1.06770, abs=5e-6)
    assert siri_body_fat(density) == pytest.approx(13.61, abs=5e-3)
    assert brozek_body_fat(density) == pytest.approx(13.82, abs=5e-3)
    assert siri_body_fat(body_density(60, 30, "female", sites="three")) == pytest.approx(24.13, abs=5e-3)
    assert siri_body_fat(body_density(100, 30, "male", sites="seven")) == pytest.approx(14.63, abs=5e-3)
    entry = TABLE["physique.skinfold_body_fat"]
    man = measured(entry, folds=45, sites="three", age=30, sex="male")
    assert man.value == pytest.approx(13.61, abs=5e-3)
    assert beside(man)["physique.skinfold_body_fat.brozek"].value == pytest.approx(13.82, abs=5e-3)
    for sex, age in (("male", 61.0), ("female", 55.0), ("male", 18.0), ("female", 18.0)):
        measured(entry, folds=45, sites="three", age=age, sex=sex)
    for sex, age in (("male", 61.1), ("female", 55.1), ("male", 17.9), ("female", 17.9)):
        assert "age in the range" in missing(entry, folds=45, sites="three", age=age, sex=sex).missing
        with pytest.raises(InvalidInput):
            body_density(45, age, sex, sites="three")
    assert "fitted for men" in missing(entry, folds=100, sites="seven", age=30, sex="female").missing
    for folds, sites in ((9, "three"), (151, "three"), (19, "seven"), (301, "seven"), (45, "four"), (math.nan, "three")):
        with pytest.raises(InvalidInput):
            body_density(folds, 30, "male", sites=sites)
    for bad in (0.89, 1.106, math.nan):
        with pytest.raises(InvalidInput):
            siri_body_fat(bad)
        with pytest.raises(InvalidInput):
            brozek_body_fat(bad)


@given(
    st.sampled_from([("male", "three", 150.0), ("female", "three", 150.0), ("male", "seven", 300.0)]),
    st.floats(0, 1),
    st.integers(18, 54),
)
def test_a3_more_skin_folded_is_more_fat(kind: tuple[str, str, float], share: float, age: int) -> None:
    sex, sites, top = kind
    folds = 20 + share * (top - 21)
    thin, thick = (siri_body_fat(body_density(sum_mm, age, sex, sites=sites)) for sum_mm in (folds, folds + 1))
    assert 0 < thin < thick < 100
    assert siri_body_fat(body_density(folds, age + 1, sex, sites=sites)) > thin


def test_a4_relative_fat_mass() -> None:
    assert relative_fat_mass(85, 1.80, "male") == pytest.approx(21.65, abs=5e-3)
    assert relative_fat_mass(70, 1.65, "female") == pytest.approx(28.86, abs=5e-3)
    entry = TABLE["physique.relative_fat_mass"]
    assert measured(entry, waist=85, height=1.80, sex="male", age=18).value == pytest.approx(21.65, abs=5e-3)
    assert "adult" in missing(entry, waist=85, height=1.80, sex="male", age=17.9).missing
    for waist, height, sex in ((39, 1.8, "male"), (85, 2.7, "male"), (85, 1.8, ""), (50, 2.0, "male"), (math.nan, 1.8, "male")):
        with pytest.raises(InvalidInput):
            relative_fat_mass(waist, height, sex)


def test_a5_waist_to_height() -> None:
    assert waist_to_height(85, 1.80) == pytest.approx(0.472, abs=5e-4)
    entry = TABLE["physique.waist_to_height"]
    said = [measured(entry, waist=waist, height=1.80, weight=80).note for waist in (71.9, 72, 89.9, 90, 107.9, 108)]
    assert said[0].startswith("Below")
    assert said[1] == said[2]
    assert said[1].startswith("In the lowest band")
    assert said[3] == said[4]
    assert "doctor" in said[3]
    assert "doctor" in said[5]
    assert len(set(said)) == 4
    measured(entry, waist=100, height=2.0, weight=139.9)
    assert "doctor" in missing(entry, waist=100, height=2.0, weight=140).missing
    for pair in ((39, 1.8), (85, 1.1), (math.nan, 1.8)):
        with pytest.raises(InvalidInput):
            waist_to_height(*pair)


def test_a6_indices_of_shape() -> None:
    assert body_mass_index(80, 1.78) == pytest.approx(25.25, abs=5e-3)
    assert body_shape(85, 80, 1.78) == pytest.approx(0.07402, abs=5e-6)
    assert body_roundness(85, 1.78) == pytest.approx(2.947, abs=5e-4)
    result = measured(TABLE["physique.body_shape"], weighed(80), profile=MAN, waist=85)
    parts = beside(result)
    assert result.value == pytest.approx(25.25, abs=5e-3)
    assert parts["physique.body_shape.shape"].value == pytest.approx(0.07402, abs=5e-6)
    assert parts["physique.body_shape.roundness"].value == pytest.approx(2.947, abs=5e-4)
    assert "doctor" not in result.note
    assert "doctor" in measured(TABLE["physique.body_shape"], waist=65, weight=55, height=1.78).note
    cases: tuple[Callable[[], object], ...] = (
        lambda: body_mass_index(19, 1.78),
        lambda: body_shape(39, 80, 1.78),
        lambda: body_roundness(math.nan, 1.78),
    )
    for bad in cases:
        with pytest.raises(InvalidInput):
            bad()


@given(st.floats(40, 240), st.floats(30, 300), heights)
def test_a6_a_wider_waist_is_a_rounder_shape(waist: float, weight: float, height: float) -> None:
    assert body_roundness(waist + 1, height) > body_roundness(waist, height)
    assert body_shape(waist + 1, weight, height) > body_shape(waist, weight, height)


def test_a7_skeletal_muscle() -> None:
    assert skeletal_muscle_kg(80, 1.78, 30, "male") == pytest.approx(33.76, abs=5e-3)
    entry = TABLE["physique.skeletal_muscle"]
    plain = measured(entry, weighed(80), profile=MAN, age=30)
    assert plain.value == pytest.approx(33.76, abs=5e-3)
    assert "was left out" in plain.note
    named = measured(entry, weighed(80), profile=MAN, age=30, group="asian")
    assert named.value == pytest.approx(plain.value - 1.2)
    measured(entry, weight=119.9, height=2.0, age=18, sex="male")
    assert missing(entry, weight=120, height=2.0, age=18, sex="male").missing.startswith("an age and a body mass index")
    assert missing(entry, weight=80, height=1.78, age=17.9, sex="male").missing.startswith("an age and a body mass index")
    for said in (
        (95.1, 1.78, 30, "male", 0.0),
        (80, 1.78, 17, "male", 0.0),
        (80, 1.78, 30, "", 0.0),
        (80, 1.78, 30, "male", 2.0),
    ):
        with pytest.raises(InvalidInput):
            skeletal_muscle_kg(*said)
    with pytest.raises(InvalidInput):
        skeletal_muscle_kg(20, 1.2, 120, "female", -1.2)


def test_a8_shoulder_to_waist_is_no_target() -> None:
    assert shoulder_to_waist(125, 78) == pytest.approx(1.603, abs=5e-4)
    result = measured(TABLE["physique.shoulder_to_waist"], shoulders=125, waist=78)
    assert result.citation.grade == "D"
    assert "neither a target nor a measure of health" in result.note
    for pair in ((59, 78), (125, 39), (math.nan, 78)):
        with pytest.raises(InvalidInput):
            shoulder_to_waist(*pair)


def test_a9_symmetry_is_shown_only_above_the_error() -> None:
    assert asymmetry(38.0, 37.2) == pytest.approx(2.13, abs=5e-3)
    entry = TABLE["physique.asymmetry"]
    shown = measured(entry, left=38.0, right=37.2, same_state=True, differences=REPEATS)
    assert shown.value == pytest.approx(2.13, abs=5e-3)
    assert "nothing is recommended" in shown.note
    assert "larger than the error" in missing(entry, left=38.0, right=37.7, same_state=True, differences=REPEATS).missing
    assert "same state" in missing(entry, left=38.0, right=37.2, same_state=False, differences=REPEATS).missing
    assert missing(entry, left=38.0, right=37.2, same_state=True, differences=REPEATS[:4]).have == 4
    for pair in ((4, 37), (38, math.nan), (38, 251)):
        with pytest.raises(InvalidInput):
            asymmetry(*pair)


def test_a10_error_of_measuring() -> None:
    assert technical_error(REPEATS) == pytest.approx(0.1342, abs=5e-5)
    assert detectable_change_cm(REPEATS) == pytest.approx(0.3719, abs=5e-5)
    entry = TABLE["physique.measuring_error"]
    result = measured(entry, differences=REPEATS)
    assert beside(result)["physique.measuring_error.detectable_change"].value == pytest.approx(0.3719, abs=5e-5)
    assert missing(entry, differences=REPEATS[:4]).need == 5
    for bad in ([], [21.0], [math.nan]):
        with pytest.raises(InvalidInput):
            technical_error(bad)


@given(st.lists(st.floats(-20, 20), min_size=1, max_size=40))
def test_a10_order_and_repetition_change_nothing(differences: list[float]) -> None:
    error = technical_error(differences)
    assert technical_error(sorted(differences)) == error
    assert technical_error([-item for item in differences]) == error
    assert technical_error(differences * 2) == pytest.approx(error)
    assert detectable_change_cm(differences) >= error


def test_a11_weeks_and_weight() -> None:
    assert weeks_to_target(90, 82.5, 0.7) == pytest.approx(12.39, abs=5e-3)
    assert target_weight_kg(70.4, 8) == pytest.approx(76.52, abs=5e-3)
    assert weeks_to_target(90, 90, 0.7) == 0
    said: dict[str, Any] = {"height": 1.80, "age": 30, "sex": "male"}
    weeks = measured(TABLE["physique.weeks_to_target"], weight=90, body_fat=20, target_weight=82.5, pace=0.7, **said)
    assert weeks.value == pytest.approx(12.39, abs=5e-3)
    target = measured(TABLE["physique.target_weight"], weight=80, body_fat=12, target_body_fat=8, **said)
    assert target.value == pytest.approx(76.52, abs=5e-3)
    assert beside(target)["physique.target_weight.lean"].value == pytest.approx(70.4)
    for bad in ((90, 91, 0.7), (90, 82.5, 0), (90, 82.5, 5.1), (19, 19, 0.7), (90, math.nan, 0.7)):
        with pytest.raises(InvalidInput):
            weeks_to_target(*bad)
    for pair in ((9, 8), (70, 1), (70, 61), (math.nan, 8)):
        with pytest.raises(InvalidInput):
            target_weight_kg(*pair)


def test_a11_targets_that_are_too_low_go_to_a_human() -> None:
    weeks, target = TABLE["physique.weeks_to_target"], TABLE["physique.target_weight"]
    man: dict[str, Any] = {"height": 1.80, "age": 30, "sex": "male"}
    for entry, said, why in (
        (weeks, {**man, "weight": 70, "body_fat": 20, "target_weight": 59.9, "pace": 0.7}, "too low for the height"),
        (weeks, {**man, "weight": 80, "body_fat": 12, "target_weight": 74, "pace": 0.7}, "enough body fat"),
        (weeks, {**man, "weight": 90, "body_fat": 20, "target_weight": 82.5, "pace": 1.1}, "a slower pace"),
        (weeks, {**man, "age": 17, "weight": 90, "body_fat": 20, "target_weight": 82.5, "pace": 0.7}, "an adult's age"),
        (target, {**man, "weight": 80, "body_fat": 12, "target_body_fat": 4.9}, "enough body fat"),
        (target, {**man, "sex": "female", "weight": 80, "body_fat": 22, "target_body_fat": 11.9}, "enough body fat"),
        (target, {**man, "weight": 61, "body_fat": 8, "target_body_fat": 5}, "too low for the height"),
    ):
        found = missing(entry, **said)
        assert why in found.missing
        assert "doctor or registered dietitian" in found.missing
    measured(weeks, **{**man, "weight": 70, "body_fat": 20, "target_weight": 60, "pace": 1.0})
    measured(target, **{**man, "weight": 80, "body_fat": 12, "target_body_fat": 5})
    for weight in (80.0, 83.3, 91.7):
        edge: dict[str, Any] = {"weight": weight, "body_fat": 14.5, "target_weight": weight * 0.9, "pace": 0.7}
        measured(weeks, **man, **edge)
    measured(target, **{**man, "sex": "female", "weight": 80, "body_fat": 22, "target_body_fat": 12})
    assert "birth year" in missing(target, weight=80, body_fat=12, target_body_fat=8, height=1.8, sex="male").missing


@given(st.floats(50, 200), st.floats(0.5, 1), st.floats(0.05, 2))
def test_a11_a_faster_pace_takes_fewer_weeks(weight: float, share: float, pace: float) -> None:
    target = max(20.0, weight * share)
    assert weeks_to_target(weight, target, pace) >= weeks_to_target(weight, target, 2 * pace) >= 0


def test_a12_pace_is_flagged_and_gated() -> None:
    assert too_fast(1.3)
    assert not too_fast(1.0)
    entry = TABLE["physique.loss_pace"]
    fast = measured(entry, profile=MAN, pace=1.3, energy_availability=35)
    assert fast.value == 1.3
    assert "slow down, and ask a registered dietitian or doctor" in fast.note
    assert measured(entry, profile=MAN, pace=1.0, energy_availability=30).note == "No faster than 1 % a week."
    said: dict[str, Any]
    for said in ({"energy_availability": 29.9}, {"cycle_lost": True}, {"energy_availability": 29.9, "pace": 0.5}):
        assert "a doctor's word first" in missing(entry, profile=WOMAN, **said).missing
    assert "menstrual cycle" in missing(entry, profile=WOMAN, pace=0.5, energy_availability=40).missing
    measured(entry, profile=WOMAN, pace=0.5, energy_availability=40, cycle_lost=False)
    assert "adult" in missing(entry, age=17, sex="male", pace=0.5, energy_availability=40).missing
    for bad in (-0.1, 10.1, math.nan):
        with pytest.raises(InvalidInput):
            too_fast(bad)


def test_a12_trends_of_the_last_week() -> None:
    entry = TABLE["physique.loss_pace"]
    usual: list[float | None] = [50.0] * 14
    resting = ending("heart.resting", TODAY, [*usual, 55.0, None, 55.0, None, 55.0, None, 55.0])
    mood = [value("wellness.mood", TODAY - timedelta(days=n), 4 if n > 6 else 3, "1-5") for n in range(21)]
    few = ending("sleep.duration", TODAY, [420.0] * 20)
    given_days = Inputs({"heart.resting": resting, "wellness.mood": mood, "sleep.duration": few})
    result = measured(entry, given_days, profile=MAN, pace=0.5, energy_availability=40)
    parts = beside(result)
    assert set(parts) == {"physique.loss_pace.resting_heart_rate", "physique.loss_pace.mood"}
    assert parts["physique.loss_pace.resting_heart_rate"].value == 5
    assert parts["physique.loss_pace.mood"].value == -1
    assert {daily.metric for daily in result.inputs} == {"heart.resting", "wellness.mood"}
    doubled = Inputs({"heart.resting": [*reversed(resting), *resting], "wellness.mood": mood, "sleep.duration": few})
    assert measured(entry, doubled, profile=MAN, pace=0.5, energy_availability=40) == result
    assert entry.needs(TODAY)["heart.resting"] == Window.ending(TODAY, 35)


def test_a13_time_to_reddening() -> None:
    assert minutes_to_reddening(250, 8) == pytest.approx(20.8, abs=0.05)
    entry = TABLE["physique.time_to_reddening"]
    strong = measured(entry, uv_index=8, skin_type="II")
    assert strong.value == pytest.approx(20.8, abs=0.05)
    assert "no time to stay out" in strong.note
    assert "Shade" in measured(entry, uv_index=3, skin_type="II").note
    assert "Shade" not in measured(entry, uv_index=2.9, skin_type="II").note
    by_type = [measured(entry, uv_index=8, skin_type=kind).value for kind in ("I", "II", "III", "IV", "V", "VI")]
    assert by_type == sorted(by_type)
    assert measured(entry, uv_index=8, reddening_dose=200).value == by_type[0]
    assert measured(entry, uv_index=8, skin_type="I", reddening_dose=1000).value == by_type[-1]
    assert missing(entry, uv_index=8).missing == "skin type"
    for pair in ((199, 8), (1001, 8), (250, 0), (250, 31), (250, math.nan)):
        with pytest.raises(InvalidInput):
            minutes_to_reddening(*pair)


def test_a14_skin_tone() -> None:
    assert skin_tone_angle(65, 15) == pytest.approx(45.0)
    limits = [skin_tone(angle) for angle in (55.1, 55, 41, 28, 10, -30)]
    assert limits == ["very light", "light", "intermediate", "tan", "brown", "dark"]
    entry = TABLE["physique.skin_tone"]
    result = measured(entry, lightness=65, yellowness=15, calibrated=True)
    assert result.note.startswith("The tone called light;")
    assert missing(entry, lightness=65, yellowness=15, calibrated=False).missing == "a colour-calibrated photo"
    for pair in ((101, 15), (65, 0), (math.nan, 15)):
        with pytest.raises(InvalidInput):
            skin_tone_angle(*pair)
    with pytest.raises(InvalidInput):
        skin_tone(90.1)


@given(st.floats(0, 99), st.floats(0.1, 100))
def test_a14_lighter_skin_has_a_larger_angle(lightness: float, yellowness: float) -> None:
    assert -90 <= skin_tone_angle(lightness, yellowness) < skin_tone_angle(lightness + 1, yellowness) <= 90


def test_a15_neck_angle() -> None:
    assert craniovertebral_angle(8, 9) == pytest.approx(48.4, abs=0.05)
    result = measured(TABLE["physique.neck_angle"], across=8, up=9)
    assert "posture is not pain" in result.note
    for pair in ((0, 0), (-1, 9), (8, 101), (math.nan, 9)):
        with pytest.raises(InvalidInput):
            craniovertebral_angle(*pair)


@given(st.floats(0.01, 10), st.floats(0.01, 10), st.floats(0.1, 10))
def test_a15_the_photo_s_scale_does_not_matter(across: float, up: float, scale: float) -> None:
    assert craniovertebral_angle(across * scale, up * scale) == pytest.approx(craniovertebral_angle(across, up))


def test_a16_photos_that_differ_are_not_compared() -> None:
    entry = TABLE["physique.comparable_photos"]
    same: dict[str, Any] = {f"same_{name}": True for name in ("pose", "distance", "light", "time_of_day")}
    assert measured(entry, **same).value == 4
    for name in same:
        found = missing(entry, **{**same, name: False})
        assert (found.have, found.need) == (3, 4)
        assert name.removeprefix("same_").replace("_", " ") in found.missing
        assert missing(entry, **{**same, name: None}).have == 0


def test_bands_follow_one_another() -> None:
    notes = [measured(TABLE["physique.waist_to_height"], waist=w, height=1.8, weight=80).note for w in range(60, 130)]
    changes = sum(one != other for one, other in pairwise(notes))
    assert changes == 3
