"""What the engine is held against: a loop written by hand for the one rule, and the naive way of judging all again."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from statistics import fmean, stdev

from auren.patterns import Kernel
from auren.ports import PatternRule
from auren.readings import Reading

__all__ = ["HandWritten", "naive"]


class HandWritten:
    """The HRV drop and nothing else: no revisions, no devices, no life of a finding; the ceiling in this language."""

    def __init__(self) -> None:
        self.people: dict[str, dict[date, float]] = {}
        self.seen: set[tuple[str, str]] = set()
        self.found: dict[tuple[str, date], bool] = {}

    def take(self, reading: Reading) -> None:
        """Take one reading in, and judge the days that it bears on."""
        if reading.metric != "hrv.rmssd":
            return
        key = (reading.subject.id, reading.id)
        if key in self.seen:
            return
        self.seen.add(key)
        days = self.people.setdefault(reading.subject.id, {})
        days[reading.day] = math.log(reading.value)
        for ahead in range(67):
            anchor = reading.day + timedelta(days=ahead)
            if anchor in days:
                self.found[reading.subject.id, anchor] = _drops(days, anchor)


def naive(rule: PatternRule, held: Sequence[Reading], events: Iterable[Reading]) -> int:
    """Judge all that lies in the window again at every event, as an engine without a state of its own does; count them.

    Args:
        rule: the one rule.
        held: what one person's window holds.
        events: that arrive.
    """
    buffer = list(held)
    kernel = Kernel([rule])
    count = 0
    for event in events:
        buffer.append(event)
        kernel.judge_all(event.subject, buffer)
        count += 1
    return count


def _drops(days: dict[date, float], anchor: date) -> bool:
    week = [days[d] for back in range(7) if (d := anchor - timedelta(days=back)) in days]
    usual = [days[d] for back in range(7, 67) if (d := anchor - timedelta(days=back)) in days]
    if len(week) < 5 or len(usual) < 14:
        return False
    low = fmean(usual) - 0.5 * stdev(usual)
    return fmean(week) < low and sum(value < low for value in week) >= 2
