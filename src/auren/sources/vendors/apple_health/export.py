"""Apple Health's export: one XML file of all that was ever recorded, 1 to 3 gigabytes of it, read as it streams by.

Nothing in it has an id. The same record is told by its type, interval and origin, and, where values add up, its value.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from auren.errors import MalformedRow, SourceError
from auren.people import Subject
from auren.readings import STANDARD_METRICS, MetricRegistry, Reading
from auren.sources.base import OnMalformed, Read, Source
from auren.sources.draft import Draft
from auren.sources.files import DEFAULT_LIMITS, Limits, place_of
from auren.sources.look import Look
from auren.sources.record import Record
from auren.sources.tally import Tally
from auren.sources.vendors.apple_health.clock import Clock
from auren.sources.vendors.apple_health.elements import Sample, read_activity, read_record, sleep_sample
from auren.sources.vendors.apple_health.lanes import Lane, Lanes
from auren.sources.vendors.apple_health.lexer import Element, Lexer
from auren.sources.vendors.apple_health.records import RecordRun
from auren.sources.vendors.apple_health.sleep import STAGES, Sleep, put_session

__all__ = ["AppleHealthExport"]

_ROOT: Final = "HealthData"
_HEAD: Final = re.compile(rb"<!DOCTYPE\s+HealthData\b|<HealthData[\s/>]")
_LOOKED_AT: Final = 20
_ENOUGH: Final = 1000
_NO_RECORDS: Final = ("ExportDate", "Me")
_NOT_READ: Final = "records of this type are not read"
_INNER: Final = "record inside a Correlation"
_PASSED: Final = {
    _INNER: "it stands in the export by itself, too",
    "ActivitySummary": "what it sums up stands in the export by itself",
    "Correlation": "its records stand in the export by themselves, too",
}


class AppleHealthExport(Source):
    """An export of Apple Health: the XML file, the folder that holds it, or the archive as the phone gives it.

    Args:
        path: `export.xml` under whatever name, the folder, or the zip archive.
        subject: whose readings they are.
        zone: IANA zone where the person was; the export knows only the phone's offset on the day of the export.
        on_malformed: "skip" reports what cannot be read, "raise" raises it.
        metrics: the registry that values are checked against; its HealthKit identifiers say which types are read.
        limits: bounds on what is read.

    Raises:
        InvalidInput: the zone is missing or unknown.
        SourceError: nothing is there, or no XML file that begins as an export does.
    """

    name = "apple_health"

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        subject: Subject,
        zone: str | None = None,
        on_malformed: OnMalformed = "skip",
        metrics: MetricRegistry = STANDARD_METRICS,
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        super().__init__(subject=subject, zone=zone, on_malformed=on_malformed, metrics=metrics)
        place = place_of(path, limits)
        self._place = self._files = place
        self.path = place.path
        self._exports = _exports(Look(place))
        place.restart()
        if not self._exports:
            raise SourceError(f"{self.path}: no Apple Health export is there; expected an XML file that begins with {_ROOT}.")

    @classmethod
    def recognise(cls, look: Look) -> str | None:
        """Say what gives a path away as an Apple Health export, or None when it is not."""
        found = _exports(look)
        return f"{found[0]} begins with {_ROOT} of Apple Health" if found else None

    def _read(self, tally: Tally) -> Iterator[Reading]:
        for batch in self._batches(tally):
            yield from batch

    def _run(self, tally: Tally) -> Iterator[Reading]:
        # Readings are entered many at a time, just before they are given.
        for batch in self._batches(tally):
            yield from batch
        tally.finish()

    def _batches(self, tally: Tally) -> Iterator[list[Reading]]:
        for kind in ("Workout", "SleepAnalysis"):
            tally.kind(kind)
        for file in self._exports:
            clock, lanes, sleep = Clock(self._tz), Lanes(self._metrics), Sleep()
            records = RecordRun(self.subject, self.zone, self.name, clock, lanes, sleep)
            one = _Pass(file, tally, clock, lanes, sleep, records)
            try:
                yield from self._file(one)
                yield from self._nights(one)
            finally:
                one.enter_passed()
        tally.unread(*(name for name in self._files.names if name not in self._exports))

    def _file(self, one: _Pass) -> Iterator[list[Reading]]:
        limits = self._files.limits
        try:
            with self._files.open(one.file) as stream:
                lexer = Lexer(stream, one.file, _ROOT, limits)
                more = lexer.begin()
                while more:
                    more = self._step(one, lexer)
                    if len(one.records.batch) >= _ENOUGH:
                        yield one.batch()
        except MalformedRow as error:
            yield one.batch()
            self._refuse(one.tally, error)
        yield one.batch()

    def _step(self, one: _Pass, lexer: Lexer) -> bool:
        lexer.at = one.records.read(lexer.buffer, lexer.at)
        element = lexer.next()
        if element is None:
            return False
        match element.name:
            case "Record":
                self._record(one, element)
            case "Workout":
                device = one.lanes.origin_of(element.attributes)
                self._element(one, "Workout", element, partial(read_activity, element, device, one.clock))
            case name if name not in _NO_RECORDS:
                one.pass_over(element)
        return True

    def _record(self, one: _Pass, element: Element) -> None:
        lane = one.lanes.of(element.attributes)
        if lane.way in ("quantity", "duration") or element.fault:
            self._element(one, lane.kind, element, partial(read_record, element, lane, one.clock))
        elif lane.way == "passed over":
            one.records.passed[lane.kind] += 1
        else:
            self._sleep(one, lane, element)

    def _sleep(self, one: _Pass, lane: Lane, element: Element) -> None:
        def take(value: str, sample: Sample) -> bool:
            return one.sleep.take(lane.device, STAGES[value], *sample)

        record = one.record_of(element)
        try:
            if not sleep_sample(record, one.clock, take):
                self._one(one, lane.kind, record, _no_time)
        except MalformedRow as error:
            self._one(one, lane.kind, error, _no_time)

    def _element(self, one: _Pass, kind: str, element: Element, read: Read) -> None:
        record = one.record_of(element)
        self._one(one, kind, record.wrong("", element.fault) if element.fault else record, read)

    def _one(self, one: _Pass, kind: str, row: Record | MalformedRow, read: Read) -> None:
        for reading in self._settle_one(one.tally, kind, self.name, row, read):
            one.single.append(reading)
            one.records.batch.append(reading)

    def _nights(self, one: _Pass) -> Iterator[list[Reading]]:
        record = Record(one.file, 0, {})
        for session in one.sleep.sessions(self._tz):
            draft = Draft(self.subject, self.zone, self._tz, self.name, one.file, None, self._metrics)
            put_session(session, record, draft)
            # Many records make a session, so none of their lines is its place.
            draft.problems = [replace(problem, line=None) for problem in draft.problems]
            one.tally.settle("SleepAnalysis", draft, keys=session.keys)
            if draft.first_fault is not None and self.on_malformed == "raise":
                raise draft.first_fault
            for reading in draft.readings:
                one.tally.give(reading)
            yield draft.readings


@dataclass(slots=True)
class _Pass:
    """One pass over one file: what its records are read with, and the readings that were not given yet."""

    file: str
    tally: Tally
    clock: Clock
    lanes: Lanes
    sleep: Sleep
    records: RecordRun
    single: list[Reading] = field(default_factory=list)

    def record_of(self, element: Element) -> Record:
        return Record(self.file, element.line, dict(element.attributes))

    def pass_over(self, element: Element) -> None:
        passed = self.records.passed
        passed[self.lanes.kind_of(element.name)] += 1
        if element.name == "Correlation":
            passed[_INNER] += sum(child.name == "Record" for child in element.children)

    def enter_passed(self) -> None:
        """Enter what was passed over, however far the pass came."""
        for kind, count in sorted(self.records.passed.items()):
            if count:
                self.tally.pass_over(kind, self.file, _PASSED.get(kind, _NOT_READ), count=count)

    def batch(self) -> list[Reading]:
        """Enter the readings since the last batch, and give them."""
        records, tally = self.records, self.tally
        for lane in records.touched:
            if lane.keys:
                tally.settle_used(lane.kind, lane.keys)
            if lane.readings:
                tally.give_run(lane.readings)
            lane.keys.clear()
            lane.readings.clear()
        records.touched.clear()
        for reading in self.single:
            tally.give(reading)
        self.single.clear()
        batch = records.batch.copy()
        records.batch.clear()
        return batch


def _no_time(record: Record, draft: Draft) -> None:
    draft.absent(record, "endDate", "it lasts no time")


def _exports(look: Look) -> tuple[str, ...]:
    # The file is called export.xml in the phone's language; beside it stands a clinical document in XML.
    near = [name for name in look.names if name.lower().endswith(".xml") and name.count("/") < 2]
    if len(look.names) == 1:
        near = list(look.names)
    return tuple(name for name in near[:_LOOKED_AT] if _HEAD.search(look.head(name)))
