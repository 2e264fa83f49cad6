"""A ledger of what left: whose data, of which kinds, to whom, when and under which consent; never the content."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from auren._resource import Resource
from auren.clock import require_aware
from auren.errors import ConfigurationError
from auren.people import Subject

__all__ = ["Disclosure", "DisclosureLedger"]

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
    """

    subject: Subject
    recipient: str
    categories: tuple[str, ...]
    at: datetime
    consent: str = ""

    def __post_init__(self) -> None:
        require_aware(self.at, "A disclosure's instant")


class DisclosureLedger(Resource):
    """Keeps disclosures as long as the object lives; after erasure a keyed hash stands for the person.

    With the key, a host can still show that somebody's data left; without it the entry leads to nobody.

    Args:
        key: a secret of 16 bytes or more.

    Raises:
        ConfigurationError: the key is too short.
    """

    def __init__(self, key: bytes) -> None:
        super().__init__(timeout_s=None)
        if len(key) < _LEAST_KEY_BYTES:
            raise ConfigurationError(f"A key of {len(key)} bytes was given; expected a secret of {_LEAST_KEY_BYTES} or more.")
        self._key = key
        self._by_person: dict[Subject, list[Disclosure]] = {}
        self._of_erased: list[tuple[str, str, datetime]] = []

    def __repr__(self) -> str:
        return f"DisclosureLedger({len(self._by_person)} people, {len(self._of_erased)} entries of erased people)"

    async def note(self, disclosure: Disclosure) -> None:
        """Write down what is about to leave."""
        async with self._working("note"):
            self._by_person.setdefault(disclosure.subject, []).append(disclosure)

    async def disclosures(self, subject: Subject) -> Sequence[Disclosure]:
        """Tell where a person's data went, oldest first."""
        async with self._working("disclosures"):
            return tuple(sorted(self._by_person.get(subject, ()), key=lambda one: one.at))

    async def erased_disclosures(self, subject: Subject) -> Sequence[tuple[str, datetime]]:
        """Tell to whom and when an erased person's data went, found again by the keyed hash."""
        async with self._working("erased_disclosures"):
            wanted = self._hashed(subject)
            return tuple((to, at) for hashed, to, at in self._of_erased if hmac.compare_digest(hashed, wanted))

    async def forget(self, subject: Subject) -> int:
        """Put a keyed hash in the place of a person, and drop all but recipient and instant."""
        async with self._working("forget"):
            held = self._by_person.pop(subject, [])
            hashed = self._hashed(subject)
            self._of_erased += [(hashed, one.recipient, one.at) for one in held]
            return len(held)

    def _hashed(self, subject: Subject) -> str:
        return hmac.new(self._key, subject.id.encode(), hashlib.sha256).hexdigest()
