"""Garmin's nights: one main sleep for each date of waking, with its stages in seconds and its bounds in GMT.

Every answer about a night has the id `sleep:DATE`, so a night that two services and the account export tell counts once.
Garmin does not say how long the person lay in bed, so no time in bed is given.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from auren.errors import MalformedRow
from auren.sources.draft import Draft
from auren.sources.fields import Field, Stretch, measure_all, put_bouts
from auren.sources.record import Record
from auren.sources.times import day_span
from auren.sources.vendors.garmin.days import identify_day
from auren.sources.vendors.garmin.times import gmt, note_zone

__all__ = ["read_exported_night", "read_night", "read_score"]

_LONGEST = timedelta(hours=24)
_STAGES: Final = (
    Field("sleep.deep", "deepSleepSeconds", "s"),
    Field("sleep.light", "lightSleepSeconds", "s"),
    Field("sleep.rem", "remSleepSeconds", "s"),
    Field("sleep.awake", "awakeSleepSeconds", "s"),
    Field("sleep.awakenings", "awakeCount", "count"),
)
_NIGHT: Final = (
    Field("sleep.duration", "sleepTimeSeconds", "s", zero=False),
    *_STAGES,
    Field("vital.respiratory_rate", "averageRespirationValue", "breaths/min", zero=False),
    Field("vital.spo2", "averageSpO2Value", "%", zero=False),
)
_EXPORTED: Final = (*_STAGES, Field("vital.respiratory_rate", "averageRespiration", "breaths/min", zero=False))
_TEMPERATURE: Final = (Field("vital.temperature_deviation", "avgSkinTempDeviationC", "delta degC"),)
_RESTING: Final = (Field("heart.resting", "restingHeartRate", "bpm", zero=False),)
_SCORE: Final = (Field("sleep.score_vendor", "value", "score", zero=False),)
_EXPORTED_SCORE: Final = (Field("sleep.score_vendor", "overallScore", "score", zero=False),)
_EXPORTED_SPO2: Final = (Field("vital.spo2", "averageSPO2", "%", zero=False),)
_ASLEEP: Final = frozenset({0.0, 1.0, 2.0})
"""Levels deep, light and REM; 3 is awake, and what is not measured is below 0."""


def read_night(answer: Record, draft: Draft) -> None:
    """Read one night of the sleep services."""
    night = answer.child("dailySleepDTO")
    day = night.day("calendarDate")
    identify_day(draft, day)
    draft.over_day(day)
    measure_all(answer, draft, _RESTING)
    if not _begin(night, draft, day):
        return
    measure_all(night, draft, _NIGHT)
    _read_nap(night, draft, day)
    _read_inner(night, draft, ("sleepScores", "overall"), _SCORE)
    measure_all(answer, draft, _TEMPERATURE)
    try:
        _read_bouts(answer, draft)
    except MalformedRow as error:
        draft.fault(error)


def read_exported_night(night: Record, draft: Draft) -> None:
    """Read one night of an account export, which tells the stages and leaves their sum to the reader."""
    day = night.day("calendarDate")
    if not _begin(night, draft, day):
        return
    measure_all(night, draft, _EXPORTED)
    stages = [night.data.get(field.name) for field in _STAGES[:3]]
    if all(isinstance(seconds, int | float) and not isinstance(seconds, bool) for seconds in stages):
        draft.put("sleep.duration", sum(map(float, stages)), "s", night, "deepSleepSeconds")  # type: ignore[arg-type]
    _read_inner(night, draft, ("sleepScores",), _EXPORTED_SCORE)
    _read_inner(night, draft, ("spo2SleepSummary",), _EXPORTED_SPO2)


def read_score(record: Record, draft: Draft) -> None:
    """Read the sleep score of one date, of which the service tells no more."""
    day = record.day("calendarDate")
    draft.identify("sleep", day.isoformat())
    draft.over_day(day)
    measure_all(record, draft, _SCORE)


def _begin(night: Record, draft: Draft, day: date) -> bool:
    """Set id and interval; tell whether there was a night."""
    draft.identify("sleep", day.isoformat())
    if not (night.has("sleepStartTimestampGMT") and night.has("sleepEndTimestampGMT")):
        draft.absent(night, "sleepStartTimestampGMT", "no sleep was recorded that night")
        return False
    begin, finish = gmt(night, "sleepStartTimestampGMT"), gmt(night, "sleepEndTimestampGMT")
    if not begin <= finish <= begin + _LONGEST:
        raise night.wrong("sleepEndTimestampGMT", "expected a time at most 24 hours after sleepStartTimestampGMT")
    draft.over(begin, finish, day)
    note_zone(night, draft, "sleepStartTimestampGMT", "sleepStartTimestampLocal")
    return True


def _read_nap(night: Record, draft: Draft, day: date) -> None:
    if not night.has("napTimeSeconds") or night.data["napTimeSeconds"] == 0:
        return
    try:
        asleep_s = night.number("napTimeSeconds")
    except MalformedRow as error:
        draft.fault(error)
        return
    # Only the day's naps in all are told, and no time.
    begin, finish = day_span(day, draft.tz)
    draft.put("sleep.nap", asleep_s, "s", night, "napTimeSeconds", start=begin, end=finish)


def _read_inner(night: Record, draft: Draft, path: tuple[str, ...], fields: tuple[Field, ...]) -> None:
    inner = night
    for key in path:
        if not inner.has(key):
            return
        try:
            inner = inner.child(key)
        except MalformedRow as error:
            draft.fault(error)
            return
    measure_all(inner, draft, fields)


def _read_bouts(answer: Record, draft: Draft) -> None:
    if not answer.has("sleepLevels"):
        return
    stretches: list[Stretch] = []
    for level in answer.children("sleepLevels"):
        begin, finish = gmt(level, "startGMT"), gmt(level, "endGMT")
        if finish < begin or (stretches and begin < stretches[-1][2]):
            raise level.wrong("startGMT", "expected levels in order of time that do not overlap")
        stretches.append((level.number("activityLevel") in _ASLEEP, begin, finish))
    put_bouts(answer, draft, "sleepLevels", stretches)
