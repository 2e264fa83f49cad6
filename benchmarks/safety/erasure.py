"""Ends erasure at each of its writes, opens all again, and looks for bytes of who was erased.

Run with `python -m benchmarks.safety erasure`. A whole pipeline lives on SQLite files. In each round erasure ends at
one statement that writes, or at one commit, and nothing is written from then on. All is opened anew, the request is
made again, as a host does that got no report, and every byte of the files is searched. A crash inside of SQLite's own
VACUUM is not among the faults.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import event
from sqlalchemy.engine import Engine

from auren.clock import SimulatedClock
from auren.facts import Statement
from auren.history import SQLHistory
from auren.journal import SQLJournal
from auren.memory import Memory, SQLStore
from auren.memory.erasure import Tombstones
from auren.memory.facts import SQLFactStore
from auren.people import Subject
from auren.pipeline import Pipeline
from auren.privacy.consent import PURPOSES, ConsentRecord, SQLConsentBook
from auren.privacy.disclosure import SQLDisclosureLedger
from auren.readings import Reading
from benchmarks._report import Mark, at_most, report

ANNA: Final = Subject("canary-of-anna")
BEN: Final = Subject("linnet-of-ben")
NOON: Final = datetime(2026, 3, 2, 12, tzinfo=UTC)
KEY: Final = b"a key that is kept elsewhere"
WRITES: Final = ("INSERT", "UPDATE", "DELETE", "REPLACE")
MOST: Final = 500


class Crash(BaseException):
    """The process ends here."""


class _Writes:
    """Counts what is written, and ends at one of them: neither it nor anything after it happens."""

    def __init__(self, at: int) -> None:
        self.at, self.count = at, 0

    def statement(self, _connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.lstrip().upper().startswith(WRITES):
            self._next()

    def commit(self, _connection: Any) -> None:
        self._next()

    def _next(self) -> None:
        self.count += 1
        if self.count >= self.at:
            raise Crash


@contextmanager
def _ending_at(at: int) -> Iterator[_Writes]:
    writes = _Writes(at)
    hooks: tuple[tuple[str, Callable[..., None]], ...] = (
        ("before_cursor_execute", writes.statement),
        ("commit", writes.commit),
    )
    for name, hook in hooks:
        event.listen(Engine, name, hook)
    try:
        yield writes
    finally:
        for name, hook in hooks:
            event.remove(Engine, name, hook)


@asynccontextmanager
async def _opened(folder: Path) -> AsyncIterator[tuple[Pipeline, SQLFactStore]]:
    """Open a pipeline over the files as a host does at each start."""
    files = f"sqlite+aiosqlite:///{folder / 'auren.db'}"
    facts = SQLFactStore(files)
    memory = Memory(
        SQLStore(files, name="immediate"),
        SQLStore(files, name="structured"),
        SQLStore(files, name="semantic"),
        facts=facts,
        tombstones=Tombstones(f"sqlite+aiosqlite:///{folder / 'tombstones.db'}", key=KEY),
        clock=SimulatedClock(NOON),
    )
    async with Pipeline(
        history=SQLHistory(files),
        journal=SQLJournal(files),
        memory=memory,
        clock=SimulatedClock(NOON),
        consents=SQLConsentBook(files, clock=SimulatedClock(NOON)),
        disclosures=SQLDisclosureLedger(files, key=KEY, clock=SimulatedClock(NOON)),
    ) as auren:
        yield auren, facts


async def _live(auren: Pipeline, facts: SQLFactStore) -> None:
    """Leave traces of two people in every room."""
    for subject, word in ((ANNA, "canary"), (BEN, "linnet")):
        days = [NOON.date() - timedelta(days=back) for back in range(40)]
        await auren.ingest(
            Reading.of(
                subject,
                "heart.resting",
                75 if place < 3 else 50 + place % 3,
                unit="bpm",
                start=datetime.combine(day, time(6), UTC),
                zone="UTC",
                source="test",
                device=f"{word} watch",
            )
            for place, day in enumerate(days)
        )
        for number in range(4):
            await auren.ask(subject, f"How is my {word} heart, {word}{number}? I weigh 8{number} kg.")
        said = Statement(subject, "goal", "holds", f"run the {word} race", NOON - timedelta(minutes=5), NOON)
        await facts.hear([said])
    await auren.advance_to(NOON)


def _found(folder: Path, word: bytes) -> int:
    return sum(path.read_bytes().count(word) for path in folder.rglob("*") if path.is_file())


async def _round(folder: Path, at: int) -> tuple[int, int, bool, bool]:
    """Give how many writes happened, the bytes left, whether it completed, and whether the other person was left alone."""
    book = SQLConsentBook(f"sqlite+aiosqlite:///{folder / 'auren.db'}", clock=SimulatedClock(NOON))
    async with book:
        for subject, word in ((ANNA, "canary"), (BEN, "linnet")):
            for purpose in PURPOSES:
                await book.record(ConsentRecord(subject, purpose, True, NOON, "2026-01", f"{word} settings"))
    async with _opened(folder) as (auren, facts):
        await _live(auren, facts)
        for subject in (ANNA, BEN):
            await auren.share(subject, "a doctor")
        before = await auren.export(BEN)
        if not _found(folder, b"canary"):
            raise AssertionError("Nothing was written that could be erased.")
    writes = 0
    try:
        async with _opened(folder) as (auren, _):
            with _ending_at(at) as counted:
                try:
                    await auren.erase(ANNA)
                finally:
                    writes = counted.count
    except BaseException as error:
        if not isinstance(error, Crash | BaseExceptionGroup):
            raise
    async with _opened(folder) as (auren, _):
        complete = (await auren.erase(ANNA)).complete
        held = await auren.export(ANNA)
        complete &= all(not value for value in held.values() if isinstance(value, list))
        untouched = await auren.export(BEN) == before
    return writes, _found(folder, b"canary"), complete, untouched


def main(arguments: list[str]) -> None:
    """Run rounds until erasure comes to its end before the crash, and print the marks."""
    if arguments:
        sys.exit("Use python -m benchmarks.safety erasure; it takes no arguments.")
    asyncio.run(_run())


async def _run() -> None:
    crashes = incomplete = left = touched = 0
    for at in range(1, MOST):
        with tempfile.TemporaryDirectory() as folder:
            writes, bytes_left, complete, untouched = await _round(Path(folder), at)
        left += bytes_left
        incomplete += not complete
        touched += not untouched
        if writes < at:
            break
        crashes += 1
    else:
        raise AssertionError("Erasure never came to its end.")
    report(
        "safety.erasure",
        [
            Mark("erasure.crashes", crashes, "writes", ">= 10", crashes >= 10),
            at_most("erasure.incomplete", incomplete, "rounds", 0),
            at_most("erasure.bytes_left", left, "places", 0),
            at_most("erasure.others_changed", touched, "rounds", 0),
        ],
    )
