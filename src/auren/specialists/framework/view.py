"""All that was gathered for one case: figures, facts, findings, and what the question means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Final

from auren.conversation import Advice, Case, Timing
from auren.errors import AurenError, InvalidInput
from auren.findings import Finding, Insufficient, Measure
from auren.people import Profile
from auren.ports.specialist import SpecialistContext
from auren.science.claims import CitedStatement, applicable, topics_of
from auren.specialists.framework.gaps import most_useful
from auren.specialists.framework.holding import held, holding
from auren.specialists.understanding import Understanding, understand, words_of
from auren.specialists.understanding.asked import NEAR, shipped
from auren.specialists.understanding.circumstances import SLOTS, Circumstances, circumstances, names_any, names_sport
from auren.specialists.understanding.plain import plain
from auren.specialists.understanding.stems import stems
from auren.specialists.understanding.understand import Act

if TYPE_CHECKING:
    from auren.facts import Fact

__all__ = ["View"]

_ASKED: Final = 0.27
_LIKELY: Final = 0.36
_SURELY: Final = 0.45
"""How far a statement must be asked for to be an answer, a likely one, and surely the one. Of questions that were kept apart
and whose best statement is asked for so far, a fifth, half and eight in ten ask for just that one."""
_ASKED_AT_LENGTH: Final = 0.2
_LONG: Final = 7
"""The first of these for a question of so many telling words and more: what else it tells is asked of no statement."""
_LEAST: Final = 0.1
_NEAR: Final = 0.5
"""How strong, at all and against the strongest, a domain must be meant. auren's convention."""
_HOW_IT_IS: Final = re.compile(
    r"\W*(?:(?:and|but|so|ok|well)\W+)*(?:how\s+(?:\w+\s+)?)?(?:is|are|am|was|were|has|have|did)\s+(?:my|i)\b",
    re.IGNORECASE,
)
_PLAN: Final = frozenset(
    {"plan", "plans", "programme", "program", "schedule", "menu", "meals", "routine", "workout", "session"}
)


class View:
    """What a specialist sees of one case; each figure is computed once, and gaps are remembered.

    Args:
        case: the case.
        context: what computes, remembers, and who can be consulted.
        understood: what the question means.

    Attributes:
        case: the case.
        understood: what the question means; nothing in particular where findings started it.
        advised: what colleagues answered, by name.
    """

    def __init__(self, case: Case, context: SpecialistContext, understood: Understanding) -> None:
        self.case = case
        self.understood = understood
        self.advised: dict[str, Advice] = {}
        self._context = context
        self._figures: dict[tuple[str, tuple[tuple[str, object], ...]], Measure | Insufficient] = {}
        self._noted: dict[str, Measure] = {}
        self._facts: tuple[Fact, ...] | None = None
        self._circumstances: Circumstances | None = None

    @property
    def today(self) -> date:
        """The date on the person's wall clock."""
        return self.case.today

    @property
    def profile(self) -> Profile:
        """What is known of the person."""
        return self.case.profile

    @property
    def words(self) -> str:
        """The person's own words, after those they go on from; empty where findings started the case. Untrusted."""
        if self.case.query is None:
            return ""
        return " ".join((*self._before(), self.case.query.text))

    def _before(self) -> tuple[str, ...]:
        """Give the latest earlier question that says what it is about, where this one does not."""
        if not self.understood.follows_up:
            return ()
        about = (text for text in reversed(self.case.earlier) if not understand(text, ("",)).follows_up)
        return tuple(islice(about, 1))

    @cached_property
    def asked(self) -> Mapping[str, float]:
        """Ids of the cited statements that the words ask for, with how far, about 0 to 1, the most asked for first."""
        if self.case.query is None or self.act == "greeting":
            return {}
        alone = self.understood.asked
        if not self.understood.follows_up:
            return alone
        # What is said now may ask for something of its own: "back to my HRV: does alcohol bring it down?"
        together = shipped().shares(plain(self.words))
        return max(together, alone, key=lambda told: next(iter(told.values()), 0.0))

    @cached_property
    def _enough(self) -> float:
        least = _ASKED_AT_LENGTH if len(stems(plain(self.words))) >= _LONG else _ASKED
        return max(least, NEAR * next(iter(self.asked.values()), 0.0))

    def asks_for(self, statement: CitedStatement) -> float:
        """Give how far the words ask for a statement, about 0 to 1; 0 for one that others answer far better.

        Args:
            statement: of the claim library.
        """
        by = self.asked.get(statement.id, 0.0)
        return by if by >= self._enough else 0.0

    @property
    def answered_on(self) -> frozenset[str]:
        """Ids of the topics of the statement that is asked for most, where that much is likely; none otherwise."""
        first = next(iter(self.asked.items()), None)
        return frozenset(shipped().topics(dict([first]))) if first is not None and first[1] >= _LIKELY else frozenset()

    def asks_surely_for(self, statement: CitedStatement) -> bool:
        """Tell whether the words ask for just this statement, so that nothing usual need be said first.

        Args:
            statement: of the claim library.
        """
        return self.asks_for(statement) >= _SURELY

    def means(self, domain: str) -> bool:
        """Tell whether the question is as much about a domain as about anything.

        Args:
            domain: first part of a topic's id, for example "training".
        """
        topics = self.understood.topics
        least = max(_LEAST, _NEAR * max(topics.values(), default=0.0))
        return any(id.startswith(f"{domain}.") and by >= least for id, by in topics.items())

    @property
    def timing(self) -> Timing | None:
        """The time that the question asks about; None where it names none."""
        return self.understood.timing

    @property
    def act(self) -> Act:
        """The kind of the question."""
        return self.understood.act

    @property
    def asks_how_it_is(self) -> bool:
        """Whether the question asks how something of the person's own is: "are my hips more flexible?"."""
        return self.case.query is not None and _HOW_IT_IS.match(self.case.query.text) is not None

    @property
    def asks_to_know(self) -> bool:
        """Whether the question asks why, or what something is, rather than how things are or what to do."""
        return self.act in ("why", "what_is")

    @property
    def wants_plan(self) -> bool:
        """Whether a plan is asked for in so many words, or for longer than today."""
        return self.timing in ("this_week", "this_block") or (self.asks_to_plan and not _PLAN.isdisjoint(words_of(self.words)))

    @property
    def asks_to_plan(self) -> bool:
        """Whether the question asks for a plan."""
        return self.act == "plan"

    @property
    def gaps(self) -> tuple[Insufficient, ...]:
        """What could not be computed, in the order in which it was asked for."""
        return tuple(result for result in self._figures.values() if isinstance(result, Insufficient))

    async def figure(self, name: str, **arguments: object) -> Measure | None:
        """Give a figure, or None when the data do not suffice or an argument does not fit what is known of the person.

        Args:
            name: a computation of the catalogue.
            **arguments: its own.
        """
        if self.case.holds and not holding(self.case).computes(name):
            return None
        key = (name, tuple(sorted(arguments.items())))
        if key not in self._figures:
            try:
                self._figures[key] = await self._context.compute(name, **arguments)
            except InvalidInput:
                if not arguments:
                    raise
                return None
        result = self._figures[key]
        return result if isinstance(result, Measure) else None

    def known(self, name: str) -> Measure | None:
        """Give a figure that was gathered before the decision, or None.

        Args:
            name: one of the speaker's figures, or one that was noted.
        """
        result = self._noted.get(name, self._figures.get((name, ())))
        return result if isinstance(result, Measure) else None

    def note(self, name: str, measure: Measure | None) -> None:
        """Keep a figure that took arguments, so that it is known by a name of its own; None is passed over.

        Args:
            name: what it is known by, for example "plan.easy_heart_rate".
            measure: the figure.
        """
        if measure is not None:
            self._noted[name] = measure

    def gap(self, *names: str) -> Insufficient | None:
        """Give the one of these figures that could not be computed and would help most.

        Args:
            *names: computations of the catalogue, the most telling first.
        """
        return most_useful(self.gaps, names)

    async def facts(self, *attributes: str) -> tuple[Fact, ...]:
        """Give what is known of the person that holds today; nothing when memory does not answer.

        Args:
            *attributes: slots such as "body.weight"; a trailing "*" takes any ending.
        """
        if self._facts is None:
            self._facts = await self._context.facts()
        return tuple(fact for fact in self._facts if any(_fits(fact.attribute, wanted) for wanted in attributes))

    async def fact(self, attribute: str) -> Fact | None:
        """Give the latest fact of a slot that holds today, or None.

        Args:
            attribute: the slot.
        """
        return max(await self.facts(attribute), key=lambda fact: fact.recorded_from, default=None)

    async def circumstances(self) -> Circumstances:
        """Give how the person lives and what they have at hand, as they said before or say now."""
        if self._circumstances is None:
            known = [(fact.attribute, fact.value) for fact in await self.facts(*SLOTS)]
            self._circumstances = circumstances(self.words, self.case.earlier, known)
        return self._circumstances

    async def statements(self, topic: str) -> tuple[CitedStatement, ...]:
        """Give the cited statements that may be said to this person on a topic: general ones, and those that are asked for.

        Args:
            topic: the topic's id.
        """
        domain = topic.partition(".")[0]
        near = (id for id, by in self.asked.items() if by >= self._enough)
        return await self._sayable(topic, frozenset(id for id in near if shipped().topics_of(id)[0].startswith(f"{domain}.")))

    async def _sayable(self, topic: str, narrow: frozenset[str]) -> tuple[CitedStatement, ...]:
        facts = await self.facts("*")
        lives = await self.circumstances()
        values = {
            name: result.value for (name, given), result in self._figures.items() if not given and isinstance(result, Measure)
        }
        known = {"age": self.today.year - self.profile.birth_year} if self.profile.birth_year else {}
        told = {fact.attribute: fact.value for fact in facts}
        if lives.diets:
            told["diet"] = " ".join(sorted(lives.diets))
        holds = held(self.profile, facts, self.today.year, self.case.holds) | ({"shift_work"} if lives.nights else set())
        fit = applicable(topic, measures=values, facts=told, profile=known, holds=holds, narrow=narrow)
        # Where nothing is left out, nothing need be looked through.
        if not lives.without and not lives.shuns and not lives.bare:
            return fit
        return tuple(suiting for one in fit for suiting in _suiting(one, lives))

    async def statement(self, id: str) -> CitedStatement | None:
        """Give a cited statement by its id, or None where it may not be said to this person.

        Args:
            id: one of the library.
        """
        topic = topics_of(id)[0]
        return next((one for one in await self._sayable(topic, frozenset({id})) if one.id == id), None)

    def found(self, *rules: str, within_days: int = 7) -> Finding | None:
        """Give the latest standing finding of any of these rules.

        Args:
            *rules: names of rules.
            within_days: how many days back it may lie, today counted.
        """
        recent = [
            finding
            for finding in self.case.findings
            if finding.rule in rules and finding.stands and 0 <= (self.today - finding.day).days < within_days
        ]
        return max(recent, key=lambda finding: (finding.day, finding.id), default=None)

    async def consult(self, colleague: str, question: str) -> Advice | None:
        """Ask a colleague, once; None where nobody has the name or no answer comes.

        Args:
            colleague: name of a specialist.
            question: what is asked.
        """
        if colleague not in self.advised:
            try:
                self.advised[colleague] = await self._context.consult(colleague, question)
            except AurenError:
                # A specialist stands alone: without the colleague it says what it knows itself.
                return None
        return self.advised[colleague]

    async def gather(self, figures: Iterable[str]) -> None:
        """Compute figures that need no argument.

        Args:
            figures: names in the catalogue.
        """
        for name in figures:
            await self.figure(name)


_GEAR: Final = frozenset({"dumbbell", "barbell", "kettlebell", "machine", "cable"})
"""What stands for nothing where somebody trains without equipment, by the beginnings of words."""


def _suiting(statement: CitedStatement, lives: Circumstances) -> Iterator[CitedStatement]:
    """Give the statement with only those actions that suit how somebody lives; none where itself does not."""

    def suits(text: str) -> bool:
        shuns = lives.shuns | _GEAR if lives.bare else lives.shuns
        return not names_any(text, lives.without) and not names_sport(text, shuns)

    if statement.when or suits(statement.text):
        yield replace(statement, actions=tuple(action for action in statement.actions if suits(action.text)))


def _fits(attribute: str, wanted: str) -> bool:
    return attribute.startswith(wanted[:-1]) if wanted.endswith("*") else attribute == wanted
