"""Personal laws: what goes with what in one person's own days, found by tests that keep chance in check."""

from auren.memory.laws.book import BOOK_SLOT, LawBook, Review, review
from auren.memory.laws.candidates import CANDIDATES, Candidate, series_needed
from auren.memory.laws.days import DailySeries
from auren.memory.laws.derived import daily_series, late_exercise, metrics_needed
from auren.memory.laws.law import PersonalLaw, laws_of

__all__ = [
    "BOOK_SLOT",
    "CANDIDATES",
    "Candidate",
    "DailySeries",
    "LawBook",
    "PersonalLaw",
    "Review",
    "daily_series",
    "late_exercise",
    "laws_of",
    "metrics_needed",
    "review",
    "series_needed",
]
