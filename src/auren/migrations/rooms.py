"""The rooms that keep tables in SQL, as data: the newest version of each and what it is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from auren.errors import InvalidInput

__all__ = ["ROOMS", "Room", "named"]


@dataclass(frozen=True, slots=True)
class Room:
    """One room's tables, which have a version of their own.

    Args:
        name: of the room; the table `auren_NAME_schema` holds the version that stands.
        version: the newest, which this auren reads and writes.
        tables: names of its tables at that version.
        asked_for: whether it is made only for a host that names it.
        only_on: the database it exists on; empty for any.
        needs: the extension of PostgreSQL that it needs; empty for none.
        after: the room whose tables it changes; empty for none.
    """

    name: str
    version: int
    tables: tuple[str, ...]
    asked_for: bool = False
    only_on: str = ""
    needs: str = ""
    after: str = ""


def _tables(room: str, *names: str) -> tuple[str, ...]:
    return tuple(f"auren_{room}_{name}" for name in names)


_ALL: Final = (
    Room("history", 1, _tables("history", "readings")),
    Room(
        "history_postgres",
        1,
        _tables("history_postgres", "readings"),
        asked_for=True,
        only_on="postgresql",
    ),
    Room(
        "hypertable",
        1,
        (),
        asked_for=True,
        only_on="postgresql",
        needs="timescaledb",
        after="history_postgres",
    ),
    Room(
        "journal",
        3,
        _tables("journal", "seen", "findings", "replies", "advice", "deliveries", "feedback", "snapshots", "holds"),
    ),
    Room("memory", 2, _tables("memory", "items", "vectors", "spaces")),
    Room("pgvector", 1, ("auren_memory_pgvectors",), asked_for=True, only_on="postgresql", needs="vector"),
    Room("facts", 1, _tables("fact", "statements", "facts", "cursors", "forgotten")),
    Room("tombstones", 1, _tables("tombstone", "spans", "ids", "pending")),
    Room("consent", 1, _tables("consent", "decisions")),
    Room("disclosure", 1, _tables("disclosure", "chain", "details")),
    Room("ledger", 1, _tables("ledger", "budgets", "holds", "limits", "changes", "payloads")),
    # Of one process alone, in a file beside it.
    Room("ledger_journal", 1, _tables("ledger_journal", "calls"), asked_for=True),
)

ROOMS: Final = MappingProxyType({room.name: room for room in _ALL})
"""By name, in the order in which they are upgraded."""


def named(names: Iterable[str]) -> list[Room]:
    """Give the rooms of these names, in their order.

    Raises:
        InvalidInput: there is no room of a name.
    """
    wanted = set(names)
    if unknown := sorted(wanted - set(ROOMS)):
        raise InvalidInput(f"There is no room {unknown[0]!r} with tables; the rooms are {', '.join(ROOMS)}.")
    return [room for room in _ALL if room.name in wanted]
