"""A state's days are formed to the last bit, its bytes come back as they were, and time costs only those it concerns."""

from __future__ import annotations

import random
from dataclasses import astuple
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auren.errors import InvalidInput
from auren.findings import FindingStatus
from auren.patterns import Engine, Kernel, Rule, daily, shard_of, shipped_rules
from auren.patterns.state import PersonState
from auren.people import Subject
from auren.readings import DayRule, Metric, MetricRegistry, Reading, form_day

ANNA = Subject("anna")
FIRST = date(2025, 1, 6)
REGISTRY = MetricRegistry([Metric(f"test.{rule}", "a test", "ms", -1e6, 1e6, rule, bridge_min=5) for rule in DayRule])
HIGH = Rule("high", 1, "High", daily("heart.resting").above(60, "bpm"))
RESTING = daily("heart.resting")
BAND = Rule("band", 1, "Over the band", RESTING.above(RESTING.usual(14, at_least=5, sd=1, at_least_wide=1)))


def resting(offset: int, value: float, subject: Subject = ANNA, revision: int = 0) -> Reading:
    at = datetime.combine(FIRST + timedelta(days=offset), time(6), UTC)
    return Reading.of(subject, "heart.resting", value, unit="bpm", start=at, zone="UTC", source="test", revision=revision)


deliveries = st.lists(
    st.tuples(
        st.integers(0, 30),  # id
        st.integers(0, 200),  # start in minutes
        st.sampled_from([0, 5, 5, 90]),  # length in minutes
        st.floats(-1e6, 1e6, allow_nan=False),
        st.sampled_from(["one", "one", "one", "one", "two"]),
        st.integers(0, 2),
        st.sampled_from([False, False, False, True]),
        st.integers(0, 1),  # day
    ),
    max_size=40,
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(list(DayRule)), deliveries, st.integers(1, 4))
def test_a_followed_day_is_the_formed_day_to_the_last_bit(rule: DayRule, given_rows: list[Any], step: int) -> None:
    state = PersonState(ANNA, REGISTRY)
    latest: dict[str, Reading] = {}
    for place, (id, start, length, value, source, revision, deleted, ahead) in enumerate(given_rows):
        begin = datetime.combine(FIRST, time(1), UTC) + timedelta(minutes=start)
        if rule not in (DayRule.SUM, DayRule.MEAN):
            value = float(int(value) % 3)  # so that readings tie
        end, day = begin + timedelta(minutes=length), FIRST + timedelta(days=ahead)
        reading = Reading(
            ANNA, f"test.{rule}", value, begin, end, day, "UTC", source, f"r{id}", revision=revision, deleted=deleted
        )
        held = latest.get(reading.id)
        if held is None or reading.supersedes(held):
            latest[reading.id] = reading
        touched = state.take(reading)
        if place % step:
            continue  # several readings of one batch are taken in before the day is looked at
        for metric, of in {*touched, *((reading.metric, FIRST + timedelta(days=d)) for d in (0, 1))}:
            state.reform(metric, of)
        for ahead in (0, 1):
            on = FIRST + timedelta(days=ahead)
            expected = form_day(REGISTRY[reading.metric], [r for r in latest.values() if r.day == on])
            formed = state.value(reading.metric, on)
            # To the last bit, in tuples: the repr of a daily value does not show it.
            assert (formed and repr(astuple(formed))) == (expected and repr(astuple(expected)))


def test_a_dense_day_is_not_formed_of_all_its_readings_again(monkeypatch: pytest.MonkeyPatch) -> None:
    formed: list[int] = []

    def counted(metric: Metric, readings: Any, priority: Any) -> Any:
        held = list(readings)
        formed.append(len(held))
        return form_day(metric, held, priority)

    monkeypatch.setattr("auren.patterns.dayforming.form_day", counted)
    kernel = Kernel([Rule("fast", 1, "Fast", daily("heart.rate").above(100, "bpm"))])
    state, _ = kernel.restore(ANNA, [], [])
    for second in range(0, 86_400, 60):
        at = datetime.combine(FIRST, time(), UTC) + timedelta(seconds=second)
        kernel.advance(
            state, [Reading.of(ANNA, "heart.rate", 60 + second % 7, unit="bpm", start=at, zone="UTC", source="test")]
        )
    assert formed == [1]
    value = state.value("heart.rate", FIRST)
    assert value is not None
    assert len(value.reading_ids) == 1440


def played(seed: int, days: int = 90) -> tuple[Kernel, PersonState]:
    rnd = random.Random(seed)
    kernel = Kernel([HIGH, BAND, *shipped_rules()], horizon_days=60)
    state, _ = kernel.restore(ANNA, [], [])
    for offset in range(days):
        kernel.advance(
            state, [resting(max(0, offset - rnd.choice([0, 0, 3])), rnd.uniform(45, 66), revision=rnd.randint(0, 2))]
        )
        if offset % 10 == 0:
            kernel.advance_time(state, datetime.combine(FIRST + timedelta(days=offset), time(12), UTC))
    return kernel, state


@pytest.mark.parametrize("seed", range(5))
def test_a_loaded_state_is_the_dumped_one_and_goes_on_as_it_would_have(seed: int) -> None:
    kernel, state = played(seed)
    data = kernel.dump(state)
    again = kernel.load(ANNA, data)
    assert again.findings == state.findings
    assert again.open_findings == state.open_findings
    assert (again.last_day, again.furthest, again.floor) == (state.last_day, state.furthest, state.floor)
    assert {r.id: r for r in again.readings} == {r.id: r for r in state.readings}
    assert kernel.dump(again) == data
    for step in (resting(91, 90), resting(70, 88, revision=9), resting(1, 70, revision=9)):
        assert kernel.advance(again, [step]) == kernel.advance(state, [step])
    end = datetime(2030, 1, 1, tzinfo=UTC)
    assert kernel.advance_time(again, end) == kernel.advance_time(state, end)


def test_a_late_reading_reaches_as_far_ahead_as_the_rule_looks_back_and_no_further() -> None:
    week = Rule("week", 1, "A high week", RESTING.mean(7, at_least=2).above(60, "bpm"))
    for late, found in ((3, [9]), (2, [])):
        kernel = Kernel([week])
        state, _ = kernel.restore(ANNA, [], [])
        kernel.advance(state, [resting(9, 58)])
        days = [(f.day - FIRST).days for f in kernel.advance(state, [resting(late, 90)]).changes]
        assert days == found


def test_a_time_step_touches_only_those_whose_time_has_come() -> None:
    engine = Engine([HIGH], most_people=10_000)
    people = [Subject(f"s{number}") for number in range(500)]
    for number, subject in enumerate(people):
        engine.restore(subject, [], [])
        engine.advance(subject, [resting(0, 65 if number < 5 else 50, subject)])
    touched: list[Subject] = []
    step = engine.kernel.advance_time

    def noted(state: PersonState, instant: datetime) -> Any:
        touched.append(state.subject)
        return step(state, instant)

    engine.kernel.advance_time = noted  # type: ignore[method-assign]
    wakeup = engine.next_wakeup()
    assert wakeup is not None
    assert list(engine.due(wakeup - timedelta(seconds=1))) == []
    assert touched == []
    due = dict(engine.due(wakeup))
    assert set(due) == set(people[:5]) == set(touched)
    assert {f.status for advance in due.values() for f in advance.changes} == {FindingStatus.CONFIRMED}
    assert engine.next_wakeup() is None


def test_whoever_was_let_go_or_whose_finding_was_withdrawn_is_not_woken() -> None:
    engine = Engine([HIGH])
    ben = Subject("ben")
    for subject in (ANNA, ben):
        engine.restore(subject, [], [])
        engine.advance(subject, [resting(0, 65, subject)])
    engine.let_go(ben)
    engine.advance(ANNA, [resting(0, 50, revision=1)])
    assert engine.next_wakeup() is None
    assert list(engine.due(datetime(2030, 1, 1, tzinfo=UTC))) == []


def test_wakeups_passed_by_do_not_pile_up() -> None:
    engine = Engine([HIGH])
    engine.restore(ANNA, [], [])
    for revision in range(5000):
        engine.advance(ANNA, [resting(0, 65 if revision % 2 else 50, revision=revision)])
    assert len(engine._heap) <= 1002


def test_an_engines_state_travels_to_another_engine() -> None:
    one, other = Engine([HIGH]), Engine([HIGH])
    one.restore(ANNA, [], [])
    one.advance(ANNA, [resting(0, 65)])
    other.load(ANNA, one.dump(ANNA))
    assert other.next_wakeup() == one.next_wakeup()
    assert other.advance(ANNA, [resting(0, 65)]).changes == ()


def test_a_shard_is_the_same_everywhere_and_all_are_used() -> None:
    assert [shard_of(Subject(f"s{number}"), 4) for number in range(6)] == SHARDS
    assert {shard_of(Subject(f"s{number}"), 7) for number in range(200)} == set(range(7))
    with pytest.raises(InvalidInput):
        shard_of(ANNA, 0)


SHARDS = [1, 0, 2, 2, 0, 0]
