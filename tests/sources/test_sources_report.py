"""The account of a source stays small, adds up, and says where devices differ."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sources_examples import OSLO, SOMEONE

from auren.errors import MalformedRow
from auren.readings import Reading
from auren.sources import Source
from auren.sources.draft import Draft
from auren.sources.record import Record
from auren.sources.tally import Tally

START = datetime(2024, 1, 1, tzinfo=UTC)


class Given(Source):
    """Reads rows that are at hand."""

    name = "given"

    def __init__(self, rows: list[dict[str, object]]) -> None:
        super().__init__(subject=SOMEONE, zone=OSLO)
        self._rows = rows

    def _read(self, tally: Tally) -> Iterator[Reading]:
        records: Iterator[Record | MalformedRow] = (Record.of("f", n, row) for n, row in enumerate(self._rows, 1))
        yield from self._settle(tally, "rows", self.name, records, _read)


def _read(record: Record, draft: Draft) -> None:
    day = date.fromisoformat(record.text("day"))
    draft.identify("row", f"{day}:{record.label('device')}:{record.label('metric')}")
    draft.device = record.label("device")
    draft.over_day(day)
    draft.measure(record.text("metric"), record, "value", "count")


def row(device: str, value: object, ahead: int = 0, metric: str = "activity.steps") -> dict[str, object]:
    return {"day": str(date(2024, 1, 1) + timedelta(days=ahead)), "device": device, "metric": metric, "value": value}


def test_a_million_faults_of_one_sort_are_counted_and_not_kept() -> None:
    rows: list[dict[str, object]] = [row("watch", "many")] * 30_000
    source = Given(rows)
    tracemalloc.start()
    try:
        assert not list(source)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    report = source.report
    assert report.adds_up
    assert len(report.skipped) < 200
    assert report.skipped_by_reason == {"expected a number": 30_000}
    assert report.repeated == {"rows": 29_999}
    assert peak < 5_000_000


def test_as_many_sorts_of_faults_as_there_are_rows_stay_bounded() -> None:
    tally = Tally("given")
    for number in range(30_000):
        tally.pass_over(f"kind {number % 7}", "f", f"reason {number}")
    report = tally.report()
    assert report.adds_up
    assert len(report.skipped) <= 20_001
    assert sum(report.skipped_by_reason.values()) == 30_000


def test_a_pass_that_is_left_is_not_complete() -> None:
    source = Given([row("watch", 10), row("watch", 20, 1)])
    passing = iter(source)
    next(passing)
    assert (source.report.complete, source.report.readings) == (False, 1)
    list(passing)
    assert (source.report.complete, source.report.readings) == (True, 2)


def test_devices_that_differ_are_named_with_how_much() -> None:
    rows = [row("Watch", 10_000, n) for n in range(5)] + [
        row("iPhone", value, n) for n, value in enumerate((9_900, 8_000, 4_000))
    ]
    source = Given(rows)
    list(source)
    (found,) = source.report.disagreements
    assert (found.metric, found.one, found.other) == ("activity.steps", "given/Watch", "given/iPhone")
    assert (found.days, found.apart, found.typical) == (3, 2, -2000)
    assert found.worst_day == date(2024, 1, 3)


def test_devices_that_agree_are_not_named() -> None:
    source = Given([row("Watch", 10_000), row("iPhone", 9_500)])
    list(source)
    assert source.report.disagreements == ()


def test_a_deletion_takes_back_what_the_record_gave() -> None:
    draft = Draft(SOMEONE, OSLO, START.tzinfo or UTC, "given", "f", 1)
    draft.identify("night", "7")
    draft.revision = 5
    draft.take_back(("sleep.duration", "sleep.deep"), START)
    assert [(r.id, r.deleted, r.revision) for r in draft.readings] == [
        ("given:night:7:sleep.duration", True, 5),
        ("given:night:7:sleep.deep", True, 5),
    ]


@pytest.mark.parametrize("count", [1, 5000])
def test_records_passed_over_add_up(count: int) -> None:
    tally = Tally("given")
    tally.pass_over("walking speeds", "export.xml", "auren has no metric for it", count=count)
    report = tally.report()
    assert report.adds_up
    assert report.unused == {"walking speeds": count}
    assert not report.skipped[0].malformed
