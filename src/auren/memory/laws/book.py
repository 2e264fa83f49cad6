"""A person's book of laws: what was looked at when, which laws hold, and what a review finds, keeps and withdraws."""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from auren.errors import StoreCorrupted
from auren.facts import Fact, Statement
from auren.memory.laws.candidates import CANDIDATES, Candidate, series_needed
from auren.memory.laws.chances import allowed, looks_due, passing
from auren.memory.laws.days import DailySeries, Days, paired
from auren.memory.laws.law import PersonalLaw, kept_digits, laws_of
from auren.memory.laws.shuffle import chance, effect_of, halves_agree, slope
from auren.people import Subject
from auren.readings import Window

if TYPE_CHECKING:
    import numpy as np

__all__ = ["BOOK_SLOT", "LawBook", "Review", "review"]

BOOK_SLOT: Final = "laws.book"
"""The slot in which a person's book is kept between reviews."""
REVIEW_DAYS: Final = 7
"""A review sooner than this after the last one changes nothing."""
FINDING_WEEKS: Final = 52
"""A law is found, and its size told, over the latest so many weeks."""
KEEPING_WEEKS: Final = (16, 26, 39, 52)
"""A law is kept over the latest of these stretches that holds enough days."""
KEEPING_P: Final = 0.1
"""A law is found at a strict level and kept at this lenient one, so that it does not come and go."""
_KEEPING_DRAWS: Final = 400
MISSES: Final = 4
"""After so many reviews in a row that no longer see it, a law is withdrawn."""


@dataclass(frozen=True, slots=True)
class LawBook:
    """What has to be known of earlier reviews for the next one.

    Args:
        first: first date of the record when it was first reviewed; None before that.
        reviewed: date of the latest review.
        looks: how many looks of the schedule were taken.
        laws: those that hold, by name.
    """

    first: date | None = None
    reviewed: date | None = None
    looks: int = 0
    laws: tuple[PersonalLaw, ...] = ()

    @classmethod
    def of(cls, facts: Iterable[Fact], candidates: Sequence[Candidate] = CANDIDATES) -> LawBook:
        """Give the book that a person's facts hold; an empty one when there is none.

        Args:
            facts: those held now; what has ended in the meantime is passed over.
            candidates: the pairs that are tested.

        Raises:
            StoreCorrupted: the book or a law in it cannot be read.
        """
        held = [fact for fact in facts if fact.valid_to is None]
        page = next((fact for fact in held if fact.attribute == BOOK_SLOT), None)
        if page is None:
            return cls()
        try:
            kept = json.loads(page.value)
            first, reviewed = (date.fromisoformat(kept[name]) for name in ("first", "reviewed"))
            looks = int(kept["looks"])
        except (ValueError, TypeError, KeyError):
            raise StoreCorrupted(f"The fact in {BOOK_SLOT} does not hold a book of laws.") from None
        return cls(first, reviewed, looks, tuple(laws_of(held, candidates)))


@dataclass(frozen=True, slots=True)
class Review:
    """What a review of a person's days came to.

    Args:
        book: the book from now on.
        found: laws that are new.
        tested: laws that still hold, as they were tested again.
        withdrawn: laws that no longer hold.
        p: of each pair that was tested for a new law.
    """

    book: LawBook
    found: tuple[PersonalLaw, ...] = ()
    tested: tuple[PersonalLaw, ...] = ()
    withdrawn: tuple[PersonalLaw, ...] = ()
    p: Mapping[str, float] | None = None

    def statements(self, subject: Subject, now: datetime) -> list[Statement]:
        """Give what a fact store is to hear of this review: new and changed laws, the end of withdrawn ones, and the book.

        Args:
            subject: whose review it is.
            now: when it took place; aware.
        """
        if self.book.first is None or self.book.reviewed is None:
            return []
        heard = [law.statement(subject, now) for law in (*self.found, *self.tested)]
        heard += [_ended(subject, law.candidate.slot, now) for law in self.withdrawn]
        kept = {"first": self.book.first.isoformat(), "looks": self.book.looks, "reviewed": self.book.reviewed.isoformat()}
        page = json.dumps(kept, separators=(",", ":"), sort_keys=True)
        heard.append(Statement(subject, BOOK_SLOT, "holds", page, said_at=now, recorded_at=now, since=now, source="computed"))
        return heard


def review(
    book: LawBook,
    series: Mapping[str, DailySeries],
    today: date,
    *,
    candidates: Sequence[Candidate] = CANDIDATES,
    seed: int = 0,
) -> Review:
    """Test a person's days: look for new laws when the schedule has a look, and test those that hold.

    It may be called as often as one likes: what chance may do is spent by the schedule, not by the call.

    Args:
        book: what the last review left.
        series: the person's daily values by metric or derived name; a date that is missing is unknown.
        today: the last date that may count, in the person's zone.
        candidates: the pairs to test, written down before the days were looked at.
        seed: of the shuffles; the same seed gives the same laws.
    """
    first = book.first or _first_date(series, candidates)
    if first is None or first > today:
        return Review(book)
    if book.reviewed is not None and (today - book.reviewed).days < REVIEW_DAYS:
        return Review(book)
    tested, withdrawn = _kept(book, series, today, seed)
    due = looks_due(((today - first).days + 1) // 7)
    found: tuple[PersonalLaw, ...] = ()
    p: dict[str, float] | None = None
    if due > book.looks:
        held = {law.candidate.name for law in book.laws}
        found, p = _found(allowed(book.looks, due), held, series, today, candidates, seed)
    laws = sorted((*tested, *found), key=lambda law: law.candidate.name)
    return Review(LawBook(first, today, max(due, book.looks), tuple(laws)), found, tested, withdrawn, p)


def _found(
    alpha: float,
    held: set[str],
    series: Mapping[str, DailySeries],
    today: date,
    candidates: Sequence[Candidate],
    seed: int,
) -> tuple[tuple[PersonalLaw, ...], dict[str, float]]:
    """Take one look: all pairs with enough days, those that are held already among them, share its chance."""
    window = Window.ending(today, 7 * FINDING_WEEKS)
    laid = {pair.name: (pair, days) for pair in candidates if (days := paired(pair, series, window)) is not None}
    p = {name: chance(days, _random(seed, name, today)) for name, (_, days) in laid.items()}
    found: list[PersonalLaw] = []
    for name, level in passing(p, alpha).items():
        pair, days = laid[name]
        # A law of last spring that is over is none.
        if name not in held and halves_agree(days) and _seen_lately(pair, series, today, slope(days), seed):
            found.append(_law(pair, days, p[name], level, today, seed))
    return tuple(sorted(found, key=lambda law: law.candidate.name)), p


def _kept(
    book: LawBook, series: Mapping[str, DailySeries], today: date, seed: int
) -> tuple[tuple[PersonalLaw, ...], tuple[PersonalLaw, ...]]:
    """Give the laws that still hold, and those that do not."""
    kept: list[PersonalLaw] = []
    withdrawn: list[PersonalLaw] = []
    for law in book.laws:
        again = _tested(law, series, today, seed)
        (kept if again.misses < MISSES else withdrawn).append(again)
    return tuple(kept), tuple(withdrawn)


def _tested(law: PersonalLaw, series: Mapping[str, DailySeries], today: date, seed: int) -> PersonalLaw:
    pair = law.candidate
    whole = paired(pair, series, Window.ending(today, 7 * FINDING_WEEKS))
    if whole is None:
        # Too few days to tell is no sign that it has stopped.
        return law
    again = _law(pair, whole, law.p, law.level, today, seed)
    seen = _seen_lately(pair, series, today, law.size, seed)
    return replace(again, found_on=law.found_on, misses=0 if seen else law.misses + 1)


def _seen_lately(pair: Candidate, series: Mapping[str, DailySeries], today: date, size: float, seed: int) -> bool:
    """Tell whether the latest weeks that hold enough days still point the way of the law, by the lenient level."""
    stretches = (paired(pair, series, Window.ending(today, 7 * weeks)) for weeks in KEEPING_WEEKS)
    days = next((days for days in stretches if days is not None), None)
    if days is None or slope(days) * size <= 0:
        return False
    return chance(days, _random(seed, pair.name, today), draws=_KEEPING_DRAWS) <= KEEPING_P


def _law(pair: Candidate, days: Days, p: float, level: float, today: date, seed: int) -> PersonalLaw:
    effect = effect_of(days, _random(seed, pair.name, today))
    # As its fact will hold it, so that a law read again is the same.
    size, low, high = (kept_digits(_told(pair, number)) for number in (effect.size, effect.low, effect.high))
    sides = days.with_habit, days.without
    return PersonalLaw(pair, size, low, high, *sides, kept_digits(p), kept_digits(level), today, today)


def _told(pair: Candidate, number: float) -> float:
    return 100 * math.expm1(number) if pair.scale == "percent" else number


def _random(seed: int, name: str, today: date) -> np.random.Generator:
    """Give draws that depend on nothing but the seed, the pair and the date, so that no order of work changes them."""
    import numpy as np

    return np.random.default_rng([seed, zlib.crc32(name.encode()), today.toordinal()])


def _first_date(series: Mapping[str, DailySeries], candidates: Sequence[Candidate]) -> date | None:
    return min((day for name in series_needed(candidates) for day in series.get(name, {})), default=None)


def _ended(subject: Subject, slot: str, now: datetime) -> Statement:
    return Statement(subject, slot, "ended", "", said_at=now, recorded_at=now, source="computed")
