"""What a person asks to have forgotten: all, some records by id, a span of time, or what was said of a slot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from auren.clock import require_aware
from auren.errors import InvalidInput
from auren.facts import EVER, MemoryRecord, Statement
from auren.memory.facts.revision import is_of
from auren.people import Subject

__all__ = ["MOMENT", "Forgetting"]

MOMENT: Final = timedelta(microseconds=1)
"""The shortest time that stores tell apart."""


@dataclass(frozen=True, slots=True)
class Forgetting:
    """One request to forget.

    Args:
        subject: whose memory.
        ids: records by id; empty for a span of time or everything.
        since, until: what was said from the one instant on and before the other; None is open, and both mean everything.
        asked_at: when it was asked for; what was said from then on may be remembered anew. Records named by id stay
            forgotten.
        attribute: a slot, or a family such as "supplement.*", to which the span is confined; with it `ids` are the turns
            in which it was said, and both may be given.
        evidence: ids of records and facts; what was said of slots on their evidence goes, too.

    Raises:
        InvalidInput: an instant has no zone, the span is turned round, ids and a span were given at once, or a slot has a
            "*" elsewhere than after its last point.
    """

    subject: Subject
    ids: frozenset[str]
    since: datetime | None
    until: datetime | None
    asked_at: datetime
    attribute: str | None = None
    evidence: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for at in (self.since, self.until, self.asked_at):
            if at is not None:
                require_aware(at, "An instant of forgetting")
        if self.since is not None and self.until is not None and self.since >= self.until:
            raise InvalidInput("A span of time to forget was given that ends before it begins.")
        if self.ids and self.by_time:
            raise InvalidInput("Ids and a span of time were given at once; forget the one, and then the other.")
        if self.attribute is not None and (not self.attribute or "*" in self.attribute.removesuffix(".*")):
            raise InvalidInput('A slot that cannot be read was given; expected one such as "body.weight" or "supplement.*".')

    @property
    def everything(self) -> bool:
        """Whether all of the person's memory is meant."""
        return not self.ids and self.since is None and self.until is None and self.attribute is None

    @property
    def by_time(self) -> bool:
        """Whether a span of time is meant, in all that was said."""
        return self.attribute is None and (self.since is not None or self.until is not None)

    @property
    def words(self) -> bool:
        """Whether records are meant, too, and not only what is known."""
        return self.attribute is None or bool(self.ids)

    def takes(self, record: MemoryRecord) -> bool:
        """Tell whether a record of the person's is meant."""
        return record.id in self.ids or ((self.by_time or self.everything) and self._covers(record.at))

    def takes_said(self, statement: Statement) -> bool:
        """Tell whether something said of a slot of the person's is meant."""
        return self.spans(statement) or not self.evidence.isdisjoint(statement.evidence)

    def spans(self, statement: Statement) -> bool:
        """Tell whether something said of a slot is meant by its slot and time, and not only by what it rests on."""
        if self.attribute is None:
            return (self.by_time or self.everything) and self._covers(statement.said_at)
        return is_of(statement.attribute, self.attribute) and self._covers(statement.said_at)

    def ends(self, *, late: bool) -> datetime | None:
        """Give the end of the span; a request that is finished late ends where it was asked."""
        return self.asked_at if late and self.since is None and self.until is None else self.until

    def _covers(self, at: datetime) -> bool:
        until = self.ends(late=True)
        return (self.since or EVER) <= at and (until is None or at < until)
