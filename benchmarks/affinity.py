"""How often a conversation finds its beginning in a cache, how evenly the load lies, and what a joining replica moves.

    python -m benchmarks.affinity

Eight simulated replicas, each with a cache of prefixes that drops the one unused longest, and conversations whose lengths
follow Zipf's law. Requests take a time drawn by chance, 256 are under way, and every order is drawn from a seed. Beside it:
the same ring without bounds, uhashring where it is installed, and choice by chance.
"""

from __future__ import annotations

import heapq
import random
from bisect import bisect
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from itertools import accumulate
from typing import Any, Final

from auren.gateway.affinity import AffinityPolicy, Ring, affinity_key
from auren.gateway.routing import Candidate
from auren.inference import ChatMessage, ModelRequest, ModelTraits
from benchmarks._report import Mark, at_least, at_most, report, table

__all__ = ["Run", "main", "moved", "simulated"]

REPLICAS: Final = [f"replica {number}" for number in range(8)]
REQUESTS: Final = 120_000
UNDER_WAY: Final = 256
CONVERSATIONS: Final = 20_000
ZIPF: Final = 0.8
CACHED: Final = 1_500
"""Conversations that one replica's cache has room for: eight hold 12,000 of 20,000, so where a request goes decides."""
KEYS: Final = 20_000
Pick = Callable[[str, Mapping[str, int]], str]


@dataclass(slots=True)
class Run:
    """What came of one way to choose a replica.

    Args:
        hits: requests that found their conversation.
        requests: all of them.
        peak: the highest load of a replica against the mean, at any moment at which the system was full.
        share: requests of the busiest replica against the mean, over the whole run.
    """

    hits: int
    requests: int
    peak: float
    share: float

    @property
    def hit_rate(self) -> float:
        """Give the share of requests that found their conversation."""
        return self.hits / self.requests


def main() -> None:
    """Measure, and print."""
    ways: dict[str, Pick] = {
        "auren, bounded": _bounded(),
        "auren, without bounds": _unbounded(),
        "by chance": _by_chance(),
        "least busy": lambda _, loads: min(loads, key=lambda name: loads[name]),
    }
    if find_spec("uhashring") is not None:
        ways["uhashring"] = _uhashring(REPLICAS)
    runs = {name: simulated(pick) for name, pick in ways.items()}
    table(
        ["replica chosen", "found in its cache", "peak of the mean", "busiest of the mean"],
        [[name, f"{run.hit_rate:.3f}", f"{run.peak:.3f}", f"{run.share:.3f}"] for name, run in runs.items()],
    )
    joined = moved(lambda nodes: _first_of(Ring(nodes)))
    bounded, unbounded = runs["auren, bounded"], runs["auren, without bounds"]
    peers = {
        name: {"hit_rate": round(run.hit_rate, 4), "peak": round(run.peak, 3)}
        for name, run in runs.items()
        if not name.startswith("auren")
    }
    if "uhashring" in ways:
        peers["uhashring"]["moved"] = round(moved(_uhashring_owner), 4)
    report(
        "affinity",
        [
            at_least("affinity.hit_rate.of_unbounded", round(bounded.hit_rate / unbounded.hit_rate, 4), "times", 0.95),
            at_most("affinity.load.peak", round(bounded.peak, 4), "of the mean", 1.25),
            at_most("affinity.load.busiest", round(bounded.share, 4), "of the mean", 1.25),
            at_most("affinity.joined.moved", round(joined, 4), "of the keys", 1 / (len(REPLICAS) + 1) + 0.02),
            Mark("affinity.hit_rate", round(bounded.hit_rate, 4), "of requests", "none", True),
        ],
        peers=peers,
    )


def simulated(pick: Pick, *, requests: int = REQUESTS, under_way: int = UNDER_WAY, seed: int = 5) -> Run:
    """Send conversations to replicas, and tell what was found in the caches.

    Args:
        pick: gives a replica for a conversation, by the replicas' loads.
        requests: how many are sent.
        under_way: how many at a time.
        seed: of all chance.
    """
    draw = random.Random(seed)
    weights = list(accumulate(1 / rank**ZIPF for rank in range(1, CONVERSATIONS + 1)))
    caches: dict[str, OrderedDict[int, None]] = {name: OrderedDict() for name in REPLICAS}
    loads = dict.fromkeys(REPLICAS, 0)
    served: Counter[str] = Counter()
    ends: list[tuple[float, str]] = []
    now = peak = 0.0
    hits = 0
    for number in range(requests):
        if len(ends) == under_way:
            now, done = heapq.heappop(ends)
            loads[done] -= 1
        conversation = bisect(weights, draw.random() * weights[-1])
        name = pick(f"conversation {conversation}", loads)
        loads[name] += 1
        served[name] += 1
        heapq.heappush(ends, (now + draw.expovariate(1.0), name))
        hits += _found(caches[name], conversation)
        if number >= under_way:
            peak = max(peak, loads[name] * len(REPLICAS) / len(ends))
    return Run(hits, requests, peak, max(served.values()) * len(REPLICAS) / requests)


def _found(cache: OrderedDict[int, None], conversation: int) -> bool:
    found = conversation in cache
    cache[conversation] = None
    cache.move_to_end(conversation)
    if len(cache) > CACHED:
        cache.popitem(last=False)
    return found


def moved(owner: Callable[[Sequence[str]], Callable[[str], str]]) -> float:
    """Give the share of the keys that another replica has once a ninth one has joined.

    Args:
        owner: gives, for replicas, the function of a key that names its replica.
    """
    before, after = owner(REPLICAS), owner([*REPLICAS, "replica 8"])
    return sum(before(f"key {number}") != after(f"key {number}") for number in range(KEYS)) / KEYS


def _bounded() -> Pick:
    """Choose as a gateway does, through its policy."""
    policy = AffinityPolicy()
    traits = ModelTraits()

    def pick(key: str, loads: Mapping[str, int]) -> str:
        request = ModelRequest((ChatMessage("system", "Be plain."), ChatMessage("user", "Well?")), conversation=key)
        candidates = [Candidate(place, name, traits, in_flight=load) for place, (name, load) in enumerate(loads.items())]
        return policy.rank(request, candidates, plan=None, share_left=1.0).choices[0].candidate.name

    return pick


def _unbounded() -> Pick:
    owner = _first_of(Ring(REPLICAS))

    def pick(key: str, _: Mapping[str, int]) -> str:
        # The same key as the policy's, so that both rings have the same homes.
        return owner(affinity_key(ModelRequest((ChatMessage("system", "Be plain."),), conversation=key)))

    return pick


def _by_chance() -> Pick:
    draw = random.Random(1)
    return lambda _, loads: draw.choice(list(loads))


def _first_of(ring: Ring) -> Callable[[str], str]:
    return lambda key: next(ring.order(key))


def _uhashring(nodes: Sequence[str]) -> Pick:
    owner = _uhashring_owner(nodes)
    return lambda key, _: owner(key)


def _uhashring_owner(nodes: Sequence[str]) -> Callable[[str], str]:
    uhashring: Any = import_module("uhashring")
    ring = uhashring.HashRing(nodes=list(nodes))
    return lambda key: str(ring.get_node(key))


if __name__ == "__main__":
    main()
