"""A source of a vendor that auren does not know: one class, and one function for each sort of record."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from auren import Subject
from auren.sources import Draft, FilePlan, FolderSource, Look, Record
from auren.sources.times import pick_span


class PulseRing(FolderSource):
    """A folder or zip archive as the (invented) Pulse Ring exports it; arguments and errors as `FolderSource`."""

    name = "pulse_ring"

    @classmethod
    def recognise(cls, look: Look) -> str | None:
        """Say what gives a path away as a Pulse Ring export, or None when it is not."""
        return "the folder holds ring_nights.json" if "ring_nights.json" in look.names else None

    def _plans(self) -> list[FilePlan]:
        return [FilePlan("ring_nights.json", "nights", self.name, read_night, within=("nights",))]


def read_night(night: Record, draft: Draft) -> None:
    """Read one night; the ring writes the clock of the phone, and 0 where it has no HRV."""
    span = pick_span(night.moment("asleep_at"), night.moment("awake_at"), draft.tz)
    if span is None:
        raise night.wrong("awake_at", "expected a time that is not before asleep_at")
    draft.identify("night", night.identifier("id"))
    draft.over(*span)
    draft.measure("sleep.duration", night, "slept_min", "min")
    if night.data.get("rmssd_ms") == 0:
        draft.absent(night, "rmssd_ms", "no HRV was measured that night")
    else:
        draft.measure("hrv.rmssd", night, "rmssd_ms", "ms")


def main() -> None:
    """Read three nights, one of them spoilt, and show the account."""
    written = {"asleep_at": "2025-01-06 23:10:00", "awake_at": "2025-01-07 06:40:00", "slept_min": 431, "rmssd_ms": 58}
    nights = [{"id": 1, **written}, {"id": 2, **written, "rmssd_ms": 0}, {"id": 3, **written, "awake_at": "late"}]
    with TemporaryDirectory() as folder:
        Path(folder, "ring_nights.json").write_text(json.dumps({"nights": nights}), encoding="utf-8")
        source = PulseRing(folder, subject=Subject("me"), zone="Europe/Lisbon")
        for reading in source:
            print(f"{reading.day} {reading.metric} {reading.value:g} ({reading.id})")
        print(f"{source.report.records['nights']} nights, adds up: {source.report.adds_up}")
        for skip in source.report.skipped:
            print(f"{skip.file}, record {skip.line}, {skip.field}: {skip.reason}")


if __name__ == "__main__":
    main()
