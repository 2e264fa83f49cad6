"""Changes an audit chain at random, and counts the changes that its check does not find: python -m benchmarks.safety audit."""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from auren.clock import FrozenClock
from auren.people import Subject
from auren.privacy.audit import Anchor, AuditEntry, InMemoryAuditLog, JsonLinesAuditLog, verify
from benchmarks._report import Mark, at_most, report, table

ENTRIES: Final = 200
SPEED_ENTRIES: Final = 50_000
FILE_ENTRIES: Final = 500
MUTATIONS: Final = 10_000
NOW: Final = datetime(2026, 3, 2, 12, tzinfo=UTC)
KEY: Final = bytes(range(32))
Change = Callable[[random.Random, list[AuditEntry]], list[AuditEntry]]


def _edit(rng: random.Random, chain: list[AuditEntry]) -> list[AuditEntry]:
    place, name = rng.randrange(len(chain)), rng.choice([field.name for field in fields(AuditEntry)])
    value: Any = getattr(chain[place], name)
    if isinstance(value, int):
        value ^= 1 << rng.randrange(40)
    else:
        at = rng.randrange(len(value) + 1)
        value = value[:at] + rng.choice("xyz") + value[at + rng.randrange(2) :]
    changed: Any = {name: value}
    return [*chain[:place], replace(chain[place], **changed), *chain[place + 1 :]]


def _edit_and_sign(rng: random.Random, chain: list[AuditEntry]) -> list[AuditEntry]:
    """Edit an entry and compute its digest anew."""
    place = rng.randrange(len(chain))
    edited = replace(chain[place], actor=f"somebody{rng.randrange(1000)}")
    return [*chain[:place], replace(edited, digest=edited.computed()), *chain[place + 1 :]]


def _write_anew(rng: random.Random, chain: list[AuditEntry]) -> list[AuditEntry]:
    """Edit an entry and compute all from there on anew."""
    place = rng.randrange(len(chain))
    made = chain[:place]
    for entry in chain[place:]:
        head = Anchor(len(made), made[-1].digest) if made else Anchor(0, chain[0].previous)
        actor = "somebody" if len(made) == place else entry.actor
        made.append(AuditEntry.chained(head, at=entry.at, action=entry.action, actor=actor, person=entry.person))
    return made


def _drop(rng: random.Random, chain: list[AuditEntry]) -> list[AuditEntry]:
    first = rng.randrange(len(chain) - 1)
    return chain[:first] + chain[rng.randrange(first + 1, len(chain)) :]


def _reorder(rng: random.Random, chain: list[AuditEntry]) -> list[AuditEntry]:
    moved = list(chain)
    one, other = rng.sample(range(len(chain)), 2)
    moved[one], moved[other] = moved[other], moved[one]
    return moved


def _insert(rng: random.Random, chain: list[AuditEntry]) -> list[AuditEntry]:
    """Put a well-made entry before another; one after the last is an ordinary append, which no anchor rules out."""
    place = rng.randrange(len(chain))
    head = Anchor(place, chain[place - 1].digest if place else chain[0].previous)
    return [*chain[:place], AuditEntry.chained(head, at=NOW, action="other", actor="host"), *chain[place:]]


def _duplicate(rng: random.Random, chain: list[AuditEntry]) -> list[AuditEntry]:
    place = rng.randrange(len(chain) + 1)
    return [*chain[:place], rng.choice(chain), *chain[place:]]


def _truncate(rng: random.Random, chain: list[AuditEntry]) -> list[AuditEntry]:
    return chain[: rng.randrange(len(chain))]


CHANGES: Final[dict[str, Change]] = {
    "edit": _edit,
    "edit, digest computed anew": _edit_and_sign,
    "edit, chain computed anew": _write_anew,
    "drop": _drop,
    "reorder": _reorder,
    "insert": _insert,
    "duplicate": _duplicate,
    "truncate": _truncate,
}


def main(arguments: list[str]) -> None:
    """Change, check and count; the one argument, if any, is how many changes."""
    if len(arguments) > 1 or (arguments and not arguments[0].isdecimal()):
        sys.exit("Use python -m benchmarks.safety audit [CHANGES], where CHANGES is a number.")
    asyncio.run(_run(int(arguments[0]) if arguments else MUTATIONS))


async def _run(mutations: int) -> None:
    async with InMemoryAuditLog(KEY, FrozenClock(NOW)) as log:
        for number in range(ENTRIES):
            await log.append(f"act{number % 5}", "host", subject=Subject(f"p{number % 7}"))
        chain, anchor = await log.entries(), await log.anchor()
    rng, made, missed, unanchored = random.Random(8), Counter[str](), Counter[str](), Counter[str]()
    wrong_place = 0
    for number in range(mutations):
        kind = list(CHANGES)[number % len(CHANGES)]
        changed = CHANGES[kind](rng, chain)
        if changed == chain:
            raise AssertionError(f"A change of kind {kind} changed nothing.")
        made[kind] += 1
        found = verify(changed, [anchor])
        missed[kind] += found.ok
        unanchored[kind] += not verify(changed).ok
        # Only against the anchor, a chain computed anew is found at its end.
        wrong_place += kind != "edit, chain computed anew" and (
            found.fault is None or found.fault.place > _first_difference(chain, changed) + 1
        )
    rows = [[kind, str(count), str(count - missed[kind]), str(unanchored[kind])] for kind, count in made.items()]
    table(["change", "made", "found with an anchor", "found without one"], rows)
    clean = sum(not verify(chain[:count], [Anchor(count, chain[count - 1].digest)]).ok for count in range(1, ENTRIES + 1))
    marks = [
        Mark("audit.changes", mutations, "changes", ">= 5000", mutations >= 5000),
        at_most("audit.missed", sum(missed.values()), "changes", 0),
        at_most("audit.named_too_late", wrong_place, "changes", 0),
        at_most("audit.false_alarms", clean, "whole chains", 0),
        *await _speed(),
    ]
    report("safety.audit", marks)


def _first_difference(chain: list[AuditEntry], changed: list[AuditEntry]) -> int:
    pairs = enumerate(zip(chain, changed, strict=False))
    return next((place for place, (was, now) in pairs if was != now), min(len(chain), len(changed)))


async def _speed() -> list[Mark]:
    """Time appending in memory and to a file, and checking; no promise was made of them."""
    async with InMemoryAuditLog(KEY, FrozenClock(NOW)) as log:
        appended = await _per_s(log, SPEED_ENTRIES)
        entries = await log.entries()
    start = time.perf_counter()
    verify(entries)
    checked = len(entries) / (time.perf_counter() - start)
    with tempfile.TemporaryDirectory() as folder:
        async with JsonLinesAuditLog(Path(folder) / "audit.jsonl", KEY, FrozenClock(NOW)) as file:
            synced = await _per_s(file, FILE_ENTRIES)
    speeds = {"append_in_memory": appended, "append_synced_to_a_file": synced, "verify": checked}
    return [Mark(f"audit.{name}", round(value), "entries/s", "as measured", True) for name, value in speeds.items()]


async def _per_s(log: InMemoryAuditLog | JsonLinesAuditLog, count: int) -> float:
    start = time.perf_counter()
    for _ in range(count):
        await log.append("ask", "host", subject=Subject("anna"))
    return count / (time.perf_counter() - start)
