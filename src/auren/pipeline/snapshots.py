"""The engine's states kept in the journal, so that a restart reads what came since and not everybody's history.

A crash at any point is safe by the order of things: a snapshot is marked as out of date before readings go into the history,
and kept anew only once what they brought is recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Final

from auren.errors import InvalidInput, StoreCorrupted, StoreError
from auren.findings import Finding
from auren.patterns import Engine
from auren.patterns.state import PersonState
from auren.people import Subject
from auren.ports import History, Journal, Snapshot
from auren.readings import Reading, Window

__all__ = ["Snapshots"]

_LEAST: Final = 32
_SHARE: Final = 8
"""A snapshot is kept anew after so many readings, or after this part of all that are held: its cost grows with them."""
_SPARE: Final = 1000


@dataclass(slots=True)
class _Note:
    """What is known of a held person's snapshot.

    Args:
        kept: whether there is one.
        usable: whether it can be loaded.
        since: from which date on it is out of date.
        behind: by how many readings.
    """

    kept: bool
    usable: bool
    since: date | None = None
    behind: int = 0


class Snapshots:
    """Restores people's states, and keeps them; only under a person's "data" lock.

    Args:
        engine: whose states they are.
        history: where readings are read from.
        journal: where snapshots are kept and findings recorded.
    """

    def __init__(self, engine: Engine, history: History, journal: Journal) -> None:
        self._engine = engine
        self._history = history
        self._journal = journal
        self._notes: dict[str, _Note] = {}

    async def restore(self, subject: Subject, fresh: Sequence[Reading]) -> tuple[Finding, ...]:
        """Make the engine hold a person's state, and give what a crash had kept from being recorded.

        Args:
            subject: whose state.
            fresh: readings that are about to be taken in.
        """
        if self._engine.holds(subject):
            return ()
        snapshot = await self._journal.snapshot(subject)
        state = None if snapshot is None else self._loaded(subject, snapshot)
        # One that is of other rules is marked as out of date, too: the rules that made it may come back.
        self._note(subject, _Note(snapshot is not None, state is not None, snapshot.since if snapshot else None))
        if snapshot is None or state is None:
            return await self._from_history(subject, fresh)
        return await self._from_snapshot(state, snapshot.since, fresh)

    async def outdate(self, subject: Subject, fresh: Sequence[Reading]) -> None:
        """Mark a held person's snapshot as out of date, before readings go into the history."""
        note, days = self._notes[subject.id], [reading.day for reading in self._read(fresh)]
        if note.kept and days and (note.since is None or min(days) < note.since):
            await self._journal.outdate_snapshot(subject, min(days))
            note.since = min(days)

    async def keep(self, subject: Subject, fresh: Sequence[Reading]) -> None:
        """Keep a held person's state once in a while, after all that the readings brought was recorded."""
        note = self._notes[subject.id]
        note.behind += len(self._read(fresh))
        if not self._journal.keeps_snapshots or not note.behind:
            return
        if note.usable and note.behind < max(_LEAST, self._engine.size(subject) // _SHARE):
            return
        # All is recorded: without a snapshot the next restart only reads more.
        with suppress(StoreError):
            await self._journal.keep_snapshot(subject, self._engine.dump(subject))
            self._notes[subject.id] = _Note(kept=True, usable=True)

    def _read(self, readings: Sequence[Reading]) -> list[Reading]:
        """Give those readings that any rule reads."""
        return [reading for reading in readings if reading.metric in self._engine.kernel.reads]

    def _loaded(self, subject: Subject, snapshot: Snapshot) -> PersonState | None:
        """Give the state of a snapshot; None when it is damaged, or of other rules."""
        try:
            return self._engine.kernel.load(subject, snapshot.data)
        except (InvalidInput, StoreCorrupted):
            return None

    async def _from_history(self, subject: Subject, fresh: Sequence[Reading]) -> tuple[Finding, ...]:
        kernel = self._engine.kernel
        last = await self._history.last_day(subject, kernel.reads)
        window = Window(kernel.first_day_needed(last), date.max) if last else None
        readings = await self._readings(subject, window, fresh)
        records = await self._journal.findings(subject, since=window.first if window else None)
        return self._engine.restore(subject, readings, [record.finding for record in records]).changes

    async def _from_snapshot(self, state: PersonState, since: date | None, fresh: Sequence[Reading]) -> tuple[Finding, ...]:
        # Time confirms findings without a reading, so that open ones may have another stage by now.
        days = [finding.day for finding in state.open_findings.values()]
        readings: list[Reading] = []
        if since is not None:
            days.append(since)
            first = since if state.last_day is None else max(since, self._engine.kernel.first_day_needed(state.last_day))
            readings = await self._readings(state.subject, Window(first, date.max), fresh)
        records = await self._journal.findings(state.subject, since=min(days)) if days else []
        return self._engine.resume(state, readings, [record.finding for record in records]).changes

    async def _readings(self, subject: Subject, window: Window | None, fresh: Sequence[Reading]) -> list[Reading]:
        # Deletions too: without them an older revision that comes late would bring a reading back.
        kept = await self._history.readings(subject, self._engine.kernel.reads, window, deleted=True)
        known = set(fresh)
        return [reading for reading in kept if reading not in known]

    def _note(self, subject: Subject, note: _Note) -> None:
        if len(self._notes) > 2 * len(self._engine) + _SPARE:
            self._notes = {id: held for id, held in self._notes.items() if self._engine.holds(Subject(id))}
        self._notes[subject.id] = note
