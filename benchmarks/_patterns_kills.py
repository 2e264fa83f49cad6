"""A replay into SQLite that is killed at random points and begun again: no finding may be lost, and none doubled."""

from __future__ import annotations

import asyncio
import multiprocessing
import random
import signal
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from auren.clock import SimulatedClock
from auren.findings import Finding
from auren.history import SQLHistory
from auren.journal import SQLJournal
from auren.people import Profile, Subject
from auren.pipeline import Pipeline
from auren.privacy import InMemoryDirectory
from auren.readings import Reading
from benchmarks._patterns_workers import Workers
from benchmarks._patterns_workload import FIRST, arrivals, person_days

__all__ = ["KillProof", "kill_proof"]

SUBJECT = Subject("killed")
DAYS = 60
BATCH = 3
AFTER = datetime.combine(FIRST + timedelta(days=DAYS + 10), time(12), UTC)
KILLS_A_HISTORY = 8
# Longer than a batch takes, so that a kill hits any of its moments.
LONGEST_WAIT_S = 0.03


@dataclass(frozen=True, slots=True)
class KillProof:
    """What killing showed.

    Args:
        kills: that hit a replay under way.
        starts: of the replay.
        findings: that undisturbed replays end with.
        lost: of these, missing or other than there after a killed replay.
        doubled: findings recorded twice, or not found by the undisturbed replay.
    """

    kills: int = 0
    starts: int = 0
    findings: int = 0
    lost: int = 0
    doubled: int = 0

    def __add__(self, other: KillProof) -> KillProof:
        return KillProof(*map(sum, zip(astuple(self), astuple(other), strict=True)))


def kill_proof(kills: int, *, seed: int = 1, workers: Workers | None = None) -> KillProof:
    """Kill replays of random people until so many kills have hit, and hold what they end with against undisturbed ones.

    Args:
        kills: 0 or more.
        seed: of the first person, and of the points at which the replay is killed.
        workers: share the people out; None works in this process.
    """
    shares = [min(KILLS_A_HISTORY, kills - begin) for begin in range(0, kills, KILLS_A_HISTORY)]
    numbered = list(enumerate(shares, seed))
    return (workers or Workers()).total(f"kills, {KILLS_A_HISTORY} a history", _killed, numbered, KillProof())


def _killed(numbered: tuple[int, int]) -> KillProof:
    """Kill one person's replay so often, each time on the file that the last one left, and let it come to its end."""
    number, kills = numbered
    readings = arrivals(person_days(SUBJECT, DAYS, number), number, late=0.2, doubled=0.05)
    batches = [readings[begin : begin + BATCH] for begin in range(0, len(readings), BATCH)]
    rnd = random.Random(f"{number}")
    with tempfile.TemporaryDirectory() as folder:
        whole, file = Path(folder) / "whole.db", Path(folder) / "killed.db"
        asyncio.run(_replay(whole, batches))
        hit = starts = 0
        while hit < kills:
            starts += 1
            hit += _kill(file, batches, rnd.randint(0, len(batches)), rnd.uniform(0.0, LONGEST_WAIT_S))
        asyncio.run(_replay(file, batches))
        expected, found = asyncio.run(_left(whole)), asyncio.run(_left(file))
    by_id = {finding.id: finding for finding in found}
    counts = Counter((finding.rule, finding.day) for finding in found)
    return KillProof(
        kills=hit,
        starts=starts + 1,
        findings=len(expected),
        lost=sum(by_id.get(finding.id) != finding for finding in expected),
        doubled=sum(count - 1 for count in counts.values()) + len(set(by_id) - {finding.id for finding in expected}),
    )


def _kill(file: Path, batches: Sequence[Sequence[Reading]], after: int, wait_s: float) -> bool:
    """Replay in a process of its own, kill it so many batches and then seconds in, and tell whether that hit it.

    The processes come from a server that has loaded everything, so that a start costs little.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    telling, told = context.Pipe(duplex=False)
    process = context.Process(target=_replay_and_tell, args=(file, batches, told))
    process.start()
    told.close()
    with telling:
        try:
            for _ in range(after + 1):  # the first word is that it begins
                telling.recv()
        except EOFError:
            pass
        process.join(wait_s)
        process.kill()
        process.join()
    if process.exitcode not in (0, -signal.SIGKILL):
        raise RuntimeError(f"The replay ended with {process.exitcode}.")
    if file.exists():
        with closing(sqlite3.connect(file)) as connection:
            (state,) = connection.execute("PRAGMA integrity_check").fetchone()
        if state != "ok":
            raise RuntimeError("The file is damaged.")
    return process.exitcode != 0


def _replay_and_tell(file: Path, batches: Sequence[Sequence[Reading]], told: Connection) -> None:
    told.send(None)
    asyncio.run(_replay(file, batches, partial(told.send, None)))


async def _replay(file: Path, batches: Sequence[Sequence[Reading]], done: Callable[[], None] = lambda: None) -> None:
    """Play the readings into a file in small batches from the beginning, as a source that knows of no crash does."""
    async with _pipeline(file) as auren:
        for batch in batches:
            await auren.ingest(batch)
            done()
        await auren.advance_to(AFTER + timedelta(days=5))


async def _left(file: Path) -> list[Finding]:
    async with SQLJournal(f"sqlite+aiosqlite:///{file}") as journal:
        return [record.finding for record in await journal.findings(SUBJECT) if record.finding.stands]


def _pipeline(file: Path) -> Pipeline:
    url = f"sqlite+aiosqlite:///{file}"
    return Pipeline(
        history=SQLHistory(url),
        journal=SQLJournal(url),
        directory=InMemoryDirectory({SUBJECT: Profile(zone="UTC")}),
        clock=SimulatedClock(AFTER),
        advise_within_days=0,
    )
