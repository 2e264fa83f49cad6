"""A fact store in the process's own memory: what it holds is gone with the process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from auren.facts import EVER, Fact, Statement
from auren.memory.facts.revision import Forgotten, Revised, applied, checked, held, is_of, replayed, revised
from auren.memory.facts.slots import SLOTS, Slots
from auren.people import Subject
from auren.ports.fact_store import FactStore, Revision

__all__ = ["InMemoryFactStore"]

_MOMENT: Final = timedelta(microseconds=1)


@dataclass(slots=True)
class _Person:
    """What is kept of one person; statements by slot and key, facts by slot."""

    statements: dict[str, dict[str, Statement]] = field(default_factory=dict)
    facts: dict[str, list[Fact]] = field(default_factory=dict)
    cursors: dict[str, str] = field(default_factory=dict)
    forgotten: list[Forgotten] = field(default_factory=list)


class InMemoryFactStore(FactStore):
    """Keeps facts as long as the object lives.

    Args:
        slots: what slots are like.
    """

    def __init__(self, *, slots: Slots = SLOTS) -> None:
        super().__init__(timeout_s=None)
        self._slots = slots
        self._people: dict[Subject, _Person] = {}

    async def _hear(self, statements: Sequence[Statement], cursor: tuple[str, str] | None) -> Revision:
        heard = [checked(self._slots, statement) for statement in statements]
        person = self._people.setdefault(statements[0].subject, _Person())
        new: dict[str, dict[str, Statement]] = {}
        for statement in heard:
            known = person.statements.get(statement.attribute, {})
            if statement.key not in known and not any(forgotten.covers(statement) for forgotten in person.forgotten):
                new.setdefault(statement.attribute, {}).setdefault(statement.key, statement)
        opened: list[Fact] = []
        closed: list[Fact] = []
        for attribute, of_slot in new.items():
            for now in sorted({statement.recorded_at for statement in of_slot.values()}):
                learned = {key: statement for key, statement in of_slot.items() if statement.recorded_at == now}
                person.statements.setdefault(attribute, {}).update(learned)
                change = self._settle(person, attribute, now)
                opened += change.opened
                closed += change.closed
        if cursor is not None:
            person.cursors[cursor[0]] = cursor[1]
        return Revision(tuple(opened), tuple(closed), sum(map(len, new.values())))

    def _settle(self, person: _Person, attribute: str, now: datetime) -> Revised:
        rows = person.facts.get(attribute, [])
        standing = [fact for fact in rows if fact.recorded_to is None]
        change = revised(self._slots, list(person.statements[attribute].values()), standing, now)
        person.facts[attribute] = applied(rows, change)
        return change

    async def _facts(
        self, subject: Subject, attribute: str | None, valid_at: datetime | None, recorded_at: datetime | None
    ) -> list[Fact]:
        person = self._people.get(subject, _Person())
        return [
            fact
            for name, rows in person.facts.items()
            if is_of(name, attribute)
            for fact in rows
            if held(fact, valid_at, recorded_at)
        ]

    async def _cursor(self, subject: Subject, name: str) -> str:
        return self._people.get(subject, _Person()).cursors.get(name, "")

    async def _move_cursor(self, subject: Subject, name: str, to: str) -> None:
        self._people.setdefault(subject, _Person()).cursors[name] = to

    async def _cursors(self, name: str, until: str | None, limit: int) -> list[tuple[Subject, str]]:
        begun = ((subject, person.cursors.get(name, "")) for subject, person in self._people.items())
        wanted = [(subject, to) for subject, to in begun if to and (until is None or to <= until)]
        return sorted(wanted, key=lambda pair: (pair[1], pair[0].id))[:limit]

    async def _forget(self, subject: Subject) -> int:
        return _count(self._people.pop(subject, _Person()).statements.values())

    async def _forget_some(
        self, subject: Subject, attribute: str | None, since: datetime | None, until: datetime | None
    ) -> int:
        person = self._people.get(subject, _Person())
        asked = Forgotten(attribute, since or EVER, until or datetime.max.replace(tzinfo=EVER.tzinfo))
        gone = [
            statement for of_slot in person.statements.values() for statement in of_slot.values() if asked.covers(statement)
        ]
        if not gone:
            return 0
        last = max(statement.said_at for statement in gone)
        person.forgotten.append(Forgotten(attribute, asked.since, min(asked.until, last + _MOMENT)))
        for name in {statement.attribute for statement in gone}:
            stay = {key: said for key, said in person.statements[name].items() if not asked.covers(said)}
            person.facts.pop(name, None)
            person.statements.pop(name)
            if stay:
                person.statements[name] = stay
                person.facts[name] = replayed(self._slots, list(stay.values()))
        return len(gone)

    async def _export(self, subject: Subject) -> list[Statement]:
        return [said for of_slot in self._people.get(subject, _Person()).statements.values() for said in of_slot.values()]


def _count(slots: Iterable[dict[str, Statement]]) -> int:
    return sum(map(len, slots))
