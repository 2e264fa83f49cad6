"""From facts and turns to a graph: the same whatever order they come in, and however often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from auren.errors import InvalidInput
from auren.facts import Fact, MemoryRecord
from auren.memory.graph.entities import entities_in
from auren.memory.graph.person_graph import Mention, PersonGraph, node_of

__all__ = ["graph_of"]

MOST_MENTIONED: Final = 100
"""What is mentioned less often than so many other things is left out, unless a fact speaks of it."""
_BOOKKEEPING: Final = "laws."
_LAW: Final = "law."


def graph_of(
    facts: Iterable[Fact], records: Iterable[MemoryRecord] = (), *, most_mentioned: int = MOST_MENTIONED
) -> PersonGraph:
    """Give the graph of one person.

    Args:
        facts: those held now, with their earlier values; those held for true no longer may be among them.
        records: turns; only what the person said is looked at.
        most_mentioned: how many things that turns mention are kept, the most mentioned first.

    Raises:
        InvalidInput: they are of more than one person.
    """
    # Of a fact that was read before and after it was closed, the closed one is the newer.
    held = {node_of(fact): fact for fact in sorted(filter(_is_worth, facts), key=_how_new)}
    said = {record.id: record for record in sorted(records, key=lambda record: (record.at, record.text)) if _is_told(record)}
    people = {fact.subject for fact in held.values()} | {record.subject for record in said.values()}
    if len(people) > 1:
        raise InvalidInput(f"Facts and turns of {len(people)} people were given; a graph is of one.")
    mentions = [Mention(turn.id, turn.at, entity) for turn in said.values() for entity in entities_in(turn.text)]
    counts = Counter(mention.entity for mention in mentions)
    kept = set(sorted(counts, key=lambda entity: (-counts[entity], entity))[:most_mentioned])
    ordered = sorted(held.values(), key=lambda fact: (fact.attribute, node_of(fact)))
    return PersonGraph(tuple(ordered), tuple(sorted(mention for mention in mentions if mention.entity in kept)))


def _is_worth(fact: Fact) -> bool:
    """Tell whether a fact belongs in a graph that is kept small: of laws, which change every week, only what holds now."""
    if fact.attribute.startswith(_LAW):
        return fact.valid_to is None and fact.recorded_to is None
    return not fact.attribute.startswith(_BOOKKEEPING)


def _is_told(record: MemoryRecord) -> bool:
    return record.origin == "person"


def _how_new(fact: Fact) -> tuple[bool, str]:
    return fact.recorded_to is not None, repr((fact.recorded_to, fact.valid_to, fact.value, fact.evidence))
