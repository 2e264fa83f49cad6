"""A third party's source: published as an entry point, opened by path, and held to the same contract."""

from __future__ import annotations

import json
import runpy
from collections.abc import Mapping
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from sources_examples import OSLO, SOMEONE, write

from auren import sources
from auren.errors import ConfigurationError, SourceError
from auren.sources import opening
from auren.testing.contracts import SourceContract
from auren.testing.contracts.source import Build

EXAMPLE = Path(__file__).parents[2] / "examples" / "own_source_vendor.py"
PulseRing: type[sources.FolderSource] = runpy.run_path(str(EXAMPLE), run_name="own_source_vendor")["PulseRing"]
NIGHT = {"id": 1, "asleep_at": "2025-01-06 23:10:00", "awake_at": "2025-01-07 06:40:00", "slept_min": 431, "rmssd_ms": 58}
SAMPLE = json.dumps({"nights": [NIGHT, {**NIGHT, "id": 2, "rmssd_ms": 0}]}).encode()


class Point(EntryPoint):
    """An entry point that gives what it is told."""

    def load(self) -> object:
        found: object = {"ring": PulseRing, "no_class": 3, "blind": object}[self.name]
        return found


def publish(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    def entry_points(*, group: str) -> list[EntryPoint]:
        assert group == "auren.sources"
        return [Point(name, f"{name}:X", group) for name in names]

    monkeypatch.setattr(opening, "entry_points", entry_points)


def test_a_published_source_opens_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "ring_nights.json", SAMPLE.decode())
    publish(monkeypatch, "ring")
    assert sources.recognise(tmp_path) == sources.Recognised("pulse_ring", "the folder holds ring_nights.json")
    ring = sources.open(tmp_path, subject=SOMEONE, zone=OSLO)
    assert isinstance(ring, PulseRing)
    assert [reading.metric for reading in ring] == ["sleep.duration", "hrv.rmssd", "sleep.duration"]
    assert ring.report.recognised == "the folder holds ring_nights.json"


def test_a_published_source_is_asked_before_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "sleep.json", "[]")
    write(tmp_path / "ring_nights.json", SAMPLE.decode())
    assert sources.recognise(tmp_path).source == "fitbit"
    publish(monkeypatch, "ring")
    assert sources.recognise(tmp_path).source == "pulse_ring"


def test_without_its_package_the_files_are_unknown(tmp_path: Path) -> None:
    write(tmp_path / "ring_nights.json", SAMPLE.decode())
    with pytest.raises(SourceError, match="not a known folder"):
        sources.recognise(tmp_path)


@pytest.mark.parametrize("name", ["no_class", "blind", "gone"])
def test_a_published_source_that_is_none_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    publish(monkeypatch, name)
    with pytest.raises(ConfigurationError, match=name):
        sources.recognise(tmp_path)


class TestPulseRing(SourceContract):
    in_folder = True

    @pytest.fixture
    def build(self) -> Build:
        return lambda path, on_malformed, zone: PulseRing(path, subject=SOMEONE, zone=zone, on_malformed=on_malformed)

    @pytest.fixture
    def sample(self) -> Mapping[str, bytes]:
        return {"ring_nights.json": SAMPLE}

    @pytest.fixture
    def doubled(self) -> Mapping[str, bytes]:
        return {"ring_nights.json": json.dumps({"nights": json.loads(SAMPLE)["nights"] * 2}).encode()}
