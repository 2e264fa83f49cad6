"""Oura's API v2, as recorded answers or as a client fetches them.

A day can hold several sleeps; only a long one counts as the night. HRV is RMSSD. Oura names no time of a change, so of two
answers about one record the host says which is later, with `Answer.revision`; a sleep that the person deleted or rejected
takes its readings back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from auren.errors import MalformedRow
from auren.sources.answers import AnswerSource, Endpoint
from auren.sources.base import Read
from auren.sources.draft import Draft
from auren.sources.fields import BOUTS, Field, measure_all, put_bouts, span_of
from auren.sources.record import Record
from auren.sources.times import instants

__all__ = ["Oura"]

_NIGHT = (
    Field("hrv.rmssd", "average_hrv", "ms", zero=False),
    Field("heart.asleep", "average_heart_rate", "bpm", zero=False),
    # Oura itself calls the lowest heart rate of the night the resting heart rate.
    Field("heart.resting", "lowest_heart_rate", "bpm", zero=False),
    Field("vital.respiratory_rate", "average_breath", "breaths/min", zero=False),
    Field("sleep.duration", "total_sleep_duration", "s", zero=False),
    Field("sleep.in_bed", "time_in_bed", "s", zero=False),
    Field("sleep.awake", "awake_time", "s"),
    Field("sleep.deep", "deep_sleep_duration", "s"),
    Field("sleep.light", "light_sleep_duration", "s"),
    Field("sleep.rem", "rem_sleep_duration", "s"),
    Field("sleep.latency", "latency", "s"),
    Field("sleep.efficiency_vendor", "efficiency", "%"),
)
_NAP = (Field("sleep.nap", "total_sleep_duration", "s", zero=False),)
_FIELDS_OF = {"long_sleep": _NIGHT, "sleep": _NAP, "late_nap": _NAP}
_ACTIVITY = (
    Field("activity.steps", "steps", "count"),
    Field("energy.active", "active_calories", "kcal"),
    Field("energy.total", "total_calories", "kcal"),
    Field("activity.distance", "equivalent_walking_distance", "m"),
    Field("activity.very_active", "high_activity_time", "s"),
    Field("activity.moderate", "medium_activity_time", "s"),
    Field("activity.light", "low_activity_time", "s"),
    Field("activity.sedentary", "sedentary_time", "s"),
)
_READINESS = (
    Field("recovery.score_vendor", "score", "score"),
    Field("vital.temperature_deviation", "temperature_deviation", "delta degC"),
)
_WORKOUT = (Field("exercise.energy", "calories", "kcal"), Field("exercise.distance", "distance", "m"))
_MINDFUL = frozenset({"breathing", "meditation", "relaxation"})
_PHASE = timedelta(minutes=5)

_SLEEP_METRICS = (*(field.metric for field in (*_NIGHT, *_NAP)), *BOUTS)
_GIVEN: dict[str, tuple[str, ...]] = {
    "sleep": _SLEEP_METRICS,
    "daily_sleep": ("sleep.score_vendor",),
    "daily_readiness": tuple(field.metric for field in _READINESS),
    "daily_activity": tuple(field.metric for field in _ACTIVITY),
    "daily_spo2": ("vital.spo2",),
    "workout": ("exercise.duration", *(field.metric for field in _WORKOUT)),
    "session": ("mind.mindful",),
    "vO2_max": ("fitness.vo2max",),
}
"""What the records of a collection may have given, for taking them back."""


class Oura(AnswerSource):
    """Recorded answers of Oura's API v2, or the collections of an account.

    Arguments and errors as `AnswerSource`.
    """

    name = "oura"
    marks = (b"/v2/usercollection/", b'"average_hrv"', b'"equivalent_walking_distance"', b'"temperature_trend_deviation"')

    @classmethod
    def endpoints(cls) -> Sequence[Endpoint]:
        """Give Oura's collections, and its webhook."""
        return _ENDPOINTS


def _read_sleep(record: Record, draft: Draft) -> None:
    draft.identify("sleep", record.identifier("id"))
    begin, finish = span_of(record, "bedtime_start", "bedtime_end", draft.tz, timedelta(hours=24))
    kind = record.text("type")
    if kind in ("deleted", "rest"):
        draft.take_back(_SLEEP_METRICS, finish)
        return
    if kind not in _FIELDS_OF:
        raise record.wrong("type", f"expected one of {', '.join(_FIELDS_OF)}, deleted, rest")
    draft.over(begin, finish, record.day("day"))
    measure_all(record, draft, _FIELDS_OF[kind])
    # Oura may call a sleep a night first and a nap later, or the other way round.
    draft.take_back_rest(field.metric for field in (_NAP if kind == "long_sleep" else _NIGHT))
    if record.has("sleep_phase_5_min"):
        try:
            _read_phases(record, draft, begin, finish)
        except MalformedRow as error:
            draft.fault(error)


def _read_phases(record: Record, draft: Draft, begin: datetime, finish: datetime) -> None:
    phases = record.text("sleep_phase_5_min")
    if set(phases) - set("1234"):
        raise record.wrong("sleep_phase_5_min", "expected a text of 1 (deep), 2 (light), 3 (REM) and 4 (awake)")
    if begin + (len(phases) - 1) * _PHASE > finish:
        raise record.wrong("sleep_phase_5_min", "expected one sign for each 5 minutes in bed")
    edges = [min(begin + number * _PHASE, finish) for number in range(len(phases) + 1)]
    stretches = [(sign != "4", *edge) for sign, edge in zip(phases, pairwise(edges), strict=True)]
    put_bouts(record, draft, "sleep_phase_5_min", stretches)


def _read_spo2(record: Record, draft: Draft) -> None:
    if record.has("spo2_percentage"):
        measure_all(record.child("spo2_percentage"), draft, [Field("vital.spo2", "average", "%", zero=False)])
    else:
        draft.absent(record, "spo2_percentage", "the vendor gives no value")


def _read_beat(record: Record, draft: Draft) -> None:
    at = instants(record.moment("timestamp"), draft.tz)[0]
    draft.identify("heart-rate", at.isoformat(timespec="seconds"))
    draft.over(at, at)
    draft.kind = record.label("source")
    draft.measure("heart.rate", record, "bpm", "bpm")


def _read_workout(record: Record, draft: Draft) -> None:
    draft.identify("workout", record.identifier("id"))
    begin, finish = span_of(record, "start_datetime", "end_datetime", draft.tz)
    draft.over(begin, finish)
    draft.kind = record.label("activity")
    draft.put("exercise.duration", (finish - begin).total_seconds(), "s", record, "end_datetime")
    measure_all(record, draft, _WORKOUT)


def _read_session(record: Record, draft: Draft) -> None:
    draft.identify("session", record.identifier("id"))
    begin, finish = span_of(record, "start_datetime", "end_datetime", draft.tz)
    draft.over(begin, finish)
    draft.kind = record.label("type")
    if draft.kind in _MINDFUL:
        draft.put("mind.mindful", (finish - begin).total_seconds(), "s", record, "end_datetime")
    else:
        draft.absent(record, "type", "this kind of session is not mindfulness")


def _read_notice(record: Record, draft: Draft) -> None:
    # A notification says that something changed, not how. Only a deletion can be told from it alone.
    collection, event = record.text("data_type"), record.text("event_type")
    if event != "delete":
        draft.absent(record, "event_type", "a notification holds no values; fetch the record that it names")
    elif collection not in _GIVEN:
        draft.absent(record, "data_type", "nothing is read of this collection, so there is nothing to take back")
    else:
        draft.identify(collection, record.identifier("object_id"))
        at = instants(record.moment("event_time"), draft.tz)[0]
        draft.revision = max(draft.revision, int(at.timestamp()))
        draft.take_back(_GIVEN[collection], at)


def _by_day(slug: str, read: Read) -> Read:
    def read_day(record: Record, draft: Draft) -> None:
        draft.identify(slug, record.identifier("id"))
        draft.over_day(record.day("day"))
        read(record, draft)

    return read_day


def _daily(slug: str, *fields: Field) -> Read:
    return _by_day(slug, lambda record, draft: measure_all(record, draft, fields))


def _collection(name: str, kind: str, read: Read | None, tell: str = "", pull: str = "dates") -> list[Endpoint]:
    # A collection answers a list, and a single record by its id.
    path = f"*/v2/usercollection/{name}"
    return [
        Endpoint(path, kind, read, ("data",), name, tell=tell, pull=pull if read is not None else ""),
        Endpoint(f"{path}/*", kind, read),
    ]


_ENDPOINTS: tuple[Endpoint, ...] = (
    *_collection("sleep", "sleeps", _read_sleep, "bedtime_start"),
    *_collection("daily_sleep", "sleep days", _daily("daily_sleep", Field("sleep.score_vendor", "score", "score"))),
    *_collection("daily_readiness", "readiness days", _daily("daily_readiness", *_READINESS), "temperature_deviation"),
    *_collection("daily_activity", "activity days", _daily("daily_activity", *_ACTIVITY), "equivalent_walking_distance"),
    *_collection("daily_spo2", "oxygen days", _by_day("daily_spo2", _read_spo2), "spo2_percentage"),
    *_collection("workout", "workouts", _read_workout, "intensity"),
    *_collection("session", "sessions", _read_session, "motion_count"),
    *_collection("vO2_max", "VO2max days", _daily("vO2_max", Field("fitness.vo2max", "vo2_max", "mL/kg/min")), "vo2_max"),
    *_collection("heartrate", "heart rates", _read_beat, "bpm", "instants"),
    *_collection("daily_stress", "stress days", None),
    *_collection("daily_resilience", "resilience days", None),
    *_collection("daily_cardiovascular_age", "vascular-age days", None),
    *_collection("tag", "tags", None),
    *_collection("enhanced_tag", "tags", None),
    *_collection("rest_mode_period", "rest modes", None),
    *_collection("ring_configuration", "rings", None),
    *_collection("sleep_time", "bedtime advice", None),
    Endpoint("*/v2/usercollection/personal_info", "accounts", None, why="an account is no measurement"),
    Endpoint("*/webhook", "notifications", _read_notice),
)
