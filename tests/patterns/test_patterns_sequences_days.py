"""Sequences over days: what a coach writes, what is unknown, and the kernel's laws for rules made of them."""

from __future__ import annotations

import random
from collections.abc import Sequence as Row
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auren.errors import RuleError
from auren.findings import Finding
from auren.patterns import Kernel, Rule, Sequence, daily, group, sequence, stage
from auren.patterns.sequences.days import Contiguity
from auren.people import Subject
from auren.ports import Verdict
from auren.readings import STANDARD_METRICS, DailyValue, Reading

DAY = date(2025, 3, 10)
PULSE, SLEEP, LOAD = daily("heart.resting"), daily("sleep.duration"), daily("load.srpe")
HIGH, SHORT, HARD, EASY = PULSE.above(60, "bpm"), SLEEP.below(6, "h"), LOAD.above(500, "AU"), LOAD.below(100, "AU")


class Table:
    """Daily values by metric and date."""

    def __init__(self, values: dict[tuple[str, date], float]) -> None:
        self._values = values

    def value(self, metric: str, day: date) -> DailyValue | None:
        number = self._values.get((metric, day))
        if number is None:
            return None
        at = datetime.combine(day, time(22 if metric == "load.srpe" else 6), UTC)
        return DailyValue(metric, day, number, STANDARD_METRICS[metric].unit, (f"{metric}:{day}",), at, at)


def table(*, pulse: str = "", sleep: str = "", load: str = "") -> Table:
    """Give days that end on DAY: `x` where the condition holds, `.` where it does not, a space for no value.

    Loads have a third sign, `o`, for a day that is neither hard nor easy.
    """
    values: dict[tuple[str, date], float] = {}
    for metric, signs, hit, miss in (
        ("heart.resting", pulse, 70.0, 50.0),
        ("sleep.duration", sleep, 300.0, 480.0),
        ("load.srpe", load, 800.0, 50.0),
    ):
        for back, sign in enumerate(reversed(signs)):
            if sign != " ":
                values[metric, DAY - timedelta(days=back)] = {"x": hit, ".": miss, "o": 300.0}[sign]
    return Table(values)


def judge(of: Sequence, over: Table, day: date = DAY) -> Verdict:
    of.check(STANDARD_METRICS)
    return of.judge(over, day, STANDARD_METRICS)


def days_of(verdict: Verdict) -> list[int]:
    """Give how many days before DAY each piece of evidence was, in the order taken."""
    return [(DAY - item.window.last).days for item in verdict.evidence]


RUN_DOWN = (
    sequence(stage("high", HIGH).times(3).strictly()).followed_by("short", SHORT).followed_by("hard", HARD).within(days=7)
)


def test_a_sequence_holds_on_the_day_on_which_its_last_stage_does() -> None:
    over = table(pulse="xxx.....", sleep="....x...", load="......x.")
    yesterday = DAY - timedelta(days=1)
    assert judge(RUN_DOWN, over).holds is False
    verdict = judge(RUN_DOWN, over, yesterday)
    assert verdict.holds is True
    assert days_of(verdict) == [7, 6, 5, 3, 1]
    assert [item.metric for item in verdict.evidence] == ["heart.resting"] * 3 + ["sleep.duration", "load.srpe"]


def test_the_days_include_the_first_and_the_last() -> None:
    pair = sequence("high", HIGH).followed_by("short", SHORT)
    over = table(pulse="x....", sleep="....x")
    assert judge(pair.within(days=5), over).holds is True
    assert judge(pair.within(days=4), over).holds is False


def test_the_nearest_match_is_the_evidence() -> None:
    verdict = judge(sequence("high", HIGH).followed_by("short", SHORT).within(days=7), table(pulse="x.xx..", sleep=".....x"))
    assert days_of(verdict) == [2, 0]


@pytest.mark.parametrize(
    ("per", "gap", "other"),
    [("metric", True, True), ("day", None, True), ("event", True, False)],
)
def test_neighbours_are_per_metric_per_day_or_over_all_values(per: Contiguity, gap: bool | None, other: bool) -> None:
    """A day without a value, and the value of another metric in between."""
    row = sequence(stage("high", HIGH).times(2).strictly()).followed_by("short", SHORT).within(days=6).contiguous(per=per)
    assert judge(row, table(pulse="x x ", sleep="   x")).holds is gap
    assert judge(row, table(pulse="xx.", sleep="x.x")).holds is other
    assert judge(row.within(days=4), table(pulse="x.x.", sleep="...x")).holds is False


def test_what_is_unknown_never_makes_a_match_and_is_said() -> None:
    pair = sequence("high", HIGH).followed_by("short", SHORT).within(days=3).contiguous(per="day")
    assert judge(pair, table(pulse="x.", sleep=".x")).holds is True
    verdict = judge(pair, table(pulse=" .", sleep=".x"))
    assert (verdict.holds, verdict.evidence) == (None, ())
    assert any("resting heart rate" in text for text in verdict.missing)
    assert judge(pair, table(pulse="..", sleep=" x")).holds is None
    assert judge(pair, table(pulse="...", sleep="..x")).holds is False


CALM = sequence("hard", HARD).not_followed_by("easy", EASY).within(days=3)


def test_absence_holds_on_the_last_day_of_the_wait_and_not_before() -> None:
    assert judge(CALM, table(load="xoo")).holds is True
    assert judge(CALM, table(load=".xo")).holds is False
    assert judge(CALM, table(load="xooo")).holds is False
    assert judge(CALM, table(load="xo.")).holds is False


def test_absence_over_a_day_without_a_value_is_unknown() -> None:
    kinds: tuple[Contiguity, ...] = ("metric", "day", "event")
    for per in kinds:
        verdict = judge(CALM.contiguous(per=per), table(load="x o"))
        assert verdict.holds is None
        assert any(str(DAY - timedelta(days=1)) in text for text in verdict.missing)
    between = sequence("hard", HARD).not_followed_by("easy", EASY).followed_by("short", SHORT).within(days=5)
    assert judge(between, table(load="xoo", sleep="..x")).holds is True
    assert judge(between, table(load="x.o", sleep="..x")).holds is False
    assert judge(between, table(load="x o", sleep="..x")).holds is None


def test_the_very_next_measured_day_is_what_not_then_looks_at() -> None:
    ban = sequence("hard", HARD).not_then("easy", EASY).followed_by("short", SHORT).within(days=6)
    assert judge(ban.within(days=3), table(load="x.o", sleep="..x")).holds is False
    assert judge(ban, table(load="xo.", sleep="..x")).holds is True
    assert judge(ban, table(load="x o.", sleep="...x")).holds is True
    assert judge(ban.contiguous(per="day"), table(load="x o.", sleep="...x")).holds is None


SHAPES = (
    sequence(stage("high", HIGH).times(2).strictly()).followed_by("short", SHORT),
    sequence("high", HIGH).then("short", SHORT).not_followed_by("easy", EASY).followed_by("hard", HARD),
    sequence("hard", HARD).not_then("easy", EASY).followed_by_any("short", SHORT),
    sequence("hard", HARD).not_followed_by("short", SHORT),
    sequence(stage("high", HIGH).or_more().greedy()).then("short", SHORT),
    sequence(stage("high", HIGH).or_more(2).until(HARD)).followed_by("short", SHORT),
)
signs = st.text(alphabet="x. ", min_size=6, max_size=6)


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(SHAPES), st.sampled_from(["metric", "day"]), signs, signs, signs, st.randoms(use_true_random=False))
def test_what_is_false_stays_so_whatever_was_missing(
    shape: Sequence, per: Contiguity, pulse: str, sleep: str, load: str, rnd: random.Random
) -> None:
    """Of a sequence that may yet turn out to hold it is never said that it does not."""

    def filled(row: str) -> str:
        return "".join(rnd.choice("x. ") if sign == " " else sign for sign in row)

    of = shape.within(days=5).contiguous(per=per)
    verdict = judge(of, table(pulse=pulse, sleep=sleep, load=load))
    if verdict.holds is False:
        assert judge(of, table(pulse=filled(pulse), sleep=filled(sleep), load=filled(load))).holds is not True
    if verdict.holds is None:
        assert verdict.missing
    if " " not in pulse + sleep + load:
        assert verdict.holds is not None


def test_parts_are_repeated_left_out_and_ended() -> None:
    week = table(pulse="x.x.x..", sleep="......x")
    assert judge(sequence(stage("high", HIGH).times(3)).followed_by("short", SHORT).within(days=7), week).holds is True
    assert (
        judge(sequence(stage("high", HIGH).times(3).strictly()).followed_by("short", SHORT).within(days=7), week).holds is False
    )
    assert judge(sequence(stage("high", HIGH).times(4, 5).optional()).followed_by("short", SHORT).within(days=7), week).holds
    many = sequence("first", HIGH).followed_by(stage("high", HIGH).or_more().greedy()).followed_by("short", SHORT)
    assert days_of(judge(many.within(days=7), week)) == [4, 2, 0]
    ended = sequence(stage("high", HIGH).or_more(2).until(HARD)).followed_by("short", SHORT).within(days=7)
    assert judge(ended, table(pulse="x.x.x..", sleep="......x", load="ooooooo")).holds is True
    assert judge(ended, table(pulse="x.x.x..", sleep="......x", load="oxoxooo")).holds is False
    chosen = sequence(stage("high", HIGH).times(2).in_any_choice()).followed_by("short", SHORT).within(days=7)
    assert days_of(judge(chosen, week)) == [4, 2, 0]
    again = group(sequence("hard", HARD).followed_by("high", HIGH)).times(2)
    assert judge(sequence(again).within(days=6), table(load="x.x.", pulse=".x.x")).holds is True
    assert judge(sequence(again).within(days=6), table(load="x.o.", pulse=".x.x")).holds is False


def test_a_day_is_compared_with_one_taken_before() -> None:
    values = {("heart.resting", DAY - timedelta(days=2 - number)): value for number, value in enumerate((61.0, 66.0, 64.0))}
    climbing = sequence(stage("high", HIGH).times(2).above("high", PULSE)).within(days=3)
    assert judge(climbing, Table(values), DAY - timedelta(days=1)).holds is True
    assert judge(climbing, Table(values)).holds is False, "66 came first, and 64 is not above it"
    falling = sequence("high", HIGH).then(stage("lower", HIGH).below("high", PULSE)).within(days=3)
    assert judge(falling, Table(values)).holds is True
    assert judge(falling, Table(values), DAY - timedelta(days=1)).holds is False


def test_the_last_step_may_have_a_limit_of_its_own() -> None:
    pair = sequence("high", HIGH).followed_by("short", SHORT).followed_by("hard", HARD)
    over = table(pulse="x.....", sleep=".x....", load="ooooox")
    assert judge(pair.within(days=6), over).holds is True
    assert judge(pair.within(days=6, last_days=4), over).holds is False
    assert judge(pair.within(days=6, last_days=5), over).holds is True


def test_a_sequence_is_a_condition_like_any_other() -> None:
    joined = sequence("high", HIGH).followed_by("short", SHORT).within(days=3) & LOAD.above(100, "AU")
    over = table(pulse="x.", sleep=".x", load=".x")
    verdict = joined.judge(over, DAY, STANDARD_METRICS)
    assert verdict.holds is True
    assert {item.metric for item in verdict.evidence} == {"heart.resting", "sleep.duration", "load.srpe"}


def test_evidence_alone_gives_the_same_answer() -> None:
    verdict = judge(RUN_DOWN, table(pulse="xxx. ..", sleep="....x..", load="oo..oox"))
    kept = {(value.metric, value.day): value.value for item in verdict.evidence for value in item.inputs}
    assert judge(RUN_DOWN, Table(kept)) == verdict


def test_too_many_branches_are_unknown_and_never_silently_false() -> None:
    hostile = sequence(stage("high", HIGH).or_more().in_any_choice()).followed_by("hard", HARD).within(days=40)
    verdict = judge(hostile, table(pulse="x" * 40, load=" " * 39 + "o"))
    assert verdict.holds is None
    assert "branched too often" in verdict.missing[0]


def test_a_rule_explains_its_sequence() -> None:
    text = Rule("run_down", 1, "Run down", RUN_DOWN).explain()
    assert text == (
        "Run down: when within 7 days first 'high': resting heart rate is above 60 bpm, 3 times in a row, "
        "later 'short': time asleep is below 6 h, later 'hard': session-RPE load is above 500 AU "
        "(neighbours are days with a value of the stage's own metrics)."
    )
    assert "until the 3 days are over never 'easy'" in Rule("calm", 1, "Calm", CALM).explain()
    grouped = sequence(group(sequence("a", HIGH).then(stage("b", SHORT).below("a", SLEEP))).or_more(2)).within(days=9)
    assert "('a'), " not in (said := Rule("g", 1, "G", grouped).explain())
    assert "(first 'a': " in said
    assert "time asleep below that of the last day of 'a'), 2 or more times" in said


@pytest.mark.parametrize(
    "of",
    [
        sequence("high", HIGH),
        sequence("high", HIGH).within(days=0),
        sequence("high", HIGH).within(days=121),
        sequence("high", HIGH).followed_by("short", SHORT).within(days=5, last_days=5),
        sequence("high", HIGH).followed_by("high", SHORT).within(days=5),
        sequence("high", PULSE.above(60, "kg")).within(days=5),
        sequence(stage("high", HIGH).above("low", PULSE)).within(days=5),
        sequence(stage("high", HIGH).above("high", daily("no.such"))).within(days=5),
        sequence(stage("high", HIGH).until(SHORT)).within(days=5),
        sequence(stage("high", HIGH).greedy()).within(days=5),
    ],
)
def test_a_sequence_without_meaning_is_refused_when_it_is_compiled(of: Sequence) -> None:
    with pytest.raises(RuleError):
        Rule("odd", 1, "Odd", of).compile()


def test_a_part_is_a_stage_or_a_name_with_its_condition() -> None:
    for wrong in (lambda: sequence("high"), lambda: sequence(stage("high", HIGH), SHORT), lambda: stage("", HIGH)):
        with pytest.raises(RuleError):
            wrong()


# The kernel's laws.

SUBJECT = Subject("law")
RULES = (
    Rule("strict", 1, "Strict", sequence(stage("high", HIGH).times(2).strictly()).followed_by("short", SHORT).within(days=6)),
    Rule("daily", 1, "Daily", sequence("high", HIGH).then("short", SHORT).within(days=4).contiguous(per="day"), settle_h=24),
    Rule("any", 1, "Any", sequence("high", HIGH).not_then("hard", HARD).followed_by_any("short", SHORT).within(days=5)),
    Rule("absent", 1, "Absent", sequence("hard", HARD).not_followed_by("short", SHORT).within(days=3)),
    Rule("values", 1, "Values", sequence("hard", HARD).then("high", HIGH).within(days=4).contiguous(per="event")),
)
UNITS = {"heart.resting": "bpm", "sleep.duration": "min", "load.srpe": "AU"}


def reading(metric: str, offset: int, hit: bool, *, revision: int = 0, deleted: bool = False) -> Reading:
    hits, misses = {"heart.resting": (70, 50), "sleep.duration": (300, 480), "load.srpe": (800, 50)}[metric]
    start = datetime.combine(DAY + timedelta(days=offset), time(6), UTC)
    return Reading.of(
        SUBJECT,
        metric,
        hits if hit else misses,
        unit=UNITS[metric],
        start=start,
        zone="UTC",
        source="law",
        revision=revision,
        deleted=deleted,
    )


readings = st.lists(
    st.builds(
        reading,
        st.sampled_from(sorted(UNITS)),
        st.integers(0, 14),
        st.booleans(),
        revision=st.integers(0, 2),
        deleted=st.sampled_from([False, False, True]),
    ),
    max_size=50,
)


def standing(batches: Row[Row[Reading]]) -> dict[str, Finding]:
    """Give what stands once batches were played and everything settled."""
    kernel = Kernel(RULES)
    state, _ = kernel.restore(SUBJECT, [], [])
    for batch in batches:
        kernel.advance(state, batch)
    kernel.advance_time(state, datetime(2030, 1, 1, tzinfo=UTC))
    return {id: finding for id, finding in state.findings.items() if finding.stands}


@settings(max_examples=80, deadline=None)
@given(readings, st.randoms(use_true_random=False), st.integers(1, 5))
def test_order_delay_and_repetition_do_not_matter(given_readings: list[Reading], rnd: random.Random, parts: int) -> None:
    at_once = standing([given_readings])
    shuffled = [*given_readings, *rnd.sample(given_readings, len(given_readings) // 3)]
    rnd.shuffle(shuffled)
    assert standing([[item] for item in shuffled]) == at_once
    assert standing([shuffled[i::parts] for i in range(parts)]) == at_once


def test_every_rule_of_the_laws_can_hold() -> None:
    """The laws would say nothing of rules that never speak."""
    rnd = random.Random(3)
    found = standing([[reading(metric, day, rnd.random() < 0.5) for metric in UNITS for day in range(60)]])
    assert {finding.rule for finding in found.values()} == {rule.name for rule in RULES}


def test_a_late_value_withdraws_what_was_found_over_its_absence() -> None:
    kernel = Kernel([RULES[0]])
    state, _ = kernel.restore(SUBJECT, [], [])
    days = [reading("heart.resting", 0, True), reading("heart.resting", 2, True), reading("sleep.duration", 3, True)]
    (found,) = kernel.advance(state, days).changes
    assert found.status == "provisional"
    (gone,) = kernel.advance(state, [reading("heart.resting", 1, False)]).changes
    assert (gone.id, gone.status) == (found.id, "withdrawn")
