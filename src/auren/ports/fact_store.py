"""The port of what is known about a person: facts with the time they hold and the time they were held for true."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, final

from auren._resource import Resource
from auren.clock import require_aware
from auren.errors import AurenError, InvalidInput, StoreError, StoreUnavailable
from auren.facts import EVER, Fact, Statement
from auren.people import Subject

__all__ = ["FactStore", "Revision"]


@dataclass(frozen=True, slots=True)
class Revision:
    """What statements changed.

    Args:
        opened: facts that are held from now on.
        closed: facts that were held until now, as they are kept.
        heard: how many of the statements were new.
    """

    opened: tuple[Fact, ...] = ()
    closed: tuple[Fact, ...] = ()
    heard: int = 0


class FactStore(Resource, ABC):
    """Keeps statements about people, and the facts that follow from them, on two axes of time.

    A new fact closes the old one of its slot only; what was held before stays, and is found by `recorded_at`. The
    facts of a slot depend on its statements alone: those that come late or twice end in the same facts.

    Args:
        timeout_s: seconds that one operation may take.
    """

    _timeout_error: ClassVar[type[AurenError]] = StoreUnavailable
    _unforeseen: ClassVar[type[AurenError] | None] = StoreError
    _driver_errors: ClassVar[Mapping[type[BaseException], type[AurenError]]] = {OSError: StoreUnavailable}

    def __init__(self, *, timeout_s: float | None = 10.0) -> None:
        super().__init__(timeout_s=timeout_s)

    @final
    async def record(self, facts: Sequence[Fact]) -> list[Fact]:
        """Hold facts for true from their `recorded_from` on; recording one again changes nothing.

        Args:
            facts: a `valid_from` of None holds since ever; a `valid_to` ends it without ending what follows.

        Returns:
            The facts that are new or look otherwise than before.

        Raises:
            InvalidInput: a time has no zone, a span is turned round, or a confidence is not from 0 to 1.
            StoreError: the store could not keep them; of each person all or none.
            LifecycleError: the store is not open.
        """
        people: dict[Subject, list[Statement]] = {}
        for statement in map(_statement, facts):
            _check(statement)
            people.setdefault(statement.subject, []).append(statement)
        self._check_open()
        return [fact for of_one in people.values() for fact in (await self.hear(of_one)).opened]

    @final
    async def hear(self, statements: Sequence[Statement], *, cursor: tuple[str, str] | None = None) -> Revision:
        """Take in statements of one person, all or none.

        Args:
            statements: those heard before, and those of what was forgotten, are passed over.
            cursor: a name and how far it has come, kept with the statements.

        Raises:
            InvalidInput: a time has no zone, a span is turned round, a confidence is not from 0 to 1, or they are of
                several people.
            StoreError: the store could not keep them; none of them was kept.
            LifecycleError: the store is not open.
        """
        for statement in statements:
            _check(statement)
        people = {statement.subject for statement in statements}
        if len(people) > 1:
            raise InvalidInput(f"Statements of {len(people)} people were given at once; expected those of one.")
        if not statements:
            self._check_open()
            return Revision()
        async with self._working("hear"):
            return await self._hear(statements, cursor)

    @final
    async def retract(self, subject: Subject, ids: Collection[str], *, now: datetime) -> list[Fact]:
        """Hold facts for true no longer: they never were, and what they had closed is open again.

        Args:
            subject: whose facts.
            ids: of facts that are held; others are passed over.
            now: until when they were held for true; aware.

        Returns:
            The facts that are closed, as they are kept.
        """
        held = [fact for fact in await self.facts(subject) if fact.id in ids]
        denials = [
            Statement(
                subject,
                fact.attribute,
                "denies",
                fact.value,
                said_at=now,
                recorded_at=now,
                unit=fact.unit,
                since=fact.valid_from or EVER,
                until=fact.valid_to,
                source=fact.source,
            )
            for fact in held
        ]
        return list((await self.hear(denials)).closed)

    @final
    async def facts(
        self,
        subject: Subject,
        *,
        attribute: str | None = None,
        valid_at: datetime | None = None,
        recorded_at: datetime | None = None,
    ) -> list[Fact]:
        """Give a person's facts, by slot and then oldest first.

        Args:
            subject: whose facts.
            attribute: a slot, or a family of slots such as "supplement.*"; None gives all.
            valid_at: only what holds at this instant of the person's life; None gives all of it.
            recorded_at: what was held for true at this instant; None gives what is held now.
        """
        for instant in (valid_at, recorded_at):
            if instant is not None:
                require_aware(instant, "An instant to look at")
        async with self._working("facts"):
            found = await self._facts(subject, attribute, valid_at, recorded_at)
        return sorted(found, key=_order)

    @final
    async def cursor(self, subject: Subject, name: str) -> str:
        """Give how far something has come with a person; empty when it has not begun."""
        async with self._working("cursor"):
            return await self._cursor(subject, name)

    @final
    async def move_cursor(self, subject: Subject, name: str, to: str) -> None:
        """Keep how far something has come with a person when there was nothing to hear."""
        async with self._working("move_cursor"):
            await self._move_cursor(subject, name, to)

    @final
    async def cursors(self, name: str, *, until: str | None = None, limit: int = 1000) -> list[tuple[Subject, str]]:
        """Give how far something has come with each person with whom it has begun, the least first, then by person.

        Args:
            name: of the cursor.
            until: the greatest text that is wanted; None for all. Texts of one length and form compare alike in every store.
            limit: how many at most, 1 to 10,000.

        Raises:
            InvalidInput: the limit is out of range.
            StoreError: the store could not answer.
            LifecycleError: the store is not open.
        """
        if not 1 <= limit <= 10_000:
            raise InvalidInput(f"A limit of {limit} cursors was given; expected 1 to 10000.")
        async with self._working("cursors"):
            return await self._cursors(name, until, limit)

    @final
    async def forget(
        self,
        subject: Subject,
        attribute: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> int:
        """Make what was said of a person unreachable at once, on both axes of time.

        Without further arguments nothing at all is left. With them, what was said then of the slot goes, the facts are
        what the other statements make them, and the same statements are not taken in once more.

        Args:
            subject: whose.
            attribute: a slot, or a family such as "supplement.*"; None means every slot.
            since, until: when it was said, `until` not included; None is open.

        Returns:
            How many statements there were.
        """
        async with self._working("forget"):
            if attribute is None and since is None and until is None:
                return await self._forget(subject)
            return await self._forget_some(subject, attribute, since, until)

    @final
    async def export(self, subject: Subject) -> list[Statement]:
        """Give all that was said of a person, in the order in which it was recorded; `hear` takes it in again."""
        async with self._working("export"):
            found = await self._export(subject)
        return sorted(found, key=lambda statement: (statement.recorded_at, statement.said_at, statement.key))

    @abstractmethod
    async def _hear(self, statements: Sequence[Statement], cursor: tuple[str, str] | None) -> Revision: ...

    @abstractmethod
    async def _facts(
        self, subject: Subject, attribute: str | None, valid_at: datetime | None, recorded_at: datetime | None
    ) -> list[Fact]: ...

    @abstractmethod
    async def _cursor(self, subject: Subject, name: str) -> str: ...

    @abstractmethod
    async def _move_cursor(self, subject: Subject, name: str, to: str) -> None: ...

    @abstractmethod
    async def _cursors(self, name: str, until: str | None, limit: int) -> list[tuple[Subject, str]]: ...

    @abstractmethod
    async def _forget(self, subject: Subject) -> int: ...

    @abstractmethod
    async def _forget_some(
        self, subject: Subject, attribute: str | None, since: datetime | None, until: datetime | None
    ) -> int: ...

    @abstractmethod
    async def _export(self, subject: Subject) -> list[Statement]: ...


def _statement(fact: Fact) -> Statement:
    # A record says what held at its beginning, and nothing of the time until it came in.
    return Statement(
        fact.subject,
        fact.attribute,
        "holds",
        fact.value,
        said_at=fact.valid_from or fact.recorded_from,
        recorded_at=fact.recorded_from,
        unit=fact.unit,
        since=fact.valid_from or EVER,
        until=fact.valid_to,
        id=fact.id,
        confidence=fact.confidence,
        source=fact.source,
        evidence=fact.evidence,
    )


def _check(statement: Statement) -> None:
    for name in ("said_at", "recorded_at", "since", "until"):
        instant: datetime | None = getattr(statement, name)
        if instant is not None:
            require_aware(instant, f"A statement's {name}")
    if statement.until is not None and statement.until <= (statement.since or statement.said_at):
        raise InvalidInput("A statement that ends before it begins was given; expected since before until.")
    if not 0 <= statement.confidence <= 1:
        raise InvalidInput(f"A confidence of {statement.confidence:g} was given; expected 0 to 1.")


def _order(fact: Fact) -> tuple[str, datetime, str]:
    return fact.attribute, fact.valid_from or EVER, fact.id
