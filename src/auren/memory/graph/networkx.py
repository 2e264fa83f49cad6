"""A person's graph for networkx, for whoever wants its algorithms."""

from __future__ import annotations

from typing import Any

from auren._extras import optional
from auren.memory.graph.person_graph import PersonGraph

__all__ = ["as_networkx"]


def as_networkx(graph: PersonGraph) -> Any:
    """Give a `networkx.MultiDiGraph`: nodes by id, edges keyed by their relation, all else as attributes.

    Args:
        graph: the person's graph.

    Raises:
        MissingExtra: networkx is not installed; it comes with the extra "graph".
    """
    networkx = optional("networkx", feature="A person's graph as networkx", extra="graph")
    made = networkx.MultiDiGraph()
    for node in graph.nodes:
        made.add_node(node.id, kind=node.kind, name=node.name, evidence=node.evidence)
    for edge in graph.edges:
        made.add_edge(
            edge.source,
            edge.target,
            key=edge.relation,
            valid_from=edge.valid_from,
            valid_to=edge.valid_to,
            evidence=edge.evidence,
        )
    return made
