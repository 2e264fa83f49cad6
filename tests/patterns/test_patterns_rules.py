"""What rules mean: windows of calendar dates, three-valued conditions, and errors when they are built."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from auren.errors import RuleError
from auren.patterns import Condition, Kernel, Rule, daily, shipped_rules
from auren.patterns.conditions import Comparison
from auren.patterns.settling import SETTLE_H
from auren.people import Subject
from auren.ports import PatternRule
from auren.readings import STANDARD_METRICS, DailyValue

DAY = date(2025, 3, 10)


class Table:
    """Daily values by metric and date."""

    def __init__(self, **series: dict[date, float]) -> None:
        self._series = {name.replace("__", "."): values for name, values in series.items()}

    def value(self, metric: str, day: date) -> DailyValue | None:
        number = self._series.get(metric, {}).get(day)
        if number is None:
            return None
        at = datetime.combine(day, datetime.min.time(), UTC)
        return DailyValue(metric, day, number, STANDARD_METRICS[metric].unit, (f"{metric}:{day}",), at, at)


def back(values: list[float | None], last: date = DAY) -> dict[date, float]:
    """Give values to the dates that end on `last`, oldest first; None is a missing day."""
    days = {last - timedelta(days=len(values) - 1 - i): value for i, value in enumerate(values)}
    return {day: value for day, value in days.items() if value is not None}


def holds(condition: Condition, table: Table, day: date = DAY) -> bool | None:
    return condition.judge(table, day, STANDARD_METRICS).holds


RESTING = daily("heart.resting")


def test_a_window_is_calendar_dates_and_not_rows() -> None:
    """Seven rows spread over ten dates are not a 7-day mean."""
    table = Table(heart__resting=back([60, None, 60, None, 60, None, 60, 50, 50, 50]))
    seen = RESTING.mean(7, at_least=4).at(table, DAY, STANDARD_METRICS)
    assert seen.value == pytest.approx((60 + 60 + 50 * 3) / 5)
    assert (seen.coverage.have, seen.coverage.expected) == (5, 7)


def test_too_few_days_are_unknown_and_say_what_is_missing() -> None:
    condition = RESTING.mean(7, at_least=5).above(50, "bpm")
    verdict = condition.judge(Table(heart__resting=back([60, None, None, 60, 60, None, 60])), DAY, STANDARD_METRICS)
    assert verdict.holds is None
    assert "4 of at least 5 days" in verdict.missing[0]


def test_a_baseline_ends_the_day_before_the_window() -> None:
    """The dates that are compared never enter what they are compared with."""
    usual = RESTING.usual(5, at_least=5, sd=1, at_least_wide=1)
    condition = RESTING.mean(3, at_least=3).above(usual)
    table = Table(heart__resting=back([50, 50, 50, 50, 50, 70, 70, 70]))
    verdict = condition.judge(table, DAY, STANDARD_METRICS)
    assert verdict.holds is True
    baseline = verdict.evidence[0].baseline
    assert baseline is not None
    assert baseline.window.last == DAY - timedelta(days=3)
    assert baseline.mean == 50


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, None, None, True),
        (False, None, False, None),
        (False, False, False, False),
        (None, None, None, None),
    ],
)
def test_three_valued_logic(left: bool | None, right: bool | None, both: bool | None, either: bool | None) -> None:
    def part(metric: str) -> Comparison:
        return daily(metric).above(50, "bpm")

    number = {True: 60.0, False: 40.0, None: None}
    table = Table(heart__resting=back([number[left]]), heart__rate=back([number[right]]))
    a, b = part("heart.resting"), part("heart.rate")
    assert holds(a & b, table) is both
    assert holds(b & a, table) is both
    assert holds(a | b, table) is either
    assert holds(b | a, table) is either
    assert holds(~a, table) is (None if left is None else not left)


def test_days_in_a_row_and_days_of_a_week() -> None:
    high = RESTING.above(55, "bpm")
    table = Table(heart__resting=back([60, 50, 60, 60, 60]))
    assert holds(high.for_days(3), table) is True
    assert holds(high.for_days(4), table) is False
    assert holds(high.on_days(4, of=5), table) is True
    gap = Table(heart__resting=back([60, None, 60]))
    assert holds(high.for_days(3), gap) is None
    assert holds(high.on_days(2, of=3), gap) is True


def test_limits_are_converted_to_the_metric_s_unit() -> None:
    table = Table(sleep__duration=back([300]))
    assert holds(daily("sleep.duration").below(6, "h"), table) is True
    assert holds(daily("sleep.duration").below(4, "h"), table) is False


def test_shortfall_sums_only_what_is_short() -> None:
    table = Table(sleep__duration=back([420, 390, 360, 510, 330, 450, 480]))
    seen = daily("sleep.duration").short_of(8, "h").sum(7, at_least=7).at(table, DAY, STANDARD_METRICS)
    assert seen.value == 7.5 * 60


@pytest.mark.parametrize(
    "condition",
    [
        daily("no.such").above(1, "bpm"),
        daily("heart.resting").above(1, "kg"),
        daily("heart.resting").above(1),
        daily("sleep.awake").ln().above(1, "min"),
        daily("hrv.rmssd").mean(7, at_least=3).below(daily("hrv.sdnn").usual(60, at_least=14, sd=0.5)),
        daily("hrv.rmssd").mean(7, at_least=3).below(daily("hrv.rmssd").ln().usual(60, at_least=14, sd=0.5)),
        daily("load.srpe").sum(7, at_least=3).above(daily("load.srpe").usual(28, at_least=14, sd=1)),
        RESTING.mean(7, at_least=8).above(50, "bpm"),
        RESTING.mean(7, at_least=0).above(50, "bpm"),
        RESTING.above(RESTING.usual(60, at_least=1, sd=1)),
        RESTING.above(RESTING.usual(60, at_least=14, sd=0)),
        RESTING.above(50, "bpm").on_days(4, of=3),
        daily("sleep.duration").short_of(8, "kg").sum(7, at_least=3).above(1, "h"),
    ],
)
def test_a_rule_without_meaning_is_refused_when_it_is_compiled(condition: Condition) -> None:
    with pytest.raises(RuleError):
        Rule("odd", 1, "Odd", condition).compile()


@pytest.mark.parametrize(
    ("name", "version", "settle"), [("Bad Name", 1, 48.0), ("good", 0, 48.0), ("good", 1, -1.0), ("good", 1, float("inf"))]
)
def test_a_rule_s_own_fields_are_checked(name: str, version: int, settle: float) -> None:
    with pytest.raises(RuleError):
        Rule(name, version, "Title", RESTING.above(50, "bpm"), settle_h=settle)


@pytest.mark.parametrize(
    ("condition", "hours"),
    [
        (daily("hrv.rmssd").above(50, "ms"), 72),
        (daily("wellness.mood").above(3, "1-5"), 24),
        (daily("load.srpe").above(300, "AU"), 24),
        (daily("load.score_vendor").above(300, "score"), 48),
        (daily("wellness.mood").above(3, "1-5") & daily("nutrition.energy").above(2000, "kcal"), 48),
        (daily("wellness.mood").above(3, "1-5") | daily("sleep.duration").above(7, "h"), 72),
    ],
)
def test_a_rule_waits_for_the_slowest_of_its_metrics_unless_it_says_how_long(condition: Condition, hours: float) -> None:
    rule = Rule("waits", 1, "Waits", condition)
    assert rule.settle_h == hours
    assert Rule("waits", 1, "Waits", condition, settle_h=5).settle_h == 5
    assert "settle_h" not in rule.to_document()
    assert Rule.from_document(rule.to_document()) == rule


def test_every_beginning_of_the_table_fits_a_metric() -> None:
    assert all(any(name.startswith(beginning) for name in STANDARD_METRICS) for beginning in SETTLE_H)


def test_two_rules_of_one_name_are_refused() -> None:
    rule = Rule("twice", 1, "Twice", RESTING.above(50, "bpm"))
    with pytest.raises(RuleError, match="twice"):
        Kernel([rule, rule])


def test_shipped_rules_explain_themselves() -> None:
    for rule in shipped_rules():
        assert isinstance(rule, PatternRule)
        assert rule.title in rule.explain()
    assert [rule.name for rule in shipped_rules()] == ["hrv_drop", "sleep_debt", "resting_heart_rate_rise"]


def test_one_bad_night_is_never_an_hrv_drop() -> None:
    """A single night, however low, does not make the rule hold; the same week with a second low one does."""
    rule = shipped_rules()[0].compile(STANDARD_METRICS)
    usual: list[float | None] = [60.0, 62.0] * 15
    one = Table(hrv__rmssd=back([*usual, 61, 61, 61, 61, 61, 61, 5]))
    assert rule.judge(one, DAY).holds is False
    two = Table(hrv__rmssd=back([*usual, 61, 61, 61, 61, 61, 20, 20]))
    assert rule.judge(two, DAY).holds is True


def test_evidence_can_be_recomputed_from_its_inputs() -> None:
    condition = RESTING.mean(3, at_least=2).above(52, "bpm")
    verdict = condition.judge(Table(heart__resting=back([53, None, 55])), DAY, STANDARD_METRICS)
    evidence = verdict.evidence[0]
    assert evidence.value == sum(value.value for value in evidence.inputs) / len(evidence.inputs) == 54
    assert evidence.limit == 52
    assert evidence.inputs[0].reading_ids == ("heart.resting:2025-03-08",)


def test_subject_is_not_needed_to_judge() -> None:
    """A compiled rule looks at a table only; nothing else can leak in."""
    assert not any(isinstance(value, Subject) for value in vars(Table()).values())
