"""WHOOP's API v2, as recorded answers or as a client fetches them.

HRV is RMSSD in milliseconds; energy is in kilojoules. A recovery names its sleep and no time of its own: where the answers
hold that sleep, the recovery spans it, and otherwise the local day on which the recovery was made. What WHOOP has not
scored, or cannot score, holds no value. A cycle runs from one sleep to the next and counts for the date of its middle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property

from auren.errors import InvalidInput, MalformedRow
from auren.people import zone_info
from auren.sources.answers import Endpoint
from auren.sources.draft import Draft
from auren.sources.fields import LAST_EPOCH, Field, measure_all, note_revision, span_of
from auren.sources.joined import JoinedSource
from auren.sources.record import Record
from auren.sources.times import instants

__all__ = ["Whoop"]

_RECOVERY = (
    Field("hrv.rmssd", "hrv_rmssd_milli", "ms", zero=False),
    Field("heart.resting", "resting_heart_rate", "bpm", zero=False),
    Field("vital.spo2", "spo2_percentage", "%", zero=False),
    Field("vital.skin_temperature", "skin_temp_celsius", "degC", zero=False),
)
_STAGES = (
    Field("sleep.in_bed", "total_in_bed_time_milli", "ms", zero=False),
    Field("sleep.awake", "total_awake_time_milli", "ms"),
    Field("sleep.light", "total_light_sleep_time_milli", "ms"),
    Field("sleep.deep", "total_slow_wave_sleep_time_milli", "ms"),
    Field("sleep.rem", "total_rem_sleep_time_milli", "ms"),
)
_ASLEEP = ("total_light_sleep_time_milli", "total_slow_wave_sleep_time_milli", "total_rem_sleep_time_milli")
_SLEEP = (
    Field("vital.respiratory_rate", "respiratory_rate", "breaths/min", zero=False),
    Field("sleep.score_vendor", "sleep_performance_percentage", "score"),
    Field("sleep.efficiency_vendor", "sleep_efficiency_percentage", "%"),
)
_CYCLE = (
    Field("load.strain_vendor", "strain", "score"),
    Field("energy.total", "kilojoule", "kJ"),
    Field("heart.rate", "average_heart_rate", "bpm", zero=False),
    Field("heart.max", "max_heart_rate", "bpm", zero=False),
)
_WORKOUT = (
    Field("load.score_vendor", "strain", "score"),
    Field("exercise.energy", "kilojoule", "kJ"),
    Field("exercise.heart_rate", "average_heart_rate", "bpm", zero=False),
    Field("exercise.heart_rate_max", "max_heart_rate", "bpm", zero=False),
    Field("exercise.distance", "distance_meter", "m"),
    Field("exercise.ascent", "altitude_gain_meter", "m"),
)
_UNSCORED = {
    "PENDING_SCORE": "WHOOP has not scored it yet",
    "UNSCORABLE": "WHOOP could not score it",
}
_ONLY_NIGHT = ("sleep.duration", *(field.metric for field in (*_STAGES, *_SLEEP)))
_GIVEN: dict[str, tuple[str, ...]] = {
    "recovery": ("recovery.score_vendor", *(field.metric for field in _RECOVERY)),
    "sleep": ("sleep.nap", *_ONLY_NIGHT),
    "workout": ("exercise.duration", *(field.metric for field in _WORKOUT)),
}
"""What a record may have given, for taking it back."""

_SLEEP_OF = "sleep"


class Whoop(JoinedSource):
    """Recorded answers of WHOOP's API v2.

    Arguments and errors as `AnswerSource`.
    """

    name = "whoop"
    marks = (b"/v2/recovery", b"/v2/activity/", b"/v2/cycle", b'"hrv_rmssd_milli"', b'"sleep_performance_percentage"')

    @classmethod
    def endpoints(cls) -> Sequence[Endpoint]:
        """Give WHOOP's collections and single records, and its webhook."""
        return _ENDPOINTS

    @cached_property
    def _sleeps(self) -> dict[str, object]:
        """When each sleep began and ended, by its id."""
        return {}

    def _forget(self) -> None:
        self._sleeps.clear()

    def _note(self, body: object) -> None:
        self._sleeps.update(_sleeps_in(body))

    def _joined(self, body: object) -> object:
        return _with_sleeps(body, self._sleeps)


def _records(body: object) -> list[object]:
    inner = body.get("records") if isinstance(body, dict) else body
    return inner if isinstance(inner, list) else [body]


def _sleeps_in(body: object) -> dict[str, object]:
    return {
        record["id"]: {key: record.get(key) for key in ("start", "end", "timezone_offset")}
        for record in _records(body)
        if isinstance(record, dict) and "nap" in record and isinstance(record.get("id"), str)
    }


def _with_sleeps(body: object, sleeps: Mapping[str, object]) -> object:
    # Each recovery with the sleep that it names; anything else as it is.
    if isinstance(body, dict) and isinstance(body.get("records"), list):
        return {**body, "records": [_with_sleeps(record, sleeps) for record in body["records"]]}
    if isinstance(body, list):
        return [_with_sleeps(record, sleeps) for record in body]
    named = body.get("sleep_id") if isinstance(body, dict) else None
    if isinstance(body, dict) and isinstance(named, str) and named in sleeps:
        return {**body, _SLEEP_OF: sleeps[named]}
    return body


def _read_recovery(record: Record, draft: Draft) -> None:
    draft.identify("recovery", record.identifier("sleep_id"))
    note_revision(record, draft, "updated_at")
    made = instants(record.moment("created_at"), draft.tz)[0]
    if record.has(_SLEEP_OF):
        sleep = record.child(_SLEEP_OF)
        begin, finish = span_of(sleep, "start", "end", draft.tz)
        draft.over(begin, finish, _day_at(finish, sleep))
    else:
        draft.over_day(made.astimezone(draft.tz).date())
    score = _score(record, draft)
    if score is None:
        return
    if score.data.get("user_calibrating") is True:
        draft.absent(score, "recovery_score", "WHOOP is still learning what is usual")
    else:
        draft.measure("recovery.score_vendor", score, "recovery_score", "score")
    measure_all(score, draft, _RECOVERY)


def _read_sleep(record: Record, draft: Draft) -> None:
    draft.identify("sleep", record.identifier("id"))
    begin, finish = span_of(record, "start", "end", draft.tz)
    draft.over(begin, finish, _day_at(finish, record))
    note_revision(record, draft, "updated_at")
    nap = record.flag("nap")
    score = _score(record, draft)
    if score is None:
        return
    stages = score.child("stage_summary")
    try:
        asleep_ms = sum(stages.number(field) for field in _ASLEEP)
        draft.put("sleep.nap" if nap else "sleep.duration", asleep_ms, "ms", stages, _ASLEEP[0])
    except MalformedRow as error:
        draft.fault(error)
    if not nap:
        measure_all(stages, draft, _STAGES)
        measure_all(score, draft, _SLEEP)
    # A person may make a nap of what was scored as a night.
    draft.take_back_rest(_ONLY_NIGHT if nap else ("sleep.nap",))


def _read_cycle(record: Record, draft: Draft) -> None:
    draft.identify("cycle", record.identifier("id"))
    note_revision(record, draft, "updated_at")
    if not record.has("end"):
        draft.absent(record, "end", "the cycle is still running")
        return
    begin, finish = span_of(record, "start", "end", draft.tz, timedelta(hours=72))
    draft.over(begin, finish, _day_at(begin + (finish - begin) / 2, record))
    score = _score(record, draft)
    if score is not None:
        measure_all(score, draft, _CYCLE)


def _read_workout(record: Record, draft: Draft) -> None:
    draft.identify("workout", record.identifier("id"))
    begin, finish = span_of(record, "start", "end", draft.tz)
    draft.over(begin, finish, _day_at(begin, record))
    note_revision(record, draft, "updated_at")
    draft.kind = record.label("sport_name")
    draft.put("exercise.duration", (finish - begin).total_seconds(), "s", record, "end")
    score = _score(record, draft)
    if score is not None:
        measure_all(score, draft, _WORKOUT)


def _read_notice(record: Record, draft: Draft) -> None:
    # A notification names what changed and no time; the host gives `Answer.revision`, the second in which it came.
    subject, _, event = record.text("type").partition(".")
    if event != "deleted":
        draft.absent(record, "type", "a notification holds no values; fetch the record that it names")
    elif subject not in _GIVEN:
        draft.absent(record, "type", "nothing is read of this, so there is nothing to take back")
    elif not 0 < draft.revision < LAST_EPOCH:
        raise record.wrong("type", "expected Answer.revision with the time at which the notification came, in seconds")
    else:
        draft.identify(subject, record.identifier("id"))
        draft.take_back(_GIVEN[subject], datetime.fromtimestamp(draft.revision, draft.tz))


def _score(record: Record, draft: Draft) -> Record | None:
    state = record.text("score_state")
    if state == "SCORED":
        return record.child("score")
    if state not in _UNSCORED:
        raise record.wrong("score_state", f"expected one of SCORED, {', '.join(_UNSCORED)}")
    draft.absent(record, "score_state", _UNSCORED[state])
    return None


def _day_at(at: datetime, record: Record) -> date | None:
    # WHOOP tells the offset of where the person was; that decides the date when they travel.
    try:
        return at.astimezone(zone_info(record.text("timezone_offset"))).date()
    except (MalformedRow, InvalidInput):
        return None


_ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint("*/v2/activity/sleep", "sleeps", _read_sleep, ("records",), "sleep", tell="nap", pull="instants"),
    Endpoint("*/v2/recovery", "recoveries", _read_recovery, ("records",), "recovery", tell="sleep_id", pull="instants"),
    Endpoint("*/v2/activity/workout", "workouts", _read_workout, ("records",), "workout", tell="sport_name", pull="instants"),
    Endpoint("*/v2/cycle", "cycles", _read_cycle, ("records",), "cycle", tell="score_state", pull="instants"),
    Endpoint("*/v2/cycle/*/recovery", "recoveries", _read_recovery),
    Endpoint("*/v2/cycle/*/sleep", "sleeps", _read_sleep),
    Endpoint("*/v2/activity/sleep/*", "sleeps", _read_sleep),
    Endpoint("*/v2/activity/workout/*", "workouts", _read_workout),
    Endpoint("*/v2/cycle/*", "cycles", _read_cycle),
    Endpoint("*/v2/user/measurement/body", "body measurements", None, why="it does not say when it was measured"),
    Endpoint("*/v2/user/profile/basic", "accounts", None, why="an account is no measurement"),
    Endpoint("*/webhook", "notifications", _read_notice),
)
