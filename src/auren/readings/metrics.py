"""The metric registry: what can be measured, in which unit, within which range, and how a day is formed of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from auren.errors import InvalidInput, UnitMismatch
from auren.readings.priority import STATED_PRIORITY, SourcePriority
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
    """The reading over the longest interval: a night's main sleep, not the nap. Equally long ones, such as spot
    readings, are averaged."""


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
        bridge_min: minutes, 0 or more; readings of one device that are no further apart count as one stretch that this
            device covers, which another device's readings then do not add to.

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
    bridge_min: float = 0.0

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
    """An immutable table of metrics by name, and whose word counts where two devices measured the same.

    Args:
        metrics: the metrics; a name stands once.
        priority: which source or device comes first where several cover one stretch of time.

    Raises:
        InvalidInput: a name stands twice.
    """

    def __init__(self, metrics: Iterable[Metric], *, priority: SourcePriority = STATED_PRIORITY) -> None:
        table: dict[str, Metric] = {}
        for metric in metrics:
            if metric.name in table:
                raise InvalidInput(f"Metric {metric.name!r} was registered twice; give each metric a name of its own.")
            table[metric.name] = metric
        self._table = MappingProxyType(table)
        self.priority = priority

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
        return MetricRegistry([*self._table.values(), *metrics], priority=self.priority)

    def preferring(self, *order: str) -> MetricRegistry:
        """Give a registry in which these sources or devices come first, the first of them before all.

        Args:
            order: sources such as "oura", or a source and the beginning of a device's name, such as "apple_health/Apple Watch".

        Raises:
            InvalidInput: an entry is blank or stands twice.
        """
        return MetricRegistry(self._table.values(), priority=SourcePriority(order))


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


def _intake(name: str, title: str, unit: str, high: float, healthkit: str = "", *, digits: int = 0) -> Metric:
    return Metric(name, title, unit, 0, high, DayRule.SUM, "start", digits, healthkit=healthkit)


def _score(name: str, title: str, high: float = 100, day_of: Literal["start", "end"] = "end") -> Metric:
    # A vendor's own score: kept as told, and never mixed with another vendor's.
    return Metric(name, title, "score", 0, high, DayRule.LAST, day_of)


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
        Metric("heart.rate", "heart rate", "bpm", 20, 250, DayRule.MEAN, loinc="8867-4", open_mhealth="omh:heart-rate", healthkit="HKQuantityTypeIdentifierHeartRate", bridge_min=15),
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
        Metric("sleep.bout", "unbroken sleep", "min", 0, 1440, DayRule.SUM, "end", 1, bridge_min=120),
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
        Metric("vital.spo2", "oxygen saturation", "%", 50, 100, DayRule.MEAN, "end", 1, loinc="59408-5", open_mhealth="omh:oxygen-saturation", healthkit="HKQuantityTypeIdentifierOxygenSaturation", bridge_min=60),
        Metric("vital.respiratory_rate", "breathing rate", "breaths/min", 3, 60, DayRule.MEAN, "end", 1, loinc="9279-1", open_mhealth="omh:respiratory-rate", healthkit="HKQuantityTypeIdentifierRespiratoryRate", bridge_min=60),
        Metric("hrv.rr", "beat-to-beat interval", "ms", 200, 3000, DayRule.MEAN, open_mhealth="omh:rr-interval", bridge_min=15),
        Metric("heart.max", "highest heart rate", "bpm", 20, 260, DayRule.MAX),
        Metric("heart.min", "lowest heart rate", "bpm", 20, 250, DayRule.MIN, loinc="8883-7"),
        _night("heart.asleep", "mean heart rate asleep", "bpm", 20, 150),
        Metric("heart.walking", "heart rate when walking", "bpm", 30, 220, DayRule.LAST, healthkit="HKQuantityTypeIdentifierWalkingHeartRateAverage"),
        Metric("heart.recovery_1min", "heart-rate drop in the first minute after exercise", "bpm", 0, 150, DayRule.LAST, healthkit="HKQuantityTypeIdentifierHeartRateRecoveryOneMinute"),
        _night("sleep.latency", "time to fall asleep", "min", 0, 720),
        _night("sleep.awakenings", "awakenings", "count", 0, 200),
        _night("sleep.score_vendor", "sleep score as the vendor states it", "score", 0, 100),
        Metric("activity.distance", "distance covered", "km", 0, 500, DayRule.SUM, digits=1, healthkit="HKQuantityTypeIdentifierDistanceWalkingRunning"),
        Metric("activity.floors", "floors climbed", "count", 0, 2000, DayRule.SUM, healthkit="HKQuantityTypeIdentifierFlightsClimbed"),
        Metric("activity.exercise", "time that counts as exercise", "min", 0, 1440, DayRule.SUM, healthkit="HKQuantityTypeIdentifierAppleExerciseTime"),
        Metric("energy.active", "energy spent moving", "kcal", 0, 20_000, DayRule.SUM, open_mhealth="omh:calories-burned", healthkit="HKQuantityTypeIdentifierActiveEnergyBurned"),
        Metric("energy.basal", "energy spent at rest", "kcal", 0, 10_000, DayRule.SUM, healthkit="HKQuantityTypeIdentifierBasalEnergyBurned"),
        Metric("energy.total", "energy spent", "kcal", 0, 30_000, DayRule.SUM),
        Metric("exercise.heart_rate_max", "highest heart rate in exercise", "bpm", 30, 260, DayRule.MAX),
        Metric("exercise.ascent", "ascent in exercise", "m", 0, 20_000, DayRule.SUM),
        Metric("exercise.power", "mean power in exercise", "W", 0, 2000, DayRule.MAX),
        Metric("exercise.cadence", "mean cadence in exercise", "rpm", 0, 300, DayRule.MAX),
        Metric("exercise.speed", "mean speed in exercise", "km/h", 0, 150, DayRule.MAX, digits=1),
        Metric("strength.weight", "weight lifted in a set", "kg", 0, 600, DayRule.MAX, digits=1),
        Metric("strength.reps", "repetitions", "count", 0, 10_000, DayRule.SUM),
        Metric("strength.volume", "weight times repetitions", "kg", 0, 500_000, DayRule.SUM),
        Metric("strength.rpe", "rating of perceived exertion of a set", "0-10", 0, 10, DayRule.MAX, digits=1),
        _score("load.score_vendor", "training load as the vendor states it", 5000, "start"),
        _score("load.acute_vendor", "acute training load as the vendor states it", 20_000),
        _score("load.chronic_vendor", "chronic training load as the vendor states it", 20_000),
        Metric("load.strain_vendor", "day strain as the vendor states it", "score", 0, 21, DayRule.MAX, digits=1),
        _score("recovery.score_vendor", "recovery or readiness as the vendor states it"),
        Metric("recovery.ans_charge_vendor", "ANS charge as the vendor states it", "score", -10, 10, DayRule.LAST, "end", 1),
        Metric("recovery.reserve_vendor", "energy reserve as the vendor states it", "score", 0, 100, DayRule.MEAN),
        Metric("stress.score_vendor", "stress as the vendor states it", "score", 0, 100, DayRule.MEAN),
        Metric("body.height", "height", "cm", 50, 260, DayRule.LAST, loinc="8302-2", open_mhealth="omh:body-height", healthkit="HKQuantityTypeIdentifierHeight"),
        Metric("body.fat", "body fat", "%", 2, 75, DayRule.LAST, digits=1, loinc="41982-0", open_mhealth="omh:body-fat-percentage", healthkit="HKQuantityTypeIdentifierBodyFatPercentage"),
        Metric("body.bmi", "body mass index", "kg/m2", 8, 100, DayRule.LAST, digits=1, loinc="39156-5", open_mhealth="omh:body-mass-index", healthkit="HKQuantityTypeIdentifierBodyMassIndex"),
        Metric("body.lean_mass", "lean mass", "kg", 10, 200, DayRule.LAST, digits=1, healthkit="HKQuantityTypeIdentifierLeanBodyMass"),
        Metric("body.muscle_mass", "muscle mass", "kg", 5, 150, DayRule.LAST, digits=1),
        Metric("body.bone_mass", "bone mass", "kg", 0.5, 15, DayRule.LAST, digits=1),
        Metric("body.water", "body water", "%", 20, 85, DayRule.LAST, digits=1),
        Metric("body.waist", "waist", "cm", 30, 250, DayRule.LAST, digits=1, loinc="8280-0", healthkit="HKQuantityTypeIdentifierWaistCircumference"),
        Metric("body.visceral_fat_vendor", "visceral fat as the vendor states it", "score", 0, 60, DayRule.LAST),
        Metric("vital.temperature", "body temperature", "degC", 30, 45, DayRule.LAST, "end", 1, loinc="8310-5", open_mhealth="omh:body-temperature", healthkit="HKQuantityTypeIdentifierBodyTemperature"),
        _night("vital.skin_temperature", "skin temperature at night", "degC", 20, 43, healthkit="HKQuantityTypeIdentifierAppleSleepingWristTemperature"),
        Metric("vital.systolic", "systolic blood pressure", "mmHg", 40, 300, DayRule.MEAN, loinc="8480-6", open_mhealth="omh:blood-pressure", healthkit="HKQuantityTypeIdentifierBloodPressureSystolic"),
        Metric("vital.diastolic", "diastolic blood pressure", "mmHg", 20, 200, DayRule.MEAN, loinc="8462-4", open_mhealth="omh:blood-pressure", healthkit="HKQuantityTypeIdentifierBloodPressureDiastolic"),
        Metric("vital.glucose", "blood glucose", "mg/dL", 10, 1000, DayRule.MEAN, loinc="2339-0", open_mhealth="omh:blood-glucose", healthkit="HKQuantityTypeIdentifierBloodGlucose", bridge_min=15),
        Metric("fitness.vo2max", "estimated VO2max", "mL/kg/min", 10, 100, DayRule.LAST, digits=1, loinc="94122-9", healthkit="HKQuantityTypeIdentifierVO2Max"),
        _intake("nutrition.energy", "energy eaten", "kcal", 20_000, "HKQuantityTypeIdentifierDietaryEnergyConsumed"),
        _intake("nutrition.protein", "protein eaten", "g", 2000, "HKQuantityTypeIdentifierDietaryProtein"),
        _intake("nutrition.carbohydrate", "carbohydrate eaten", "g", 5000, "HKQuantityTypeIdentifierDietaryCarbohydrates"),
        _intake("nutrition.fat", "fat eaten", "g", 2000, "HKQuantityTypeIdentifierDietaryFatTotal"),
        _intake("nutrition.fiber", "fibre eaten", "g", 500, "HKQuantityTypeIdentifierDietaryFiber"),
        _intake("nutrition.sugar", "sugar eaten", "g", 3000, "HKQuantityTypeIdentifierDietarySugar"),
        _intake("nutrition.sodium", "sodium eaten", "mg", 100_000, "HKQuantityTypeIdentifierDietarySodium"),
        _intake("nutrition.caffeine", "caffeine taken", "mg", 10_000, "HKQuantityTypeIdentifierDietaryCaffeine"),
        _intake("nutrition.water", "fluid drunk", "mL", 30_000, "HKQuantityTypeIdentifierDietaryWater"),
        _intake("nutrition.alcohol", "alcoholic drinks", "count", 100, "HKQuantityTypeIdentifierNumberOfAlcoholicBeverages", digits=1),
        Metric("mind.mindful", "time spent in mindfulness", "min", 0, 1440, DayRule.SUM, healthkit="HKCategoryTypeIdentifierMindfulSession"),
    ]
)
# fmt: on
"""The metrics that auren knows; sources and rules name them."""
