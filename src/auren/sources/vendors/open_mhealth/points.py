"""What stands in a file, one by one: data points, data series and bodies, each with the schema that it claims."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from auren.errors import MalformedRow
from auren.sources.draft import Draft
from auren.sources.files import Limits, json_lines, json_values
from auren.sources.record import Record
from auren.sources.vendors.open_mhealth.bodies import schema_of_path, types_of_fields
from auren.sources.vendors.open_mhealth.documents import SchemaID, Unfit, parse, resolved, versions_of
from auren.sources.vendors.open_mhealth.headers import Origin, header_schema, origin_of, own_readings, schema_id_of
from auren.sources.vendors.open_mhealth.measures import TYPES, read_body

__all__ = ["Point", "points_in", "read_point", "values_in", "why_unread"]

_ITEM: Final = "[]"
_PEEK_BYTES: Final = 2**16


@dataclass(frozen=True, slots=True)
class Point:
    """One body with what is known of it.

    Attributes:
        schema: what it claims to be.
        body: the body.
        header: the data point's, or None for a bare body.
        part: of a series, its place in it from 1; 0 otherwise.
    """

    schema: SchemaID
    body: Record
    header: Record | None = None
    part: int = 0


def values_in(stream: BinaryIO, file: str, limits: Limits) -> Iterator[tuple[int, object]]:
    """Give the JSON values of a file with their index or line: the items of a list, one a line, or the only one.

    Raises:
        MalformedRow: the file, or the rest of it, cannot be read; in front of the faults of single lines, which are given.
    """
    if _has_lines(stream):
        for row in json_lines(stream, file, limits=limits):
            yield (row.line or 0, row) if isinstance(row, MalformedRow) else (row.line, dict(row.data))
        return
    for index, (path, value) in enumerate(json_values(stream, file, [(_ITEM,), ()], limits=limits), 1):
        # The items of any other list come one by one.
        if path or value != []:
            yield index, value


def points_in(value: object, file: str, line: int) -> Iterator[Point | MalformedRow]:
    """Give the bodies of one JSON value: of a data point one, of a series each."""
    whole = Record.of(file, line, value)
    if isinstance(whole, MalformedRow):
        yield whole
    elif "header" in whole.data and "body" in whole.data:
        yield from _headed(whole)
    else:
        schema = schema_of_path(file) or _schema_of_fields(whole)
        yield schema if isinstance(schema, MalformedRow) else Point(schema, whole)


def read_point(point: Point, draft: Draft) -> None:
    """Turn a point into readings.

    Raises:
        MalformedRow: its header or body does not fit its schema, or its times cannot be.
    """
    known = resolved(point.schema)
    assert known is not None  # noqa: S101 - the source asks before
    if point.header is not None:
        _judge(point.header, SchemaID.of(header_schema(point.header)))
    _judge(point.body, known)
    origin = Origin(_fingerprint(point.body)) if point.header is None else origin_of(point.header)
    draft.identify(point.schema.name, f"{origin.key}:{point.part}" if point.part else origin.key)
    draft.device, draft.revision = origin.device, origin.revision
    if origin.metrics:
        own_readings(origin, point.body, draft)
    else:
        read_body(point.body, draft, TYPES[known.type])


def why_unread(schema: SchemaID) -> str:
    """Say why nothing is read of what claims a schema; empty when it is read."""
    if schema.type in TYPES:
        return "" if resolved(schema) is not None else "auren does not know this version of the type"
    if versions_of(schema.namespace, schema.name):
        return "it is a part of other documents and holds no measurement of its own"
    return "auren reads nothing of this type"


def _headed(whole: Record) -> Iterator[Point | MalformedRow]:
    try:
        header = whole.child("header")
        schema = schema_id_of(header)
    except MalformedRow as error:
        yield error
        return
    if not isinstance(whole.data["body"], list):
        try:
            yield Point(schema, whole.child("body"), header)
        except MalformedRow as error:
            yield error
        return
    for part, item in enumerate(whole.data["body"], 1):
        inner = Record.of(whole.file, whole.line, item)
        within = f"body[{part}]"
        if isinstance(inner, MalformedRow):
            yield whole.wrong(within, inner.reason)
        else:
            yield Point(schema, Record(whole.file, whole.line, inner.data, f"{within}."), header, part)


def _schema_of_fields(body: Record) -> SchemaID | MalformedRow:
    types = types_of_fields(body.data)
    if len(types) != 1:
        reason = (
            "expected a data point, or a body of one type" if types else "expected a data point, or a body that auren knows"
        )
        return body.wrong("", reason)
    namespace, name = types[0].split(":")
    versions = [SchemaID(namespace, name, version) for version in versions_of(namespace, name)]
    return next((schema for schema in versions if _fits(body, schema)), versions[0])


def _fits(body: Record, schema: SchemaID) -> bool:
    try:
        parse(dict(body.data), schema)
    except Unfit:
        return False
    return True


def _judge(record: Record, schema: SchemaID) -> None:
    try:
        parse(dict(record.data), schema)
    except Unfit as error:
        raise record.wrong(error.field, error.reason) from error


def _fingerprint(body: Record) -> str:
    written = json.dumps(dict(body.data), sort_keys=True)
    return hashlib.blake2b(written.encode(), digest_size=10).hexdigest()


def _has_lines(stream: BinaryIO) -> bool:
    """Tell whether a file has one JSON object a line: its first line is one, and more follows."""
    peek = getattr(stream, "peek", None)
    head: bytes = peek(_PEEK_BYTES) if peek is not None else b""
    first, _, rest = head.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")
    if not rest.strip() or not first.startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False
