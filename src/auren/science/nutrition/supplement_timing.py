"""Supplements and medicines that hinder each other when they are taken too close together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from auren.errors import InvalidInput
from auren.science.bounds import within
from auren.science.direct import Beside, Figure, Lacking, direct
from auren.science.nutrition.facts import tidy
from auren.science.parameters import Arguments, QuantityParameter
from auren.science.person import PersonFacts

__all__ = ["COMPUTATIONS", "CONFLICTS", "Conflict", "conflicts", "hours_between"]

_DAY_H: Final = 24.0


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two substances that must be taken apart.

    Args:
        first, second: the substances, in order of the alphabet.
        hours: how far apart at least.
    """

    first: str
    second: str
    hours: float

    def __str__(self) -> str:
        return f"{self.first} and {self.second} (at least {self.hours:g} h apart)"


# Where a source gives a range, its wider distance stands.
_MINERALS: Final = ("calcium", "iron", "magnesium", "zinc")
_ANTIBIOTICS: Final = ("quinolone", "tetracycline")
_PRESCRIBED: Final = frozenset({"levothyroxine", *_ANTIBIOTICS})
CONFLICTS: Final = (
    Conflict("calcium", "levothyroxine", 4.0),
    Conflict("iron", "levothyroxine", 4.0),
    *(Conflict(mineral, antibiotic, 4.0) for antibiotic in _ANTIBIOTICS for mineral in _MINERALS if mineral < antibiotic),
    *(Conflict(antibiotic, mineral, 4.0) for antibiotic in _ANTIBIOTICS for mineral in _MINERALS if antibiotic < mineral),
    Conflict("calcium", "iron", 2.0),
    Conflict("coffee", "iron", 2.0),
)
"""The known conflicts; C25: NIH ODS fact sheets, FDA labels."""

_SUBSTANCES: Final = tuple(sorted({name for item in CONFLICTS for name in (item.first, item.second)}))


def hours_between(first_h: float, second_h: float) -> float:
    """Give the hours between two times of day that come round every day, 0 to 12.

    Args:
        first_h, second_h: hours after midnight, 0 to 24.

    Raises:
        InvalidInput: a time is out of range.
    """
    for time in (first_h, second_h):
        within("A time of day", time, "h", 0, _DAY_H)
    apart = abs(first_h - second_h)
    return min(apart, _DAY_H - apart)


def conflicts(taken_at_h: Mapping[str, float]) -> tuple[Conflict, ...]:
    """Give the conflicts of what is taken too close together; C25: NIH ODS fact sheets, FDA labels.

    Args:
        taken_at_h: hours after midnight, 0 to 24, by name of substance, as in `CONFLICTS`.

    Raises:
        InvalidInput: a substance is not in the table, or a time is out of range.
    """
    unknown = sorted(set(taken_at_h) - set(_SUBSTANCES))
    if unknown:
        raise InvalidInput(f"A substance that is not in the table was given; expected some of {', '.join(_SUBSTANCES)}.")
    for time in taken_at_h.values():
        within("A time of day", time, "h", 0, _DAY_H)
    return tuple(
        item
        for item in CONFLICTS
        if item.first in taken_at_h
        and item.second in taken_at_h
        and tidy(hours_between(taken_at_h[item.first], taken_at_h[item.second])) < item.hours
    )


def _count(_: PersonFacts, asked: Arguments) -> Figure | Lacking:
    known = {name: asked.maybe_number(f"{name}_at") for name in _SUBSTANCES}
    taken = {name: time for name, time in known.items() if time is not None}
    if len(taken) < 2:
        return Lacking("the times of day of two substances or more", have=len(taken), need=2)
    found = conflicts(taken)
    parts = ["Too close: " + "; ".join(map(str, found)) + "." if found else "No conflict among the pairs that were looked at."]
    parts.append("Only the pairs of one table are looked at, so this is no all-clear.")
    if _PRESCRIBED & taken.keys():
        parts.append("A prescribed medicine is among them: ask a pharmacist, and change nothing of it unasked.")
    else:
        parts.append("With any medicine ask a pharmacist first.")
    beside = (Beside("hours", "the longest distance they need", max(item.hours for item in found), "h"),) if found else ()
    return Figure(float(len(found)), " ".join(parts), beside)


COMPUTATIONS: Final = (
    direct(
        "C25",
        "nutrition.timing_conflicts",
        title="your supplements taken too close together",
        formula="pairs of the table taken closer together than its hours: levothyroxine and calcium or iron 4 h; "
        "tetracycline or quinolone and minerals 4 h; iron and calcium or coffee 2 h",
        unit="count",
        digits=0,
        guard="times of day of at least 2 substances of the table; no all-clear for anything else",
        accepts=tuple(
            QuantityParameter(f"{name}_at", f"time of day at which {name} is taken, as hours after midnight", "h", 0, _DAY_H)
            for name in _SUBSTANCES
        ),
        gives=_count,
    ),
)
"""What the catalogue offers on the timing of supplements."""
