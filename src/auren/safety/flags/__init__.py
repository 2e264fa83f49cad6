"""The rows of the red-flag table that ship with auren: their signs and fixed texts, one file a language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later

if TYPE_CHECKING:
    from auren.safety.flags.english import ENGLISH
    from auren.safety.flags.french import FRENCH
    from auren.safety.flags.german import GERMAN
    from auren.safety.flags.matching import Matcher
    from auren.safety.flags.model import LEVELS, ROWS, URGENCY, FixedText, Level, Pack, Sign, sign
    from auren.safety.flags.portuguese import PORTUGUESE
    from auren.safety.flags.spanish import SPANISH
    from auren.safety.flags.words import Words

__all__ = [
    "ENGLISH",
    "FRENCH",
    "GERMAN",
    "LEVELS",
    "PORTUGUESE",
    "ROWS",
    "SPANISH",
    "URGENCY",
    "FixedText",
    "Level",
    "Matcher",
    "Pack",
    "Sign",
    "Words",
    "sign",
]

# Each language reads its own signs; who needs only the rows' names need read none.
__getattr__, __dir__ = later(
    __name__,
    {
        ".english": ("ENGLISH",),
        ".french": ("FRENCH",),
        ".german": ("GERMAN",),
        ".matching": ("Matcher",),
        ".model": ("LEVELS", "ROWS", "URGENCY", "FixedText", "Level", "Pack", "Sign", "sign"),
        ".portuguese": ("PORTUGUESE",),
        ".spanish": ("SPANISH",),
        ".words": ("Words",),
    },
)
