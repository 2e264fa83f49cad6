"""Words as recall compares them: casefolded, without what every sentence holds, and cut to a stem, English or German."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Final

from auren.memory._words import words

__all__ = ["EMPTY_WORDS", "entities", "forms", "german_forms", "german_stem", "is_german", "prose", "stem", "stemmed", "terms"]

_ENGLISH: Final = """
a about after again all also am an and any are as at be because been before being but by can could d did do does doing
down for from get got had has have having he her here hers him his how i if in into is it its just ll m may me might
mine more most much must my no nor not now of off on or our ours out over own re s shall she should so some such t than
that the their theirs them then there these they this those through to too up us ve very was we were what when where
which while who whom whose why will with would you your yours
"""
_GERMAN: Final = """
aber als am an auch auf aus bei bin bis bist da das dass dein deine dem den der des dich die dir doch du ein eine einem
einen einer eines er es für hab habe haben hast hat hatte ich ihm ihn ihr im in ist ja kann kein keine man mein meine
meinem meinen meiner mich mir mit nach nicht noch nun nur ob oder schon sein seine sich sie sind so um und uns unser vom
von vor wann war waren warum was wegen welche welcher wenn wer werden wie wieder wir wird wo wurde zu zum zur über
"""
_ROMANCE: Final = """
au aux avec ce ces cette con cuando dans de del des du el elle en es est esta este et il j je l la las le les lo los ma
me mes mi mis mon ne nous ou où par para pas pero por pour qu quand que qui qué sa se ses si sin son su sur ta tu un una
une vous y yo
"""
EMPTY_WORDS: Final = frozenset(f"{_ENGLISH} {_GERMAN} {_ROMANCE}".split())
"""Words that tell nothing of what a text is about; what an apostrophe leaves of a contraction included."""
_ONLY_GERMAN: Final = frozenset(_GERMAN.split()) - frozenset(f"{_ENGLISH} {_ROMANCE}".split())
_ONLY_ENGLISH: Final = frozenset(_ENGLISH.split()) - frozenset(_GERMAN.split()) - {"will"}

_FENCED: Final = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_ADDRESS: Final = re.compile(r"\bhttps?://\S+")
_SPECIAL: Final = frozenset("äöüß")
_UMLAUTS: Final = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_GERMAN_ENDINGS: Final = ("ern", "em", "en", "er", "es", "e", "s")
# A name, a number, or what stands in quotes.
_BEGINNING: Final = re.compile(r"(?:^|[.!?:]\s)\W*\w+")
_ENTITY: Final = re.compile(r"\b[^\W\d_a-zà-öø-ÿ][\w'\u2019-]*|\b\d[\w:.%]*")
_QUOTED: Final = re.compile('["\u201c\u201e]([^"\u201c\u201d\u201e]{2,60})["\u201c\u201d]')
_VOWEL: Final = re.compile("[aeiouyäöü]")
# An ending, what stands in its place, and how much must be left before it.
_ENDINGS: Final = (
    ("ization", "ize", 3),
    ("fulness", "ful", 3),
    ("ousness", "ous", 3),
    ("iveness", "ive", 3),
    ("ational", "ate", 3),
    ("ies", "y", 2),
    ("sses", "ss", 2),
    ("ches", "ch", 2),
    ("shes", "sh", 2),
    ("xes", "x", 2),
)


def prose(text: str) -> str:
    """Give a text without blocks of code and addresses, which hold many words and say little; itself if nothing is left."""
    left = _ADDRESS.sub(" ", _FENCED.sub(" ", text))
    return left if left.strip() else text


def terms(text: str) -> list[str]:
    """Give the stems of a text's words that tell something, in order."""
    found = words(text)
    stems = german_stem if is_german(found) else stem
    return [stems(word) for word in found if word not in EMPTY_WORDS]


def stemmed(text: str, some: Iterable[str]) -> list[str]:
    """Give the stems of some words of a text, in the language that the text is in."""
    return list(map(german_stem if is_german(words(text)) else stem, some))


def is_german(found: Collection[str]) -> bool:
    """Tell whether words are German rather than English: by their small words, or by a letter that English lacks."""
    german, english = (sum([word in known for word in found]) for known in (_ONLY_GERMAN, _ONLY_ENGLISH))
    return german > english or (german == english and any(not _SPECIAL.isdisjoint(word) for word in found))


def entities(text: str) -> frozenset[str]:
    """Give the stems of what a text names: words with a capital inside a sentence, numbers, and what stands in quotes."""
    inside = _BEGINNING.sub(" ", text)
    named = " ".join([*_ENTITY.findall(inside), *_QUOTED.findall(text)])
    return frozenset(stemmed(text, [word for word in words(named) if word not in EMPTY_WORDS]))


def forms(word: str) -> list[str]:
    """Give the usual forms of a word, for a search that knows no stems."""
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return [word]
    base = word
    if word.endswith("ies"):
        return [word, f"{word[:-3]}y"]
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            base = word[: -len(ending)]
            break
    doubled = base[:-1] if base[-1] == base[-2] else base
    plural = f"{base[:-1]}ies" if base[-1] == "y" else f"{base}s"
    found = (base, plural, f"{base}ed", f"{base}ing", f"{base}e", f"{base}es", doubled)
    return [word, *(form for form in dict.fromkeys(found) if form != word)]


def german_forms(word: str) -> list[str]:
    """Give the usual forms of a German word, for a search that knows no stems."""
    if len(word) < 4 or not word.isalpha():
        return [word]
    base = german_stem(word)
    vowel = next((letter for letter in base if letter in "aou"), "")
    bases = (base, base.replace(vowel, {"a": "ä", "o": "ö", "u": "ü"}[vowel], 1)) if vowel else (base,)
    found = (f"{one}{ending}" for one in bases for ending in ("", "e", "en", "er", "t", "s", "n"))
    return list(dict.fromkeys([word, *found, f"ge{base}en", f"ge{base}t"]))


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """Give what the forms of a word have in common; words of other scripts stay as they are."""
    if len(word) <= 3 or not word.isalpha():
        return word
    word = _without_plural(word)
    for ending in ("ing", "ed"):
        left = word[: -len(ending)]
        if word.endswith(ending) and len(left) >= 3 and _VOWEL.search(left):
            word = left[:-1] if left[-1] == left[-2] and left[-1] not in "lsz" else left
            break
    if len(word) > 3 and word[-1] == "e":
        word = word[:-1]
    return f"{word[:-1]}i" if len(word) > 3 and word[-1] == "y" else word


@lru_cache(maxsize=16384)
def german_stem(word: str) -> str:
    """Give what the forms of a German word have in common: no ending, no umlaut, no "ge" of a participle."""
    if len(word) <= 3 or not word.isalpha():
        return word
    word = word.translate(_UMLAUTS)
    ending = next((one for one in _GERMAN_ENDINGS if word.endswith(one) and len(word) - len(one) >= 3), "")
    word = word.removesuffix(ending)
    if not ending and word[-2:] in ("ln", "rn") and len(word) > 4:
        word = word[:-1]
    if len(word) >= 5 and word[-1] == "t":
        word = word[:-1]
    return word[2:] if word.startswith("ge") and len(word) >= 6 else word


def _without_plural(word: str) -> str:
    for ending, instead, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: -len(ending)] + instead
    return word[:-1] if word[-1] == "s" and word[-2:] not in ("ss", "us", "is") else word
