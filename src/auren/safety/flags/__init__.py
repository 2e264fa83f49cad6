"""The rows of the red-flag table that ship with auren: their signs and fixed texts, one file a language."""

from auren.safety.flags.english import ENGLISH
from auren.safety.flags.german import GERMAN
from auren.safety.flags.matching import Matcher
from auren.safety.flags.model import ROWS, URGENCY, FixedText, Level, Pack, Sign, sign
from auren.safety.flags.words import Words

__all__ = ["ENGLISH", "GERMAN", "ROWS", "URGENCY", "FixedText", "Level", "Matcher", "Pack", "Sign", "Words", "sign"]
