"""A person's graph: slots, facts and what they speak of, each edge with the time it holds and the records it rests on."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Final, Literal

from auren.facts import EVER, Fact
from auren.memory.facts.slots import SLOTS
from auren.memory.graph.entities import Entity, entities_in

__all__ = ["PERSON", "Edge", "Mention", "Node", "PersonGraph", "Relation"]

_METRIC: Final = "metric:"
PERSON: Final = "person"
"""The node that stands for the person."""
Relation = Literal["has", "holds", "about", "replaced by", "corrected by", "mentions"]


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """One thing in the graph.

    Args:
        id: unique in the graph.
        kind: "person", "slot", "fact", or the kind of an entity.
        name: the attribute of a slot, the value of a fact, the name of an entity.
        evidence: ids of the records it rests on, sorted.
    """

    id: str
    kind: str
    name: str = field(repr=False)
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """How two nodes stand to each other.

    Args:
        source, target: ids of nodes.
        relation: of the source to the target.
        valid_from, valid_to: when it holds in the person's life; None is open, or not known.
        evidence: ids of the records it rests on, sorted.
    """

    source: str
    relation: Relation
    target: str
    valid_from: datetime | None
    valid_to: datetime | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """That a turn of the person speaks of something.

    Args:
        record: the turn's id.
        at: when it was said.
        entity: what it speaks of.
    """

    record: str
    at: datetime
    entity: Entity


@dataclass(frozen=True)
class PersonGraph:
    """What is known of one person, as nodes and edges that follow from facts and mentions and from nothing else.

    Args:
        facts: those that the graph holds, sorted.
        mentions: those that the graph holds, sorted.
    """

    facts: tuple[Fact, ...] = field(default=(), repr=False)
    mentions: tuple[Mention, ...] = field(default=(), repr=False)

    @cached_property
    def _speaks(self) -> dict[str, tuple[Entity, ...]]:
        return {node_of(fact): entities_of(fact) for fact in self.facts}

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """All nodes, by id."""
        nodes: dict[tuple[str, str, str], set[str]] = {}
        for fact in self.facts:
            own = [(PERSON, "person", ""), (_slot(fact), "slot", fact.attribute), (node_of(fact), "fact", fact.value)]
            own += [(entity.id, entity.kind, entity.name) for entity in self._speaks[node_of(fact)]]
            for node in own:
                nodes.setdefault(node, set()).update(_rests(fact))
        for mention in self.mentions:
            entity = mention.entity
            for node in ((PERSON, "person", ""), (entity.id, entity.kind, entity.name)):
                nodes.setdefault(node, set()).add(mention.record)
        return tuple(Node(*node, tuple(sorted(nodes[node]))) for node in sorted(nodes))

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """All edges, by source, relation and target."""
        edges: dict[tuple[str, Relation, str], _Span] = {}
        for fact in self.facts:
            span = _Span([_start(fact)], [fact.valid_to], set(_rests(fact)))
            _join(edges, (PERSON, "has", _slot(fact)), span)
            _join(edges, (_slot(fact), "holds", node_of(fact)), span)
            for entity in self._speaks[node_of(fact)]:
                _join(edges, (node_of(fact), "about", entity.id), span)
        for mention in self.mentions:
            _join(edges, (PERSON, "mentions", mention.entity.id), _Span([mention.at], [mention.at], {mention.record}))
        for old, relation, new in _successions(self.facts):
            since = new.valid_from if relation == "replaced by" else new.recorded_from
            _join(edges, (node_of(old), relation, node_of(new)), _Span([since], [None], set(_rests(new))))
        return tuple(Edge(*key, *edges[key].bounds()) for key in sorted(edges))

    def history(self, attribute: str) -> list[Fact]:
        """Give a slot's facts, oldest first; those with no known beginning come before all."""
        return sorted((fact for fact in self.facts if fact.attribute == attribute), key=_by_time)

    def about(self, entity: Entity, *, attribute: str | None = None) -> list[Fact]:
        """Give the facts that speak of something, oldest first.

        Args:
            entity: what they speak of.
            attribute: only facts of this slot; None looks at all.
        """
        asked = (fact for fact in self.facts if attribute is None or fact.attribute == attribute)
        return sorted((fact for fact in asked if entity in self._speaks[node_of(fact)]), key=_by_time)

    def began(self, entity: Entity) -> datetime | None:
        """Give when the first fact about something began to hold, or None when nobody said."""
        return min((start for fact in self.about(entity) if (start := _start(fact)) is not None), default=None)

    def after(self, attribute: str, entity: Entity) -> list[Fact]:
        """Give a slot's facts that began once something else had begun: which injury came after I began running?

        Facts of which nobody knows when they began are left out.

        Args:
            attribute: the slot, for example "injury".
            entity: what had begun, for example the sport "running".
        """
        begun = self.began(entity)
        if begun is None:
            return []
        others = (fact for fact in self.history(attribute) if entity not in self._speaks[node_of(fact)])
        return [fact for fact in others if (start := _start(fact)) is not None and start >= begun]

    def replacing(self, fact: Fact) -> list[Fact]:
        """Give what came in a fact's place: the next value of its slot, or the correction of it."""
        return [new for old, _, new in _successions(self.facts) if old == fact]

    def resting_on(self, record: str) -> tuple[Node, ...]:
        """Give the nodes that go when a record is forgotten, since nothing else carries them."""
        left = {node.id for node in self.without([record]).nodes}
        return tuple(node for node in self.nodes if node.id not in left)

    def without(self, records: Collection[str]) -> PersonGraph:
        """Give the graph when records are forgotten: what rests on them is gone, and nothing points to them any more.

        What was stated goes with the last record that states it, what was computed with the first that it was computed from.

        Args:
            records: ids of records, or of facts that rest on no record.
        """
        gone = frozenset(records)
        facts = (
            replace(fact, evidence=tuple(id for id in fact.evidence if id not in gone))
            for fact in self.facts
            if not _falls(fact, gone)
        )
        return PersonGraph(tuple(facts), tuple(mention for mention in self.mentions if mention.record not in gone))


def node_of(fact: Fact) -> str:
    """Give the id of a fact's node: one for each beginning in the person's life, and for each time it was held for true."""
    start = _start(fact)
    span = "ever" if start is None else start.astimezone(UTC).isoformat()
    return f"fact:{fact.attribute}:{fact.id}@{span}/{fact.recorded_from.astimezone(UTC).isoformat()}"


def entities_of(fact: Fact) -> tuple[Entity, ...]:
    """Give what a fact speaks of, sorted; a computed one speaks of the metrics it rests on."""
    if fact.source == "computed":
        return tuple(sorted(Entity("metric", id.removeprefix(_METRIC)) for id in fact.evidence if id.startswith(_METRIC)))
    # The attribute may name it, too, as "supplement.magnesium.dose" does.
    named = re.sub(r"[._]", " ", fact.attribute)
    return tuple(sorted(entities_in(named, talk=False) | entities_in(fact.value, talk=False)))


def _rests(fact: Fact) -> tuple[str, ...]:
    return tuple(sorted(set(fact.evidence))) or (fact.id,)


def _falls(fact: Fact, gone: frozenset[str]) -> bool:
    rests = _rests(fact)
    return not gone.isdisjoint(rests) if fact.source == "computed" else gone.issuperset(rests)


def _slot(fact: Fact) -> str:
    return f"slot:{fact.attribute}"


def _start(fact: Fact) -> datetime | None:
    return None if fact.valid_from in (None, EVER) else fact.valid_from


def _by_time(fact: Fact) -> tuple[datetime, datetime, str]:
    return fact.valid_from or EVER, fact.recorded_from, fact.id


@dataclass(slots=True)
class _Span:
    """What is gathered of an edge: when it holds, by whichever carries it, and what it rests on."""

    starts: list[datetime | None]
    ends: list[datetime | None]
    evidence: set[str]

    def bounds(self) -> tuple[datetime | None, datetime | None, tuple[str, ...]]:
        starts = [start for start in self.starts if start is not None]
        ends = [end for end in self.ends if end is not None]
        return (
            min(starts) if len(starts) == len(self.starts) else None,
            max(ends) if len(ends) == len(self.ends) else None,
            tuple(sorted(self.evidence)),
        )


def _join(edges: dict[tuple[str, Relation, str], _Span], key: tuple[str, Relation, str], span: _Span) -> None:
    held = edges.setdefault(key, _Span([], [], set()))
    held.starts += span.starts
    held.ends += span.ends
    held.evidence |= span.evidence


def _successions(facts: tuple[Fact, ...]) -> Iterator[tuple[Fact, Relation, Fact]]:
    """Give which fact came in whose place: the next in the person's life, or what was held for true instead."""
    begun: dict[tuple[str, str, datetime | None], list[Fact]] = {}
    recorded: dict[tuple[str, str, datetime | None], list[Fact]] = {}
    for fact in facts:
        place = fact.attribute, SLOTS.of(fact.attribute).key(fact.value)
        recorded.setdefault((*place, fact.recorded_from), []).append(fact)
        if fact.recorded_to is None:
            begun.setdefault((*place, fact.valid_from), []).append(fact)
    for old in facts:
        place = old.attribute, SLOTS.of(old.attribute).key(old.value)
        if old.recorded_to is not None:
            for new in recorded.get((*place, old.recorded_to), ()):
                if _overlap(old, new):
                    yield old, "corrected by", new
        elif old.valid_to is not None:
            for new in begun.get((*place, old.valid_to), ()):
                yield old, "replaced by", new


def _overlap(one: Fact, other: Fact) -> bool:
    begins_before = one.valid_to is None or (other.valid_from or EVER) < one.valid_to
    return begins_before and (other.valid_to is None or (one.valid_from or EVER) < other.valid_to)
