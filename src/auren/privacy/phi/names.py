"""Names of people, places and organisations: capitals on words that are not ordinary, and what their neighbours say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from auren.privacy.phi.folding import caseless, last_word, matches
from auren.privacy.phi.language import language_of, mostly_english
from auren.privacy.phi.lexicon import AMBIGUOUS, ORDINARY_CAPITALS, ORGANISATION_WORDS, Lexicon, lexicon, word_list
from auren.privacy.phi.reading import Reading, heads
from auren.privacy.phi.spans import PhiKind, PhiSpan

__all__ = ["Names"]

_TOKEN: Final = re.compile(r"[^\W\d_][^\W_]*(?:['’.-][^\W_]+)*")
_CONNECTORS: Final = word_list("connectors.txt")

_PLACE_BEFORE: Final = re.compile(
    r"\b(?:in|from|near|to visit|live[sd]? in|coming to|move[sd]? (?:here )?from|travel(?:led|ing)? to|flew to|aus|"
    r"nach|en|à|desde|em|where:?)\s+$",
    re.IGNORECASE,
)
_PERSON_BEFORE: Final = re.compile(
    r"\b(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|madam|herr|frau|señora?|sra?|dona?|monsieur|madame|mme|m|signora?|"
    r"dear|hi|hello|hey|"
    r"my name is|name(?:'s| is|:)?|i am|i'm|this is|call me|called|named|ich heiße|ich bin|mein name ist|je m'appelle|"
    r"me llamo|mi nombre es|"
    r"meu nome é|mi chiamo|regards,?|sincerely,?|cheers,?|grüße,?|coach|nurse|uncle|aunt|husband|wife|partner|son|"
    r"daughter|brother|sister|friend|"
    r"boss|colleague|doctor|physio|trainer|therapist)\.?\s+$",
    re.IGNORECASE,
)
_PLACE_WORDS: Final = frozenset({"in", "from", "near", "visit", "to", "aus", "nach", "en", "à", "desde", "em", "where"})
_PERSON_WORDS: Final = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "madam", "herr", "frau", "señor", "señora", "sr", "sra"}
    | {"don", "dona", "monsieur", "madame", "mme", "m", "signor", "signora", "dear", "hi", "hello", "hey", "is", "name", "s"}
    | {"am", "me", "called", "named", "heiße", "bin", "ist", "appelle", "llamo", "es", "é", "chiamo", "regards", "sincerely"}
    | {"cheers", "grüße", "coach", "nurse", "uncle", "aunt", "husband", "wife", "partner", "son", "daughter", "brother"}
    | {"sister", "friend", "boss", "colleague", "doctor", "physio", "trainer", "therapist"}
)
"""The last word of each of the two patterns above: only where one stands is the pattern itself asked."""
_OFFICE_WORDS: Final = frozenset({"at", "for", "of", "the"})
_OFFICE_BEFORE: Final = re.compile(r"\b(?:at|for|office of|address of|the)\s+$")
_OFFICE_AFTER: Final = re.compile(r"\s+(?:office|invested|is the brainchild)\b")
_GAPS: Final = frozenset({" ", "  ", ". ", " & ", "-"})
_NUMBER_AFTER: Final = re.compile(r"\s*\d")
_PARTICLES: Final = frozenset("van von der den de del da di dos ter ten el al bin".split())  # noqa: SIM905
_TITLE: Final = caseless(
    r"(?<!\w)(?:mr|mrs|ms|mx|dr|prof|hr|fr)\.(?=\s)|(?<!\w)(?:miss|mister|herr|frau|señora?|monsieur|madame|"
    r"signora?)(?=\s+[^\W\d_a-z])",
)
_TITLED: Final = caseless(
    r"(?<![\w])(?<!\d )(?:mr|mrs|ms|mx|dr|prof)\.?\s+(?P<name>[^\W\d_][\w'’.-]*(?:\s+[^\W\d_][\w'’-]*)?)"
    r"|\b(?:my name is|name:|me llamo|ich heiße|je m'appelle|mi chiamo|call me|maiden name is|everyone calls me|"
    r"she named him|named her)\s+"
    r"(?P<said>[^\W\d_][\w'’-]*(?:[ ]+[^\W\d_][\w'’-]*)?)",
)
_TITLE_HEADS: Final = heads(
    "mr mrs ms mx dr prof hr fr miss herr frau señor monsieur madame signor my name me ich je mi call maiden everyone she"
)
_EMPLOYER_HEADS: Final = heads("address office work employed company")
_OFFICE_HEADS: Final = _EMPLOYER_HEADS | heads("the")
_OFFICE: Final = re.compile(r" (?:office|headquarters|branch) ")
_THREE: Final = re.compile(r"[^\W\d_a-z](?<!\w.)[\w'’-]+, [^\W\d_a-z][\w'’-]+ and [^\W\d_a-z][\w'’-]+(?!\w)")
_PARTICLE: Final = re.compile(r"(?:(?<!\w)(?:van|von|der|den|de|del|da|di|dos|ter|ten|el|al|bin)\s+){0,2}$")
_ORGANISATION: Final = caseless(
    r"\b(?:address of|office of|work(?:s|ed|ing)? (?:at|for)|employed (?:at|by)|employer is|"
    r"company is)\s+(?:the )?(?P<name>[^\n.,;:!?]{2,50}?)"
    r"(?=\s+(?:is|was|as|in|and|since|for|at)\b|[.,;:!?\n]|$)|\bthe (?P<office>[^\n.,;:!?]{2,50}?) (?:office|"
    r"headquarters|branch) (?:is|are|was) (?:at|in)\b",
)
_CARD: Final = re.compile(
    r"(?:^|(?<=\n))(?P<lines>(?:[>?*| \t]*[^\W\d_][^\n\d:!?@]{1,50}\n\s*){1,4})(?=[>?*| \t]*\d{1,5}[a-z]?\s+\S)", re.IGNORECASE
)
_LINE_BREAK: Final = re.compile(r"\n")


@dataclass(slots=True)  # not frozen: there is one for each word of a text, and freezing costs as much as finding it
class _Word:
    start: int
    end: int
    text: str = field(repr=False)
    low: str = field(repr=False)


class Names:
    """Finds proper names.

    Args:
        words: the word lists; None for the shipped ones.
    """

    def __init__(self, words: Lexicon | None = None) -> None:
        self._words = lexicon() if words is None else words
        self._place_starts = frozenset(place.split()[0] for place in self._words.places)

    def find(self, text: str) -> Iterable[PhiSpan]:
        """Give the names of a text."""
        return self.find_in(Reading(text))

    def find_in(self, reading: Reading) -> Iterable[PhiSpan]:
        """Give the names of a text that was read already."""
        text = reading.text
        words = [_Word(found.start(), found.end(), said := found[0], said.lower()) for found in _TOKEN.finditer(text)]
        if not words:
            return
        yield from self._announced(reading)
        yield from self._places(words, text)
        language = language_of(word.low for word in words)
        if _caseless(words):
            yield from self._without_case(text, words, language)
        else:
            yield from self._with_case(text, words, language)

    def _announced(self, reading: Reading) -> Iterator[PhiSpan]:
        text, low = reading.text, reading.low
        starts = reading.places(_TITLE_HEADS)
        for found in matches(_TITLE, low, starts):
            yield PhiSpan(found.start(), found.end(), PhiKind.PERSON, 0.5)
        for found in matches(_TITLED, low, starts):
            group = "name" if found["name"] else "said"
            start = found.start(group)
            words = text[start : found.end(group)].split(" ")
            kept = words[:1] if len(words) > 1 and self._words.ordinary(words[-1]) else words
            if kept and not (self._words.ordinary(kept[0]) and not kept[0][0].isupper()):
                yield PhiSpan(start, start + len(" ".join(kept)), PhiKind.PERSON, 0.65)
        for found in matches(_ORGANISATION, low, reading.places(_OFFICE_HEADS if _OFFICE.search(low) else _EMPLOYER_HEADS)):
            group = "name" if found["name"] else "office"
            said = text[found.start(group) : found.end(group)]
            if not all(self._words.listed(word) for word in said.split()) or said[0].isupper():
                yield PhiSpan(found.start(group), found.end(group), PhiKind.ORGANISATION, 0.46)
        yield from self._cards(text)
        for found in matches(_THREE, text, reading.capitals):
            if not _opens_sentence(text, found.start()) or not any(
                self._words.listed(word) for word in re.split(r", | and ", found[0])
            ):
                yield PhiSpan(found.start(), found.end(), PhiKind.PERSON, 0.3)

    def _cards(self, text: str) -> Iterator[PhiSpan]:
        """The lines above a line that begins with a house number: whose address it is."""
        for found in matches(_CARD, text, (0, *(found.end() for found in _LINE_BREAK.finditer(text)))):
            kind, at = PhiKind.PERSON, found.start("lines")
            for line in found["lines"].split("\n"):
                body = line.strip(" \t>?*|,")
                begin = at + line.find(body)
                at += len(line) + 1
                if body and len(body.split()) <= 6 and not body.endswith("."):
                    yield PhiSpan(begin, begin + len(body), kind, 0.4)
                    kind = PhiKind.ORGANISATION

    def _places(self, words: list[_Word], text: str) -> Iterator[PhiSpan]:
        lower = [word.low.removesuffix("'s").removesuffix("’s") for word in words]
        for first in range(len(words)):
            if lower[first] not in self._place_starts:
                continue
            for count in (6, 5, 4, 3, 2, 1):
                end = first + count
                if end > len(words) or (count > 1 and "\n" in text[words[first].end : words[end - 1].start]):
                    continue
                name = " ".join(lower[first:end])
                if name in self._words.places and (
                    name not in AMBIGUOUS or words[first].text[0].isupper() or _after_place(text, words[first].start, 30)
                ):
                    yield PhiSpan(words[first].start, words[end - 1].end, PhiKind.PLACE, 0.6)
                    break

    def _with_case(self, text: str, words: list[_Word], language: str) -> Iterator[PhiSpan]:
        for run in self._runs(text, words):
            kept = self._trimmed(text, run, language)
            if kept:
                yield self._named(text, kept)

    def _runs(self, text: str, words: list[_Word]) -> Iterator[list[_Word]]:
        run: list[_Word] = []
        waiting: list[_Word] = []
        for word in words:
            capital = _capital(word.text)
            if not run and not capital:
                continue
            joined = False
            if run:
                last = (waiting or run)[-1]
                gap = text[last.end : word.start]
                joined = gap in _GAPS and not (gap == ". " and len(last.text) > 2)
            if capital:
                if joined:
                    run += [*waiting, word]
                else:
                    if run:
                        yield run
                    run = [word]
                waiting = []
            elif joined and word.low in _CONNECTORS and len(waiting) < 2:
                waiting.append(word)
            elif run:
                yield run
                run, waiting = [], []
        if run:
            yield run

    def _trimmed(self, text: str, run: list[_Word], language: str) -> list[_Word]:
        while run and _opens_sentence(text, run[0].start) and self._ordinary_at_start(run):
            run = run[1:]
            if run and run[0].text in _CONNECTORS:
                run = run[1:]
        while run and run[0].low in ORDINARY_CAPITALS and not (len(run) > 1 and not self._words.ordinary(run[1].text)):
            run = run[1:]
        while run and (
            run[0].text in _CONNECTORS
            or run[0].low in ("the", "of", "c'mon")
            or run[0].low.rstrip(".") in ("mr", "mrs", "ms", "dr", "sir", "bot", "user")
        ):
            run = run[1:]
        if not run:
            return []
        if language != "en" and not self._believed(text, run, language):
            return []
        unknown = [word for word in run if not self._words.ordinary(word.text) and not _acronym(word.text)]
        if unknown or any(self._words.given(word.text) or word.low in AMBIGUOUS for word in run):
            return run
        if len(run) == 1:
            return (
                run
                if (_after_place(text, run[0].start) or _after_person(text, run[0].start))
                and not _acronym(run[0].text)
                and run[0].low not in ORDINARY_CAPITALS
                else []
            )
        return run if not all(word.low in ORDINARY_CAPITALS or _acronym(word.text) for word in run) else []

    def _told_by_context(self, text: str, word: _Word) -> bool:
        """Of one ordinary word with a capital: whether what stands before it makes it a name."""
        if word.low in ORDINARY_CAPITALS or (_acronym(word.text) and self._words.listed(word.text)):
            return False
        if _after_place(text, word.start, 26) or _after_person(text, word.start, 26):
            return not _NUMBER_AFTER.match(text, word.end)
        return not (_acronym(word.text) or self._words.listed(word.text) or _opens_sentence(text, word.start))

    def _ordinary_at_start(self, run: list[_Word]) -> bool:
        first = run[0].text
        if self._words.given(first):
            return False
        if run[0].low in AMBIGUOUS and len(run) > 1 and not self._words.ordinary(run[1].text):
            return False
        return self._words.ordinary(first) and run[0].low not in self._words.places

    def _believed(self, text: str, run: list[_Word], language: str) -> bool:
        """In a language whose words are not listed, a capital is believed only with a reason."""
        if any(self._words.given(word.text) for word in run) or _after_person(text, run[0].start, 40):
            return True
        return language != "de" and not _opens_sentence(text, run[0].start) and not _acronym(run[0].text)

    def _named(self, text: str, run: list[_Word]) -> PhiSpan:
        last = run[-1]
        end = last.end - 2 if last.low.endswith(("'s", "’s")) else last.end
        before = text[max(0, run[0].start - 26) : run[0].start]
        said = last_word(text, run[0].start)
        low = [word.low for word in run]
        if (
            (len(low) > 1 and any(word.rstrip(".,") in ORGANISATION_WORDS for word in low[1:]))
            or "&" in text[run[0].start : end]
            or low[0] == "department"
        ):
            kind = PhiKind.ORGANISATION
        elif self._words.given(run[0].text) or (said in _PERSON_WORDS and _PERSON_BEFORE.search(before)):
            kind = PhiKind.PERSON
        elif said in _PLACE_WORDS and _PLACE_BEFORE.search(before):
            kind = PhiKind.PLACE
        elif (
            (said in _OFFICE_WORDS and _OFFICE_BEFORE.search(before))
            or _OFFICE_AFTER.match(text, end)
            or (len(run) > 1 and all(self._words.ordinary(word.text) for word in run))
        ):
            kind = PhiKind.ORGANISATION
        else:
            kind = PhiKind.PERSON
        return PhiSpan(run[0].start - _particle(before, said), end, kind, 0.45)

    def _without_case(self, text: str, words: list[_Word], language: str) -> Iterator[PhiSpan]:
        unknown = [self._strange(word.text) for word in words]
        if language != "en" or (sum(unknown) > max(3, 0.6 * len(words)) and not mostly_english(word.low for word in words)):
            unknown = [self._words.given(word.text) for word in words]
        for index, word in enumerate(words):
            if not unknown[index]:
                continue
            end = word.end - 2 if word.text.endswith(("'s", "’s")) else word.end
            following = words[index + 1] if index + 1 < len(words) else None
            if following and text[word.end : following.start] == " " and following.text in ORGANISATION_WORDS:
                yield PhiSpan(word.start, following.end, PhiKind.ORGANISATION, 0.4)
                continue
            if (
                following
                and self._words.given(word.text)
                and text[word.end : following.start] == " "
                and not self._words.listed(following.text)
            ):
                end = following.end
            place = _after_place(text, word.start, 26) and not self._words.given(word.text)
            yield PhiSpan(word.start, end, PhiKind.PLACE if place else PhiKind.PERSON, 0.4)

    def _strange(self, word: str) -> bool:
        low = word.lower()
        if low in AMBIGUOUS or low in ORDINARY_CAPITALS:
            return False
        return self._words.given(low) or not self._words.ordinary(low)


def _after_place(text: str, start: int, within: int = 80) -> bool:
    """Tell whether what stands before a place in the text announces a place of the world."""
    return last_word(text, start) in _PLACE_WORDS and bool(_PLACE_BEFORE.search(text[max(0, start - within) : start]))


def _after_person(text: str, start: int, within: int = 80) -> bool:
    """Tell whether what stands before a place in the text announces a person."""
    return last_word(text, start) in _PERSON_WORDS and bool(_PERSON_BEFORE.search(text[max(0, start - within) : start]))


def _particle(before: str, said: str) -> int:
    found = _PARTICLE.search(before) if said in _PARTICLES else None
    return len(found[0]) if found else 0


def _capital(word: str) -> bool:
    return word[0].isupper() or (not word[0].islower() and ord(word[0]) > 0x2E80)


def _acronym(word: str) -> bool:
    return 2 <= len(word) <= 4 and word.isupper() and word.isascii()


def _caseless(words: list[_Word]) -> bool:
    capitals = any(word.text[0].isupper() for word in words if word.low != "i")
    return not capitals or (len(words) > 3 and all(word.text.isupper() for word in words))


def _opens_sentence(text: str, start: int) -> bool:
    near = text[max(0, start - 24) : start]
    before = near.rstrip(" \"'“”„«(¿¡>?*\\-")
    if not before:
        return start == len(near) or near != ""
    gap = near[len(before) :]
    return before[-1] in ".!?:\n…" or "\n" in gap or gap.strip() not in ("", "-")
