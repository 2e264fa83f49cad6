"""What a client asks a service for: one step after the other, each of them page by page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

__all__ = ["Moves", "Span", "Step", "windows"]

Moves = Literal["page", "end", "never"]


@dataclass(frozen=True, slots=True)
class Step:
    """One request, without its page.

    Args:
        name: tells it from the other steps of a run; the same for the same days.
        path: below the base URL.
        query: of the URL.
        form: sent as a form; a POST when there is one.
        body: sent as JSON; a POST when there is one.
        answer: path under which the answer is read; empty for `path`.
        absent_ok: whether 404 means that there is nothing for this day.
        moves: when the cursor moves on: after each page, only at the end of the step, or not even then, so that a later run
            begins here again. The last two are for records that refer to those of a step before.
    """

    name: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)
    body: Mapping[str, object] | None = field(default=None, repr=False)
    answer: str = ""
    absent_ok: bool = False
    moves: Moves = "page"


@dataclass(frozen=True, slots=True)
class Span:
    """The dates that a run covers.

    Args:
        since, until: first and last date, both part of it.
        made: date on which the run began.
    """

    since: date
    until: date
    made: date


def windows(span: Span, days: int) -> Iterator[tuple[date, date]]:
    """Cut a span into windows of at most so many days, and give the first and last date of each."""
    first = span.since
    while first <= span.until:
        last = min(span.until, first + timedelta(days=days - 1))
        yield first, last
        first = last + timedelta(days=1)
