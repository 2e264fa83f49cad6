"""Postal addresses: street words of several languages, post boxes, units and codes, grown line by line to the whole address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from auren.privacy.phi.folding import caseless, matches
from auren.privacy.phi.lexicon import Lexicon, lexicon
from auren.privacy.phi.reading import Reading, heads
from auren.privacy.phi.spans import PhiKind, PhiSpan

__all__ = ["Addresses"]

_STREET: Final = (
    r"street|str|st|avenue|ave|av|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|place|pl|square|sq|terrace|way|"
    r"highway|hwy|"
    r"parkway|pkwy|crescent|cres|close|grove|hill|row|mews|gardens|park|walk|trail|circle|cir|loop|alley|quay|green|"
    r"parade|esplanade"
)
_ENDING: Final = (
    r"straße|strasse|str\.|gasse|weg|allee|platz|damm|ufer|straat|dreef|laan|plein|steenweg|gracht|kade|dijk|gatan|"
    r"vägen|väg|gata|veien|vegen|"
    r"vej|vejen|gade|katu|kuja|polku|tie|utca|út|stræde|torg|markt|stígur|gerði|vegur|braut"
)
_OPENING: Final = (
    r"rue|avenue|boulevard|chemin|impasse|allée|quai|cours|route|calle|avenida|plaza|paseo|camino|camiño|carrer|rúa|c/|"
    r"via|viale|vicolo|piazza|corso|strada|"
    r"largo|rua|travessa|praça|ul\.|ulica|aleja|al\.|os\.|plac|trg|ulitsa|ulice|nám\.|strada|am|an der|auf der|im|zum|"
    r"zur|cité|cite"
)
_NAME = r"[^\W\d_][\w'’.-]*"
_NUMBER = r"\d{1,5}(?:[-/]\d{1,4})?[a-zA-Z]?"
_UNIT: Final = (
    r"(?:suite|apt\.?|apartment|unit|flat|room|ste\.?|etage|wohnung|piso|appartement|bldg\.?|building)\s?#?\s?\d{1,5}[a-z]?"
)
_BOX: Final = (
    r"(?:p\.?\s?o\.?\s?|post(?:al|al office|office)? )box\s?\d+|postfach \d+|apartado \d+|psc \d+,? box \d+|"
    r"unit \d+ box \d+|boîte postale \d+"
)
_MILITARY: Final = r"(?:[AFD]PO)\s+A[AEP]\s+\d{5}"
_CORES: Final = tuple(
    (needs.split("|"), heads(begins), numbered, caseless(form))
    for needs, begins, numbered, form in (
        ("", "", True, rf"(?<![\w.,])(?:{_NUMBER}\s+){{1,2}}(?:{_NAME}\s+){{1,4}}?(?:{_STREET})\b\.?(?![\w'’])"),
        (
            "",
            _OPENING.replace("|", " "),
            True,
            rf"(?<![\w.])(?:{_NUMBER}\s+)?(?:{_OPENING})\s+(?:(?:{_NAME})\s+){{1,5}}?\d{{1,5}}[a-z]?(?!\w)",
        ),
        (
            "rue|avenue|boulevard|calle|via|place",
            "",
            True,
            (
                rf"(?<![\w.])(?:{_NUMBER},?\s+){{1,2}}(?:rue|avenue|boulevard|calle|via|place)\s+"
                rf"(?:d[eu]s? |d['’]|la |le )*{_NAME}"
            ),
        ),
        (
            "box|postfach|apartado|boîte",
            "p po pobox post apartado psc unit boîte",
            True,
            rf"(?<![\w.])(?:\d{{1,5}}\s+)?(?:{_BOX})(?!\w)",
        ),
        ("apo|fpo|dpo", "uss unit apo fpo dpo", False, rf"(?<!\w)(?:USS \w+\s+|Unit \d+\s+(?:Box \d+\s+)?)?{_MILITARY}"),
        (
            "",
            "suite apt apartment unit flat room ste etage wohnung piso appartement bldg building",
            False,
            rf"(?<!\w){_UNIT}(?!\w)",
        ),
    )
)
"""Texts without one of which it cannot be there, words it can begin with, whether a number can, too, and form."""
_ENDED: Final = caseless(rf"[\w-]+(?:{_ENDING})\s+{_NUMBER}(?!\w)")
_ENDINGS: Final = tuple(ending.replace("\\", "") for ending in _ENDING.split("|"))
_NUMBERED: Final = re.compile(
    r"(?<![\w.,:/-])\d{1,5}[a-zA-Z]?\s+(?:(?:\d{1,5}\s+)?[^\W\d_a-z][\w'’.-]*)(?:\s+(?:[^\W\d_a-z][\w'’.-]*|de|la|do|"
    r"da|den|der|van|von|del|di|des|du|e|y|al|u\.))*"
    r"(?:\s+\d{1,5}[a-z]?(?!\w|[,:]\d))?"
)
_CORNER: Final = re.compile(
    r"[^\W\d_a-z](?<!\w.)[\w'’.-]*\s+(?:[^\W\d_a-z][\w'’.-]*\s+){0,2}(?i:street|st\.|avenue|ave\.?|road|rd\.|lane|drive|boulevard)(?!\w)"
)
_NAMED_AND_NUMBERED: Final = re.compile(
    r"[^\W\d_a-z](?<!\w.)[^\W\d_](?:[^\W\d_]|"
    r"['’.-])*(?:\s+(?:and\s+)?[^\W\d_a-z][\w'’.-]+)*(?:\s+u\.)?\s+\d{1,5}[a-z]?(?![\w%]|[.,:/]\d|\s?(?:ms|bpm|kg|km|h|"
    r"min|kcal|%))"
)
_BREAK = r"[ \t]*,?[ \t]*(?:(?:\r?\n|\\n)[ \t>?|*]*,?[ \t]*){0,2}"
_TAIL: Final = re.compile(
    rf"{_BREAK}(?:(?i:{_UNIT}|{_BOX})|nan\b|[A-Z]{{1,2}}\d[A-Z\d]? ?\d[A-Z]{{2}}\b|[A-Z]\d[A-Z] ?\d[A-Z]\d\b|"
    rf"\d{{4,6}}(?:-\d{{4}})?(?![\d-])"
    r"|[^\W\d_a-z][\w'’.-]*(?:[ -](?:[^\W\d_a-z][\w'’-]*|of|the|de|la|and|am|an|der|do|da|del|sur|en|i|"
    r"[^\W\d_a-z]))*)(?=\W|$)"
)
_LINE: Final = re.compile(r"[ \t>?|*]*,?[ \t]*(?P<body>[^\d\n.!?:;@]{2,44}?)?(?P<code>[ ,]*\d{4,6})?[ \t]*(?=\r?\n|$)")
_TOLD: Final = caseless(
    r"\baddress(?:es)?\b[^.\n?!]{0,28}?(?:\bis\b|\bto\b|\bwith\b|\bare\b|:|\bsame:)\s*:?\s*|\b(?:lives? at|moved to|"
    r"taxi to|sent to|return to|meet me at|arrived at|deliver(?:ed)? to|office is at|it['’]s in)\s+",
)
_TOLD_END: Final = re.compile(
    r"\.\s|\.$|[?!]|\n\n| for | in case | last night| please| when | and you| this | on (?:mon|tues|wednes|thurs|fri|"
    r"satur|sun)day"
)
_CODE: Final = caseless(
    r"\b(?:zip(?: ?code)?|post(?:al)? ?code|plz|postleitzahl|code postal|código postal|cep|cap)\b(?:\s*(?:is|ist|es|"
    r"est|:|=))*\s*(?P<code>[A-Z]?\d[A-Z\d]{2,5}(?:[ -]\d?[A-Z\d]{2,4})?)\b",
)
_CODE_HEADS: Final = heads("zip post plz code código cep cap")
_TOLD_HEADS: Final = heads("address live moved taxi sent return meet arrived deliver office it")
_CORNER_HEADS: Final = heads("street st ave road rd lane drive boulevard")
_BEFORE: Final = re.compile(r"(?<![\w.,:/-])\d{1,5}[a-zA-Z]?(?:[ ,]+[\w.'’-]+){0,6}[ ,]+$")
_QUANTITY: Final = re.compile(
    r"\s?(?:bpm|ms|kg|km|min|minutes|hours|h|kcal|steps|years?|days?|weeks?|sets?|reps?|%|times|months?)\b", re.IGNORECASE
)
_NAMES: Final = re.compile(r"[^\W\d_][\w'’.-]*")
_WORDS: Final = re.compile(r"[^\W\d_][\w'’-]*")
_DIGIT: Final = re.compile(r"\d")
_NUMBERS: Final = re.compile(r"\d+")
_NO_PLACE: Final = re.compile(r"https?:|@|(?:\d[ -]?){13}")
_CODE_WORD: Final = re.compile(r"\d{1,4}[a-z]?\s+[A-Z]{2,4}")
_CLOSED: Final = re.compile(r"\s*(?:\r?\n|,|$|\.|\?|;|street\b)")
_LINE_END: Final = re.compile(r"[ \t]*\r?\n")


class Addresses:
    """Finds postal addresses and their parts.

    Args:
        words: the word lists; None for the shipped ones.
    """

    def __init__(self, words: Lexicon | None = None) -> None:
        self._words = lexicon() if words is None else words

    def find(self, text: str) -> Iterable[PhiSpan]:
        """Give the addresses of a text."""
        return self.find_in(Reading(text))

    def find_in(self, reading: Reading) -> Iterable[PhiSpan]:
        """Give the addresses of a text that was read already."""
        text, low = reading.text, reading.low
        if _DIGIT.search(text) is None:
            yield from _corners(reading)
            return
        for start, end in self._cores(reading):
            yield PhiSpan(self._reached_back(text, start), self._grown(text, end), PhiKind.ADDRESS, 0.65)
        yield from _corners(reading)
        for found in matches(_CODE, low, reading.places(_CODE_HEADS)):
            yield PhiSpan(found.start("code"), found.end("code"), PhiKind.ADDRESS, 0.7)
        for found in matches(_TOLD, low, reading.places(_TOLD_HEADS)):
            ended = _TOLD_END.search(text, found.end())
            stop = min(ended.start() if ended else len(text), found.end() + 120)
            body = text[found.end() : stop].rstrip()
            if _DIGIT.search(body, 0, 40) and not _NO_PLACE.search(body):
                yield PhiSpan(found.end(), found.end() + len(body), PhiKind.ADDRESS, 0.66)

    def _cores(self, reading: Reading) -> Iterator[tuple[int, int]]:
        text, low, numbers = reading.text, reading.low, reading.numbers
        for needs, begins, numbered, form in _CORES:
            if not any(need in low for need in needs):
                continue
            starts = reading.places_or_numbers(begins) if numbered else reading.places(begins)
            for found in matches(form, low, starts):
                if self._likely(text[found.start() : found.end()]):
                    yield found.start(), found.end()
        for start, end in _streets_with_number(low, numbers):
            if self._likely(text[start:end]):
                yield start, end
        for found_all in (matches(_NUMBERED, text, numbers), matches(_NAMED_AND_NUMBERED, text, reading.capitals)):
            for found in found_all:
                names = _NAMES.findall(found[0])
                if not names or all(self._words.ordinary(name) for name in names) or _QUANTITY.match(text, found.end()):
                    continue
                if not _CODE_WORD.fullmatch(found[0]) and self._placed(text, found):
                    yield found.start(), found.end()

    def _placed(self, text: str, found: re.Match[str]) -> bool:
        """A number and a name are an address at the end of a line, before a comma, or with a second number."""
        return (
            len(_NUMBERS.findall(found[0])) > 1
            or bool(_CLOSED.match(text, found.end()))
            or bool(_TAIL.match(text, found.end()) and text[found.end() : found.end() + 1] != ".")
        )

    def _likely(self, core: str) -> bool:
        words = _WORDS.findall(core)
        if len(words) < 2:
            return True
        # Of "3 weeks in a row" every word is ordinary and none has a capital.
        return (
            any(word[0].isupper() for word in words)
            or not all(self._words.ordinary(word) for word in words)
            or "box" in core.lower()
            or bool(re.search(r"suite|apt|flat|unit", core, re.IGNORECASE))
        )

    def _reached_back(self, text: str, start: int) -> int:
        """Give where the address begins when its street or unit was found: at the house number before it on the line."""
        found = _BEFORE.search(text, max(0, start - 70), start)
        if found is None:
            return start
        words = _WORDS.findall(found[0])
        return (
            start if any(self._words.listed(word) and word[0].islower() and len(word) > 3 for word in words) else found.start()
        )

    def _grown(self, text: str, end: int) -> int:
        for _ in range(8):
            found = _TAIL.match(text, end)
            if found is None or not found[0].strip():
                found = None
            if found is not None and self._continues(found[0]):
                end = found.end()
                continue
            line = _LINE_END.match(text, end)
            if line is None:
                break
            begin = line.end()
            rest = _LINE.match(text, begin)
            if (
                rest is None
                or not rest[0].strip(" \t>?|*,")
                or len((rest["body"] or "").split()) > 5
                or "-" in (rest["body"] or "")[:1]
            ):
                break
            end = begin + len(rest[0].rstrip())
        return end

    def _continues(self, tail: str) -> bool:
        words = _WORDS.findall(tail)
        broken = "\n" in tail or "," in tail
        return (
            broken
            or not words
            or any(not self._words.ordinary(word) for word in words)
            or " ".join(words).lower() in self._words.places
        )


def _corners(reading: Reading) -> Iterator[PhiSpan]:
    if reading.places(_CORNER_HEADS):
        for found in matches(_CORNER, reading.text, reading.capitals):
            yield PhiSpan(found.start(), found.end(), PhiKind.ADDRESS, 0.5)


def _streets_with_number(low: str, numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Give each word that ends as streets do and has a number after it: from the number back, since numbers are few."""
    for number in numbers:
        end = number
        while end and low[end - 1].isspace():
            end -= 1
        if end == number or not low.endswith(_ENDINGS, max(0, end - 12), end):
            continue
        start = end
        while start and (low[start - 1].isalnum() or low[start - 1] in "_-."):
            if low[start - 1] == "." and start < end:
                break
            start -= 1
        found = _ENDED.match(low, start)
        if found is not None:
            yield start, found.end()
