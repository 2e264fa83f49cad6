"""Google's Health API v4, the successor of the Fitbit Web API, as recorded answers or as a client fetches them.

Whole numbers are written as texts, durations as "1800s", dates as {"year", "month", "day"}. Most points have no id, so one
is made of type, time and data source. RMSSD and SDNN stand in one point, each under its own name. Sums of a day come from
daily roll-ups, which count what several devices saw only once; the raw points of a type are read, too, so do not hand in
both. The forms are those of the published reference; none was checked against a live account.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta

from auren.errors import InvalidInput, MalformedRow
from auren.people import zone_info
from auren.sources.answers import AnswerSource, Endpoint
from auren.sources.base import Read
from auren.sources.draft import Draft
from auren.sources.fields import Field, Stretch, measure_all, note_revision, put_bouts, span_of
from auren.sources.record import Record
from auren.sources.times import instants

__all__ = ["GoogleHealth"]

_HRV = (
    Field("hrv.rmssd", "rootMeanSquareOfSuccessiveDifferencesMilliseconds", "ms", written=True, zero=False),
    Field("hrv.sdnn", "standardDeviationMilliseconds", "ms", written=True, zero=False),
)
_DAILY_HRV = (Field("hrv.rmssd", "averageHeartRateVariabilityMilliseconds", "ms", written=True, zero=False),)
_NIGHT = (
    Field("sleep.duration", "minutesAsleep", "min", written=True, zero=False),
    Field("sleep.in_bed", "minutesInSleepPeriod", "min", written=True, zero=False),
    Field("sleep.awake", "minutesAwake", "min", written=True),
    Field("sleep.latency", "minutesToFallAsleep", "min", written=True),
)
_NAP = (Field("sleep.nap", "minutesAsleep", "min", written=True, zero=False),)
_STAGES = {"LIGHT": "sleep.light", "DEEP": "sleep.deep", "REM": "sleep.rem"}
_ASLEEP = frozenset({"LIGHT", "DEEP", "REM", "ASLEEP", "RESTLESS"})
_AWAKE = frozenset({"AWAKE", "SLEEP_STAGE_TYPE_UNSPECIFIED"})
_EXERCISE = (
    Field("exercise.energy", "caloriesKcal", "kcal", written=True),
    Field("exercise.heart_rate", "averageHeartRateBeatsPerMinute", "bpm", written=True, zero=False),
    Field("exercise.distance", "distanceMillimeters", "mm", written=True),
    Field("exercise.ascent", "elevationGainMillimeters", "mm", written=True),
)
_DURATION = re.compile(r"(\d{1,6}(?:\.\d{1,9})?)s", re.ASCII)


class GoogleHealth(AnswerSource):
    """Recorded answers of Google's Health API v4.

    Arguments and errors as `AnswerSource`.
    """

    name = "google_health"
    marks = (b"/dataTypes/", b'"rollupDataPoints"', b'"stagesSummary"', b'"physicalTime"')

    @classmethod
    def endpoints(cls) -> Sequence[Endpoint]:
        """Give the data types, as points and as roll-ups."""
        return _ENDPOINTS


def _read_sleep(point: Record, draft: Draft) -> None:
    sleep = point.child("sleep")
    interval = sleep.child("interval")
    begin, finish = span_of(interval, "startTime", "endTime", draft.tz, timedelta(hours=24))
    _identify(point, draft, "sleep", begin)
    draft.over(begin, finish, _day_there(finish, interval, "endUtcOffset"))
    note_revision(sleep, draft, "updateTime")
    about = sleep.child("metadata") if sleep.has("metadata") else sleep
    if about.data.get("processed") is False:
        draft.absent(about, "processed", "the night is not worked out yet")
        return
    summary = sleep.child("summary")
    if about.data.get("nap") is True or about.data.get("mainSleep") is False:
        measure_all(summary, draft, _NAP)
    else:
        measure_all(summary, draft, _NIGHT)
        _read_stages(summary, draft)
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


def _read_exercise(point: Record, draft: Draft) -> None:
    exercise = point.child("exercise")
    interval = exercise.child("interval")
    begin, finish = span_of(interval, "startTime", "endTime", draft.tz)
    _identify(point, draft, "exercise", begin)
    draft.over(begin, finish, _day_there(begin, interval, "startUtcOffset"))
    note_revision(exercise, draft, "updateTime")
    draft.kind = exercise.label("displayName") or exercise.label("exerciseType")
    active_s = (finish - begin).total_seconds()
    if exercise.has("activeDuration"):
        active_s = _seconds(exercise, "activeDuration")
    draft.put("exercise.duration", active_s, "s", exercise, "activeDuration")
    if exercise.has("metricsSummary"):
        try:
            measure_all(exercise.child("metricsSummary"), draft, _EXERCISE)
        except MalformedRow as error:
            draft.fault(error)


def _sample(key: str, slug: str, fields: Iterable[Field]) -> Read:
    """Give the reader of a point that holds at one instant."""

    def read(point: Record, draft: Draft) -> None:
        sample = point.child(key)
        time = sample.child("sampleTime")
        at = instants(time.moment("physicalTime"), draft.tz)[0]
        _identify(point, draft, slug, at)
        draft.over(at, at, _day_there(at, time, "utcOffset"))
        measure_all(sample, draft, fields)

    return read


def _interval(key: str, slug: str, fields: Iterable[Field]) -> Read:
    """Give the reader of a point that holds over an interval."""

    def read(point: Record, draft: Draft) -> None:
        held = point.child(key)
        interval = held.child("interval")
        begin, finish = span_of(interval, "startTime", "endTime", draft.tz)
        _identify(point, draft, slug, begin)
        draft.over(begin, finish, _day_there(begin, interval, "startUtcOffset"))
        measure_all(held, draft, fields)

    return read


def _daily(key: str, slug: str, fields: Iterable[Field]) -> Read:
    """Give the reader of a point that holds for a date."""

    def read(point: Record, draft: Draft) -> None:
        held = point.child(key)
        day = _date(held, "date")
        _identify(point, draft, slug, day)
        draft.over_day(day)
        measure_all(held, draft, fields)

    return read


def _rolled_up(key: str, slug: str, fields: Iterable[Field]) -> Read:
    """Give the reader of a roll-up: of a civil day, or of a stretch of time."""

    def read(point: Record, draft: Draft) -> None:
        if point.has("civilStartTime"):
            day = _date(point.child("civilStartTime"), "date")
            draft.identify(f"{slug}-day", day.isoformat())
            draft.over_day(day)
        else:
            begin, finish = span_of(point, "startTime", "endTime", draft.tz)
            draft.identify(f"{slug}-span", begin.isoformat(timespec="seconds"))
            draft.over(begin, finish)
        if point.has(key):
            measure_all(point.child(key), draft, fields)
        else:
            draft.absent(point, key, "nothing was measured in this window")

    return read


def _identify(point: Record, draft: Draft, slug: str, when: date) -> None:
    # A datetime is a date, too. Two devices may have a point at the same time, so the source is part of the id.
    device = point.data.get("dataSource")
    if isinstance(device, dict):
        source = point.child("dataSource")
        worn = source.child("device").label("displayName") if isinstance(device.get("device"), dict) else ""
        draft.device = worn or source.label("platform")
    name = point.label("name").rpartition("/")[2]
    made = json.dumps(device, sort_keys=True, default=str).encode()
    key = name or f"{when.isoformat()}:{hashlib.blake2b(made, digest_size=6).hexdigest()}"
    draft.identify(slug, key)


def _date(record: Record, field: str) -> date:
    told = record.child(field)
    try:
        return date(*(int(told.number(part)) for part in ("year", "month", "day")))
    except ValueError as error:
        raise record.wrong(field, "expected a date of year, month and day") from error


def _day_there(at: datetime, record: Record, offset: str) -> date | None:
    # The offset of where the person was, when the point tells one, decides the date.
    if not record.has(offset):
        return None
    seconds = _seconds(record, offset, signed=True)
    sign, minutes = "-" if seconds < 0 else "+", int(abs(seconds) // 60)
    try:
        return at.astimezone(zone_info(f"{sign}{minutes // 60:02}:{minutes % 60:02}")).date()
    except InvalidInput as error:
        raise record.wrong(offset, "expected an offset of at most 14 hours") from error


def _seconds(record: Record, field: str, *, signed: bool = False) -> float:
    text = record.text(field)
    found = _DURATION.fullmatch(text.removeprefix("-") if signed else text)
    if found is None:
        raise record.wrong(field, "expected a duration such as 1800s")
    return -float(found[1]) if text.startswith("-") else float(found[1])


Shape = Callable[[str, str, Iterable[Field]], Read]


def _points(slug: str, kind: str, shape: Shape, *fields: Field, pull: str = "") -> list[Endpoint]:
    key = _camel(slug)
    read = shape(key, slug, fields)
    path = f"*/v4/users/*/dataTypes/{slug}/dataPoints"
    lists = (path, f"{path}:reconcile")
    return [Endpoint(each, kind, read, ("dataPoints",), tell=key, pull=pull if each == path else "") for each in lists]


def _rollups(slug: str, kind: str, *fields: Field, pull: str = "", verb: str = "dailyRollUp") -> list[Endpoint]:
    read = _rolled_up(_camel(slug), slug, fields)
    path = f"*/v4/users/*/dataTypes/{slug}/dataPoints"
    verbs = ("dailyRollUp", "rollUp")
    return [Endpoint(f"{path}:{each}", kind, read, ("rollupDataPoints",), pull=pull if each == verb else "") for each in verbs]


def _camel(slug: str) -> str:
    first, *rest = slug.split("-")
    return first + "".join(part.capitalize() for part in rest)


def _whole(kind: str, slug: str, read: Read, pull: str) -> list[Endpoint]:
    return _points(slug, kind, lambda *_: read, pull=pull)


def _number(metric: str, name: str, unit: str, *, zero: bool = True) -> Field:
    return Field(metric, name, unit, written=True, zero=zero)


_UNREAD = ("active-zone-minutes", "electrocardiogram", "irregular-rhythm-notification", "moods", "symptoms", "nutrition-log")

_ENDPOINTS: tuple[Endpoint, ...] = (
    *_whole("sleeps", "sleep", _read_sleep, "sleep"),
    *_whole("exercises", "exercise", _read_exercise, "interval"),
    *_points("daily-heart-rate-variability", "HRV days", _daily, *_DAILY_HRV, pull="daily"),
    *_points("heart-rate-variability", "HRV samples", _sample, *_HRV, pull="sample"),
    *_points(
        "daily-resting-heart-rate",
        "resting-heart-rate days",
        _daily,
        _number("heart.resting", "beatsPerMinute", "bpm"),
        pull="daily",
    ),
    *_points(
        "daily-oxygen-saturation",
        "oxygen days",
        _daily,
        _number("vital.spo2", "averagePercentage", "%", zero=False),
        pull="daily",
    ),
    *_points(
        "daily-respiratory-rate",
        "breathing days",
        _daily,
        _number("vital.respiratory_rate", "breathsPerMinute", "breaths/min"),
        pull="daily",
    ),
    *_points(
        "daily-sleep-temperature-derivations",
        "temperature days",
        _daily,
        _number("vital.skin_temperature", "nightlyTemperatureCelsius", "degC"),
        pull="daily",
    ),
    *_points("daily-vo2-max", "VO2max days", _daily, _number("fitness.vo2max", "vo2Max", "mL/kg/min"), pull="daily"),
    *_points("weight", "weights", _sample, _number("body.weight", "weightGrams", "g"), pull="sample"),
    *_points("body-fat", "body-fat measures", _sample, _number("body.fat", "percentage", "%"), pull="sample"),
    *_points("height", "heights", _sample, _number("body.height", "heightMillimeters", "mm"), pull="sample"),
    *_points("oxygen-saturation", "oxygen samples", _sample, _number("vital.spo2", "percentage", "%", zero=False)),
    *_points("heart-rate", "heart rates", _sample, _number("heart.rate", "beatsPerMinute", "bpm", zero=False)),
    *_points("vo2-max", "VO2max measures", _sample, _number("fitness.vo2max", "vo2Max", "mL/kg/min")),
    *_points("steps", "steps", _interval, _number("activity.steps", "count", "count")),
    *_points("distance", "distances", _interval, _number("activity.distance", "millimeters", "mm")),
    *_points("floors", "floors", _interval, _number("activity.floors", "count", "count")),
    *_points("active-energy-burned", "active energy", _interval, _number("energy.active", "kcal", "kcal")),
    *_points("basal-energy-burned", "basal energy", _interval, _number("energy.basal", "kcal", "kcal")),
    *_rollups("steps", "step days", _number("activity.steps", "countSum", "count"), pull="90 days"),
    *_rollups("distance", "distance days", _number("activity.distance", "millimetersSum", "mm"), pull="90 days"),
    *_rollups("floors", "floor days", _number("activity.floors", "countSum", "count"), pull="90 days"),
    *_rollups("active-energy-burned", "active-energy days", _number("energy.active", "kcalSum", "kcal"), pull="90 days"),
    *_rollups("total-calories", "energy days", _number("energy.total", "kcalSum", "kcal"), pull="14 days"),
    *_rollups(
        "heart-rate",
        "heart-rate windows",
        _number("heart.rate", "beatsPerMinuteAvg", "bpm", zero=False),
        pull="windows",
        verb="rollUp",
    ),
    *(Endpoint(f"*/v4/users/*/dataTypes/{slug}/*", "points of other types", None) for slug in _UNREAD),
)
