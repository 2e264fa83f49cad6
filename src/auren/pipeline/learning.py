"""What is learned of people over time: facts out of talk every few hours, and a review of their personal laws every week."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from auren._telemetry import SPAN_LEARN, traced
from auren.errors import AurenError, ConfigurationError
from auren.facts import Fact
from auren.memory.laws import BOOK_SLOT, LawBook, daily_series, metrics_needed, review
from auren.people import Subject, zone_info
from auren.pipeline.agenda import Task
from auren.pipeline.follow_up import FollowUps
from auren.pipeline.rooms import Person, Rooms
from auren.ports import FactStore
from auren.readings import Window

__all__ = ["AT_ONCE", "Learned", "Learning"]

AT_ONCE: Final = 100
"""How many people one step learns of, a task; the others are next."""
REVIEW_EVERY: Final = timedelta(days=7)
REVIEWED_DAYS: Final = 53 * 7
"""A review looks back so far: a year, and the days before it that a habit may lie ahead of its outcome."""
LAW_SLOTS: Final = "law.*"
_A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Learned:
    """What a step in time taught.

    Args:
        people: how many people something was looked at for.
        turns: what people said, read for the first time.
        opened: facts that are held from now on, laws among them.
        closed: facts that no longer are.
        laws_found, laws_withdrawn: how many personal laws are new, and how many do not hold any more.
        embedded: how many memories got the vector that they lacked.
        followed_up: of how many things that people were asked to do it was told what became of them.
    """

    people: int = 0
    turns: int = 0
    opened: tuple[Fact, ...] = ()
    closed: tuple[Fact, ...] = ()
    laws_found: int = 0
    laws_withdrawn: int = 0
    embedded: int = 0
    followed_up: int = 0


class Learning:
    """Learns what is due, of so many people at a time.

    A task that is begun is put off first, so that one that fails or is cut off is tried again later, and keeps nobody else
    waiting. What was half done is done again, and changes nothing twice.

    Args:
        rooms: the pipeline's rooms.
        every: how long talk may wait, and a task that failed.
    """

    def __init__(self, rooms: Rooms, every: timedelta) -> None:
        self._rooms = rooms
        self._every = every

    @property
    def _facts(self) -> FactStore:
        facts = self._rooms.memory.facts
        if facts is None:
            raise ConfigurationError("This memory has no fact store; give it one as `facts`.")
        return facts

    async def learn(self, now: datetime, failures: list[str]) -> Learned:
        """Do what is due at an instant, and give what it taught.

        Args:
            now: aware.
            failures: one line is added for each person, or part of memory, that failed; no personal data.
        """
        agenda = self._rooms.agenda
        if not agenda.may_have_due(now):
            return Learned()
        done = _Done()
        try:
            for subject in agenda.missed():
                # Erasure waits for this lock: nobody is entered who is being forgotten.
                async with self._rooms.locks.hold("learn", subject):
                    await agenda.enter_missed(subject)
            with traced(SPAN_LEARN):
                # What is read of the talk may bring a person's review forward.
                works = ((Task.TALK, self._read_talk), (Task.FOLLOW_UP, self._look_after), (Task.LAWS, self._review))
                for task, work in works:
                    for subject in await agenda.due(task, now, AT_ONCE):
                        await self._tried(subject, task, work, now, done, failures)
                if done.people:
                    done.embedded = await self._rooms.memory.embed_pending()
            earliest = await agenda.earliest()
            # Another process may enter what this one does not hear of.
            agenda.look_again_at(now + self._every if earliest is None else min(earliest, now + self._every))
        except AurenError as error:
            failures.append(f"learning: {type(error).__name__}: {error}")
        return done.learned()

    async def _tried(self, subject: Subject, task: Task, work: _Work, now: datetime, done: _Done, failures: list[str]) -> None:
        rooms = self._rooms
        try:
            # Erasure waits for this lock, so that nothing is learned of somebody who is being forgotten.
            async with rooms.locks.hold("learn", subject):
                person = await rooms.person(subject, now)
                if not rooms.lives(person) or not await rooms.agenda.is_due(subject, task, now):
                    return
                await rooms.agenda.put_off(subject, task, now + self._every)
                done.people.add(subject)
                with rooms.agenda.doing(subject, task) as entered:
                    next_at = await work(person, done)
                    if next_at is not None:
                        # What came in meanwhile may be due before all that this look knew of.
                        soon = now + self._every
                        await rooms.agenda.put_off(subject, task, min(next_at, soon) if entered() else next_at)
                    elif not entered():
                        await rooms.agenda.strike(subject, task)
        except AurenError as error:
            failures.append(f"learning: {type(error).__name__}: {error}")
        except Exception as error:  # noqa: BLE001 - one person's trouble must not keep the others waiting
            failures.append(f"learning: {type(error).__name__}")

    async def _read_talk(self, person: Person, done: _Done) -> datetime | None:
        """Let what a person said become facts, and say when to look again; None when there was nothing new."""
        rooms = self._rooms
        zone = zone_info(person.zone) if person.zone else UTC
        extracted = await rooms.memory.extract(person.subject, person.now, zone=zone)
        done.turns += extracted.read
        done.opened += extracted.opened
        done.closed += extracted.closed
        if extracted.opened:
            await rooms.agenda.enter(person.subject, Task.LAWS, person.now)
        if not extracted.done:
            return person.now
        # One more look that finds nothing ends it: another process may have heard something while this one read.
        return person.now + self._every if extracted.read else None

    async def _look_after(self, person: Person, done: _Done) -> datetime | None:
        """Tell what became of advice, and say when to look again; None when nothing is left to look after."""
        told, next_at = await FollowUps(self._rooms).look(person)
        done.followed_up += told
        if told:
            await self._rooms.agenda.enter(person.subject, Task.LAWS, person.now)
        return next_at

    async def _review(self, person: Person, done: _Done) -> datetime | None:
        """Review a person's laws, and say when to do it again; None when no new day has come since the last time."""
        history, facts, subject = self._rooms.history, self._facts, person.subject
        last = await history.last_day(subject, metrics_needed())
        if last is None:
            return None
        held = [fact for slots in (LAW_SLOTS, BOOK_SLOT) for fact in await facts.facts(subject, attribute=slots)]
        book = LawBook.of(held)
        if book.reviewed is not None and last < book.reviewed:
            # No new day: a look at the old ones would spend what chance is allowed, and find nothing.
            return None
        series = await daily_series(history, subject, Window.ending(person.today, REVIEWED_DAYS))
        # Thousands of shuffles: not in the loop that answers people.
        came = await asyncio.to_thread(review, book, series, person.today)
        if came.book == book:
            # Sooner than a week by the person's own calendar, whose zone may have changed.
            return person.now + _A_DAY if book.reviewed is not None else person.now + REVIEW_EVERY
        heard = await facts.hear(came.statements(subject, person.now))
        done.opened += _laws(heard.opened)
        done.closed += _laws(heard.closed)
        done.laws_found += len(came.found)
        done.laws_withdrawn += len(came.withdrawn)
        return person.now + REVIEW_EVERY


_Work = Callable[[Person, "_Done"], Awaitable[datetime | None]]


@dataclass(slots=True)
class _Done:
    people: set[Subject] = field(default_factory=set)
    turns: int = 0
    opened: tuple[Fact, ...] = ()
    closed: tuple[Fact, ...] = ()
    laws_found: int = 0
    laws_withdrawn: int = 0
    embedded: int = 0
    followed_up: int = 0

    def learned(self) -> Learned:
        return Learned(
            len(self.people),
            self.turns,
            self.opened,
            self.closed,
            self.laws_found,
            self.laws_withdrawn,
            self.embedded,
            self.followed_up,
        )


def _laws(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Leave out the book, which is of interest to reviews alone."""
    return tuple(fact for fact in facts if fact.attribute != BOOK_SLOT)
