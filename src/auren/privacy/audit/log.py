"""The audit log as a port, and the one in the process's own memory."""

from __future__ import annotations

import hashlib
import hmac
from abc import abstractmethod
from collections.abc import Callable
from typing import ClassVar, Final, final

from auren._resource import Resource
from auren.clock import Clock, require_aware
from auren.errors import AurenError, ConfigurationError, InvalidInput, StoreError
from auren.people import Subject
from auren.privacy.audit.entry import GENESIS, Anchor, AuditEntry

__all__ = ["AuditLog", "InMemoryAuditLog"]

_LEAST_KEY_BYTES: Final = 16
_MOST_CHARACTERS: Final = 200


class AuditLog(Resource):
    """A chain of entries that can only grow; it knows no way to change or drop one.

    People and payloads enter as keyed hashes, so that erasing a person needs no change of the chain: without the key,
    and without what it was computed from, an entry leads to nobody.

    Args:
        key: a secret of 16 bytes or more, kept apart from the log.
        clock: tells the time.

    Raises:
        ConfigurationError: the key is too short.
    """

    _unforeseen: ClassVar[type[AurenError] | None] = StoreError

    def __init__(self, key: bytes, clock: Clock) -> None:
        super().__init__(timeout_s=None)
        if len(key) < _LEAST_KEY_BYTES:
            raise ConfigurationError(f"A key of {len(key)} bytes was given; expected a secret of {_LEAST_KEY_BYTES} or more.")
        self._key = key
        self._clock = clock

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    @final
    async def append(self, action: str, actor: str, *, subject: Subject | None = None, details: bytes = b"") -> AuditEntry:
        """Write down that something was asked for; when it returns, the entry is kept.

        Args:
            action: what was done, 1 to 200 characters, for example "erase".
            actor: who asked, 1 to 200 characters; a role or a pseudonym, never a name.
            subject: whom it concerns; only a keyed hash is kept.
            details: the payload; only a keyed hash is kept.

        Raises:
            InvalidInput: action or actor are empty or too long.
            StoreError: the entry could not be kept.
        """
        for what, text in (("An action", action), ("An actor", actor)):
            if not 0 < len(text) <= _MOST_CHARACTERS:
                raise InvalidInput(f"{what} of {len(text)} characters was given; expected 1 to {_MOST_CHARACTERS}.")
        at = require_aware(self._clock.now(), "The clock's instant")
        person = self.hashed_subject(subject) if subject else ""
        hashed = self._hashed(b"details", details) if details else ""

        def follow(head: Anchor) -> AuditEntry:
            return AuditEntry.chained(head, at=at, action=action, actor=actor, person=person, details=hashed)

        async with self._working("append"):
            return await self._append(follow)

    @final
    async def entries(self) -> list[AuditEntry]:
        """Give all entries in order, as they are kept now; `verify` checks them.

        Raises:
            StoreCorrupted: an entry cannot be read.
        """
        async with self._working("entries"):
            return await self._entries()

    @final
    async def anchor(self) -> Anchor:
        """Give the present count and head, for the host to store where the log's writer cannot write."""
        async with self._working("anchor"):
            return await self._anchor()

    @final
    def hashed_subject(self, subject: Subject) -> str:
        """Give the keyed hash under which entries of a person stand."""
        return self._hashed(b"subject", subject.id.encode("utf-8", "surrogatepass"))

    def _hashed(self, what: bytes, content: bytes) -> str:
        return hmac.new(self._key, what + b"\x00" + content, hashlib.sha256).hexdigest()

    @abstractmethod
    async def _append(self, follow: Callable[[Anchor], AuditEntry]) -> AuditEntry: ...

    @abstractmethod
    async def _entries(self) -> list[AuditEntry]: ...

    @abstractmethod
    async def _anchor(self) -> Anchor: ...


class InMemoryAuditLog(AuditLog):
    """Keeps the chain as long as the object lives; arguments as in `AuditLog`."""

    def __init__(self, key: bytes, clock: Clock) -> None:
        super().__init__(key, clock)
        self._chain: list[AuditEntry] = []

    async def _append(self, follow: Callable[[Anchor], AuditEntry]) -> AuditEntry:
        entry = follow(await self._anchor())
        self._chain.append(entry)
        return entry

    async def _entries(self) -> list[AuditEntry]:
        return list(self._chain)

    async def _anchor(self) -> Anchor:
        return Anchor(len(self._chain), self._chain[-1].digest if self._chain else GENESIS)
