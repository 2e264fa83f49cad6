"""The kernel key by key: driven by bytes and timers alone it gives what the engine gives."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auren.errors import InvalidInput, StoreCorrupted
from auren.findings import Finding
from auren.patterns import Engine, Kernel, KeyedKernel, Rule, daily, sequence
from auren.people import Subject
from auren.readings import Reading

PULSE, SLEEP = daily("heart.resting"), daily("sleep.duration")
RULES = (
    Rule("high", 1, "High", PULSE.above(60, "bpm"), settle_h=24),
    Rule("week", 1, "Week", PULSE.mean(5, at_least=2).above(57, "bpm") & SLEEP.below(8, "h"), settle_h=72),
    Rule("then", 1, "Then", sequence("high", PULSE.above(60, "bpm")).followed_by("short", SLEEP.below(6, "h")).within(days=4)),
)
FIRST = datetime(2025, 3, 1, 6, tzinfo=UTC)
UNITS = {"heart.resting": "bpm", "sleep.duration": "min"}


def reading(person: str, metric: str, offset: int, value: float, revision: int) -> Reading:
    start = FIRST + timedelta(days=offset)
    return Reading.of(
        Subject(person), metric, value, unit=UNITS[metric], start=start, zone="UTC", source="law", revision=revision
    )


readings = st.lists(
    st.builds(
        reading,
        st.sampled_from(["anna", "ben", "cleo"]),
        st.sampled_from(sorted(UNITS)),
        st.integers(0, 12),
        st.sampled_from([58.0, 96.0]),
        st.integers(0, 2),
    ),
    max_size=40,
)


def by_engine(delivered: list[tuple[datetime, Reading]], end: datetime) -> list[Finding]:
    engine = Engine(RULES)
    changes: list[Finding] = []
    for at, item in delivered:
        changes += [finding for _, step in engine.due(at) for finding in step.changes]
        if not engine.holds(item.subject):
            engine.restore(item.subject, [], [])
        changes += engine.advance(item.subject, [item]).changes
    return [*changes, *(finding for _, step in engine.due(end) for finding in step.changes)]


class Host:
    """A stream processor that keeps a snapshot and a timer a key, and opens the state anew for every call."""

    def __init__(self) -> None:
        self.kernel = Kernel(RULES)
        self.blobs: dict[str, bytes] = {}
        self.timers: dict[str, datetime] = {}
        self.changes: list[Finding] = []

    def take(self, item: Reading) -> None:
        keyed = self._at(item.subject.id)
        self.changes += keyed.process(item).changes
        self._put(item.subject.id, keyed)

    def pass_to(self, instant: datetime) -> None:
        while (due := min(((at, key) for key, at in self.timers.items() if at <= instant), default=None)) is not None:
            at, key = due
            keyed = self._at(key)
            self.changes += keyed.on_timer(at).changes
            self._put(key, keyed)

    def _at(self, key: str) -> KeyedKernel:
        blob = self.blobs.get(key)
        return KeyedKernel.open(self.kernel, key) if blob is None else KeyedKernel.restore(self.kernel, key, blob)

    def _put(self, key: str, keyed: KeyedKernel) -> None:
        self.blobs[key] = keyed.snapshot()
        self.timers.pop(key, None)
        if keyed.timer is not None:
            self.timers[key] = keyed.timer


@settings(max_examples=60, deadline=None)
@given(readings, st.randoms(use_true_random=False))
def test_key_by_key_with_timers_gives_what_the_engine_gives(given_readings: list[Reading], rnd: random.Random) -> None:
    """Readings come late by up to three days; each stage of each finding is the same, whoever's comes first."""
    delivered = sorted(
        ((item.start + timedelta(hours=rnd.randrange(72)), item) for item in given_readings), key=lambda pair: pair[0]
    )
    end, host = FIRST + timedelta(days=60), Host()
    for at, item in delivered:
        host.pass_to(at)
        host.take(item)
    host.pass_to(end)

    def in_order(changes: list[Finding]) -> dict[str, list[Finding]]:
        return {id: [finding for finding in changes if finding.id == id] for id in sorted({f.id for f in changes})}

    assert in_order(host.changes) == in_order(by_engine(delivered, end))
    assert not host.timers


def test_the_timer_stands_while_something_is_awaited_and_firing_twice_changes_nothing() -> None:
    keyed = KeyedKernel.open(Kernel(RULES), "anna")
    assert not keyed.timer
    assert [finding.rule for finding in keyed.process(reading("anna", "heart.resting", 0, 96, 0)).changes] == ["high"]
    due = datetime(2025, 3, 3, tzinfo=UTC)
    assert keyed.timer == due
    assert keyed.on_timer(due - timedelta(seconds=1)).changes == ()
    assert [finding.status for finding in keyed.on_timer(due).changes] == ["confirmed"]
    assert keyed.on_timer(due).changes == ()
    assert not keyed.timer


def test_a_snapshot_of_another_key_or_of_no_state_is_refused() -> None:
    kernel = Kernel(RULES)
    blob = KeyedKernel.open(kernel, "anna").snapshot()
    with pytest.raises(InvalidInput):
        KeyedKernel.restore(kernel, "ben", blob)
    with pytest.raises(StoreCorrupted):
        KeyedKernel.restore(kernel, "anna", blob[:-3])
