"""What specialists say, and the plan that their team makes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from auren.findings import Citation, Insufficient, Measure

__all__ = ["Action", "Advice", "Cause", "Claim", "ClaimKind", "Constraint", "Plan", "Timing"]


class ClaimKind(StrEnum):
    """What a claim does."""

    OBSERVATION = "observation"
    MEANING = "meaning"
    ACTION = "action"
    MISSING = "missing"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement, in the plain words that may always be sent.

    Args:
        text: the plain form; one or two sentences.
        kind: what it does.
        measures: the numbers it rests on.
        findings: ids of the findings it rests on.
        citations: what backs it beyond its measures.
        statements: ids of the cited statements of the claim library that it words; their numbers may be said.
    """

    text: str = field(repr=False)
    kind: ClaimKind
    measures: tuple[Measure, ...] = ()
    findings: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    statements: tuple[str, ...] = ()


Timing = Literal["today", "tonight", "tomorrow", "this_week", "this_block"]
"""When something is to be done; a block is the weeks until the next thing a person trains or plans for."""

Cause = Literal["safety", "pain", "energy", "sleep", "recovery", "load", "life", "goal"]
"""Why something is demanded, in the order of precedence: what stands first is never given up for what stands later."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do.

    Args:
        text: what, in the imperative.
        timing: when.
        on: what it acts on, for example "training_load"; empty for something that no constraint speaks of.
        change: how much of it is asked for, as a share of the usual; None where no amount is meant.
    """

    text: str = field(repr=False)
    timing: Timing
    on: str = ""
    change: float | None = None


@dataclass(frozen=True, slots=True)
class Constraint:
    """What one specialist demands of all, so that one body gets one plan.

    Args:
        on: what is limited, for example "training_load".
        ceiling: the most that is allowed, as a share of the usual; 1.0 means no increase, None no upper limit.
        until: last day on which it holds.
        reason: why, in plain words.
        specialist: who demands it.
        floor: the least that is demanded, as a share of the usual; None for no lower limit.
        cause: why it is demanded; decides where two demands cannot both be met.
    """

    on: str
    ceiling: float | None
    until: date
    reason: str = field(repr=False)
    specialist: str
    floor: float | None = None
    cause: Cause = "load"


@dataclass(frozen=True, slots=True)
class Plan:
    """What the team wants done, made one: no action breaks a constraint, and no two ask for opposite things.

    Args:
        actions: what to do, the most important first.
        constraints: what holds for all, at most one for each thing that is limited.
        set_aside: what a specialist asked for and a constraint of higher precedence did not allow, in plain words.
    """

    actions: tuple[Action, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    set_aside: tuple[str, ...] = field(default=(), repr=False)

    def when(self, timing: Timing) -> tuple[Action, ...]:
        """Give the actions of one time, in order."""
        return tuple(action for action in self.actions if action.timing == timing)

    def ceiling(self, on: str) -> float | None:
        """Give the most that is allowed of something, as a share of the usual; None where nothing limits it."""
        return min((c.ceiling for c in self.constraints if c.on == on and c.ceiling is not None), default=None)


@dataclass(frozen=True, slots=True)
class Advice:
    """What one specialist says.

    Args:
        id: unique.
        specialist: who says it.
        claims: in the order in which they are to be said.
        actions: what to do, most important first.
        confidence: 0 to 1, from coverage and evidence grade.
        constraints: what it demands of the other specialists.
        insufficient: what could not be computed, and why.
        consulted: names of the colleagues who were asked.
    """

    id: str
    specialist: str
    claims: tuple[Claim, ...]
    actions: tuple[Action, ...] = ()
    confidence: float = 0.5
    constraints: tuple[Constraint, ...] = ()
    insufficient: tuple[Insufficient, ...] = ()
    consulted: tuple[str, ...] = ()
