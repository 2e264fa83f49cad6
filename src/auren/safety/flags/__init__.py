"""The rows of the red-flag table that ship with auren: their signs and fixed texts, one file a language."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from auren.safety.flags.model import LEVELS, ROWS, URGENCY, FixedText, Level, Pack, Sign, sign
from auren.safety.flags.words import Words

if TYPE_CHECKING:
    from auren.safety.flags.english import ENGLISH
    from auren.safety.flags.french import FRENCH
    from auren.safety.flags.german import GERMAN
    from auren.safety.flags.matching import Matcher
    from auren.safety.flags.portuguese import PORTUGUESE
    from auren.safety.flags.spanish import SPANISH

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

_HOME_OF: Final = {
    "ENGLISH": "english",
    "FRENCH": "french",
    "GERMAN": "german",
    "Matcher": "matching",
    "PORTUGUESE": "portuguese",
    "SPANISH": "spanish",
}


def __getattr__(name: str) -> object:
    # Each language reads its own signs; who needs only the rows' names need read none.
    if name in _HOME_OF:
        return getattr(import_module(f"auren.safety.flags.{_HOME_OF[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}; its public names are in its __all__")
