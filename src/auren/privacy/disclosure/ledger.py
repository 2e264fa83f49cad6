"""A ledger of what left: whose data, of which kinds, to whom, when and under which consent; never the content."""

from __future__ import annotations

import hashlib
import hmac
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final, final

from auren._resource import Resource
from auren.clock import Clock, SystemClock, require_aware
from auren.errors import AurenError, ConfigurationError, StoreCorrupted, StoreError, StoreUnavailable
from auren.people import Subject
from auren.privacy._texts import require_writable
from auren.privacy.audit import Anchor, AuditEntry

__all__ = ["DISCLOSED", "ERASED", "Disclosure", "DisclosureLedger"]

DISCLOSED: Final = "disclosed"
ERASED: Final = "erased"
_LEAST_KEY_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One thing that left, without what it said.

    Args:
        subject: whose data it was.
        recipient: who got it, for example the name of a model or channel.
        categories: which kinds of data, for example "question" or "reply".
        at: aware.
        consent: the purpose under which it left; empty when none was asked for.

    Raises:
        InvalidInput: the instant is naive, or a text cannot be written.
    """

    subject: Subject
    recipient: str
    categories: tuple[str, ...]
    at: datetime
    consent: str = ""

    def __post_init__(self) -> None:
        require_aware(self.at, "A disclosure's instant")
        require_writable("A recipient or category", self.recipient, *self.categories, self.consent)


class DisclosureLedger(Resource, ABC):
    """Keeps disclosures in a chain that only grows; adapters fill the hooks.

    A link of the chain holds the recipient, the instant and keyed hashes of the person and of the kinds of data; the person's
    id and the kinds stand beside it. Erasure drops what stands beside, and adds a link that says so: with the key a host can
    still show that this person's data left and was erased, and without it a link leads to nobody.
    `auren.privacy.audit.verify` checks the chain.

    Args:
        key: a secret of 16 bytes or more, always the same for one ledger; keep it apart from the database.
        clock: tells when somebody was erased; the system's by default.
        timeout_s: seconds that one operation may take; None for no bound.

    Raises:
        ConfigurationError: the key is too short.
    """

    _timeout_error: ClassVar[type[AurenError]] = StoreUnavailable
    _unforeseen: ClassVar[type[AurenError] | None] = StoreError
    _driver_errors: ClassVar[Mapping[type[BaseException], type[AurenError]]] = {OSError: StoreUnavailable}

    def __init__(self, key: bytes, clock: Clock | None = None, *, timeout_s: float | None = None) -> None:
        super().__init__(timeout_s=timeout_s)
        if len(key) < _LEAST_KEY_BYTES:
            raise ConfigurationError(f"A key of {len(key)} bytes was given; expected a secret of {_LEAST_KEY_BYTES} or more.")
        self._key = key
        self._clock = clock or SystemClock()

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    @final
    async def note(self, disclosure: Disclosure) -> None:
        """Write down what is about to leave; when it returns, the entry is kept.

        Raises:
            StoreError: it was not noted, or nobody can tell; nothing may leave then.
        """
        subject, body = disclosure.subject, json.dumps([disclosure.categories, disclosure.consent])
        person, details = self.hashed_subject(subject), self._hashed(b"details", body)

        def follow(head: Anchor) -> AuditEntry:
            return AuditEntry.chained(
                head, at=disclosure.at, action=DISCLOSED, actor=disclosure.recipient, person=person, details=details
            )

        async with self._working("note"):
            await self._note(follow, subject, body)

    @final
    async def disclosures(self, subject: Subject) -> Sequence[Disclosure]:
        """Tell where a person's data went, oldest first.

        Raises:
            StoreCorrupted: what stands beside the chain is not what was noted.
            StoreError: the ledger could not answer.
        """
        async with self._working("disclosures"):
            noted = [self._disclosure(subject, entry, body) for entry, body in await self._noted(subject)]
        return tuple(sorted(noted, key=lambda one: one.at))

    @final
    async def erased_disclosures(self, subject: Subject) -> Sequence[tuple[str, datetime]]:
        """Tell to whom and when an erased person's data went, found again by the keyed hash.

        Raises:
            StoreError: the ledger could not answer.
        """
        async with self._working("erased_disclosures"):
            bare = await self._bare(self.hashed_subject(subject))
        return tuple((entry.actor, entry.at) for entry in bare if entry.action == DISCLOSED)

    @final
    async def erased_at(self, subject: Subject) -> datetime | None:
        """Tell when disclosures of a person were last erased, as proof for them; None when none were.

        Raises:
            StoreError: the ledger could not answer.
        """
        async with self._working("erased_at"):
            bare = await self._bare(self.hashed_subject(subject))
        return max((entry.at for entry in bare if entry.action == ERASED), default=None)

    @final
    async def forget(self, subject: Subject) -> int:
        """Drop a person's id and the kinds of data from all that was noted of them; the chain says when.

        Raises:
            StoreError: the ledger could not forget; forget again.
        """
        person = self.hashed_subject(subject)
        at = require_aware(self._clock.now(), "The clock's instant")

        def follow(head: Anchor) -> AuditEntry:
            return AuditEntry.chained(head, at=at, action=ERASED, actor="ledger", person=person)

        async with self._working("forget"):
            return await self._forget(subject, follow)

    @final
    async def entries(self) -> list[AuditEntry]:
        """Give the chain in order, as it is kept now; `auren.privacy.audit.verify` checks it.

        Raises:
            StoreCorrupted: an entry cannot be read.
        """
        async with self._working("entries"):
            return await self._entries()

    @final
    async def anchor(self) -> Anchor:
        """Give the present count and head, for the host to store where the ledger's writer cannot write.

        Raises:
            StoreError: the ledger could not answer.
        """
        async with self._working("anchor"):
            return await self._anchor()

    @final
    def hashed_subject(self, subject: Subject) -> str:
        """Give the keyed hash under which entries of a person stand."""
        return self._hashed(b"subject", subject.id)

    def _hashed(self, what: bytes, content: str) -> str:
        return hmac.new(self._key, what + b"\x00" + content.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()

    def _disclosure(self, subject: Subject, entry: AuditEntry, body: str) -> Disclosure:
        intact = entry.person == self.hashed_subject(subject) and entry.details == self._hashed(b"details", body)
        if not intact or entry.computed() != entry.digest:
            raise StoreCorrupted("A disclosure is not what was noted, or was noted under another key; verify the chain.")
        categories, consent = json.loads(body)
        return Disclosure(subject, entry.actor, tuple(categories), entry.at, consent)

    @abstractmethod
    async def _note(self, follow: Callable[[Anchor], AuditEntry], subject: Subject, body: str) -> None: ...

    @abstractmethod
    async def _noted(self, subject: Subject) -> Sequence[tuple[AuditEntry, str]]: ...

    @abstractmethod
    async def _bare(self, person: str) -> Sequence[AuditEntry]: ...

    @abstractmethod
    async def _forget(self, subject: Subject, follow: Callable[[Anchor], AuditEntry]) -> int: ...

    @abstractmethod
    async def _entries(self) -> list[AuditEntry]: ...

    @abstractmethod
    async def _anchor(self) -> Anchor: ...
