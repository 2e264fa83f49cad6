"""A specialist made of speakers: understand, gather, decide, consult, draft; the same way for all, and without a model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from auren.conversation import Advice, Case, ClaimKind, Constraint
from auren.errors import ConfigurationError
from auren.findings import Finding
from auren.ports.specialist import SpecialistContext
from auren.rendering import day, summary
from auren.specialists.framework.draft import Draft
from auren.specialists.framework.lookup import look_up
from auren.specialists.framework.persona import Persona
from auren.specialists.framework.premises import weigh_premises
from auren.specialists.framework.stating import define
from auren.specialists.framework.topic import Decide, Limit, Speaker
from auren.specialists.framework.view import View
from auren.specialists.understanding import Understanding, understand

__all__ = ["TopicSpecialist"]

_AT_MOST: Final = 2
"""How many topics one answer speaks on."""
_MEANT: Final = 0.2
"""How strong, against the strongest of all, a topic must be meant for the specialist whose it is to speak on it."""
_LEAST: Final = 0.1
"""How strong a topic must be meant at all; words that fit a little to everything are on no topic in particular."""
_NEAR: Final = 0.6
"""How strong, against the strongest, a further topic must be meant to be spoken on, too."""


class TopicSpecialist:
    """Speaks on the topics it has speakers for; stateless and deterministic.

    Args:
        name: lower-case, unique in a team.
        persona: how it comes across.
        speakers: one a topic, the most general first: that one speaks where a question names none of them.
        expertise: further families of metrics and words it is found by.
        always: what is decided whatever was asked, for example what the body demands of training; it comes last.
        limit: what it demands of all, from the data and what was told, when others are asked.

    Raises:
        ConfigurationError: there is no speaker, or a topic has two.
    """

    def __init__(
        self,
        name: str,
        persona: Persona,
        speakers: Sequence[Speaker],
        *,
        expertise: Iterable[str] = (),
        always: Decide | None = None,
        limit: Limit | None = None,
    ) -> None:
        topics = [speaker.topic for speaker in speakers]
        if not topics or len(set(topics)) < len(topics):
            raise ConfigurationError(f"{name!r} was given {len(topics)} speakers; expected at least one, and one a topic.")
        self.name = name
        self.persona = persona
        self._speakers = {speaker.topic: speaker for speaker in speakers}
        self._always = always
        self._limit = limit
        families = frozenset[str]().union(*(speaker.metrics for speaker in speakers))
        self.expertise: frozenset[str] = families | frozenset(expertise) | {topic.split(".")[-1] for topic in topics}

    @property
    def topics(self) -> tuple[str, ...]:
        """Ids of the topics it speaks on, the most general first."""
        return tuple(self._speakers)

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        """Give advice made of claims: one thing to do, what was seen, and what it means.

        Args:
            case: what was found or asked.
            context: what computes, remembers, and who can be consulted.

        Raises:
            StoreError: the person's history could not be read.
        """
        understood = understand(case.query.text, case.earlier) if case.query else Understanding({}, {})
        view, draft = View(case, context, understood), Draft(self.name)
        await look_up(view, draft)
        await weigh_premises(view, draft)
        chosen = self._chosen(view)
        defined = await define(view, draft, self.topics)
        for speaker in chosen:
            await view.gather(speaker.figures)
            if defined:
                # What something is wants no plan; the figure itself shows what is meant.
                draft.figure(next(filter(None, map(view.known, speaker.figures)), None))
                continue
            await speaker.decide(view, draft)
            if draft.empty and speaker.asks:
                draft.ask(speaker.asks)
        for finding in self._unspoken(view):
            draft.say(ClaimKind.OBSERVATION, f"{summary(finding)} This was seen on {day(finding.day)}.", findings=(finding,))
        if self._always is not None:
            await self._always(view, draft)
        if draft.empty or (view.asks_how_it_is and not draft.observes):
            draft.say(ClaimKind.MISSING, "I have no figures on this yet.")
        for colleague in view.advised:
            draft.consulted(colleague)
        return draft.advice(case, view.gaps)

    async def limits(self, case: Case, context: SpecialistContext) -> tuple[Constraint, ...]:
        """Give what it demands of all, whoever else is asked.

        Args:
            case: what was found or asked.
            context: what computes and remembers.

        Raises:
            StoreError: the person's history could not be read.
        """
        if self._limit is None:
            return ()
        understood = understand(case.query.text, case.earlier) if case.query else Understanding({}, {})
        return await self._limit(View(case, context, understood))

    def _chosen(self, view: View) -> list[Speaker]:
        """Give who speaks: on the topics the question names, else on what was found, else the most general."""
        meant = view.understood.topics
        least = max(_LEAST, _MEANT * max(meant.values(), default=0.0))
        mine = {id: by for id, by in meant.items() if id in self._speakers and by >= least}
        if mine:
            most = max(mine.values())
            near = [id for id, by in list(mine.items())[:_AT_MOST] if by >= _NEAR * most]
            # Whatever else the words name, what answers them comes first.
            answering = [id for id in mine if id in view.answered_on and id not in near[:1]][:1]
            return [self._speakers[id] for id in dict.fromkeys([*answering, *near])][:_AT_MOST]
        if view.case.query is None:
            found = [speaker for speaker in self._speakers.values() if any(_speaks_on(speaker, f) for f in _standing(view))]
            if found:
                return found
        return [next(iter(self._speakers.values()))]

    def _unspoken(self, view: View) -> list[Finding]:
        """Give the findings of a case without a question that are this specialist's and that no speaker knows."""
        if view.case.query is not None:
            return []
        known = [f for speaker in self._speakers.values() for f in _standing(view) if _speaks_on(speaker, f)]
        return [f for f in _standing(view) if f not in known and _families(f) & self.expertise]


def _standing(view: View) -> list[Finding]:
    return [finding for finding in view.case.findings if finding.stands]


def _speaks_on(speaker: Speaker, finding: Finding) -> bool:
    return finding.rule in speaker.rules or bool(_families(finding) & speaker.metrics)


def _families(finding: Finding) -> frozenset[str]:
    return frozenset(item.metric.split(".")[0] for item in finding.evidence)
