"""A conversation over its turns: what was asked before, with what the person put right since, and how deep the talk is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from auren.facts import MemoryQuery, MemoryRecord
from auren.ports import MemoryStore

__all__ = ["SILENCE", "TURN", "Talk", "corrected", "talk_before"]

SILENCE: Final = timedelta(hours=12)
"""After so long a silence a conversation begins anew; auren's own convention."""
MOST_TURNS: Final = 6
"""How many earlier questions a case carries."""
MOST_CHARACTERS: Final = 400
"""How much of each."""
TURN: Final = "turn"
"""The field of a remembered question that counts the turns of its conversation."""
_READ: Final = 32
_SHORT: Final = 120

_SAME_KIND: Final = tuple(
    frozenset(words.split())
    for words in (
        (
            "ankle ankles arm arms back calf calves elbow elbows finger foot feet forearm groin hamstring hamstrings hand head "
            "heel hip hips knee knees leg legs neck quad quads shin shins shoulder shoulders thigh thumb toe toes wrist wrists"
        ),
        "left right",
        "today tonight tomorrow yesterday monday tuesday wednesday thursday friday saturday sunday week weekend month",
        "run running ride riding cycling swim swimming row rowing walk walking lift lifting hike hiking ski skiing",
        "breakfast lunch dinner snack snacks",
        "morning noon afternoon evening night",
    )
)
"""Words that can stand for one another in a question; what is put right is of the same kind as what was said."""
_PUTS_RIGHT: Final = re.compile(
    r"\s*(?P<mark>(?:(?:no|nope|sorry|oops|wait|actually|correction)\b[\s,.;:!]*)*(?:(?:i\s+)?meant?\b|make\s+(?:that|it)\b)?)\s*"
    r"(?:not\s+(?:(?:in|on|for|my|the)\s+)*(?P<denied>\w+)[\s,;]*(?:but\s+)?)?"
    r"(?:(?:in|on|for|my|the)\s+)*(?P<meant>\w+(?:\s+\w+){0,2}?)"
    r"(?:[\s,;]+(?:and\s+)?not\s+(?:(?:in|on|for|my|the)\s+)*(?P<ruled_out>\w+))?[\s.!?]*",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_]+")


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


def corrected(turns: Iterable[str], last: str = "") -> tuple[str, ...]:
    """Give what was asked with what was put right by later turns: "no, I meant my knee" changes the turn before it.

    Args:
        turns: what a person asked, the oldest first; untrusted.
        last: the newest turn, which may put the others right, and is not given back.
    """
    told: list[str] = []
    for text in (*turns, last):
        match = _PUTS_RIGHT.fullmatch(text) if len(text) <= _SHORT else None
        if told and match is not None and (match["mark"].strip() or match["denied"]):
            at = _place(told, match)
            if at is not None:
                told[at] = _put_right(told[at], match)
        told.append(text)
    return tuple(told[:-1])


def _place(told: Sequence[str], match: re.Match[str]) -> int | None:
    """Give the latest turn that says something of the kind that is put right."""
    return next((at for at in reversed(range(len(told))) if _put_right(told[at], match) != told[at]), None)


def _put_right(text: str, match: re.Match[str]) -> str:
    meant = [word.casefold() for word in _WORD.findall(match["meant"])]
    denied = {word.casefold() for word in (match["denied"], match["ruled_out"]) if word}
    for kind in _SAME_KIND:
        instead = next((word for word in meant if word in kind), None)
        if instead is not None:
            text = _with(text, instead, (denied & kind or kind) - {instead})
    return text


def _with(text: str, instead: str, wrong: Collection[str]) -> str:
    return _WORD.sub(lambda found: instead if found[0].casefold() in wrong else found[0], text)


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
