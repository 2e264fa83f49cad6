"""The guard on facts: all numbers, dates, directions and names that may be said, and what a sentence says beyond them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, assert_never

from auren.conversation import Claim
from auren.findings import Finding
from auren.safety.direction import Direction, directions
from auren.safety.gathering import Gathered
from auren.safety.numbers import Clock, Day, Name, Number, Numeral, Pair, Partial, Span, Weekday, numerals
from auren.safety.violations import Violation
from auren.science.claims import claims as statements

if TYPE_CHECKING:
    from auren.safety.naming.ground import NameGround

__all__ = ["Ground"]

_LONGEST_SENTENCE = 2000
_TODAY = re.compile(r"\b(?:today|tonight|this morning|this evening|heute)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything that may be said about one set of claims; build one with `Ground.of`.

    Attributes:
        values: the allowed numbers by unit.
        bare: the numbers that may stand without a unit.
        pairs: the allowed "so many of so many".
        dates, spans, weekdays: the allowed dates, stretches of dates and days of the week.
        named: which day of the week a date is.
        times: the allowed times of day, in minutes since midnight.
        names: words with digits in them.
        direction: the one direction that the claims state; None when they state none or both.
        named_things: the foods, exercises, body parts, metrics and people that may be named.
        today: the date on the person's wall clock, which may be told beside "today".
    """

    values: MappingProxyType[str, frozenset[Fraction]] = field(repr=False)
    bare: frozenset[Fraction] = field(repr=False)
    pairs: frozenset[tuple[Fraction, Fraction]] = field(repr=False)
    dates: frozenset[Partial] = field(repr=False)
    spans: frozenset[tuple[Partial, Partial]] = field(repr=False)
    weekdays: frozenset[int] = field(repr=False)
    named: frozenset[tuple[Partial, int]] = field(repr=False)
    times: frozenset[Fraction] = field(repr=False)
    names: frozenset[str] = field(repr=False)
    direction: Direction | None
    named_things: NameGround
    today: date | None

    @classmethod
    def of(
        cls,
        claims: Sequence[Claim],
        findings: Sequence[Finding] = (),
        words: str = "",
        today: date | None = None,
    ) -> Ground:
        """Gather what may be said.

        Args:
            claims: their measures and plain words.
            findings: their evidence.
            words: what the person said; their own numbers may be said back to them.
            today: the date on the person's wall clock.
        """
        from auren.safety.naming.ground import NameGround

        gathered = Gathered()
        for claim in claims:
            gathered.text(claim.text)
            for measure in claim.measures:
                gathered.measure(measure)
            for id in claim.statements:
                if (statement := statements().get(id)) is not None:
                    for text in statement.texts:
                        gathered.text(text)
        for finding in findings:
            gathered.finding(finding)
        gathered.text(words, either=True)
        stated = frozenset[Direction]().union(*(directions(claim.text) for claim in claims))
        return cls(
            MappingProxyType({unit: frozenset(numbers) for unit, numbers in gathered.values.items()}),
            frozenset(gathered.bare),
            frozenset(gathered.pairs),
            frozenset(gathered.dates),
            frozenset(gathered.spans),
            frozenset(gathered.weekdays),
            frozenset(gathered.named),
            frozenset(gathered.times),
            frozenset(gathered.names),
            next(iter(stated)) if len(stated) == 1 else None,
            NameGround.of(claims, findings, words, frozenset(_whole_dates(gathered.dates)), today),
            today,
        )

    def check(self, sentence: str) -> tuple[Violation, ...]:
        """Give every number, date, time, direction or name that cannot be traced; an empty answer lets the sentence pass.

        Args:
            sentence: one sentence, as a model worded it.
        """
        try:
            if len(sentence) > _LONGEST_SENTENCE:
                return (Violation("error", "", "a sentence of ordinary length"),)
            beside_today = self.today is not None and _TODAY.search(sentence) is not None
            found = [self._numeral(item, beside_today=beside_today) for item in numerals(sentence)]
            wrong = (violation for violation in found if violation is not None)
            return (*wrong, *self._turned(sentence), *self.named_things.check(sentence))
        except Exception:  # noqa: BLE001  a guard that fails must not let the sentence pass
            return (Violation("error", "", "a sentence that can be checked"),)

    def _numeral(self, item: Numeral, *, beside_today: bool) -> Violation | None:
        match item:
            case Number():
                return self._number(item)
            case Pair():
                known = any((part, whole) in self.pairs for part in item.part.values for whole in item.whole.values)
                return None if known else Violation("number", item.text, "counts from the data")
            case Day():
                return (
                    None
                    if self._day(item) or (beside_today and self._is_today(item))
                    else Violation("date", item.text, "a date from the data")
                )
            case Span():
                known = any(
                    _fits(first, start) and _fits(last, end)
                    for first in item.start.readings
                    for last in item.end.readings
                    for start, end in self.spans
                )
                return None if known else Violation("date", item.text, "dates from the data")
            case Clock():
                known = not self.times.isdisjoint(item.minutes)
                return None if known else Violation("time", item.text, "a time from the claims")
            case Weekday():
                known = item.number in self.weekdays or (
                    beside_today and self.today is not None and item.number == self.today.weekday()
                )
                return None if known else Violation("date", item.text, "a day from the data")
            case Name():
                return None if item.text in self.names else Violation("word", item.text, "a name from the claims")
            case _:
                assert_never(item)

    def _number(self, item: Number) -> Violation | None:
        if not item.unit:
            known = item.article or self._holds(self.bare, item) or self._is_place_or_year(item)
            return None if known else Violation("number", item.text, "a number from the data")
        if self._holds(self.values.get(item.unit, frozenset()), item) or (item.alike and self._holds(self.bare, item)):
            return None
        if self._holds(self.bare, item):
            return Violation("unit", item.text, "the unit that belongs to this number")
        return Violation("number", item.text, f"a number of {item.unit} from the data")

    def _holds(self, allowed: frozenset[Fraction], item: Number) -> bool:
        if item.sign == "-":
            return any(-value in allowed for value in item.values)
        if item.sign == "+":
            # A claim's own words may give only the size of a drop, which is no ground for calling it a rise.
            return any(value in allowed and -value not in allowed for value in item.values)
        # "0.4 °C lower" states a negative number by its size.
        return any(value in allowed or -value in allowed for value in item.values)

    def _is_place_or_year(self, item: Number) -> bool:
        if item.ordinal and item.text[0].isdigit():
            return any(day in item.values for _, _, day in self.dates if day is not None)
        is_year = len(item.text) == 4 and item.text.isdigit()
        return is_year and any(year in item.values for year, _, _ in self.dates if year is not None)

    def _day(self, item: Day) -> bool:
        if item.weekday is None:
            return any(_fits(reading, known) for reading in item.readings for known in self.dates)
        named = ((reading, known) for reading in item.readings for known, weekday in self.named if weekday == item.weekday)
        return any(_fits(reading, known) for reading, known in named)

    def _is_today(self, item: Day) -> bool:
        today = self.today
        if today is None or item.weekday not in (None, today.weekday()):
            return False
        return any(_fits(reading, (today.year, today.month, today.day)) for reading in item.readings)

    def _turned(self, sentence: str) -> tuple[Violation, ...]:
        if self.direction is None:
            return ()
        other: Direction = "down" if self.direction == "up" else "up"
        if other not in directions(sentence):
            return ()
        return (Violation("direction", other, "the direction that the claims state"),)


def _fits(said: Partial, known: Partial) -> bool:
    return all(mine is None or mine == theirs for mine, theirs in zip(said, known, strict=True))


def _whole_dates(known: Iterable[Partial]) -> Iterable[date]:
    for year, month, day in known:
        if year is not None and month is not None and day is not None and _exists(year, month, day):
            yield date(year, month, day)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
