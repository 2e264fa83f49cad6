"""Readings written as data points that Open mHealth and IEEE 1752.1 both accept, and known again when they come back.

The header carries what the standards have a place for: source, id, revision and device. The UUID is derived from
person, source, id and metric, so writing twice gives the same data point, and a point that auren wrote is told from any
other by its own UUID. There is no place for a zone (times carry its offset), for a day that is filed elsewhere than its
interval says, for a label other than an activity's name, or for a deletion.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Literal
from urllib.parse import quote, unquote

from auren.errors import InvalidInput
from auren.people import zone_info
from auren.readings import Reading

__all__ = ["FORMS", "Form", "device_of", "point_id", "to_open_mhealth", "written_metrics"]

_SPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "https://w3id.org/openmhealth/schemas/omh/data-point")
_DEVICE: Final = "urn:device:"
_PAIR: Final = ("vital.systolic", "vital.diastolic")
_BETWEEN_IDS: Final = "\n"
_COUNTED: Final = ("sleep.awakenings",)
_LAST_REVISION: Final = int(datetime(2200, 12, 31, tzinfo=UTC).timestamp())


@dataclass(frozen=True, slots=True)
class Form:
    """How one metric is written.

    Args:
        schema: the type, in its newest version.
        value_field: where the value stands.
        unit: the standards' name of the metric's own unit; empty for a bare number.
        beside: fields that say what kind of value it is.
        span: whether the type takes intervals only.
        named: whether the reading's label is the activity's name.
        averaged: whether a value over an interval is said to be an average.
    """

    schema: str
    value_field: str
    unit: str = ""
    beside: Mapping[str, object] = field(default_factory=dict)
    span: bool = False
    named: bool = False
    averaged: bool = False


def _heart(**beside: object) -> Form:
    return Form("omh:heart-rate:2.0", "heart_rate", "beats/min", beside)


def _exercise(field: str, unit: str) -> Form:
    return Form("omh:physical-activity:1.2", field, unit, named=True)


def _episode(field: str, unit: str = "", **beside: object) -> Form:
    return Form("omh:sleep-episode:1.1", field, unit, beside, span=True)


FORMS: Final[dict[str, Form]] = {
    "heart.rate": Form("omh:heart-rate:2.0", "heart_rate", "beats/min", averaged=True),
    "heart.resting": _heart(temporal_relationship_to_physical_activity="at rest"),
    "heart.min": _heart(descriptive_statistic="minimum"),
    "heart.max": _heart(descriptive_statistic="maximum"),
    "hrv.rr": Form("omh:rr-interval:1.0", "rr_interval", "ms", averaged=True),
    "activity.steps": Form("omh:step-count:3.0", "step_count", "steps", span=True),
    "activity.moderate": Form("omh:minutes-moderate-activity:1.0", "minutes_moderate_activity", "min"),
    "energy.active": Form("omh:calories-burned:2.0", "kcal_burned", "kcal", span=True),
    "energy.total": Form("omh:calories-burned:2.0", "kcal_burned", "kcal", span=True),
    "exercise.energy": Form("omh:calories-burned:2.0", "kcal_burned", "kcal", span=True, named=True),
    "exercise.distance": _exercise("distance", "km"),
    # The newest Open mHealth version has no field for a net duration; this is the one that IEEE 1752.1 has.
    "exercise.duration": _exercise("duration", "min"),
    "sleep.duration": Form("omh:total-sleep-time:1.0", "total_sleep_time", "min", span=True),
    "sleep.nap": _episode("total_sleep_time", "min", is_main_sleep=False),
    "sleep.latency": _episode("latency_to_sleep_onset", "min"),
    "sleep.awakenings": _episode("number_of_awakenings"),
    "body.weight": Form("omh:body-weight:3.0", "body_weight", "kg"),
    "body.height": Form("omh:body-height:2.0", "body_height", "cm"),
    "body.fat": Form("omh:body-fat-percentage:2.0", "body_fat_percentage", "%"),
    "body.bmi": Form("omh:body-mass-index:3.0", "body_mass_index", "kg/m^2"),
    "vital.temperature": Form("omh:body-temperature:4.0", "body_temperature", "C"),
    "vital.systolic": Form("omh:blood-pressure:4.0", "systolic_blood_pressure", "mmHg"),
    "vital.diastolic": Form("omh:blood-pressure:4.0", "diastolic_blood_pressure", "mmHg"),
    "vital.glucose": Form("omh:blood-glucose:4.0", "blood_glucose", "mg/dL"),
    "vital.spo2": Form("omh:oxygen-saturation:2.0", "oxygen_saturation", "%"),
    "vital.respiratory_rate": Form("omh:respiratory-rate:2.0", "respiratory_rate", "breaths/min"),
}


def written_metrics() -> frozenset[str]:
    """Give the metrics that can be written."""
    return frozenset(FORMS)


def to_open_mhealth(
    readings: Iterable[Reading], *, created: datetime | None = None, unwritable: Literal["raise", "skip"] = "raise"
) -> Iterator[dict[str, object]]:
    """Write readings as data points, one each; the two blood pressures of one moment go into one.

    Args:
        readings: in any order; the latest revisions.
        created: aware; when the data points are made. None takes each reading's own end, so that writing again gives
            the same.
        unwritable: what to do with what the standards have no place for: a metric that is not of `written_metrics()`, a
            deleted reading, a blood pressure without its other half, a part of an awakening, a revision that is no time
            in seconds up to the year 2200, or a text that has no bytes.

    Raises:
        InvalidInput: something is unwritable and was not to be skipped, `created` is naive, or `unwritable` is neither
            "raise" nor "skip".
    """
    if unwritable not in ("raise", "skip"):
        raise InvalidInput("unwritable is neither 'raise' nor 'skip'; choose one of the two.")
    if created is not None and created.tzinfo is None:
        raise InvalidInput("to_open_mhealth: a naive `created` was given; expected an aware datetime.")
    return _points(readings, created, strict=unwritable == "raise")


def _points(readings: Iterable[Reading], created: datetime | None, *, strict: bool) -> Iterator[dict[str, object]]:
    waiting: dict[tuple[object, ...], Reading] = {}
    for reading in readings:
        if not _is_writable(reading):
            if strict:
                raise InvalidInput(
                    f"A reading of {reading.metric!r} was given that no data point can hold; leave out deleted ones and "
                    "metrics that are not of written_metrics(), or pass unwritable='skip' to leave out all such."
                )
        elif reading.metric not in _PAIR:
            yield _point((reading,), created)
        else:
            moment = _moment_of(reading)
            other = waiting.get(moment)
            if other is None or other.metric == reading.metric:
                waiting[moment] = reading
                continue
            del waiting[moment]
            yield _point(tuple(sorted((reading, other), key=lambda half: _PAIR.index(half.metric))), created)
    if waiting and strict:
        raise InvalidInput(
            f"{len(waiting)} blood pressures without their other half were given; a data point has both, so give both, or "
            "pass unwritable='skip'."
        )


def _is_writable(reading: Reading) -> bool:
    return (
        reading.metric in FORMS
        and not reading.deleted
        and (reading.metric not in _COUNTED or reading.value.is_integer())
        and 0 <= reading.revision <= _LAST_REVISION
        and _BETWEEN_IDS not in reading.id
        and all(map(_has_bytes, (reading.id, reading.source, reading.device, reading.kind)))
    )


def _has_bytes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeError:
        return False
    return True


def _moment_of(reading: Reading) -> tuple[object, ...]:
    return reading.subject, reading.source, reading.device, reading.start, reading.end, reading.revision


def _point(readings: tuple[Reading, ...], created: datetime | None) -> dict[str, object]:
    first = readings[0]
    ids = _BETWEEN_IDS.join(reading.id for reading in readings)
    key = str(point_id(first.subject.id, first.source, ids, _BETWEEN_IDS.join(r.metric for r in readings)))
    at = _written(first.end, first.zone)
    provenance: dict[str, object] = {
        "source_name": first.source,
        "source_data_point_id": ids,
        "source_creation_date_time": at,
    }
    if first.revision:
        provenance["source_last_modification_date_time"] = datetime.fromtimestamp(first.revision, UTC).isoformat()
    schema = FORMS[first.metric].schema.split(":")
    header: dict[str, object] = {
        "id": key,
        "uuid": key,
        "schema_id": dict(zip(("namespace", "name", "version"), schema, strict=True)),
        "creation_date_time": at if created is None else _written(created, first.zone),
        "source_creation_date_time": at,
        "user_id": first.subject.id,
        "acquisition_provenance": provenance,
    }
    if first.device:
        header["external_datasheets"] = [
            {"datasheet_type": "hardware", "datasheet_reference": _DEVICE + quote(first.device, safe="")}
        ]
    return {"header": header, "body": _body(readings)}


def _body(readings: tuple[Reading, ...]) -> dict[str, object]:
    first, form = readings[0], FORMS[readings[0].metric]
    body: dict[str, object] = {}
    if form.named:
        body["activity_name"] = first.kind
    for reading in readings:
        own = FORMS[reading.metric]
        body[own.value_field] = {"value": reading.value, "unit": own.unit} if own.unit else int(reading.value)
    body["effective_time_frame"] = _frame(first, span=form.span)
    if form.averaged and first.end > first.start:
        body["descriptive_statistic"] = "average"
    return body | dict(form.beside)


def _frame(reading: Reading, *, span: bool) -> dict[str, object]:
    start, end = (_written(at, reading.zone) for at in (reading.start, reading.end))
    if reading.start == reading.end and not span:
        return {"date_time": start}
    return {"time_interval": {"start_date_time": start, "end_date_time": end}}


def _written(at: datetime, zone: str) -> str:
    local = at.astimezone(zone_info(zone))
    offset = local.utcoffset()
    # RFC 3339 has whole minutes of offset only, which old zones do not keep to.
    exact = local if offset is not None and offset.total_seconds() % 60 == 0 else at.astimezone(UTC)
    return exact.isoformat()


def point_id(user: str, source: str, ids: str, metrics: str) -> uuid.UUID:
    """Give the UUID of a data point that auren writes."""
    return uuid.uuid5(_SPACE, "\0".join((user, source, ids, metrics)))


def device_of(reference: str) -> str:
    """Give the device that a datasheet's reference names; what another wrote is taken as it stands."""
    return unquote(reference.removeprefix(_DEVICE)) if reference.startswith(_DEVICE) else reference
