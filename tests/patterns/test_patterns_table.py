"""One rule, every engine: a table gives what a stream ends with, and a back-test counts it."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from auren.errors import InvalidInput
from auren.findings import Finding
from auren.patterns import Kernel, Rule, daily, shipped_rules
from auren.patterns.backtest import Event, backtest
from auren.patterns.table import Progress, over_table
from auren.people import Subject
from auren.ports import PatternRule
from auren.readings import Reading
from auren.sources import PMDataExport

ANNA, BEN = Subject("anna"), Subject("ben")
FIRST = date(2025, 1, 6)
HIGH = Rule("high", 1, "High", daily("heart.resting").above(60, "bpm"))
HIGHER = Rule("higher", 1, "Higher", daily("heart.resting").above(70, "bpm"))
PMDATA = Path(__file__).parents[3] / "shared" / "data" / "pmdata"
NEVER = datetime(2100, 1, 1, tzinfo=UTC)


def resting(offset: int, value: float, subject: Subject = ANNA) -> Reading:
    at = datetime.combine(FIRST + timedelta(days=offset), time(6), UTC)
    return Reading.of(subject, "heart.resting", value, unit="bpm", start=at, zone="UTC", source="test")


def person_year(seed: int, days: int = 365) -> list[Reading]:
    rnd = random.Random(seed)
    subject = Subject(f"y{seed}")
    found: list[Reading] = []
    level = {"heart.resting": 52.0, "hrv.rmssd": 60.0, "sleep.duration": 430.0}
    for offset in range(days):
        bad = rnd.random() < 0.3
        night = datetime.combine(FIRST + timedelta(days=offset), time(6), UTC)
        for metric, unit, swing in (("heart.resting", "bpm", 6), ("hrv.rmssd", "ms", -15), ("sleep.duration", "min", -90)):
            if rnd.random() < 0.9:
                value = level[metric] + swing * bad + rnd.gauss(0, abs(swing) / 3)
                span = timedelta(minutes=value) if metric == "sleep.duration" else timedelta(hours=1)
                found.append(
                    Reading.of(subject, metric, value, unit=unit, start=night - span, end=night, zone="UTC", source="test")
                )
        # A nap, and a second reading of the morning: the day rule has something to choose.
        if rnd.random() < 0.1:
            noon = night + timedelta(hours=7)
            found.append(
                Reading.of(
                    subject,
                    "sleep.duration",
                    40,
                    unit="min",
                    start=noon,
                    end=noon + timedelta(minutes=40),
                    zone="UTC",
                    source="test",
                )
            )
    return found


def streamed(rules: Sequence[PatternRule], batches: Iterable[Sequence[Reading]], subject: Subject) -> dict[str, Finding]:
    kernel = Kernel(rules)
    state, _ = kernel.restore(subject, [], [])
    last: dict[str, Finding] = {}
    for batch in batches:
        last.update((finding.id, finding) for finding in kernel.advance(state, batch).changes)
    last.update((finding.id, finding) for finding in kernel.advance_time(state, NEVER).changes)
    return {id: finding for id, finding in last.items() if finding.stands}


def late(readings: Sequence[Reading], seed: int) -> list[list[Reading]]:
    """Give the readings one by one as they arrive: up to three days late, one in twenty twice."""
    rnd = random.Random(seed)
    arrivals = [(r.end + timedelta(hours=rnd.uniform(0, 72) if rnd.random() < 0.3 else 0), r) for r in readings]
    arrivals += [(at + timedelta(hours=rnd.uniform(0, 72)), r) for at, r in rnd.sample(arrivals, len(arrivals) // 20)]
    return [[r] for _, r in sorted(arrivals, key=lambda pair: pair[0])]


def frame_of(readings: Sequence[Reading]) -> Any:
    polars = pytest.importorskip("polars")
    columns = ("metric", "value", "day", "start", "end", "zone", "source", "id", "device", "revision", "deleted")
    return polars.DataFrame(
        {"subject": [r.subject.id for r in readings], **{name: [getattr(r, name) for r in readings] for name in columns}}
    )


def mappings_of(readings: Sequence[Reading]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = frame_of(readings).to_dicts()
    return rows


@pytest.mark.parametrize("form", [list, frame_of, mappings_of])
def test_a_table_finds_what_a_late_and_doubled_stream_ends_with(form: Callable[[Sequence[Reading]], Any]) -> None:
    rules = shipped_rules()
    years = [person_year(seed, 150) for seed in range(3)]
    table = over_table(rules, form([reading for year in years for reading in year]))
    ends: dict[str, Finding] = {}
    for seed, year in enumerate(years):
        ends.update(streamed(rules, late(year, seed), year[0].subject))
    assert len(ends) > 20
    assert {finding.id: finding for finding in table.findings} == ends
    assert (table.people, table.rows, table.used) == (3, sum(map(len, years)), sum(map(len, years)))


@pytest.mark.skipif(not PMDATA.is_dir(), reason="the PMData recordings are not beside this checkout")
@pytest.mark.parametrize("person", ["p01", "p05"])
def test_a_table_finds_what_a_stream_of_real_people_ends_with(person: str) -> None:
    subject = Subject(person)
    rules = shipped_rules()
    reads = Kernel(rules).reads
    readings = [r for r in PMDataExport(PMDATA / person, subject=subject, zone="Europe/Oslo") if r.metric in reads]
    table = over_table(rules, frame_of(readings))
    assert {finding.id: finding for finding in table.findings} == streamed(rules, late(readings, 1), subject)
    assert table.findings


def test_rows_of_metrics_that_no_rule_reads_are_counted_and_left_out() -> None:
    rows = [resting(0, 65), replace(resting(1, 65), metric="body.weight")]
    for table in (rows, frame_of(rows)):
        result = over_table([HIGH], table)
        assert (result.rows, result.used, len(result.findings)) == (2, 1, 1)


def test_the_four_columns_suffice_and_progress_is_told() -> None:
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(
        {
            "subject": ["ben", "anna", "anna"],
            "metric": ["heart.resting"] * 3,
            "value": [61, 62, 50],
            "day": [FIRST, FIRST, FIRST + timedelta(days=1)],
        }
    )
    told: list[Progress] = []
    found = over_table([HIGH], frame, progress=told.append).findings
    assert [(finding.subject, finding.day) for finding in found] == [(ANNA, FIRST), (BEN, FIRST)]
    assert told == [Progress(1, 2, 1), Progress(2, 2, 2)]
    assert over_table([HIGH], frame.lazy()).findings == found
    assert over_table([HIGH], frame.clear()).findings == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"value": 900.0}, "Row 1: heart.resting is no number from 25 to 150 bpm"),
        ({"value": None}, "Row 1: heart.resting is no number"),
        ({"day": "2025-01-06"}, "Row 1: the day is no date"),
        ({"start": datetime(2025, 1, 6)}, "Row 1: start is no instant with a zone"),  # noqa: DTZ001
        ({"subject": 7}, "Row 1: the subject is no text"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_without_its_value(change: dict[str, object], said: str) -> None:
    row: dict[str, object] = {"subject": "anna", "metric": "heart.resting", "value": 50.0, "day": FIRST, **change}
    with pytest.raises(InvalidInput, match=said) as raised:
        over_table([HIGH], [row])
    assert "900" not in str(raised.value)


def test_a_table_without_a_column_is_refused() -> None:
    with pytest.raises(InvalidInput, match="without 'day'"):
        over_table([HIGH], [{"subject": "anna", "metric": "heart.resting", "value": 50.0}])
    with pytest.raises(InvalidInput, match="neither a reading nor"):
        over_table([HIGH], ["row"])


def test_polars_is_loaded_only_for_a_frame() -> None:
    script = (
        "import sys; from auren.patterns import over_table, shipped_rules;"
        "over_table(shipped_rules(), []); sys.exit('polars' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_a_backtest_counts_findings_leads_chance_and_overlap() -> None:
    values = {3: 65, 4: 75, 10: 65, 20: 75}
    rows = [resting(offset, values.get(offset, 50), subject) for subject in (ANNA, BEN) for offset in range(30)]
    rows = [row for row in rows if row.subject == ANNA or row.value == 50]
    events = [
        Event(ANNA, FIRST + timedelta(days=5), "illness"),  # a day and two days after findings
        Event(ANNA, FIRST + timedelta(days=10), "illness"),  # on the day of one, which does not count
        Event(ANNA, FIRST + timedelta(days=5), "injury"),
        Event(ANNA, FIRST + timedelta(days=300), "injury"),  # nothing was measured before it
        Event(Subject("nobody"), FIRST, "injury"),
    ]
    result = backtest([HIGH, HIGHER], rows, events=events)
    high, higher = result.rules
    assert (high.findings, high.episodes, high.people, high.person_days) == (4, 3, 1, 30 + 26)
    assert high.per_person_month == pytest.approx(4 / 56 * 30.4375)
    illness, injury = high.foresight
    assert (illness.label, illness.events, illness.preceded, illness.lead_days) == ("illness", 2, 1, (2,))
    assert (illness.share, illness.median_lead_days) == (0.5, 2)
    # Days 4 to 7, 11 to 13 and 21 to 23 of Anna's thirty come within three days of a finding.
    assert illness.by_chance == pytest.approx(10 / 30)
    assert (injury.events, injury.preceded) == (1, 1)
    assert (higher.findings, higher.foresight[0].lead_days) == (2, (1,))
    (overlap,) = result.overlaps
    assert (overlap.first, overlap.second, overlap.both, overlap.either, overlap.share) == ("high", "higher", 2, 4, 0.5)
    assert result.people == 2


def test_a_backtest_of_nothing_has_no_rates() -> None:
    result = backtest([HIGH, HIGHER], [], events=[Event(ANNA, FIRST, "illness")])
    assert result.rules[0].per_person_month is None
    assert result.rules[0].foresight[0].share is None
    assert result.rules[0].foresight[0].by_chance is None
    assert result.rules[0].foresight[0].median_lead_days is None
    assert result.overlaps[0].share is None
    with pytest.raises(InvalidInput):
        backtest([HIGH], [], within_days=0)
