"""Where consent is written down, and asked for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC
from typing import ClassVar, final

from auren._resource import Resource
from auren.clock import Clock, SystemClock
from auren.errors import AurenError, ConfigurationError, StoreError, StoreUnavailable
from auren.people import Subject
from auren.ports.directory import Directory
from auren.privacy.consent.law import stands
from auren.privacy.consent.record import ConsentRecord, Purpose

__all__ = ["ConsentBook", "InMemoryConsentBook", "ProfileConsents", "in_order", "stamped"]


class ConsentBook(Resource, ABC):
    """Tells what a person allows now, and keeps every grant and withdrawal; adapters fill the hooks."""

    _timeout_error: ClassVar[type[AurenError]] = StoreUnavailable
    _unforeseen: ClassVar[type[AurenError] | None] = StoreError
    _driver_errors: ClassVar[Mapping[type[BaseException], type[AurenError]]] = {OSError: StoreUnavailable}

    @final
    async def record(self, record: ConsentRecord) -> None:
        """Write down a grant or a withdrawal; the same one again changes nothing.

        A withdrawal takes effect at once, whatever its date; a grant from its date on, unless somebody withdrew later.
        [`stands`][auren.privacy.consent.stands] is the whole rule.

        Raises:
            StoreError: it was not written.
        """
        async with self._working("record"):
            await self._record(record)

    @final
    async def allows(self, subject: Subject, purpose: Purpose) -> bool:
        """Tell whether a person allows a purpose now; what was never decided is not allowed.

        Raises:
            StoreError: the book could not answer, which a guard takes for no.
        """
        async with self._working("allows"):
            return await self._allows(subject, purpose)

    @final
    async def export(self, subject: Subject) -> tuple[ConsentRecord, ...]:
        """Give all that a person decided, oldest first.

        Raises:
            StoreError: the book could not answer.
        """
        async with self._working("export"):
            return await self._export(subject)

    @final
    async def forget(self, subject: Subject) -> int:
        """Forget a person's decisions; nothing is allowed afterwards.

        Raises:
            StoreError: the book could not forget.
        """
        async with self._working("forget"):
            return await self._forget(subject)

    @abstractmethod
    async def _record(self, record: ConsentRecord) -> None: ...

    @abstractmethod
    async def _allows(self, subject: Subject, purpose: Purpose) -> bool: ...

    @abstractmethod
    async def _export(self, subject: Subject) -> tuple[ConsentRecord, ...]: ...

    @abstractmethod
    async def _forget(self, subject: Subject) -> int: ...


class InMemoryConsentBook(ConsentBook):
    """Keeps decisions as long as the object lives.

    Args:
        clock: tells when a decision was recorded, and whether a grant's time has come; the system's by default.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        super().__init__(timeout_s=None)
        self._clock = clock or SystemClock()
        self._records: dict[Subject, dict[ConsentRecord, ConsentRecord]] = {}

    def __repr__(self) -> str:
        return f"InMemoryConsentBook({len(self._records)} people)"

    async def _record(self, record: ConsentRecord) -> None:
        held = self._records.setdefault(record.subject, {})
        # What is delivered twice was recorded the first time.
        held.setdefault(replace(record, recorded_at=None), stamped(record, self._clock))

    async def _allows(self, subject: Subject, purpose: Purpose) -> bool:
        decided = [one for one in self._records.get(subject, {}).values() if one.purpose == purpose]
        return stands(decided, self._clock.now())

    async def _export(self, subject: Subject) -> tuple[ConsentRecord, ...]:
        return in_order(self._records.get(subject, {}).values())

    async def _forget(self, subject: Subject) -> int:
        return len(self._records.pop(subject, ()))


def stamped(record: ConsentRecord, clock: Clock) -> ConsentRecord:
    """Give a decision with the instant at which it was recorded, and its instants in UTC."""
    recorded_at = record.recorded_at or clock.now()
    return replace(record, at=record.at.astimezone(UTC), recorded_at=recorded_at.astimezone(UTC))


def in_order(records: Iterable[ConsentRecord]) -> tuple[ConsentRecord, ...]:
    """Give decisions oldest first; of two at one instant the withdrawal is the later."""
    return tuple(sorted(records, key=lambda one: (one.at, not one.granted, one.purpose, one.text_version, one.how)))


class ProfileConsents(ConsentBook):
    """Reads `Profile.consents` of a directory, for a host that keeps the decisions itself.

    Args:
        directory: the host's; opened by its owner.
    """

    def __init__(self, directory: Directory) -> None:
        super().__init__(timeout_s=None)
        self._directory = directory

    async def _record(self, record: ConsentRecord) -> None:
        raise ConfigurationError(f"A decision on {record.purpose!r} was given; write it into the profile's consents instead.")

    async def _allows(self, subject: Subject, purpose: Purpose) -> bool:
        return purpose in (await self._directory.profile(subject)).consents

    async def _export(self, subject: Subject) -> tuple[ConsentRecord, ...]:  # noqa: ARG002 - the profile is exported itself
        return ()

    async def _forget(self, subject: Subject) -> int:  # noqa: ARG002 - the directory forgets the profile itself
        return 0
