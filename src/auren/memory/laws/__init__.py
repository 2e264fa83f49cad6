"""Personal laws: what goes with what in one person's own days, found by tests that keep chance in check."""

from auren.memory.laws.book import BOOK_SLOT, LawBook, Review, review
from auren.memory.laws.candidates import CANDIDATES, Candidate, series_needed
from auren.memory.laws.days import DailySeries
from auren.memory.laws.law import PersonalLaw, laws_of

__all__ = [
    "BOOK_SLOT",
    "CANDIDATES",
    "Candidate",
    "DailySeries",
    "LawBook",
    "PersonalLaw",
    "Review",
    "laws_of",
    "review",
    "series_needed",
]
