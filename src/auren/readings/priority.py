"""Whose word counts where two devices measured the same stretch of time: a stated order, never an addition of both."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from auren.errors import InvalidInput

if TYPE_CHECKING:
    from auren.readings.metrics import Metric
    from auren.readings.reading import Reading

__all__ = ["STATED_PRIORITY", "SourcePriority", "without_overlap"]

_WHOLE_DAY = timedelta(hours=22)
_PHONES = ("phone", "pixel", "sm-", "mobile", "android")


@dataclass(frozen=True, slots=True)
class SourcePriority:
    """The order of sources and devices: what the first one measured is not counted again from a later one.

    What the order leaves out comes after it: worn devices before phones, then by source and by device in alphabetical
    order, so that the same readings always give the same day.

    Args:
        order: sources such as "oura", or a source and the beginning of a device's name, such as "apple_health/Apple Watch";
            upper and lower case do not matter.

    Raises:
        InvalidInput: an entry is blank or stands twice.
    """

    order: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        # Given as a list, it must not change under the registry that holds it.
        object.__setattr__(self, "order", tuple(self.order))
        folded = [entry.strip().casefold() for entry in self.order]
        if not all(folded) or len(set(folded)) < len(folded):
            raise InvalidInput("A source priority with a blank or repeated entry was given; name each source or device once.")

    def rank(self, source: str, device: str) -> tuple[int, bool, str, str]:
        """Give the place of an origin; the lowest counts first.

        Args:
            source: the readings' source.
            device: the readings' device; may be empty.
        """
        folded_source, folded_device = source.casefold(), device.casefold()
        place = len(self.order)
        for index, entry in enumerate(self.order):
            wanted_source, slash, wanted_device = entry.strip().casefold().partition("/")
            if wanted_source == folded_source and (not slash or folded_device.startswith(wanted_device)):
                place = index
                break
        on_phone = "watch" not in folded_device and any(name in folded_device for name in _PHONES)
        return place, on_phone, source, device


STATED_PRIORITY: Final = SourcePriority()
"""Nothing is preferred by name: worn devices before phones, then by source and device."""


def without_overlap(
    metric: Metric, readings: Iterable[Reading], priority: SourcePriority = STATED_PRIORITY
) -> list[tuple[Reading, float]]:
    """Give readings of one metric with the share of each that counts, by start, end and id.

    Where a preferred device covers a stretch of time, another device's readings count only for what lies outside it: of
    a metric that is added up, the uncovered share of the interval; of any other, the whole reading or nothing, by
    whether more than half of it is covered. There, a reading that spans a whole day only names the date: it gives way to
    any reading of a preferred device on that date, and settles the date where its own device is the preferred one.
    Readings of one device never shut out one another.

    Args:
        metric: whose day rule and bridge are used.
        readings: live readings of one metric and day, in any order.
        priority: whose word counts first.
    """
    live = sorted(readings, key=lambda r: (r.start, r.end, r.id))
    by_origin: dict[tuple[str, str], list[Reading]] = {}
    for reading in live:
        by_origin.setdefault((reading.source, reading.device), []).append(reading)
    if len(by_origin) < 2:
        return [(reading, 1.0) for reading in live]
    bridge = timedelta(minutes=metric.bridge_min)
    adds = metric.day_rule == "sum"
    shared: list[tuple[Reading, float]] = []
    covered = _Covered(())
    settled = False
    for origin in sorted(by_origin, key=lambda origin: priority.rank(*origin)):
        counted: list[Reading] = []
        for reading in by_origin[origin]:
            share = covered.share_left(reading)
            if not adds:
                # Where one of the two only names the date, how far they overlap tells nothing.
                share = float(not covered.spans if settled or _vague(reading) else share >= 0.5)
            if share > 0.0:
                shared.append((reading, share))
                counted.append(reading)
        settled = settled or any(map(_vague, counted))
        covered = _Covered([*covered.spans, *((r.start - bridge / 2, r.end + bridge / 2) for r in counted)])
    return sorted(shared, key=lambda pair: (pair[0].start, pair[0].end, pair[0].id))


class _Covered:
    """The stretches that preferred devices cover; what they leave of a reading is found without going through them all."""

    def __init__(self, spans: Iterable[tuple[datetime, datetime]]) -> None:
        self.spans = _joined(spans)
        self._starts = [start for start, _ in self.spans]
        self._before = list(accumulate((end - start for start, end in self.spans), initial=timedelta(0)))

    def share_left(self, reading: Reading) -> float:
        length = reading.end - reading.start
        if not length:
            at = bisect_right(self._starts, reading.start)
            return 0.0 if at and reading.start <= self.spans[at - 1][1] else 1.0
        return 1.0 - (self._until(reading.end) - self._until(reading.start)) / length

    def _until(self, instant: datetime) -> timedelta:
        at = bisect_right(self._starts, instant)
        if not at:
            return timedelta(0)
        start, end = self.spans[at - 1]
        return self._before[at - 1] + min(end, instant) - start


def _vague(reading: Reading) -> bool:
    return reading.end - reading.start >= _WHOLE_DAY


def _joined(spans: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    joined: list[tuple[datetime, datetime]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
