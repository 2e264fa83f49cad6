"""Workouts: their length, and their sums and means, which new exports give as statistics and old ones as attributes."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from auren.errors import MalformedRow
from auren.sources.draft import Draft
from auren.sources.record import Record
from auren.sources.vendors.apple_health.lexer import Element
from auren.sources.vendors.apple_health.units import rescaled, scale_of

__all__ = ["read_workout"]

_TYPE: Final = "HKQuantityTypeIdentifier"
_ACTIVITY: Final = "HKWorkoutActivityType"


class _Statistic(NamedTuple):
    """Which attribute of a workout's statistics is read as what."""

    type: str
    attribute: str
    metric: str
    unit: str


_STATISTICS: Final = (
    _Statistic("ActiveEnergyBurned", "sum", "exercise.energy", "kcal"),
    *(
        _Statistic(f"Distance{how}", "sum", "exercise.distance", "km")
        for how in (
            "WalkingRunning",
            "Cycling",
            "Swimming",
            "Wheelchair",
            "DownhillSnowSports",
            "CrossCountrySkiing",
            "PaddleSports",
            "Rowing",
            "SkatingSports",
        )
    ),
    _Statistic("HeartRate", "average", "exercise.heart_rate", "bpm"),
    _Statistic("HeartRate", "maximum", "exercise.heart_rate_max", "bpm"),
    _Statistic("RunningPower", "average", "exercise.power", "W"),
    _Statistic("CyclingPower", "average", "exercise.power", "W"),
    _Statistic("CyclingCadence", "average", "exercise.cadence", "rpm"),
    _Statistic("RunningSpeed", "average", "exercise.speed", "km/h"),
    _Statistic("CyclingSpeed", "average", "exercise.speed", "km/h"),
)
_TOTALS: Final = (("totalEnergyBurned", "exercise.energy", "kcal"), ("totalDistance", "exercise.distance", "km"))
_ASCENT: Final = "HKElevationAscended"
_WITH_UNIT: Final = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,20})?) (\S{1,20})")


def read_workout(workout: Element, record: Record, draft: Draft) -> None:
    """Read one workout; where statistics and totals say the same, the statistics count."""
    draft.kind = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", record.label("workoutActivityType").removeprefix(_ACTIVITY))
    _put(record, "duration", record.data.get("durationUnit"), "exercise.duration", "min", draft)
    given: set[str] = set()
    for statistics in workout.children:
        if statistics.name != "WorkoutStatistics":
            continue
        kind = statistics.attributes.get("type", "").removeprefix(_TYPE)
        of = Record(record.file, statistics.line, dict(statistics.attributes), "WorkoutStatistics.")
        for row in _STATISTICS:
            # Of a triathlon's distances the first is taken: a workout has one reading of each metric.
            if row.type == kind and row.metric not in given and of.has(row.attribute):
                _put(of, row.attribute, of.data.get("unit"), row.metric, row.unit, draft)
                given.add(row.metric)
    for attribute, metric, unit in _TOTALS:
        if metric not in given and record.has(attribute) and record.data.get(attribute) != "0":
            _put(record, attribute, record.data.get(f"{attribute}Unit"), metric, unit, draft)
    _put_ascent(workout, record, draft)


def _put_ascent(workout: Element, record: Record, draft: Draft) -> None:
    for entry in workout.children:
        if entry.name == "MetadataEntry" and entry.attributes.get("key") == _ASCENT:
            told = _WITH_UNIT.fullmatch(entry.attributes.get("value", ""))
            scale = scale_of(told[2], "m") if told else None
            if told is None or scale is None:
                draft.fault(record.wrong(_ASCENT, "expected a length with its unit"))
            else:
                draft.put("exercise.ascent", rescaled(float(told[1]), *scale), "m", record, _ASCENT)
            return


def _put(record: Record, field: str, given: object, metric: str, unit: str, draft: Draft) -> None:
    scale = scale_of(given, unit) if isinstance(given, str) else None
    if scale is None:
        draft.fault(record.wrong(field, f"expected a unit that can be turned into {unit}"))
        return
    try:
        number = record.number(field, written=True)
    except MalformedRow as error:
        draft.fault(error)
    else:
        draft.put(metric, rescaled(number, *scale), unit, record, field)
