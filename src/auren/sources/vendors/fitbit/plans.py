"""Which Fitbit files are read, and how: a table of plain JSON files, and one of the account export and Google Takeout."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from auren.sources.base import Read
from auren.sources.folder import FilePlan
from auren.sources.vendors.fitbit.days import read_minutes, read_resting, read_vo2max, read_zones
from auren.sources.vendors.fitbit.exercise import read_exercise
from auren.sources.vendors.fitbit.nights import read_score, read_temperature, read_value
from auren.sources.vendors.fitbit.samples import read_heart_rate, read_hrv, read_minute
from auren.sources.vendors.fitbit.sleep import read_sleep
from auren.sources.vendors.fitbit.times import Clock
from auren.sources.vendors.fitbit.weight import WeightUnit, read_weight

__all__ = ["ExerciseClock", "account_plans", "fitbit_plans"]

ExerciseClock = Clock
"""On which clock exercise.json is written: UTC in exports, the person's own in what the Web API gives."""

_ACTIVE_MINUTES = {
    "very_active_minutes": "activity.very_active",
    "moderately_active_minutes": "activity.moderate",
    "lightly_active_minutes": "activity.light",
    "sedentary_minutes": "activity.sedentary",
}
# file -> (kind, slug, column of the date, column of the value, metric, unit)
_NIGHTLY = {
    "Daily Heart Rate Variability Summary - *.csv": ("HRV nights", "hrv", "timestamp", "rmssd", "hrv.rmssd", "ms"),
    "Daily Respiratory Rate Summary - *.csv": (
        "breathing-rate nights",
        "breathing-rate",
        "timestamp",
        "daily_respiratory_rate",
        "vital.respiratory_rate",
        "breaths/min",
    ),
    "Respiratory Rate Summary - *.csv": (
        "breathing-rate nights",
        "breathing-rate",
        "timestamp",
        "full_sleep_breathing_rate",
        "vital.respiratory_rate",
        "breaths/min",
    ),
    "Daily SpO2 - *.csv": ("oxygen nights", "spo2", "timestamp", "average_value", "vital.spo2", "%"),
    "Daily Readiness Score - *.csv": (
        "readiness days",
        "readiness",
        "date",
        "readiness_score_value",
        "recovery.score_vendor",
        "score",
    ),
}
# stem -> (kind, slug, metric, unit); the distance of a minute is in centimetres.
_BY_MINUTE = {
    "steps": ("minutes of steps", "steps", "activity.steps", "count"),
    "distance": ("minutes of distance", "distance", "activity.distance", "cm"),
    "calories": ("minutes of energy", "energy", "energy.total", "kcal"),
}


def fitbit_plans(names: Sequence[str], exercise_clock: ExerciseClock = "utc") -> list[FilePlan]:
    """Give the plain Fitbit files of a folder and how each is read.

    Args:
        names: the folder's files; they may stand in a `fitbit` folder of it.
        exercise_clock: on which clock exercise logs are written.
    """
    within = "fitbit/" if any(name.startswith("fitbit/") for name in names) else ""
    return [FilePlan(f"{within}{stem}.json", kind, "fitbit", read) for stem, kind, read in _json_readers(exercise_clock)]


def account_plans(
    exercise_clock: ExerciseClock = "utc", intraday_clock: Clock = "utc", weight_unit: WeightUnit | None = None
) -> list[FilePlan]:
    """Give the files of an account export, which are many of each kind, and how each is read.

    Args:
        exercise_clock: on which clock exercise logs are written.
        intraday_clock: on which clock heart rate and counts by the minute are written.
        weight_unit: in which unit the account weighs; None leaves weights out.
    """
    plans = [
        *(_dated(f"{stem}-*.json", kind, read) for stem, kind, read in _json_readers(exercise_clock)),
        _dated("heart_rate-*.json", "heart rates", partial(read_heart_rate, clock=intraday_clock)),
        *(
            _dated(
                f"{stem}-*.json",
                kind,
                partial(read_minute, slug=slug, metric=metric, unit=unit, clock=intraday_clock),
            )
            for stem, (kind, slug, metric, unit) in _BY_MINUTE.items()
        ),
        _dated("weight-*.json", "weighings", partial(read_weight, unit=weight_unit)),
        _dated(
            "demographic_vo2_max-*.json",
            "VO2max days",
            partial(read_vo2max, slug="vo2max", field="filteredDemographicVO2Max"),
        ),
        _dated("run_vo2_max-*.json", "VO2max runs", partial(read_vo2max, slug="run-vo2max", field="filteredRunVO2Max")),
        _dated("sleep_score.csv", "sleep scores", read_score, ("sleep_log_entry_id", "timestamp", "overall_score")),
        *(
            _dated(
                pattern,
                kind,
                partial(read_value, slug=slug, date=date, field=field, metric=metric, unit=unit),
                (date, field),
            )
            for pattern, (kind, slug, date, field, metric, unit) in _NIGHTLY.items()
        ),
        _dated("Heart Rate Variability Details - *.csv", "HRV samples", read_hrv, ("timestamp", "rmssd")),
        _dated(
            "Computed Temperature - *.csv",
            "skin-temperature nights",
            read_temperature,
            ("type", "sleep_start", "sleep_end", "nightly_temperature"),
        ),
    ]
    return [plan for pair in plans for plan in pair]


def _json_readers(exercise_clock: ExerciseClock) -> list[tuple[str, str, Read]]:
    return [
        ("sleep", "sleep logs", read_sleep),
        ("resting_heart_rate", "resting-heart-rate days", read_resting),
        ("exercise", "exercises", partial(read_exercise, clock=exercise_clock)),
        ("time_in_heart_rate_zones", "heart-rate-zone days", read_zones),
        *(
            (
                stem,
                f"{stem.removesuffix('_minutes').replace('_', '-')} days",
                partial(read_minutes, slug=stem.replace("_", "-"), metric=metric),
            )
            for stem, metric in _ACTIVE_MINUTES.items()
        ),
    ]


def _dated(name: str, kind: str, read: Read, columns: tuple[str, ...] = ()) -> tuple[FilePlan, FilePlan]:
    # An export holds them in folders that differ from one year's export to the next, or in none.
    here = FilePlan(name, kind, "fitbit", read, columns, usual=False)
    return here, FilePlan(f"*/{name}", kind, "fitbit", read, columns, usual=False)
