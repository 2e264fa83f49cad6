"""Words that name one thing and nothing else: what they name is meant, whatever else the question is about."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from auren.specialists.understanding.lazy import LazyPattern

__all__ = ["names_beyond_doubt", "with_named"]

_LEAST: Final = 0.35
"""How strongly such a topic is meant at least, against the strongest. auren's convention."""
_PART: Final = (
    r"(?:achilles|ankles?|knees?|hips?|groin|hamstrings?|calf|calves|shins?|heels?|foot|feet|toes?|shoulders?|elbows?|wrists?|"
    r"neck|back|tendons?)"
)
_NAMES: Final[Mapping[str, LazyPattern]] = MappingProxyType(
    {
        "nutrition.supplements": LazyPattern(r"\b(?:coffees?|caffeine|espressos?|creatine|pre ?workout|energy drinks?)\b"),
        "rehabilitation.pain": LazyPattern(rf"\b{_PART}\b.*\b\d{{1,2}} (?:(?:out )?of )?10\b"),
        "physique.goals": LazyPattern(r"\b(?:my|a|the|this|next|mini|lean) (?:cut|bulk|recomp)\b(?! (?:on|in|back|that))"),
        "physique.skin": LazyPattern(r"\b(?:sunscreen|spf)\b"),
    }
)
_LEADS: Final[Mapping[str, LazyPattern]] = MappingProxyType(
    {
        "physique.goals": LazyPattern(
            r"\b(?:how (?:fast|quickly)|what pace|what rate|rate of)\b.*\b(?:fat|lean|leaner|muscle)\b"
        ),
        "nutrition.macros": LazyPattern(
            r"^(?:and )?how (?:much|many) (?:\w+ ){0,2}(?:protein|carbs?|carbohydrates?|fib(?:re|er))\b"
        ),
        "nutrition.hydration": LazyPattern(r"^(?:and )?how much (?:water|fluids?|to drink|(?:should|do|must|can) i drink)\b"),
    }
)
"""What asks for one thing above all, whatever words stand beside it."""


def names_beyond_doubt(said: str) -> bool:
    """Tell whether a word names a topic whatever else the question is about.

    Args:
        said: the question in plain spelling.
    """
    return any(pattern.search(said) for pattern in _NAMES.values())


def with_named(found: Mapping[str, float], said: str) -> Mapping[str, float]:
    """Give topics with those that a word of the question names beyond doubt, the strongest first.

    Args:
        found: topics with how strongly each is meant.
        said: the question in plain spelling.
    """
    most = max(found.values(), default=1.0)
    named = {id: max(_LEAST * most, found.get(id, 0.0)) for id, pattern in _NAMES.items() if pattern.search(said)}
    named |= {id: most + 0.01 for id, pattern in _LEADS.items() if pattern.search(said)}
    return dict(sorted({**found, **named}.items(), key=lambda pair: (-pair[1], pair[0]))) if named else found
