"""In which order claims are told, and how many: what to do comes first, and an answer stays short."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from auren.conversation import Action, Claim, ClaimKind

__all__ = ["said", "told"]

_AT_MOST_ACTIONS: Final = 2
_AT_MOST: Final = 5
"""How many claims one answer has, unless findings need more. auren's convention."""
_AT_MOST_AFTER: Final = 3
"""The same where just what was asked has been told. auren's convention."""
_LEAST_NEEDED: Final = (ClaimKind.MEANING, ClaimKind.OBSERVATION, ClaimKind.MISSING)


def said(action: Action) -> str:
    """Give the sentence that says an action.

    Args:
        action: any action.
    """
    return f"{action.text[:1].upper()}{action.text[1:]}."


def told(claims: Sequence[Claim], answers: Sequence[Claim] = ()) -> tuple[Claim, ...]:
    """Give the claims that are told: answers and the first action first, the rest in their order, and not too many of them.

    What findings rest on and what a person asked to know is never left out for shortness; of the others the last go first,
    and cited statements before figures.

    Args:
        claims: in the order in which they were made.
        answers: those of them that tell just what was asked.
    """
    actions = [claim for claim in claims if claim.kind is ClaimKind.ACTION][:_AT_MOST_ACTIONS]
    kept = [claim for claim in claims if claim.kind is not ClaimKind.ACTION or claim in actions]
    most = _AT_MOST_AFTER if answers else _AT_MOST
    for kind in _LEAST_NEEDED:
        spare = [claim for claim in kept if claim.kind is kind and not claim.findings and claim not in answers][1:]
        while len(kept) > most and spare:
            kept.remove(spare.pop())
    first = [*(claim for claim in kept if claim in answers), *actions[:1]]
    return (*first, *(claim for claim in kept if claim not in first))
