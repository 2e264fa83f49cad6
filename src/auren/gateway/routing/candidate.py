"""What a routing policy chooses among, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass

from auren.inference import ModelTraits

__all__ = ["Candidate", "Choice", "Ranking"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model as a policy sees it.

    Args:
        place: its place in the gateway's list, from 0.
        name: how it is called in routes.
        traits: what it can do.
        healthy: whether its breaker lets requests through.
        bound_tokens: the most tokens that request and answer can have together.
        bound_micro_usd: the most that the call can cost, millionths of a US dollar; None when the price is not known.
        first_token_s: seconds it usually takes to the first token; None when it is not known yet.
        in_flight: requests that it is answering for this gateway.
        model: what it calls itself, where a second one of that name is called otherwise in routes; empty for its name.
    """

    place: int
    name: str
    traits: ModelTraits
    healthy: bool = True
    bound_tokens: int = 0
    bound_micro_usd: int | None = None
    first_token_s: float | None = None
    in_flight: int = 0
    model: str = ""

    def is_called(self, wanted: str) -> bool:
        """Tell whether a name or tag means it."""
        return wanted in (self.name, self.model) or wanted in self.traits.tags


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate that may be asked, and why it stands where it does."""

    candidate: Candidate
    why: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """The candidates to ask, the best first, and one line for each that was left out."""

    choices: tuple[Choice, ...]
    left_out: tuple[str, ...] = ()
