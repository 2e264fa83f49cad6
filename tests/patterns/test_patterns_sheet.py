"""A sheet says what any other table says, whatever has changed meanwhile and was asked before."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st
from pattern_rules import METRICS, conditions

from auren.findings import Evidence, evidence_digest
from auren.patterns import Condition, Kernel, Rule, daily
from auren.patterns.series import Series
from auren.patterns.state import PersonState
from auren.people import Subject
from auren.readings import STANDARD_METRICS, DailyValue, Reading, Window

SUBJECT = Subject("sheet")
FIRST = date(2025, 3, 10)
DAYS = 12  # few, so that corrections hit days that were judged
RESTING = daily("heart.resting")


class Plain:
    """The days of a state, looked up one by one."""

    def __init__(self, state: PersonState) -> None:
        self._state = state

    def value(self, metric: str, day: date) -> DailyValue | None:
        return self._state.value(metric, day)


def reading(metric: str, offset: int, value: float, revision: int, deleted: bool) -> Reading:
    day = FIRST + timedelta(days=offset)
    end = datetime.combine(day, time(6), UTC)
    start = end - timedelta(hours=value % 7)
    return Reading(
        SUBJECT, metric, value, start, end, day, "UTC", "test", f"{metric}:{offset}", revision=revision, deleted=deleted
    )


readings = st.builds(
    reading,
    st.sampled_from(METRICS),
    st.integers(0, DAYS - 1),
    st.sampled_from([40.0, 54.0, 61.0, 420.0]),
    st.integers(0, 3),
    st.booleans(),
)


def take(state: PersonState, batch: Sequence[Reading]) -> None:
    for metric, day in {place for item in batch for place in state.take(item)}:
        state.reform(metric, day)


@settings(max_examples=50, deadline=None)
@given(conditions, st.lists(st.lists(readings, max_size=25), min_size=2, max_size=4), st.integers(0, DAYS))
def test_what_was_judged_before_a_change_is_judged_again(
    condition: Condition, batches: list[list[Reading]], dropped: int
) -> None:
    state = PersonState(SUBJECT, STANDARD_METRICS)
    for batch in batches:
        take(state, batch)
        for offset in range(DAYS - 6, DAYS):
            day = FIRST + timedelta(days=offset)
            assert condition.judge(state.sheet, day, STANDARD_METRICS) == condition.judge(Plain(state), day, STANDARD_METRICS)
    state.drop_before(FIRST + timedelta(days=dropped), judged_from=FIRST)
    last = FIRST + timedelta(days=DAYS - 1)
    assert condition.judge(state.sheet, last, STANDARD_METRICS) == condition.judge(Plain(state), last, STANDARD_METRICS)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(readings, max_size=25), min_size=1, max_size=3), st.integers(-3, DAYS), st.integers(1, DAYS + 3))
def test_a_window_is_its_dates(batches: list[list[Reading]], first: int, days: int) -> None:
    state = PersonState(SUBJECT, STANDARD_METRICS)
    window = Window.ending(FIRST + timedelta(days=first + days), days)
    for batch in batches:
        take(state, batch)
        for series in (Series("heart.resting"), Series("hrv.rmssd", logarithm=True), Series("sleep.duration", clock="start")):
            seen = series.over(state.sheet, window)
            held = [value for day in window.dates() if (value := state.value(series.metric, day)) is not None]
            assert list(seen.values) == held
            assert list(seen.days) == [value.day for value in held]
            assert list(seen.numbers) == [series.number(value) for value in held]


def test_a_window_that_was_seen_follows_correction_deletion_and_return() -> None:
    state = PersonState(SUBJECT, STANDARD_METRICS)
    window = Window.ending(FIRST + timedelta(days=2), 3)
    for revision, (value, deleted) in enumerate([(54.0, False), (61.0, False), (61.0, True), (40.0, False)]):
        take(state, [reading("heart.resting", 1, value, revision, deleted)])
        seen = Series("heart.resting").over(state.sheet, window)
        assert list(seen.numbers) == ([] if deleted else [value])
        assert [held.value for held in seen.values] == list(seen.numbers)
    state.drop_before(FIRST + timedelta(days=2), judged_from=FIRST)
    assert not Series("heart.resting").over(state.sheet, window).values


def piece_by_piece(evidence: tuple[Evidence, ...]) -> str:
    """Give the digest that journals hold, whose bytes must never change."""
    digest = hashlib.blake2b(digest_size=8)
    for item in evidence:
        assert item.baseline is None
        digest.update(f"{item.signal}|{item.value!r}|{item.window}|{item.limit!r}".encode())
        for value in item.inputs:
            digest.update(f"|{value.day}|{value.value!r}|{','.join(value.reading_ids)}".encode())
    return digest.hexdigest()


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(readings, max_size=25), min_size=1, max_size=3))
def test_the_digest_of_evidence_does_not_depend_on_what_was_digested_before(batches: list[list[Reading]]) -> None:
    condition = RESTING.mean(7, at_least=1).above(1, "bpm") | daily("sleep.duration").mean(7, at_least=1).above(1, "min")
    state = PersonState(SUBJECT, STANDARD_METRICS)
    for batch in batches:
        take(state, batch)
        for offset in range(DAYS):
            evidence: tuple[Evidence, ...] = condition.judge(
                state.sheet, FIRST + timedelta(days=offset), STANDARD_METRICS
            ).evidence
            assert state.sheet.digest(evidence) == evidence_digest(evidence) == piece_by_piece(evidence)


def test_a_step_leaves_nothing_behind_but_the_days() -> None:
    usual = RESTING.usual(14, at_least=2, sd=1)
    kernel = Kernel([Rule("high", 1, "High", RESTING.above(usual))])
    state, _ = kernel.restore(SUBJECT, [], [])
    for offset in range(20):
        held = reading("heart.resting", offset, 54.0 + offset % 3, 0, deleted=False)
        for step in (
            partial(kernel.advance, state, [held]),
            partial(kernel.unknown, state, held.day),
            partial(kernel.dump, state),
        ):
            state.sheet.forget()
            step()
            # What the rule learned of its band in the step is not there any more.
            assert state.sheet.learned((usual, held.day), lambda: "learned anew") == "learned anew"
