"""One FIT file on its way: what it told so far, which reader takes each message, and what is held until its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import tzinfo
from functools import partial

from auren.errors import MalformedRow
from auren.sources.base import Read
from auren.sources.draft import Draft
from auren.sources.record import Record
from auren.sources.vendors.fit.body import read_shared
from auren.sources.vendors.fit.counts import MOST as MOST_COUNTS
from auren.sources.vendors.fit.counts import DayCounts, has_totals, read_count, totals_of
from auren.sources.vendors.fit.exercise import Beats, StrapTimes, read_beats, read_session, read_strap
from auren.sources.vendors.fit.instants import INSTANTS, begin, read_instant
from auren.sources.vendors.fit.night import MOST as MOST_LEVELS
from auren.sources.vendors.fit.night import Nights, read_levels, read_scores
from auren.sources.vendors.fit.origin import Told

__all__ = ["TELLING", "WANTED", "OneFile"]

TELLING = frozenset({"file_id", "device_info", "user_profile", "monitoring_info", "event"})
"""Messages that give no reading of their own, and tell the device, its users or the time."""

_SHARED = ("weight_scale", "blood_pressure")
_OTHERS = ("session", "hrv", "hr", "sleep_level", "sleep_assessment")

WANTED = frozenset({*INSTANTS, *_OTHERS, *TELLING})
"""Every message whose fields are looked at."""

Left = tuple[str, Record, Read]
"""A kind of message, the one that stands for what was held, and its reader."""


class OneFile:
    """The state of one file; files that are chained have one each.

    Args:
        tz: where the person was.
        user: the person's number on a shared scale; None where nobody shares it.
    """

    def __init__(self, tz: tzinfo, user: int | None) -> None:
        self._told = Told.nothing(tz)
        self._counts = DayCounts()
        self._nights = Nights()
        self._held: Counter[str] = Counter()
        told = self._told
        self._readers: dict[str, Read] = {
            **{name: partial(read_instant, told=told, name=name) for name in INSTANTS},
            **{name: partial(read_shared, told=told, name=name, user=user) for name in _SHARED},
            "session": partial(read_session, told=told),
            "hrv": partial(read_beats, told=told, beats=Beats()),
            "hr": partial(read_strap, told=told, times=StrapTimes()),
            "monitoring": partial(_read_monitoring, told=told),
            "sleep_level": partial(_read_level, told=told),
            "sleep_assessment": _read_second_scores,
        }

    def take(self, name: str, record: Record) -> Read | None:
        """Take in a message; gives its reader, or None when it gives no reading of its own or is held until the end.

        A message that should be held and cannot be has a reader that says why.
        """
        self._told.hear(name, record)
        if name in TELLING:
            return None
        try:
            held = self._hold(name, record)
        except MalformedRow:
            held = False
        if held:
            self._held[name] += 1
            return None
        return self._readers[name]

    def rest(self) -> Iterator[Left]:
        """Give what was held, once the file has ended."""
        for count in self._counts.counts():
            self._held["monitoring"] -= 1
            yield "monitoring", count.record, partial(read_count, told=self._told, count=count)
        nights = self._nights.nights()
        for night in nights:
            self._held["sleep_level"] -= 1
            yield "sleep_level", night[0][1], partial(read_levels, told=self._told, night=night)
        if self._nights.scores is not None:
            self._held["sleep_assessment"] -= 1
            last = nights[-1] if nights else []
            yield "sleep_assessment", self._nights.scores, partial(read_scores, told=self._told, night=last)

    def summed(self) -> Iterator[tuple[str, int]]:
        """Give, after the rest, how many messages of a kind are in a day or a night that another one stands for."""
        yield from ((kind, count) for kind, count in self._held.items() if count > 0)

    def _hold(self, name: str, record: Record) -> bool:
        match name:
            case "monitoring" if has_totals(record):
                at = self._told.clock.of(record)
                if at is None or self._counts.full:
                    return False
                self._counts.add(self._told.clock.day_until(at), at, record)
                return not record.has("heart_rate")
            case "sleep_level":
                at = self._told.clock.of(record)
                if at is None or self._nights.full:
                    return False
                self._nights.add(at, record)
                return True
            case "sleep_assessment" if self._nights.scores is None:
                self._nights.scores = record
                return True
            case _:
                return False


def _read_monitoring(record: Record, draft: Draft, told: Told) -> None:
    counts = has_totals(record) and bool(totals_of(record))
    if record.has("heart_rate"):
        read_instant(record, draft, told, "monitoring")
    elif begin(record, draft, told, "monitoring") is None:
        return
    elif counts:
        draft.fault(record.wrong("activity_type", f"expected at most {MOST_COUNTS} days and activities in a file"))
    else:
        draft.absent(record, "", "it tells neither a heart rate nor a count")


def _read_level(record: Record, draft: Draft, told: Told) -> None:
    # Only levels that cannot be held come here, mostly because their time is missing.
    if begin(record, draft, told, "sleep_level") is not None:
        draft.fault(record.wrong("sleep_level", f"expected at most {MOST_LEVELS} levels of sleep in a file"))


def _read_second_scores(record: Record, draft: Draft) -> None:
    draft.absent(record, "", "the file told a night's scores before")
