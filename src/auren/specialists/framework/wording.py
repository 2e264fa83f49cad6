"""How a figure is said: with its dates where it looks back, as a range or in words where it is one."""

from __future__ import annotations

from typing import Final

from auren.findings import Measure
from auren.rendering import quantity

__all__ = ["amount", "sentence", "shown"]

_STANDING: Final = "_standing"
_CLEARLY: Final = 1.0
"""How many of a person's own standard deviations a rating lies from their usual to be called off it. auren's convention."""
_LOW_ENDS: Final = (", at the low end", " at the low end")


def shown(measure: Measure) -> str:
    """Give a measure's value with its unit, for example "6 h 18 min".

    Args:
        measure: any measure.
    """
    return quantity(measure.value, measure.unit, measure.digits)


def amount(measure: Measure) -> str:
    """Give a measure's value, or both ends where it is the low end of a range, for example "141 to 202 g/d".

    Args:
        measure: any measure.
    """
    high = next((part for part in measure.related if part.name == f"{measure.name}.high"), None)
    if high is None or shown(high) == shown(measure):
        return shown(measure)
    return f"{shown(measure).removesuffix(measure.unit).rstrip()} to {shown(high)}"


def titled(title: str) -> str:
    """Give the title of a range rather than that of its low end.

    Args:
        title: of a figure or a gap.
    """
    for end in _LOW_ENDS:
        title = title.removesuffix(end)
    return title


def sentence(measure: Measure, dated: str) -> str:
    """Give the sentence that tells a figure.

    Args:
        measure: any measure.
        dated: its title, with its dates where they are to be said.
    """
    if measure.name.endswith(_STANDING):
        # Of ratings the higher number is the better one, whatever is rated.
        where = (
            "close to"
            if abs(measure.value) < _CLEARLY
            else "clearly better than"
            if measure.value > 0
            else "clearly worse than"
        )
        return f"{measure.title.removesuffix(' against your usual')} is {where} your usual."
    if looks_back(measure):
        return f"{dated} was {shown(measure)}."
    return f"{titled(measure.title)} comes to {amount(measure)}."


def looks_back(measure: Measure) -> bool:
    """Tell whether a figure is of days that have passed, rather than one that follows from what is known of the person.

    Args:
        measure: any measure.
    """
    return measure.window.first < measure.window.last
