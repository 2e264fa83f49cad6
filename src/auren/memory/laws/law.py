"""A personal law: what went with what in one person's days, with its statistics, as a value, a sentence and a fact."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from auren.errors import StoreCorrupted
from auren.facts import Fact, Statement
from auren.memory.laws.candidates import CANDIDATES, Candidate
from auren.people import Subject

__all__ = ["PersonalLaw", "kept_digits", "laws_of"]

_KEPT_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class PersonalLaw:
    """What went with what in one person's days. It says nothing of the cause, and nothing of other people.

    Args:
        candidate: the pair that was tested.
        size: how much the outcome differed, in the candidate's unit: with the habit, or per share of its dose.
        low, high: the 95 % interval.
        with_habit, without: how many days stand on each side; of a dose, those above and not above its median.
        p: of the test by shuffled weeks in which it was found.
        level: what p had to stay under, with all pairs and looks counted.
        found_on: date of the review that found it.
        tested_on: date of the latest review that could test it.
        misses: how many reviews in a row no longer saw it.
    """

    candidate: Candidate
    size: float = field(repr=False)
    low: float = field(repr=False)
    high: float = field(repr=False)
    with_habit: int
    without: int
    p: float
    level: float
    found_on: date
    tested_on: date
    misses: int = 0

    @property
    def n(self) -> int:
        """How many days it rests on."""
        return self.with_habit + self.without

    def sentence(self) -> str:
        """Say it plainly, with its days and its interval, and without a cause."""
        pair = self.candidate
        when = {0: "On days with", 1: "On days after"}.get(pair.lag_days, f"{pair.lag_days} days after")
        down, up = ("shorter", "longer") if pair.unit == "min" else ("lower", "higher")
        side = down if self.size < 0 else up
        ends = sorted((self.low, self.high), key=abs) if self.low * self.high >= 0 else [self.low, self.high]
        low, high = (_shown(abs(end) if self.low * self.high >= 0 else end, pair.unit) for end in ends)
        size, unit = _shown(abs(self.size), pair.unit), _unit(pair.unit)
        days = (
            f"n = {self.with_habit} such days and {self.without} others"
            if pair.at_least is not None
            else f"n = {self.n} days of differing amounts"
        )
        return (
            f"{when} {pair.after} your {pair.title} was {size}{unit} {side} on average "
            f"({days}; 95 % interval {low} to {high}{unit}). "
            "This is what went together in your own days; it does not say why."
        )

    def statement(self, subject: Subject, now: datetime) -> Statement:
        """Give the law as a statement about a person, whose value holds the statistics in machine form.

        Args:
            subject: whose law it is.
            now: when it was found or tested again; aware.
        """
        return Statement(
            subject,
            self.candidate.slot,
            "holds",
            self._value(),
            said_at=now,
            recorded_at=now,
            unit=self.candidate.unit,
            since=now,
            confidence=0.95,
            source="computed",
            evidence=(f"metric:{self.candidate.habit}", f"metric:{self.candidate.outcome}"),
        )

    @classmethod
    def of(cls, fact: Fact, candidates: Iterable[Candidate] = CANDIDATES) -> PersonalLaw | None:
        """Give the law that a fact holds, or None when it is of a pair that is no longer tested.

        Args:
            fact: of a law's slot.
            candidates: the pairs that are tested.

        Raises:
            StoreCorrupted: the fact does not hold the statistics of a law.
        """
        pair = next((pair for pair in candidates if pair.slot == fact.attribute), None)
        if pair is None:
            return None
        try:
            held = json.loads(fact.value)
            if held["v"] != pair.version:
                return None
            numbers = [float(number) for number in (*held["size"], held["p"], held["level"])]
            counts = [int(count) for count in (*held["n"], held["misses"])]
            found, tested = date.fromisoformat(held["found"]), date.fromisoformat(held["tested"])
            size, low, high, p, level = numbers
            with_habit, without, misses = counts
        except (ValueError, TypeError, KeyError):
            raise StoreCorrupted(f"The fact in {fact.attribute} does not hold the statistics of a law.") from None
        return cls(pair, size, low, high, with_habit, without, p, level, found, tested, misses)

    def _value(self) -> str:
        # Facts are short texts: the names are kept short, and four digits are more than the days can tell.
        held = {
            "v": self.candidate.version,
            "size": [kept_digits(number) for number in (self.size, self.low, self.high)],
            "n": [self.with_habit, self.without],
            "p": kept_digits(self.p),
            "level": kept_digits(self.level),
            "found": self.found_on.isoformat(),
            "tested": self.tested_on.isoformat(),
            "misses": self.misses,
        }
        return json.dumps(held, separators=(",", ":"), sort_keys=True)


def laws_of(facts: Iterable[Fact], candidates: Iterable[Candidate] = CANDIDATES) -> list[PersonalLaw]:
    """Give the laws among a person's facts, by slot.

    Args:
        facts: those held now; what has ended in the meantime is passed over.
        candidates: the pairs that are tested; laws of others are left out.

    Raises:
        StoreCorrupted: a law's fact cannot be read.
    """
    pairs = tuple(candidates)
    slots = {pair.slot for pair in pairs}
    open_now = sorted((f for f in facts if f.attribute in slots and f.valid_to is None), key=lambda fact: fact.attribute)
    held = (PersonalLaw.of(fact, pairs) for fact in open_now)
    return [law for law in held if law is not None]


def kept_digits(number: float) -> float:
    """Give a number as a fact holds it."""
    return float(f"{number:.{_KEPT_DIGITS}g}")


def _shown(number: float, unit: str) -> str:
    digits = 1 if abs(number) < 10 or unit in ("bpm", "1-5", "0-10") else 0
    text = f"{number:.{digits}f}"
    return text.removesuffix(".0") if math.isfinite(number) else "unknown"


def _unit(unit: str) -> str:
    if unit in ("1-5", "0-10"):
        return " points"
    return f" {unit}"
