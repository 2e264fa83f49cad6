"""What a person asks to have forgotten: all, some records by id, or a span of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from auren.clock import require_aware
from auren.errors import InvalidInput
from auren.people import Subject

__all__ = ["Forgetting"]


@dataclass(frozen=True, slots=True)
class Forgetting:
    """One request to forget.

    Args:
        subject: whose memory.
        ids: records by id; empty for a span of time or everything.
        since, until: what was said from the one instant on and before the other; None is open, and both mean everything.
        asked_at: when it was asked for; what was said from then on may be remembered anew. Records named by id stay
            forgotten.

    Raises:
        InvalidInput: an instant has no zone, the span is turned round, or ids and a span were given at once.
    """

    subject: Subject
    ids: frozenset[str]
    since: datetime | None
    until: datetime | None
    asked_at: datetime

    def __post_init__(self) -> None:
        for at in (self.since, self.until, self.asked_at):
            if at is not None:
                require_aware(at, "An instant of forgetting")
        if self.since is not None and self.until is not None and self.since >= self.until:
            raise InvalidInput("A span of time to forget was given that ends before it begins.")
        if self.ids and self.by_time:
            raise InvalidInput("Ids and a span of time were given at once; forget the one, and then the other.")

    @property
    def everything(self) -> bool:
        """Whether all of the person's memory is meant."""
        return not self.ids and self.since is None and self.until is None

    @property
    def by_time(self) -> bool:
        """Whether a span of time is meant."""
        return self.since is not None or self.until is not None
