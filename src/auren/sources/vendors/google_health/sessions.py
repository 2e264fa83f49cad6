"""Sessions of Google's Health API: a night with its stages, and an exercise with its summary."""

from __future__ import annotations

from datetime import datetime, timedelta

from auren.errors import MalformedRow
from auren.sources.draft import Draft
from auren.sources.fields import Field, Stretch, measure_all, note_revision, put_bouts, span_of
from auren.sources.record import Record
from auren.sources.vendors.google_health.points import day_there, identify, seconds_of

__all__ = ["read_exercise", "read_sleep"]

_NIGHT = (
    Field("sleep.duration", "minutesAsleep", "min", written=True, zero=False),
    Field("sleep.in_bed", "minutesInSleepPeriod", "min", written=True, zero=False),
    Field("sleep.awake", "minutesAwake", "min", written=True),
    Field("sleep.latency", "minutesToFallAsleep", "min", written=True),
)
_NAP = (Field("sleep.nap", "minutesAsleep", "min", written=True, zero=False),)
_STAGES = {"LIGHT": "sleep.light", "DEEP": "sleep.deep", "REM": "sleep.rem"}
_ONLY_NIGHT = (*(field.metric for field in _NIGHT), *_STAGES.values())
_ASLEEP = frozenset({"LIGHT", "DEEP", "REM", "ASLEEP", "RESTLESS"})
_AWAKE = frozenset({"AWAKE", "SLEEP_STAGE_TYPE_UNSPECIFIED"})
_EXERCISE = (
    Field("exercise.energy", "caloriesKcal", "kcal", written=True),
    Field("exercise.heart_rate", "averageHeartRateBeatsPerMinute", "bpm", written=True, zero=False),
    Field("exercise.distance", "distanceMillimeters", "mm", written=True),
    Field("exercise.ascent", "elevationGainMillimeters", "mm", written=True),
)


def read_sleep(point: Record, draft: Draft) -> None:
    sleep = point.child("sleep")
    interval = sleep.child("interval")
    begin, finish = span_of(interval, "startTime", "endTime", draft.tz, timedelta(hours=24))
    identify(point, draft, "sleep", begin)
    draft.over(begin, finish, day_there(finish, interval, "endUtcOffset"))
    note_revision(sleep, draft, "updateTime")
    about = sleep.child("metadata") if sleep.has("metadata") else sleep
    if about.data.get("processed") is False:
        draft.absent(about, "processed", "the night is not worked out yet")
        return
    summary = sleep.child("summary")
    nap = about.data.get("nap") is True or about.data.get("mainSleep") is False
    if nap:
        measure_all(summary, draft, _NAP)
    else:
        measure_all(summary, draft, _NIGHT)
        _read_stages(summary, draft)
    draft.take_back_rest(_ONLY_NIGHT if nap else ("sleep.nap",))
    if sleep.has("stages"):
        try:
            put_bouts(sleep, draft, "stages", _stretches(sleep, draft, begin, finish))
        except MalformedRow as error:
            draft.fault(error)


def _read_stages(summary: Record, draft: Draft) -> None:
    if not summary.has("stagesSummary"):
        return
    try:
        for stage in summary.children("stagesSummary"):
            metric = _STAGES.get(stage.text("type"))
            if metric is not None:
                draft.measure(metric, stage, "minutes", "min", written=True)
    except MalformedRow as error:
        draft.fault(error)


def _stretches(sleep: Record, draft: Draft, begin: datetime, finish: datetime) -> list[Stretch]:
    stretches: list[Stretch] = []
    for stage in sleep.children("stages"):
        name = stage.text("type")
        if name not in _ASLEEP | _AWAKE:
            raise stage.wrong("type", f"expected one of {', '.join(sorted(_ASLEEP | _AWAKE))}")
        start, end = span_of(stage, "startTime", "endTime", draft.tz)
        if not begin <= start <= end <= finish or (stretches and start < stretches[-1][2]):
            raise stage.wrong("startTime", "expected stages in order of time within the night")
        stretches.append((name in _ASLEEP, start, end))
    return stretches


def read_exercise(point: Record, draft: Draft) -> None:
    exercise = point.child("exercise")
    interval = exercise.child("interval")
    begin, finish = span_of(interval, "startTime", "endTime", draft.tz)
    identify(point, draft, "exercise", begin)
    draft.over(begin, finish, day_there(begin, interval, "startUtcOffset"))
    note_revision(exercise, draft, "updateTime")
    draft.kind = exercise.label("displayName") or exercise.label("exerciseType")
    active_s = (finish - begin).total_seconds()
    if exercise.has("activeDuration"):
        active_s = seconds_of(exercise, "activeDuration")
    draft.put("exercise.duration", active_s, "s", exercise, "activeDuration")
    if exercise.has("metricsSummary"):
        try:
            measure_all(exercise.child("metricsSummary"), draft, _EXERCISE)
        except MalformedRow as error:
            draft.fault(error)
