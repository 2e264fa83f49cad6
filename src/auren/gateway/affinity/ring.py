"""Consistent hashing with bounded loads (Mirrokni, Thorup and Zadimoghaddam 2018)."""

from __future__ import annotations

import hashlib
import math
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from auren.errors import InvalidInput

__all__ = ["Ring"]

_POINTS: Final = 256


class Ring:
    """Nodes on a ring of hashes; a key belongs to the first node after its own hash that has room.

    A node has room while one more request leaves it at `factor` times the mean at most, or less than one above the mean
    where that is more. A node that joins takes about its share of the keys, one that leaves gives up only its own.

    Args:
        nodes: names.
        factor: how far above the mean a load may go, above 1.
        points: points that each node has on the ring; more make the shares more even.

    Raises:
        InvalidInput: the factor is not above 1, or there are no points.
    """

    def __init__(self, nodes: Iterable[str] = (), *, factor: float = 1.25, points: int = _POINTS) -> None:
        if not 1 < factor < math.inf or points < 1:
            raise InvalidInput(f"A load factor of {factor:g} and {points} points were given; expected above 1, and 1 or more.")
        self._factor = factor
        self._points = points
        self._hashes: list[tuple[int, str]] = []
        self._nodes: set[str] = set()
        for node in nodes:
            self.join(node)

    @property
    def nodes(self) -> frozenset[str]:
        """The names on the ring."""
        return frozenset(self._nodes)

    def join(self, node: str) -> None:
        """Put a node on the ring; one that is there already stays."""
        if node not in self._nodes:
            self._nodes.add(node)
            for number in range(self._points):
                insort(self._hashes, (_hash(f"{node}#{number}"), node))

    def leave(self, node: str) -> None:
        """Take a node off the ring; one that is not there changes nothing."""
        if node in self._nodes:
            self._nodes.remove(node)
            self._hashes = [entry for entry in self._hashes if entry[1] != node]

    def order(self, key: str) -> Iterator[str]:
        """Give every node once, in the order in which the ring holds them after a key."""
        seen: set[str] = set()
        start = bisect_left(self._hashes, (_hash(key), ""))
        for place in range(len(self._hashes)):
            node = self._hashes[(start + place) % len(self._hashes)][1]
            if node not in seen:
                seen.add(node)
                yield node
                if len(seen) == len(self._nodes):
                    return

    def ranked(self, key: str, loads: Mapping[str, int]) -> list[str]:
        """Give the nodes for a key, those with room first, each part in the ring's order.

        Args:
            key: what is alike in requests that should reach the same node.
            loads: the nodes that may be asked -> how many requests each has; the mean is theirs, too, so that the others'
                share is spread over them.
        """
        nodes = [node for node in self.order(key) if node in loads]
        room = self._capacity(sum(loads[node] for node in nodes), len(nodes))
        # Sorting is stable, so each half stays in the ring's order.
        return sorted(nodes, key=lambda node: loads[node] >= room)

    def capacity(self, load: int) -> int:
        """Give how many requests one node may have once one more joins those that there are."""
        return self._capacity(load, len(self._nodes))

    def _capacity(self, load: int, nodes: int) -> int:
        # Whole requests cannot meet the factor while there are few, so a node then may have one more than the mean.
        mean = (load + 1) / max(1, nodes)
        return max(math.floor(self._factor * mean), math.floor(mean) + 1)


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(errors="replace"), digest_size=8).digest())
