"""The port of the durable record: what has been seen, found, advised and delivered."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar, final

from auren._resource import Resource
from auren.conversation import Delivery, Feedback, Reply
from auren.errors import AurenError, InvalidInput, StoreError, StoreUnavailable
from auren.findings import Finding
from auren.holds import HoldChange
from auren.people import Subject
from auren.readings import Reading

__all__ = ["Disposition", "FindingRecord", "Journal", "JournalEntry", "Snapshot"]


class Disposition(StrEnum):
    """What has become of a finding so far."""

    PENDING = "pending"
    """Advice is still to be made of it."""
    ADVISED = "advised"
    """A reply rests on it."""
    PASSED = "passed"
    """No advice is made of it: it is too old, an episode's further day, or it was withdrawn before."""


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """A finding with what has become of it.

    Args:
        finding: in its latest stage.
        disposition: whether advice was made of it.
        reply_id: the reply that rests on it; empty for none.
    """

    finding: Finding
    disposition: Disposition = Disposition.PENDING
    reply_id: str = ""

    @property
    def open(self) -> bool:
        """Whether anything is still to be done for it."""
        return not self.finding.settled or (self.disposition is Disposition.PENDING and self.finding.stands)


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """What one step of the pipeline has to record, all of it or nothing.

    Args:
        subject: whose it is; everything in the entry must be.
        seen: readings that were taken in.
        findings: findings that are new or have changed.
        reply: a reply that was made.
        key: the caller's idempotency key for the reply; empty for none.
        deliveries: deliveries that are new or have changed.
        feedback: what was said about advice.
        holds: what was switched off, or cleared by a human.
    """

    subject: Subject
    seen: tuple[Reading, ...] = ()
    findings: tuple[FindingRecord, ...] = ()
    reply: Reply | None = None
    key: str = ""
    deliveries: tuple[Delivery, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    holds: tuple[HoldChange, ...] = ()

    def __post_init__(self) -> None:
        owners = {
            *(reading.subject for reading in self.seen),
            *(record.finding.subject for record in self.findings),
            *(delivery.subject for delivery in self.deliveries),
            *(change.subject for change in self.holds),
            *((self.reply.subject,) if self.reply else ()),
        }
        if owners - {self.subject}:
            raise InvalidInput("A journal entry of more than one person was given; record one person's at a time.")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A person's kernel state as bytes, and from which date on it is out of date.

    Args:
        data: as the engine dumped it.
        since: the earliest date of which readings were taken in afterwards; None when none were.
    """

    data: bytes = field(repr=False)
    since: date | None = None


class Journal(Resource, ABC):
    """Remembers what was done, so that a crash loses nothing and repeats nothing.

    Adapters fill the underscored hooks. Those of snapshots are optional: a journal without them makes a restart read each
    person's history again.

    Args:
        timeout_s: seconds that one operation may take.
    """

    _timeout_error: ClassVar[type[AurenError]] = StoreUnavailable
    _unforeseen: ClassVar[type[AurenError] | None] = StoreError
    _driver_errors: ClassVar[Mapping[type[BaseException], type[AurenError]]] = {OSError: StoreUnavailable}

    keeps_snapshots: ClassVar[bool] = False
    """Whether the adapter fills the hooks of snapshots."""

    def __init__(self, *, timeout_s: float | None = 30.0) -> None:
        super().__init__(timeout_s=timeout_s)

    @final
    async def unseen(self, subject: Subject, readings: Sequence[Reading]) -> list[Reading]:
        """Give those readings that were not recorded before in this very form, each once, in their order.

        Raises:
            StoreError: the journal could not answer.
            LifecycleError: the journal is not open.
        """
        async with self._working("unseen"):
            return await self._unseen(subject, readings)

    @final
    async def record(self, entry: JournalEntry) -> None:
        """Record an entry in one atomic step; recording it again changes nothing.

        A finding or delivery replaces the one with its id; a hold's change with a known id changes nothing. A reply's id or
        idempotency key may stand once.

        Raises:
            StoreConflict: the reply's id or key was recorded with another reply; nothing of the entry was recorded.
            StoreError: the journal could not record it; nothing of the entry was recorded.
            LifecycleError: the journal is not open.
        """
        async with self._working("record"):
            await self._record(entry)

    @final
    async def findings(
        self,
        subject: Subject,
        *,
        since: date | None = None,
        ids: Collection[str] | None = None,
        open_only: bool = False,
    ) -> list[FindingRecord]:
        """Give a person's findings in their latest stage, withdrawn ones included, by anchor day and id.

        Args:
            subject: whose.
            since: earliest anchor day; None gives all.
            ids: only these findings; None gives all.
            open_only: only those for which something is still to be done.

        Raises:
            StoreError: the journal could not answer.
            LifecycleError: the journal is not open.
        """
        async with self._working("findings"):
            found = await self._findings(subject, since, None if ids is None else frozenset(ids), open_only)
        return sorted(found, key=lambda record: (record.finding.day, record.finding.id))

    @final
    async def reply(self, subject: Subject, *, id: str = "", key: str = "", advice_id: str = "") -> Reply | None:
        """Give a person's reply by its id, by the caller's idempotency key or by an advice in it; None when there is none.

        Raises:
            InvalidInput: not exactly one of the three was given.
            StoreError: the journal could not answer.
            LifecycleError: the journal is not open.
        """
        if sum(map(bool, (id, key, advice_id))) != 1:
            raise InvalidInput("A reply was asked for without exactly one of id, key and advice_id; give one of them.")
        async with self._working("reply"):
            return await self._reply(subject, id, key, advice_id)

    @final
    async def replies(self, subject: Subject) -> list[Reply]:
        """Give all of a person's replies, oldest first.

        Raises:
            StoreError: the journal could not answer.
            LifecycleError: the journal is not open.
        """
        async with self._working("replies"):
            return await self._replies(subject)

    @final
    async def deliveries(self, subject: Subject) -> list[Delivery]:
        """Give all of a person's deliveries, by earliest instant and id.

        Raises:
            StoreError: the journal could not answer.
            LifecycleError: the journal is not open.
        """
        async with self._working("deliveries"):
            return sorted(await self._deliveries(subject), key=lambda delivery: (delivery.not_before, delivery.id))

    @final
    async def feedback(self, subject: Subject) -> list[Feedback]:
        """Give what was said about a person's advice, oldest first.

        Raises:
            StoreError: the journal could not answer.
            LifecycleError: the journal is not open.
        """
        async with self._working("feedback"):
            return await self._feedback(subject)

    @final
    async def holds(self, subject: Subject) -> list[HoldChange]:
        """Give what was switched off for a person and cleared again, oldest first; `auren.holds.holds_of` says what stands.

        Raises:
            StoreError: the journal could not answer.
            LifecycleError: the journal is not open.
        """
        async with self._working("holds"):
            return sorted(await self._holds(subject), key=lambda change: (change.at, change.id))

    @final
    async def snapshot(self, subject: Subject) -> Snapshot | None:
        """Give a person's kernel state as it was kept last, or None.

        Raises:
            StoreError: the journal could not answer.
            LifecycleError: the journal is not open.
        """
        async with self._working("snapshot"):
            return await self._snapshot(subject)

    @final
    async def keep_snapshot(self, subject: Subject, data: bytes) -> None:
        """Keep a person's kernel state in place of the last one, once all that it stands for is recorded.

        Args:
            subject: whose.
            data: as the engine dumped it.

        Raises:
            StoreError: the journal could not keep it; the last one stands.
            LifecycleError: the journal is not open.
        """
        async with self._working("keep_snapshot"):
            await self._keep_snapshot(subject, data)

    @final
    async def outdate_snapshot(self, subject: Subject, since: date) -> None:
        """Note, before readings are taken in, that a person's snapshot does not stand for a date and those after it.

        The earliest date noted since the snapshot was kept holds; where there is no snapshot nothing happens.

        Args:
            subject: whose.
            since: the earliest date of the readings.

        Raises:
            StoreError: the journal could not note it; do not take the readings in.
            LifecycleError: the journal is not open.
        """
        async with self._working("outdate_snapshot"):
            await self._outdate_snapshot(subject, since)

    @final
    async def open_work(self) -> list[Subject]:
        """Give the people for whom a finding is open or a delivery pending, by id.

        Raises:
            StoreError: the journal could not answer.
            LifecycleError: the journal is not open.
        """
        async with self._working("open_work"):
            return sorted(await self._open_work())

    @final
    async def forget(self, subject: Subject) -> int:
        """Make all that is recorded about a person unreachable at once, and say how many things it was.

        Raises:
            StoreError: the journal could not do it.
            LifecycleError: the journal is not open.
        """
        async with self._working("forget"):
            return await self._forget(subject)

    @abstractmethod
    async def _unseen(self, subject: Subject, readings: Sequence[Reading]) -> list[Reading]: ...

    @abstractmethod
    async def _record(self, entry: JournalEntry) -> None: ...

    @abstractmethod
    async def _findings(
        self, subject: Subject, since: date | None, ids: frozenset[str] | None, open_only: bool
    ) -> list[FindingRecord]: ...

    @abstractmethod
    async def _reply(self, subject: Subject, id: str, key: str, advice_id: str) -> Reply | None: ...

    @abstractmethod
    async def _replies(self, subject: Subject) -> list[Reply]: ...

    @abstractmethod
    async def _deliveries(self, subject: Subject) -> list[Delivery]: ...

    @abstractmethod
    async def _feedback(self, subject: Subject) -> list[Feedback]: ...

    @abstractmethod
    async def _holds(self, subject: Subject) -> list[HoldChange]: ...

    async def _snapshot(self, subject: Subject) -> Snapshot | None:  # noqa: ARG002 - the hook's signature
        return None

    async def _keep_snapshot(self, subject: Subject, data: bytes) -> None:  # noqa: ARG002 - the hook's signature
        return

    async def _outdate_snapshot(self, subject: Subject, since: date) -> None:  # noqa: ARG002 - the hook's signature
        return

    @abstractmethod
    async def _open_work(self) -> list[Subject]: ...

    @abstractmethod
    async def _forget(self, subject: Subject) -> int: ...
