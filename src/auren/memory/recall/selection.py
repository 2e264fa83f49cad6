"""Choosing among what was found: spread over time where a question asks for an order or an overview, and within a budget."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from auren.facts import Recollection

__all__ = ["spread_over_time", "tokens_in", "within_budget"]

_LOOKED_AT: Final = 6
_CROWDING: Final = 0.2


_OF_WHAT_IT_ANSWERS: Final = 0.9
"""What a reply is worth, at least, of the turn that it answers."""


def spread_over_time(found: Sequence[Recollection], limit: int, *, with_replies: bool = False) -> list[Recollection]:
    """Give the best so that they lie apart: one that stands beside another that was chosen counts for less.

    Args:
        found: best first.
        limit: how many are wanted; of the next best, six times as many are looked at.
        with_replies: whether what was answered to a turn belongs to an overview as the turn itself does.
    """
    worth = {item.record.id: item.score for item in found}
    turn_of = _turns_answered(found) if with_replies else {}
    if turn_of:
        worth |= {reply: max(worth[reply], _OF_WHAT_IT_ANSWERS * worth[turn]) for reply, turn in turn_of.items()}
        found = sorted(found, key=lambda item: -worth[item.record.id])
    looked_at = list(found[: limit * _LOOKED_AT])
    by_time = sorted(looked_at, key=lambda item: (item.record.at, item.record.id))
    place = {item.record.id: number for number, item in enumerate(by_time)}
    reach = max(1.0, len(looked_at) / max(limit, 1) / 2)
    crowded = dict.fromkeys(place, 0.0)
    chosen: list[Recollection] = []
    while looked_at and len(chosen) < limit:
        best = max(looked_at, key=lambda item: worth[item.record.id] * (1 - _CROWDING * crowded[item.record.id]))
        looked_at.remove(best)
        chosen.append(best)
        here = place[best.record.id]
        for id, there in place.items():
            if best.record.id in (turn_of.get(id), id):
                continue
            crowded[id] = max(crowded[id], math.exp(-abs(there - here) / reach))
    taken = {item.record.id for item in chosen}
    return [*chosen, *(item for item in found if item.record.id not in taken)]


def _turns_answered(found: Sequence[Recollection]) -> dict[str, str]:
    """Give the ids of replies that stand right behind a person's turn of their conversation, each with that turn's."""
    talk = sorted(
        (item.record for item in found if item.record.conversation),
        key=lambda record: (record.conversation, record.at, record.id),
    )
    return {
        reply.id: turn.id
        for turn, reply in pairwise(talk)
        if turn.conversation == reply.conversation and turn.origin == "person" and reply.origin == "auren"
    }


def within_budget(found: Iterable[Recollection], budget_tokens: int | None) -> list[Recollection]:
    """Give the best whose texts together keep to a budget; one that does not fit makes room for the next that does."""
    if budget_tokens is None:
        return list(found)
    kept: list[Recollection] = []
    left = budget_tokens
    for item in found:
        cost = tokens_in(item.record.text)
        if cost <= left:
            kept.append(item)
            left -= cost
    return kept


def tokens_in(text: str) -> int:
    """Give about how many tokens a text has: one for every four bytes, and at least one for a text that is not empty."""
    return math.ceil(len(text.encode("utf-8", "surrogatepass")) / 4)
