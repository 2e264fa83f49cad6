"""What a data point's header tells: the type of the body, the vendor's id, the device, and whether auren wrote it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from auren.errors import MalformedRow
from auren.readings import STANDARD_METRICS
from auren.sources.draft import Draft
from auren.sources.record import Record
from auren.sources.vendors.open_mhealth.documents import SchemaID
from auren.sources.vendors.open_mhealth.formats import moment
from auren.sources.vendors.open_mhealth.frames import frame_of
from auren.sources.vendors.open_mhealth.writing import FORMS, device_of, point_id

__all__ = ["Origin", "header_schema", "is_ieee", "origin_of", "own_readings", "schema_id_of"]

_DEVICES = ("hardware", "device", "manufacturer")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a data point comes from.

    Attributes:
        key: the header's own id.
        device: the device or app that it names.
        revision: when it was last changed at its source, in seconds since 1970; 0 when it does not say.
        source, ids, metrics: of a point that auren wrote, what its readings were; otherwise empty.
    """

    key: str = field(repr=False)
    device: str = field(default="", repr=False)
    revision: int = 0
    source: str = ""
    ids: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()


def is_ieee(header: Record) -> bool:
    """Tell whether a header is IEEE 1752.1's; one that has both ids is judged as Open mHealth's."""
    return "uuid" in header.data and "id" not in header.data


def header_schema(header: Record) -> str:
    """Give the schema that a header must fit."""
    return "ieee:header:1.0" if is_ieee(header) else "omh:header:1.2"


def schema_id_of(header: Record) -> SchemaID:
    """Give the schema of the body.

    Raises:
        MalformedRow: the header does not say.
    """
    named = header.child("schema_id")
    return SchemaID(*(named.text(field) for field in ("namespace", "name", "version")))


def origin_of(header: Record) -> Origin:
    """Give where a data point comes from.

    Args:
        header: it fits its schema.

    Raises:
        MalformedRow: its id is blank, or its time of change cannot be.
    """
    key = header.identifier("uuid" if is_ieee(header) else "id")
    made_by = header.child("acquisition_provenance") if header.has("acquisition_provenance") else None
    device = _device(header) or (made_by.label("source_name") if made_by else "")
    revision = _revision(made_by) if made_by else 0
    written = _written_by_auren(header, made_by, key) if made_by else None
    if written is None:
        return Origin(key, device, revision)
    source, ids, metrics = written
    return Origin(key, _device(header), revision, source, ids, metrics)


def own_readings(origin: Origin, body: Record, draft: Draft) -> None:
    """Read a body that auren wrote: only the metrics that were written, with the ids and the source that they had."""
    frame = frame_of(body, draft.tz)
    if isinstance(frame, str):
        draft.absent(body, "effective_time_frame", frame)
        return
    draft.over(frame.start, frame.end, frame.day)
    draft.kind = body.label("activity_name")
    for metric, id in zip(origin.metrics, origin.ids, strict=True):
        form = FORMS[metric]
        before = len(draft.readings)
        try:
            value = (body.child(form.value_field) if form.unit else body).number("value" if form.unit else form.value_field)
        except MalformedRow as error:
            draft.fault(error)
            continue
        draft.put(metric, value, STANDARD_METRICS[metric].unit, body, form.value_field)
        draft.readings[before:] = [replace(made, id=id, source=origin.source) for made in draft.readings[before:]]


def _written_by_auren(header: Record, made_by: Record, key: str) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
    user, source, ids = (
        value if isinstance(value, str) else ""
        for value in (header.data.get("user_id"), made_by.data.get("source_name"), made_by.data.get("source_data_point_id"))
    )
    schema = str(schema_id_of(header))
    names = [metric for metric, form in FORMS.items() if form.schema == schema]
    parts = tuple(ids.split("\n"))
    for metrics in [*((name,) for name in names), tuple(names)]:
        if len(metrics) == len(parts) and _is_point(key, user, source, ids, "\n".join(metrics)):
            return source, parts, metrics
    return None


def _is_point(key: str, user: str, source: str, ids: str, metrics: str) -> bool:
    try:
        return key == str(point_id(user, source, ids, metrics))
    except UnicodeError:
        # A broken code point has no bytes, so auren cannot have written it.
        return False


def _device(header: Record) -> str:
    if not isinstance(header.data.get("external_datasheets"), list):
        return ""
    for sheet in header.children("external_datasheets"):
        if sheet.data.get("datasheet_type") in _DEVICES:
            return Record(sheet.file, sheet.line, {"name": device_of(sheet.text("datasheet_reference"))}).label("name")
    return ""


def _revision(made_by: Record) -> int:
    if not made_by.has("source_last_modification_date_time"):
        return 0
    at = moment(made_by.text("source_last_modification_date_time"))
    if at is None:
        raise made_by.wrong("source_last_modification_date_time", "expected a time from 1970 to 2200")
    return max(0, int(at.timestamp()))
