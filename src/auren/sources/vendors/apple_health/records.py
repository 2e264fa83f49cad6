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
    rb' creationDate="([^"]*+)" startDate="([^"]*+)" endDate="([^"]*+)"(?: value="([^"]*+)")?+'
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
        hours, batch, touched = clock.hours, self.batch, self.touched
        for found in _RECORD.finditer(buffer, at):
            if found.start() != at:
                break
            head, created, started, ended, text, beats = found.groups()
            lane = heads.get(head) or self._lane(head)
            if lane is None:
                break
            if not lane.metric:
                if not self._without_metric(lane, created, started, ended, text):
                    break
                at = found.end()
                continue
            hour = hours.get(started[:13] + started[19:]) or clock.hour(started)
            within = IN_HOUR.get(started[13:19])
            if hour is None or within is None:
                break
            start = end = hour.begin + within[0]
            start_s = end_s = hour.epoch_s + within[1]
            if ended != started:
                last = hours.get(ended[:13] + ended[19:]) or clock.hour(ended)
                within = IN_HOUR.get(ended[13:19])
                if last is None or within is None:
                    break
                end = last.begin + within[0]
                end_s = last.epoch_s + within[1]
                if end_s < start_s:
                    break
                if lane.by_end:
                    hour = last
            try:
                value = float(text)
            except (ValueError, TypeError):
                break
            if not lane.exact or len(text) > _DIGITS:
                value = rescaled(value, lane.scale, lane.summand)
            if not lane.low <= value <= lane.high or b"_" in text:
                break
            if lane.adds:
                revision = 0
                key = f"{lane.before}{start_s}-{end_s}:{value}"
            else:
                saved = hours.get(created[:13] + created[19:]) or clock.hour(created)
                within = IN_HOUR.get(created[13:19])
                if saved is None or within is None:
                    break
                revision = saved.epoch_s + within[1]
                key = f"{lane.before}{start_s}-{end_s}"
            day = hour.day or clock.day(end if lane.by_end else start)
            metric, device = lane.metric, lane.device
            reading = Reading(
                subject, metric, value, start, end, day, zone, source, key + lane.after, device, revision, False, ""
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

    def _without_metric(self, lane: Lane, created: bytes, started: bytes, ended: bytes, text: bytes | None) -> bool:
        """Take a record that is no quantity; False where the long way is needed."""
        if lane.way == "passed over":
            self.passed[lane.kind] += 1
            return True
        if lane.way != "sleep" or text is None:
            return False
        stage = STAGES.get(text.decode("ascii", "replace"))
        times = [self._clock.moment(time) for time in (started, ended, created)]
        start, end, saved = times
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
            reading = Reading(
                subject, into.metric, float(to_ms - from_ms), begin, finish, first, zone, source, name, into.device, revision
            )
            into.readings.append(reading)
            self.batch.append(reading)
            begin = finish
        self.touched.append(into)
        return True


def _after(at: datetime, ms: int) -> datetime:
    return at + timedelta(0, 0, ms * 1000)
