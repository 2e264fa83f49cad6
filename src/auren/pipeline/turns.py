"""A conversation over its turns: what was asked before, with what the person put right since, and how deep the talk is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from auren.facts import MemoryQuery, MemoryRecord
from auren.ports import MemoryStore
from auren.specialists.understanding.turns import corrected

__all__ = ["SILENCE", "TURN", "Talk", "talk_before"]

SILENCE: Final = timedelta(hours=12)
"""After so long a silence a conversation begins anew; auren's own convention."""
MOST_TURNS: Final = 6
"""How many earlier questions a case carries."""
MOST_CHARACTERS: Final = 400
"""How much of each."""
TURN: Final = "turn"
"""The field of a remembered question that counts the turns of its conversation."""
_READ: Final = 32


@dataclass(frozen=True, slots=True)
class Talk:
    """What went before a question in its conversation.

    Args:
        earlier: what the person asked, with what they put right since, the latest last; untrusted.
        replies: what auren answered, the latest last.
        spoken: when the last of the answers was given; None for none.
        depth: which turn of the conversation the question is, 1 for the first.
    """

    earlier: tuple[str, ...] = field(default=(), repr=False)
    replies: tuple[str, ...] = field(default=(), repr=False)
    spoken: datetime | None = None
    depth: int = 1


async def talk_before(store: MemoryStore, turn: MemoryRecord) -> Talk:
    """Give what went before a turn in the same person's same conversation.

    Args:
        store: the immediate tier.
        turn: the question that is to be answered.

    Raises:
        StoreError: the store could not answer.
    """
    if not turn.conversation:
        return Talk()
    query = MemoryQuery(kinds=frozenset({"question", "reply"}), conversation=turn.conversation, limit=_READ)
    found = await store.find(turn.subject, query, now=turn.at)
    records = sorted((item.record for item in found), key=lambda record: (record.at, _count(record), record.id))
    before = [record for record in records if record.id != turn.id and record.at <= turn.at]
    linked = _without_silence(before, turn.at)
    asked = [record for record in linked if record.kind == "question" and record.origin == "person"]
    words = corrected((record.text[:MOST_CHARACTERS] for record in asked), turn.text)
    depth = max((_count(record) for record in asked), default=0) or len(asked)
    replies = [record for record in linked if record.kind == "reply"]
    spoken = replies[-1].at if replies else None
    return Talk(words[-MOST_TURNS:], tuple(record.text for record in replies[-MOST_TURNS:]), spoken, depth + 1)


def _without_silence(records: Sequence[MemoryRecord], now: datetime) -> list[MemoryRecord]:
    """Give the turns since the last long silence."""
    kept: list[MemoryRecord] = []
    for record in reversed(records):
        if now - record.at > SILENCE:
            break
        kept.append(record)
        now = record.at
    return kept[::-1]


def _count(record: MemoryRecord) -> int:
    text = dict(record.data).get(TURN, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
