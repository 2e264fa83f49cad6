"""Scores of records for a question: words, vectors and cues, each from 0 to 1, joined by a convex sum."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np

from auren.facts import Recollection
from auren.memory.recall.anchors import happened
from auren.memory.recall.cards import Card
from auren.memory.recall.language import stemmed
from auren.memory.recall.question import Question
from auren.memory.recall.vocabulary import nearness
from auren.memory.recall.weights import WEIGHTS, Weights

__all__ = ["scored"]

HALF_LIFE: Final = timedelta(days=14)
"""After this time a record's recency has halved."""
SAME_TALK: Final = timedelta(hours=3)
"""Turns of a conversation that are further apart are no neighbours."""

_AROUND: Final = (0.55, 0.3, 0.15)
"""What the nearness of a turn counts for that stands so many steps away."""
_SATURATION: Final = 0.9
_LENGTH: Final = 0.3
# How many records an expansion looks at, how many of their terms, and how many it adds.
_BEST: Final = 10
_LOOKED_UP: Final = 40
_ADDED: Final = 12


def scored(
    question: Question,
    cards: Sequence[Card],
    now: datetime,
    *,
    cosines: Mapping[str, float] | None = None,
    near: Callable[[Sequence[Card]], Any] | None = None,
    supported: Mapping[str, float] | None = None,
    weights: Weights = WEIGHTS,
) -> list[Recollection]:
    """Give the records with their scores, best first; equal ones newest first.

    Args:
        question: what is asked.
        cards: of one person's records that may answer.
        now: recency is counted back from here.
        cosines: record id -> nearness to the question's vector; None without an embedder.
        near: gives for cards how near the nearest word of each is to each word of the topic; None where that is not known.
        supported: record id -> how well the facts that rest on it fit, 0 to 1.
        weights: of the parts.
    """
    if not cards:
        return []
    # In this order, so that sums do not depend on the order in which stores answer.
    cards = sorted(cards, key=lambda card: (card.record.conversation, card.record.at, card.record.id))
    lexicon = _Lexicon(cards)
    together = _together(cards)
    parts: dict[str, Any] = {"words": _relative(lexicon.scores(question.weights))}
    if cosines is not None:
        parts["vectors"] = _vectors(cards, cosines, together)
    if near is not None and weights.meaning:
        rarities = lexicon.rarities(stemmed(question.text, question.topic.split()))
        parts["meaning"] = _spread(nearness(near(cards), rarities, cards, together))
    if question.parts:
        fits = [_relative(lexicon.scores(dict.fromkeys(sorted(part), 1.0))) for part in question.parts]
        parts["decomposed"] = np.max(fits, axis=0)
    if question.entities:
        shares_of = [len(question.entities & card.own) / len(question.entities) for card in cards]
        parts["entities"] = np.array(shares_of)
    if supported:
        parts["facts"] = np.array([min(max(supported.get(card.record.id, 0.0), 0.0), 1.0) for card in cards])
    parts |= _cues(question, cards, now)
    shares = {field.name: getattr(weights, field.name) for field in fields(weights) if field.name in parts}
    whole = sum(shares.values()) or 1.0
    total = _joined(parts, shares, whole)
    if weights.expansion and weights.words:
        more = lexicon.shared_by_the_best(total, besides=question.weights)
        parts["words"] = _relative(lexicon.scores(question.weights | dict.fromkeys(more, weights.expansion)))
        total = _joined(parts, shares, whole)
    columns = {name: values.tolist() for name, values in parts.items()}
    found = [
        Recollection(
            card.record, min(max(round(score, 9), 0.0), 1.0), {name: values[place] for name, values in columns.items()}
        )
        for place, (card, score) in enumerate(zip(cards, np.asarray(total).tolist(), strict=True))
    ]
    return sorted(found, key=lambda item: (-item.score, now - item.record.at, item.record.id))


def _joined(parts: Mapping[str, Any], shares: Mapping[str, float], whole: float) -> Any:
    return sum((shares[name] / whole) * values for name, values in parts.items())


class _Lexicon:
    """BM25 over the records' own words and, in part, their neighbours'."""

    def __init__(self, cards: Sequence[Card]) -> None:
        self._cards = cards
        self._held = [card.held for card in cards]
        lengths = np.array([card.length for card in cards])
        mean = float(lengths.mean()) or 1.0
        self._damping = _SATURATION * (1 - _LENGTH + _LENGTH * lengths / mean)
        self._counts: dict[str, tuple[Any, float]] = {}
        self._rarities: dict[str, float] = {}

    def scores(self, weights: Mapping[str, float]) -> Any:
        """Give each record's score for weighted terms."""
        total = np.zeros(len(self._cards))
        for term, weight in weights.items():
            counts, rarity = self._counted(term)
            if rarity:
                total += weight * rarity * counts * (_SATURATION + 1) / (counts + self._damping)
        return total

    def rarities(self, some: Sequence[str]) -> list[float]:
        """Give the rarity of each term; of one that no record has, that of the rarest that one has."""
        found = [self._rarity(term) for term in some]
        return [rarity or math.log(1 + (len(self._held) - 0.5) / 1.5) for rarity in found]

    def shared_by_the_best(self, scores: Any, *, besides: Collection[str]) -> list[str]:
        """Give the rare terms that the best records share: what is asked in other words is often said in theirs."""
        fitting = [place for place in range(len(self._cards)) if scores[place] > 0]
        best = sorted(fitting, key=lambda place: (-scores[place], place))[:_BEST]
        shared: dict[str, float] = {}
        for place in best:
            for term, count in self._cards[place].held.items():
                # What only a neighbour says counts less than one.
                if count >= 1 and term not in besides:
                    shared[term] = shared.get(term, 0.0) + float(scores[place])
        often = sorted(shared, key=lambda term: (-shared[term], term))[:_LOOKED_UP]
        telling = {term: shared[term] * self._rarity(term) for term in often}
        return sorted(often, key=lambda term: (-telling[term], term))[:_ADDED]

    def _counted(self, term: str) -> tuple[Any, float]:
        """Give how often each record has a term, and the term's rarity; 0 for one that none has."""
        found = self._counts.get(term)
        if found is None:
            counts = np.array([held.get(term, 0.0) for held in self._held])
            found = self._counts[term] = counts, self._rarity(term)
        return found

    def _rarity(self, term: str) -> float:
        found = self._rarities.get(term)
        if found is None:
            having = sum([term in held for held in self._held])
            found = math.log(1 + (len(self._held) - having + 0.5) / (having + 0.5)) if having else 0.0
            self._rarities[term] = found
        return found


def _together(cards: Sequence[Card]) -> dict[int, Any]:
    """Give for each number of steps whether a card and the one so many steps further belong to one talk."""
    return {
        step: np.array([_one_talk(card, other) for card, other in zip(cards, cards[step:], strict=False)], dtype=float)
        for step in range(1, len(_AROUND) + 1)
    }


def _vectors(cards: Sequence[Card], cosines: Mapping[str, float], together: Mapping[int, Any]) -> Any:
    """Nearness of a turn and, in part, of the turns around it; a record that was not measured is as far as the farthest."""
    farthest = min(cosines.values(), default=0.0)
    own = np.array([cosines.get(card.record.id, farthest) for card in cards])
    near = own.copy()
    shares = np.ones(len(cards))
    leaning = np.array([card.leaning for card in cards])
    for step, share in enumerate(_AROUND, 1):
        for one, other in ((slice(step, None), slice(None, -step)), (slice(None, -step), slice(step, None))):
            weight = share * together[step] * leaning[one]
            near[one] += weight * own[other]
            shares[one] += weight
    return _spread(near / np.sqrt(shares) + 0.5 * own)


def _one_talk(card: Card, other: Card) -> bool:
    one, another = card.record, other.record
    return bool(one.conversation) and one.conversation == another.conversation and another.at - one.at <= SAME_TALK


def _cues(question: Question, cards: Sequence[Card], now: datetime) -> dict[str, Any]:
    cues: dict[str, Any] = {}
    if question.speakers:
        cues["answers"] = np.array([not card.asks for card in cards], dtype=float)
    if len(question.speakers) == 1:
        cues["speaker"] = np.array([bool(card.speaker & question.speakers) for card in cards], dtype=float)
    elif not question.speakers and any(card.stands for card in cards):
        cues["standing"] = np.array([card.stands for card in cards], dtype=float)
    if question.is_own and not question.speakers:
        cues["own"] = np.array([(card.record.origin == "person") != question.is_yours for card in cards], dtype=float)
    if question.asks_when:
        cues["time"] = np.array([card.tells_time for card in cards], dtype=float)
    window = question.window
    if window is not None:
        cues["window"] = np.array([window.since <= card.record.at < window.until for card in cards], dtype=float)
    elif question.anchor is not None and (at := happened(question.anchor, cards)) is not None:
        is_before = question.anchor.is_before
        cues["window"] = np.array([(card.record.at < at) == is_before for card in cards], dtype=float)
    if question.asks_lately:
        cues["recency"] = np.array([0.5 ** (max(now - card.record.at, timedelta()) / HALF_LIFE) for card in cards])
    return cues


def _relative(values: Any) -> Any:
    best = float(values.max())
    return values / best if best > 0 else values


def _spread(values: Any) -> Any:
    low, high = float(values.min()), float(values.max())
    return (values - low) / (high - low) if high > low else np.zeros(len(values))
