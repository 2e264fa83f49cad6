"""What is asked, and all that a specialist gets to work with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from auren.findings import Finding
from auren.people import Profile, Subject

if TYPE_CHECKING:
    from auren.facts import Recollection
    from auren.holds import Hold

__all__ = ["Case", "Query"]


@dataclass(frozen=True, slots=True)
class Query:
    """What a person asked.

    Args:
        id: unique.
        subject: who asked.
        text: the words; untrusted.
        asked_at: aware.
        conversation: which conversation it belongs to.
    """

    id: str
    subject: Subject
    text: str = field(repr=False)
    asked_at: datetime
    conversation: str = "main"


@dataclass(frozen=True, slots=True)
class Case:
    """All that a specialist gets to work with.

    Args:
        today: the date on the person's wall clock.
        findings: what the rules found and what still stands, newest first.
        profile: what is known of the person.
        query: what was asked; None when a finding started it.
        recalled: what was said before that bears on it.
        earlier: what the person asked before in the same conversation, the latest last; untrusted.
        holds: what is switched off until a human clears it; what they forbid is left out whoever says it.
    """

    today: date
    findings: tuple[Finding, ...]
    profile: Profile
    query: Query | None = None
    recalled: tuple[Recollection, ...] = ()
    earlier: tuple[str, ...] = field(default=(), repr=False)
    holds: tuple[Hold, ...] = ()
