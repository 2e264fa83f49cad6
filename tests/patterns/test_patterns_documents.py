"""Rule documents: every part comes back the same, unknown names are refused with what is known, and both judge alike."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pattern_tables import DAY, Table, ending

from auren.errors import RuleError
from auren.findings import Citation
from auren.patterns import Condition, Rule, daily, group, sequence, shipped_rules, stage, streak, time_since
from auren.patterns.bands import UsualBand
from auren.patterns.documents import rule_from_text
from auren.patterns.signals import DailySignal
from auren.readings import STANDARD_METRICS

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


@settings(max_examples=100, deadline=None)
@given(rule=rules, table=tables())
def test_a_rule_comes_back_the_same_and_judges_alike(rule: Rule, table: Table) -> None:
    document = rule.to_document()
    again = Rule.from_document(json.loads(json.dumps(document)))
    assert again.to_document() == document
    assert again == rule
    assert again.explain() == rule.explain()
    mine, theirs = rule.compile(), again.compile()
    assert (mine.reads, mine.reach_days) == (theirs.reads, theirs.reach_days)
    for back in range(3):
        day: date = DAY - timedelta(days=back)
        assert mine.judge(table, day) == theirs.judge(table, day)


def test_the_shipped_rules_have_documents() -> None:
    for rule in shipped_rules():
        assert isinstance(rule, Rule)
        assert rule_from_text(json.dumps(rule.to_document())) == rule


def _simple() -> dict[str, Any]:
    return {
        "format": 1,
        "name": "high",
        "version": 1,
        "title": "High",
        "when": {
            "kind": "compare",
            "signal": {"kind": "window", "series": {"metric": "heart.resting"}, "form": "value"},
            "relation": "above",
            "limit": {"value": 60, "unit": "bpm"},
        },
    }


def test_a_document_is_short_where_all_is_usual() -> None:
    assert Rule("high", 1, "High", RESTING.above(60, "bpm")).to_document() == _simple()


def _broken(path: str, value: object) -> dict[str, Any]:
    document = _simple()
    *way, last = path.split(".")
    inner = document
    for name in way:
        inner = inner[name]
    inner[last] = value
    return document


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("settle", 24, "'settle' is not known here; known are format, name, version"),
        ("format", 2, "format"),
        ("version", "1", "version"),
        ("when.kind", "comparing", "'compare', 'all', 'any', 'not', 'on_days', 'sequence'"),
        ("when.signal.kind", "windows", "'window', 'relative', 'streak', 'time_since'"),
        ("when.signal.form", "average", "'mean', 'sum', 'median'"),
        ("when.signal.series.metric", "heart.restin", "such as heart.resting"),
        ("when.signal.series.log", True, "known are metric, ln, short_of, clock"),
        ("when.relation", "over", "'below', 'above' or 'at_least'"),
        ("when.limit.unit", "ms", "'ms' measures duration"),
        ("when.limit", None, "with a limit or with a band"),
        ("when.limit.value", float("nan"), "finite"),
        ("when.signal.days", 0, "expected 1 to"),
        ("name", "Bad Name", "lower-case"),
    ],
)
def test_what_is_unknown_is_refused_with_what_is_known(path: str, value: object, told: str) -> None:
    with pytest.raises(RuleError) as raised:
        Rule.from_document(_broken(path, value))
    assert told in str(raised.value)


def test_a_document_nested_without_end_is_refused() -> None:
    when = _simple()["when"]
    for _ in range(2000):
        when = {"kind": "not", "of": when}
    with pytest.raises(RuleError):
        Rule.from_document({**_simple(), "when": when})


def test_a_condition_of_one_s_own_has_no_document() -> None:
    class Never(Condition):
        @property
        def reads(self) -> frozenset[str]:
            return frozenset({"heart.resting"})

        @property
        def reach_days(self) -> int:
            return 0

        def check(self, metrics: object) -> None: ...
        def judge(self, table: object, day: object, metrics: object) -> Any: ...
        def explain(self, metrics: object) -> str:
            return "never"

    with pytest.raises(RuleError, match="Never"):
        Rule("own", 1, "Own", Never()).to_document()


@pytest.mark.parametrize("text", ["", "[]", "{", "a: [", "\x00", "1"])
def test_a_text_that_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(RuleError):
        rule_from_text(text)


def test_yaml_is_read_where_a_library_for_it_is_installed() -> None:
    yaml = pytest.importorskip("yaml")
    assert rule_from_text(yaml.safe_dump(_simple())) == Rule("high", 1, "High", RESTING.above(60, "bpm"))


def test_patterns_alone_do_not_import_the_documents() -> None:
    code = "import sys, auren.patterns; sys.exit('auren.patterns.documents' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_registry_of_the_host_counts() -> None:
    with pytest.raises(RuleError, match="not registered"):
        Rule.from_document(_simple(), metrics=type(STANDARD_METRICS)([STANDARD_METRICS["hrv.rmssd"]]))
