"""Rule documents: every part comes back the same, unknown names are refused with what is known, and both judge alike."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from pattern_rules import RESTING, rules, tables
from pattern_tables import DAY, Table

from auren.errors import RuleError
from auren.patterns import Condition, Rule, shipped_rules
from auren.patterns.documents import rule_from_text
from auren.readings import STANDARD_METRICS


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
