"""Signals: each equals a recomputation by the standard library or numpy, never fills a gap, and ignores order."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pattern_tables import DAY, Table, ending

from auren.errors import RuleError
from auren.patterns import Condition, Rule, Signal, daily, streak, time_since
from auren.patterns.bands import quantile
from auren.patterns.sighting import Sighting
from auren.readings import STANDARD_METRICS

RESTING, LOAD, SLEEP = daily("heart.resting"), daily("load.srpe"), daily("sleep.duration")
DAYS = 14

bpm = st.floats(30, 140, allow_nan=False).map(lambda value: round(value, 3))
patchy = st.lists(st.none() | bpm, min_size=DAYS, max_size=60)


def at(signal: object, table: Table, day: date = DAY) -> Sighting:
    return signal.at(table, day, STANDARD_METRICS)  # type: ignore[attr-defined, no-any-return]


def known(values: list[float | None]) -> list[float]:
    return [value for value in values[-DAYS:] if value is not None]


def _cv(numbers: list[float]) -> float:
    return 100 * statistics.stdev(numbers) / abs(statistics.fmean(numbers))


def _numpy_ewma(values: list[float | None]) -> float:
    ages = np.array([age for age, value in zip(range(DAYS - 1, -1, -1), values[-DAYS:], strict=True) if value is not None])
    return float(np.average(known(values), weights=(1 - 2 / 8) ** ages))


def _numpy_slope(values: list[float | None]) -> float:
    points = [(place, value) for place, value in enumerate(values[-DAYS:]) if value is not None]
    return float(np.median([(b - a) / (j - i) for n, (i, a) in enumerate(points) for j, b in points[n + 1 :]]))


def _rested(values: list[float | None]) -> list[float]:
    return [value or 0.0 for value in values[-DAYS:]]


RECOMPUTED: list[tuple[Signal, Callable[[list[float | None]], float]]] = [
    (RESTING.mean(DAYS, at_least=1), lambda values: float(np.mean(known(values)))),
    (RESTING.sum(DAYS, at_least=1), lambda values: float(np.sum(known(values)))),
    (RESTING.median(DAYS, at_least=1), lambda values: float(np.median(known(values)))),
    (RESTING.max(DAYS, at_least=1), lambda values: max(known(values))),
    (RESTING.spread(DAYS, at_least=2), lambda values: statistics.stdev(known(values))),
    (RESTING.cv(DAYS, at_least=2), lambda values: _cv(known(values))),
    (RESTING.ln().cv(DAYS, at_least=2), lambda values: _cv([math.log(value) for value in known(values)])),
    (RESTING.ewma(7, days=DAYS, at_least=1), _numpy_ewma),
    (RESTING.slope(DAYS, at_least=2), _numpy_slope),
]


@pytest.mark.parametrize(("signal", "recomputed"), RECOMPUTED, ids=lambda item: getattr(item, "form", ""))
@settings(deadline=None)
@given(values=patchy)
def test_a_window_equals_its_recomputation(
    signal: Signal, recomputed: Callable[[list[float | None]], float], values: list[float | None]
) -> None:
    seen = at(signal, Table({"heart.resting": ending(values)}))
    if len(known(values)) < signal.at_least:
        assert seen.value is None
        assert "heart rate" in seen.missing
    else:
        assert seen.value == pytest.approx(recomputed(values), rel=1e-9, abs=1e-9)
        assert [value.value for value in seen.inputs] == known(values)


@settings(deadline=None)
@given(values=patchy)
def test_monotony_and_strain_take_a_day_without_a_session_for_rest(values: list[float | None]) -> None:
    table = Table({"load.srpe": ending(values)})
    monotony, strain = at(LOAD.monotony(DAYS, at_least=1), table), at(LOAD.strain(DAYS, at_least=1), table)
    rested = _rested(values)
    if known(values) and np.std(rested) > 1e-9:
        expected = float(np.mean(rested) / np.std(rested, ddof=1))
        assert monotony.value == pytest.approx(expected, rel=1e-9)
        assert strain.value == pytest.approx(expected * sum(rested), rel=1e-9)
    elif not known(values):
        assert monotony.value is strain.value is None


def test_the_published_week_of_monotony_and_strain() -> None:
    """T2, PMData p08, the week to 30 March 2020."""
    table = Table({"load.srpe": ending([560, 500, 360, 180, 770, 720, 960])})
    assert at(LOAD.monotony(at_least=7), table).value == pytest.approx(2.199, abs=5e-4)
    assert at(LOAD.strain(at_least=7), table).value == pytest.approx(8906.6, abs=0.05)


@settings(deadline=None)
@given(values=patchy, low=st.floats(0, 0.45), high=st.floats(0.55, 1))
def test_a_baseline_s_quantiles_are_exact_and_end_the_day_before(values: list[float | None], low: float, high: float) -> None:
    band = RESTING.usual_range(28, at_least=2, low=low, high=high)
    before = [value for value in values[-31:-3] if value is not None]
    verdict = RESTING.mean(3, at_least=1).above(band).judge(Table({"heart.resting": ending(values)}), DAY, STANDARD_METRICS)
    week = [value for value in values[-3:] if value is not None]
    if len(before) < 2 or not week:
        assert verdict.holds is None
        return
    ends = np.quantile(before, [low, high])
    assert [quantile(before, low), quantile(before, high)] == pytest.approx(list(ends), rel=1e-9)
    if abs(statistics.fmean(week) - ends[1]) > 1e-6:
        assert verdict.holds is bool(statistics.fmean(week) > ends[1])


@settings(deadline=None)
@given(values=patchy)
def test_a_z_score_and_a_percentage_are_against_the_days_before_the_window(values: list[float | None]) -> None:
    table = Table({"heart.resting": ending(values)})
    usual = RESTING.usual(28, at_least=5, sd=1)
    week = [value for value in values[-7:] if value is not None]
    before = [value for value in values[-35:-7] if value is not None]
    z = at(RESTING.mean(7, at_least=3).against(usual), table)
    percent = at(RESTING.mean(7, at_least=3).against(usual, to="percent"), table)
    highest = at(RESTING.max(7, at_least=3).against(usual, to="highest"), table)
    if len(week) < 3 or len(before) < 5:
        assert z.value is percent.value is highest.value is None
        return
    away = statistics.fmean(week) - statistics.fmean(before)
    assert percent.value == pytest.approx(100 * away / statistics.fmean(before), rel=1e-9, abs=1e-9)
    assert highest.value == pytest.approx(max(week) / max(before), rel=1e-9)
    assert percent.baseline is not None
    assert percent.baseline.window.last == DAY - timedelta(days=7)
    if len(set(before)) == 1:
        assert z.value is None
    else:
        assert z.value == pytest.approx(away / statistics.stdev(before), rel=1e-7, abs=1e-9)


def test_a_z_score_against_days_that_are_all_the_same_is_unknown() -> None:
    seen = at(RESTING.against(RESTING.usual(14, at_least=5, sd=1)), Table({"heart.resting": ending([50.0] * 15)}))
    assert seen.value is None
    assert "always the same" in seen.missing


@settings(deadline=None)
@given(values=st.lists(st.sampled_from([None, 40.0, 60.0]), min_size=10, max_size=10), most=st.integers(1, 10))
def test_a_streak_counts_back_to_the_first_day_that_does_not_hold(values: list[float | None], most: int) -> None:
    table = Table({"heart.resting": ending(values)})
    high = RESTING.above(50, "bpm")
    back = list(reversed(values))[:most]
    for signal, stops in ((streak(high, most=most), 40.0), (time_since(high, most=most), 60.0)):
        run = next((place for place, value in enumerate(back) if value in (None, stops)), most)
        unknown = run < most and back[run] is None
        assert at(signal, table).value == (None if unknown else float(run))


def test_a_streak_is_known_as_soon_as_it_is_long_enough() -> None:
    """What lies before the days that are asked about does not matter."""
    table = Table({"heart.resting": ending([None, 60, 60, 60])})
    assert streak(RESTING.above(50, "bpm"), most=3).at_least_days(3).judge(table, DAY, STANDARD_METRICS).holds is True
    assert streak(RESTING.above(50, "bpm"), most=4).at_least_days(4).judge(table, DAY, STANDARD_METRICS).holds is None


def test_time_since_is_nothing_today_and_most_when_never() -> None:
    trained = time_since(RESTING.above(50, "bpm"), most=4)
    assert at(trained, Table({"heart.resting": ending([40, 40, 40, 60])})).value == 0
    assert at(trained, Table({"heart.resting": ending([60, 40, 40, 40, 40])})).value == 4


def test_the_hour_of_sleep_and_the_weekend_s_shift() -> None:
    """14 days to a Monday: nights from 22:30 to 6:30, on weekends two hours later."""
    nights = {}
    for back in range(14):
        day = DAY - timedelta(days=back)
        late = 2.0 if day.weekday() >= 5 else 0.0
        nights[day] = (480.0, late - 1.5, late + 6.5)
    table = Table({"sleep.duration": nights})
    middle = SLEEP.clock("middle")
    assert at(middle, table).value == 2.5
    assert at(SLEEP.clock("start"), table).value == -1.5
    assert at(SLEEP.clock("end"), table).value == 6.5
    assert at(middle.weekend_gap(14, at_least=10), table).value == 2
    assert at(middle.spread(14, at_least=10), table).value == pytest.approx(statistics.stdev([4.5] * 4 + [2.5] * 10))
    assert at(middle.weekend_gap(5, at_least=2), Table({"sleep.duration": ending([(480.0, 0.0, 8.0)] * 2)})).value == 0


def test_a_weekend_s_shift_needs_both_kinds_of_days() -> None:
    table = Table({"sleep.duration": ending([(480.0, 0.0, 8.0)] * 4, DAY + timedelta(days=4))})
    assert at(SLEEP.clock().weekend_gap(4, at_least=2), table, DAY + timedelta(days=4)).value is None


@settings(deadline=None)
@given(values=patchy, rnd=st.randoms(use_true_random=False))
def test_the_order_in_which_days_became_known_does_not_matter(values: list[float | None], rnd: object) -> None:
    in_order = ending(values)
    items = list(in_order.items())
    rnd.shuffle(items)  # type: ignore[attr-defined]
    for signal, _ in RECOMPUTED:
        assert at(signal, Table({"heart.resting": dict(items)})) == at(signal, Table({"heart.resting": in_order}))


@pytest.mark.parametrize(
    "condition",
    [
        RESTING.spread(7, at_least=1).above(1, "bpm"),
        RESTING.slope(7, at_least=1).above(1, "bpm"),
        RESTING.slope(7, at_least=3).above(1, "ms"),
        RESTING.cv(7, at_least=3).above(1, "bpm"),
        RESTING.cv(7, at_least=3).above(RESTING.usual(28, at_least=14, sd=1)),
        RESTING.mean(7, at_least=3).above(math.nan, "bpm"),
        RESTING.mean(121, at_least=3).above(50, "bpm"),
        RESTING.ewma(0.5, days=28, at_least=3).above(50, "bpm"),
        RESTING.ewma(29, days=28, at_least=3).above(50, "bpm"),
        RESTING.monotony(7, at_least=3).above(2, "ratio"),
        RESTING.above(RESTING.usual_range(91, at_least=14)),
        RESTING.above(RESTING.usual_range(13, at_least=13)),
        RESTING.above(RESTING.usual_range(28, at_least=14, low=0.9, high=0.1)),
        RESTING.against(SLEEP.usual(28, at_least=14, sd=1)).above(2, "ratio"),
        RESTING.against(RESTING.usual(28, at_least=14, sd=1)).above(2, "bpm"),
        RESTING.sum(7, at_least=3).against(RESTING.usual(28, at_least=14, sd=1)).above(2, "ratio"),
        RESTING.ln().against(RESTING.ln().usual(28, at_least=14, sd=1), to="percent").above(2, "%"),
        daily("vital.temperature_deviation")
        .against(daily("vital.temperature_deviation").usual(28, at_least=14, sd=1), to="percent")
        .above(2, "%"),
        daily("vital.temperature").slope(7, at_least=3).above(1, "degC"),
        SLEEP.clock().ln().above(2, "h"),
        streak(RESTING.above(50, "bpm") & SLEEP.below(6, "h"), most=3).at_least_days(3),
        streak(RESTING.above(50, "bpm"), most=0).at_least_days(3),
    ],
)
def test_a_signal_without_meaning_is_refused_when_the_rule_is_compiled(condition: Condition) -> None:
    with pytest.raises(RuleError):
        Rule("odd", 1, "Odd", condition).compile()


@pytest.mark.parametrize(("days", "at_least"), [(27, 14), (61, 14), (28, 13)])
def test_a_smallest_worthwhile_change_takes_enough_days(days: int, at_least: int) -> None:
    with pytest.raises(RuleError):
        RESTING.smallest_change(days, at_least=at_least)
    assert RESTING.smallest_change() == RESTING.usual(60, at_least=14, sd=0.5)


def test_a_change_of_temperature_is_no_temperature() -> None:
    Rule("warmer", 1, "Warmer", daily("vital.temperature").slope(7, at_least=3).above(0.1, "delta degC")).compile()
