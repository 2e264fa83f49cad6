"""Rehabilitation: known answers of every row, its gates, and the laws of the formulas."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from science_calls import MAN, PROFILES, answer, any_call
from science_days import beside
from training_arguments import complete, measured, missing

from auren.errors import InvalidInput, UnitMismatch
from auren.people import Profile
from auren.science import Computation, Inputs
from auren.science.catalogue import gathered
from auren.science.parameters import Quantity
from auren.science.rehabilitation import pain as rehabilitation_pain
from auren.science.rehabilitation import return_to_sport as rehabilitation_return
from auren.science.rehabilitation import scores as rehabilitation_scores
from auren.science.rehabilitation import symmetry as rehabilitation
from auren.science.rehabilitation.pain import PainCourse, not_for, pain_change, pain_course, run_cap
from auren.science.rehabilitation.return_to_sport import (
    injuries_per_1000_h,
    return_to_sport_unmet,
    stretch_time_s,
    time_under_tension_s,
    weekly_heavy_repetitions,
)
from auren.science.rehabilitation.scores import (
    beighton_score,
    fms_score,
    koos_score,
    lefs_score,
    odi_percent,
    quickdash_score,
    start_back_group,
)
from auren.science.rehabilitation.symmetry import dorsiflexion_difference, limb_symmetry, strength_ratio, y_balance

TABLE = gathered(
    rehabilitation.COMPUTATIONS,
    rehabilitation_pain.COMPUTATIONS,
    rehabilitation_return.COMPUTATIONS,
    rehabilitation_scores.COMPUTATIONS,
)
ROWS = {f"P{number}" for number in range(1, 17)}
BAD = (math.nan, math.inf, -math.inf, -1.0)
SETTLED: dict[str, Any] = {"complaint": "tendon", "during": 4, "next_morning": 2, "usual_morning": 2, "weekly_rise": False}
nrs = st.floats(0, 10)


def test_each_row_is_there() -> None:
    complete(TABLE, "rehab", ROWS)


@settings(max_examples=400, deadline=None)
@given(any_call(TABLE), st.sampled_from(PROFILES))
def test_any_arguments_give_a_sound_answer(call: tuple[Computation, dict[str, object]], profile: Profile) -> None:
    answer(call[0], Inputs(), profile, **call[1])


def test_p1_limb_symmetry() -> None:
    assert limb_symmetry(85, 95) == pytest.approx(89.47, abs=5e-3)
    for name, unit in (("rehab.strength_symmetry", "Nm"), ("rehab.hop_symmetry", "cm")):
        result = measured(TABLE[name], involved=Quantity(85, unit), uninvolved=Quantity(95, unit))
        assert result.value == pytest.approx(89.47, abs=5e-3)
        assert result.note.startswith("Below the 90 %")
        assert measured(TABLE[name], involved=90, uninvolved=100).note.startswith("At or above the 90 %")
        assert measured(TABLE[name], involved=89.9, uninvolved=100).note.startswith("Below")
        with pytest.raises(UnitMismatch):
            measured(TABLE[name], involved=Quantity(85, "kg"), uninvolved=95)
    for pair in ((85, 0), (1001, 95), *((bad, 95) for bad in BAD), *((85, bad) for bad in BAD)):
        with pytest.raises(InvalidInput):
            limb_symmetry(*pair)


@given(st.floats(0, 900), st.floats(1, 900), st.floats(1, 100))
def test_p1_grows_with_the_injured_side(involved: float, uninvolved: float, more: float) -> None:
    assert limb_symmetry(involved + more, uninvolved) > limb_symmetry(involved, uninvolved)
    assert limb_symmetry(uninvolved, uninvolved) == pytest.approx(100)


def test_p2_y_balance() -> None:
    assert y_balance(60, 100, 95, 90) == pytest.approx(94.44, abs=5e-3)
    entry = TABLE["rehab.y_balance"]
    reaches: dict[str, Any] = {"anterior": [58, 60, 59], "posteromedial": [100, 98, 97], "posterolateral": [90, 95, 93]}
    alone = measured(entry, **reaches, leg_length=90)
    assert alone.value == pytest.approx(94.44, abs=5e-3)
    assert alone.related == ()
    near = measured(entry, **reaches, leg_length=90, other_anterior=[64, 63, 60])
    assert beside(near)["rehab.y_balance.anterior_difference"].value == 4
    assert "no more than 4 cm" in near.note
    assert "more than 4 cm" in measured(entry, **reaches, leg_length=90, other_anterior=[64.1, 60, 60]).note
    few = missing(entry, **{**reaches, "anterior": [60, 59]}, leg_length=90)
    assert (few.have, few.need) == (2, 3)
    for said in ((0, 100, 95, 90), (60, 100, 201, 90), (60, 100, 95, 39), (60, 100, 95, math.nan)):
        with pytest.raises(InvalidInput):
            y_balance(*said)


def test_p3_movement_screen_claims_no_risk_and_sends_pain_on() -> None:
    assert fms_score([2] * 7) == 14
    entry = TABLE["rehab.movement_screen"]
    result = measured(entry, scores=[2] * 7)
    assert result.value == 14
    assert "nothing about the risk of injury" in result.note
    assert "therapist" not in result.note
    assert "physical therapist or doctor" in measured(entry, scores=[3, 3, 3, 0, 3, 3, 3]).note
    assert missing(entry, scores=[2] * 6).have == 6
    for scores in ([2] * 6, [2] * 8, [4, *[2] * 6], [1.5, *[2] * 6], [math.nan, *[2] * 6]):
        with pytest.raises(InvalidInput):
            fms_score(scores)


def test_p4_pain_monitoring() -> None:
    assert pain_course(4, 4, 2, weekly_rise=False) is PainCourse.REGRESS
    assert pain_course(4, 2, 2, weekly_rise=False) is PainCourse.ACCEPTABLE
    assert pain_course(4, 2, 2, weekly_rise=True) is PainCourse.REGRESS
    assert pain_course(2, 2, 0, weekly_rise=False) is PainCourse.GO
    assert pain_course(2.1, 0, 0, weekly_rise=False) is PainCourse.ACCEPTABLE
    assert pain_course(5, 0, 0, weekly_rise=False) is PainCourse.ACCEPTABLE
    assert pain_course(5.1, 0, 0, weekly_rise=False) is PainCourse.STOP
    assert pain_course(0, 6, 6, weekly_rise=False) is PainCourse.STOP
    entry = TABLE["rehab.pain_monitoring"]
    assert "step back" in measured(entry, **{**SETTLED, "next_morning": 4}).note
    assert "Acceptable" in measured(entry, **SETTLED).note
    assert "physical therapist or doctor" in measured(entry, **{**SETTLED, "during": 6}).note
    for pains in ((-0.1, 0, 0), (0, 10.1, 0), (0, 0, math.nan)):
        with pytest.raises(InvalidInput):
            pain_course(*pains, weekly_rise=False)


@pytest.mark.parametrize(
    "name", ["rehab.pain_monitoring", "rehab.run_cap", "rehab.isometric_holds", "rehab.heavy_slow_repetitions"]
)
def test_pain_in_a_bone_goes_to_a_human_whatever_else_is_known(name: str) -> None:
    entry = TABLE[name]
    more: dict[str, Any]
    for more in ({}, {"during": 1}, {"sets": 4}):
        known: dict[str, Any] = {key: item for key, item in more.items() if key in entry.parameters["properties"]}
        assert "doctor's or physical therapist's word first" in missing(entry, complaint="bone", **known).missing
    said = {key: item for key, item in SETTLED.items() if key in entry.parameters["properties"]}
    rest = {key: 5 for key in ("longest", "hold") if key in entry.parameters["properties"]}
    dose = {key: 4 for key in ("sets",) if key in entry.parameters["properties"]}
    many = {key: 15 for key in ("repetitions",) if key in entry.parameters["properties"]}
    whole = {**said, **rest, **dose, **many}
    measured(entry, **{**whole, "complaint": "kneecap"})
    assert "ask a physical therapist" in missing(entry, **{**whole, "complaint": "other"}).missing
    assert not_for("tendon") is None


@given(nrs, nrs, nrs, st.booleans(), st.floats(0, 3))
def test_p4_more_pain_is_never_answered_more_boldly(
    during: float, morning: float, usual: float, rise: bool, more: float
) -> None:
    order = list(PainCourse)

    def level(*pains: float, weekly_rise: bool = rise) -> int:
        return order.index(pain_course(*(min(10.0, pain) for pain in pains), weekly_rise=weekly_rise))

    now = level(during, morning, usual)
    assert level(during + more, morning, usual) >= now
    assert level(during, morning + more, usual) >= now
    assert level(during, morning, usual, weekly_rise=True) >= now


def test_p5_change_of_pain() -> None:
    assert pain_change(7, 4.5) == pytest.approx(-35.7, abs=0.05)
    entry = TABLE["rehab.pain_change"]
    assert "meaningful relief" in measured(entry, before=7, after=4.5).note
    assert "meaningful relief" in measured(entry, before=7, after=4.9).note
    assert "meaningful relief" in measured(entry, before=8, after=6).note
    assert "too small" in measured(entry, before=8, after=6.1).note
    assert "too small" in measured(entry, before=7, after=7).note
    worse = measured(entry, before=4, after=6)
    assert "tell your physical therapist or doctor" in worse.note
    assert beside(worse)["rehab.pain_change.points"].value == 2
    for pair in ((0, 4), (10.1, 4), (7, -0.1), (7, math.nan)):
        with pytest.raises(InvalidInput):
            pain_change(*pair)


def test_p6_oswestry() -> None:
    eighteen = [2, 2, 2, 2, 2, 2, 2, 2, 1, 1]
    assert odi_percent(eighteen) == 36
    assert odi_percent([2] * 8) == 40
    entry = TABLE["rehab.oswestry"]
    assert "counts as a change" in measured(entry, sections=eighteen, before=46).note
    assert "too small" in measured(entry, sections=eighteen, before=45).note
    assert measured(entry, sections=eighteen).related == ()
    assert missing(entry, sections=[2] * 7).have == 7
    for sections in ([2] * 7, [2] * 11, [6, *[2] * 7], [0.5, *[2] * 7]):
        with pytest.raises(InvalidInput):
            odi_percent(sections)


def test_p7_three_questionnaires() -> None:
    assert quickdash_score([2] * 8 + [3] * 2) == pytest.approx(30.0)
    assert koos_score([2, 2, 2, 2, 3], "sport") == pytest.approx(100 - 25 * 2.2)
    assert lefs_score([4] * 20) == 80
    assert measured(TABLE["rehab.upper_limb_limits"], items=[2] * 8 + [3] * 2).value == pytest.approx(30.0)
    assert measured(TABLE["rehab.lower_limb_function"], items=[1] * 20).value == 20
    assert measured(TABLE["rehab.knee_score"], items=[0] * 5, part="pain").value == 100
    assert missing(TABLE["rehab.knee_score"], items=[0] * 4, part="pain").need == 5
    assert missing(TABLE["rehab.upper_limb_limits"], items=[1] * 9).need == 10
    assert missing(TABLE["rehab.lower_limb_function"], items=[1] * 19).need == 20
    cases: tuple[Callable[[], object], ...] = (
        lambda: quickdash_score([0] * 10),
        lambda: quickdash_score([1] * 12),
        lambda: lefs_score([1] * 21),
    )
    for bad in cases:
        with pytest.raises(InvalidInput):
            bad()
    for items, part in (([1] * 4, "pain"), ([1] * 10, "pain"), ([5] * 9, "pain"), ([1] * 9, "elbow")):
        with pytest.raises(InvalidInput):
            koos_score(items, part)


@given(st.lists(st.integers(1, 5), min_size=10, max_size=11))
def test_p7_order_changes_nothing(items: list[int]) -> None:
    assert quickdash_score(items) == quickdash_score(sorted(items))
    assert 0 <= quickdash_score(items) <= 100


def test_p8_start_back() -> None:
    assert start_back_group(5, 4) == "high"
    assert (start_back_group(3, 3), start_back_group(4, 3), start_back_group(9, 5)) == ("low", "medium", "high")
    entry = TABLE["rehab.back_screen"]
    high = measured(entry, items=[1, 0, 0, 0, 1, 1, 1, 1, 0])
    assert (high.value, beside(high)["rehab.back_screen.psychosocial"].value) == (5, 4)
    assert "see a doctor or physical therapist" in high.note
    assert "physical therapist" in measured(entry, items=[1, 1, 1, 1, 0, 0, 0, 0, 0]).note
    assert measured(entry, items=[1, 1, 1, 0, 0, 0, 0, 0, 0]).note == "The low group."
    assert missing(entry, items=[1] * 8).have == 8
    for points in ((4, 5), (6, 1), (-1, 0), (10, 5), (9, 6)):
        with pytest.raises(InvalidInput):
            start_back_group(*points)


def test_p9_dorsiflexion() -> None:
    assert dorsiflexion_difference(11, 9) == 2
    entry = TABLE["rehab.dorsiflexion_difference"]
    flagged = measured(entry, left=11, right=9)
    assert "physical therapist" in flagged.note
    assert beside(flagged)["rehab.dorsiflexion_difference.angle"].value == pytest.approx(7.2)
    assert "physical therapist" not in measured(entry, left=10.5, right=9).note
    for pair in ((41, 9), (9, math.nan), (-1, 9)):
        with pytest.raises(InvalidInput):
            dorsiflexion_difference(*pair)


@given(st.floats(0, 40), st.floats(0, 40))
def test_p9_sides_may_be_swapped(left: float, right: float) -> None:
    assert dorsiflexion_difference(left, right) == dorsiflexion_difference(right, left)


def test_p10_strength_ratio() -> None:
    assert strength_ratio(90, 160) == 0.5625
    entry = TABLE["rehab.strength_ratio"]
    assert measured(entry, pair="hamstrings to quadriceps", first=90, second=160).note.startswith("Below 0.60")
    for pair, limit in (
        ("hamstrings to quadriceps", 60),
        ("external to internal rotators", 75),
        ("adductors to abductors", 80),
    ):
        assert measured(entry, pair=pair, first=limit, second=100).note.startswith("At or above")
        assert measured(entry, pair=pair, first=limit - 0.1, second=100).note.startswith("Below")
    for said in ((90, 0), (-1, 160), (1001, 160), (90, math.nan)):
        with pytest.raises(InvalidInput):
            strength_ratio(*said)


def test_p11_return_to_sport_is_counted_and_never_released() -> None:
    hops = [92.0, 95.0, 90.0, 99.0]
    assert return_to_sport_unmet(8, 93, hops, agility_passed=True, surgeon_cleared=True) == ("9 months",)
    assert return_to_sport_unmet(9, 90, hops, agility_passed=True, surgeon_cleared=True) == ()
    entry = TABLE["rehab.return_to_sport"]
    said: dict[str, Any] = {
        "months": 8,
        "quadriceps_symmetry": 93,
        "hop_symmetry": hops,
        "agility_passed": True,
        "surgeon_cleared": True,
    }
    early = measured(entry, **said)
    assert early.value == 4
    assert early.note.startswith("Not met: 9 months.")
    assert "your physical therapist releases you" in measured(entry, **{**said, "months": 12}).note
    low = measured(entry, **{**said, "months": 12, "hop_symmetry": [89.9, 95, 95, 95], "surgeon_cleared": False})
    assert low.note.startswith("Not met: hop tests, surgeon's clearance.")
    assert missing(entry, **{**said, "hop_symmetry": hops[:3]}).have == 3
    assert "surgeon" in missing(entry, **{**said, "surgeon_cleared": None}).missing
    for months, quadriceps, tests in ((-1, 93, hops), (8, 301, hops), (8, 93, hops[:3]), (8, 93, [math.nan] * 4)):
        with pytest.raises(InvalidInput):
            return_to_sport_unmet(months, quadriceps, tests, agility_passed=True, surgeon_cleared=True)


def test_p12_run_cap() -> None:
    assert run_cap(5) == pytest.approx(5.5)
    entry = TABLE["rehab.run_cap"]
    result = measured(entry, **SETTLED, longest=5)
    assert result.value == pytest.approx(5.5)
    assert result.citation.verified
    assert "physical therapist or doctor" in missing(entry, **{**SETTLED, "during": 5.5}, longest=5).missing
    assert "settles" in missing(entry, **{**SETTLED, "next_morning": 4}, longest=5).missing
    assert missing(entry, **SETTLED).missing == "longest run of the last month"
    for bad in (0, 301, math.nan):
        with pytest.raises(InvalidInput):
            run_cap(bad)


def test_p13_holds_and_heavy_slow_sets() -> None:
    assert time_under_tension_s(5, 45) == 225
    assert weekly_heavy_repetitions(4, 15) == 180
    entry = TABLE["rehab.isometric_holds"]
    full = measured(entry, complaint="tendon", sets=5, hold=45, strongest=200)
    assert full.note.startswith("That is at or above the studied")
    assert beside(full)["rehab.isometric_holds.target"].value == pytest.approx(140)
    assert measured(entry, complaint="tendon", sets=4, hold=45).note.startswith("That is 45 s short of")
    cases: tuple[Callable[[], object], ...] = (
        lambda: time_under_tension_s(0, 45),
        lambda: time_under_tension_s(2.5, 45),
        lambda: time_under_tension_s(5, 121),
    )
    for bad in cases:
        with pytest.raises(InvalidInput):
            bad()
    for sets, repetitions in ((2, 15), (5, 15), (3, 16), (3, 5), (3, 7.5)):
        with pytest.raises(InvalidInput):
            weekly_heavy_repetitions(sets, repetitions)


def test_p14_stretching() -> None:
    assert stretch_time_s(4, 20, 3) == 240
    entry = TABLE["rehab.stretch_time"]
    result = measured(entry, sets=4, hold=20, days=3)
    assert (result.value, beside(result)["rehab.stretch_time.short"].value) == (240, 60)
    assert result.note == "60 s short of about 5 min a week."
    assert measured(entry, sets=5, hold=20, days=3).note == "About 5 min a week or more."
    little = measured(entry, sets=1, hold=59, days=1).note
    assert "under 60 s" in little
    assert "2 to 3 days" in little
    for said in ((0, 20, 3), (4, 0, 3), (4, 20, 8), (4, 20, 2.5), (4, math.nan, 3)):
        with pytest.raises(InvalidInput):
            stretch_time_s(*said)


def test_p15_beighton_is_for_adults_and_names_nothing() -> None:
    six = [1, 1, 1, 1, 1, 1, 0, 0, 0]
    assert beighton_score(six) == 6
    entry = TABLE["rehab.joint_mobility"]
    result = measured(entry, profile=MAN, items=six)
    assert "mention to a doctor" in result.note
    assert "syndrome" not in result.note
    assert "Below" in measured(entry, age=30, items=[1, 1, 1, 1, 0, 0, 0, 0, 0]).note
    assert "mention" in measured(entry, age=30, items=[1, 1, 1, 1, 1, 0, 0, 0, 0]).note
    assert "adult" in missing(entry, age=17.9, items=six).missing
    assert missing(entry, age=18, items=six[:8]).have == 8
    assert missing(entry, items=six).missing == "the birth year"
    with pytest.raises(InvalidInput):
        beighton_score([2, *[0] * 8])


def test_p16_incidence_and_burden() -> None:
    assert injuries_per_1000_h(3, 20, 400) == (7.5, 50)
    result = measured(TABLE["rehab.injury_incidence"], injuries=3, days_lost=20, hours=400)
    assert result.value == 7.5
    burden = beside(result)["rehab.injury_incidence.burden"]
    assert (burden.value, burden.unit) == (50, "d per 1000 h")
    for said in ((3, 20, 0), (1.5, 0, 400), (-1, 0, 400), (0, 5, 400), (3, math.nan, 400)):
        with pytest.raises(InvalidInput):
            injuries_per_1000_h(*said)


@given(st.integers(1, 100), st.integers(0, 500), st.floats(1, 1e5))
def test_p16_twice_the_hours_halve_both(injuries: int, lost: int, hours: float) -> None:
    once, twice = injuries_per_1000_h(injuries, lost, hours), injuries_per_1000_h(injuries, lost, 2 * hours)
    assert twice == pytest.approx((once[0] / 2, once[1] / 2))
