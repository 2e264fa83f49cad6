"""The kernel's law: standing findings are a function of the set of readings, whatever the order of their delivery."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auren.findings import Finding, FindingStatus
from auren.patterns import Kernel, Rule, daily, shipped_rules
from auren.patterns.state import PersonState
from auren.people import Subject
from auren.readings import Reading

SUBJECT = Subject("law")
FIRST = date(2025, 1, 6)
RESTING = daily("heart.resting")
RULES = (
    Rule("high", 1, "High for two days", RESTING.above(RESTING.usual(14, at_least=5, sd=1, at_least_wide=1)).for_days(2)),
    Rule("either", 1, "High or short", RESTING.above(60, "bpm") | daily("sleep.duration").below(5, "h"), settle_h=24),
    Rule("week", 1, "High week", RESTING.mean(7, at_least=4).above(57, "bpm") & daily("sleep.duration").below(8, "h")),
)


def reading(metric: str, offset: int, value: float, *, revision: int = 0, deleted: bool = False) -> Reading:
    unit = "bpm" if metric == "heart.resting" else "min"
    start = datetime.combine(FIRST + timedelta(days=offset), time(6), UTC)
    return Reading.of(
        SUBJECT, metric, value, unit=unit, start=start, zone="UTC", source="law", revision=revision, deleted=deleted
    )


readings = st.lists(
    st.builds(
        reading,
        st.sampled_from(["heart.resting", "sleep.duration"]),
        st.integers(0, 40),
        st.sampled_from([40.0, 58.0, 96.0]),
        revision=st.integers(0, 2),
        deleted=st.booleans(),
    ),
    max_size=60,
)


def settled(kernel: Kernel, batches: Sequence[Sequence[Reading]]) -> tuple[dict[str, Finding], list[Finding]]:
    """Play batches, let everything settle, and give the standing findings and every stage on the way."""
    state, _ = kernel.restore(SUBJECT, [], [])
    stages: list[Finding] = []
    for batch in batches:
        stages.extend(kernel.advance(state, batch).changes)
        if state.last_day is not None:
            stages.extend(kernel.advance_time(state, datetime.combine(state.last_day, time(12), UTC)).changes)
    stages.extend(kernel.advance_time(state, datetime(2030, 1, 1, tzinfo=UTC)).changes)
    return standing(state), stages


def standing(state: PersonState) -> dict[str, Finding]:
    return {id: finding for id, finding in state.findings.items() if finding.stands}


@settings(max_examples=150, deadline=None)
@given(readings, st.randoms(use_true_random=False), st.integers(1, 5))
def test_order_repetition_and_batches_do_not_matter(given_readings: list[Reading], rnd: random.Random, parts: int) -> None:
    kernel = Kernel(RULES)
    at_once, _ = settled(kernel, [sorted(given_readings, key=lambda r: (r.day, r.metric, r.revision))])
    shuffled = [*given_readings, *rnd.sample(given_readings, len(given_readings) // 3)]
    rnd.shuffle(shuffled)
    one_by_one, _ = settled(kernel, [[item] for item in shuffled])
    in_parts, _ = settled(kernel, [shuffled[i::parts] for i in range(parts)])
    assert one_by_one == at_once
    assert in_parts == at_once


@settings(max_examples=100, deadline=None)
@given(readings, st.randoms(use_true_random=False))
def test_every_provisional_finding_ends_confirmed_or_withdrawn(given_readings: list[Reading], rnd: random.Random) -> None:
    shuffled = list(given_readings)
    rnd.shuffle(shuffled)
    final, stages = settled(Kernel(RULES), [[item] for item in shuffled])
    last: dict[str, Finding] = {}
    for finding in stages:
        before = last.get(finding.id)
        if before is None or not before.stands:
            assert finding.status is FindingStatus.PROVISIONAL
        elif finding.status is FindingStatus.REVISED:
            assert finding.revision != before.revision
        last[finding.id] = finding
    assert all(finding.settled for finding in last.values())
    assert {id for id, finding in last.items() if finding.stands} == set(final)


@settings(max_examples=100, deadline=None)
@given(readings, st.integers(0, 60), st.randoms(use_true_random=False))
def test_a_restored_state_goes_on_as_if_nothing_had_happened(
    given_readings: list[Reading], cut: int, rnd: random.Random
) -> None:
    """Restoring from the kept readings and recorded findings at any point leads to the same end."""
    shuffled = list(given_readings)
    rnd.shuffle(shuffled)
    kernel = Kernel(RULES)
    through, _ = settled(kernel, [[item] for item in shuffled])
    before, after = shuffled[:cut], shuffled[cut:]
    state, _ = kernel.restore(SUBJECT, [], [])
    kernel.advance(state, before)
    latest: dict[str, Reading] = {}
    for item in before:
        if item.id not in latest or item.supersedes(latest[item.id]):
            latest[item.id] = item
    again, advance = kernel.restore(SUBJECT, latest.values(), state.findings.values())
    assert advance.changes == ()
    kernel.advance(again, after)
    kernel.advance_time(again, datetime(2030, 1, 1, tzinfo=UTC))
    assert standing(again) == through


@settings(max_examples=60, deadline=None)
@given(readings)
def test_restoring_finds_what_a_crash_kept_from_being_recorded(given_readings: list[Reading]) -> None:
    kernel = Kernel(RULES)
    expected, _ = settled(kernel, [given_readings])
    latest: dict[str, Reading] = {}
    for item in given_readings:
        if item.id not in latest or item.supersedes(latest[item.id]):
            latest[item.id] = item
    state, advance = kernel.restore(SUBJECT, latest.values(), [])
    assert {finding.id for finding in advance.changes} == set(expected)
    kernel.advance_time(state, datetime(2030, 1, 1, tzinfo=UTC))
    assert standing(state) == expected


def test_a_corrected_reading_withdraws_and_a_changed_one_revises() -> None:
    kernel = Kernel([RULES[1]])
    state, _ = kernel.restore(SUBJECT, [], [])
    first = reading("heart.resting", 0, 65)
    assert [f.status for f in kernel.advance(state, [first]).changes] == [FindingStatus.PROVISIONAL]
    revised = kernel.advance(state, [replace(first, value=66.0, revision=1)]).changes
    assert [f.status for f in revised] == [FindingStatus.REVISED]
    withdrawn = kernel.advance(state, [replace(first, value=50.0, revision=2)]).changes
    assert [f.status for f in withdrawn] == [FindingStatus.WITHDRAWN]
    again = kernel.advance(state, [replace(first, value=70.0, revision=3)]).changes
    assert [f.status for f in again] == [FindingStatus.PROVISIONAL]
    assert {f.id for f in (*revised, *withdrawn, *again)} == {again[0].id}


def test_a_reading_moved_to_another_day_leaves_its_old_day() -> None:
    kernel = Kernel([RULES[1]])
    state, _ = kernel.restore(SUBJECT, [], [])
    first = reading("heart.resting", 0, 65)
    kernel.advance(state, [first])
    moved = replace(first, day=FIRST + timedelta(days=2), revision=1)
    changes = kernel.advance(state, [moved]).changes
    assert {(f.day, f.status) for f in changes} == {
        (FIRST, FindingStatus.WITHDRAWN),
        (FIRST + timedelta(days=2), FindingStatus.PROVISIONAL),
    }


def test_findings_settle_when_their_time_has_come_and_not_before() -> None:
    kernel = Kernel([RULES[1]])
    state, _ = kernel.restore(SUBJECT, [], [])
    kernel.advance(state, [reading("heart.resting", 0, 65)])
    due = datetime.combine(FIRST + timedelta(days=2), time(), UTC)
    assert kernel.next_wakeup(state) == due
    assert kernel.advance_time(state, due - timedelta(seconds=1)).changes == ()
    assert [f.status for f in kernel.advance_time(state, due).changes] == [FindingStatus.CONFIRMED]
    assert kernel.next_wakeup(state) is None


def test_a_reading_older_than_the_horizon_is_reported_and_changes_no_finding_of_its_day() -> None:
    kernel = Kernel([RULES[1]], horizon_days=10)
    state, _ = kernel.restore(SUBJECT, [], [])
    kernel.advance(state, [reading("heart.resting", 30, 50)])
    late = reading("heart.resting", 5, 80)
    advance = kernel.advance(state, [late])
    assert advance.too_old == (late,)
    assert advance.changes == ()


def test_state_is_bounded_by_the_horizon_and_the_reach() -> None:
    kernel = Kernel(shipped_rules(), horizon_days=30)
    state, _ = kernel.restore(SUBJECT, [], [])
    for offset in range(400):
        kernel.advance(state, [reading("heart.resting", offset, 50 + offset % 3)])
    assert len(state.days_with_values()) <= 30 + kernel.reach_days + 1


def test_readings_of_metrics_that_no_rule_reads_cost_nothing() -> None:
    kernel = Kernel([RULES[1]])
    state, _ = kernel.restore(SUBJECT, [], [])
    other = Reading.of(SUBJECT, "body.weight", 80, unit="kg", start=datetime(2025, 1, 6, tzinfo=UTC), zone="UTC", source="law")
    assert kernel.advance(state, [other]).changes == ()
    assert state.last_day is None


@pytest.mark.parametrize("days", [1, 3])
def test_unknown_says_what_is_missing(days: int) -> None:
    kernel = Kernel(shipped_rules())
    state, _ = kernel.restore(SUBJECT, [reading("heart.resting", offset, 50) for offset in range(days)], [])
    assert "resting heart rate" in kernel.unknown(state, FIRST + timedelta(days=days - 1))["resting_heart_rate_rise"][0]
