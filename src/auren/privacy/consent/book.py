"""Where consent is written down, and asked for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar, final

from auren._resource import Resource
from auren.errors import AurenError, ConfigurationError, StoreError, StoreUnavailable
from auren.people import Subject
from auren.ports.directory import Directory
from auren.privacy.consent.record import ConsentRecord, Purpose

__all__ = ["ConsentBook", "InMemoryConsentBook", "ProfileConsents"]


class ConsentBook(Resource, ABC):
    """Tells what a person allows now, and keeps every grant and withdrawal; adapters fill the hooks."""

    _timeout_error: ClassVar[type[AurenError]] = StoreUnavailable
    _driver_errors: ClassVar[Mapping[type[BaseException], type[AurenError]]] = {
        OSError: StoreUnavailable,
        Exception: StoreError,
    }

    @final
    async def record(self, record: ConsentRecord) -> None:
        """Write down a grant or a withdrawal; it takes effect at once.

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
    """Keeps decisions as long as the object lives."""

    def __init__(self) -> None:
        super().__init__(timeout_s=None)
        self._records: dict[Subject, list[ConsentRecord]] = {}

    def __repr__(self) -> str:
        return f"InMemoryConsentBook({len(self._records)} people)"

    async def _record(self, record: ConsentRecord) -> None:
        held = self._records.setdefault(record.subject, [])
        held.append(record)
        # Decisions may arrive late; of two at one instant the withdrawal counts.
        held.sort(key=lambda one: (one.at, not one.granted))

    async def _allows(self, subject: Subject, purpose: Purpose) -> bool:
        decided = [one.granted for one in self._records.get(subject, ()) if one.purpose == purpose]
        return bool(decided) and decided[-1]

    async def _export(self, subject: Subject) -> tuple[ConsentRecord, ...]:
        return tuple(self._records.get(subject, ()))

    async def _forget(self, subject: Subject) -> int:
        return len(self._records.pop(subject, ()))


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
