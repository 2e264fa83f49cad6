"""Whether a sentence says that a metric went up or down."""

from __future__ import annotations

import re
from typing import Literal

from auren.safety._words import words
from auren.safety.numbers import tidy

__all__ = ["Direction", "directions"]

Direction = Literal["up", "down"]

_UP = frozenset(
    words(
        "above higher highest rose rises risen rising rise increased increases increasing increase climbed climbing elevated "
        "raised exceeds exceeded höher erhöht gestiegen"
    )
)
_DOWN = frozenset(
    words(
        "below beneath lower lowest dropped drops dropping drop fell falls fallen falling decreased decreases decreasing "
        "decrease declined declining decline dipped reduced niedriger tiefer gesunken gefallen verringert"
    )
)
_BY_OBJECT: dict[str, Direction] = {"under": "down", "over": "up", "über": "up", "unter": "down"}
_OBJECTS = frozenset(words("usual normal band range baseline average limit mean üblichen normalen bereich durchschnitt"))
_METRICS = frozenset(
    words(
        "hrv rmssd sdnn heart pulse rate resting sleep asleep night load weight steps temperature oxygen saturation spo2 "
        "breathing respiratory efficiency variability fatigue mood readiness soreness stress energy distance value reading "
        "number mean average band baseline range usual it ruhepuls puls herzfrequenz schlaf belastung gewicht"
    )
)
_NEGATIONS = frozenset(words("not no never neither nor without nicht kein keine"))
_NEAR = 6
_OBJECT_NEAR = 3
_NEGATION_NEAR = 3
_WORD = re.compile(r"[^\W_]+")


def directions(text: str) -> frozenset[Direction]:
    """Give the directions that are stated near a metric; a negated one is not counted.

    Args:
        text: one or more sentences.
    """
    said = _WORD.findall(tidy(text).lower())
    found: set[Direction] = set()
    for at, word in enumerate(said):
        way = _way(said, at, word)
        if way is None or not _NEGATIONS.isdisjoint(said[max(0, at - _NEGATION_NEAR) : at]):
            continue
        near = said[max(0, at - _NEAR) : at + _NEAR + 1]
        if any(other in _METRICS or other[0].isdigit() for other in near):
            found.add(way)
    return frozenset(found)


def _way(said: list[str], at: int, word: str) -> Direction | None:
    if word in _UP:
        return "up"
    if word in _DOWN:
        return "down"
    if _OBJECTS.isdisjoint(said[at + 1 : at + 1 + _OBJECT_NEAR]):
        return None
    return _BY_OBJECT.get(word)
