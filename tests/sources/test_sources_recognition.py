"""Each source knows its own export, and none claims another's."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import health_auto_export_examples
import health_connect_examples
import pytest
import strong_examples
import test_sources_contract_vendors as vendors
from sources_examples import WELLNESS_HEADER, WELLNESS_ROW

from auren.sources import PMDataExport
from auren.sources.files import place_of
from auren.sources.look import Look
from auren.sources.vendors.health_auto_export import HealthAutoExport
from auren.sources.vendors.health_connect import HealthConnect
from auren.sources.vendors.strong import Strong

CASES: Mapping[str, tuple[Any, Mapping[str, bytes]]] = {
    **{case.__name__.removeprefix("Test"): (case.kind, case.files) for case in vendors.Shipped.__subclasses__()},
    "PMData": (
        PMDataExport,
        {"pmsys/wellness.csv": f"{WELLNESS_HEADER}\n{WELLNESS_ROW}\n".encode(), "fitbit/sleep.json": b"[]"},
    ),
    "HealthAutoExport": (HealthAutoExport, {"HealthAutoExport.json": health_auto_export_examples.example()}),
    "HealthConnect": (HealthConnect, {"records.json": health_connect_examples.example()}),
    "HealthConnectLines": (HealthConnect, {"records.jsonl": health_connect_examples.lines()}),
    "Strong": (Strong, {"strong.csv": strong_examples.example()}),
}
KINDS: set[Any] = {kind for kind, _ in CASES.values()}


def claimed(path: Path) -> set[str]:
    return {kind.__name__ for kind in KINDS if kind.recognise(Look(place_of(path)))}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("packed", [False, True], ids=["as it is", "in an archive"])
def test_only_its_own_source_claims_an_export(tmp_path: Path, name: str, packed: bool) -> None:
    kind, files = CASES[name]
    if packed:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            for file, content in files.items():
                archive.writestr(file, content)
        files = {"export.zip": held.getvalue()}
    for file, content in files.items():
        place = tmp_path / file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    path = tmp_path if len(files) > 1 else tmp_path / next(iter(files))
    # A PMData folder is a Fitbit export with a diary, so its source is asked first; Strong exports one bare file.
    allowed = {kind.__name__} | ({"FitbitExport"} if kind is PMDataExport else set())
    assert claimed(path) <= allowed
    if not (packed and kind is Strong):
        assert kind.__name__ in claimed(path)
