"""A specialist that decides as its document says."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from auren.conversation import ClaimKind, Constraint
from auren.science.claims import claims
from auren.specialists.documents.conditions import holds
from auren.specialists.documents.schema import Line, SpecialistDocument, TopicPart
from auren.specialists.documents.words import figures_in, filled, says
from auren.specialists.framework import Draft, Persona, Speaker, TopicSpecialist, View
from auren.specialists.framework.holding import held
from auren.specialists.framework.stating import missing

__all__ = ["DocumentSpecialist"]

_AT_MOST: Final = 2
_AT_MOST_CLAIMS: Final = 6
"""What a topic says at once; the lines that stand first are said."""
_PLAIN: Final = (
    ("observation", ClaimKind.OBSERVATION),
    ("meaning", ClaimKind.MEANING),
    ("missing", ClaimKind.MISSING),
)


class DocumentSpecialist(TopicSpecialist):
    """Speaks as a document says; stateless and deterministic. `from_document` reads and checks one.

    Args:
        document: as it was read.
    """

    def __init__(self, document: SpecialistDocument) -> None:
        persona = Persona(document.persona.title, document.persona.field, document.persona.voice)
        plain = {word for topic in document.topics for text in topic.words if (word := text.rstrip("*")).isalnum()}
        speakers = [_speaker(topic, document.name) for topic in document.topics]
        super().__init__(document.name, persona, speakers, expertise=plain | set(document.expertise))
        self._words = {topic.id: tuple(topic.words) for topic in document.topics}

    def _chosen(self, view: View) -> list[Speaker]:
        """Give who speaks: on the topics whose words the question has, else as for any specialist."""
        asked = view.case.query.text if view.case.query else ""
        # Words of its own decide; only a question that has none goes on from what was asked before.
        named = self._named(asked) or self._named(view.words)
        return [self._speakers[id] for id in named[:_AT_MOST]] or super()._chosen(view)

    def _named(self, text: str) -> list[str]:
        by = {id: sum(says(word, text) for word in words) for id, words in self._words.items()}
        return sorted((id for id in by if by[id]), key=lambda topic: -by[topic])


def _speaker(topic: TopicPart, specialist: str) -> Speaker:
    async def decide(view: View, draft: Draft) -> None:
        said = 0
        facts = await view.facts("*")
        codes = held(view.profile, facts, view.today.year)
        for line in topic.say:
            fits = not codes & set(line.unless) and (line.when is None or await holds(line.when, view) is True)
            if fits and (line.demand is not None or said < _AT_MOST_CLAIMS):
                said += await _said(line, view, draft, specialist)
        gap = view.gap(*topic.figures)
        if gap is not None and all(view.known(name) is None for name in topic.figures):
            draft.say(ClaimKind.MISSING, missing(gap))

    return Speaker(
        topic.id, decide, figures=tuple(topic.figures), rules=frozenset(topic.rules), metrics=frozenset(topic.metrics)
    )


async def _said(line: Line, view: View, draft: Draft, specialist: str) -> int:
    """Say a line, and give how many claims it made: none where a figure it fills in is not known."""
    if line.demand is not None:
        demand = line.demand
        until = view.today + timedelta(days=demand.for_days - 1)
        draft.demand(
            Constraint(demand.on, demand.ceiling, until, demand.reason, specialist, floor=demand.floor, cause=demand.cause)
        )
        return 0
    if line.cite is not None:
        draft.cite(claims()[line.cite])
        return 1
    text = _text(line)
    measures = {name: await view.figure(name) for name, _ in figures_in(text) or ()}
    known = {name: measure for name, measure in measures.items() if measure is not None}
    if len(known) < len(measures):
        return 0
    words = filled(text, known)
    if line.action is not None:
        change = line.action.change
        draft.urge(words.rstrip("."), line.action.timing, *known.values(), on=line.action.on or "", change=change)
    elif line.question is not None:
        draft.ask(words)
    else:
        kind = next(kind for name, kind in _PLAIN if getattr(line, name) is not None)
        draft.say(kind, words, *known.values())
    return 1


def _text(line: Line) -> str:
    if line.action is not None:
        return line.action.text
    return line.observation or line.meaning or line.missing or line.question or ""
