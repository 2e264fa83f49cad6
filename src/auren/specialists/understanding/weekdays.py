"""The days of the week on which somebody says they can train, over the turns of a talk."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

__all__ = ["weekdays_of"]

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAY: Final = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?"
_LIST: Final = rf"\b{_DAY}\b(?:\s*(?:,|and|&|\+|or|plus|,\s*and)\s*{_DAY}\b)+"
_CAN: Final = (
    r"\b(?:plan|schedule|split|programme?|train|can|could|only|free|available|got|fit|sessions?|workouts?|lift|run|ride|swim)\b"
)
_TAKEN: Final = (
    r"\b(?:play|match(?:es)?|games?|club|classes|work(?:ing)? on|shifts?|on duty|kids?|rest on|slept|was|were|did|had)\b"
)
_OFF: Final = (
    rf"\b(?:scrap|skip|drop|cancel|not|no|never|except|without|can['’]?t(?: \w+)? on|cannot(?: \w+)? on|lose|losing|minus)\s+"
    rf"(?:on\s+|do\s+|the\s+)?({_DAY})\b|\b({_DAY})\s+(?:is|falls?|drops?)\s+(?:out|off|gone|away|full|busy)\b"
)
_INSTEAD: Final = rf"\b({_DAY})\s+instead of\s+({_DAY})\b|\b(?:move|shift|swap)\s+({_DAY})\s+(?:to|for|with)\s+({_DAY})\b"
_ALSO: Final = rf"\b(?:add|also|plus)\s+(?:on\s+|a\s+)?({_DAY})\b|\b({_DAY})\s+(?:too|as well|works too)\b"


def weekdays_of(words: str, earlier: Sequence[str] = ()) -> tuple[str, ...]:
    """Give the names of the days on which somebody can train, in the week's order; empty where they name no two.

    Args:
        words: the question; untrusted.
        earlier: what they asked before in the same conversation, the latest last; untrusted.
    """
    days: set[str] = set()
    # What a question goes on from stands in it once more.
    for text in earlier:
        words = words.replace(text, "")
    for text in (*earlier, words):
        said = text.casefold()
        # Most questions name no day, and no pattern is made for them.
        if not any(day[:3].casefold() in said for day in _DAYS) or not re.search(rf"\b{_DAY}\b", said):
            continue
        for listed in re.finditer(_LIST, said):
            if re.search(_CAN, said) and not re.search(_TAKEN, said[: listed.start()]):
                days = {_named(day) for day in re.findall(rf"\b{_DAY}\b", listed[0])}
        if not days:
            continue
        for match in re.finditer(_INSTEAD, said):
            new, old = (match[1], match[2]) if match[1] else (match[4], match[3])
            if _named(old) in days:
                days = (days - {_named(old)}) | {_named(new)}
        days -= {_named(match[1] or match[2]) for match in re.finditer(_OFF, said)}
        days |= {_named(match[1] or match[2]) for match in re.finditer(_ALSO, said)}
    # Whoever can on every day leaves the choice open.
    return tuple(day for day in _DAYS if day in days) if len(days) < len(_DAYS) else ()


def _named(word: str) -> str:
    return next(day for day in _DAYS if day.casefold().startswith(word[:3]))
