"""Sources: vendor files and tables as readings, with an account of everything that was read, used and left out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from auren.sources.answers import Answer, AnswerSource, Endpoint
    from auren.sources.base import OnMalformed, Source
    from auren.sources.files import Limits, Progress
    from auren.sources.folder import FilePlan, FolderSource
    from auren.sources.look import Look
    from auren.sources.opening import Recognised, open, recognise  # noqa: A004  # read as sources.open
    from auren.sources.report import Disagreement, Skipped, SourceReport
    from auren.sources.vendors.fitbit import FitbitExport
    from auren.sources.vendors.garmin import GarminConnect
    from auren.sources.vendors.pmdata import PMDataExport
    from auren.sources.vendors.table import Column, Table

__all__ = [
    "Answer",
    "AnswerSource",
    "Column",
    "Disagreement",
    "Endpoint",
    "FilePlan",
    "FitbitExport",
    "FolderSource",
    "GarminConnect",
    "Limits",
    "Look",
    "OnMalformed",
    "PMDataExport",
    "Progress",
    "Recognised",
    "Skipped",
    "Source",
    "SourceReport",
    "Table",
    "open",
    "recognise",
]

_HOMES: Final = {
    "answers": ("Answer", "AnswerSource", "Endpoint"),
    "base": ("OnMalformed", "Source"),
    "files": ("Limits", "Progress"),
    "folder": ("FilePlan", "FolderSource"),
    "look": ("Look",),
    "opening": ("Recognised", "open", "recognise"),
    "report": ("Disagreement", "Skipped", "SourceReport"),
    "vendors.fitbit": ("FitbitExport",),
    "vendors.garmin": ("GarminConnect",),
    "vendors.pmdata": ("PMDataExport",),
    "vendors.table": ("Column", "Table"),
}
_HOME_OF: Final = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'auren.sources' has no attribute {name!r}; its public names are in its __all__")
    value: object = getattr(import_module(f"auren.sources.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
