"""What every parser promises, held against any bytes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from auren.errors import SourceError
from auren.sources import OnMalformed, Source

Build = Callable[[Path, OnMalformed], Source]
MOST_READINGS = 2_000_000


def hold(data: bytes, name: str, build: Build) -> None:
    """Write bytes as a file, and read it in both modes.

    Args:
        data: the bytes.
        name: the file's name, as the vendor's export has it; may hold folders, and then the source is given the folder.
        build: builds the source from the path, in a mode.
    """
    with tempfile.TemporaryDirectory(dir=_quick()) as folder:
        root = Path(folder) / "export"
        file = root / name
        file.parent.mkdir(parents=True)
        file.write_bytes(data)
        path = root if "/" in name else file
        try:
            source = build(path, "skip")
        except SourceError:
            return
        count = 0
        for reading in source:
            count += 1
            assert reading.start <= reading.end
            assert count <= MOST_READINGS
        report = source.report
        assert report.complete
        assert report.adds_up
        assert report.readings == count
        try:
            for _ in build(path, "raise"):
                pass
        except SourceError:
            assert any(item.malformed for item in report.skipped)
        else:
            assert not any(item.malformed for item in report.skipped)


def _quick() -> str | None:
    memory = Path("/dev/shm")  # noqa: S108  # where it exists, files in memory spare the disk
    return str(memory) if memory.is_dir() else None
