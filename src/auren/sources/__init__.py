"""Sources: vendor files and tables as readings, with an account of everything that was read, used and left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later

if TYPE_CHECKING:
    from auren.sources.answers import Answer, AnswerSource, Endpoint
    from auren.sources.base import OnMalformed, Source
    from auren.sources.draft import Draft
    from auren.sources.files import Limits, Progress
    from auren.sources.folder import FilePlan, FolderSource
    from auren.sources.look import Look
    from auren.sources.opening import Recognised, open, recognise  # noqa: A004  # read as sources.open
    from auren.sources.pull.client import PullClient
    from auren.sources.pull.google_health import GoogleHealthClient
    from auren.sources.pull.oura import OuraClient
    from auren.sources.pull.polar import PolarClient
    from auren.sources.pull.whoop import WhoopClient
    from auren.sources.pull.withings import WithingsClient
    from auren.sources.record import Record
    from auren.sources.report import Disagreement, Skipped, SourceReport
    from auren.sources.vendors.apple_health import AppleHealthExport
    from auren.sources.vendors.fit import FITFiles
    from auren.sources.vendors.fitabase import Fitabase
    from auren.sources.vendors.fitbit import FitbitExport
    from auren.sources.vendors.garmin import GarminConnect
    from auren.sources.vendors.google_health import GoogleHealth
    from auren.sources.vendors.health_auto_export import HealthAutoExport
    from auren.sources.vendors.health_connect import HealthConnect
    from auren.sources.vendors.open_mhealth import OpenMHealth, to_open_mhealth
    from auren.sources.vendors.oura import Oura
    from auren.sources.vendors.pmdata import PMDataExport
    from auren.sources.vendors.polar import Polar
    from auren.sources.vendors.strong import Strong
    from auren.sources.vendors.table import Column, Table
    from auren.sources.vendors.whoop import Whoop
    from auren.sources.vendors.withings import Withings

__all__ = [
    "Answer",
    "AnswerSource",
    "AppleHealthExport",
    "Column",
    "Disagreement",
    "Draft",
    "Endpoint",
    "FITFiles",
    "FilePlan",
    "Fitabase",
    "FitbitExport",
    "FolderSource",
    "GarminConnect",
    "GoogleHealth",
    "GoogleHealthClient",
    "HealthAutoExport",
    "HealthConnect",
    "Limits",
    "Look",
    "OnMalformed",
    "OpenMHealth",
    "Oura",
    "OuraClient",
    "PMDataExport",
    "Polar",
    "PolarClient",
    "Progress",
    "PullClient",
    "Recognised",
    "Record",
    "Skipped",
    "Source",
    "SourceReport",
    "Strong",
    "Table",
    "Whoop",
    "WhoopClient",
    "Withings",
    "WithingsClient",
    "open",
    "recognise",
    "to_open_mhealth",
]

__getattr__, __dir__ = later(
    __name__,
    {
        ".answers": ("Answer", "AnswerSource", "Endpoint"),
        ".base": ("OnMalformed", "Source"),
        ".draft": ("Draft",),
        ".files": ("Limits", "Progress"),
        ".folder": ("FilePlan", "FolderSource"),
        ".look": ("Look",),
        ".opening": ("Recognised", "open", "recognise"),
        ".pull.client": ("PullClient",),
        ".pull.google_health": ("GoogleHealthClient",),
        ".pull.oura": ("OuraClient",),
        ".pull.polar": ("PolarClient",),
        ".pull.whoop": ("WhoopClient",),
        ".pull.withings": ("WithingsClient",),
        ".record": ("Record",),
        ".report": ("Disagreement", "Skipped", "SourceReport"),
        ".vendors.apple_health": ("AppleHealthExport",),
        ".vendors.fit": ("FITFiles",),
        ".vendors.fitabase": ("Fitabase",),
        ".vendors.fitbit": ("FitbitExport",),
        ".vendors.garmin": ("GarminConnect",),
        ".vendors.google_health": ("GoogleHealth",),
        ".vendors.health_auto_export": ("HealthAutoExport",),
        ".vendors.health_connect": ("HealthConnect",),
        ".vendors.open_mhealth": ("OpenMHealth", "to_open_mhealth"),
        ".vendors.oura": ("Oura",),
        ".vendors.pmdata": ("PMDataExport",),
        ".vendors.polar": ("Polar",),
        ".vendors.strong": ("Strong",),
        ".vendors.table": ("Column", "Table"),
        ".vendors.whoop": ("Whoop",),
        ".vendors.withings": ("Withings",),
    },
)
