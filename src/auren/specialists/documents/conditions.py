"""Whether a condition of a document holds for a person: yes, no, or unknown, which is neither."""

from __future__ import annotations

from auren.specialists.documents.schema import All, AnyOf, Asked, Condition, FactIs, Found, MeasureIs, Not
from auren.specialists.documents.words import says
from auren.specialists.framework import View

__all__ = ["holds"]


async def holds(condition: Condition, view: View) -> bool | None:
    """Tell whether a condition holds; None where that is unknown.

    Args:
        condition: of a document.
        view: the case.
    """
    match condition:
        case MeasureIs():
            return await _measure(condition, view)
        case FactIs():
            return await _fact(condition, view)
        case Found():
            return view.found(condition.found, within_days=condition.within_days) is not None
        case Asked():
            return any(says(word, view.words) for word in condition.asked)
        case All():
            return _all([await holds(part, view) for part in condition.all])
        case AnyOf():
            return _not(_all([_not(await holds(part, view)) for part in condition.any]))
        case Not():
            return _not(await holds(condition.not_, view))


async def _measure(condition: MeasureIs, view: View) -> bool | None:
    measure = await view.figure(condition.measure)
    if condition.known is not None and (measure is not None) is not condition.known:
        return False
    if measure is None:
        return True if condition.known is False else None
    value = measure.value
    return (
        (condition.above is None or value > condition.above)
        and (condition.at_least is None or value >= condition.at_least)
        and (condition.below is None or value < condition.below)
        and (condition.at_most is None or value <= condition.at_most)
    )


async def _fact(condition: FactIs, view: View) -> bool | None:
    facts = await view.facts(condition.fact)
    if condition.known is not None:
        return bool(facts) is condition.known
    if not facts:
        return None
    values = [fact.value.casefold() for fact in facts]
    if condition.equals is not None:
        return condition.equals.casefold() in values
    return any((condition.contains or "").casefold() in value for value in values)


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _all(values: list[bool | None]) -> bool | None:
    return False if False in values else None if None in values else True
