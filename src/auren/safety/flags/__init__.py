"""The rows of the red-flag table that ship with auren: their signs and fixed texts, one file a language."""

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
