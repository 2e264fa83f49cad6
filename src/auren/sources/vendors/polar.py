"""Polar's AccessLink API v3, as recorded answers or as a client fetches them.

HRV of Nightly Recharge is RMSSD over about four hours from half an hour after falling asleep; the record names only the
date, so it spans that local day. A night runs from falling asleep to waking, so there is no time in bed. Hypnogram and
samples are keyed by the device's clock. Daily activity is documented in UTC and written like a local clock; only its date
is used (not checked against a live account). Older answers write "start-time" for "start_time".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta, timezone
from itertools import pairwise

from auren.errors import MalformedRow
from auren.sources.answers import AnswerSource, Endpoint
from auren.sources.base import Read
from auren.sources.draft import Draft
from auren.sources.fields import Field, Stretch, measure_all, note_revision, put_bouts, span_of
from auren.sources.record import Record
from auren.sources.times import instants

__all__ = ["Polar"]

_RECHARGE = (
    Field("hrv.rmssd", "heart_rate_variability_avg", "ms", zero=False),
    Field("heart.asleep", "heart_rate_avg", "bpm", zero=False),
    Field("vital.respiratory_rate", "breathing_rate_avg", "breaths/min", zero=False),
    Field("recovery.ans_charge_vendor", "ans_charge", "score"),
)
_SLEEP = (
    Field("sleep.awake", "total_interruption_duration", "s"),
    Field("sleep.light", "light_sleep", "s"),
    Field("sleep.deep", "deep_sleep", "s"),
    Field("sleep.rem", "rem_sleep", "s"),
    Field("sleep.score_vendor", "sleep_score", "score", zero=False),
    Field("wellness.sleep_quality", "sleep_rating", "1-5", zero=False),
)
_ASLEEP = ("light_sleep", "deep_sleep", "rem_sleep", "unrecognized_sleep_stage")
_LOAD = (
    Field("load.score_vendor", "cardio_load", "score"),
    Field("load.acute_vendor", "strain", "score"),
    Field("load.chronic_vendor", "tolerance", "score"),
)
_EXERCISE = (Field("exercise.energy", "calories", "kcal"), Field("exercise.distance", "distance", "m"))
_BEATS = (
    Field("exercise.heart_rate", "average", "bpm", zero=False),
    Field("exercise.heart_rate_max", "maximum", "bpm", zero=False),
)
_ACTIVITY = (
    Field("activity.steps", "steps", "count"),
    Field("activity.distance", "distance_from_steps", "m"),
    Field("energy.active", "active_calories", "kcal"),
    Field("energy.total", "calories", "kcal"),
)
_NO_LOAD = "LOAD_STATUS_NOT_AVAILABLE"
_STAGES = range(6)
_AWAKE = (0, 5)
"""Stages that are no sleep: awake, and not recognised."""
_DURATION = re.compile(r"PT(?=\d)(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:(\d{1,6}(?:\.\d{1,9})?)S)?", re.ASCII)
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?", re.ASCII)


class Polar(AnswerSource):
    """Recorded answers of Polar's AccessLink API v3.

    Arguments and errors as `AnswerSource`.
    """

    name = "polar"
    marks = (b"/v3/users/", b"/v3/exercises", b'"nightly_recharge_status"', b'"cardio_load_status"', b'"sleep_charge"')

    @classmethod
    def endpoints(cls) -> Sequence[Endpoint]:
        """Give AccessLink's resources, as lists and as single days."""
        return _ENDPOINTS


def _read_recharge(record: Record, draft: Draft) -> None:
    day = record.day("date")
    draft.identify("nightly-recharge", day.isoformat())
    draft.over_day(day)
    measure_all(record, draft, _RECHARGE)


def _read_sleep(record: Record, draft: Draft) -> None:
    day = record.day("date")
    draft.identify("sleep", day.isoformat())
    begin, finish = span_of(record, "sleep_start_time", "sleep_end_time", draft.tz, timedelta(hours=24))
    draft.over(begin, finish, day)
    try:
        asleep_s = sum(record.number(field) for field in _ASLEEP if record.has(field))
        draft.put("sleep.duration", asleep_s, "s", record, _ASLEEP[0])
    except MalformedRow as error:
        draft.fault(error)
    measure_all(record, draft, _SLEEP)
    if record.has("hypnogram"):
        try:
            _read_hypnogram(record, draft, finish)
        except MalformedRow as error:
            draft.fault(error)


def _read_hypnogram(record: Record, draft: Draft, finish: datetime) -> None:
    levels = record.child("hypnogram")
    asleep_at = record.moment("sleep_start_time")
    changes: list[tuple[datetime, bool]] = []
    for clock, level in levels.data.items():
        at = _clock(clock)
        if at is None or isinstance(level, bool) or level not in _STAGES:
            raise record.wrong("hypnogram", "expected stages of 0 to 5 by clock times such as 00:39")
        wall = datetime.combine(asleep_at.date(), at, asleep_at.tzinfo)
        # A clock time before falling asleep is one after midnight; the first stage may be rounded to the minute before.
        wall += timedelta(days=1) if wall < asleep_at - timedelta(minutes=1) else timedelta()
        changes.append((instants(wall, draft.tz)[0], level not in _AWAKE))
    changes.sort()
    if not changes or changes[-1][0] > finish:
        raise record.wrong("hypnogram", "expected stages between sleep_start_time and sleep_end_time")
    stretches: list[Stretch] = [(asleep, start, end) for (start, asleep), (end, _) in pairwise([*changes, (finish, False)])]
    put_bouts(record, draft, "hypnogram", stretches)


def _read_load(record: Record, draft: Draft) -> None:
    day = record.day("date")
    draft.identify("cardio-load", day.isoformat())
    draft.over_day(day)
    if record.label("cardio_load_status") == _NO_LOAD:
        draft.absent(record, "cardio_load_status", "Polar could not compute a load that day")
    else:
        measure_all(record, draft, _LOAD)


def _read_exercise(record: Record, draft: Draft) -> None:
    record = _underscored(record)
    draft.identify("exercise", record.identifier("id"))
    note_revision(record, draft, "upload_time")
    wall = record.moment("start_time")
    if wall.tzinfo is None and record.has("start_time_utc_offset"):
        minutes = record.number("start_time_utc_offset")
        if not -900 <= minutes <= 900:
            raise record.wrong("start_time_utc_offset", "expected -900 to 900 min")
        wall = wall.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    begin = instants(wall, draft.tz)[0]
    lasted = _duration(record, "duration")
    draft.over(begin, begin + lasted, wall.date())
    draft.kind = record.label("detailed_sport_info") or record.label("sport")
    draft.device = record.label("device")
    draft.put("exercise.duration", lasted.total_seconds(), "s", record, "duration")
    measure_all(record, draft, _EXERCISE)
    try:
        if record.has("heart_rate"):
            measure_all(record.child("heart_rate"), draft, _BEATS)
        _read_exercise_load(record, draft)
    except MalformedRow as error:
        draft.fault(error)


def _read_exercise_load(record: Record, draft: Draft) -> None:
    pro = _underscored(record.child("training_load_pro")) if record.has("training_load_pro") else None
    if pro is not None and pro.has("cardio_load"):
        draft.measure("load.score_vendor", pro, "cardio_load", "score")
    elif record.has("training_load"):
        draft.measure("load.score_vendor", record, "training_load", "score")


def _read_activity(record: Record, draft: Draft) -> None:
    record = _underscored(record)
    samples = record.child("samples") if record.has("samples") else record
    # The day's own date stands with the samples, in older answers with the record.
    day = samples.day("date") if samples.has("date") else record.day("date" if record.has("date") else "start_time")
    draft.identify("activity", day.isoformat())
    note_revision(record, draft, "created")
    draft.over_day(day)
    measure_all(record, draft, _ACTIVITY)


def _read_beats(record: Record, draft: Draft) -> None:
    day = record.day("date")
    draft.identify("heart-rate", day.isoformat())
    for sample in record.children("heart_rate_samples"):
        try:
            clock = _clock(sample.text("sample_time"))
            if clock is None:
                raise sample.wrong("sample_time", "expected a clock time such as 00:02:08")
            at = instants(datetime.combine(day, clock), draft.tz)[0]
            draft.over(at, at, day)
            draft.put("heart.rate", sample.number("heart_rate"), "bpm", sample, "heart_rate", part=clock.isoformat("seconds"))
        except MalformedRow as error:
            draft.fault(error)


def _underscored(record: Record) -> Record:
    fields: Mapping[str, object] = {name.replace("-", "_"): value for name, value in record.data.items()}
    return Record(record.file, record.line, fields, record.within)


def _clock(text: str) -> time | None:
    found = _CLOCK.fullmatch(text)
    return time(int(found[1]), int(found[2]), int(found[3] or 0)) if found else None


def _duration(record: Record, field: str) -> timedelta:
    found = _DURATION.fullmatch(record.text(field))
    if found is None:
        raise record.wrong(field, "expected a duration such as PT2H44M")
    hours, minutes, seconds = (float(part or 0) for part in found.groups())
    lasted = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if lasted > timedelta(hours=48):
        raise record.wrong(field, "expected at most 48 hours")
    return lasted


def _both(path: str, kind: str, read: Read, within: tuple[str, ...], tell: str, pull: str) -> list[Endpoint]:
    # A resource answers a list, and a single day or exercise by its name.
    return [Endpoint(path, kind, read, within, tell=tell, pull=pull), Endpoint(f"{path}/*", kind, read)]


_ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint("*/v3/users/sleep/available", "nights on offer", None),
    Endpoint("*/v3/users/activities/samples*", "activity samples", None),
    Endpoint("*/v3/users/cardio-load/*/*", "cardio loads", _read_load),
    Endpoint("*/v3/users/cardio-load/date", "cardio loads", _read_load, tell="cardio_load_status", pull="range"),
    *_both(
        "*/v3/users/nightly-recharge", "nightly recharges", _read_recharge, ("recharges",), "nightly_recharge_status", "days"
    ),
    *_both("*/v3/users/sleep", "nights", _read_sleep, ("nights",), "sleep_start_time", "days"),
    *_both("*/v3/users/cardio-load", "cardio loads", _read_load, (), "", ""),
    *_both("*/v3/users/activities", "activity days", _read_activity, (), "distance_from_steps", "range"),
    *_both("*/v3/users/continuous-heart-rate", "heart-rate days", _read_beats, (), "heart_rate_samples", "range"),
    *_both("*/v3/exercises", "exercises", _read_exercise, (), "detailed_sport_info", "list"),
    *_both("*/v3/users/*/exercise-transactions/*/exercises", "exercises", _read_exercise, (), "", ""),
    *_both("*/v3/users/*/activity-transactions/*/activities", "activity days", _read_activity, (), "", ""),
    Endpoint("*/v3/users/physical-info*", "physical information", None, why="it is a profile and no measurement"),
    Endpoint("*/v3/users/sleepwise*", "SleepWise predictions", None),
    Endpoint("*/v3/users/biosensing*", "biosensing samples", None),
    Endpoint("*/v3/notifications", "notifications", None),
    Endpoint("*/webhook", "notifications", None, why="a notification holds no values; fetch the record that it names"),
)
