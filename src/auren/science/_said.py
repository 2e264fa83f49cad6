"""What the caller said: an argument, or a note in plain words that it is missing; and one check of its range."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auren.errors import InvalidInput
from auren.science.direct import Lacking
from auren.science.parameters import Arguments, ChoiceParameter, FlagParameter, QuantityParameter, SeriesParameter
from auren.science.person import PersonFacts

__all__ = ["NOTHING", "by_hand", "check", "check_each", "flag", "is_male", "number", "series", "whole_items", "word"]

_ROUNDING = 9

NOTHING = Lacking("")
"""Given while something is missing; what `PersonFacts` noted then stands in its place."""


def number(facts: PersonFacts, parameter: QuantityParameter) -> float:
    """Give a quantity; 0 while missing. The parameter's meaning says what is missing, so it holds no numerals."""
    return facts.number(parameter.name, parameter.meaning)


def word(facts: PersonFacts, parameter: ChoiceParameter) -> str:
    """Give a choice; empty while missing."""
    return facts.word(parameter.name, parameter.meaning)


def series(facts: PersonFacts, asked: Arguments, parameter: SeriesParameter) -> tuple[float, ...]:
    """Give a list of numbers; empty while missing."""
    found = asked.series(parameter.name)
    if not found:
        facts.missing.append(parameter.meaning)
    return found


def flag(facts: PersonFacts, asked: Arguments, parameter: FlagParameter) -> bool:
    """Give a yes or no that must be said; no while missing."""
    if asked.given.get(parameter.name) is None:
        facts.missing.append(parameter.meaning)
    return asked.flag(parameter.name)


def check(parameter: QuantityParameter, value: float) -> None:
    """Insist on a value in a parameter's range.

    Raises:
        InvalidInput: the value is not a number, or out of range.
    """
    if not parameter.low <= value <= parameter.high:
        raise InvalidInput(f"{parameter.name}: a value out of range was given; expected {parameter.expected}.")


def check_each(parameter: SeriesParameter, values: Sequence[float]) -> None:
    """Insist on a list of numbers in a parameter's range.

    Raises:
        InvalidInput: there are too few or too many numbers, or one is not a number or out of range.
    """
    known = all(parameter.low <= value <= parameter.high for value in values)
    if not known or not parameter.at_least <= len(values) <= parameter.at_most:
        raise InvalidInput(f"{parameter.name}: {len(values)} numbers were given; expected {parameter.expected}.")


def whole_items(what: str, items: Sequence[float], ranges: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """Give a questionnaire's answers as whole numbers, each in its own item's range.

    Args:
        what: the questionnaire, for the message.
        items: the answers, in the order of the items.
        ranges: lowest and highest answer of each item.

    Raises:
        InvalidInput: there are too few or too many answers, or one is not a whole number of its item's range.
    """
    allowed = tuple(ranges)
    if len(items) != len(allowed):
        raise InvalidInput(f"{what}: {len(items)} answers were given; expected {len(allowed)}.")
    for place, (item, (low, high)) in enumerate(zip(items, allowed, strict=True), 1):
        if not (low <= item <= high and item == int(item)):
            raise InvalidInput(f"{what}: answer {place} does not fit; expected a whole number from {low} to {high}.")
    return tuple(int(item) for item in items)


def by_hand(value: float) -> float:
    """Give a figure without the last digits of its float, for comparing it with a limit: 7 to 4.9 is 30 % by hand."""
    return round(value, _ROUNDING)


def is_male(sex: str) -> bool:
    """Tell which of an equation's two forms is meant.

    Raises:
        InvalidInput: it is neither "female" nor "male".
    """
    if sex not in ("female", "male"):
        raise InvalidInput(f"sex: {sex!r} was given; expected one of female, male.")
    return sex == "male"
