"""Finding out which source a path is, and saying why."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from auren.errors import SourceError
from auren.people import Subject
from auren.sources.base import FolderSource, OnMalformed, Source
from auren.sources.files import load_json
from auren.sources.fitbit import FitbitExport, fitbit_plans
from auren.sources.garmin import GarminHRV, is_hrv
from auren.sources.pmdata import PMDataExport

__all__ = ["Recognised", "open", "recognise"]

_KNOWN = (
    "a PMData folder (with pmsys or googledocs in it), a folder of Fitbit files such as sleep.json, "
    "or a JSON file with Garmin's daily HRV; for a CSV file of your own, declare its columns with Table"
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """Which source a path is.

    Attributes:
        source: name of the source.
        reason: what gave it away.
    """

    source: Literal["pmdata", "fitbit", "garmin"]
    reason: str


def recognise(path: str | os.PathLike[str]) -> Recognised:
    """Tell which source a path is, without reading it all.

    Args:
        path: a folder or file.

    Raises:
        SourceError: nothing is there, or nothing known.
    """
    place = Path(path)
    if place.is_dir():
        for name in ("pmsys/wellness.csv", "pmsys/srpe.csv", "pmsys/injury.csv", "googledocs/reporting.csv"):
            if (place / name).is_file():
                return Recognised("pmdata", f"the folder holds {name}")
        for plan in fitbit_plans(place):
            if (place / plan.path).is_file():
                return Recognised("fitbit", f"the folder holds {plan.path} and no PMData diary")
        raise SourceError(f"{place}: no known files in this folder; auren knows {_KNOWN}.")
    if not place.is_file():
        raise SourceError(f"{place}: no such file or folder; auren knows {_KNOWN}.")
    if place.suffix.lower() == ".json" and is_hrv(load_json(place, place.name)):
        return Recognised("garmin", "the file holds hrvSummaries, or answers of Garmin's daily HRV service")
    raise SourceError(f"{place}: not a known file; auren knows {_KNOWN}.")


def open(  # read as sources.open
    path: str | os.PathLike[str], *, subject: Subject, zone: str | None = None, on_malformed: OnMalformed = "skip"
) -> Source:
    """Give the source that a path is; its report says why it was chosen.

    Args:
        path: a folder or file.
        subject: whose readings they are.
        zone: IANA zone where the person was.
        on_malformed: "skip" reports what cannot be read, "raise" raises it.

    Raises:
        InvalidInput: the zone is missing or unknown.
        SourceError: nothing is there, or nothing known.
    """
    recognised = recognise(path)
    source: Source
    if recognised.source == "garmin":
        source = GarminHRV(path, subject=subject, zone=zone, on_malformed=on_malformed)
    else:
        kind: type[FolderSource] = PMDataExport if recognised.source == "pmdata" else FitbitExport
        source = kind(path, subject=subject, zone=zone, on_malformed=on_malformed)
    source.because(recognised.reason)
    return source
