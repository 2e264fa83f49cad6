"""Arguments drawn from what a computation accepts, and answers checked for what every answer must be."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest
from hypothesis import strategies as st
from science_days import TODAY, WHO, value

from auren.errors import InvalidInput
from auren.findings import Insufficient, Measure
from auren.people import Profile
from auren.readings import known_units
from auren.science import Computation, Inputs
from auren.science.parameters import (
    ChoiceParameter,
    FlagParameter,
    Parameter,
    QuantityParameter,
    SeriesParameter,
)

GROWN = Profile(sex="male", birth_year=1983)
"""A man of forty in the year of the tests."""


def weighed(weight_kg: float) -> Inputs:
    return Inputs({"body.weight": [value("body.weight", TODAY, weight_kg, "kg")]})


def measured(entry: Computation, given: Inputs | None = None, *, profile: Profile = WHO, **arguments: object) -> Measure:
    result = entry.run(given or Inputs(), today=TODAY, profile=profile, **arguments)
    assert isinstance(result, Measure), result
    return result


def missing(entry: Computation, given: Inputs | None = None, *, profile: Profile = WHO, **arguments: object) -> Insufficient:
    result = entry.run(given or Inputs(), today=TODAY, profile=profile, **arguments)
    assert isinstance(result, Insufficient), result
    sound(result)
    return result


def sound(result: Measure | Insufficient) -> None:
    """Check what holds of every answer."""
    if isinstance(result, Insufficient):
        assert result.missing
        assert result.have < result.need
        assert not any(sign.isdigit() for sign in result.missing)
        return
    for part in (result, *result.related):
        assert math.isfinite(part.value)
        assert part.unit in known_units()
        assert part.title


def complete(table: Mapping[str, Computation], family: str, rows: set[str]) -> None:
    """Check what holds of every entry, and that each row is there."""
    assert {entry.citation.id for entry in table.values()} == rows
    for entry in table.values():
        assert entry.name.startswith(f"{family}.")
        assert entry.title.startswith("your ")
        assert entry.formula
        assert entry.guard
        assert entry.unit in known_units()
        missing(entry)
        with pytest.raises(InvalidInput, match="unknown argument"):
            entry.run(Inputs(), today=TODAY, profile=WHO, metre=3)


@st.composite
def calls(draw: st.DrawFn, entry: Computation) -> dict[str, object]:
    """Give arguments that the computation accepts, some left out."""
    return {
        parameter.name: draw(_fitting(parameter))
        for parameter in entry.accepts
        if draw(st.integers(0, 9), label=parameter.name)
    }


def _fitting(parameter: Parameter) -> st.SearchStrategy[object]:
    match parameter:
        case QuantityParameter():
            return _numbers(parameter)
        case SeriesParameter():
            return st.lists(_numbers(parameter), min_size=parameter.at_least, max_size=min(parameter.at_most, 8))
        case ChoiceParameter():
            return st.sampled_from(parameter.choices)
        case FlagParameter():
            return st.booleans()
        case _:
            raise AssertionError(parameter)


def _numbers(parameter: QuantityParameter | SeriesParameter) -> st.SearchStrategy[float]:
    low, high = parameter.low, parameter.high
    whole = st.integers(math.ceil(low), math.floor(high)).map(float)
    return st.one_of(st.sampled_from([low, high]), whole, st.floats(low, high))


def answered(entry: Computation, arguments: Mapping[str, object], given: Inputs) -> None:
    """Check that a call gives a sound answer, or says that a value is out of the formula's range."""
    for profile in (WHO, GROWN):
        try:
            sound(entry.run(given, today=TODAY, profile=profile, **arguments))
        except InvalidInput:
            # A value that the argument allows may still be out of the formula's range.
            continue
