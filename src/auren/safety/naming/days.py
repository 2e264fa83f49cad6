"""Days that are told from today: yesterday, last night, tomorrow."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["relative_days"]

_SHIFTS: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "day before yesterday": (-2,),
        "day after tomorrow": (2,),
        "yesterday": (-1,),
        "last night": (0, -1),
        "tomorrow": (1,),
        "vorgestern": (-2,),
        "gestern": (-1,),
        "letzte nacht": (0, -1),
        "letzter nacht": (0, -1),
        "übermorgen": (2,),
        "morgen": (1,),
    }
)
_SAID = re.compile(
    r"\b(?:" + "|".join(re.escape(words) for words in sorted(_SHIFTS, key=len, reverse=True)) + r")\b", re.IGNORECASE
)


def relative_days(text: str) -> Mapping[tuple[int, ...], str]:
    """Give the days a text tells from today, as the shifts each may mean, with the text's own words.

    Args:
        text: any text, in English or German.
    """
    found: dict[tuple[int, ...], str] = {}
    for match in _SAID.finditer(text):
        # "am Morgen" is the morning, "morgen" is tomorrow.
        if match[0] == "Morgen" and match.start() > 0:
            continue
        found.setdefault(_SHIFTS[match[0].lower()], match[0])
    return found
