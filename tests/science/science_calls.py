"""Arguments for computations, long questionnaires and all, and the check that every answer is sound and politely worded."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from hypothesis import strategies as st
from science_days import TODAY
from training_arguments import sound

from auren.errors import InvalidInput
from auren.findings import Insufficient, Measure
from auren.people import Profile
from auren.safety.wording import check_wording
from auren.science import Computation, Inputs
from auren.science.parameters import (
    ChoiceParameter,
    FlagParameter,
    NumberParameter,
    Parameter,
    QuantityParameter,
    SeriesParameter,
)

WOMAN = Profile(zone="Europe/Oslo", sex="female", birth_year=1993, height_m=1.65)
MAN = Profile(zone="Europe/Oslo", sex="male", birth_year=1993, height_m=1.78)
PROFILES = (WOMAN, MAN, Profile())

_LONG = 130
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")


@st.composite
def any_call(draw: st.DrawFn, table: Mapping[str, Computation]) -> tuple[Computation, dict[str, object]]:
    """Give a computation and arguments that its parameters accept, some of them left out."""
    entry = table[draw(st.sampled_from(sorted(table)))]
    leaving = draw(st.booleans())
    said = [parameter for parameter in entry.accepts if not (leaving and draw(st.integers(0, 4)) == 0)]
    return entry, {parameter.name: draw(_fitting(parameter)) for parameter in said}


def answer(entry: Computation, given: Inputs, profile: Profile, **arguments: object) -> Measure | Insufficient | None:
    """Give a sound answer, or None for a value out of the formula's range; nothing else may happen."""
    try:
        result = entry.run(given, today=TODAY, profile=profile, **arguments)
    except InvalidInput:
        return None
    sound(result)
    said = result.missing if isinstance(result, Insufficient) else result.note
    # A gap may name whose matter it is, such as a doctor's; nothing else of what a clinician does is said.
    wrong = [v for sentence in _SENTENCE.split(said) for v in check_wording(sentence) if v.kind != "clinical"]
    assert not wrong, said
    return result


def _fitting(parameter: Parameter) -> st.SearchStrategy[object]:
    match parameter:
        case QuantityParameter():
            return _numbers(parameter)
        case SeriesParameter():
            most = min(parameter.at_most, _LONG)
            lengths = st.one_of(st.just(most), st.integers(parameter.at_least, most))
            # Whole answers in every item's range, or a questionnaire would hardly ever be filled in well.
            low, high = math.ceil(parameter.low), math.floor(parameter.high)
            kinds = [st.integers(low, min(high, low + 4)).map(float)] if low <= high else []
            kinds.append(_numbers(parameter))
            return lengths.flatmap(lambda n: st.sampled_from(kinds).flatmap(lambda k: st.lists(k, min_size=n, max_size=n)))
        case ChoiceParameter():
            return st.sampled_from(parameter.choices)
        case FlagParameter():
            return st.booleans()
        case NumberParameter():
            return st.integers(parameter.low, parameter.high)
        case _:
            raise AssertionError(parameter)


def _numbers(parameter: QuantityParameter | SeriesParameter) -> st.SearchStrategy[float]:
    low, high = parameter.low, parameter.high
    if math.ceil(low) > math.floor(high):
        return st.floats(low, high)
    whole = st.integers(math.ceil(low), math.floor(high)).map(float)
    return st.one_of(st.sampled_from([low, high]), whole, st.floats(low, high))
