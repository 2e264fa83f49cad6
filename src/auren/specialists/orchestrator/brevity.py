"""What several say together stays short: what is asked for and what findings rest on is kept, the rest goes from the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from auren.conversation import Advice, Claim, ClaimKind

__all__ = ["short"]

_MOST_WORDS: Final = 150
"""How many words several specialists say together, unless more is needed. auren's convention."""
_FIRST_TO_GO: Final = (ClaimKind.MISSING, ClaimKind.MEANING, ClaimKind.OBSERVATION)


def short(given: Sequence[Advice]) -> tuple[Advice, ...]:
    """Give advice of several specialists without what is spare where they would say too much together.

    Of each specialist the first claim stays, and so do actions, questions and claims that findings rest on. Gaps go first,
    then what something means, then figures; of those the last ones of whoever says most.

    Args:
        given: the advice, the most important first; of one specialist alone nothing goes.
    """
    left = list(given)
    while len(left) > 1 and sum(map(_words, left)) > _MOST_WORDS:
        at, spare = next(((at, claim) for kind in _FIRST_TO_GO for at, claim in _spare(left, kind)), (0, None))
        if spare is None:
            break
        left[at] = replace(left[at], claims=tuple(claim for claim in left[at].claims if claim is not spare))
    return tuple(left)


def _spare(given: Sequence[Advice], kind: ClaimKind) -> list[tuple[int, Claim]]:
    """Give the claims of a kind that may go, with whose they are, the one that goes first before the others."""
    longest = sorted(range(len(given)), key=lambda at: (-_words(given[at]), -at))
    return [
        (at, claim) for at in longest for claim in reversed(given[at].claims[1:]) if claim.kind is kind and not claim.findings
    ]


def _words(advice: Advice) -> int:
    return sum(len(claim.text.split()) for claim in advice.claims)
