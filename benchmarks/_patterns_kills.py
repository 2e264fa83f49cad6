"""A replay into SQLite that is killed at random points and begun again: no finding may be lost, and none doubled.

python -m benchmarks._patterns_kills FILE     (the replay itself; it prints a line for each batch, and "done")
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from auren.clock import SimulatedClock
from auren.findings import Finding
from auren.history import SQLHistory
from auren.journal import SQLJournal
from auren.people import Profile, Subject
from auren.pipeline import Pipeline
from auren.privacy import InMemoryDirectory
from auren.readings import Reading
from benchmarks._patterns_workload import FIRST, arrivals, person_days

__all__ = ["KillProof", "kill_proof", "replay"]

SUBJECT = Subject("killed")
DAYS = 60
BATCH = 3
AFTER = datetime.combine(FIRST + timedelta(days=DAYS + 10), time(12), UTC)


@dataclass(frozen=True, slots=True)
class KillProof:
    """What killing showed.

    Args:
        kills: that hit a replay under way.
        starts: of the replay.
        findings: that an undisturbed replay ends with.
        lost: of these, missing or other than there after a killed replay.
        doubled: findings recorded twice, or not found by the undisturbed replay.
    """

    kills: int
    starts: int
    findings: int
    lost: int
    doubled: int


def kill_proof(kills: int, *, seed: int = 1) -> KillProof:
    """Kill replays until so many kills have hit, and hold what they end with against an undisturbed one.

    Args:
        kills: 0 or more.
        seed: of the points at which they are killed.
    """
    rnd = random.Random(f"{seed}")
    hit = starts = lost = doubled = 0
    with tempfile.TemporaryDirectory() as folder:
        expected = _played(Path(folder) / "whole.db", None)[1]
        number = 0
        while hit < kills:
            number += 1
            file = Path(folder) / f"killed{number}.db"
            ended = False
            for _ in range(min(4, kills - hit)):
                starts += 1
                ended, _found = _played(file, (rnd.randint(1, 55), rnd.uniform(0.0, 0.02)))
                hit += not ended
            starts += 1
            _, found = _played(file, None)
            by_id = {finding.id: finding for finding in found}
            lost += sum(by_id.get(finding.id) != finding for finding in expected)
            counts = Counter((finding.rule, finding.day) for finding in found)
            doubled += sum(count - 1 for count in counts.values()) + len(set(by_id) - {finding.id for finding in expected})
    return KillProof(hit, starts, len(expected), lost, doubled)


async def replay(file: Path) -> None:
    """Play the person's readings into a file in small batches from the beginning, as a source that knows of no crash does."""
    readings = arrivals(_readings(), 1, late=0.2, doubled=0.05)
    async with _pipeline(file) as auren:
        for begin in range(0, len(readings), BATCH):
            await auren.ingest(readings[begin : begin + BATCH])
            print(begin, flush=True)
        await auren.advance_to(AFTER + timedelta(days=5))
        print("done", flush=True)


def _played(file: Path, kill_at: tuple[int, float] | None) -> tuple[bool, list[Finding]]:
    """Run the replay as a process of its own, killed so many batches and then seconds in, and give what it left."""
    command = [sys.executable, "-m", "benchmarks._patterns_kills", str(file)]
    root = Path(__file__).resolve().parents[1]
    path = os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")])
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=root, env={**os.environ, "PYTHONPATH": path}
    ) as process:
        done = False
        for count, line in enumerate(process.stdout or ()):
            done = line.strip() == "done"
            if kill_at is not None and count >= kill_at[0]:
                try:
                    process.wait(timeout=kill_at[1])
                except subprocess.TimeoutExpired:
                    process.send_signal(signal.SIGKILL)
                    process.wait()
                    return False, []
        if process.wait() != 0:
            raise RuntimeError(f"The replay ended with {process.returncode}.")
    if not done:
        raise RuntimeError("The replay ended before its end.")
    with sqlite3.connect(file) as connection:
        (state,) = connection.execute("PRAGMA integrity_check").fetchone()
    connection.close()
    if state != "ok":
        raise RuntimeError("The file is damaged.")
    return True, asyncio.run(_left(file))


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


def _readings() -> list[Reading]:
    return person_days(SUBJECT, DAYS, 3)


if __name__ == "__main__":
    asyncio.run(replay(Path(sys.argv[1])))
