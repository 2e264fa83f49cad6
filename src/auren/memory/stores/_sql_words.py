"""Which of a person's rows hold the words asked for: a look into SQLite's or PostgreSQL's word index.

An index gives the rows of a rare word at once. Of a common one SQLite gives the newest, since it keeps rows in their order;
PostgreSQL would read them all to know which are, and so looks for common words among the person's newest rows alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Connection
from sqlalchemy.sql.util import ClauseAdapter

from auren._sql import chunks
from auren.facts import MemoryQuery
from auren.memory._words import rarity
from auren.memory.stores._sql_tables import ITEMS, WORDS
from auren.memory.stores._terms import mark_of, query_terms
from auren.memory.stores._values import microseconds
from auren.people import Subject

__all__ = ["best_rows", "counted", "fitting", "of_rows", "owned"]

_OF_A_TERM: Final = 2000
_WORDS_AT_ONCE: Final = 16
_NEWEST: Final = 4000
"""Among so many of the newest rows a common word is looked for."""
_COUNTED: Final = 20_000
_ASKED_OF_A_ROW: Final = tuple(
    ITEMS.c[name] for name in ("number", "store", "subject", "kind", "conversation", "at_us", "expires_us")
)

Conditions = Sequence[sa.ColumnElement[bool]]


def best_rows(
    connection: Connection, store: str, subject: Subject, query: MemoryQuery, now: datetime, most: int
) -> tuple[list[int], dict[str, float]]:
    """Give the numbers of the rows that hold the rarest words, best first, and how rare each word is.

    Args:
        connection: to the database.
        store: the name of the store.
        subject: whose rows.
        query: what is asked for.
        now: what has expired by then is left out where the query narrows.
        most: how many rows.
    """
    fit = fitting(query, now) if query.kinds or query.conversation or query.since else []
    terms = query_terms(mark_of(store, subject), query.text)
    mine = owned(store, subject)
    everything = counted(connection, sa.select(ITEMS.c.number).where(*mine), _COUNTED)
    find = _on_sqlite if connection.dialect.name == "sqlite" else _on_postgres
    having, counts = find(connection, mine, fit, terms, everything)
    rarities = {word: rarity(counts[word], max(everything, counts[word])) for word in terms}
    weights: defaultdict[int, float] = defaultdict(float)
    for word, numbers in having.items():
        for number in numbers:
            weights[number] += rarities[word]
    return sorted(weights, key=lambda number: (-weights[number], -number))[:most], rarities


def owned(store: str, subject: Subject) -> Conditions:
    """Give what is true of a person's rows in a store."""
    return ITEMS.c.store == store, ITEMS.c.subject == subject.id


def fitting(query: MemoryQuery, now: datetime) -> list[sa.ColumnElement[bool]]:
    """Give what is true of rows that fit a query, its words aside."""
    wanted: list[sa.ColumnElement[bool]] = [sa.or_(ITEMS.c.expires_us.is_(None), ITEMS.c.expires_us > microseconds(now))]
    if query.kinds:
        wanted.append(ITEMS.c.kind.in_(sorted(query.kinds)))
    if query.conversation:
        wanted.append(ITEMS.c.conversation == query.conversation)
    if query.since is not None:
        wanted.append(ITEMS.c.at_us >= microseconds(query.since))
    return wanted


def of_rows(rows: sa.Subquery, *conditions: sa.ColumnElement[bool]) -> Iterator[sa.ColumnElement[bool]]:
    """Give conditions on rows of the table as conditions on some of them that were read already."""
    adapted = ClauseAdapter(rows)
    return (adapted.traverse(condition) for condition in conditions)


def counted(connection: Connection, wanted: sa.Select[Any], most: int) -> int:
    """Count rows, and stop counting one past the most that matters."""
    some = wanted.with_only_columns(ITEMS.c.number).limit(most + 1).subquery()
    return int(connection.scalar(sa.select(sa.func.count()).select_from(some)) or 0)


_Having = tuple[dict[str, list[int]], dict[str, int]]
"""For each word the newest rows that hold it, and how many do."""


def _on_sqlite(connection: Connection, mine: Conditions, fit: Conditions, terms: dict[str, str], _everything: int) -> _Having:
    def of_a_word(term: str) -> Any:
        # Its term names the person and the store, as the row does.
        wanted = sa.select(WORDS.c.rowid.label("number")).where(WORDS.c.auren_memory_words.op("MATCH")(f'"{term}"'))
        if fit:
            wanted = wanted.join(ITEMS, ITEMS.c.number == WORDS.c.rowid).where(*mine, *fit)
        return wanted.order_by(WORDS.c.rowid.desc()).limit(_OF_A_TERM)

    having = _asked(connection, {word: of_a_word(term) for word, term in terms.items()})
    return having, {word: len(numbers) for word, numbers in having.items()}


def _on_postgres(connection: Connection, mine: Conditions, fit: Conditions, terms: dict[str, str], everything: int) -> _Having:
    def of_a_word(term: str) -> Any:
        # Read by the term alone, first: what else narrows would have the planner go through all that the person has.
        some = sa.select(*_ASKED_OF_A_ROW).where(_holds(ITEMS.c.terms, term)).offset(0).subquery("having")
        return sa.select(some.c.number).where(*of_rows(some, *mine, *fit)).limit(_OF_A_TERM)

    having = _asked(connection, {word: of_a_word(term) for word, term in terms.items()})
    counts = {word: len(numbers) for word, numbers in having.items()}
    common = {word: terms[word] for word, count in counts.items() if count == _OF_A_TERM}
    if common:
        # Without statistics the planner holds all that the person has for few, and would sort them.
        connection.exec_driver_sql("SET LOCAL enable_sort = off")
        newest = sa.select(ITEMS.c.number, ITEMS.c.terms).where(*mine, *fit).order_by(ITEMS.c.at_us.desc()).limit(_NEWEST)
        some = newest.cte("newest").prefix_with("MATERIALIZED")
        found = _asked(
            connection,
            {word: sa.select(some.c.number).where(_holds(some.c.terms, term)) for word, term in common.items()},
        )
        having |= found
        for word, numbers in found.items():
            # As common among all as among the newest.
            counts[word] = max(_OF_A_TERM, len(numbers) * everything // max(1, min(_NEWEST, everything)))
    return having, counts


def _holds(terms: sa.ColumnElement[Any], term: str) -> sa.ColumnElement[bool]:
    return terms.op("@@", is_comparison=True)(sa.cast(term, postgresql.TSQUERY))


def _asked(connection: Connection, wanted: dict[str, Any]) -> dict[str, list[int]]:
    """Give the rows of each word, in few questions to the database, and all rows of a word as one answer, which is quicker."""
    on_sqlite = connection.dialect.name == "sqlite"
    having: dict[str, list[int]] = {}
    for words in chunks(list(wanted), _WORDS_AT_ONCE):
        of_each = [wanted[word].subquery() for word in words]
        joined = sa.func.group_concat if on_sqlite else sa.func.array_agg
        union = sa.union_all(*(sa.select(sa.literal(place), joined(each.c.number)) for place, each in enumerate(of_each)))
        rows: Any = connection.execute(union)
        for place, numbers in rows:
            # SQLite gives a text of numbers, PostgreSQL a list of them, and both nothing for none.
            word = words[int(place)]
            having[word] = list(map(int, numbers.split(","))) if isinstance(numbers, str) else numbers or []
    return having
