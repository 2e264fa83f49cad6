"""Finding out which source a path is, and saying why."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points
from typing import Final, Protocol, cast, runtime_checkable

from auren.errors import ConfigurationError, SourceError
from auren.people import Subject
from auren.readings import STANDARD_METRICS, MetricRegistry
from auren.sources.base import OnMalformed, Source
from auren.sources.files import DEFAULT_LIMITS, Limits, place_of
from auren.sources.look import Look

__all__ = ["ENTRY_POINTS", "FileSource", "Recognised", "open", "recognise"]

ENTRY_POINTS: Final = "auren.sources"
"""The entry point group in which a third party publishes a source."""

# Asked in this order: a source that needs more to be sure stands before one that needs less.
_SHIPPED: Final = (
    "pmdata:PMDataExport",
    "fitabase:Fitabase",
    "fitbit:FitbitExport",
    "apple_health:AppleHealthExport",
    "health_auto_export:HealthAutoExport",
    "health_connect:HealthConnect",
    "garmin:GarminConnect",
    "oura:Oura",
    "whoop:Whoop",
    "polar:Polar",
    "withings:Withings",
    "google_health:GoogleHealth",
    "open_mhealth:OpenMHealth",
    "strong:Strong",
    "fit:FITFiles",
)
_KNOWN: Final = (
    "for a table of your own, declare its columns with Table; `auren.sources` lists every source, and each can be built by hand"
)


@runtime_checkable
class FileSource(Protocol):
    """A source class that can be opened from a path."""

    name: str

    @classmethod
    def recognise(cls, look: Look) -> str | None:
        """Say what gives a path away as this source's, or None when it is not."""
        ...

    def __call__(
        self,
        path: str | os.PathLike[str],
        *,
        subject: Subject,
        zone: str | None = None,
        on_malformed: OnMalformed = "skip",
        metrics: MetricRegistry = STANDARD_METRICS,
        limits: Limits = DEFAULT_LIMITS,
    ) -> Source:
        """Build the source."""
        ...


@dataclass(frozen=True, slots=True)
class Recognised:
    """Which source a path is.

    Attributes:
        source: name of the source.
        reason: what gave it away.
    """

    source: str
    reason: str


def recognise(path: str | os.PathLike[str], *, limits: Limits = DEFAULT_LIMITS) -> Recognised:
    """Tell which source a path is, without reading it all.

    Args:
        path: a file, a folder or a zip archive.
        limits: bounds on what is read.

    Raises:
        SourceError: nothing is there, or nothing known.
        ConfigurationError: a third party's source cannot be loaded.
    """
    kind, reason = _recognised(path, limits)
    return Recognised(kind.name, reason)


def open(  # read as sources.open
    path: str | os.PathLike[str],
    *,
    subject: Subject,
    zone: str | None = None,
    on_malformed: OnMalformed = "skip",
    metrics: MetricRegistry = STANDARD_METRICS,
    limits: Limits = DEFAULT_LIMITS,
    **options: object,
) -> Source:
    """Give the source that a path is; its report says why it was chosen.

    Args:
        path: a file, a folder or a zip archive.
        subject: whose readings they are.
        zone: IANA zone where the person was.
        on_malformed: "skip" reports what cannot be read, "raise" raises it.
        metrics: the registry that values are checked against.
        limits: bounds on what is read.
        options: what only this source wants to know, such as `weight_unit` for Strong's file.

    Raises:
        InvalidInput: the zone is missing or unknown, or the source asks for something that was not given.
        SourceError: nothing is there, or nothing known.
        ConfigurationError: a third party's source cannot be loaded, or an option is not this source's.
    """
    kind, reason = _recognised(path, limits)
    try:
        source = kind(path, subject=subject, zone=zone, on_malformed=on_malformed, metrics=metrics, limits=limits, **options)
    except TypeError as error:
        if not options:
            raise
        raise ConfigurationError(
            f"A {kind.name} source has no such option as one of {', '.join(sorted(options))}; see its arguments."
        ) from error
    source.because(reason)
    return source


def _recognised(path: str | os.PathLike[str], limits: Limits) -> tuple[FileSource, str]:
    look = Look(place_of(path, limits))
    for kind in _sources():
        reason = kind.recognise(look)
        if reason:
            return kind, reason
    what = "file" if len(look.names) == 1 and look.place.path.is_file() else "folder"
    names = ", ".join(sorted({kind.name for kind in _sources()}))
    raise SourceError(f"{os.fspath(path)}: not a known {what}; auren knows exports of {names}; {_KNOWN}.")


def _sources() -> Iterator[FileSource]:
    # A third party's own format is more special than ours, so it is asked first.
    for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name):
        try:
            found: object = point.load()
        except Exception as error:
            raise ConfigurationError(
                f"The source {point.name!r} of entry points {ENTRY_POINTS!r} cannot be loaded; update or remove its package."
            ) from error
        if not hasattr(found, "recognise") or not callable(found):
            raise ConfigurationError(
                f"The source {point.name!r} of the entry points {ENTRY_POINTS!r} has no recognise(look); give its class one."
            )
        yield cast("FileSource", found)
    for row in _SHIPPED:
        module, name = row.split(":")
        yield cast("FileSource", getattr(import_module(f"auren.sources.vendors.{module}"), name))
