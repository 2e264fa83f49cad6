"""How fast and how small the pattern engine is, beside a loop written by hand and naive judging.

The workload: 1,000 people with heart rate every 10 s, and daily sleep, resting heart rate and HRV after 80 days of history;
2 % comes late by up to 72 h and 1 % twice. Half load is half of the promised 200,000 events/s.
"""

from __future__ import annotations

import gc
import random
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from importlib import import_module
from typing import Any

from auren.patterns import Engine, Kernel, Rule, daily, kernel, over_table
from auren.patterns.state import PersonState
from auren.people import Subject
from auren.ports import PatternRule
from auren.readings import STANDARD_METRICS, Reading
from benchmarks._patterns_peers import HandWritten, naive
from benchmarks._patterns_workload import END_OF_TIME, FIRST, heart_rate, one_day, person_days

__all__ = [
    "DUE",
    "FLINK_EVENTS_S",
    "IDLE",
    "Latency",
    "Speed",
    "Steps",
    "form",
    "speed",
    "state_bytes",
    "table_rates",
    "time_steps",
]

PEOPLE = 1000
HISTORY_DAYS = 80
HALF_LOAD = 100_000.0
FLINK_EVENTS_S = 44_000.0
IDLE = 1_000_000
DUE = 100


@dataclass(frozen=True, slots=True)
class Latency:
    """From arrival to answer, in ms.

    Args:
        p50, p99, p999: quantiles.
        worst_found: the worst of those that brought a finding; None when none did.
    """

    p50: float
    p99: float
    p999: float
    worst_found: float | None


@dataclass(frozen=True, slots=True)
class Speed:
    """Events a second on one core, and latencies.

    Args:
        one, ten, shipped: rules.
        dense: one rule that reads every event.
        by_hand: the loop that knows the first rule alone.
        naive: all judged again at each event.
        half_load: latency at half of what is promised.
        half_own: latency at half of the engine's own maximum.
    """

    one: float
    ten: float
    shipped: float
    dense: float
    by_hand: float
    naive: float
    half_load: Latency
    half_own: Latency


@dataclass(frozen=True, slots=True)
class Steps:
    """Seconds of a time step.

    Args:
        beside_idle: with 100 due among a million.
        alone: of the 100 alone.
        nothing_due: with nobody due.
    """

    beside_idle: float
    alone: float
    nothing_due: float


def form() -> str:
    """Tell in which form the kernel was loaded."""
    return "pure Python" if (kernel.__file__ or "").endswith(".py") else "compiled"


def speed(shipped: Sequence[PatternRule], count: int) -> Speed:
    """Measure a stream of so many readings.

    Args:
        shipped: all shipped rules.
        count: samples of heart rate in the stream.
    """
    one = [rule for rule in shipped if rule.name == "hrv_drop"]
    histories, events = _histories(), _events(count)
    gc.collect()
    gc.freeze()
    one_rule = _stream_rate(one, histories, events)
    # The middle one of three runs, by p99: a machine that is shared stops now and then for longer than a mark lasts.
    half_load = sorted((_latency(one, histories, events, HALF_LOAD) for _ in range(3)), key=lambda run: run.p99)[1]
    return Speed(
        one=one_rule,
        ten=_stream_rate(_ten(shipped), histories, events),
        shipped=_stream_rate(shipped, histories, events),
        dense=_dense_rate(),
        by_hand=_hand_rate(histories, events),
        naive=_naive_rate(one[0], next(iter(histories.values())), events),
        half_load=half_load,
        half_own=_latency(one, histories, events, one_rule / 2),
    )


def _stream_rate(rules: Sequence[PatternRule], histories: dict[Subject, list[Reading]], events: Sequence[Reading]) -> float:
    engine = _engine(rules, histories)
    return _rate(events, lambda event: engine.advance(event.subject, (event,)))


def _dense_rate() -> float:
    rule = Rule("dense", 1, "Heart rate is high all day", daily("heart.rate").above(200, "bpm"))
    events = _whole_days(4)
    return _stream_rate([rule], {event.subject: [] for event in events}, events)


def _hand_rate(histories: dict[Subject, list[Reading]], events: Sequence[Reading]) -> float:
    hand = HandWritten()
    for readings in histories.values():
        for reading in readings:
            if reading.metric == "hrv.rmssd":
                hand.people.setdefault(reading.subject.id, {})[reading.day] = 4.1
    return _rate(events, hand.take)


def _naive_rate(rule: PatternRule, held: Sequence[Reading], events: Sequence[Reading]) -> float:
    few = [replace(event, subject=held[0].subject) for event in events[:300]]
    began = time.perf_counter()
    return naive(rule, held, few) / (time.perf_counter() - began)


def _ten(shipped: Sequence[PatternRule]) -> list[PatternRule]:
    """Give the first ten shipped rules, filled up with copies under other names while fewer ship."""
    rules = [rule for rule in shipped if isinstance(rule, Rule)]
    copies = [replace(rules[n % len(rules)], name=f"{rules[n % len(rules)].name}_{n}") for n in range(10)]
    return [*rules[:10], *copies[: max(0, 10 - len(rules))]]


def _histories() -> dict[Subject, list[Reading]]:
    subjects = [Subject(f"s{number:04}") for number in range(PEOPLE)]
    return {subject: person_days(subject, HISTORY_DAYS, number) for number, subject in enumerate(subjects)}


def _events(count: int) -> list[Reading]:
    """Give readings in the order of arrival: 100 samples of heart rate a second, and whoever wakes, all over the world."""
    rnd = random.Random(5)
    begin = datetime.combine(FIRST + timedelta(days=HISTORY_DAYS), clock_time(6), UTC)
    subjects = [Subject(f"s{number:04}") for number in range(PEOPLE)]
    events: list[Reading] = []
    waking = 86_400 * 100 // PEOPLE  # samples between two people's waking
    for serial in range(count):
        subject = subjects[serial % PEOPLE]
        late = timedelta(hours=rnd.uniform(0, 72)) if rnd.random() < 0.02 else timedelta(0)
        events.append(heart_rate(subject, begin + timedelta(seconds=serial / 100) - late, float(rnd.randint(48, 90)), serial))
        if serial % waking == 0:
            behind = rnd.randint(1, 3) if rnd.random() < 0.02 else 0
            sleeper = subjects[serial // waking % PEOPLE]
            events.extend(one_day(sleeper, HISTORY_DAYS - behind, rnd, bad=rnd.random() < 0.5))
        if rnd.random() < 0.01:
            events.append(events[rnd.randrange(len(events))])
    return events


def _whole_days(people: int) -> list[Reading]:
    """Give every sample of a day, of so many people."""
    begin = datetime.combine(FIRST, clock_time(), UTC)
    subjects = [Subject(f"d{number}") for number in range(people)]
    return [
        heart_rate(subject, begin + timedelta(seconds=10 * place), 50.0 + place % 40, place)
        for place in range(8640)
        for subject in subjects
    ]


def _engine(rules: Sequence[PatternRule], histories: dict[Subject, list[Reading]]) -> Engine:
    """Give an engine that holds people with a history; its days were not judged, as that is not what is measured."""
    engine = Engine(rules, most_people=max(1, len(histories)))
    reads = engine.kernel.reads
    for subject, readings in histories.items():
        state = PersonState(subject, STANDARD_METRICS)
        places = {place for reading in readings if reading.metric in reads for place in state.take(reading)}
        for metric, day in places:
            state.reform(metric, day)
        engine.hold(state)
    return engine


def _rate(events: Sequence[Reading], take: Callable[[Reading], object]) -> float:
    began = time.perf_counter()
    for event in events:
        take(event)
    return len(events) / (time.perf_counter() - began)


def _latency(
    rules: Sequence[PatternRule], histories: dict[Subject, list[Reading]], events: Sequence[Reading], rate: float
) -> Latency:
    """Hand events in at so many a second, and time each from when it was due."""
    engine = _engine(rules, histories)
    gc.collect()
    gc.freeze()
    waits: list[float] = []
    found: list[float] = []
    clock = time.perf_counter
    began = clock()
    for place, event in enumerate(events):
        due = began + place / rate
        while clock() < due:
            pass
        changes = engine.advance(event.subject, (event,)).changes
        wait = clock() - due
        waits.append(wait)
        if changes:
            found.append(wait)
    waits.sort()
    p50, p99, p999 = (waits[min(len(waits) - 1, int(len(waits) * share))] * 1e3 for share in (0.5, 0.99, 0.999))
    return Latency(p50, p99, p999, max(found) * 1e3 if found else None)


def time_steps() -> Steps:
    """Time a step of the clock."""
    rule = Rule("high", 1, "High", daily("heart.resting").above(60, "bpm"))
    due = END_OF_TIME
    seconds: list[float] = []
    for idle in (0, IDLE):
        engine = Engine([rule], most_people=IDLE + DUE)
        for number in range(idle):
            engine.restore(Subject(f"i{number}"), (), ())
        for number in range(DUE):
            subject = Subject(f"s{number}")
            engine.restore(subject, (), ())
            at = datetime.combine(FIRST, clock_time(6), UTC)
            engine.advance(subject, [Reading(subject, "heart.resting", 70.0, at, at, FIRST, "UTC", "watch", "r")])
        gc.collect()
        gc.freeze()
        began = time.perf_counter()
        woken = sum(1 for _ in engine.due(due))
        seconds.append(time.perf_counter() - began)
        if woken != DUE:
            raise RuntimeError(f"{woken} people were woken; expected {DUE}.")
    began = time.perf_counter()
    for _ in range(100):
        list(engine.due(due))
    return Steps(beside_idle=seconds[1], alone=seconds[0], nothing_due=(time.perf_counter() - began) / 100)


def state_bytes(rules: Sequence[PatternRule]) -> tuple[float, float, float]:
    """Give the mean size of a state after 240 days as bytes, what was promised (1 KB a metric, 200 B a rule), and in memory."""
    judge = Kernel(rules)
    people = [person_days(Subject(f"b{number}"), 240, number) for number in range(2)]
    states: list[PersonState] = []
    tracemalloc.start()
    for readings in people:
        state, _ = judge.restore(readings[0].subject, [], [])
        for begin in range(0, len(readings), 30):
            # Readings of its own, so that their memory is counted as the state's.
            own = [replace(reading, id="".join(reading.id)) for reading in readings[begin : begin + 30]]
            judge.advance(state, own)
            judge.advance_time(state, own[-1].end)
        states.append(state)
    gc.collect()
    memory = tracemalloc.get_traced_memory()[0] / len(people)
    tracemalloc.stop()
    sizes = [len(judge.dump(state)) for state in states]
    held = len(judge.reads & {"hrv.rmssd", "heart.resting", "sleep.duration"})
    return sum(sizes) / len(sizes), 1024.0 * held + 200.0 * len(rules), memory


def table_rates(rules: Sequence[PatternRule]) -> tuple[float | None, float]:
    """Give the rows a second of a table with heart rate every 10 s, and of one that holds nothing but judged days."""
    years = [reading for n in range(6) for reading in person_days(Subject(f"t{n}"), 365, n)]
    rates: list[float] = []
    judged = [reading for reading in years if reading.metric == "hrv.rmssd"]
    began = time.perf_counter()
    over_table(rules, judged)
    daily_rate = len(judged) / (time.perf_counter() - began)
    try:
        polars: Any = import_module("polars")
    except ModuleNotFoundError:
        return None, daily_rate
    columns = ("metric", "value", "day", "start", "end", "zone", "source", "id", "device", "revision", "deleted")
    own = polars.DataFrame(
        {"subject": [r.subject.id for r in years], **{name: [getattr(r, name) for r in years] for name in columns}}
    )
    samples = 8640 * 365
    begin = datetime.combine(FIRST, clock_time(), UTC)
    instants = polars.datetime_range(begin, begin + timedelta(days=365), "10s", closed="left", eager=True).dt.cast_time_unit(
        "us"
    )
    parts = [own]
    for person in (0, 1):
        parts.append(
            polars.DataFrame({"start": instants})
            .with_columns(
                subject=polars.lit(f"t{person}"),
                metric=polars.lit("heart.rate"),
                value=polars.lit(60.0),
                day=polars.col("start").dt.date(),
                end=polars.col("start"),
                zone=polars.lit("UTC"),
                source=polars.lit("watch"),
                id=polars.lit("watch:hr:") + polars.int_range(samples).cast(polars.String),
                device=polars.lit("Watch"),
                revision=polars.lit(0, dtype=polars.Int64),
                deleted=polars.lit(False),
            )
            .select(own.columns)
        )
    frame = polars.concat(parts)
    began = time.perf_counter()
    result = over_table(rules, frame)
    rates.append(result.rows / (time.perf_counter() - began))
    return rates[0], daily_rate
