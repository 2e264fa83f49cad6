"""A question in plain spelling: lower case, without accents, apostrophes, points and polite beginnings; bounded in length."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["MOST_LETTERS", "plain"]

MOST_LETTERS: Final = 2_000
"""Of a longer text the first and the last half of so many letters are read."""

_APOSTROPHES: Final = re.compile(r"(?<=\w)['\u2019\u02bc`](?=\w)")
_WORD: Final = re.compile(r"[^\W_]+")
_POLITE: Final = re.compile(
    r"^(?:(?:please|pls|plz|hey|hi|hello|ok|okay|so|well|um|coach|doc|doctor|team|there|bitte|hallo|hey|sag mal|por favor|hola"
    r"|s il vous plait|bonjour|ola|excuse me|sorry|quick question|frage|just wondering|i was wondering"
    r"|(?:can|could|would|will) (?:you|u) (?:please )?(?:tell me|explain|say|let me know)(?: please)?"
    r"|id like to know|i would like to know|i want to know|tell me|do you know|any idea"
    r"|kannst du mir (?:bitte )?sagen|ich wollte fragen|puedes decirme|peux tu me dire|pode me dizer) )+(?=\w)"
)
_POLITE_END: Final = re.compile(
    r"(?: (?:please|pls|plz|thanks|thank you|thx|bitte|danke|por favor|gracias|merci|svp|obrigado|obrigada))+$"
)


def plain(text: str) -> str:
    """Give a text's words in plain spelling, one space apart.

    Args:
        text: any text; untrusted.
    """
    if len(text) > MOST_LETTERS:
        half = MOST_LETTERS // 2
        text = f"{text[:half]} {text[-half:]}"
    folded = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter)).casefold()
    # What is left of a letter that folds once more is cut again, so that capitals change nothing.
    words = " ".join(_WORD.findall(_APOSTROPHES.sub("", bare[: 2 * MOST_LETTERS])))
    return _POLITE_END.sub("", _POLITE.sub("", words))
