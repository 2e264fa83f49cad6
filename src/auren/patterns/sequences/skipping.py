"""What a match rules out among the partial and complete ones beside it."""

from __future__ import annotations

from collections.abc import Callable

from auren.patterns.sequences.history import History
from auren.patterns.sequences.partial import Partial
from auren.patterns.sequences.pattern import Event, Skip

__all__ = ["given_up"]


def given_up(skip: Skip, found: Partial[Event]) -> Callable[[Partial[Event]], bool]:
    """Give the test of which matches are given up once one was found."""
    numbers = [link.number for link in History(found.last).links() if skip.stage in ("", link.stage)]
    if not numbers:
        return lambda _: False
    match skip.kind:
        case "to_next":
            return lambda partial: partial.began <= numbers[0]
        case "past_last":
            return lambda partial: partial.began <= numbers[-1]
        case "to_first":
            return lambda partial: partial.began < numbers[0]
        case "to_last":
            return lambda partial: partial.began < numbers[-1]
        case "no_skip":
            return lambda _: False
