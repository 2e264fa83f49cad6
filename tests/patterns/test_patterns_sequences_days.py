"""Sequences over days: what a coach writes, what is unknown, and the kernel's laws for rules made of them."""

from __future__ import annotations

import random
from collections.abc import Sequence as Row
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auren.errors import RuleError
from auren.findings import CAPPED, Finding
from auren.patterns import Kernel, Rule, Sequence, daily, group, sequence, stage
from auren.patterns.sequences.days import Contiguity
from auren.people import Subject
from auren.ports import Verdict
from auren.readings import STANDARD_METRICS, DailyValue, Reading
from auren.rendering import summary

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


def test_a_stage_may_have_a_limit_since_the_day_before_it() -> None:
    pair = sequence("high", HIGH).followed_by(stage("short", SHORT).within(days=3)).followed_by("hard", HARD).within(days=7)
    assert judge(pair, table(pulse="x.....", sleep="..x...", load="ooooox")).holds is True
    assert judge(pair, table(pulse="x.....", sleep="...x..", load="ooooox")).holds is False
    row = sequence(stage("high", HIGH).or_more()).followed_by(stage("short", SHORT).optional()).within(days=7)
    last = stage("hard", HARD).within(days=2)
    assert judge(row.followed_by(last), table(pulse="xx..", sleep="....", load="ooox")).holds is False
    assert judge(row.followed_by(last), table(pulse="xx..", sleep="..x.", load="ooox")).holds is True
    near = sequence(stage("high", HIGH).times(3).within(days=2)).within(days=7)
    assert judge(near, table(pulse="xxx")).holds is True
    assert judge(near, table(pulse="xx.x")).holds is False


def test_what_is_missing_beyond_a_stage_s_limit_leaves_nothing_open() -> None:
    pair = sequence("high", HIGH).followed_by("short", SHORT).within(days=7)
    near = sequence("high", HIGH).followed_by(stage("short", SHORT).within(days=2)).within(days=7)
    over = table(pulse="x...", sleep="... ")
    assert judge(pair, over).holds is None
    assert judge(near, over).holds is False


def test_a_ban_at_the_end_may_be_over_sooner_than_the_days() -> None:
    calm = sequence("short", SHORT).followed_by("hard", HARD).not_followed_by(stage("easy", EASY).within(days=3))
    over = table(sleep="x.....", load="o.xoo.")
    assert judge(calm.within(days=6), over, DAY - timedelta(days=1)).holds is True
    assert judge(calm.within(days=6), over).holds is False


def found_on(of: Sequence, over: Table, days: int) -> list[int]:
    """Give the numbers of the days, from 1 for the oldest, on which a sequence holds."""
    return [number for number in range(1, days + 1) if judge(of, over, DAY - timedelta(days=days - number)).holds]


def test_overlapping_matches_are_given_up_in_the_five_ways() -> None:
    row, high = table(pulse="xxxxx"), sequence(stage("high", HIGH).times(2).strictly()).within(days=3)
    assert found_on(high, row, 5) == [2, 3, 4, 5]
    assert found_on(high.skip("to_next"), row, 5) == [2, 3, 4, 5]
    assert found_on(high.skip("past_last"), row, 5) == [2, 4]
    each, one = table(pulse="x...", sleep=".xxx"), sequence("high", HIGH).followed_by_any("short", SHORT).within(days=4)
    assert found_on(one, each, 4) == [2, 3, 4]
    assert found_on(one.skip("to_next"), each, 4) == [2]
    twice = sequence("high", HIGH).followed_by(stage("short", SHORT).times(2)).within(days=6)
    over = table(pulse="x.x...", sleep=".x.x.x")
    assert found_on(twice, over, 6) == [4, 6]
    assert found_on(twice.skip("to_first", "short"), over, 6) == [4, 6]
    assert found_on(twice.skip("to_last", "short"), over, 6) == [4]
    assert found_on(twice.skip("past_last"), over, 6) == [4]


def test_a_match_is_held_against_those_before_its_own_days() -> None:
    """In a long row every second day ends a pair, though on each of the others one ends that began a day later."""
    pairs = sequence(stage("high", HIGH).times(2).strictly()).within(days=2).skip("past_last")
    assert found_on(pairs, table(pulse="x" * 40), 40) == list(range(2, 41, 2))
    assert pairs.reach_days == 119


def test_a_match_given_up_is_false_and_what_is_unknown_stays_so() -> None:
    pairs = sequence(stage("high", HIGH).times(2)).within(days=3).contiguous(per="day").skip("past_last")
    assert judge(pairs, table(pulse="xxx")).holds is False
    assert judge(pairs, table(pulse=" x")).holds is None


def test_a_match_does_not_wait_for_an_earlier_one_that_may_yet_be_complete() -> None:
    values = {("heart.resting", DAY - timedelta(days=2 - number)): value for number, value in enumerate((66.0, 62.0, 64.0))}
    rising = sequence("high", HIGH).followed_by(stage("higher", HIGH).above("high", PULSE)).within(days=5).skip("past_last")
    assert judge(rising, Table(values)).holds is True


def test_skipping_takes_the_whole_row_as_evidence() -> None:
    rows = sequence(stage("high", HIGH).or_more()).followed_by("short", SHORT).within(days=6)
    over = table(pulse="xxx.", sleep="...x")
    assert days_of(judge(rows, over)) == [1, 0]
    assert days_of(judge(rows.skip("past_last"), over)) == [3, 2, 1, 0]


def test_a_sequence_is_a_condition_like_any_other() -> None:
    joined = sequence("high", HIGH).followed_by("short", SHORT).within(days=3) & LOAD.above(100, "AU")
    over = table(pulse="x.", sleep=".x", load=".x")
    verdict = joined.judge(over, DAY, STANDARD_METRICS)
    assert verdict.holds is True
    assert {item.metric for item in verdict.evidence} == {"heart.resting", "sleep.duration", "load.srpe"}


def evidence_alone(verdict: Verdict) -> Table:
    return Table({(value.metric, value.day): value.value for item in verdict.evidence for value in item.inputs})


def test_evidence_alone_gives_the_same_answer() -> None:
    verdict = judge(RUN_DOWN, table(pulse="xxx. ..", sleep="....x..", load="oo..oox"))
    assert judge(RUN_DOWN, evidence_alone(verdict)) == verdict


MORE_SHAPES = (
    *SHAPES,
    sequence("high", HIGH).not_followed_by(stage("short", SHORT).within(days=2)),
    sequence("high", HIGH).not_then("hard", HARD).followed_by("short", SHORT),
    sequence(stage("high", HIGH).times(1, 2)).not_followed_by("hard", HARD).followed_by("short", SHORT),
    sequence("short", SHORT).followed_by(group(sequence("high", HIGH).not_followed_by("hard", HARD).followed_by("on", SHORT))),
    sequence("high", HIGH).followed_by(stage("row", SHORT).or_more().strictly().until(HARD)).followed_by("last", SHORT),
    sequence("short", SHORT)
    .followed_by(stage("high", HIGH).above("short", SLEEP.mean(2, at_least=1)).optional())
    .then("end", HARD),
    sequence("high", ~SHORT & HIGH).then("rest", ~HARD),
)


@settings(max_examples=500, deadline=None)
@given(
    st.sampled_from(MORE_SHAPES),
    st.sampled_from(["metric", "day", "event"]),
    st.sampled_from(["", "to_next", "past_last"]),
    signs,
    signs,
    signs,
)
def test_evidence_alone_gives_the_same_answer_for_every_shape(
    shape: Sequence, per: Contiguity, skip: str, pulse: str, sleep: str, load: str
) -> None:
    of = shape.within(days=5).contiguous(per=per)
    of = of.skip("to_next") if skip == "to_next" else of.skip("past_last") if skip else of
    verdict = judge(of, table(pulse=pulse, sleep=sleep, load=load))
    if verdict.holds:
        assert judge(of, evidence_alone(verdict)).holds is True


def test_too_many_branches_are_unknown_and_never_silently_false() -> None:
    hostile = sequence(stage("high", HIGH).or_more().in_any_choice()).followed_by("hard", HARD).within(days=40)
    verdict = judge(hostile, table(pulse="x" * 40, load=" " * 39 + "o"))
    assert verdict.holds is None
    assert "branched too often" in verdict.missing[0]


def test_a_finding_tells_of_branches_that_were_given_up() -> None:
    hostile = sequence(stage("high", HIGH).or_more().in_any_choice()).followed_by("hard", HARD).within(days=13)
    kernel = Kernel([Rule("hostile", 1, "Hostile", hostile)])
    days = [reading("heart.resting", offset, True) for offset in range(12)]
    state, step = kernel.restore(SUBJECT, [*days, reading("load.srpe", 12, True)], [])
    (finding,) = step.changes
    assert finding.capped > 1000
    assert finding.evidence[-1].signal == CAPPED
    assert str(finding.capped) in summary(finding)
    assert kernel.load(SUBJECT, kernel.dump(state)).findings == state.findings
    (calm,) = kernel.restore(SUBJECT, [days[-1], reading("load.srpe", 12, True)], [])[1].changes
    assert calm.capped == 0


def test_a_rule_explains_its_sequence() -> None:
    text = Rule("run_down", 1, "Run down", RUN_DOWN).explain()
    assert text == (
        "Run down: when within 7 days first 'high': resting heart rate is above 60 bpm, 3 times in a row, "
        "later 'short': time asleep is below 6 h, later 'hard': session-RPE load is above 500 AU "
        "(neighbours are days with a value of the stage's own metrics)."
    )
    assert "until the 3 days are over never 'easy'" in Rule("calm", 1, "Calm", CALM).explain()
    near = sequence("hard", HARD).not_followed_by(stage("easy", EASY).within(days=2)).within(days=9)
    assert near.explain(STANDARD_METRICS) == (
        "within 9 days first 'hard': session-RPE load is above 500 AU, "
        "never 'easy': session-RPE load is below 100 AU, within 2 days of the day before it"
    )
    for skipping, words in (
        (CALM.skip("to_next"), "; of the matches that begin on one day only the first counts"),
        (CALM.skip("past_last"), "; a match begins only after the last day of the one before"),
        (CALM.skip("to_first", "hard"), "; a match begins no sooner than the first day of 'hard' in the one before"),
        (CALM.skip("to_last", "hard"), "; a match begins no sooner than the last day of 'hard' in the one before"),
    ):
        assert skipping.explain(STANDARD_METRICS).endswith(words)
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
        sequence(stage("high", HIGH).within(days=3)).followed_by("short", SHORT).within(days=5),
        sequence("high", HIGH).followed_by(stage("short", SHORT).within(days=6)).within(days=5),
        sequence("high", HIGH).followed_by(stage("short", SHORT).within(days=1)).within(days=5),
        sequence("high", HIGH).followed_by("short", SHORT).skip("to_first").within(days=5),
        sequence("high", HIGH).followed_by("short", SHORT).skip("to_last", "hard").within(days=5),
        sequence("high", HIGH).followed_by("short", SHORT).skip("past_last", "high").within(days=5),
        sequence("high", HIGH).not_followed_by("short", SHORT).skip("to_last", "short").within(days=5),
    ],
)
def test_a_sequence_without_meaning_is_refused_when_it_is_compiled(of: Sequence) -> None:
    with pytest.raises(RuleError):
        Rule("odd", 1, "Odd", of).compile()


def test_a_part_is_a_stage_or_a_name_with_its_condition() -> None:
    for wrong in (
        lambda: sequence("high"),
        lambda: sequence(stage("high", HIGH), SHORT),
        lambda: stage("", HIGH),
        lambda: group(sequence("high", HIGH).skip("to_next")),
    ):
        with pytest.raises(RuleError):
            wrong()


# The kernel's laws.

SUBJECT = Subject("law")
RULES = (
    Rule("strict", 1, "Strict", sequence(stage("high", HIGH).times(2).strictly()).followed_by("short", SHORT).within(days=6)),
    Rule("daily", 1, "Daily", sequence("high", HIGH).then("short", SHORT).within(days=4).contiguous(per="day"), settle_h=24),
    Rule("any", 1, "Any", sequence("high", HIGH).not_then("hard", HARD).followed_by_any("short", SHORT).within(days=5)),
    Rule("absent", 1, "Absent", sequence("hard", HARD).not_followed_by("short", SHORT).within(days=3)),
    Rule("once", 1, "Once", sequence(stage("high", HIGH).times(2)).within(days=3).skip("past_last")),
    Rule("near", 1, "Near", sequence("high", HIGH).followed_by(stage("short", SHORT).within(days=2)).within(days=5)),
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
