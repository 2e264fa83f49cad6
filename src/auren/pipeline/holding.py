"""Holds on their way: set before a flagged reply leaves, asked before anything is said, cleared by the host alone."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from auren.conversation import RedFlag
from auren.errors import InvalidInput
from auren.holds import Hold, HoldChange, holds_of
from auren.people import Subject
from auren.pipeline.locks import Locks
from auren.ports import Journal, JournalEntry
from auren.safety.holds import changes_of

__all__ = ["Holding"]

_NEXT: Final = timedelta(microseconds=1)
_WAIT_S = 5.0
"""How long the fixed text of a flag waits for its hold to be written; help must not wait for a store that stands still."""


class Holding:
    """Keeps the holds of people through the journal.

    A hold that the journal could not take is kept in the process and written with the next thing that is asked of it.

    Args:
        journal: where they are written.
        locks: of the pipeline.
        erasures: how often each person was erased while this pipeline was open.
    """

    def __init__(self, journal: Journal, locks: Locks, erasures: Counter[Subject]) -> None:
        self._journal = journal
        self._locks = locks
        self._erasures = erasures
        self._unwritten: dict[Subject, dict[str, HoldChange]] = {}
        self._turn: Counter[Subject] = Counter()

    def turn(self, subject: Subject) -> int:
        """Give a number that grows whenever a hold of the person is set here.

        Args:
            subject: whose.
        """
        return self._turn[subject]

    async def of(self, subject: Subject) -> tuple[Hold, ...]:
        """Give the latest hold of each row, cleared ones included.

        Raises:
            StoreError: the journal could not answer; nothing may be said then.
        """
        written = await self._journal.holds(subject)
        return holds_of((*written, *_unseen(self._unwritten.get(subject, {}).values(), written)))

    async def set(self, subject: Subject, flags: Iterable[RedFlag], at: datetime, cause: str, *, life: int) -> str:
        """Set the holds of flags before their texts leave; it holds in this process at once, whatever the journal does.

        Args:
            subject: whose.
            flags: as raised.
            at: when; aware.
            cause: id of the question or finding that raised them.
            life: how often the person had been erased when the journey began; somebody erased since is held no more.

        Returns:
            The kind of error for which it could not be written yet; empty when it was.
        """
        changes = changes_of(subject, flags, at, cause)
        if not changes or self._erasures[subject] != life:
            return ""
        try:
            async with asyncio.timeout(_WAIT_S):
                known = {change.id for change in await self._journal.holds(subject)}
        except Exception:  # noqa: BLE001 - help goes out whatever a journal of the host raises
            known = set()
        changes = tuple(change for change in changes if change.id not in known)
        # Reading took time: whoever was erased meanwhile is held no more.
        if not changes or self._erasures[subject] != life:
            return ""
        self._turn[subject] += 1
        self._unwritten.setdefault(subject, {}).update((change.id, change) for change in changes)
        try:
            async with asyncio.timeout(_WAIT_S):
                await self.write(subject)
        except Exception as error:  # noqa: BLE001 - as above
            return type(error).__name__
        return ""

    async def write(self, subject: Subject) -> None:
        """Write what the journal could not take before; costs nothing where there is nothing to write.

        Raises:
            StoreError: it still cannot; what is held stays held in this process.
        """
        if subject not in self._unwritten:
            return
        # Under the lock of erasure: what is forgotten meanwhile must not come back.
        async with self._locks.hold("data", subject):
            waiting = tuple(self._unwritten.get(subject, {}).values())
            if waiting:
                try:
                    dated = _unseen(waiting, await self._journal.holds(subject))
                except Exception:  # noqa: BLE001
                    # What cannot be read may still be written to.
                    dated = waiting
                await self._journal.record(JournalEntry(subject, holds=dated))
            left = self._unwritten.get(subject, {})
            for change in waiting:
                left.pop(change.id, None)
            if not left:
                self._unwritten.pop(subject, None)

    async def clear(self, subject: Subject, row: str, *, by: str, at: datetime, id: str) -> Hold:
        """Clear a hold; arguments and errors as in `Pipeline.clear_hold`."""
        await self.write(subject)
        async with self._locks.hold("data", subject):
            changes = await self._journal.holds(subject)
            standing = next((hold for hold in holds_of(changes) if hold.row == row and hold.cleared_at is None), None)
            if standing is None:
                raise InvalidInput("A hold that does not stand was to be cleared; `holds` gives those that do.")
            # What is cleared was seen standing: its changes came before, whatever the clocks of two hosts say.
            last = max(change.at for change in changes if change.row == row)
            at = max(at, last + _NEXT)
            change = HoldChange(id, subject, row, standing.level, "cleared", (), at, by=by)
            await self._journal.record(JournalEntry(subject, holds=(change,)))
            cleared = holds_of((*changes, change))
        return next(hold for hold in cleared if hold.row == row)

    def forget(self, subject: Subject) -> None:
        """Drop what was not written yet; the journal forgets the rest.

        Args:
            subject: who was erased.
        """
        self._unwritten.pop(subject, None)


def _unseen(waiting: Iterable[HoldChange], written: Iterable[HoldChange]) -> tuple[HoldChange, ...]:
    """Give changes that nobody can have seen after every clearing that is written, whatever the clocks of two hosts say."""
    known: set[str] = set()
    cleared: dict[str, datetime] = {}
    for change in written:
        known.add(change.id)
        if change.change == "cleared":
            cleared[change.row] = max(change.at, cleared.get(change.row, change.at))
    fresh = (change for change in waiting if change.id not in known)
    return tuple(
        replace(change, at=max(change.at, cleared[change.row] + _NEXT)) if change.row in cleared else change for change in fresh
    )
