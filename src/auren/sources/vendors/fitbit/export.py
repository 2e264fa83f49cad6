"""The source that reads Fitbit's files: a folder of plain JSON files, an account export, or Google Takeout."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import get_args

from auren.errors import InvalidInput
from auren.people import Subject
from auren.readings import STANDARD_METRICS, MetricRegistry
from auren.sources.base import OnMalformed
from auren.sources.files import DEFAULT_LIMITS, Limits
from auren.sources.folder import FilePlan, FolderSource, planned
from auren.sources.look import Look
from auren.sources.vendors.fitbit.plans import ExerciseClock, account_plans, fitbit_plans
from auren.sources.vendors.fitbit.times import Clock
from auren.sources.vendors.fitbit.weight import WeightUnit

__all__ = ["FitbitExport"]

_DATE = "????-??-??"
_TELLING = tuple(
    f"{folder}{stem}-{_DATE}.json"
    for stem in ("sleep", "heart_rate", "resting_heart_rate", "time_in_heart_rate_zones", "steps")
    for folder in ("", "*/")
)


class FitbitExport(FolderSource):
    """Fitbit files: a folder of them, a folder with a `fitbit` folder in it, an account export, or Google Takeout.

    Args:
        path: the folder, or a zip archive of it.
        subject: whose readings they are.
        zone: IANA zone where the person was; the export does not say.
        on_malformed: "skip" reports what cannot be read, "raise" raises it.
        metrics: the registry that values are checked against.
        limits: bounds on what is read.
        exercise_clock: on which clock exercise logs are written.
        intraday_clock: on which clock heart rate and counts by the minute are written.
        weight_unit: in which unit the account weighs, "kg", "lb" or "st"; its export does not say. None leaves weights out.

    Raises:
        InvalidInput: the zone is missing or unknown, or a clock or unit is none of those named.
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
        intraday_clock: Clock = "utc",
        weight_unit: WeightUnit | None = None,
    ) -> None:
        for option, clock in (("exercise_clock", exercise_clock), ("intraday_clock", intraday_clock)):
            if clock not in get_args(Clock):
                raise InvalidInput(f"{option} is neither 'utc' nor 'local'; choose one of the two.")
        if weight_unit is not None and weight_unit not in get_args(WeightUnit):
            raise InvalidInput("weight_unit is none of 'kg', 'lb' and 'st'; choose the one that the account weighs in.")
        self._exercise_clock: ExerciseClock = exercise_clock
        self._intraday_clock: Clock = intraday_clock
        self._weight_unit: WeightUnit | None = weight_unit
        super().__init__(path, subject=subject, zone=zone, on_malformed=on_malformed, metrics=metrics, limits=limits)

    @classmethod
    def recognise(cls, look: Look) -> str | None:
        """Say what gives a path away as a Fitbit export, or None when it is not."""
        for plan in fitbit_plans(look.names):
            if plan.path in look.names:
                return f"the folder holds {plan.path} and no PMData diary"
        found = look.first(*_TELLING)
        return f"{found} is a file of Fitbit's account export" if found else None

    def _plans(self) -> Sequence[FilePlan]:
        plain = fitbit_plans(self._files.names, self._exercise_clock)
        account = account_plans(self._exercise_clock, self._intraday_clock, self._weight_unit)
        # An account export has none of the plain files, and lacks nothing by that.
        alone = planned(account, self._files.names) and not planned(plain, self._files.names)
        return account if alone else [*plain, *account]
