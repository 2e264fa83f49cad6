"""Sources: vendor files and tables as readings, with an account of everything that was read, used and left out."""

from auren.sources.base import OnMalformed, Source
from auren.sources.fitbit import FitbitExport
from auren.sources.garmin import GarminHRV
from auren.sources.opening import Recognised, open, recognise  # noqa: A004  # read as sources.open
from auren.sources.pmdata import PMDataExport
from auren.sources.report import Skipped, SourceReport
from auren.sources.table import Column, Table

__all__ = [
    "Column",
    "FitbitExport",
    "GarminHRV",
    "OnMalformed",
    "PMDataExport",
    "Recognised",
    "Skipped",
    "Source",
    "SourceReport",
    "Table",
    "open",
    "recognise",
]
