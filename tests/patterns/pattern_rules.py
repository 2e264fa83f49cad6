"""Rules and tables for properties: conditions of every kind, joined in every way, over daily values with gaps."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st
from pattern_tables import Table, ending

from auren.findings import Citation
from auren.patterns import Condition, Rule, Sequence, daily, group, sequence, stage, streak, time_since
from auren.patterns.bands import UsualBand
from auren.patterns.signals import DailySignal

__all__ = ["RESTING", "conditions", "rules", "tables"]

RESTING, LOAD = daily("heart.resting"), daily("load.srpe")

series: st.SearchStrategy[tuple[DailySignal, str]] = st.sampled_from(
    [
        (RESTING, "bpm"),
        (LOAD, "AU"),
        (daily("hrv.rmssd").ln(), "ln ms"),
        (daily("sleep.duration").short_of(8, "h"), "min"),
        (daily("sleep.duration").clock("start"), "h"),
    ]
)


def bands(of: DailySignal) -> st.SearchStrategy[UsualBand]:
    return st.sampled_from(
        [
            of.usual(10, at_least=2, sd=0.5),
            of.usual(7, at_least=2, sd=1, at_least_wide=2.5),
            of.usual_range(14, at_least=2, low=0.05),
            of.usual_range(20, at_least=4, low=0.25, high=0.75),
        ]
    )


@st.composite
def comparisons(draw: st.DrawFn) -> Condition:
    of, unit = draw(series)
    limit = draw(st.sampled_from([0.5, 4, 55, 480.0]))
    days = draw(st.integers(2, 8))
    least = draw(st.integers(2, days))
    windows: list[Callable[[], Condition]] = [
        lambda: of.above(limit, unit),
        lambda: of.mean(days, at_least=least).below(draw(bands(of))),
        lambda: of.median(days, at_least=least).above(draw(bands(of))),
        lambda: of.sum(days, at_least=least).above(limit, unit),
        lambda: of.max(days, at_least=least).above(limit, unit),
        lambda: of.spread(days, at_least=least).below(limit, unit),
        lambda: of.cv(days, at_least=least).above(limit, "%"),
        lambda: of.ewma(2, days=days, at_least=least).above(draw(bands(of))),
        lambda: of.slope(days, at_least=least).above(0.1, unit),
        lambda: of.weekend_gap(days, at_least=least).above(0.1, unit),
        lambda: of.days_above(draw(bands(of)), of=days).at_least_days(1),
        lambda: of.days_below(draw(bands(of)), of=days).at_least_days(2),
        lambda: of.mean(days, at_least=least).against(draw(bands(of))).above(1, "ratio"),
        lambda: RESTING.mean(days, at_least=least).against(draw(bands(RESTING)), to="percent").below(3, "%"),
        lambda: LOAD.max(days, at_least=least).against(draw(bands(LOAD)), to="highest").above(1.1, "ratio"),
        lambda: LOAD.monotony(days, at_least=least).above(1, "ratio"),
        lambda: LOAD.strain(days, at_least=least).above(500, "AU"),
        lambda: streak(of.above(limit, unit), most=days).at_least_days(2),
        lambda: time_since(of.above(limit, unit), most=days).at_least_days(2),
    ]
    return draw(st.sampled_from(windows))()


@st.composite
def sequences(draw: st.DrawFn, pair: tuple[Condition, Condition]) -> Sequence:
    """Give short sequences that hold now and then, with every join, contiguity and way to skip."""
    first, second = pair
    begins = draw(st.sampled_from([stage("first", first), stage("first", first).times(2).strictly()]))
    lasts = draw(st.sampled_from([stage("last", second), stage("last", second).within(days=3)]))
    rows = [
        lambda: sequence(begins).followed_by(lasts),
        lambda: sequence(begins).then(lasts),
        lambda: sequence(begins).not_then("no", second).followed_by("last", RESTING.above(1, "bpm")),
        lambda: sequence(begins).not_followed_by("no", second).followed_by("last", RESTING.above(1, "bpm")),
        lambda: sequence(begins).not_followed_by("no", second),
        lambda: sequence(begins).not_followed_by(lasts),
        lambda: sequence(begins).followed_by_any(stage("row", second).or_more().until(first)).followed_by("last", first),
        lambda: sequence(begins).followed_by(stage("last", second).above("first", RESTING.mean(2, at_least=1))),
    ]
    row = draw(st.sampled_from(rows))().within(days=draw(st.integers(3, 6)))
    row = row.contiguous(per=draw(st.sampled_from(["metric", "day", "event"])))
    skips = [row, row.skip("to_next"), row.skip("past_last"), row.skip("to_first", "first"), row.skip("to_last", "first")]
    return draw(st.sampled_from(skips))


def _joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    two = st.tuples(inner, inner)
    return st.one_of(
        two.map(lambda pair: pair[0] & pair[1]),
        two.map(lambda pair: pair[0] | pair[1]),
        inner.map(lambda one: ~one),
        inner.map(lambda one: one.on_days(1, of=3)),
        inner.map(lambda one: one.for_days(2)),
        two.map(
            lambda pair: (
                sequence(stage("first", pair[0]).times(1, 2).strictly())
                .followed_by(stage("then", pair[1]).above("first", RESTING.mean(2, at_least=1), which="first"))
                .not_then("never", LOAD.above(100, "AU"))
                .followed_by(group(sequence("a", pair[1])).or_more().optional())
                .followed_by(stage("row", pair[0]).or_more().greedy().until(pair[1]))
                .followed_by_any("last", RESTING.above(40, "bpm"))
                .within(days=5, last_days=3)
                .contiguous(per="day")
            )
        ),
        two.flatmap(sequences),
    )


conditions = st.recursive(comparisons(), _joined, max_leaves=4)
rules = st.builds(
    Rule,
    name=st.sampled_from(["a_rule", "other"]),
    version=st.integers(1, 9),
    title=st.text(max_size=20),
    when=conditions,
    acts_on=st.sampled_from(["provisional", "confirmed"]),
    settle_h=st.sampled_from([0.0, 48.0, 72.5]),
    repeat_after_days=st.integers(0, 30),
    flag=st.sampled_from(["", "R5"]),
    domain=st.sampled_from(["", "recovery"]),
    citations=st.sampled_from([(), (Citation("N2", "Plews 2012", "B", verified=True),)]),
)
METRICS = ("heart.resting", "load.srpe", "hrv.rmssd", "sleep.duration")


@st.composite
def tables(draw: st.DrawFn) -> Table:
    numbers = st.sampled_from([None, 40.0, 54.0, 61.0, 420.0, 500.0])
    nights = numbers.map(lambda value: None if value is None else (value, value % 7 - 2, value % 7 + 6))
    return Table(
        {
            metric: ending(draw(st.lists(nights if metric == "sleep.duration" else numbers, min_size=30, max_size=30)))
            for metric in METRICS
        }
    )
