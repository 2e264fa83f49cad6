"""What is to be learned of whom, and when: kept beside the facts, so that it outlives the process and goes with the person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from auren.errors import AurenError
from auren.people import Subject
from auren.ports import FactStore

__all__ = ["Agenda", "Task"]

_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


class Task(StrEnum):
    """What is done with a person's record from time to time; the value names the cursor that holds when."""

    TALK = "agenda.talk"
    """Let what was said become facts."""
    LAWS = "agenda.laws"
    """Review the personal laws."""
    FOLLOW_UP = "agenda.follow_up"
    """Look after what the person was asked to do."""


class Agenda:
    """Holds, for each person and task, the instant at which it is due; nobody who has nothing due is looked at.

    Args:
        facts: where it is kept; None for a pipeline that learns nothing.
        wait: from the time something is entered until it is due.
    """

    def __init__(self, facts: FactStore | None, wait: timedelta) -> None:
        self._facts = facts
        self._wait = wait
        self._earliest = _LONG_AGO
        self._missed: dict[tuple[Subject, Task], tuple[datetime, bool]] = {}
        self._begun: dict[tuple[Subject, Task], bool] = {}

    def may_have_due(self, now: datetime) -> bool:
        """Tell, without asking the store, whether anything can be due."""
        return self._facts is not None and (now >= self._earliest or bool(self._missed))

    def look_again_at(self, instant: datetime) -> None:
        """Leave the store in peace until an instant, or until something is entered that is due earlier."""
        self._earliest = instant

    async def enter(self, subject: Subject, task: Task, now: datetime) -> None:
        """Enter a task unless it is entered already; a store that does not answer now is told with the next look.

        Args:
            subject: whose.
            task: what is to be done.
            now: when it is entered; aware. It is due a while later.
        """
        if self._facts is None:
            return
        if (subject, task) in self._begun:
            self._begun[subject, task] = True
        try:
            if not await self._facts.cursor(subject, task):
                await self.put_off(subject, task, now + self._wait)
        except AurenError:
            self._missed.setdefault((subject, task), (now, False))

    async def enter_at(self, subject: Subject, task: Task, at: datetime) -> None:
        """Enter a task at an instant unless it is entered at an earlier one; a store that does not answer is told later.

        Args:
            subject: whose.
            task: what is to be done.
            at: when it is due; aware.
        """
        if self._facts is None:
            return
        if (subject, task) in self._begun:
            self._begun[subject, task] = True
        try:
            entered = await self._facts.cursor(subject, task)
            if not entered or entered > _written(at):
                await self.put_off(subject, task, at)
        except AurenError:
            self._missed[subject, task] = (min(at, self._missed.get((subject, task), (at, True))[0]), True)

    def missed(self) -> tuple[Subject, ...]:
        """Give the people of whom the store could not be told before."""
        return tuple({subject: None for subject, _ in self._missed})

    async def enter_missed(self, subject: Subject) -> None:
        """Enter what the store could not be told of a person before; hold the lock that erasure waits for.

        Args:
            subject: whose.
        """
        for task in Task:
            missed = self._missed.pop((subject, task), None)
            if missed is not None:
                instant, exactly = missed
                await (self.enter_at if exactly else self.enter)(subject, task, instant)

    async def put_off(self, subject: Subject, task: Task, to: datetime) -> None:
        """Enter a task at an instant, whatever was entered before.

        Raises:
            StoreError: the store could not keep it.
        """
        if self._facts is not None:
            await self._facts.move_cursor(subject, task, _written(to))
            self._earliest = min(self._earliest, to)

    async def strike(self, subject: Subject, task: Task) -> None:
        """Take a task off the agenda, until it is entered again.

        Raises:
            StoreError: the store could not do it.
        """
        if self._facts is not None:
            await self._facts.move_cursor(subject, task, "")

    async def due(self, task: Task, now: datetime, limit: int) -> list[Subject]:
        """Give the people for whom a task is due, the longest due first.

        Raises:
            StoreError: the store could not answer.
        """
        if self._facts is None:
            return []
        return [subject for subject, _ in await self._facts.cursors(task, until=_written(now), limit=limit)]

    async def is_due(self, subject: Subject, task: Task, now: datetime) -> bool:
        """Tell whether a task is still due: the person may be erased, or another process may have done it.

        Raises:
            StoreError: the store could not answer.
        """
        at = "" if self._facts is None else await self._facts.cursor(subject, task)
        return bool(at) and at <= _written(now)

    async def earliest(self) -> datetime | None:
        """Give the instant at which the first task is due, or None when there is none.

        Raises:
            StoreError: the store could not answer.
        """
        if self._facts is None:
            return None
        first = [at for task in Task for _, at in await self._facts.cursors(task, limit=1)]
        return datetime.fromisoformat(min(first)) if first else None

    @contextmanager
    def doing(self, subject: Subject, task: Task) -> Iterator[Callable[[], bool]]:
        """Give, while a task is being done, a way to ask whether somebody has wanted to enter it since it was begun."""
        key = subject, task
        self._begun[key] = False
        try:
            yield lambda: self._begun[key]
        finally:
            del self._begun[key]

    def forget(self, subject: Subject) -> None:
        """Know nothing more of a person; the store forgets its part with the person's facts."""
        for task in Task:
            self._missed.pop((subject, task), None)


def _written(instant: datetime) -> str:
    """Give an instant as text whose order is that of time."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")
