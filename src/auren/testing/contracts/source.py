"""What every source must do, as a pytest class: subclass it, give it a small export and how to read it, and run it."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import UTC, timedelta
from pathlib import Path
from typing import Final

import pytest

from auren.errors import InvalidInput, SourceError
from auren.people import zone_info
from auren.readings import STANDARD_METRICS, MetricRegistry, Reading
from auren.sources.base import OnMalformed, Source
from auren.sources.files import place_of
from auren.sources.look import Look
from auren.sources.report import SourceReport

__all__ = ["Build", "SourceContract"]

_ZONE: Final = "Europe/Oslo"
_CUTS: Final = 60
_SPOILT: Final = 150
_FEWEST: Final = 4
_ONE_DAY: Final = timedelta(days=1)
_NOT_TEXT: Final = b"\xff\xfe\x00\x9f" * 16
_HOSTILE: Final = (
    b"null",
    b"-1",
    b"1e999",
    b"9" * 400,
    b'"\\ud800"',
    b"[" * 200,
    b"{}",
    b"\x00",
    b"\xff",
    b"1904-01-01 00:00:00",
    b"2262-04-12T00:00:00Z",
    b"NaN",
    b";",
    b'"',
    b"\n",
)
_OTHERS: Final[Mapping[str, bytes]] = {
    "other.json": b"{}",
    "list.json": b"[]",
    "other.csv": b"",
    "table.csv": b"a,b\n1,2\n",
    "noise.bin": bytes(random.Random(1).randrange(256) for _ in range(512)),
    "noise.json": _NOT_TEXT,
    "text.txt": b"nothing of note\n",
    "other.xml": b"<a/>",
}


Build = Callable[[Path, OnMalformed, str | None], Source]
"""Builds the source of a path, with `on_malformed` and `zone` passed on as they come."""


class SourceContract:
    """Proves that a source keeps account of all that it is given, whatever stands in it.

    Give the fixtures `build` and `sample`. The other hooks have defaults that suit a source of one text file.
    """

    in_folder: bool = False
    """Whether the source is named by the folder that holds the files, even if there is but one."""

    metrics: MetricRegistry = STANDARD_METRICS
    """The registry that the source checks values against."""

    secrets: tuple[str, ...] = ()
    """Texts of the sample that are the person's own and must show in no reason and no error."""

    seed: int = 7
    """Where the spoilt bytes are drawn from."""

    @pytest.fixture
    def build(self) -> Build:
        """Give what builds the source: a function of the path, `on_malformed` and `zone`."""
        raise NotImplementedError(
            "Override the fixture `build` with one that returns a function of path, on_malformed and zone."
        )

    @pytest.fixture
    def sample(self) -> Mapping[str, bytes]:
        """Give the files of a small export without fault, by their names, that gives a reading or more."""
        raise NotImplementedError("Override the fixture `sample` with one that returns the files of a small export by name.")

    @pytest.fixture
    def doubled(self) -> Mapping[str, bytes] | None:
        """Give the sample with its records delivered twice over; None skips the test that needs it."""
        return None

    def test_two_passes_give_the_same(self, build: Build, sample: Mapping[str, bytes], tmp_path: Path) -> None:
        source = build(self._written(sample, tmp_path), "skip", _ZONE)
        first = list(source)
        report = source.report
        assert first, "the sample gives no reading"
        assert list(source) == first
        assert source.report == report

    def test_another_copy_gives_the_same_ids(self, build: Build, sample: Mapping[str, bytes], tmp_path: Path) -> None:
        first = list(build(self._written(sample, tmp_path / "first"), "skip", _ZONE))
        again = list(build(self._written(sample, tmp_path / "again"), "skip", _ZONE))
        assert [reading.id for reading in again] == [reading.id for reading in first]
        assert all(reading.id for reading in first)

    def test_ids_are_unique(self, build: Build, sample: Mapping[str, bytes], tmp_path: Path) -> None:
        source = build(self._written(sample, tmp_path), "skip", _ZONE)
        ids = [reading.id for reading in source]
        assert len(set(ids)) == len(ids)
        assert not any(source.report.repeated.values())

    def test_what_comes_twice_has_the_same_ids(
        self, build: Build, sample: Mapping[str, bytes], doubled: Mapping[str, bytes] | None, tmp_path: Path
    ) -> None:
        if doubled is None:
            pytest.skip("no doubled sample was given")
        once = {reading.id for reading in build(self._written(sample, tmp_path / "once"), "skip", _ZONE)}
        source = build(self._written(doubled, tmp_path / "twice"), "skip", _ZONE)
        assert {reading.id for reading in source} == once
        assert source.report.adds_up
        assert any(source.report.repeated.values())

    def test_the_report_is_true(self, build: Build, sample: Mapping[str, bytes], tmp_path: Path) -> None:
        source = build(self._written(sample, tmp_path), "skip", _ZONE)
        readings = list(source)
        report = source.report
        _account(report, readings)
        assert sum(report.records.values()) > 0
        assert not [item for item in report.skipped if item.malformed], "the sample is meant to be without fault"
        assert list(build(self._written(sample, tmp_path), "raise", _ZONE)) == readings

    def test_readings_are_sound(self, build: Build, sample: Mapping[str, bytes], tmp_path: Path) -> None:
        source = build(self._written(sample, tmp_path), "skip", _ZONE)
        for reading in source:
            known = self.metrics[reading.metric]
            assert reading.deleted or known.low <= reading.value <= known.high, reading.metric
            assert reading.start.tzinfo is UTC
            assert reading.end.tzinfo is UTC
            assert reading.start <= reading.end
            zone = zone_info(reading.zone)
            first, last = (at.astimezone(zone).date() for at in (reading.start, reading.end))
            assert first - _ONE_DAY <= reading.day <= last + _ONE_DAY
            assert reading.source
            assert reading.subject == source.subject
            assert reading.revision >= 0
            assert reading.device.isprintable()
            assert reading.kind.isprintable()
        assert source.name
        assert source.report.source == source.name

    def test_a_pass_left_half_way_is_incomplete(self, build: Build, sample: Mapping[str, bytes], tmp_path: Path) -> None:
        source = build(self._written(sample, tmp_path), "skip", _ZONE)
        assert not source.report.complete
        passing = iter(source)
        next(passing)
        report = source.report
        assert not report.complete
        assert report.adds_up
        assert report.readings >= 1
        passing.close()  # type: ignore[attr-defined]
        assert not source.report.complete

    def test_progress_never_goes_back(self, build: Build, sample: Mapping[str, bytes], tmp_path: Path) -> None:
        source = build(self._written(sample, tmp_path), "skip", _ZONE)
        for _ in range(2):
            reached, share = 0, 0.0
            for _ in source:
                now = source.progress
                assert now.done_bytes >= reached
                assert share <= now.share <= 1
                reached, share = now.done_bytes, now.share

    def test_the_zone_is_asked_for(self, build: Build, sample: Mapping[str, bytes], tmp_path: Path) -> None:
        path = self._written(sample, tmp_path)
        with pytest.raises(InvalidInput, match="zone"):
            build(path, "skip", None)
        with pytest.raises(InvalidInput, match="Nowhere"):
            build(path, "skip", "Nowhere/Land")

    def test_nothing_there(self, build: Build, sample: Mapping[str, bytes], tmp_path: Path) -> None:
        with pytest.raises(SourceError):
            build(tmp_path / "nothing" / next(iter(sample)), "skip", _ZONE)

    @pytest.mark.parametrize("content", [b"", _NOT_TEXT], ids=["empty", "not text"])
    def test_files_of_nothing(self, build: Build, sample: Mapping[str, bytes], content: bytes, tmp_path: Path) -> None:
        for number, name in enumerate(sample):
            path = self._written({**sample, name: content}, tmp_path / str(number))
            self._survives(build, path)
            with pytest.raises(SourceError):
                list(build(path, "raise", _ZONE))

    def test_a_file_that_breaks_off(self, build: Build, sample: Mapping[str, bytes], tmp_path: Path) -> None:
        path = self._written(sample, tmp_path)
        for name, content in sample.items():
            cuts = max(_FEWEST, _CUTS // len(sample))
            for cut in sorted({round(len(content) * part / cuts) for part in range(cuts)}):
                (tmp_path / name).write_bytes(content[:cut])
                self._survives(build, path)
            (tmp_path / name).write_bytes(content)

    def test_spoilt_bytes(self, build: Build, sample: Mapping[str, bytes], tmp_path: Path) -> None:
        path = self._written(sample, tmp_path)
        draw = random.Random(self.seed)
        for name, content in sample.items():
            for _ in range(max(_FEWEST, _SPOILT // len(sample))):
                (tmp_path / name).write_bytes(_spoilt(content, draw))
                self._survives(build, path)
            (tmp_path / name).write_bytes(content)

    def test_its_own_export_is_recognised(self, build: Build, sample: Mapping[str, bytes], tmp_path: Path) -> None:
        path = self._written(sample, tmp_path)
        reason = _recognised(build(path, "skip", _ZONE), path)
        assert isinstance(reason, str)
        assert reason
        self._keeps_secrets(reason)

    def test_nothing_else_is_recognised(self, build: Build, sample: Mapping[str, bytes], tmp_path: Path) -> None:
        source = build(self._written(sample, tmp_path / "own"), "skip", _ZONE)
        for name, content in _OTHERS.items():
            path = tmp_path / name
            path.write_bytes(content)
            assert not _recognised(source, path), name
        nothing = tmp_path / "nothing"
        nothing.mkdir()
        assert not _recognised(source, nothing)

    def test_recognising_raises_nothing(self, build: Build, sample: Mapping[str, bytes], tmp_path: Path) -> None:
        path = self._written(sample, tmp_path)
        source = build(path, "skip", _ZONE)
        draw = random.Random(self.seed)
        for name, content in sample.items():
            for _ in range(max(_FEWEST, _CUTS // len(sample))):
                (tmp_path / name).write_bytes(_spoilt(content, draw))
                _recognised(source, path)
            (tmp_path / name).write_bytes(content)

    def _written(self, files: Mapping[str, bytes], folder: Path) -> Path:
        for name, content in files.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        return folder if self.in_folder or len(files) > 1 else folder / next(iter(files))

    def _survives(self, build: Build, path: Path) -> None:
        """Read in both modes, and check what each promises."""
        try:
            source = build(path, "skip", _ZONE)
        except SourceError as error:
            self._keeps_secrets(f"{error!s} {error!r}")
            return
        readings = list(source)
        report = source.report
        _account(report, readings)
        for item in report.skipped:
            self._keeps_secrets(f"{item.reason} {item.field}")
        self._keeps_secrets(" ".join([*report.adjusted, *report.empty_cells, *report.records]))
        strict = build(path, "raise", _ZONE)
        if any(item.malformed for item in report.skipped):
            with pytest.raises(SourceError) as caught:
                list(strict)
            self._keeps_secrets(f"{caught.value!s} {caught.value!r}")
        else:
            assert list(strict) == readings

    def _keeps_secrets(self, text: str) -> None:
        assert not [secret for secret in self.secrets if secret in text]


def _account(report: SourceReport, readings: list[Reading]) -> None:
    """Check that a report of a whole pass is true of the readings that were given."""
    assert report.complete
    assert report.adds_up
    assert report.readings == len(readings)
    counts: dict[str, int] = {}
    for reading in readings:
        counts[reading.metric] = counts.get(reading.metric, 0) + 1
    assert report.metrics == counts
    days = [reading.day for reading in readings]
    assert report.first_day == min(days, default=None)
    assert report.last_day == max(days, default=None)
    assert {reading.device for reading in readings if reading.device} == set(report.devices)


def _recognised(source: Source, path: Path) -> str | None:
    recognise = getattr(type(source), "recognise", None)
    if recognise is None:
        pytest.skip("the source is not one that is recognised")
    reason: str | None = recognise(Look(place_of(path)))
    return reason


def _spoilt(content: bytes, draw: random.Random) -> bytes:
    """Give the bytes with one thing wrong: changed, cut out, said twice, or replaced by something hostile."""
    at = draw.randrange(len(content) + 1)
    to = min(len(content), at + draw.choice((1, 1, 2, 8, 40)))
    change = draw.randrange(4)
    if change == 0:
        return content[:at] + bytes([draw.randrange(256)]) + content[at + 1 :]
    if change == 1:
        return content[:at] + content[to:]
    if change == 2:
        return content[:to] + content[at:]
    return content[:at] + draw.choice(_HOSTILE) + content[to:]
