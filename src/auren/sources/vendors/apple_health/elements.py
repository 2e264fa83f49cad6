"""One element of an export at a time, whatever its shape, with all that is wrong with it said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from auren.errors import MalformedRow
from auren.sources.draft import Draft
from auren.sources.record import Record
from auren.sources.vendors.apple_health.beats import UnclearBeats, beats_of, intervals
from auren.sources.vendors.apple_health.clock import LOOKS, Clock, Moment
from auren.sources.vendors.apple_health.lanes import Lane
from auren.sources.vendors.apple_health.lexer import Element
from auren.sources.vendors.apple_health.origins import digest
from auren.sources.vendors.apple_health.sleep import LONGEST_S, STAGES
from auren.sources.vendors.apple_health.units import rescaled
from auren.sources.vendors.apple_health.workouts import read_workout

__all__ = ["Sample", "read_activity", "read_record", "sleep_sample"]

_BEATS: Final = "HeartRateVariabilityMetadataList"
_BEAT: Final = "InstantaneousBeatsPerMinute"

Sample = tuple[int, int, int]
"""Start, end and when it was saved, in seconds since 1970."""


def read_record(element: Element, lane: Lane, clock: Clock, record: Record, draft: Draft) -> None:
    """Read a record of a quantity or of how long something went on."""
    start, end = _span(record, clock)
    key = f"{lane.mark}:{start.epoch_s}-{end.epoch_s}"
    draft.device = lane.device
    draft.over(start.at, end.at)
    if lane.known is None:
        raise record.wrong("type", "expected a type that is read")
    if lane.way == "duration":
        draft.identify(lane.kind, key)
        draft.put(lane.known.name, (end.epoch_s - start.epoch_s) / 60, "min", record, "endDate")
        return
    if lane.refused:
        raise record.wrong("unit", f"expected a unit that can be turned into {lane.known.unit}")
    value = rescaled(record.number("value", written=True), lane.scale, lane.summand)
    # Without an id of its own, a thing that adds up is told from another at the same time by its value; of anything
    # else there is one value at a time, and a later one corrects it.
    draft.identify(lane.kind, f"{key}:{value}" if lane.adds else key)
    draft.revision = 0 if lane.adds else _saved(record, clock, draft)
    draft.put(lane.known.name, value, lane.known.unit, record, "value")
    if lane.beats is not None and draft.readings:
        _read_beats(element, lane.beats, start, record, draft)


def read_activity(element: Element, device: str, clock: Clock, record: Record, draft: Draft) -> None:
    """Read a workout."""
    start, end = _span(record, clock)
    activity = record.text("workoutActivityType").removeprefix("HKWorkoutActivityType")
    draft.device = device
    draft.over(start.at, end.at)
    draft.identify("Workout", f"{digest(device)}:{digest(activity)}:{start.epoch_s}-{end.epoch_s}")
    draft.revision = _saved(record, clock, draft)
    read_workout(element, record, draft)


def sleep_sample(record: Record, clock: Clock, take: Callable[[str, Sample], bool]) -> bool:
    """Read a sample of sleep and hand it on; False where it lasts no time.

    Raises:
        MalformedRow: it is none.
    """
    start, end = _span(record, clock)
    value = record.text("value")
    if value not in STAGES:
        raise record.wrong("value", f"expected one of {', '.join(STAGES)}")
    saved = clock.moment(str(record.data.get("creationDate", "")).encode())
    if end.epoch_s - start.epoch_s > LONGEST_S:
        raise record.wrong("endDate", "expected at most 24 hours after startDate")
    if end.epoch_s == start.epoch_s:
        return False
    if not take(value, (start.epoch_s, end.epoch_s, saved.epoch_s if saved else 0)):
        raise record.wrong("sourceName", "expected fewer origins of sleep")
    return True


def _span(record: Record, clock: Clock) -> tuple[Moment, Moment]:
    times: list[Moment] = []
    for name in ("startDate", "endDate"):
        value = record.data.get(name)
        moment = clock.moment(value.encode("utf-8", "replace")) if isinstance(value, str) else None
        if moment is None:
            raise record.wrong(name, LOOKS)
        times.append(moment)
    if times[1].epoch_s < times[0].epoch_s:
        raise record.wrong("endDate", "expected a time that is not before startDate")
    return times[0], times[1]


def _saved(record: Record, clock: Clock, draft: Draft) -> int:
    if not record.has("creationDate"):
        return 0
    moment = clock.moment(str(record.data["creationDate"]).encode("utf-8", "replace"))
    if moment is None:
        draft.fault(record.wrong("creationDate", LOOKS))
    return moment.epoch_s if moment else 0


def _read_beats(element: Element, lane: Lane, start: Moment, record: Record, draft: Draft) -> None:
    told = [
        (beat.attributes.get("bpm", ""), beat.attributes.get("time", ""))
        for group in element.children
        if group.name == _BEATS
        for beat in group.children
        if beat.name == _BEAT
    ]
    try:
        found = intervals(beats_of(told), start.epoch_s)
    except UnclearBeats as error:
        draft.fault(MalformedRow(record.file, record.line, _BEAT, str(error)))
        return
    if found.gaps:
        draft.absent(record, _BEAT, "between some beats another was missed")
    known = lane.known
    if known is None:
        return
    for number, (from_ms, to_ms) in enumerate(found.spans, 1):
        begin, finish = (start.at + timedelta(milliseconds=ms) for ms in (from_ms, to_ms))
        draft.put(known.name, float(to_ms - from_ms), "ms", record, _BEAT, start=begin, end=finish, part=str(number))
