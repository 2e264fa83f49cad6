"""A scenario as a value: who somebody is, what is asked, and what a good answer holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

__all__ = ["ActionBound", "ClaimLike", "Expected", "PersonData", "Scenario", "Turn"]


@dataclass(frozen=True, slots=True)
class PersonData:
    """The data of a scenario's person.

    Args:
        seed: of the simulated athlete; None simulates nobody.
        days: how many days are simulated, 1 to 400.
        overreaching: days from the first to the planted block of too much, and its length; None plants none.
        changes: by metric, what is done to the last days: (days, factor), a factor of 0 takes the values away.
        readings: further daily values, by metric and date, in the metric's own unit.
        folder: a folder or file of real data, relative to the scenario file; empty for none.
        until: the last day that is known; None takes the last in the data.
        zone: IANA zone.
        locale: language of the person.
        facts: what is known of the person: attribute and value.
    """

    seed: int | None = 7
    days: int = 60
    overreaching: tuple[int, int] | None = None
    changes: tuple[tuple[str, int, float], ...] = ()
    readings: tuple[tuple[str, date, float], ...] = ()
    folder: str = ""
    until: date | None = None
    zone: str = "Europe/Berlin"
    locale: str = "en"
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimLike:
    """What a claim has to be like; what is left empty fits any.

    Args:
        kind: what it does, such as "action".
        specialist: who says it.
        computation: name of a measure that it rests on; a trailing "*" takes any ending.
        words: one of these stands in it, whatever the case.
    """

    kind: str = ""
    specialist: str = ""
    computation: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionBound:
    """What an action of the plan has to be like.

    Args:
        on: what it acts on; empty for any.
        timing: when; empty for any.
        at_least, at_most: bounds of its change, as a share of the usual; None for none.
        words: one of these stands in it.
    """

    on: str = ""
    timing: str = ""
    at_least: float | None = None
    at_most: float | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Expected:
    """What a good answer holds, and what it must not.

    Args:
        specialists: all of these speak.
        claims, forbidden_claims: each fits a claim; none fits any.
        words, forbidden_words: of each entry one alternative ("water|fluid") is said; none of these is.
        actions, forbidden_actions: each fits an action of the plan; none fits any.
        ceilings: by what is limited, the most that the plan may allow, as a share of the usual.
        no_ceiling: what the plan must not limit.
        flags: ids or levels of red flags, one of which is raised; empty asks for none in particular.
        no_flag: no red flag is raised.
        max_words: the longest answer.
        max_questions: the most questions in it.
        action_first: the first claim says what to do.
        tone: "kind" (no blame, no shouting) and "plain" (no sentence over 40 words).
    """

    specialists: tuple[str, ...] = ()
    claims: tuple[ClaimLike, ...] = ()
    forbidden_claims: tuple[ClaimLike, ...] = ()
    words: tuple[str, ...] = ()
    forbidden_words: tuple[str, ...] = ()
    actions: tuple[ActionBound, ...] = ()
    forbidden_actions: tuple[ActionBound, ...] = ()
    ceilings: Mapping[str, float] = field(default_factory=dict)
    no_ceiling: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    no_flag: bool = False
    max_words: int | None = None
    max_questions: int | None = None
    action_first: bool = False
    tone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation.

    Args:
        ask: the words.
        expect: what a good answer holds.
    """

    ask: str
    expect: Expected = field(default_factory=Expected)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A conversation with a person of given data.

    Args:
        id: unique in its file.
        specialist: under whose name it is counted.
        kind: a label to count by, such as "leading".
        turns: what is asked, in order, in one conversation.
        data: who the person is.
    """

    id: str
    specialist: str
    kind: str
    turns: tuple[Turn, ...]
    data: PersonData = field(default_factory=PersonData)
