"""The source: record lists keyed by type, records that name their type, JSON lines of them, and answers about changes."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from io import BufferedReader
from typing import Final, cast

from auren.errors import MalformedRow, SourceError
from auren.people import Subject
from auren.readings import STANDARD_METRICS, MetricRegistry, Reading
from auren.sources.base import OnMalformed, Source
from auren.sources.draft import Draft
from auren.sources.files import DEFAULT_LIMITS, Limits, json_lines, json_values, place_of
from auren.sources.look import Look
from auren.sources.record import LABEL_LENGTH, Record, clean
from auren.sources.tally import Tally
from auren.sources.vendors.health_connect.envelope import begin
from auren.sources.vendors.health_connect.records import LEFT_OUT, TAKEN_BACK, TYPES

__all__ = ["HealthConnect"]

_BACKUP: Final = "health_connect_export.db"
_KNOWN: Final = "|".join(sorted({*TYPES, *LEFT_OUT})).encode()
_GIVES_AWAY: Final = re.compile(
    rb'"(?:%b)Record"\s*:\s*\[|"(?:type|recordType)"\s*:\s*"(?:%b)Record"'
    rb'|"(?:upsertionChanges|deletionChanges|deletedUids)"\s*:\s*\[' % (_KNOWN, _KNOWN)
)
# Short type names alone could be anybody's.
_SHORT: Final = re.compile(rb'"(?:type|recordType)"\s*:\s*"(?:%b)"' % _KNOWN)
_BESIDE: Final = re.compile(rb'"(?:dataOrigin|lastModifiedTime|zoneOffset|startZoneOffset)"\s*:')
_JSON: Final = (".json", ".jsonl", ".ndjson")
_WANTED: Final = [("*", "[]"), ("*",), ("[]",), ()]
_TYPE_FIELDS: Final = ("recordType", "type")
_AHEAD: Final = 2**16
_PAGING: Final = frozenset({"nextChangesToken", "changesTokenExpired", "hasMore", "pageToken", "nextPageToken"})
_DELETIONS: Final = "deletions"
# A deleted id is never given again, so nothing can come after.
_AFTER_ALL: Final = 2**53
_NO_TYPE: Final = "records of other types"


class HealthConnect(Source):
    """JSON with records of Android's Health Connect: a file, or a folder or zip archive of such files.

    Args:
        path: the file, folder or archive.
        subject: whose readings they are.
        zone: IANA zone where the person was, for records without a zone offset.
        on_malformed: "skip" reports what cannot be read, "raise" raises it.
        metrics: the registry that values are checked against.
        limits: bounds on what is read.

    Raises:
        InvalidInput: the zone is missing or unknown.
        SourceError: there is no such file, no JSON file in the folder, or it is Health Connect's own backup.
    """

    name = "health_connect"

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
        if any(name.endswith(_BACKUP) for name in self._files.names):
            raise SourceError(
                f"{self._files.path}: this is Health Connect's own backup, a database that auren does not read; "
                "export the records as JSON with an app."
            )
        if not any(_is_json(name) for name in self._files.names):
            raise SourceError(f"{self._files.path}: no JSON file is there; name a file with records of Health Connect.")

    @classmethod
    def recognise(cls, look: Look) -> str | None:
        """Say what gives a path away as records of Health Connect, or None when it is not."""
        if look.first(f"*{_BACKUP}"):
            return "the archive holds a backup of Health Connect"
        name = look.first(*(f"*{ending}" for ending in _JSON))
        head = b"" if name is None else look.head(name)
        if not _GIVES_AWAY.search(head) and not (_SHORT.search(head) and _BESIDE.search(head)):
            return None
        return "the file names record types of Health Connect"

    def _read(self, tally: Tally) -> Iterator[Reading]:
        other: set[str] = set()
        for file in self._files.names:
            if not _is_json(file):
                tally.unread(file)
                continue
            rows = self._rows(file, tally)
            while True:
                try:
                    kind, row = next(rows)
                except StopIteration:
                    break
                except MalformedRow as error:
                    self._refuse(tally, error)
                    break
                if kind not in TYPES and kind not in LEFT_OUT and kind != _DELETIONS:
                    other.add(clean(kind)[:LABEL_LENGTH])
                yield from self._read_row(tally, kind, row)
        tally.unread(*sorted(f"record type {kind}" for kind in other if kind))

    def _read_row(self, tally: Tally, kind: str, row: Record | MalformedRow) -> Iterator[Reading]:
        known = TYPES.get(kind)
        if kind == _DELETIONS:
            yield from self._settle_one(tally, kind, self.name, row, self._take_back)
        elif known is not None:
            yield from self._settle_one(tally, kind, self.name, row, partial(_read_record, type_name=kind))
        elif isinstance(row, MalformedRow):
            yield from self._settle_one(tally, _NO_TYPE, self.name, row, _nothing)
        else:
            named = kind if kind in LEFT_OUT else _NO_TYPE
            tally.pass_over(named, row.file, "auren keeps nothing of this record type", line=row.line)

    def _rows(self, file: str, tally: Tally) -> Iterator[tuple[str, Record | MalformedRow]]:
        with self._files.open(file) as stream:
            # A place gives buffered streams; a look ahead takes nothing from them.
            if _holds_lines(cast("BufferedReader", stream).peek(_AHEAD)):
                for row in json_lines(stream, file, limits=self._files.limits):
                    yield from _typed("", row)
                return
            index = 0
            for path, value in json_values(stream, file, _WANTED, limits=self._files.limits):
                match path:
                    case (str(key), int()):
                        index += 1
                        yield from _listed(key, value, file, index)
                    case (int(),):
                        index += 1
                        yield from _typed("", Record.of(file, index, value))
                    case (str(key),) if key in _PAGING or value == []:
                        pass
                    case (str(key),):
                        tally.unread(f"{file}: {clean(key)[:LABEL_LENGTH]}")
                    case _ if value != []:
                        raise MalformedRow(file, None, "", "expected lists of records by type, or a list of records")

    def _take_back(self, deletion: Record, draft: Draft) -> None:
        draft.identify("record", deletion.identifier("recordId"))
        draft.revision = _AFTER_ALL
        draft.take_back(TAKEN_BACK, self._deleted_at(deletion))

    def _deleted_at(self, deletion: Record) -> datetime:
        if deletion.has("time"):
            at = deletion.moment("time")
            return at if at.tzinfo is not None else at.replace(tzinfo=self._tz)
        # Health Connect does not say when; the file was written after it.
        try:
            return datetime.fromtimestamp(self._files.path.stat().st_mtime, UTC)
        except (OSError, ValueError, OverflowError):
            return datetime.fromtimestamp(0, UTC)


def _read_record(record: Record, draft: Draft, *, type_name: str) -> None:
    begin(record, draft, type_name)
    TYPES[type_name].read(record, draft)


def _nothing(_record: Record, _draft: Draft) -> None:
    """Read nothing, since there is no record."""


def _listed(key: str, value: object, file: str, index: int) -> Iterator[tuple[str, Record | MalformedRow]]:
    """Give the item of a list by the list's key."""
    if key == "deletedUids" or (key == "deletionChanges" and isinstance(value, str)):
        yield _DELETIONS, Record(file, index, {"recordId": value})
        return
    yield from _typed("" if key in ("records", "changes") else key, Record.of(file, index, value))


def _typed(key: str, row: Record | MalformedRow) -> Iterator[tuple[str, Record | MalformedRow]]:
    """Give a record with its type: what it says itself, or else the key of its list."""
    if isinstance(row, MalformedRow):
        yield key.removesuffix("Record"), row
        return
    uids = row.data.get("deletedUids")
    if isinstance(uids, list):
        for uid in uids:
            yield _DELETIONS, Record(row.file, row.line, {**row.data, "recordId": uid})
        return
    if key == "deletionChanges" or row.data.get("type") == "DeletionChange" or "deletedUid" in row.data:
        uid = next((row.data[name] for name in ("recordId", "uid", "deletedUid") if name in row.data), None)
        yield _DELETIONS, Record(row.file, row.line, {**row.data, "recordId": uid})
        return
    if isinstance(row.data.get("record"), dict):
        row = row.child("record")
    told = next((row.data[name] for name in _TYPE_FIELDS if isinstance(row.data.get(name), str)), None)
    yield str(told or key).removesuffix("Record"), row


def _holds_lines(head: bytes) -> bool:
    first, newline, rest = head.lstrip(b"\xef\xbb\xbf \r\n\t").partition(b"\n")
    if not newline or not rest.lstrip().startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _is_json(name: str) -> bool:
    return name.lower().endswith(_JSON)
