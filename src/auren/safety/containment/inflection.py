"""Which forms of a word are one word: endings by rule, the irregular ones by table, in English and German."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal

__all__ = ["Language", "stems"]

Language = Literal["english", "german"]

_SHORTEST: Final = 3
_ENDINGS: Final[dict[Language, tuple[str, ...]]] = {
    "english": ("s", "es", "ed", "d", "ing", "ly"),
    "german": ("e", "en", "n", "es", "s", "t", "st", "te", "ten"),
}
_VOWELS: Final = frozenset("aeiouy")
_IRREGULAR: Final[dict[Language, str]] = {
    "english": (
        "sleep slept|eat ate eaten|drink drank drunk|run ran|go went gone|take took taken|rise rose risen|fall fell fallen|"
        "hold held|keep kept|feel felt|choose chose chosen|foot feet|begin began begun|swim swam swum|ride rode ridden|"
        "write wrote written|leave left|spend spent|bring brought|lose lost|give gave given|get got gotten|see saw seen"
    ),
    "german": (
        "schlafen schläfst schläft schlief geschlafen|essen isst iss aß gegessen|trinken trinkst trank getrunken|"
        "gehen geh geht ging gegangen|liegen lag lagen gelegen|laufen läufst läuft lief gelaufen|halten hältst hält hielt|"
        "nehmen nimm nimmst nimmt nahm genommen|geben gib gibst gibt gab gegeben|sinken sank gesunken|steigen stieg gestiegen"
    ),
}
_BASE: Final[dict[Language, dict[str, str]]] = {
    language: {form: group.split()[0] for group in table.split("|") for form in group.split()}
    for language, table in _IRREGULAR.items()
}


@lru_cache(maxsize=20_000)
def stems(word: str, language: Language) -> frozenset[str]:
    """Give what a word may be a form of; two words are one where these meet.

    Args:
        word: in lower case.
        language: whose endings count.
    """
    found = {word, _BASE[language].get(word, word)}
    for ending in _ENDINGS[language]:
        rest = word.removesuffix(ending)
        if len(rest) < _SHORTEST or rest == word or (language == "english" and _VOWELS.isdisjoint(rest)):
            continue
        found.add(rest)
        if language == "english":
            found |= _english(rest, ending)
    return frozenset(found)


def _english(rest: str, ending: str) -> set[str]:
    """Give the spellings that an ending may have changed: planned, choosing, carries."""
    found: set[str] = set()
    if ending in ("ed", "ing"):
        found.add(rest + "e")
        if len(rest) > _SHORTEST and rest[-1] == rest[-2] and rest[-1] not in "ls":
            found.add(rest[:-1])
    if ending in ("es", "ed") and rest.endswith("i"):
        found.add(rest[:-1] + "y")
    return found
