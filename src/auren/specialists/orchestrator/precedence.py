"""What comes before what: of demands on one thing the tightest, of two that clash the graver, and who speaks, and first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Final, get_args

from auren.conversation import Advice, Cause, Constraint

__all__ = ["CAUSES", "leading", "resolve", "speaking"]

CAUSES: Final[tuple[Cause, ...]] = get_args(Cause)
"""The order of precedence: safety, pain, energy, sleep, recovery, load, life events, and goals last."""

_ALWAYS: Final = CAUSES[: CAUSES.index("sleep")]
"""Concerns that come before any question."""
_WHERE_ACTED_ON: Final = CAUSES[CAUSES.index("sleep") : CAUSES.index("load")]
"""Concerns that come before a question whose answer acts on what they limit; a bad night does not come before dinner."""


def speaking(given: Sequence[Advice], barely: Collection[str]) -> Sequence[Advice]:
    """Leave out those whom the question barely concerns, unless they demand something or nobody else speaks.

    What they demand is said by whoever passes it on; only for safety, pain or energy do they speak all the same.

    Args:
        given: one a specialist.
        barely: names of those whom the question barely concerns.
    """
    passed_on = {demand for advice in given if advice.specialist not in barely for demand in advice.constraints}

    def speaks(advice: Advice) -> bool:
        return advice.specialist not in barely or any(
            demand.cause in _ALWAYS or demand not in passed_on for demand in _own(advice)
        )

    return [advice for advice in given if speaks(advice)] or given


def leading(given: Iterable[Advice], asked: Sequence[str]) -> tuple[Advice, ...]:
    """Give advice in the order in which it is said: the gravest concern first, then as the question concerns them.

    A concern is a specialist's own demand for safety, pain or energy, or for sleep or recovery where whom the question
    concerns most asks for something of what is limited. One that only passes on a colleague's demand has none, and how sure
    somebody is of their figures makes nobody speak first.

    Args:
        given: one a specialist, in any order.
        asked: names of those who were asked, the one whom the question concerns most first.
    """
    order = sorted(given, key=lambda advice: asked.index(advice.specialist))
    acted_on = {action.on for advice in order[:1] for action in advice.actions}
    return tuple(sorted(order, key=lambda advice: _gravest(advice, acted_on)))


def _gravest(advice: Advice, acted_on: Collection[str]) -> int:
    grave = (
        demand.cause
        for demand in _own(advice)
        if demand.cause in _ALWAYS or (demand.cause in _WHERE_ACTED_ON and demand.on in acted_on)
    )
    return min(map(CAUSES.index, grave), default=len(CAUSES))


def _own(advice: Advice) -> Iterable[Constraint]:
    """Give what somebody demands themselves; what they pass on is a colleague's."""
    return (demand for demand in advice.constraints if demand.specialist == advice.specialist)


def resolve(constraints: Iterable[Constraint]) -> tuple[Constraint, ...]:
    """Give one constraint for each thing that is limited: its lowest ceiling and its highest floor.

    Where a floor would stand above a ceiling, the one with the graver cause stays and the other falls away. Of equal
    ceilings the one that holds longest stays. Where a looser one holds longer than the lowest, it falls away with it: the
    specialists look again before then.

    Args:
        constraints: in any order, doubled or not.
    """
    resolved: dict[str, Constraint] = {}
    for constraint in sorted(constraints, key=_order):
        held = resolved.get(constraint.on)
        resolved[constraint.on] = constraint if held is None else _joined(held, constraint)
    return tuple(resolved[on] for on in sorted(resolved))


def _order(constraint: Constraint) -> tuple[object, ...]:
    ceiling = float("inf") if constraint.ceiling is None else constraint.ceiling
    floor = -1.0 if constraint.floor is None else constraint.floor
    until = -constraint.until.toordinal()
    return (constraint.on, CAUSES.index(constraint.cause), ceiling, -floor, until, constraint.specialist, constraint.reason)


def _joined(graver: Constraint, other: Constraint) -> Constraint:
    """Give the graver demand, tightened by what the other adds without undoing it."""
    joined = graver
    ceiling, floor = other.ceiling, other.floor
    if ceiling is not None and _lower(ceiling, graver.ceiling) and (graver.floor is None or graver.floor <= ceiling):
        joined = replace(joined, ceiling=ceiling, until=other.until, reason=other.reason, specialist=other.specialist)
    if floor is not None and _higher(floor, graver.floor) and (joined.ceiling is None or floor <= joined.ceiling):
        told = joined.reason if joined.reason == other.reason or joined.ceiling is None else f"{joined.reason}; {other.reason}"
        joined = replace(joined, floor=floor, reason=told)
    return joined


def _lower(ceiling: float, held: float | None) -> bool:
    return held is None or ceiling < held


def _higher(floor: float, held: float | None) -> bool:
    return held is None or floor > held
