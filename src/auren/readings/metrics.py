"""The metric registry: what can be measured, in which unit, within which range, and how a day is formed of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from auren.errors import InvalidInput, UnitMismatch
from auren.readings.units import known_units

__all__ = ["STANDARD_METRICS", "DayRule", "Metric", "MetricRegistry"]


class DayRule(StrEnum):
    """How one daily value is formed of a day's readings."""

    SUM = "sum"
    MEAN = "mean"
    MAX = "max"
    MIN = "min"
    LAST = "last"
    LONGEST = "longest"
    """The reading over the longest interval: a night's main sleep, not the nap."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A registered quantity.

    Args:
        name: dotted lower-case name, for example "hrv.rmssd".
        title: how it is called in a sentence.
        unit: the one unit in which its values are kept.
        low, high: valid range in that unit, both ends valid.
        day_rule: how a day is formed of several readings.
        day_of: whether a reading counts for the date of its start or of its end; a night belongs to the day of waking.
        digits: decimals to show.
        loinc: LOINC code, where one fits exactly.
        open_mhealth: name of the Open mHealth or IEEE 1752.1 schema.
        healthkit: HealthKit type identifier.

    Raises:
        UnitMismatch: the unit is unknown.
        InvalidInput: the range is empty.
    """

    name: str
    title: str
    unit: str
    low: float
    high: float
    day_rule: DayRule = DayRule.LAST
    day_of: Literal["start", "end"] = "start"
    digits: int = 0
    loinc: str = ""
    open_mhealth: str = ""
    healthkit: str = ""

    def __post_init__(self) -> None:
        if self.unit not in known_units():
            raise UnitMismatch(
                f"Metric {self.name!r} has the unknown unit {self.unit!r}; use one of {', '.join(sorted(known_units()))}."
            )
        if not self.low < self.high:
            raise InvalidInput(
                f"Metric {self.name!r} has the range {self.low} to {self.high}; the low end must be under the high one."
            )


class MetricRegistry(Mapping[str, Metric]):
    """An immutable table of metrics by name.

    Args:
        metrics: the metrics; a name stands once.

    Raises:
        InvalidInput: a name stands twice.
    """

    def __init__(self, metrics: Iterable[Metric]) -> None:
        table: dict[str, Metric] = {}
        for metric in metrics:
            if metric.name in table:
                raise InvalidInput(f"Metric {metric.name!r} was registered twice; give each metric a name of its own.")
            table[metric.name] = metric
        self._table = MappingProxyType(table)

    def __getitem__(self, name: str) -> Metric:
        try:
            return self._table[name]
        except KeyError:
            raise InvalidInput(
                f"Metric {name!r} is not registered; use a registered name, or add your own with registry.including(Metric(...))."
            ) from None

    def __contains__(self, name: object) -> bool:
        return name in self._table

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)

    def __repr__(self) -> str:
        return f"MetricRegistry({len(self)} metrics)"

    def including(self, *metrics: Metric) -> MetricRegistry:
        """Give a new registry that holds these metrics, too."""
        return MetricRegistry([*self._table.values(), *metrics])


def _night(
    name: str,
    title: str,
    unit: str,
    low: float,
    high: float,
    *,
    loinc: str = "",
    open_mhealth: str = "",
    healthkit: str = "",
) -> Metric:
    return Metric(name, title, unit, low, high, DayRule.LONGEST, "end", 0, loinc, open_mhealth, healthkit)


def _minutes(name: str, title: str) -> Metric:
    return Metric(name, title, "min", 0, 1440, DayRule.SUM)


def _rating(name: str, title: str, unit: str) -> Metric:
    low, high = unit.split("-")
    return Metric(name, title, unit, float(low), float(high), DayRule.LAST)


# A table reads best with one row a line.
# fmt: off
STANDARD_METRICS = MetricRegistry(
    [
        _night("hrv.rmssd", "HRV (RMSSD)", "ms", 1, 400, healthkit="HKQuantityTypeIdentifierHeartRateVariabilityRMSSD"),
        _night("hrv.sdnn", "HRV (SDNN)", "ms", 1, 500, loinc="80404-7", healthkit="HKQuantityTypeIdentifierHeartRateVariabilitySDNN"),
        Metric("heart.resting", "resting heart rate", "bpm", 25, 150, DayRule.LAST, loinc="40443-4", open_mhealth="omh:heart-rate", healthkit="HKQuantityTypeIdentifierRestingHeartRate"),
        Metric("heart.rate", "heart rate", "bpm", 20, 250, DayRule.MEAN, loinc="8867-4", open_mhealth="omh:heart-rate", healthkit="HKQuantityTypeIdentifierHeartRate"),
        _minutes("heart.zone_below", "time below the first heart-rate zone"),
        _minutes("heart.zone_1", "time in heart-rate zone 1"),
        _minutes("heart.zone_2", "time in heart-rate zone 2"),
        _minutes("heart.zone_3", "time in heart-rate zone 3"),
        _night("sleep.duration", "time asleep", "min", 1, 1440, loinc="93832-4", open_mhealth="omh:sleep-duration", healthkit="HKCategoryTypeIdentifierSleepAnalysis"),
        _night("sleep.in_bed", "time in bed", "min", 1, 1440, loinc="103213-5", healthkit="HKCategoryTypeIdentifierSleepAnalysis"),
        _night("sleep.awake", "time awake in bed", "min", 0, 1440),
        _night("sleep.deep", "deep sleep", "min", 0, 1440, loinc="93831-6"),
        _night("sleep.light", "light sleep", "min", 0, 1440, loinc="93830-8"),
        _night("sleep.rem", "REM sleep", "min", 0, 1440, loinc="93829-0"),
        _night("sleep.efficiency_vendor", "sleep efficiency as the vendor states it", "%", 0, 100),
        Metric("sleep.bout", "unbroken sleep", "min", 0, 1440, DayRule.SUM, "end", 1),
        Metric("sleep.nap", "nap", "min", 1, 1440, DayRule.SUM, "end"),
        _minutes("activity.very_active", "very active time"),
        _minutes("activity.moderate", "moderately active time"),
        _minutes("activity.light", "lightly active time"),
        _minutes("activity.sedentary", "sedentary time"),
        Metric("activity.steps", "steps", "count", 0, 200_000, DayRule.SUM, loinc="41950-7", open_mhealth="omh:step-count", healthkit="HKQuantityTypeIdentifierStepCount"),
        Metric("exercise.duration", "exercise time", "min", 0, 1440, DayRule.SUM, open_mhealth="omh:physical-activity", healthkit="HKWorkoutTypeIdentifier"),
        Metric("exercise.distance", "exercise distance", "km", 0, 1000, DayRule.SUM, digits=1, healthkit="HKQuantityTypeIdentifierDistanceWalkingRunning"),
        Metric("exercise.energy", "energy spent in exercise", "kcal", 0, 20_000, DayRule.SUM, open_mhealth="omh:calories-burned", healthkit="HKQuantityTypeIdentifierActiveEnergyBurned"),
        Metric("exercise.heart_rate", "mean heart rate in exercise", "bpm", 30, 250, DayRule.MAX),
        Metric("load.rpe", "session rating of perceived exertion", "0-10", 0, 10, DayRule.MAX),
        Metric("load.srpe", "session-RPE load", "AU", 0, 14_400, DayRule.SUM),
        _rating("wellness.fatigue", "reported fatigue", "1-5"),
        _rating("wellness.mood", "reported mood", "1-5"),
        _rating("wellness.readiness", "reported readiness", "0-10"),
        _rating("wellness.sleep_quality", "reported sleep quality", "1-5"),
        _rating("wellness.soreness", "reported soreness", "1-5"),
        _rating("wellness.stress", "reported stress", "1-5"),
        Metric("wellness.sleep_duration", "reported sleep", "h", 0, 24, DayRule.LAST, digits=1),
        Metric("injury.reports", "reported injuries", "count", 0, 100, DayRule.MAX),
        Metric("body.weight", "body weight", "kg", 20, 400, DayRule.LAST, digits=1, loinc="29463-7", open_mhealth="omh:body-weight", healthkit="HKQuantityTypeIdentifierBodyMass"),
        Metric("vital.temperature_deviation", "skin temperature against the usual", "delta degC", -10, 10, DayRule.LAST, "end", 1),
        Metric("vital.spo2", "oxygen saturation", "%", 50, 100, DayRule.MEAN, "end", 1, loinc="59408-5", open_mhealth="omh:oxygen-saturation", healthkit="HKQuantityTypeIdentifierOxygenSaturation"),
        Metric("vital.respiratory_rate", "breathing rate", "breaths/min", 3, 60, DayRule.MEAN, "end", 1, loinc="9279-1", open_mhealth="omh:respiratory-rate", healthkit="HKQuantityTypeIdentifierRespiratoryRate"),
    ]
)
# fmt: on
"""The metrics that auren knows; sources and rules name them."""
