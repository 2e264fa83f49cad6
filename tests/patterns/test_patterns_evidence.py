"""Evidence: the values under a finding, judged alone, give the same answer, for every kind of rule."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from pattern_rules import conditions, tables
from pattern_tables import DAY, Table, ending
from test_patterns_shipped import FIRES

from auren.findings import Evidence
from auren.patterns import Condition, daily, sequence, shipped_rules, streak, time_since
from auren.readings import STANDARD_METRICS, DailyValue

PULSE, LOAD = daily("heart.resting"), daily("load.srpe")
HIGH, EASY = PULSE.above(60, "bpm"), LOAD.below(100, "AU")


class Shown:
    """Only the values that evidence holds."""

    def __init__(self, evidence: Iterable[Evidence]) -> None:
        pieces = [(*item.inputs, *(item.baseline.inputs if item.baseline else ())) for item in evidence]
        self.values = {(value.metric, value.day): value for piece in pieces for value in piece}

    def value(self, metric: str, day: date) -> DailyValue | None:
        return self.values.get((metric, day))


def judged_again(condition: Condition, table: Table, day: date) -> bool | None:
    """Judge the evidence of a condition that holds; None when it does not hold in the first place."""
    verdict = condition.judge(table, day, STANDARD_METRICS)
    return condition.judge(Shown(verdict.evidence), day, STANDARD_METRICS).holds if verdict.holds else None


@settings(max_examples=400, deadline=None)
@given(condition=conditions, table=tables())
def test_evidence_alone_gives_the_same_answer(condition: Condition, table: Table) -> None:
    for back in range(3):
        assert judged_again(condition, table, DAY - timedelta(days=back)) in (None, True)


@settings(max_examples=200, deadline=None)
@given(condition=conditions, table=tables())
def test_what_is_shown_of_a_day_gives_the_same_answer_whether_it_holds_or_not(condition: Condition, table: Table) -> None:
    holds = condition.judge(table, DAY, STANDARD_METRICS).holds
    if holds is not None:
        shown = Shown(condition.shown(table, DAY, STANDARD_METRICS))
        assert condition.judge(shown, DAY, STANDARD_METRICS).holds is holds


@pytest.mark.parametrize("name", FIRES)
def test_the_evidence_of_a_shipped_rule_gives_the_same_answer(name: str) -> None:
    (rule,) = (rule for rule in shipped_rules("all") if rule.name == name)
    program, table = rule.compile(STANDARD_METRICS), Table({m: ending(values) for m, values in FIRES[name][0].items()})
    verdict = program.judge(table, DAY)
    assert verdict.holds is True
    assert program.judge(Shown(verdict.evidence), DAY).holds is True


ABSENT = sequence("high", HIGH).not_followed_by("easy", EASY).within(days=4)


@pytest.mark.parametrize(
    "condition",
    [
        ABSENT,
        sequence("high", HIGH).not_followed_by("easy", EASY).followed_by("again", HIGH).within(days=4),
        sequence("high", HIGH).not_then("easy", EASY).followed_by("again", HIGH).within(days=4),
        ABSENT.contiguous(per="day"),
        ~EASY,
        ~(EASY | LOAD.above(900, "AU")),
        ~sequence("easy", EASY).followed_by("high", HIGH).within(days=3),
        streak(EASY, most=5).below(1, "count"),
        time_since(EASY, most=3).at_least_days(3),
        streak(PULSE.above(PULSE.usual(7, at_least=3, sd=1)), most=3).below(2, "count"),
        LOAD.days_below(LOAD.usual(7, at_least=3, sd=3), of=3).below(1, "count"),
    ],
)
def test_absence_is_shown(condition: Condition) -> None:
    table = Table(
        {
            "heart.resting": ending([55, 54, 56, 55, 54, 55, 56, 54, 70, 55, 56, 70]),
            "load.srpe": ending([300, 400, 300, 400, 300, 400, 300, 400, 300, 400, 300, 400]),
        }
    )
    assert judged_again(condition, table, DAY) is True


def test_an_absence_names_the_days_looked_at_and_how_many_were_known() -> None:
    table = Table({"heart.resting": ending([70, None, None, None]), "load.srpe": ending([300, 400, 300, 400])})
    _, looked = ABSENT.judge(table, DAY, STANDARD_METRICS).evidence
    assert looked.signal == "the number of days looked at for 'easy' (session-RPE load)"
    assert (looked.window.first, looked.window.last) == (DAY - timedelta(days=2), DAY)
    assert (looked.value, looked.unit, str(looked.coverage)) == (3, "count", "3 of 3 days")
    assert [value.day for value in looked.inputs] == list(looked.window.dates())
