"""Fitbit exports: sleep, resting heart rate, exercise, heart-rate zones and active minutes.

Sleep logs and daily values are written in local time; exercise logs are written in UTC, although neither says so: taken
as local, exercise would fall into the logged sleep of the same person again and again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Literal

from auren.errors import InvalidInput, MalformedRow
from auren.people import Subject
from auren.readings import STANDARD_METRICS, MetricRegistry
from auren.sources.base import OnMalformed
from auren.sources.draft import Draft
from auren.sources.files import DEFAULT_LIMITS, Limits
from auren.sources.folder import FilePlan, FolderSource
from auren.sources.look import Look
from auren.sources.record import Record
from auren.sources.times import instants, parse_moment
from auren.sources.vendors.fitbit_sleep import read_sleep

__all__ = ["ExerciseClock", "FitbitExport", "fitbit_plans"]

ExerciseClock = Literal["utc", "local"]
"""On which clock exercise.json is written: UTC in exports, the person's own in what the Web API gives."""

_DISTANCE_UNITS = {"Kilometer": "km", "Mile": "mi", "Meter": "m"}
_ZONES = {
    "heart.zone_below": "BELOW_DEFAULT_ZONE_1",
    "heart.zone_1": "IN_DEFAULT_ZONE_1",
    "heart.zone_2": "IN_DEFAULT_ZONE_2",
    "heart.zone_3": "IN_DEFAULT_ZONE_3",
}
_ACTIVE_MINUTES = {
    "very_active_minutes": "activity.very_active",
    "moderately_active_minutes": "activity.moderate",
    "lightly_active_minutes": "activity.light",
    "sedentary_minutes": "activity.sedentary",
}


class FitbitExport(FolderSource):
    """A folder of Fitbit files, or a folder with a `fitbit` folder in it.

    Args:
        path: the folder.
        subject: whose readings they are.
        zone: IANA zone where the person was; the export does not say.
        on_malformed: "skip" reports what cannot be read, "raise" raises it.
        exercise_clock: on which clock exercise logs are written.

    Raises:
        InvalidInput: the zone is missing or unknown.
        SourceError: there is no such folder, or it holds no Fitbit files.
    """

    name = "fitbit"

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        subject: Subject,
        zone: str | None = None,
        on_malformed: OnMalformed = "skip",
        metrics: MetricRegistry = STANDARD_METRICS,
        limits: Limits = DEFAULT_LIMITS,
        exercise_clock: ExerciseClock = "utc",
    ) -> None:
        if exercise_clock not in ("utc", "local"):
            raise InvalidInput("exercise_clock is neither 'utc' nor 'local'; choose one of the two.")
        self._exercise_clock: ExerciseClock = exercise_clock
        super().__init__(path, subject=subject, zone=zone, on_malformed=on_malformed, metrics=metrics, limits=limits)

    @classmethod
    def recognise(cls, look: Look) -> str | None:
        """Say what gives a path away as a Fitbit export, or None when it is not."""
        for plan in fitbit_plans(look.names):
            if plan.path in look.names:
                return f"the folder holds {plan.path} and no PMData diary"
        return None

    def _plans(self) -> Sequence[FilePlan]:
        return fitbit_plans(self._files.names, self._exercise_clock)


def fitbit_plans(names: Sequence[str], exercise_clock: ExerciseClock = "utc") -> list[FilePlan]:
    """Give the Fitbit files of a folder and how each is read.

    Args:
        names: the folder's files; they may stand in a `fitbit` folder of it.
        exercise_clock: on which clock exercise logs are written.
    """
    within = "fitbit/" if any(name.startswith("fitbit/") for name in names) else ""

    def plan(stem: str, kind: str, read: Callable[[Record, Draft], None]) -> FilePlan:
        return FilePlan(f"{within}{stem}.json", kind, "fitbit", read)

    return [
        plan("sleep", "sleep logs", read_sleep),
        plan("resting_heart_rate", "resting-heart-rate days", _read_resting),
        plan("exercise", "exercises", partial(_read_exercise, clock=exercise_clock)),
        plan("time_in_heart_rate_zones", "heart-rate-zone days", _read_zones),
        *(
            plan(
                stem,
                f"{stem.removesuffix('_minutes').replace('_', '-')} days",
                partial(_read_minutes, stem=stem, metric=metric),
            )
            for stem, metric in _ACTIVE_MINUTES.items()
        ),
    ]


def _read_resting(record: Record, draft: Draft) -> None:
    day = record.day("dateTime")
    draft.identify("resting-heart-rate", day.isoformat())
    draft.over_day(day)
    outer = record.data.get("value")
    inner = record.child("value") if outer is not None else record
    if outer is None or inner.data.get("value") is None or inner.number("value") == 0:
        draft.absent(record, "value", "no value was computed that day")
    else:
        draft.measure("heart.resting", inner, "value", "bpm")


def _read_exercise(record: Record, draft: Draft, *, clock: ExerciseClock) -> None:
    draft.identify("exercise", record.identifier("logId"))
    begin = record.moment("startTime")
    begin = begin.replace(tzinfo=UTC) if begin.tzinfo is None and clock == "utc" else instants(begin, draft.tz)[0]
    lasted_ms = record.number("duration")
    if not 0 <= lasted_ms <= 86_400_000:
        raise record.wrong("duration", "expected 0 to 86400000 ms")
    draft.over(begin, begin + timedelta(milliseconds=lasted_ms))
    draft.kind = record.label("activityName")
    if record.has("source"):
        try:
            draft.device = record.child("source").label("name")
        except MalformedRow as error:
            draft.fault(error)
    if record.has("lastModified"):
        try:
            draft.revision = _epoch_s(record, "lastModified")
        except MalformedRow as error:
            draft.fault(error)
    draft.measure("exercise.duration", record, "activeDuration", "ms")
    if record.has("calories"):
        draft.measure("exercise.energy", record, "calories", "kcal")
    if record.data.get("averageHeartRate") == 0:
        draft.absent(record, "averageHeartRate", "no heart rate was measured")
    elif record.has("averageHeartRate"):
        draft.measure("exercise.heart_rate", record, "averageHeartRate", "bpm")
    if record.has("distance"):
        unit = _DISTANCE_UNITS.get(record.label("distanceUnit"))
        if unit is None:
            draft.fault(record.wrong("distanceUnit", f"expected one of {', '.join(_DISTANCE_UNITS)}"))
        else:
            draft.measure("exercise.distance", record, "distance", unit)


def _read_zones(record: Record, draft: Draft) -> None:
    day = record.day("dateTime")
    draft.identify("heart-rate-zones", day.isoformat())
    draft.over_day(day)
    minutes = record.child("value").child("valuesInZones")
    for metric, field in _ZONES.items():
        draft.measure(metric, minutes, field, "min")


def _read_minutes(record: Record, draft: Draft, *, stem: str, metric: str) -> None:
    day = record.day("dateTime")
    draft.identify(stem.replace("_", "-"), day.isoformat())
    draft.over_day(day)
    draft.measure(metric, record, "value", "min", written=True)


def _epoch_s(record: Record, field: str) -> int:
    text = record.text(field)
    moment = parse_moment(text, "us") or parse_moment(text, "iso")
    if moment is None:
        raise record.wrong(field, "expected a time such as 11/01/19 15:29:27 (month first)")
    # Only the order of revisions matters, so a time without a zone may stand for UTC here.
    aware: datetime = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return max(0, int(aware.timestamp()))
