"""Sleep as the app tells it: one summary a night in hours, or a segment for each stage, which are put together here.

In a summary `totalSleep` is all sleep and `asleep` only what has no stage; older versions write just `asleep`, for all.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from typing import Final

from auren.errors import MalformedRow
from auren.sources.draft import Draft
from auren.sources.record import Record
from auren.sources.stretches import Stage, Stretch, put_bouts, put_stages
from auren.sources.times import pick_span
from auren.sources.vendors.health_auto_export.devices import device_of

__all__ = ["Segments", "is_segment", "read_night", "read_summary"]

_STAGES: Final[dict[str, Stage]] = {
    "awake": "awake",
    "asleep": "asleep",
    "unspecified": "asleep",
    "in bed": "in bed",
    "inbed": "in bed",
    "core": "light",
    "deep": "deep",
    "rem": "rem",
}
_HOURS: Final = (("core", "sleep.light"), ("deep", "sleep.deep"), ("rem", "sleep.rem"))
_NO_TIMES: Final = ("sleepStart", "sleepEnd")
_LONGEST = timedelta(hours=24)
# Segments of one night follow one another closely; a nap lies hours away.
_APART = timedelta(hours=2)
_MOST = 500_000

Timed = tuple[datetime, datetime, Record]
"""A segment with its start and end."""


def is_segment(record: Record) -> bool:
    """Tell whether a record is one stage of a night rather than its summary."""
    return record.has("value") and (record.has("startDate") or record.has("start"))


def read_summary(night: Record, draft: Draft) -> None:
    """Read the summary of one night."""
    begins, ends = next((p for p in (("sleepStart", "sleepEnd"), ("inBedStart", "inBedEnd")) if night.has(p[0])), _NO_TIMES)
    span = _span(night, draft.tz, begins, ends)
    draft.identify("sleep_analysis", night.day("date").isoformat() if night.has("date") else span[1].isoformat())
    draft.over(*span)
    draft.device = device_of(night) or device_of(night, "sleepSource")
    total = "totalSleep" if night.has("totalSleep") else "asleep"
    if night.data.get(total) in (None, 0):
        draft.absent(night, total, "no sleep was recorded that night")
    else:
        draft.measure("sleep.duration", night, total, "h")
    if any(night.data.get(field) not in (None, 0) for field, _ in _HOURS):
        for field, metric in _HOURS:
            if night.has(field):
                draft.measure(metric, night, field, "h")
        if night.has("awake"):
            draft.measure("sleep.awake", night, "awake", "h")
    if night.data.get("inBed") not in (None, 0):
        _read_in_bed(night, draft)


def _read_in_bed(night: Record, draft: Draft) -> None:
    try:
        start, end = _span(night, draft.tz, "inBedStart", "inBedEnd") if night.has("inBedStart") else (None, None)
        draft.put("sleep.in_bed", night.number("inBed"), "h", night, "inBed", start=start, end=end)
    except MalformedRow as error:
        draft.fault(error)


class Segments:
    """Gathers the segments of a file, which may stand in any order, and gives them night by night."""

    def __init__(self) -> None:
        self._by_device: dict[str, list[Timed]] = {}
        self._held = 0

    def add(self, segment: Record, zone: tzinfo) -> None:
        """Keep one segment.

        Args:
            segment: the record.
            zone: where the person was.

        Raises:
            MalformedRow: its times or its stage cannot be read.
        """
        begins, ends = ("startDate", "endDate") if segment.has("startDate") else ("start", "end")
        start, end = _span(segment, zone, begins, ends)
        _stage(segment)
        if self._held >= _MOST:
            raise segment.wrong("", f"expected at most {_MOST} segments in a file")
        self._held += 1
        self._by_device.setdefault(device_of(segment), []).append((start, end, segment))

    def nights(self) -> Iterator[list[Timed]]:
        """Give the segments of each night, by device and in order of time."""
        for _, segments in sorted(self._by_device.items()):
            segments.sort(key=lambda one: one[:2])
            night: list[Timed] = []
            reached = None
            for one in segments:
                if reached is not None and one[0] - reached > _APART:
                    yield night
                    night, reached = [], None
                night.append(one)
                reached = one[1] if reached is None else max(reached, one[1])
            if night:
                yield night


def read_night(record: Record, draft: Draft, *, night: list[Timed]) -> None:
    """Read the segments of one night and device; the record is the first of them."""
    start, end = night[0][0], max(finish for _, finish, _ in night)
    if end - start > _LONGEST:
        raise record.wrong("", "expected the segments of a night to span at most 24 hours")
    draft.device = device_of(record)
    draft.identify("night", f"{start.isoformat()}:{draft.device}".removesuffix(":"))
    draft.over(start, end)
    stretches = [Stretch(begin, finish, _stage(segment)) for begin, finish, segment in night]
    put_stages(stretches, record, draft, "value")
    put_bouts(stretches, record, draft, "value")
    in_bed = [s for s in stretches if s.stage == "in bed"]
    if in_bed:
        first, last = min(s.start for s in in_bed), max(s.end for s in in_bed)
        draft.put("sleep.in_bed", (last - first) / timedelta(minutes=1), "min", record, "value", start=first, end=last)


def _stage(segment: Record) -> Stage:
    stage = _STAGES.get(segment.text("value").casefold())
    if stage is None:
        raise segment.wrong("value", "expected one of Awake, Asleep, In Bed, Core, REM, Deep, Unspecified")
    return stage


def _span(record: Record, zone: tzinfo, begins: str, ends: str) -> tuple[datetime, datetime]:
    span = pick_span(record.moment(begins), record.moment(ends), zone)
    if span is None:
        raise record.wrong(ends, f"expected a time that is not before {begins}")
    if span[1] - span[0] > _LONGEST:
        raise record.wrong(ends, f"expected at most 24 hours after {begins}")
    return span
