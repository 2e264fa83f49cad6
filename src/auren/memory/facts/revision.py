"""What the stores share: how the facts that are held give way to those that follow from the statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fnmatch import fnmatchcase

from auren.errors import InvalidInput
from auren.facts import EVER, Fact, Statement
from auren.memory.facts.slots import Slots
from auren.memory.facts.timeline import NEVER, settled

__all__ = ["Forgotten", "Revised", "applied", "checked", "held", "is_of", "replayed", "revised"]


@dataclass(frozen=True, slots=True)
class Revised:
    """How one slot's facts change.

    Args:
        opened: facts to add.
        closed: facts to close, as they are then; those that began in the same instant are to be dropped instead.
    """

    opened: tuple[Fact, ...]
    closed: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What a person had forgotten: statements like these are not taken in again.

    Args:
        attribute: a slot or family; None is every slot.
        since, until: when it was said, `until` not included.
    """

    attribute: str | None
    since: datetime
    until: datetime

    def covers(self, statement: Statement) -> bool:
        """Tell whether a statement is one of those."""
        return is_of(statement.attribute, self.attribute) and self.since <= statement.said_at < self.until


def checked(slots: Slots, statement: Statement) -> Statement:
    """Give a statement with its values in the form of its slot.

    Raises:
        InvalidInput: a value is none of the slot.
    """
    slot = slots.of(statement.attribute)
    # What is ended or denied may be named loosely, such as "knee" for the left one.
    exact = statement.act in ("holds", "corrects")
    if exact and not statement.value:
        raise InvalidInput(f"A statement of {statement.attribute} without a value was given.")
    value = slot.checked(statement.value, statement.unit or slot.unit if slot.is_number else "") if exact else statement.value
    unit = slot.unit if slot.is_number else statement.unit
    return statement if (value, unit) == (statement.value, statement.unit) else replace(statement, value=value, unit=unit)


def revised(slots: Slots, statements: Sequence[Statement], standing: Sequence[Fact], now: datetime) -> Revised:
    """Give how one slot's facts change.

    Args:
        slots: what slots are like.
        statements: all that was said of the slot, at least one.
        standing: the facts that are held.
        now: when the last of the statements was recorded.
    """
    wanted = _facts(slots, statements, now)
    unchanged = {_content(fact) for fact in wanted} & {_content(fact) for fact in standing}
    # Time recorded never runs back, whatever the order in which statements come in.
    now = max((now, *(fact.recorded_from for fact in standing)))
    return Revised(
        opened=tuple(replace(fact, recorded_from=now) for fact in wanted if _content(fact) not in unchanged),
        closed=tuple(replace(fact, recorded_to=now) for fact in standing if _content(fact) not in unchanged),
    )


def applied(rows: Sequence[Fact], change: Revised) -> list[Fact]:
    """Give a slot's facts after a change, without those that were held for no time at all."""
    ending = {(fact.id, fact.recorded_from): fact for fact in change.closed}
    kept = [ending.get((fact.id, fact.recorded_from), fact) if fact.recorded_to is None else fact for fact in rows]
    return [fact for fact in (*kept, *change.opened) if fact.recorded_from != fact.recorded_to]


def replayed(slots: Slots, statements: Sequence[Statement]) -> list[Fact]:
    """Give a slot's facts, those that are held no longer included, as its statements would have made them one by one."""
    rows: list[Fact] = []
    for now in sorted({statement.recorded_at for statement in statements}):
        known = [statement for statement in statements if statement.recorded_at <= now]
        rows = applied(rows, revised(slots, known, [fact for fact in rows if fact.recorded_to is None], now))
    return rows


def held(fact: Fact, valid_at: datetime | None, recorded_at: datetime | None) -> bool:
    """Tell whether a fact was held at an instant, and holds at another."""
    if recorded_at is None:
        known = fact.recorded_to is None
    else:
        known = fact.recorded_from <= recorded_at and (fact.recorded_to is None or recorded_at < fact.recorded_to)
    return known and (
        valid_at is None
        or ((fact.valid_from is None or fact.valid_from <= valid_at) and (fact.valid_to is None or valid_at < fact.valid_to))
    )


def is_of(attribute: str, wanted: str | None) -> bool:
    """Tell whether a slot is the wanted one or of the wanted family."""
    return wanted is None or attribute == wanted or ("*" in wanted and fnmatchcase(attribute, wanted))


def _facts(slots: Slots, statements: Sequence[Statement], now: datetime) -> list[Fact]:
    subject, attribute = statements[0].subject, statements[0].attribute
    facts: list[Fact] = []
    times: dict[str, int] = {}
    for piece in settled(slots.of(attribute), statements):
        times[piece.id] = times.get(piece.id, 0) + 1
        facts.append(
            Fact(
                id=piece.id if times[piece.id] == 1 else f"{piece.id}~{times[piece.id]}",
                subject=subject,
                attribute=attribute,
                value=piece.value,
                unit=piece.unit,
                valid_from=None if piece.start == EVER else piece.start,
                valid_to=None if piece.end == NEVER else piece.end,
                recorded_from=now,
                recorded_to=None,
                confidence=piece.confidence,
                source=piece.source,
                evidence=piece.evidence,
            )
        )
    return facts


def _content(fact: Fact) -> Fact:
    return replace(fact, recorded_from=EVER, recorded_to=None)
