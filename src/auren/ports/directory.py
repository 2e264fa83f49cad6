"""The port that knows people's profiles and addresses; nothing else does."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar, final

from auren._resource import Resource
from auren.errors import AurenError, StoreError, StoreUnavailable
from auren.people import Profile, Subject

__all__ = ["Directory"]


class Directory(Resource, ABC):
    """Looks up a person's profile, and turns addresses into pseudonyms and back.

    Args:
        timeout_s: seconds that one operation may take.
    """

    _timeout_error: ClassVar[type[AurenError]] = StoreUnavailable
    _unforeseen: ClassVar[type[AurenError] | None] = StoreError
    _driver_errors: ClassVar[Mapping[type[BaseException], type[AurenError]]] = {OSError: StoreUnavailable}

    def __init__(self, *, timeout_s: float | None = 5.0) -> None:
        super().__init__(timeout_s=timeout_s)

    @final
    async def profile(self, subject: Subject) -> Profile:
        """Give what is known of a person; an empty profile when nothing is.

        Raises:
            StoreError: the directory could not answer.
            LifecycleError: the directory is not open.
        """
        async with self._working("profile"):
            return await self._profile(subject)

    @final
    async def put_profile(self, subject: Subject, profile: Profile) -> None:
        """Keep a person's profile in place of the one before.

        Raises:
            StoreError: the directory could not keep it.
            LifecycleError: the directory is not open.
        """
        async with self._working("put_profile"):
            await self._put_profile(subject, profile)

    @final
    async def put_address(self, subject: Subject, channel: str, address: str) -> None:
        """Keep a person's address on a channel in place of the one before.

        Raises:
            StoreConflict: the address belongs to somebody else.
            StoreError: the directory could not keep it.
            LifecycleError: the directory is not open.
        """
        async with self._working("put_address"):
            await self._put_address(subject, channel, address)

    @final
    async def address_of(self, subject: Subject, channel: str) -> str | None:
        """Give a person's address on a channel, or None.

        Raises:
            StoreError: the directory could not answer.
            LifecycleError: the directory is not open.
        """
        async with self._working("address_of"):
            return await self._address_of(subject, channel)

    @final
    async def subject_of(self, channel: str, address: str) -> Subject | None:
        """Give the person behind an address, or None.

        Raises:
            StoreError: the directory could not answer.
            LifecycleError: the directory is not open.
        """
        async with self._working("subject_of"):
            return await self._subject_of(channel, address)

    @final
    async def forget(self, subject: Subject) -> int:
        """Make all that is kept about a person unreachable at once, and say how many things it was.

        Raises:
            StoreError: the directory could not do it.
            LifecycleError: the directory is not open.
        """
        async with self._working("forget"):
            return await self._forget(subject)

    @abstractmethod
    async def _profile(self, subject: Subject) -> Profile: ...

    @abstractmethod
    async def _put_profile(self, subject: Subject, profile: Profile) -> None: ...

    @abstractmethod
    async def _put_address(self, subject: Subject, channel: str, address: str) -> None: ...

    @abstractmethod
    async def _address_of(self, subject: Subject, channel: str) -> str | None: ...

    @abstractmethod
    async def _subject_of(self, channel: str, address: str) -> Subject | None: ...

    @abstractmethod
    async def _forget(self, subject: Subject) -> int: ...
