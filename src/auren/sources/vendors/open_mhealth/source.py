"""Open mHealth and IEEE 1752.1: data points and bodies as JSON, the neutral form of health data.

A body that does not fit its schema is refused, whatever could still be read of it. A value without a time gives no
reading, and neither does one over more than a day. Of foreign data points the header's id makes the readings' ids and
its source name their device; those that auren wrote come back with the source and ids that they had.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from auren.errors import MalformedRow, SourceError
from auren.people import Subject
from auren.readings import STANDARD_METRICS, MetricRegistry, Reading
from auren.sources.base import OnMalformed, Source
from auren.sources.draft import Draft
from auren.sources.files import DEFAULT_LIMITS, Limits, place_of
from auren.sources.look import Look
from auren.sources.record import Record
from auren.sources.tally import Tally
from auren.sources.vendors.open_mhealth.measures import NAMESPACES, TYPES

if TYPE_CHECKING:
    from auren.sources.vendors.open_mhealth.points import Point

__all__ = ["OpenMHealth"]

_ENDINGS: Final = (".json", ".jsonl", ".ndjson")
_LOOKED_AT: Final = 3
_SIGNS: Final = (b'"header"', b'"body"', b'"schema_id"', b'"namespace"')
_UNTOLD: Final = "documents"
_NAMED: Final = 500
_OTHERS: Final = "other types"


class OpenMHealth(Source):
    """Data points and bodies in JSON files: one, a list of them, or one a line; a file, a folder or a zip archive.

    A body without a header is known by its folders, as in `omh/heart-rate/2.0/`, or by its fields.

    Args:
        path: the file, folder or archive.
        subject: whose readings they are; a header's `user_id` is not compared.
        zone: IANA zone where the person was; the documents' times have an offset, and days are counted in this zone.
        on_malformed: "skip" reports what cannot be read, "raise" raises it.
        metrics: the registry that values are checked against.
        limits: bounds on what is read.

    Raises:
        InvalidInput: the zone is missing or unknown.
        SourceError: nothing is there, or no JSON file.
    """

    name = "open_mhealth"

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        subject: Subject,
        zone: str | None = None,
        on_malformed: OnMalformed = "skip",
        metrics: MetricRegistry = STANDARD_METRICS,
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        super().__init__(subject=subject, zone=zone, on_malformed=on_malformed, metrics=metrics)
        self._place = self._files = place_of(path, limits)
        self.path = self._files.path
        self._unread_types: set[str] = set()
        if not any(_is_json(name) for name in self._files.names):
            raise SourceError(f"{self.path}: no JSON file is there; name a file or folder with Open mHealth documents.")

    @classmethod
    def recognise(cls, look: Look) -> str | None:
        """Say what gives a path away as Open mHealth documents, or None when it is not."""
        names = [name for name in look.names if _is_json(name)]
        for name in names[:_LOOKED_AT]:
            head = look.head(name)
            if all(sign in head for sign in _SIGNS) and any(f'"{space}"'.encode() in head for space in NAMESPACES):
                return f"{name} holds data points with a header, a body and a schema_id of Open mHealth or IEEE 1752.1"
        named = next((folder for name in names if (folder := _schema_folder(name))), None)
        return f"the folder {named} is named after a schema of Open mHealth" if named else None

    def _read(self, tally: Tally) -> Iterator[Reading]:
        self._unread_types.clear()
        for file in self._files.names:
            if not _is_json(file):
                tally.unread(file)
                continue
            for point in self._points(tally, file):
                yield from self._settle_point(tally, file, point)

    def _points(self, tally: Tally, file: str) -> Iterator[Point | MalformedRow]:
        # The schemas are built with pydantic, which takes its time to load: not before a document is read.
        from auren.sources.vendors.open_mhealth.points import points_in, values_in

        try:
            with self._files.open(file) as stream:
                for line, value in values_in(stream, file, self._files.limits):
                    if isinstance(value, MalformedRow):
                        yield value
                    else:
                        yield from points_in(value, file, line)
        except MalformedRow as error:
            self._refuse(tally, error)

    def _settle_point(self, tally: Tally, file: str, point: Point | MalformedRow) -> Iterator[Reading]:
        from auren.sources.vendors.open_mhealth.bodies import schema_of_path
        from auren.sources.vendors.open_mhealth.points import read_point, why_unread

        if isinstance(point, MalformedRow):
            # A part may be no record at all: its folder tells that it is not one of the documents that are read.
            schema, line = schema_of_path(file), point.line
        else:
            schema, line = point.schema, point.body.line
        reason = "" if schema is None else why_unread(schema)
        if schema is not None and reason:
            tally.pass_over(self._label(schema.type), file, reason, line=line)
        elif isinstance(point, MalformedRow):
            yield from self._settle_one(tally, _UNTOLD, self.name, point, _never)
        else:
            yield from self._settle_one(
                tally, point.schema.type, self.name, point.body, lambda _, draft: read_point(point, draft)
            )

    def _label(self, kind: str) -> str:
        # A header can claim any name at all: long ones, and a new one in each data point.
        label = Record("", 0, {"kind": kind}).label("kind") or _UNTOLD
        if len(self._unread_types) < _NAMED:
            self._unread_types.add(label)
        return label if label in self._unread_types else _OTHERS


def _schema_folder(file: str) -> str | None:
    """Give the folder of a file that is named after a type and a version, or None."""
    steps = PurePosixPath(file).parts[:-1]
    for namespace, name, version in zip(steps, steps[1:], steps[2:], strict=False):
        if namespace in NAMESPACES and f"{namespace}:{name}" in TYPES and version[:1].isdecimal():
            return f"{namespace}/{name}/{version}"
    return None


def _is_json(name: str) -> bool:
    return name.lower().endswith(_ENDINGS)


def _never(_: Record, __: Draft) -> None:
    """Read nothing: a row that cannot be read is settled as a fault."""
