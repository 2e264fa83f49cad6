"""Withings' API, as recorded answers or as a client fetches them.

One path serves several actions, so an answer's path carries the action, as in "/v2/measure?action=getactivity". A refusal
comes with HTTP 200 and a status that is not 0. A measure is value times ten to the power of its unit. A group of measures
that a scale could not surely assign to this person, or that was typed in at sign-up, is left out. HRV comes as samples of
a night, in another action than the night: where the answers hold both, a sample counts for the night's date, and otherwise
for its own. That a deleted group comes with `deleted` has not been checked against a live account.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import cached_property

from auren.errors import MalformedRow
from auren.readings import Reading
from auren.sources.answers import Answer, Endpoint
from auren.sources.base import Read
from auren.sources.draft import Draft
from auren.sources.fields import Field, epoch, measure_all, note_revision
from auren.sources.joined import JoinedSource
from auren.sources.record import Record
from auren.sources.tally import Tally

__all__ = ["Withings"]

_WEIGHT, _HYDRATION = 1, 77
_MEASURES: dict[int, tuple[str, str]] = {
    _WEIGHT: ("body.weight", "kg"),
    4: ("body.height", "m"),
    5: ("body.lean_mass", "kg"),
    6: ("body.fat", "%"),
    9: ("vital.diastolic", "mmHg"),
    10: ("vital.systolic", "mmHg"),
    11: ("heart.rate", "bpm"),
    12: ("vital.temperature", "degC"),
    54: ("vital.spo2", "%"),
    71: ("vital.temperature", "degC"),
    73: ("vital.skin_temperature", "degC"),
    76: ("body.muscle_mass", "kg"),
    88: ("body.bone_mass", "kg"),
    123: ("fitness.vo2max", "mL/kg/min"),
    170: ("body.visceral_fat_vendor", "score"),
}
_MEASURED = (*dict.fromkeys(metric for metric, _ in _MEASURES.values()), "body.water")
_OURS = frozenset({0, 2, 5, 7, 8, 15})
"""How a group came to be this person's: by a device that knows, by hand, as a best of several, or confirmed."""
_NOT_OURS = {
    1: "the device could not tell whose measure this is",
    4: "it was typed in at sign-up and may not be accurate",
}
_ACTIVITY = (
    Field("activity.steps", "steps", "count"),
    Field("activity.distance", "distance", "m"),
    Field("activity.floors", "elevation", "count"),
    Field("activity.light", "soft", "s"),
    Field("activity.moderate", "moderate", "s"),
    Field("activity.very_active", "intense", "s"),
    Field("energy.active", "calories", "kcal"),
    Field("energy.total", "totalcalories", "kcal"),
    Field("heart.min", "hr_min", "bpm", zero=False),
    Field("heart.max", "hr_max", "bpm", zero=False),
)
_WORKOUT = (
    Field("exercise.energy", "calories", "kcal"),
    Field("exercise.distance", "distance", "m"),
    Field("exercise.heart_rate", "hr_average", "bpm", zero=False),
    Field("exercise.heart_rate_max", "hr_max", "bpm", zero=False),
)
_KINDS = {1: "Walk", 2: "Run", 3: "Hiking", 6: "Bicycling", 7: "Swimming", 16: "Lift weights", 28: "Yoga", 187: "Rowing"}
_NIGHT = (
    Field("sleep.in_bed", "total_timeinbed", "s", zero=False),
    Field("sleep.light", "lightsleepduration", "s"),
    Field("sleep.deep", "deepsleepduration", "s"),
    Field("sleep.rem", "remsleepduration", "s"),
    Field("sleep.awake", "wakeupduration", "s"),
    Field("sleep.latency", "sleep_latency", "s"),
    Field("sleep.awakenings", "wakeupcount", "count"),
    Field("sleep.score_vendor", "sleep_score", "score", zero=False),
    Field("heart.asleep", "hr_average", "bpm", zero=False),
    Field("heart.min", "hr_min", "bpm", zero=False),
    Field("vital.respiratory_rate", "rr_average", "breaths/min", zero=False),
    Field("hrv.rmssd", "rmssd", "ms", zero=False),
)
# A night of another maker's device has no stages, and its sleep under another name.
_ASLEEP = {field: (Field("sleep.duration", field, "s", zero=False),) for field in ("total_sleep_time", "asleepduration")}
_SERIES = (("hrv.rmssd", "rmssd", "ms"), ("hrv.sdnn", "sdnn_1", "ms"))
_LONGEST = timedelta(hours=48)
_DAY_S = 86_400
_NIGHT_OF = "night"

Nights = dict[int, dict[int, tuple[int, str]]]


class Withings(JoinedSource):
    """Recorded answers of Withings' API.

    Arguments and errors as `AnswerSource`.
    """

    name = "withings"
    marks = (b"/measure?action=", b"/v2/sleep?action=", b'"measuregrps"', b'"total_timeinbed"')

    @classmethod
    def endpoints(cls) -> Sequence[Endpoint]:
        """Give the actions of Withings' services."""
        return _ENDPOINTS

    @cached_property
    def _nights(self) -> Nights:
        """When each night began and ended and its date, by the days since 1970 that it touches."""
        return {}

    def _forget(self) -> None:
        self._nights.clear()

    def _note(self, body: object) -> None:
        for begin, finish, day in _nights_in(body):
            for number in range(begin // _DAY_S, finish // _DAY_S + 1):
                self._nights.setdefault(number, {})[begin] = (finish, day)

    def _joined(self, body: object) -> object:
        return _with_nights(body, self._nights)

    def _read_answer(self, tally: Tally, answer: Answer, index: list[int]) -> Iterator[Reading]:
        status = answer.body.get("status") if isinstance(answer.body, dict) else None
        if status in (None, 0):
            yield from super()._read_answer(tally, answer, index)
            return
        index[0] += 1
        refusal = MalformedRow(answer.file or "answer", index[0], "status", "expected 0; the service refused the request")
        yield from self._settle_one(tally, "refusals", self.name, refusal, _read_group)


def _series_of(body: object) -> list[object]:
    inner = body.get("body") if isinstance(body, dict) else None
    series = inner.get("series") if isinstance(inner, dict) else None
    return series if isinstance(series, list) else []


def _nights_in(body: object) -> Iterator[tuple[int, int, str]]:
    for night in _series_of(body):
        if isinstance(night, dict) and "completed" in night:
            begin, finish, day = (night.get(field) for field in ("startdate", "enddate", "date"))
            if (
                isinstance(begin, int)
                and isinstance(finish, int)
                and isinstance(day, str)
                and 0 <= finish - begin <= 2 * _DAY_S
            ):
                yield begin, finish, day


def _with_nights(body: object, nights: Nights) -> object:
    series = _series_of(body)
    if not isinstance(body, dict) or not any(isinstance(stretch, dict) and "state" in stretch for stretch in series):
        return body
    return {**body, "body": {**body["body"], "series": [_with_night(stretch, nights) for stretch in series]}}


def _with_night(stretch: object, nights: Nights) -> object:
    begin = stretch.get("startdate") if isinstance(stretch, dict) else None
    if not isinstance(stretch, dict) or not isinstance(begin, int):
        return stretch
    held = (day for start, (finish, day) in nights.get(begin // _DAY_S, {}).items() if start <= begin <= finish)
    return {**stretch, _NIGHT_OF: next(held, None)}


def _read_group(record: Record, draft: Draft) -> None:
    draft.identify("measure", record.identifier("grpid"))
    at = epoch(record, "date")
    draft.over(at, at)
    note_revision(record, draft, "modified")
    if record.data.get("deleted") in (True, 1):
        draft.take_back(_MEASURED, at)
        return
    if record.data.get("category") == 2:
        draft.absent(record, "category", "it is an aim and no measurement")
        return
    if not _is_ours(record, draft):
        return
    draft.device = record.label("model")
    measures = record.children("measures")
    for measure in measures:
        try:
            _read_measure(measure, draft, measures)
        except MalformedRow as error:
            draft.fault(error)


def _is_ours(record: Record, draft: Draft) -> bool:
    attributed = record.number("attrib")
    if attributed in _OURS:
        return True
    draft.absent(record, "attrib", _NOT_OURS.get(int(attributed), "it is not known to be this person's"))
    return False


def _read_measure(measure: Record, draft: Draft, beside: Sequence[Record]) -> None:
    kind = measure.number("type")
    if kind == _HYDRATION:
        weight = next((_value(other) for other in beside if other.data.get("type") == _WEIGHT), 0.0)
        if weight > 0:
            draft.put("body.water", 100 * _value(measure) / weight, "%", measure, "value")
        else:
            draft.absent(measure, "value", "water in kg is a share only beside a weight, and none stands with it")
    elif kind in _MEASURES:
        metric, unit = _MEASURES[int(kind)]
        draft.put(metric, _value(measure), unit, measure, "value")
    else:
        draft.absent(measure, "type", "auren keeps no value of this type")


def _value(measure: Record) -> float:
    power = measure.number("unit")
    if not -12 <= power <= 12:
        raise measure.wrong("unit", "expected a power of ten from -12 to 12")
    return float(measure.number("value") * 10.0**power)


def _read_activity(record: Record, draft: Draft) -> None:
    day = record.day("date")
    draft.device = record.label("model")
    maker = record.label("hash_deviceid") or record.label("deviceid")
    draft.identify("activity", f"{day.isoformat()}{':' if maker else ''}{maker}")
    draft.over_day(day)
    note_revision(record, draft, "modified")
    measure_all(record, draft, _ACTIVITY)


def _read_workout(record: Record, draft: Draft) -> None:
    draft.identify("workout", record.identifier("id"))
    _span(record, draft)
    note_revision(record, draft, "modified")
    draft.kind = _KINDS.get(int(record.number("category")), "") if record.has("category") else ""
    if record.has("attrib") and not _is_ours(record, draft):
        return
    data = record.child("data")
    lasted_s = record.number("enddate") - record.number("startdate")
    paused_s = data.number("pause_duration") if data.has("pause_duration") else 0
    draft.put("exercise.duration", lasted_s - paused_s, "s", record, "enddate")
    measure_all(data, draft, _WORKOUT)


def _read_night(record: Record, draft: Draft) -> None:
    draft.identify("sleep", record.identifier("id"))
    _span(record, draft, dated=True)
    note_revision(record, draft, "modified")
    draft.device = {"16": "tracker", "32": "Sleep Monitor"}.get(str(record.data.get("model")), "")
    if record.data.get("completed") is False:
        draft.absent(record, "completed", "the night is not complete yet")
        return
    data = record.child("data")
    measure_all(data, draft, _ASLEEP["total_sleep_time" if data.has("total_sleep_time") else "asleepduration"])
    measure_all(data, draft, _NIGHT)
    if data.has("sleep_efficiency"):
        try:
            # Written as a share of 1.
            draft.put("sleep.efficiency_vendor", 100 * data.number("sleep_efficiency"), "%", data, "sleep_efficiency")
        except MalformedRow as error:
            draft.fault(error)


def _read_series(record: Record, draft: Draft) -> None:
    # A stretch of one sleep stage, with the samples that fell into it by their second.
    begin = epoch(record, "startdate")
    draft.identify("sleep-series", f"{begin.timestamp():.0f}:{record.label('hash_deviceid')}")
    day = record.day(_NIGHT_OF) if record.has(_NIGHT_OF) else None
    for metric, field, unit in _SERIES:
        if not record.has(field):
            continue
        samples = record.child(field)
        for second in samples.data:
            if not (second.isascii() and second.isdigit() and len(second) <= 10):
                raise record.wrong(field, "expected samples by seconds since 1970")
            at = epoch(Record(record.file, record.line, {field: int(second)}), field)
            draft.over(at, at, day)
            value = Record(record.file, record.line, {field: samples.data[second]}).number(field)
            draft.put(metric, value, unit, record, field, part=second)


def _span(record: Record, draft: Draft, *, dated: bool = False) -> None:
    begin, finish = epoch(record, "startdate"), epoch(record, "enddate")
    if not begin <= finish <= begin + _LONGEST:
        raise record.wrong("enddate", "expected seconds of 0 to 48 hours after startdate")
    draft.over(begin, finish, record.day("date") if dated and record.has("date") else None)


def _action(name: str, path: str, kind: str, read: Read, within: str, tell: str, pull: str) -> Endpoint:
    return Endpoint(f"*{path}?action={name}", kind, read, ("body", within), tell=tell, pull=pull)


_ENDPOINTS: tuple[Endpoint, ...] = (
    _action("getmeas", "/measure", "measures", _read_group, "measuregrps", "measuregrps", "seconds"),
    _action("getactivity", "/v2/measure", "activity days", _read_activity, "activities", "activities", "dates"),
    _action("getworkouts", "/v2/measure", "workouts", _read_workout, "series", "category", "dates"),
    _action("getsummary", "/v2/sleep", "nights", _read_night, "series", "completed", "dates"),
    _action("get", "/v2/sleep", "sleep series", _read_series, "series", "state", "day"),
    Endpoint("*/v2/measure?action=getintradayactivity", "intraday activity", None),
    Endpoint("*/v2/heart*", "ECG recordings", None),
    Endpoint("*/v2/user?action=getdevice", "devices", None, why="a device is no measurement"),
    Endpoint("*/webhook", "notifications", None, why="a notification holds no values; fetch the days that it names"),
)
