"""Activities: the session as a whole, heart rate second by second, and the heart beat by beat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from auren.sources.draft import Draft
from auren.sources.record import LABEL_LENGTH, Record, clean
from auren.sources.vendors.fit.instants import NO_DATE, begin
from auren.sources.vendors.fit.origin import Told

__all__ = ["Beats", "StrapTimes", "read_beats", "read_session", "read_strap"]

# Metric, the fields that may hold it with the best first, the unit, and the factor to that unit.
_SESSION = (
    ("exercise.duration", ("total_timer_time",), "s", 1.0),
    ("exercise.distance", ("total_distance",), "m", 1.0),
    ("exercise.energy", ("total_calories",), "kcal", 1.0),
    ("exercise.heart_rate", ("avg_heart_rate",), "bpm", 1.0),
    ("exercise.heart_rate_max", ("max_heart_rate",), "bpm", 1.0),
    ("exercise.ascent", ("total_ascent",), "m", 1.0),
    ("exercise.power", ("avg_power",), "W", 1.0),
    ("exercise.cadence", ("avg_cadence", "avg_running_cadence"), "rpm", 1.0),
    ("exercise.speed", ("enhanced_avg_speed", "avg_speed"), "km/h", 3.6),
)
_HEART = ("avg_heart_rate", "max_heart_rate")
_LONGEST_S = 14 * 86400
# Beats run on from one message to the next; once they are this far from the file's own time, there was a pause.
_APART = timedelta(seconds=5)
_LONGEST_BEAT_S = 65.535
_TICKS = 1024
_LONGEST_STRAP_S = 2**32 / _TICKS


class Beats:
    """The time of the beat that was read last; None before the first."""

    def __init__(self) -> None:
        self.at: datetime | None = None
        self.count = 0


class StrapTimes:
    """The anchor of a chest strap's stored beats: its own ticks of 1/1024 s, and the time that they stood for."""

    def __init__(self) -> None:
        self._anchor: datetime | None = None
        self._anchor_ticks = 0
        self._ticks = 0

    def anchor(self, at: datetime, ticks: int) -> None:
        """Set what the strap's ticks mean."""
        self._anchor, self._anchor_ticks, self._ticks = at, ticks, ticks

    def at(self, ticks: int) -> datetime | None:
        """Give the time of full ticks; None without an anchor."""
        self._ticks = ticks
        if self._anchor is None:
            return None
        return self._anchor + timedelta(seconds=(ticks - self._anchor_ticks) / _TICKS)

    def after(self, low: int) -> datetime | None:
        """Give the time of the next beat, of whose ticks only the lowest 12 bits are written."""
        return self.at(self._ticks + ((low - self._ticks) & 0xFFF))


def read_session(record: Record, draft: Draft, told: Told) -> None:
    """Read an activity's totals, over the time from its start with pauses."""
    start = begin(record, draft, told, "session", "start_time")
    if start is None:
        return
    lasted_s = next((record.number(f) for f in ("total_elapsed_time", "total_timer_time") if record.has(f)), 0.0)
    if not 0 <= lasted_s <= _LONGEST_S:
        raise record.wrong("total_elapsed_time", f"expected 0 to {_LONGEST_S} s")
    draft.over(start, start + timedelta(seconds=lasted_s))
    draft.kind = _kind(record)
    for metric, fields, unit, factor in _SESSION:
        field = next((name for name in fields if record.has(name)), None)
        if field is None:
            continue
        if field in _HEART and record.data[field] == 0:
            draft.absent(record, field, "no heart rate was measured")
        elif factor == 1:
            draft.measure(metric, record, field, unit)
        else:
            draft.put(metric, record.number(field) * factor, unit, record, field)


def read_beats(record: Record, draft: Draft, told: Told, beats: Beats) -> None:
    """Read beat-to-beat intervals, each at the time of the beat that ends it."""
    latest = told.clock.latest
    draft.identify("hrv", f"{told.origin.file_key}:{beats.count}")
    draft.device = told.origin.device
    if latest is None:
        draft.absent(record, "time", NO_DATE)
        return
    if beats.at is None or abs(beats.at - latest) > _APART:
        beats.at = latest
    for index, value in enumerate(_many(record.data.get("time"))):
        if value is None:
            # An array is filled up with values that the file marks as invalid.
            continue
        seconds = _seconds(record, "time", value, _LONGEST_BEAT_S)
        beats.count += 1
        beats.at += timedelta(seconds=seconds)
        draft.put("hrv.rr", seconds * 1000, "ms", record, "time", start=beats.at, end=beats.at, part=str(index))
    if not draft.readings and not draft.problems:
        draft.absent(record, "time", "no beat was found")


def read_strap(record: Record, draft: Draft, told: Told, times: StrapTimes) -> None:
    """Read the heart rates that a chest strap stored by itself, as it does under water."""
    draft.identify("hr", f"{told.origin.file_key}:{record.line}")
    draft.device = told.origin.device
    if record.has("timestamp"):
        at = begin(record, draft, told, "hr")
        if at is None:
            return
        first = next(iter(_many(record.data.get("event_timestamp"))), None)
        part = _seconds(record, "fractional_timestamp", record.data.get("fractional_timestamp", 0), 1)
        times.anchor(at + timedelta(seconds=part), _ticks(record, first))
    moments = list(_moments(record, times))
    for index, (at, rate) in enumerate(zip(moments, _many(record.data.get("filtered_bpm")), strict=False)):
        if at is None:
            draft.absent(record, "event_timestamp_12", "the file does not tell what the strap's time means")
            return
        if isinstance(rate, (int, float)) and rate > 0:
            draft.put("heart.rate", rate, "bpm", record, "filtered_bpm", start=at, end=at, part=str(index))
    if not draft.readings and not draft.problems:
        draft.absent(record, "filtered_bpm", "no heart rate was measured")


def _moments(record: Record, times: StrapTimes) -> Iterator[datetime | None]:
    packed = _many(record.data.get("event_timestamp_12"))
    if not packed:
        for value in _many(record.data.get("event_timestamp")):
            yield times.at(_ticks(record, value))
        return
    octets = [octet for octet in packed if isinstance(octet, int)]
    # Two times of 12 bits in three bytes, the lower half first.
    for one, two, three in zip(octets[::3], octets[1::3], octets[2::3], strict=False):
        yield times.after(one | (two & 0x0F) << 8)
        yield times.after(two >> 4 | three << 4)


def _ticks(record: Record, value: object) -> int:
    return round(_seconds(record, "event_timestamp", value, _LONGEST_STRAP_S) * _TICKS)


def _seconds(record: Record, field: str, value: object, most: float) -> float:
    # A file may define a field as any type, so a time can come as a text or as no number.
    if not isinstance(value, (int, float)) or not 0 <= value <= most:
        raise record.wrong(field, f"expected 0 to {most:g} s")
    return float(value)


def _many(value: object) -> Sequence[object]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _kind(record: Record) -> str:
    parts = (record.data.get("sport"), record.data.get("sub_sport"))
    names = [str(part) if isinstance(part, str) else f"sport {part}" for part in parts if part not in (None, "generic")]
    return clean("/".join(dict.fromkeys(names)))[:LABEL_LENGTH]
