"""Extraction: reads what a person said since last time, and lets the fact store hear it; nobody else's words become facts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final, Protocol, Self

from auren.clock import require_aware
from auren.errors import InvalidInput
from auren.facts import EVER, Fact, MemoryQuery, MemoryRecord, Statement
from auren.memory.extraction.english import ENGLISH
from auren.memory.extraction.german import GERMAN
from auren.memory.extraction.grammar import Said, read
from auren.memory.extraction.language import Language
from auren.memory.facts.slots import SLOTS, Slots
from auren.memory.facts.timeline import REACH
from auren.people import Subject
from auren.ports import FactStore, MemoryStore

__all__ = ["CURSOR", "Extracted", "Extraction", "Hook", "Reader"]

CURSOR: Final = "extraction"
"""Name of the cursor in the fact store."""
TURNS: Final = frozenset({"question"})
"""Kinds of record that are the person's own words."""
_FIND_AT_MOST: Final = 1000


@dataclass(frozen=True, slots=True)
class Extracted:
    """What one run did.

    Args:
        read: turns of the person that were read for the first time.
        statements: all that they say, those heard before included.
        opened, closed: facts that came to be held, and that no longer are.
        refused: how many things were said that no slot can hold; no personal data.
        done: whether all turns have been read; otherwise the next run goes on.
    """

    read: int = 0
    statements: tuple[Statement, ...] = ()
    opened: tuple[Fact, ...] = ()
    closed: tuple[Fact, ...] = ()
    refused: int = 0
    done: bool = True


Hook = Callable[[Subject, Extracted], Awaitable[None]]
"""Called after each run that heard something, before the cursor moves: at least once, so it must bear being called again.

The graph, the embeddings and the pattern analysis follow in this way.
"""


class Reader(Protocol):
    """Reads one turn beside the grammar, for example with a language model."""

    async def read(self, record: MemoryRecord, known: Sequence[Said]) -> list[Said]:
        """Give what the turn says that is not among what is known of it already."""
        ...


@dataclass(slots=True)
class _Reading:
    """The turns of one run, in order.

    Args:
        context: read for what a correction may mean, and not heard.
        again: read before; heard once more, since some may have come late.
        new: after the cursor.
        done: whether no turn is left for another run.
    """

    context: list[MemoryRecord] = field(default_factory=list)
    again: list[MemoryRecord] = field(default_factory=list)
    new: list[MemoryRecord] = field(default_factory=list)
    done: bool = True


class Extraction:
    """Turns what a person said into facts.

    A run reads the turns after the cursor, and once more those of a while before it, so that turns that came late are
    read, too, and a correction finds what it corrects. What was heard already changes nothing.

    Args:
        facts: who hears it; opened by its owner.
        languages: in which people may speak, tried in turn.
        reader: reads each new turn beside the grammar; None for the grammar alone.
        hooks: what follows new facts, in order.
        slots: what may be known.
        limit: new turns that one run reads at most.
        late: how long after it was said a turn may still come in.

    Raises:
        InvalidInput: the limit is not from 1 to 10,000, or `late` is negative.
    """

    def __init__(
        self,
        facts: FactStore,
        *,
        languages: Sequence[Language] = (ENGLISH, GERMAN),
        reader: Reader | None = None,
        hooks: Sequence[Hook] = (),
        slots: Slots = SLOTS,
        limit: int = 500,
        late: timedelta = timedelta(days=7),
    ) -> None:
        if not 1 <= limit <= 10_000:
            raise InvalidInput(f"A limit of {limit} turns was given; expected 1 to 10000.")
        if late < timedelta():
            raise InvalidInput("A negative time for turns to come late was given.")
        self._facts = facts
        self._languages = tuple(languages)
        self._reader = reader
        self._hooks = tuple(hooks)
        self._slots = slots
        self._limit = limit
        self._late = max(late, REACH)

    def heard_by(self, facts: FactStore) -> Self:
        """Give the same extraction, whose statements another fact store hears: one that wraps this one's."""
        other = copy(self)
        other._facts = facts  # noqa: SLF001 - of this very class
        return other

    async def extract(
        self, turns: MemoryStore | Sequence[MemoryRecord], subject: Subject, now: datetime, *, zone: tzinfo = UTC
    ) -> Extracted:
        """Read what a person has said since the last run.

        Args:
            turns: the store that keeps the turns verbatim, or records themselves; those of others are passed over.
            subject: whose words.
            now: when it is learned; aware.
            zone: the person's own, for words such as "yesterday".

        Raises:
            InvalidInput: `now` has no zone.
            StoreError: a store does not answer; the next run begins where this one did.
        """
        require_aware(now, "The time of an extraction")
        cursor = _read_cursor(await self._facts.cursor(subject, CURSOR))
        reading = await self._turns(turns, subject, cursor, now)
        said = await self._said(reading, zone)
        statements, refused = self._statements(said, subject, zone, now)
        revision = await self._facts.hear(statements)
        result = Extracted(len(reading.new), tuple(statements), revision.opened, revision.closed, refused, reading.done)
        if statements:
            for hook in self._hooks:
                await hook(subject, result)
        if reading.new:
            await self._facts.move_cursor(subject, CURSOR, _written_cursor(reading.new[-1]))
        return result

    async def _turns(
        self, turns: MemoryStore | Sequence[MemoryRecord], subject: Subject, cursor: tuple[datetime, str], now: datetime
    ) -> _Reading:
        again = _before(cursor[0], self._late)
        # What is read again may correct what was said still earlier, so that is read, too, and heard no more.
        since = _before(again, REACH)
        found = await _found(turns, subject, since, now) if isinstance(turns, MemoryStore) else turns
        mine = sorted((record for record in found if _is_own(record, subject)), key=lambda record: (record.at, record.id))
        new = [record for record in mine if (record.at, record.id) > cursor]
        return _Reading(
            [record for record in mine if since <= record.at < again],
            [record for record in mine if record.at >= again and (record.at, record.id) <= cursor],
            new[: self._limit],
            done=len(new) <= self._limit,
        )

    async def _said(self, reading: _Reading, zone: tzinfo) -> list[Said]:
        said: list[Said] = []
        for record in reading.context:
            said += self._by_grammar(record, said, zone)
        known = len(said)
        for record in reading.again:
            said += self._by_grammar(record, said, zone)
        for record in reading.new:
            found = self._by_grammar(record, said, zone)
            if self._reader is not None:
                found += await self._reader.read(record, found)
            said += found
        return said[known:]

    def _by_grammar(self, record: MemoryRecord, before: Sequence[Said], zone: tzinfo) -> list[Said]:
        recent = [said for said in before[-_RECENT:] if said.at <= record.at]
        return read(record.text, record.at, record.id, zone=zone, languages=self._languages, before=recent)

    def _statements(self, said: Sequence[Said], subject: Subject, zone: tzinfo, now: datetime) -> tuple[list[Statement], int]:
        kept: dict[str, Statement] = {}
        refused = 0
        for one in said:
            statement = one.statement(subject, zone, now)
            if self._may_be_heard(statement):
                kept.setdefault(statement.key, statement)
            else:
                refused += 1
        return list(kept.values()), refused

    def _may_be_heard(self, statement: Statement) -> bool:
        if statement.until is not None and statement.until <= (statement.since or statement.said_at):
            return False
        if statement.act not in ("holds", "corrects"):
            return True
        slot = self._slots.of(statement.attribute)
        try:
            slot.checked(statement.value, statement.unit if slot.is_number else "")
        except InvalidInput:
            return False
        return True


_RECENT: Final = 50


def _is_own(record: MemoryRecord, subject: Subject) -> bool:
    # What was recalled or made by auren may be marked as such even where a host keeps it as a turn.
    marked = any(name == "recalled" for name, _ in record.data)
    return record.subject == subject and record.kind in TURNS and record.origin == "person" and not marked


async def _found(store: MemoryStore, subject: Subject, since: datetime, now: datetime) -> list[MemoryRecord]:
    query = MemoryQuery(kinds=TURNS, since=None if since == EVER else since, limit=_FIND_AT_MOST)
    found = [item.record for item in await store.find(subject, query, now=now)]
    # The latest come first, so what is missing is what would have to be read first.
    return found if len(found) < _FIND_AT_MOST else await store.export(subject)


def _before(instant: datetime, time: timedelta) -> datetime:
    return instant - time if instant - EVER > time else EVER


def _written_cursor(record: MemoryRecord) -> str:
    return f"{record.at.astimezone(UTC).isoformat()} {record.id}"


def _read_cursor(text: str) -> tuple[datetime, str]:
    if not text:
        return EVER, ""
    at, _, id = text.partition(" ")
    return datetime.fromisoformat(at), id
