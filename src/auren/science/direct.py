"""Computations of arguments: what the caller says, with the person's facts filled in, through one pure function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from auren.errors import InvalidInput
from auren.findings import Coverage, Insufficient, Measure
from auren.people import Profile
from auren.readings import Window
from auren.science.citations import CITATIONS
from auren.science.computation import Computation
from auren.science.inputs import Inputs
from auren.science.parameters import Arguments, Parameter
from auren.science.person import PersonFacts

__all__ = ["Beside", "Figure", "Lacking", "direct"]


class Beside(NamedTuple):
    """A figure that belongs beside the main one, such as a range's upper end.

    Args:
        name: appended to the computation's name after a dot.
        title: how it is called in a sentence.
        value: in `unit`.
        unit: one of `readings.known_units()`.
        digits: decimals to show.
    """

    name: str
    title: str
    value: float
    unit: str
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """What a formula gave.

    Args:
        value: in the computation's unit.
        note: how it is to be read: a class, a caveat, or what must not be concluded.
        beside: figures that belong beside it.
    """

    value: float = field(repr=False)
    note: str = field(default="", repr=False)
    beside: tuple[Beside, ...] = ()


class Lacking(NamedTuple):
    """Why a formula gives no number.

    Args:
        missing: what is missing or out of the formula's range, in plain words and without numerals.
        have, need: how much there is and how much it takes.
    """

    missing: str
    have: int = 0
    need: int = 1


def direct(
    row: str,
    name: str,
    *,
    title: str,
    formula: str,
    unit: str,
    digits: int,
    guard: str,
    accepts: tuple[Parameter, ...],
    gives: Callable[[PersonFacts, Arguments], Figure | Lacking],
    looks_at: Callable[[Arguments], Mapping[str, Window]] = lambda _: {},
) -> Computation:
    """Give the computation of a row whose numbers come with the call.

    Args:
        row: row of the formula collection, a key of `CITATIONS`.
        name, title, formula, unit, digits, guard, accepts: as in `Computation`.
        gives: the formula; what `PersonFacts` misses becomes `Insufficient` and its result is not looked at, so it must
            not raise while something is missing. An `InvalidInput` that it raises for a value out of the formula's
            range goes through.
        looks_at: dates of the metrics it may look at.
    """

    def formed_by(computation: Computation, inputs: Inputs, asked: Arguments, profile: Profile) -> Measure | Insufficient:
        window = Window(asked.today, asked.today)
        facts = PersonFacts(inputs, asked, profile)
        try:
            found = gives(facts, asked)
        except (InvalidInput, ArithmeticError, ValueError):
            if not facts.missing:
                raise
            found = Lacking("")
        if facts.missing:
            missing = ", ".join(dict.fromkeys(facts.missing))
            return computation.insufficient(missing, have=0, need=len(set(facts.missing)), window=window)
        if isinstance(found, Lacking):
            return computation.insufficient(found.missing, have=found.have, need=found.need, window=window)
        coverage = Coverage(1, 1)
        beside = tuple(
            Measure(
                f"{name}.{item.name}", item.title, item.value, item.unit, item.digits, window, coverage, computation.citation
            )
            for item in found.beside
        )
        return computation.measure(found.value, window, facts.used, coverage=coverage, note=found.note, related=beside)

    return Computation(
        name=name,
        title=title,
        formula=formula,
        unit=unit,
        digits=digits,
        guard=guard,
        citation=CITATIONS[row],
        looks_at=looks_at,
        formed_by=formed_by,
        accepts=accepts,
    )
