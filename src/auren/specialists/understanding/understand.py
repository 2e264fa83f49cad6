"""Understanding a question offline: by a table of words, and by what was learned where no word tells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Final

from auren.conversation import Timing
from auren.specialists.understanding import asked as statements
from auren.specialists.understanding.acts import Act, act_of, timing_of
from auren.specialists.understanding.lazy import LazyPattern
from auren.specialists.understanding.learned import NONE, Learned, shares, shipped
from auren.specialists.understanding.named import names_beyond_doubt, with_named
from auren.specialists.understanding.plain import plain
from auren.specialists.understanding.topics import SPECIALIST_OF, TOPICS

__all__ = ["Act", "Understanding", "is_elsewhere", "understand", "words_of"]

_WORD = re.compile(r"[^\W_]+")
_GOES_ON: Final = (
    r"(?:and |but |so |und |aber |y |et |e )*"
    r"(?:tomorrow|today|tonight|now|why|why not|why is that|how come|how so|how much|how long|how often|when"
    r"|next week|this week"
    r"|at the weekend|after that|what else|what about (?:tomorrow|today|tonight|next week|then)"
    r"|how about (?:tomorrow|tonight)|really"
    r"|are you sure|can you explain|explain|more|tell me more|morgen|heute|warum|wieso|wie lange|wann|nachste woche|was noch"
    r"|manana|por que|cuando|demain|pourquoi|quand|amanha|quando)"
)
"""What only means something after what was asked before."""
_MOST_TURNS: Final = 8
_WORD_WEIGHT: Final = 1.0
"""What a word of the table adds to the score of its topic."""
_MOST_HITS: Final = 2
_ASKED_WEIGHT: Final = 8.0
"""What a statement of the library that is fully asked for adds to the score of its topic."""
_APART: Final = 0.5
"""How much counts what is told without those statements: a question may concern more than what answers it."""
_LEAST_KNOWN: Final = 0.5
"""How likely a text must be on any topic at all."""
_SURELY_NONE: Final = 0.45
_LIKELY_NONE: Final = 0.3
"""How likely a text must be on no topic to be told so, and one in which no word of the table stands. auren's convention: of 949
questions of people who had not seen the model three are told so."""
_OF_RECORDS: Final = LazyPattern(r"\b(?:you|your|me|my|watch)\b.* data\b|\bdata\b.* (?:you|me|my|watch)\b|\bhow sure are you\b")
"""Words on what is kept of the person, or on how sure that is."""
_ANSWERED: Final = 0.5
"""How far a statement must be asked for that no text is told to be on no topic: of 600 questions on other matters none does."""
_LEAST_WORDS: Final = 3
"""Fewer words than these tell too little for that."""
_WEAK: Final = 0.3
"""How likely its topic must be for a turn that leans on those before it to be on a topic of its own. auren's convention."""
_LEAST_SHARE: Final = 0.04
"""How likely a topic must be, among topics, to be held as meant."""
_LEAST_CONCERN: Final = 0.007
"""The same for its specialist to be concerned."""
_NAMED_CONCERN: Final = 0.02
"""How strongly, against the most concerned, a specialist is concerned of whose topics a word stands in the question."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a question is about.

    Args:
        topics: ids of its topics with how strongly each is meant, the strongest first.
        concern: how strongly each specialist of auren's own team is concerned, 0 to 1; nobody for words that nobody knows.
        act: what is wanted.
        timing: the time it asks about; None where it names none.
        follows_up: whether it can only be understood from what was asked before.
        asked: ids of the cited statements that its words ask for, with how far, the most asked for first.
    """

    topics: Mapping[str, float]
    concern: Mapping[str, float]
    act: Act = "status"
    timing: Timing | None = None
    follows_up: bool = False
    asked: Mapping[str, float] = field(default_factory=dict, repr=False)


def understand(text: str, earlier: Sequence[str] = ()) -> Understanding:
    """Give what a question is about; the same words always mean the same.

    Args:
        text: the person's words; untrusted.
        earlier: what they asked before in the same conversation, the latest last.
    """
    said = plain(text)
    act, timing = act_of(said, asks=text.rstrip().endswith("?")), timing_of(said)
    wanted = statements.shipped().shares(said) if act != "greeting" else {}
    found = with_named(meant(said, shipped(), statements.shipped().topics(wanted)), said) if said and act != "greeting" else {}
    at = _returned_to(said, earlier)
    # That a statement answers words does not say that they stand alone.
    if at is None and earlier and _goes_on(text, said, with_named(meant(said, shipped()), said) if found else {}, act):
        at = len(earlier) - 1
    if at is not None:
        before = understand(earlier[at], earlier[:at][-_MOST_TURNS:])
        act = before.act if act == "status" else act
        return Understanding(before.topics, before.concern, act, timing or before.timing, follows_up=True, asked=wanted)
    topics = {id: by for id, by in found.items() if by >= _LEAST_SHARE}
    return Understanding(topics, _with_words(concern_of(found), said), act, timing, asked=wanted)


def is_elsewhere(text: str, earlier: Sequence[str] = ()) -> bool:
    """Tell whether words are surely about none of the topics, and lean on no earlier question that is.

    Args:
        text: the person's words; untrusted.
        earlier: what they asked before in the same conversation, the latest last.
    """
    said = plain(text)
    if len(said.split()) < _LEAST_WORDS:
        return False
    if next(iter(statements.shipped().shares(said).values()), 0.0) >= _ANSWERED:
        return False
    if _OF_RECORDS.search(said):
        return False
    none = shares(shipped().scores(said), {}).get(NONE, 0.0)
    least = _SURELY_NONE if _names(said) else _LIKELY_NONE
    return none >= least and not understand(text, earlier).follows_up


def _returned_to(said: str, earlier: Sequence[str]) -> int | None:
    """Give which earlier turn a person says they come back to; None where they say nothing of the kind."""
    if len(earlier) < 2 or "back to" not in said:
        return None
    from auren.specialists.understanding.turns import returns_to

    return returns_to(said, earlier)


def _goes_on(text: str, said: str, found: Mapping[str, float], act: Act) -> bool:
    """Tell whether a question only means something after what was asked before."""
    # A first question goes on from nothing, and does not wait for the patterns of those that do.
    from auren.specialists.understanding.turns import goes_on, leans, limits

    bare = bool(said) and act != "greeting" and (not found or re.fullmatch(_GOES_ON, said) is not None)
    if bare or goes_on(text) or limits(said):
        return True
    # What a word names beyond doubt stands alone, however short it is said.
    return not names_beyond_doubt(said) and max(found.values(), default=0.0) < _WEAK and leans(said, names=_names(said))


def meant(said: str, model: Learned, asked: Mapping[str, float] = MappingProxyType({})) -> dict[str, float]:
    """Give the topics that are meant with how strongly each, 0 to 1, the strongest first; none for words nobody knows.

    Args:
        said: in plain spelling.
        model: what was learned.
        asked: how far topics are asked for by statements that answer the words.
    """
    padded = f" {said} "
    named = {id: sum(phrase in padded for phrase in phrases) for id, phrases in _phrases().items()}
    by_words = {id: min(_MOST_HITS, by) * _WORD_WEIGHT for id, by in named.items() if by}
    scores = model.scores(said)
    likely = shares(scores, by_words)
    if asked:
        answered = {id: by_words.get(id, 0.0) + _ASKED_WEIGHT * asked.get(id, 0.0) for id in by_words.keys() | asked.keys()}
        likely = {id: (1 - _APART) * by + _APART * likely[id] for id, by in shares(scores, answered).items()}
    known = 1 - likely.pop(NONE, 0.0)
    if known < _LEAST_KNOWN:
        return {}
    ranked = sorted(likely.items(), key=lambda pair: (-pair[1], pair[0]))
    return {id: round(by / known, 4) for id, by in ranked if by >= _LEAST_CONCERN * known}


def concern_of(topics: Mapping[str, float]) -> dict[str, float]:
    """Give how strongly each specialist is concerned by topics, the most concerned by 1; nobody by none.

    Args:
        topics: ids with how strongly each is meant.
    """
    concern: dict[str, float] = {topic.specialist: 0.0 for topic in TOPICS.values()} if topics else {}
    for id, by in topics.items():
        concern[TOPICS[id].specialist] += by
        for domain in TOPICS[id].also:
            concern[SPECIALIST_OF[domain]] += by / 2
    most = max(concern.values(), default=1.0)
    return {name: round(by / most, 4) for name, by in concern.items()}


def _with_words(concern: Mapping[str, float], said: str) -> dict[str, float]:
    """Give how strongly each is concerned, with those of whose topics a word stands in the question; nobody by none."""
    padded = f" {said} "
    named = {TOPICS[id].specialist for id, phrases in _phrases().items() if any(phrase in padded for phrase in phrases)}
    return {name: max(by, _NAMED_CONCERN if name in named else 0.0) for name, by in concern.items()}


def words_of(text: str) -> frozenset[str]:
    """Give a text's words, lower-case.

    Args:
        text: any text; untrusted.
    """
    return frozenset(_WORD.findall(text.casefold()))


def _names(said: str) -> bool:
    """Tell whether a word of the table stands in a text."""
    padded = f" {said} "
    return any(phrase in padded for phrases in _phrases().values() for phrase in phrases)


@cache
def _phrases() -> Mapping[str, tuple[str, ...]]:
    """Give each topic's words as they stand in a text between spaces; the beginning of a word has no space after it."""
    return {id: tuple(map(_between, topic.words)) for id, topic in TOPICS.items()}


def _between(word: str) -> str:
    phrase = word.replace("_", " ").replace("-", " ")
    return f" {phrase[:-1]}" if phrase.endswith("*") else f" {phrase} "
