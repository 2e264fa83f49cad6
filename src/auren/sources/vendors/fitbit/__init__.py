"""Fitbit: folders of its JSON files, its account export, and what Google Takeout gives of it."""

from auren.sources.vendors.fitbit.export import FitbitExport
from auren.sources.vendors.fitbit.plans import ExerciseClock, fitbit_plans

__all__ = ["ExerciseClock", "FitbitExport", "fitbit_plans"]
