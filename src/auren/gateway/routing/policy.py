"""The order in which models are asked: what cannot do it is left out, and the rest is ranked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from auren.gateway.routing.candidate import Candidate, Choice, Ranking
from auren.inference import ModelRequest, Plan

__all__ = ["RoutingPolicy", "StandardPolicy"]

_QUALITY_WANTED: Final = {"simple": 1, "normal": 2, "hard": 4}
_MOST_BYTES_A_TOKEN: Final = 8
"""Long runs of letters or blanks aside, no text has tokens of more bytes on average."""


class RoutingPolicy(Protocol):
    """Ranks the models for a request; a host may hand in one of its own. Pure, and called for every request."""

    def rank(self, request: ModelRequest, candidates: Sequence[Candidate], *, plan: Plan | None, share_left: float) -> Ranking:
        """Give the order in which the candidates are asked.

        Args:
            request: what is asked.
            candidates: every model of the gateway, in the host's order.
            plan: the person's plan; None where nobody is held to one.
            share_left: the share of the person's budget that is left, 0 to 1.
        """
        ...


@dataclass(frozen=True, slots=True)
class StandardPolicy:
    """Leaves out what cannot answer, and ranks the rest by health, wish, quality, budget, speed and the host's order.

    While the budget lasts, a model that is strong enough comes before one that is not, the wished-for before others, and
    otherwise the host's order stands. Once less than `thrift_below` of the budget is left, the cheapest comes first; a
    relaxed request also prefers the cheaper among models that are strong enough.

    Args:
        thrift_below: share of the budget under which the cheapest model is asked first, 0 to 1.
        slow_factor: a model is put back for an interactive request when it usually takes this many times as long to its
            first token as the fastest; above 1.
    """

    thrift_below: float = 0.3
    slow_factor: float = 3.0

    def rank(self, request: ModelRequest, candidates: Sequence[Candidate], *, plan: Plan | None, share_left: float) -> Ranking:
        """Give the order in which the candidates are asked."""
        left_out: list[str] = []
        able: list[Candidate] = []
        for candidate in candidates:
            lack = _lack(request, candidate, plan)
            if lack:
                left_out.append(f"{candidate.name}: left out, {lack}")
            else:
                able.append(candidate)
        if len(able) == 1:
            return Ranking((Choice(able[0], "first in order"),), tuple(left_out))
        known = [candidate.first_token_s for candidate in able if candidate.first_token_s is not None]
        slow_s = min(known) * self.slow_factor if known else None
        thrifty = share_left < self.thrift_below
        keys = {candidate.place: self._key(request, candidate, thrifty=thrifty, slow_s=slow_s) for candidate in able}
        ranked = sorted(able, key=lambda candidate: keys[candidate.place])
        choices = [Choice(candidate, "next in order") for candidate in ranked]
        if ranked:
            choices[0] = Choice(ranked[0], self._why_first(request, ranked[0], keys))
        return Ranking(tuple(choices), tuple(left_out))

    def _key(self, request: ModelRequest, candidate: Candidate, *, thrifty: bool, slow_s: float | None) -> tuple[float, ...]:
        traits = candidate.traits
        price = float("inf") if candidate.bound_micro_usd is None else candidate.bound_micro_usd
        relaxed = request.latency == "relaxed"
        slow = not relaxed and slow_s is not None and candidate.first_token_s is not None and candidate.first_token_s > slow_s
        return (
            not candidate.healthy,
            _may_be_too_long(candidate),
            price if thrifty else 0,
            traits.quality < _QUALITY_WANTED[request.complexity],
            _wish(request, candidate),
            slow,
            price if relaxed else 0,
            candidate.place,
        )

    def _why_first(self, request: ModelRequest, first: Candidate, keys: Mapping[int, tuple[float, ...]]) -> str:
        """Give what put a model before those that the host had put before it."""
        own = keys[first.place]
        decided = {
            next(part for part, (mine, theirs) in enumerate(zip(own, key, strict=True)) if mine != theirs)
            for place, key in keys.items()
            if place < first.place
        }
        if not decided:
            return "first in order"
        wish = _wish(request, first)
        reasons = (
            "first in order of those that do not rest",
            "large enough for sure",
            f"cheaper, as less than {100 * self.thrift_below:g} % of the budget is left",
            f"strong enough for a {request.complexity} request",
            f"wished for as {request.prefers[wish]!r}" if wish < len(request.prefers) else "",
            "faster to its first word",
            "cheaper, and nobody waits",
        )
        return " and ".join(reasons[part] for part in sorted(decided))


def _wish(request: ModelRequest, candidate: Candidate) -> int:
    """Give the place of the best wish that a model meets, or one past the last when it meets none."""
    met = (place for place, wanted in enumerate(request.prefers) if candidate.is_called(wanted))
    return next(met, len(request.prefers))


def _lack(request: ModelRequest, candidate: Candidate, plan: Plan | None) -> str:
    """Give why a model cannot take a request, or nothing when it can."""
    traits = candidate.traits
    if plan is not None and plan.models is not None and not any(map(candidate.is_called, plan.models)):
        return "the plan does not include it"
    if request.tools and not traits.tools:
        return "it cannot ask for tools"
    if request.json_schema is not None and not traits.json_schema:
        return "it cannot be held to a JSON schema"
    if traits.context_tokens is not None and candidate.bound_tokens > traits.context_tokens * _MOST_BYTES_A_TOKEN:
        return f"request and answer are longer than its {traits.context_tokens} tokens"
    return ""


def _may_be_too_long(candidate: Candidate) -> bool:
    # The bound is wide, so a model is only put back for it: the endpoint itself refuses what is too long.
    context_tokens = candidate.traits.context_tokens
    return context_tokens is not None and candidate.bound_tokens > context_tokens
