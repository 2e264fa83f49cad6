"""A routing policy for replicas of one model: a conversation stays where its beginning is in the cache."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from auren.gateway.affinity.ring import Ring
from auren.gateway.routing import Candidate, Choice, Ranking, StandardPolicy
from auren.inference import ModelRequest, Plan

__all__ = ["AffinityPolicy", "affinity_key"]


class AffinityPolicy:
    """Ranks replicas by bounded-load consistent hashing on prompt prefix and conversation.

    Give it to a gateway of replicas, and that gateway to another one as a model. Replicas join and leave with
    `Gateway.join` and `Gateway.leave`.

    Args:
        factor: how far above the mean a replica's load may go, above 1.
    """

    def __init__(self, *, factor: float = 1.25) -> None:
        self._ring = Ring(factor=factor)
        self._able = StandardPolicy()

    def rank(self, request: ModelRequest, candidates: Sequence[Candidate], *, plan: Plan | None, share_left: float) -> Ranking:
        """Give the replicas that can answer: healthy ones with room first, in the ring's order after the request's key."""
        able = self._able.rank(request, candidates, plan=plan, share_left=share_left)
        self._follow({candidate.name for candidate in candidates})
        key = affinity_key(request)
        by_name = {choice.candidate.name: choice.candidate for choice in able.choices}
        healthy = {name: candidate.in_flight for name, candidate in by_name.items() if candidate.healthy}
        resting = {name: candidate.in_flight for name, candidate in by_name.items() if not candidate.healthy}
        home = next(self._ring.order(key), "")
        ranked = [*self._ring.ranked(key, healthy), *self._ring.ranked(key, resting)]
        instead = "it cannot take this" if home not in by_name else "it rests" if home in resting else "it is full"
        choices: list[Choice] = []
        for name in ranked:
            if name == home:
                why = "its home on the ring" if not choices else f"its home on the ring, though {instead}"
            else:
                why = "next on the ring" if choices else f"next on the ring after its home, since {instead}"
            choices.append(Choice(by_name[name], why))
        return Ranking(tuple(choices), able.left_out)

    def _follow(self, names: set[str]) -> None:
        for gone in self._ring.nodes - names:
            self._ring.leave(gone)
        for new in sorted(names - self._ring.nodes):
            self._ring.join(new)


def affinity_key(request: ModelRequest) -> str:
    """Give what is alike in requests that begin alike: system prompt and tools, then the conversation where it is known."""
    prefix = hashlib.blake2b(digest_size=16)
    for message in request.messages:
        if message.role != "system":
            break
        prefix.update(message.content.encode(errors="replace"))
        prefix.update(b"\0")
    for tool in request.tools:
        prefix.update(f"{tool.name}\0{tool.description}\0{json.dumps(tool.parameters, default=dict)}\0".encode())
    return f"{prefix.hexdigest()}|{request.conversation}"
