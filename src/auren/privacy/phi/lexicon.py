"""The word lists: ordinary words, given names and places; read once, when the first detector is built."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

__all__ = ["AMBIGUOUS", "ORDINARY_CAPITALS", "ORGANISATION_WORDS", "Lexicon", "lexicon", "word_list", "word_lists"]


def word_list(name: str) -> frozenset[str]:
    """Give the words of a shipped list."""
    return frozenset((files("auren.privacy.phi") / "lists" / name).read_text("utf-8").split())


def word_lists(name: str) -> dict[str, frozenset[str]]:
    """Give a shipped file of lists: on each line the name of the list, then its words."""
    lines = (files("auren.privacy.phi") / "lists" / name).read_text("utf-8").splitlines()
    return {line.split()[0]: frozenset(line.split()[1:]) for line in lines if line.strip()}


AMBIGUOUS: Final = word_list("ambiguous.txt")
"""Given names and places that are everyday words, too: believed only with a capital in the middle of a sentence."""

ORDINARY_CAPITALS: Final = word_list("capitals.txt")
"""Words that English writes with a capital without naming anybody."""

ORGANISATION_WORDS: Final = word_list("organisation_words.txt")
"""Words that end the name of an organisation."""

_ENDINGS: Final = (
    "'s",
    "’s",
    "s",
    "es",
    "ed",
    "d",
    "ing",
    "ly",
    "er",
    "est",
    "ers",
    "ness",
    "ies",
    "ier",
    "n't",
    "'t",
    "'ll",
    "'re",
    "'ve",
    "'d",
    "'m",
)
_ENDINGS_BY_LAST: Final = {last: tuple(one for one in _ENDINGS if one[-1] == last) for last in {one[-1] for one in _ENDINGS}}
"""Asked by the last letter: most words have none of them."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What a detector of names knows of words.

    Args:
        words: ordinary words in lower case.
        given_names: given names in lower case.
        places: countries, regions and cities in lower case.
    """

    words: frozenset[str]
    given_names: frozenset[str]
    places: frozenset[str]

    def ordinary(self, word: str) -> bool:
        """Tell whether a word is an everyday one, also with a usual ending."""
        if word in self.words:
            return True
        low = word.lower().replace("’", "'")
        if low in self.words or len(low) == 1:
            return True
        for ending in _ENDINGS_BY_LAST.get(low[-1:], ()):
            if low.endswith(ending) and len(low) - len(ending) >= (1 if "'" in ending or "’" in ending else 2):
                stem = low[: -len(ending)]
                if (
                    stem in self.words
                    or stem == "i"
                    or stem + "e" in self.words
                    or (stem[-1:] * 2 == stem[-2:] and stem[:-1] in self.words)
                ):
                    return True
                if ending in ("ies", "ier") and stem + "y" in self.words:
                    return True
        return "-" in low and all(part == "" or self.ordinary(part) for part in low.split("-"))

    def listed(self, word: str) -> bool:
        """Tell whether a word is an everyday one as it stands."""
        return word.lower() in self.words

    def given(self, word: str) -> bool:
        """Tell whether a word is a given name."""
        low = word.lower()
        return low in self.given_names or (low.endswith(("'s", "’s")) and low[:-2] in self.given_names)


@cache
def lexicon() -> Lexicon:
    """Give the shipped lists."""
    folder = files("auren.privacy.phi") / "lists"
    places = folder.joinpath("places.txt").read_text("utf-8").replace("\n", "|").lower().split("|")
    return Lexicon(
        word_list("words.txt"),
        word_list("given_names.txt") - AMBIGUOUS,
        frozenset(place for place in places if place),
    )
