"""Vigilance, questionnaires, ratings and the HRV-guided day: known answers, guards, and where a human is named."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from science_calls import PROFILES, answer, any_call
from science_days import TODAY, beside, ending, inputs, value
from training_arguments import complete, measured, missing

from auren.errors import InvalidInput, UnitMismatch
from auren.findings import Coverage
from auren.people import Profile
from auren.readings import STANDARD_METRICS, DailyValue
from auren.science import Computation, Inputs
from auren.science.catalogue import gathered
from auren.science.recovery import cognition, hrv_guided, questionnaires
from auren.science.recovery.cognition import jump_height_m, practice_gap_d, vigilance
from auren.science.recovery.hrv_guided import guided_day_limit_ms
from auren.science.recovery.questionnaires import (
    hooper_index,
    morningness_score,
    morningness_type,
    perceived_stress,
    standing,
    well_being,
)

MIND = gathered(cognition.COMPUTATIONS, questionnaires.COMPUTATIONS)
GUIDED = gathered(hrv_guided.COMPUTATIONS)
ROWS = {"N12", "N13", "N14", "N15", "N16", "N17", "N21"}
TIMES = [250, 280, 310, 520, 265, 600, 300, 290]
MEQ_LEAST = [1] * 10 + [0, 0, 1, 1, 1, 1, 1, 1, 0]
MEQ_MOST = [5, 5, *[4] * 7, 5, 6, 5, 4, 4, 4, 4, 5, 5, 6]
RATED = ("fatigue", "mood", "readiness", "sleep_quality", "soreness", "stress")


def test_each_row_is_there() -> None:
    complete(MIND, "mind", ROWS)
    complete(GUIDED, "hrv", {"N4"})
    assert tuple(GUIDED) == ("hrv.guided_day",)


@settings(max_examples=300, deadline=None)
@given(any_call(gathered(tuple(MIND.values()), tuple(GUIDED.values()))), st.sampled_from(PROFILES), st.integers(0, 40))
def test_any_arguments_give_a_sound_answer(call: tuple[Computation, dict[str, object]], profile: Profile, days: int) -> None:
    rated = {f"wellness.{name}": _rated(name, [1.0 + n % 4 for n in range(days)]) for name in RATED}
    nights = ending("hrv.rmssd", TODAY, [40.0 + n % 7 for n in range(days)])
    answer(call[0], Inputs({**rated, "hrv.rmssd": nights}), profile, **call[1])


def test_n12_vigilance() -> None:
    found = vigilance(TIMES)
    assert found.mean_ms == 351.875
    assert found.speed_per_s == pytest.approx(3.1178, abs=5e-5)
    assert (found.lapses, found.false_starts, found.trials) == (2, 0, 8)
    assert vigilance([499.9, 500]).lapses == 1
    assert vigilance([354.9, 355], lapse_ms=355).lapses == 1
    assert (vigilance([99.9, 100]).false_starts, vigilance([99.9, 100]).mean_ms) == (1, 100)
    entry = MIND["mind.vigilance"]
    result = measured(entry, reaction_times=TIMES * 3, test="10 min")
    assert result.value == 351.875
    parts = beside(result)
    assert parts["mind.vigilance.speed"].value == pytest.approx(3.1178, abs=5e-5)
    assert parts["mind.vigilance.lapses"].value == 6
    assert beside(measured(entry, reaction_times=[400] * 20, test="3 min"))["mind.vigilance.lapses"].value == 20
    early = missing(entry, reaction_times=[50] * 10 + [300] * 19, test="10 min")
    assert (early.have, early.need) == (19, 20)
    assert missing(entry, reaction_times=TIMES * 3).missing == "which length of the test was done"
    for times in ([], [50], [60_001], [math.nan]):
        with pytest.raises(InvalidInput):
            vigilance(times)
    for lapse in (100, math.inf, math.nan):
        with pytest.raises(InvalidInput):
            vigilance(TIMES, lapse_ms=lapse)


@given(st.lists(st.floats(0, 60_000), min_size=1, max_size=60))
def test_n12_order_changes_nothing(times: list[float]) -> None:
    if max(times) < 100:
        return
    found = vigilance(times)
    assert vigilance(sorted(times)) == found
    assert found.trials + found.false_starts == len(times)
    # The mean of the speeds is never below the speed of the mean.
    assert found.speed_per_s >= 1000 / found.mean_ms * (1 - 1e-12)


def test_n13_morningness() -> None:
    assert (morningness_score(MEQ_LEAST), morningness_score(MEQ_MOST)) == (16, 86)
    assert morningness_type(55) == "intermediate type"
    kinds = [morningness_type(score) for score in (16, 30, 31, 41, 42, 58, 59, 69, 70, 86)]
    assert [kinds[n] == kinds[n + 1] for n in range(9)] == [n % 2 == 0 for n in range(9)]
    assert (kinds[0], kinds[-1]) == ("definite evening type", "definite morning type")
    entry = MIND["mind.morningness"]
    assert measured(entry, items=MEQ_MOST).note == "A definite morning type."
    between = [3, 3, *[3] * 7, 3, 4, 3, 2, 3, 3, 3, 3, 3, 2]
    result = measured(entry, items=between)
    assert (result.value, result.note) == (sum(between), "An intermediate type.")
    assert missing(entry, items=MEQ_MOST[:-1]).have == 18
    for bad in (15, 87):
        with pytest.raises(InvalidInput):
            morningness_type(bad)
    for items in (MEQ_MOST[:-1], [0, *MEQ_LEAST[1:]], [6, *MEQ_MOST[1:]], [1.5, *MEQ_LEAST[1:]]):
        with pytest.raises(InvalidInput):
            morningness_score(items)


def test_n14_perceived_stress() -> None:
    assert perceived_stress([2] * 10) == 20
    assert perceived_stress([0] * 10) == 16
    assert perceived_stress([4, 4, 4, 0, 0, 4, 0, 0, 4, 4]) == 40
    assert measured(MIND["mind.perceived_stress"], items=[2] * 10).value == 20
    assert missing(MIND["mind.perceived_stress"], items=[2] * 9).need == 10
    for items in ([2] * 9, [5, *[2] * 9], [math.nan, *[2] * 9]):
        with pytest.raises(InvalidInput):
            perceived_stress(items)


@given(st.lists(st.integers(0, 4), min_size=10, max_size=10))
def test_n14_turned_round_it_adds_up_to_forty(items: list[int]) -> None:
    assert perceived_stress(items) + perceived_stress([4 - item for item in items]) == 40


def test_n15_low_well_being_goes_to_a_human() -> None:
    assert well_being([3, 3, 3, 2, 2]) == 52
    entry = MIND["mind.well_being"]
    assert "doctor" not in measured(entry, items=[3, 3, 3, 2, 2]).note
    low = measured(entry, items=[3, 3, 2, 2, 2])
    assert low.value == 48
    assert "talk with a doctor" in low.note
    assert "crisis line" not in low.note
    assert "crisis line" not in measured(entry, items=[2, 2, 2, 1, 1]).note
    for items in ([2, 2, 1, 1, 1], [0] * 5):
        note = measured(entry, items=items).note
        assert "mental-health professional" in note
        assert "emergency number or a crisis line now" in note
    assert missing(entry, items=[3] * 4).have == 4
    for wrong in ([3] * 4, [6, *[3] * 4], [0.5, *[3] * 4]):
        with pytest.raises(InvalidInput):
            well_being(wrong)


def test_n16_hooper() -> None:
    assert hooper_index([3, 4, 2, 5]) == 14
    assert measured(MIND["mind.hooper"], items=[3, 4, 2, 5]).value == 14
    assert missing(MIND["mind.hooper"], items=[3, 4, 2]).need == 4
    for items in ([3, 4, 2], [0, 4, 2, 5], [8, 4, 2, 5]):
        with pytest.raises(InvalidInput):
            hooper_index(items)


@pytest.mark.parametrize("name", RATED)
def test_n16_ratings_against_the_person_s_own(name: str) -> None:
    entry = MIND[f"mind.{name}_standing"]
    earlier = [2.0, 4.0] * 7
    metric = f"wellness.{name}"
    days = _rated(name, [*earlier, *[None] * 14, 5.0])
    result = measured(entry, Inputs({metric: days}))
    assert result.value == pytest.approx(2 / math.sqrt(14 / 13))
    assert result.coverage == Coverage(15, 29)
    assert measured(entry, Inputs({metric: [*reversed(days), *days]})) == result
    assert missing(entry, Inputs({metric: days[1:]})).have == 13
    assert missing(entry, Inputs({metric: days[:-1]})).missing == "a rating of today"
    assert "rated differently" in missing(entry, Inputs({metric: _rated(name, [3.0] * 15)})).missing
    # A rating of four weeks ago and one day more is not looked at.
    old = _rated(name, [1.0, *earlier, *[None] * 14, 5.0])
    assert measured(entry, Inputs({metric: old})) == result
    with pytest.raises(UnitMismatch):
        measured(entry, Inputs({metric: [value(metric, TODAY, 3, "score")]}))


def test_standing() -> None:
    assert standing(3, [2, 4]) == 0
    assert standing(3, [3, 3]) is None
    with pytest.raises(InvalidInput):
        standing(3, [3])
    with pytest.raises(InvalidInput):
        standing(math.nan, [2, 4])


@given(st.floats(1, 5), st.lists(st.floats(1, 5), min_size=2, max_size=28), st.floats(0.1, 1))
def test_standing_rises_with_the_rating(today: float, earlier: list[float], more: float) -> None:
    now, then = standing(today, earlier), standing(today + more, earlier)
    assert (now is None) == (then is None)
    assert now is None or then is None or then > now
    assert standing(today, sorted(earlier)) == now


def test_n17_jump_height() -> None:
    assert jump_height_m(0.5) == pytest.approx(0.3065, abs=5e-5)
    entry = MIND["mind.jump_height"]
    alone = measured(entry, flight_times=[0.5] * 3)
    assert alone.value == pytest.approx(0.3065, abs=5e-5)
    assert alone.related == ()
    assert "no change can be told" in alone.note
    earlier = [0.34, 0.36, 0.34, 0.35]
    tired = measured(entry, flight_times=[0.5, 0.49, 0.51], earlier_heights=earlier)
    assert tired.note.startswith("Lower than usual by more than your own typical error")
    parts = beside(tired)
    assert parts["mind.jump_height.change"].value == pytest.approx(tired.value - 0.3475)
    assert parts["mind.jump_height.typical_error"].value == pytest.approx(0.01472, abs=5e-6)
    assert measured(entry, flight_times=[0.53] * 3, earlier_heights=earlier).note.startswith("Within your own")
    assert measured(entry, flight_times=[0.6] * 3, earlier_heights=earlier).note.startswith("Higher")
    assert missing(entry, flight_times=[0.5] * 2).need == 3
    for bad in (0.09, 1.21, math.nan):
        with pytest.raises(InvalidInput):
            jump_height_m(bad)


@given(st.floats(0.1, 0.6))
def test_n17_twice_the_time_is_four_times_the_height(flight: float) -> None:
    assert jump_height_m(2 * flight) == pytest.approx(4 * jump_height_m(flight))


def test_n21_practice_gap() -> None:
    assert practice_gap_d("a week") == pytest.approx((1.4, 2.8))
    assert practice_gap_d("a year") == pytest.approx((18.25, 36.5))
    result = measured(MIND["mind.practice_gap"], retention="a week")
    assert result.value == pytest.approx(1.4)
    assert beside(result)["mind.practice_gap.longest"].value == pytest.approx(2.8)
    with pytest.raises(InvalidInput):
        practice_gap_d("a month")


def test_n4_limit_is_one_deviation_below_the_mean_of_logarithms() -> None:
    # Two values whose logarithms have the row's mean and deviation.
    spread = 0.0785 / math.sqrt(2)
    pair = [math.exp(3.7313 - spread), math.exp(3.7313 + spread)]
    limit = guided_day_limit_ms(pair)
    assert math.log(limit) == pytest.approx(3.6528, abs=5e-5)
    assert limit == pytest.approx(38.6, abs=0.05)
    for bad in ([40], [0.9, 40], [401, 40], [math.nan, 40]):
        with pytest.raises(InvalidInput):
            guided_day_limit_ms(bad)


def test_n4_guided_day() -> None:
    entry = GUIDED["hrv.guided_day"]
    nights: list[float | None] = [40.0, 44.0] * 5
    limit = guided_day_limit_ms([40.0, 44.0] * 5)
    low = measured(entry, inputs(hrv__rmssd=[*nights, limit - 0.1]))
    assert "easy day or rest" in low.note
    assert low.value == limit - 0.1
    assert beside(low)["hrv.guided_day.limit"].value == limit
    assert low.coverage == Coverage(11, 11)
    fine = measured(entry, inputs(hrv__rmssd=[*nights, limit + 0.1]))
    assert "planned training stand" in fine.note
    assert "planned training stand" in measured(entry, inputs(hrv__rmssd=[42.3] * 11)).note
    assert missing(entry, inputs(hrv__rmssd=[*nights, None])).missing == "HRV (RMSSD) of last night"
    gap = missing(entry, inputs(hrv__rmssd=[40.0, None, *nights[2:], 41.0]))
    assert (gap.have, gap.need) == (9, 10)
    wider = measured(entry, inputs(hrv__rmssd=[*nights, *[None] * 10, 41.0]), days=20)
    assert wider.coverage == Coverage(11, 21)
    assert missing(entry, inputs(hrv__rmssd=[*nights, *[None] * 10, 41.0]), days=19).have == 9
    sdnn = Inputs({"hrv.sdnn": ending("hrv.sdnn", TODAY, [40.0] * 11)})
    assert missing(entry, sdnn).have == 0
    with pytest.raises(InvalidInput):
        measured(entry, inputs(hrv__rmssd=[*nights, 401.0]))


@given(st.lists(st.floats(1, 400), min_size=10, max_size=10), st.floats(1, 400))
def test_n4_order_and_repetition_change_nothing(nights: list[float], today: float) -> None:
    entry = GUIDED["hrv.guided_day"]
    values = ending("hrv.rmssd", TODAY, [*nights, today])
    result = measured(entry, Inputs({"hrv.rmssd": values}))
    assert measured(entry, Inputs({"hrv.rmssd": [*reversed(values), *values]})) == result
    assert 0 < beside(result)["hrv.guided_day.limit"].value <= max(nights) * (1 + 1e-12)
    # What is two days further back than the window does not matter.
    older = [value("hrv.rmssd", TODAY - timedelta(days=12), 400)]
    assert measured(entry, Inputs({"hrv.rmssd": [*older, *values]})) == result


def _rated(name: str, numbers: Sequence[float | None]) -> list[DailyValue]:
    metric = f"wellness.{name}"
    unit = STANDARD_METRICS[metric].unit
    first = TODAY - timedelta(days=len(numbers) - 1)
    return [value(metric, first + timedelta(days=n), number, unit) for n, number in enumerate(numbers) if number is not None]
