"""A person's graph: what is known of them, how it hangs together, and what rests on which record."""

from auren.memory.graph.build import graph_of
from auren.memory.graph.entities import Entity, EntityKind, entities_in
from auren.memory.graph.networkx import as_networkx
from auren.memory.graph.person_graph import PERSON, Edge, Mention, Node, PersonGraph, Relation

__all__ = [
    "PERSON",
    "Edge",
    "Entity",
    "EntityKind",
    "Mention",
    "Node",
    "PersonGraph",
    "Relation",
    "as_networkx",
    "entities_in",
    "graph_of",
]
