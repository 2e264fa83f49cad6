"""Records in the shape in which nearly all of them are written, read many at a time without taking them apart first.

What stands in this shape and is in order becomes a reading here; anything else is left to the way that can say what is
wrong with it. Both ways give the same readings.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta
from typing import Final

from auren.people import Subject
from auren.readings import Reading
from auren.readings.reading import checked_reading
from auren.sources.vendors.apple_health.beats import UnclearBeats, intervals
from auren.sources.vendors.apple_health.clock import IN_HOUR, Clock
from auren.sources.vendors.apple_health.lanes import Lane, Lanes
from auren.sources.vendors.apple_health.lexer import Unreadable, attributes_of
from auren.sources.vendors.apple_health.sleep import STAGES, Sleep
from auren.sources.vendors.apple_health.units import rescaled

__all__ = ["RecordRun"]

_SPACE: Final = re.compile(rb"\s*+")
_RECORD: Final = re.compile(
    rb'<Record (type="[^"]*+" sourceName="[^"]*+"(?: sourceVersion="[^"]*+")?+(?: device="[^"]*+")?+(?: unit="[^"]*+")?+)'
    rb' creationDate="([^"]{13})([^"]{6})([^"]{6})" startDate="([^"]{13})([^"]{6})([^"]{6})"'
    rb' endDate="([^"]{13})([^"]{6})([^"]{6})"(?: value="([^"_]*+)")?+'
    rb'(?:/>|>\s*+(?:<MetadataEntry key="[^"<]*+" value="[^"<]*+"/>\s*+)*+'
    rb"(?:<HeartRateVariabilityMetadataList>\s*+"
    rb'((?:<InstantaneousBeatsPerMinute bpm="[0-9]++" time="[^"<]*+"/>\s*+)*+)'
    rb"</HeartRateVariabilityMetadataList>\s*+)?+</Record>)\s*+"
)
_BEAT: Final = re.compile(
    rb'bpm="([0-9]{1,3})" time="[^0-9"]*+[0-9]{1,2}[^0-9"]([0-9]{2})[^0-9"]([0-9]{2})[^0-9"]([0-9]{2})[^0-9"]*+"'
)
_HELD: Final = 20_000
_DIGITS: Final = 9


class RecordRun:
    """Reads runs of records.

    Args:
        subject: whose they are.
        zone: name of the zone where the person was.
        source: the readings' source.
        clock: reads their times.
        lanes: tells what they are.
        sleep: takes the samples of sleep.

    Attributes:
        batch: readings since the last batch, in the order of the file.
        touched: the lanes that they came by.
        passed: records of types that are not read, by kind.
    """

    def __init__(self, subject: Subject, zone: str, source: str, clock: Clock, lanes: Lanes, sleep: Sleep) -> None:
        self.batch: list[Reading] = []
        self.touched: list[Lane] = []
        self.passed: Counter[str] = Counter()
        self._subject = subject
        self._zone = zone
        self._source = source
        self._clock = clock
        self._lanes = lanes
        self._sleep = sleep
        self._heads: dict[bytes, Lane | None] = {}

    def read(self, buffer: bytes, at: int) -> int:
        """Read the records from a place on, and give the place behind the last of them.

        Args:
            buffer: text of the file between two elements.
            at: where to begin.
        """
        space = _SPACE.match(buffer, at)
        at = space.end() if space else at
        if not _RECORD.match(buffer, at):
            return at
        subject, zone, source, clock, heads = self._subject, self._zone, self._source, self._clock, self._heads
        hours, batch, touched, passed = clock.hours, self.batch, self.touched, self.passed
        for found in _RECORD.finditer(buffer, at):
            if found.start() != at:
                break
            head, saved, saved_in, saved_zone, from_, from_in, from_zone, to, to_in, to_zone, text, beats = found.groups()
            lane = heads.get(head) or self._lane(head)
            if lane is None:
                break
            if not lane.metric:
                if lane.way == "passed over":
                    passed[lane.kind] += 1
                elif lane.way != "sleep" or not self._slept(
                    lane, text, from_ + from_in + from_zone, to + to_in + to_zone, saved + saved_in + saved_zone
                ):
                    break
                at = found.end()
                continue
            # Each time is its hour, which was met before, and a step into it.
            hour = hours.get(from_ + from_zone) or clock.hour(from_ + from_in + from_zone)
            step = IN_HOUR.get(from_in)
            if hour is None or step is None:
                break
            begin, begin_s, day = hour
            start = end = begin + step[0]
            start_s = end_s = begin_s + step[1]
            if to_in != from_in or to != from_ or to_zone != from_zone:
                hour = hours.get(to + to_zone) or clock.hour(to + to_in + to_zone)
                step = IN_HOUR.get(to_in)
                if hour is None or step is None:
                    break
                begin, begin_s, end_day = hour
                end = begin + step[0]
                end_s = begin_s + step[1]
                if end_s < start_s:
                    break
                if lane.by_end:
                    day = end_day
            try:
                value = float(text)
            except (ValueError, TypeError):
                break
            if not lane.exact or len(text) > _DIGITS:
                value = rescaled(value, lane.scale, lane.summand)
            if not lane.low <= value <= lane.high:
                break
            if lane.adds:
                revision = 0
                key = f"{lane.before}{start_s}-{end_s}:{value}"
            else:
                hour = hours.get(saved + saved_zone) or clock.hour(saved + saved_in + saved_zone)
                step = IN_HOUR.get(saved_in)
                if hour is None or step is None:
                    break
                revision = hour[1] + step[1]
                key = f"{lane.before}{start_s}-{end_s}"
            day = day or clock.day(end if lane.by_end else start)
            reading = checked_reading(
                subject, lane.metric, value, start, end, day, zone, source, key + lane.after, lane.device, revision
            )
            if not lane.keys:
                touched.append(lane)
            lane.keys.append(key)
            lane.readings.append(reading)
            batch.append(reading)
            if beats and not self._beats(lane, beats, reading, start_s, key):
                lane.keys.pop()
                lane.readings.pop()
                batch.pop()
                break
            at = found.end()
        return at

    def _slept(self, lane: Lane, text: bytes | None, *times: bytes) -> bool:
        """Take a sample of sleep; False where the long way is needed."""
        stage = STAGES.get(text.decode("ascii", "replace")) if text else None
        start, end, saved = (self._clock.moment(time) for time in times)
        if stage is None or start is None or end is None or saved is None:
            return False
        return self._sleep.take(lane.device, stage, start.epoch_s, end.epoch_s, saved.epoch_s)

    def _lane(self, head: bytes) -> Lane | None:
        if len(self._heads) >= _HELD:
            self._heads.clear()
        lane = None
        if b"<" not in head:
            try:
                lane = self._lanes.of(attributes_of(b" " + head))
            except Unreadable:
                lane = None
        self._heads[head] = lane
        return lane

    def _beats(self, lane: Lane, beats: bytes, record: Reading, start_s: int, key: str) -> bool:
        """Give the intervals between a record's beats; False where the long way is needed, nothing given."""
        into = lane.beats
        if into is None:
            return True
        told = _BEAT.findall(beats)
        if len(told) != beats.count(b"<"):
            return False
        try:
            spans, gaps = intervals(
                [(int(bpm), int(minute) * 60_000 + int(second) * 1000 + int(part) * 10) for bpm, minute, second, part in told],
                start_s,
            )
        except UnclearBeats:
            return False
        if gaps or not spans or not all(into.low <= to - begin <= into.high for begin, to in spans):
            return False
        at = record.start
        first, last = (self._clock.day(at + timedelta(milliseconds=ms)) for ms in (spans[0][0], spans[-1][0]))
        if first != last:
            return False
        subject, zone, source, revision = self._subject, self._zone, self._source, record.revision
        begin = _after(at, spans[0][0])
        for number, (from_ms, to_ms) in enumerate(spans, 1):
            finish = _after(at, to_ms)
            name = f"{key}{into.after}:{number}"
            reading = checked_reading(
                subject, into.metric, float(to_ms - from_ms), begin, finish, first, zone, source, name, into.device, revision
            )
            into.readings.append(reading)
            self.batch.append(reading)
            begin = finish
        self.touched.append(into)
        return True


def _after(at: datetime, ms: int) -> datetime:
    return at + timedelta(0, 0, ms * 1000)
