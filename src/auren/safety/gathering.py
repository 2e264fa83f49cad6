"""Gathering all that may be said: from measures, from the evidence of findings, and from plain words."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import assert_never

from auren.findings import Baseline, Coverage, Evidence, Finding, Measure
from auren.readings import Window
from auren.rendering import evidence_text, figure, summary
from auren.safety.numbers import Clock, Day, Name, Number, Numeral, Pair, Partial, Span, Weekday, numerals
from auren.safety.numbers.lexicon import factor

__all__ = ["Gathered"]

_SPREAD_DIGITS = 2
_LOG_DIGITS = 4
_WIDE = Context(prec=400)
_OWN_UNIT = {"delta degC": "degC"}
_UNITLESS = frozenset({"1-5", "0-10", "score", "ratio"})
_ROUND = (ROUND_HALF_UP, ROUND_HALF_EVEN)


@dataclass(slots=True)
class Gathered:
    """What has been gathered so far."""

    values: dict[str, set[Fraction]] = field(default_factory=dict, repr=False)
    bare: set[Fraction] = field(default_factory=set, repr=False)
    pairs: set[tuple[Fraction, Fraction]] = field(default_factory=set, repr=False)
    dates: set[Partial] = field(default_factory=set, repr=False)
    spans: set[tuple[Partial, Partial]] = field(default_factory=set, repr=False)
    weekdays: set[int] = field(default_factory=set, repr=False)
    named: set[tuple[Partial, int]] = field(default_factory=set, repr=False)
    times: set[Fraction] = field(default_factory=set, repr=False)
    names: set[str] = field(default_factory=set, repr=False)

    def measure(self, measure: Measure) -> None:
        """Take a measure with all that may be said of it."""
        self._number(measure.value, measure.unit, measure.digits)
        self._window(measure.window)
        self._coverage(measure.coverage)
        for words in (measure.title, measure.note, figure(measure.value, measure.unit, measure.digits)):
            self.text(words)
        for part in measure.related:
            self.measure(part)

    def finding(self, finding: Finding) -> None:
        """Take a finding with its evidence."""
        self.day(finding.day)
        self.text(finding.title)
        self.text(summary(finding))
        for item in finding.evidence:
            self._evidence(item)

    def _evidence(self, item: Evidence) -> None:
        digits = _LOG_DIGITS if item.unit == "ln ms" else _SPREAD_DIGITS
        self._number(item.value, item.unit, digits)
        self.text(evidence_text(item))
        self._window(item.window)
        self._coverage(item.coverage)
        if item.limit is not None:
            self._number(item.limit, item.unit, digits)
        if item.baseline is not None:
            self._baseline(item.baseline, digits)

    def _baseline(self, baseline: Baseline, digits: int) -> None:
        for value in (baseline.mean, baseline.low, baseline.high):
            self._number(value, baseline.unit, digits)
        # The exponential of a spread is no spread, so it is kept out of the milliseconds.
        self._add(_roundings(baseline.sd, digits), baseline.unit)
        self._window(baseline.window)
        self._coverage(baseline.coverage)

    def _number(self, value: float, unit: str, digits: int) -> None:
        if not math.isfinite(value):
            return
        rounded = _roundings(value, digits)
        self._add(rounded, unit)
        if unit == "ratio":
            self.values.setdefault("times", set()).update(rounded)
        if unit in ("1-5", "0-10"):
            top = Fraction(unit.split("-")[1])
            self.pairs.update((number, top) for number in rounded)
        if unit == "ln ms" and value < 100:
            self._add(_roundings(math.exp(value), 1), "ms")
        if unit == "min" and abs(value) >= 60:
            # "over 6 hours" for 6 h 18 min.
            self.values.setdefault("h", set()).update({Fraction(int(value / 60)), *_roundings(value / 60, 0)})

    def _add(self, numbers: Iterable[Fraction], unit: str, *, bare: bool = True) -> None:
        kept = set(numbers)
        known = _OWN_UNIT.get(unit, unit)
        if bare:
            self.bare |= kept
        if not known or known in _UNITLESS:
            return
        self.values.setdefault(known, set()).update(kept)
        for other, times in factor(known).items():
            self.values.setdefault(other, set()).update(number * times for number in kept)

    def _window(self, window: Window) -> None:
        self.day(window.first)
        self.day(window.last)
        self.spans.add((_whole(window.first), _whole(window.last)))
        for unit in ("d", "d-long"):
            self._add({Fraction(window.days)}, unit, bare=False)

    def _coverage(self, coverage: Coverage) -> None:
        have, expected = Fraction(coverage.have), Fraction(coverage.expected)
        self._add({have, expected}, "d")
        if expected > have:
            self._add({expected - have}, "d", bare=False)
        self.pairs.add((have, expected))

    def day(self, day: date) -> None:
        """Take a date."""
        self.dates.add(_whole(day))
        self.weekdays.add(day.weekday())
        self.named.add((_whole(day), day.weekday()))

    def text(self, text: str, *, either: bool = False) -> None:
        """Take every numeral of a text.

        Args:
            text: plain words.
            either: take "1,234" in both readings, as the words of somebody whose manner of writing is not known.
        """
        for item in numerals(text):
            self._numeral(item, either=either)

    def _numeral(self, item: Numeral, *, either: bool = False) -> None:
        match item:
            case Number():
                sign = -1 if item.sign == "-" else 1
                values = item.values if either else item.values[:1]
                for value in values:
                    self._add({sign * rounded for rounded in _shorter(value)}, item.unit)
                    if item.unit in ("d-long", "week-long"):
                        self._add({value}, item.unit.removesuffix("-long"))
                if item.alike:
                    self.bare.update(sign * value for value in values)
            case Pair():
                self.pairs.update((part, whole) for part in item.part.values for whole in item.whole.values)
                self._numeral(item.part)
                self._numeral(item.whole)
            case Day():
                self.dates.update(item.readings)
                for reading in item.readings:
                    if None not in reading:
                        self.weekdays.add(_weekday(reading))
                        self.named.add((reading, _weekday(reading)))
                if item.weekday is not None:
                    self.weekdays.add(item.weekday)
                    self.named.update((reading, item.weekday) for reading in item.readings)
            case Span():
                self._numeral(item.start)
                self._numeral(item.end)
                self.spans.update((start, end) for start in item.start.readings for end in item.end.readings)
            case Clock():
                self.times.update(item.minutes)
            case Weekday():
                self.weekdays.add(item.number)
            case Name():
                self.names.add(item.text)
            case _:
                assert_never(item)


def _whole(day: date) -> Partial:
    return (day.year, day.month, day.day)


def _weekday(reading: Partial) -> int:
    year, month, day = reading
    try:
        return date(year or 1, month or 1, day or 1).weekday()
    except ValueError:
        return -1


def _roundings(value: float, digits: int) -> set[Fraction]:
    """Give the value itself and each way of showing it with at most so many decimals."""
    if not math.isfinite(value):
        return set()
    raw = Decimal(repr(float(value)))
    shown = raw.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, _WIDE)
    kept = {Fraction(raw)}
    for decimals in range(digits + 1):
        step = Decimal(1).scaleb(-decimals)
        rounded = {Fraction(number.quantize(step, way, _WIDE)) for number in (raw, shown) for way in _ROUND}
        # A small number is not said to be nothing, unless that is how it is shown.
        kept |= {number for number in rounded if number or not shown}
    return kept


def _shorter(value: Fraction) -> set[Fraction]:
    """Give a number that stands in a text, and that number with fewer decimals."""
    kept = {value}
    for decimals in range(4):
        scaled = value * 10**decimals
        if scaled.denominator == 1:
            break
        kept.add(Fraction(math.floor(scaled + Fraction(1, 2)), 10**decimals))
    return {number for number in kept if number or not value}
