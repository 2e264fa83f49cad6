"""Open mHealth's data points and bodies."""

from __future__ import annotations

import json

from auren.people import Subject
from auren.sources.vendors.open_mhealth import OpenMHealth
from fuzz._held import hold

_NIGHT = {"start_date_time": "2019-11-01T23:00:00+01:00", "duration": {"value": 8, "unit": "h"}}
_EPISODE = {
    "effective_time_frame": {"time_interval": _NIGHT},
    "total_sleep_time": {"value": 7.5, "unit": "h"},
    "is_main_sleep": True,
    "number_of_awakenings": 2,
}
_WEIGHT = {"body_weight": {"value": 72.5, "unit": "kg"}, "effective_time_frame": {"date_time": "2019-11-02T07:00:00Z"}}
_KEY = "123e4567-e89b-12d3-a456-426655440000"


def _point(name: str, version: str, body: object, **header: object) -> dict[str, object]:
    return {"header": {"schema_id": {"namespace": "omh", "name": name, "version": version}, **header}, "body": body}


_POINTS = [
    _point(
        "sleep-episode",
        "1.1",
        _EPISODE,
        id=_KEY,
        creation_date_time="2019-11-02T08:00:00Z",
        user_id="p",
        acquisition_provenance={
            "source_name": "fitbit",
            "source_data_point_id": "7",
            "source_last_modification_date_time": "2019-11-02T08:00:00Z",
        },
    ),
    _point(
        "body-weight",
        "3.x",
        [_WEIGHT],
        uuid=_KEY,
        source_creation_date_time="2019-11-02T08:00:00Z",
        external_datasheets=[{"datasheet_type": "hardware", "datasheet_reference": "urn:device:Scale"}],
    ),
]
SEEDS = [json.dumps(_POINTS).encode(), "\n".join(map(json.dumps, _POINTS)).encode(), json.dumps(_WEIGHT).encode(), b"[]"]


def run(data: bytes) -> None:
    """Read bytes as a JSON file of data points or bodies."""
    hold(
        data,
        "points.json",
        lambda path, mode: OpenMHealth(path, subject=Subject("p"), zone="Europe/Oslo", on_malformed=mode),
    )
