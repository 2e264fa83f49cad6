"""Small hand-written Open mHealth documents."""

from __future__ import annotations

import json
from pathlib import Path

from sources_examples import OSLO, SOMEONE, write

from auren.sources.base import OnMalformed
from auren.sources.vendors.open_mhealth import OpenMHealth

AT = {"date_time": "2023-02-05T07:25:00+01:00"}
NIGHT = {"start_date_time": "2023-02-04T23:00:00+01:00", "end_date_time": "2023-02-05T07:00:00+01:00"}
OVER = {"time_interval": NIGHT}
KEY = "123e4567-e89b-12d3-a456-426655440000"


def value(number: object, unit: str) -> dict[str, object]:
    """Give a value with its unit."""
    return {"value": number, "unit": unit}


def heart(number: object = 62, **changes: object) -> dict[str, object]:
    """Give a heart rate, with some fields changed."""
    return {"heart_rate": value(number, "beats/min"), "effective_time_frame": AT, **changes}


def weight(number: object = 72.5, unit: str = "kg", **changes: object) -> dict[str, object]:
    """Give a body weight, with some fields changed."""
    return {"body_weight": value(number, unit), "effective_time_frame": AT, **changes}


def header(schema: str, **changes: object) -> dict[str, object]:
    """Give a header of Open mHealth, with some fields changed."""
    return {"id": KEY, "creation_date_time": "2023-02-05T08:00:00Z", "schema_id": schema_id(schema), **changes}


def ieee_header(schema: str, **changes: object) -> dict[str, object]:
    """Give a header of IEEE 1752.1, with some fields changed."""
    made = {"uuid": KEY, "source_creation_date_time": "2023-02-05T08:00:00Z", "schema_id": schema_id(schema)}
    return {**made, "modality": "sensed", **changes}


def schema_id(schema: str) -> dict[str, str]:
    """Give a header's schema id of a text such as "omh:heart-rate:2.0"."""
    return dict(zip(("namespace", "name", "version"), schema.split(":"), strict=True))


def point(schema: str, body: object, **changes: object) -> dict[str, object]:
    """Give a data point, with some fields of its header changed."""
    return {"header": header(schema, **changes), "body": body}


def source(folder: Path, content: object, name: str = "points.json", mode: OnMalformed = "skip") -> OpenMHealth:
    """Give a source of one file with a JSON value."""
    file = write(folder / name, json.dumps(content))
    return OpenMHealth(folder if "/" in name else file, subject=SOMEONE, zone=OSLO, on_malformed=mode)
