"""Fitabase: CSV files of a study's Fitbit users, several people in one file, dates month first and clocks with AM and PM.

The files tell neither the zone nor the unit of distances, and a day's sleep is the sum of all its sleeps.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Literal, get_args

from auren.errors import InvalidInput, MalformedRow
from auren.people import Subject
from auren.readings import STANDARD_METRICS, MetricRegistry
from auren.sources.base import OnMalformed, Read
from auren.sources.draft import Draft
from auren.sources.files import DEFAULT_LIMITS, Limits, csv_records
from auren.sources.folder import FilePlan, FolderSource, planned
from auren.sources.look import Look
from auren.sources.record import Record
from auren.sources.times import instants

__all__ = ["DistanceUnit", "Fitabase"]

DistanceUnit = Literal["km", "mi"]
"""In which unit a set's distances are written."""

_ID = "Id"
_NAMED = 40
_COUNTED = 10_000
_YEARS = range(1970, 2201)
_MOMENT = re.compile(
    r"(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})/(?P<year>[0-9]{4})"
    r"(?: (?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?(?: (?P<half>AM|PM))?)?"
)
_ACTIVITY = (
    ("activity.steps", "TotalSteps", "count"),
    ("activity.very_active", "VeryActiveMinutes", "min"),
    ("activity.moderate", "FairlyActiveMinutes", "min"),
    ("activity.light", "LightlyActiveMinutes", "min"),
    ("activity.sedentary", "SedentaryMinutes", "min"),
    ("energy.total", "Calories", "kcal"),
)
_SLEEP = ("SleepDay", "TotalSleepRecords", "TotalMinutesAsleep", "TotalTimeInBed")
_WEIGHT = ("Date", "WeightKg", "Fat", "BMI", "LogId")


class Fitabase(FolderSource):
    """Fitabase files: `dailyActivity_merged.csv`, `heartrate_seconds_merged.csv`, `sleepDay_merged.csv` and the like.

    Args:
        path: one of the files, or the folder or zip archive that holds them.
        subject: whose readings they are.
        zone: IANA zone where the person was; the files do not say.
        on_malformed: "skip" reports what cannot be read, "raise" raises it.
        metrics: the registry that values are checked against.
        limits: bounds on what is read.
        participant: the study's id of the person, where the files hold several.
        distance_unit: in which unit distances are written, "km" or "mi"; the files do not say. None leaves them out.

    Raises:
        InvalidInput: the zone is missing or unknown, the unit is neither of the two, or the files hold several people and
            no participant was named.
        SourceError: there is no such file or folder, or it holds none of the known files.
    """

    name = "fitabase"

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        subject: Subject,
        zone: str | None = None,
        on_malformed: OnMalformed = "skip",
        metrics: MetricRegistry = STANDARD_METRICS,
        limits: Limits = DEFAULT_LIMITS,
        participant: str | None = None,
        distance_unit: DistanceUnit | None = None,
    ) -> None:
        if distance_unit is not None and distance_unit not in get_args(DistanceUnit):
            raise InvalidInput("distance_unit is neither 'km' nor 'mi'; choose the one that the study's distances are in.")
        self._participant = participant
        self._distance_unit: DistanceUnit | None = distance_unit
        super().__init__(path, subject=subject, zone=zone, on_malformed=on_malformed, metrics=metrics, limits=limits)
        if participant is None:
            self._expect_one_participant()

    @classmethod
    def recognise(cls, look: Look) -> str | None:
        """Say what gives a path away as files of Fitabase, or None when it is not."""
        for pattern, _, _, columns in _files(None):
            file = look.first(pattern)
            if file is not None and {_ID, *columns} <= set(look.header(file)):
                return f"{file} has the columns {_ID} and {columns[0]} of Fitabase"
        return None

    def _plans(self) -> Sequence[FilePlan]:
        return [
            FilePlan(
                pattern, kind, self.name, partial(_read_own, read=read, wanted=self._participant), (_ID, *columns), usual=False
            )
            for pattern, kind, read, columns in _files(self._distance_unit)
        ]

    def _expect_one_participant(self) -> None:
        # Whose row is whose must not be guessed, and a file may hold many: the shortest kind of file is asked first.
        found: dict[str, None] = {}
        for file in planned(self._plans(), self._files.names):
            with suppress(MalformedRow), self._files.open(file) as stream:
                for row in csv_records(stream, file, (_ID,), lambda _: None, limits=self._files.limits):
                    if isinstance(row, Record) and row.has(_ID) and len(found) < _COUNTED:
                        found.setdefault(row.label(_ID))
            if len(found) > 1:
                named = ", ".join(sorted(found)[:_NAMED])
                raise InvalidInput(
                    f"The files up to {file} hold rows of {len(found)} participants; "
                    f"pass participant= with one of their ids, such as {named}."
                )
        self._files.restart()


def _files(distance_unit: DistanceUnit | None) -> list[tuple[str, str, Read, tuple[str, ...]]]:
    activity = ("ActivityDate", "TotalDistance", *(field for _, field, _ in _ACTIVITY))
    return [
        ("*dailyActivity_merged*.csv", "activity days", partial(_read_activity, distance_unit=distance_unit), activity),
        ("*sleepDay_merged*.csv", "sleep days", _read_sleep, _SLEEP),
        ("*weightLogInfo_merged*.csv", "weighings", _read_weight, _WEIGHT),
        ("*heartrate_seconds_merged*.csv", "heart rates", _read_heart_rate, ("Time", "Value")),
    ]


def _read_own(row: Record, draft: Draft, *, read: Read, wanted: str | None) -> None:
    if wanted is not None and row.text(_ID) != wanted:
        draft.absent(row, _ID, "the row is another participant's")
    else:
        read(row, draft)


def _read_activity(row: Record, draft: Draft, *, distance_unit: DistanceUnit | None) -> None:
    day = _moment(row, "ActivityDate").date()
    draft.identify("activity", day.isoformat())
    draft.over_day(day)
    for metric, field, unit in _ACTIVITY:
        draft.measure(metric, row, field, unit, written=True)
    if distance_unit is None:
        draft.absent(row, "TotalDistance", "the file does not tell the unit; pass distance_unit=")
    else:
        draft.measure("activity.distance", row, "TotalDistance", distance_unit, written=True)


def _read_sleep(row: Record, draft: Draft) -> None:
    day = _moment(row, "SleepDay").date()
    draft.identify("sleep", day.isoformat())
    draft.over_day(day)
    if row.number("TotalSleepRecords", written=True) != 1:
        draft.absent(row, "TotalSleepRecords", "the minutes are the sum of several sleeps, and none is a night's")
        return
    draft.measure("sleep.duration", row, "TotalMinutesAsleep", "min", written=True)
    draft.measure("sleep.in_bed", row, "TotalTimeInBed", "min", written=True)


def _read_weight(row: Record, draft: Draft) -> None:
    draft.identify("weight", row.identifier("LogId"))
    at = instants(_moment(row, "Date"), draft.tz)[0]
    draft.over(at, at)
    draft.measure("body.weight", row, "WeightKg", "kg", written=True)
    for metric, field, unit in (("body.fat", "Fat", "%"), ("body.bmi", "BMI", "kg/m2")):
        if row.has(field):
            draft.measure(metric, row, field, unit, written=True)
        else:
            draft.empty.append(field)


def _read_heart_rate(row: Record, draft: Draft) -> None:
    moment = _moment(row, "Time")
    draft.identify("heart-rate", moment.isoformat())
    at = instants(moment, draft.tz)[0]
    draft.over(at, at)
    draft.measure("heart.rate", row, "Value", "bpm", written=True)


def _moment(row: Record, field: str) -> datetime:
    found = _MOMENT.fullmatch(row.text(field))
    wrong = row.wrong(field, "expected a date such as 4/13/2016, or a time such as 4/13/2016 7:54:00 AM")
    if found is None or int(found["year"]) not in _YEARS:
        raise wrong
    hour = int(found["hour"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            raise wrong
        hour = hour % 12 + (12 if found["half"] == "PM" else 0)
    year, month, day, minute, second = (int(found[part] or 0) for part in ("year", "month", "day", "minute", "second"))
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  # on the person's clock, as the file has it
    except ValueError as error:
        raise wrong from error
