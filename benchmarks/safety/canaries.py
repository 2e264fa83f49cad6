"""Sends made-up people's identifiers through whole runs with faults at every port, and looks for them where they must not be.

    python -m benchmarks.safety canaries [VALUES]

Each of HIPAA's eighteen identifiers has VALUES values, 500 unless said: each person has up to ten of each, tells them all in
questions, messages, notes, memories, facts and names of devices, and everything is done once in peace and twice with a port
broken, whose fault quotes the person. A value is found in any case and with any punctuation; of names, streets, mail and web
addresses a single word counts. What may hold them, the person's own stores and replies, is looked at, too: a run that did not
carry every value proves nothing.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from auren.privacy.phi import PhiDetector, Pseudonymizer
from benchmarks._report import Mark, at_least, at_most, report, table
from benchmarks.safety._canary_house import House, guarded
from benchmarks.safety._canary_search import Search
from benchmarks.safety._canary_sinks import SINKS, Sinks, reachable
from benchmarks.safety._canary_values import IDENTIFIERS, Person, people

__all__ = ["Outcome", "main", "run"]

VALUES: Final = 500
EACH: Final = 10
"""Values of each identifier that one person speaks of: their own, and those of a family."""
SEED: Final = 8


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found.

    Args:
        found: by sink, how many values of each identifier stand there.
        carried: values of each identifier that the run really took in and gave back to the person.
        unaided: values of each identifier that detectors alone let through, without the person's known values.
        faults: how many faults struck.
        errors: how many errors were raised to the host.
    """

    found: dict[str, Counter[str]]
    carried: Counter[str]
    unaided: Counter[str]
    faults: int
    errors: int


def main(arguments: list[str]) -> None:
    """Run the people and print what was found where."""
    if len(arguments) > 1 or not all(one.isdecimal() and 1 <= int(one) <= VALUES for one in arguments):
        sys.exit(f"Use python -m benchmarks.safety canaries [VALUES], a number from 1 to {VALUES}.")
    values = int(arguments[0]) if arguments else VALUES
    start = time.perf_counter()
    outcome = run(values)
    names = [identifier.name for identifier in IDENTIFIERS]
    heads = [*SINKS, "own data", "detectors alone"]
    columns = [*(outcome.found[sink] for sink in SINKS), outcome.carried, outcome.unaided]
    table(["identifier", *heads], [[name, *(str(column[name]) for column in columns)] for name in names])
    print("Own data is what may hold them: the person's journal, memory, facts, history and replies.")
    print("Detectors alone: values left in their sentence without the person's known values.\n")
    report(
        "safety.canaries",
        [
            *(at_most(f"canaries.{sink}", outcome.found[sink].total(), "values", 0) for sink in SINKS),
            at_least("canaries.carried", outcome.carried.total(), "values", len(IDENTIFIERS) * values),
            at_least("canaries.faults", outcome.faults, "faults struck", 2 * values / EACH),
            Mark("canaries.errors", outcome.errors, "errors raised to the host", "as measured", True),
            Mark("canaries.detectors_alone", outcome.unaided.total(), "values", "as measured", True),
            Mark("canaries.wall", round(time.perf_counter() - start, 1), "s", "as measured", True),
        ],
    )


def run(values: int) -> Outcome:
    """Run so many people."""
    everyone = list(people(values, EACH, SEED))
    sinks = Sinks()
    with tempfile.TemporaryDirectory() as folder, sinks.watching():
        house = asyncio.run(_lived(Path(folder), everyone, sinks))
    search = Search(everyone)
    return Outcome(
        found={sink: search.counts(sinks.texts[sink]) for sink in SINKS},
        carried=search.counts(sinks.texts["own"]),
        unaided=_unaided(everyone, search),
        faults=house.faults.struck,
        errors=len(sinks.texts["errors"]) // 3,
    )


async def _lived(folder: Path, everyone: list[Person], sinks: Sinks) -> House:
    house = House(folder, everyone, sinks, guarded)
    async with house.pipeline:
        for person in everyone:
            await house.live(person)
        sinks.texts["caches"] += reachable(house.gateway, house.model)
    return house


def _unaided(everyone: list[Person], search: Search) -> Counter[str]:
    """Give how many values the detectors leave in their sentences when nothing of the person is known."""
    detector = PhiDetector()
    said = (Pseudonymizer(detector).replace(sentence) for person in everyone for sentence in person.sentences)
    return search.counts(said)
