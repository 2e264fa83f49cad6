"""The contract of sources goes red for each promise that a source breaks."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from auren.people import Subject
from auren.readings import Reading
from auren.sources import FilePlan, FolderSource, Look, Progress
from auren.sources.draft import Draft
from auren.sources.record import Record
from auren.sources.tally import Tally
from auren.testing.contracts import SourceContract

SAMPLE = {"weighings.csv": b"day,kg,who\n2025-03-03,71.2,Anna\n2025-03-04,71.3,Anna\n2025-03-05,71.4,Anna\n"}
COUNT = itertools.count()


class Scale(FolderSource):
    """A source that keeps every promise."""

    name = "scale"

    @classmethod
    def recognise(cls, look: Look) -> str | None:
        return "the folder holds weighings.csv" if "weighings.csv" in look.names else None

    def _plans(self) -> Sequence[FilePlan]:
        return [FilePlan("weighings.csv", "weighings", self.name, self.read, columns=("day", "kg", "who"))]

    def read(self, row: Record, draft: Draft) -> None:
        day = row.day("day")
        draft.identify("weighing", self.key(row))
        draft.over_day(day)
        draft.measure("body.weight", row, "kg", "kg", written=True)

    def key(self, row: Record) -> str:
        return row.day("day").isoformat()


class OtherIds(Scale):
    def key(self, row: Record) -> str:
        return str(next(COUNT))


class OneId(Scale):
    def key(self, row: Record) -> str:
        return "1"


class Falls(Scale):
    def read(self, row: Record, draft: Draft) -> None:
        float(str(row.data["kg"]))
        super().read(row, draft)


class Tells(Scale):
    def read(self, row: Record, draft: Draft) -> None:
        if not str(row.data["kg"]).startswith("7"):
            raise row.wrong("kg", f"expected 70 or more of {row.data['who']}")
        super().read(row, draft)


class Miscounts(Scale):
    def _read(self, tally: Tally) -> Iterator[Reading]:
        tally.kind("weighings")
        yield from list(super()._read(tally))
        tally.pass_over("weighings", "weighings.csv", "nothing", count=0)
        tally._records["weighings"] += 1


class SaysDone(Scale):
    def _run(self, tally: Tally) -> Iterator[Reading]:
        tally.finish()
        yield from super()._run(tally)


class GoesBack(Scale):
    @property
    def progress(self) -> Progress:
        return Progress(10_000 - next(COUNT), 20_000, "")


class StopsShort(Scale):
    def _records(self, file: str, plan: FilePlan, tally: Tally) -> Iterator[Any]:
        with self._files.open(file) as stream:
            lines = stream.read().split(b"\n")
        for number, line in enumerate(lines[1:], 2):
            if line:
                day, kg, who = line.decode().split(",")
                yield Record(file, number, {"day": day, "kg": kg, "who": who})


class ClaimsAll(Scale):
    @classmethod
    def recognise(cls, look: Look) -> str | None:
        return "it is a file"


class ClaimsNothing(Scale):
    @classmethod
    def recognise(cls, look: Look) -> str | None:
        return None


class OutOfDay(Scale):
    def read(self, row: Record, draft: Draft) -> None:
        super().read(row, draft)
        for reading in draft.readings:
            object.__setattr__(reading, "day", reading.day.replace(year=2020))


class Contract(SourceContract):
    in_folder = True
    secrets = ("Anna",)


def run(kind: type[Scale], promise: str, tmp_path: Path) -> None:
    def build(path: Path, on_malformed: Any, zone: str | None) -> Scale:
        return kind(path, subject=Subject("p"), zone=zone, on_malformed=on_malformed)

    given: dict[str, Any] = {"build": build, "sample": SAMPLE, "tmp_path": tmp_path}
    if promise == "test_files_of_nothing":
        given["content"] = b""
    getattr(Contract(), promise)(**given)


PROMISES = [
    name for name in dir(SourceContract) if name.startswith("test_") and name != "test_what_comes_twice_has_the_same_ids"
]


@pytest.mark.parametrize("promise", PROMISES)
def test_a_sound_source_keeps_them_all(promise: str, tmp_path: Path) -> None:
    run(Scale, promise, tmp_path)


@pytest.mark.parametrize(
    ("kind", "promise"),
    [
        (OtherIds, "test_two_passes_give_the_same"),
        (OtherIds, "test_another_copy_gives_the_same_ids"),
        (OneId, "test_ids_are_unique"),
        (Falls, "test_spoilt_bytes"),
        (StopsShort, "test_a_file_that_breaks_off"),
        (StopsShort, "test_files_of_nothing"),
        (Tells, "test_spoilt_bytes"),
        (Miscounts, "test_the_report_is_true"),
        (SaysDone, "test_a_pass_left_half_way_is_incomplete"),
        (GoesBack, "test_progress_never_goes_back"),
        (ClaimsAll, "test_nothing_else_is_recognised"),
        (ClaimsNothing, "test_its_own_export_is_recognised"),
        (OutOfDay, "test_readings_are_sound"),
    ],
)
def test_a_broken_promise_goes_red(kind: type[Scale], promise: str, tmp_path: Path) -> None:
    # Whatever it is that fails: an assertion, or what the source itself let out.
    with pytest.raises((AssertionError, ValueError, pytest.fail.Exception)):
        run(kind, promise, tmp_path)
