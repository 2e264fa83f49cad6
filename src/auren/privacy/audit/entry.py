"""One entry of the audit chain: its bytes, and the SHA-256 that the next entry holds."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from auren.errors import InvalidInput

__all__ = ["GENESIS", "Anchor", "AuditEntry"]

GENESIS: Final = "0" * 64
"""What the first entry holds in place of the digest before it."""

_FORMAT: Final = "auren-audit-1"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Anchor:
    """How long a chain was, and how it ended, kept where whoever writes the log cannot write.

    Args:
        count: how many entries there were, 0 or more.
        head: digest of the last of them; `GENESIS` when there was none.

    Raises:
        InvalidInput: the count is below 0.
    """

    count: int
    head: str

    def __post_init__(self) -> None:
        if self.count < 0:
            raise InvalidInput(f"An anchor after {self.count} entries was given; expected 0 or more.")


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """That something was asked for; neither of whom in clear, nor with what payload.

    Args:
        number: place in the chain, from 0.
        at_us: when, in microseconds since 1970-01-01 UTC.
        action: what was done, for example "erase".
        actor: who asked, for example "host" or "support-desk"; a role or a pseudonym, never a name.
        person: keyed hash of the subject; empty when it concerns nobody in particular.
        details: keyed hash of the payload, which is kept elsewhere; empty when there is none.
        previous: digest of the entry before, or `GENESIS`.
        digest: SHA-256 of all of the above.
    """

    number: int
    at_us: int
    action: str
    actor: str
    person: str
    details: str
    previous: str
    digest: str

    @property
    def at(self) -> datetime:
        """When, in UTC."""
        return _EPOCH + timedelta(microseconds=self.at_us)

    @classmethod
    def chained(
        cls, previous: Anchor, *, at: datetime, action: str, actor: str, person: str = "", details: str = ""
    ) -> AuditEntry:
        """Build the entry that follows a head.

        Args:
            previous: the chain's count and head before it.
            at: aware.
            action: as in the class.
            actor: as in the class.
            person: as in the class.
            details: as in the class.
        """
        at_us = (at - _EPOCH) // timedelta(microseconds=1)
        digest = _digest(previous.count, at_us, action, actor, person, details, previous.head)
        return cls(previous.count, at_us, action, actor, person, details, previous.head, digest)

    def computed(self) -> str:
        """Compute the digest that its content has; another than the stored one shows an edit."""
        return _digest(self.number, self.at_us, self.action, self.actor, self.person, self.details, self.previous)


def _digest(*parts: int | str) -> str:
    # JSON of a list marks where each part ends and escapes all but ASCII, so no two entries have the same bytes.
    return hashlib.sha256(json.dumps([_FORMAT, *parts], separators=(",", ":")).encode("ascii")).hexdigest()
