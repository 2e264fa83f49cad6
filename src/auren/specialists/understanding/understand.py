"""Understanding a question by its words alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from auren.conversation import Timing
from auren.specialists.understanding.topics import SPECIALIST_OF, TOPICS, Topic

__all__ = ["Act", "Understanding", "understand", "words_of"]

Act = Literal["status", "plan", "why", "what_is", "report", "greeting"]
"""What is wanted: how things are, what to do, why, what something is; or something is told, or only greeted."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a question is about.

    Args:
        topics: ids of its topics with how strongly each is meant, the strongest first.
        concern: how strongly each specialist of auren's own team is concerned, 0 to 1; nobody for words that nobody knows.
        act: what is wanted.
        timing: the time it asks about; None where it names none.
        premises: what the question takes for granted and the data must bear out, in the person's own words.
        follows_up: whether it can only be understood from what was asked before.
    """

    topics: Mapping[str, float]
    concern: Mapping[str, float]
    act: Act = "status"
    timing: Timing | None = None
    premises: tuple[str, ...] = field(default=(), repr=False)
    follows_up: bool = False


def understand(text: str, earlier: Sequence[str] = ()) -> Understanding:
    """Give what a question is about; the same words always mean the same.

    Args:
        text: the person's words; untrusted.
        earlier: what they asked before in the same conversation, the latest last.
    """
    folded = " ".join(_WORD.findall(text.casefold()))
    topics = {topic.id: _named(topic, folded) for topic in TOPICS.values()}
    found = dict(sorted(((id, by) for id, by in topics.items() if by), key=lambda pair: (-pair[1], pair[0])))
    if not found and earlier:
        before = understand(earlier[-1], earlier[:-1])
        return Understanding(before.topics, before.concern, before.act, before.timing, follows_up=True)
    concern: dict[str, float] = {topic.specialist: 0.0 for topic in TOPICS.values()} if found else {}
    for id, by in found.items():
        concern[TOPICS[id].specialist] += by
        for domain in TOPICS[id].also:
            concern[SPECIALIST_OF[domain]] += by / 2
    most = max(concern.values(), default=1.0)
    return Understanding(found, {name: by / most for name, by in concern.items()})


def words_of(text: str) -> frozenset[str]:
    """Give a text's words, lower-case.

    Args:
        text: any text; untrusted.
    """
    return frozenset(_WORD.findall(text.casefold()))


def _named(topic: Topic, folded: str) -> float:
    padded = f" {folded} "
    return float(sum(_said(word, padded) for word in topic.words))


def _said(word: str, padded: str) -> bool:
    phrase = word.replace("_", " ").replace("-", " ")
    return f" {phrase[:-1]}" in padded if phrase.endswith("*") else f" {phrase} " in padded
