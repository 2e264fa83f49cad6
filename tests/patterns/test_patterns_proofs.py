"""The promises of the pattern engine, tried small; `python -m benchmarks.patterns` tries them in full."""

from __future__ import annotations

import random
import statistics
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from benchmarks import _patterns_proofs
from benchmarks._patterns_proofs import OrderProof, TableProof, order_proof, same_as_stream, years_proof
from benchmarks._patterns_workers import Workers
from benchmarks._patterns_workload import arrivals, person_days, streamed

from auren.findings import Finding, FindingStatus
from auren.patterns import Kernel, Rule, TableFindings, daily, over_table, shipped_rules
from auren.people import Subject
from auren.ports import PatternRule
from auren.readings import Reading

ANNA = Subject("anna")
RESTING = daily("heart.resting")
RULES = (
    Rule("raised", 1, "Over the band", RESTING.mean(3, at_least=2).above(RESTING.usual(21, at_least=7, sd=1))),
    Rule("short", 1, "Short nights", daily("sleep.duration").below(6, "h").on_days(2, of=3)),
)


def test_order_delay_doubling_and_corrections_end_in_identical_findings() -> None:
    proof = order_proof(RULES, 12, days=70)
    assert (proof.differing, proof.open) == (0, 0)
    assert proof.findings > 30
    # Late data do take findings back: a proof without a withdrawal would prove little.
    assert 0 < proof.withdrawn < proof.findings


def test_the_order_proof_sees_a_kernel_that_depends_on_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """With corrections ignored, what came first stays: the proof must notice."""
    monkeypatch.setattr(Reading, "supersedes", lambda self, other: False)
    assert order_proof(RULES, 3, days=70).differing > 0


def test_a_table_gives_the_ids_of_a_stream_for_random_years() -> None:
    people = [(subject, person_days(subject, 365, number)) for number in range(4) for subject in [Subject(f"y{number}")]]
    proof = same_as_stream([*RULES, *shipped_rules()], people)
    assert (proof.people, proof.differing) == (4, 0)
    assert proof.findings > 50


def test_the_table_proof_sees_a_finding_that_a_table_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(rules: Sequence[PatternRule], readings: Sequence[Reading]) -> TableFindings:
        whole = over_table(rules, readings)
        return replace(whole, findings=whole.findings[1:])

    assert years_proof(RULES, 2).differing == 0
    monkeypatch.setattr(_patterns_proofs, "over_table", forgetful)
    assert years_proof(RULES, 2).differing == 1


def test_people_shared_out_over_processes_prove_the_same() -> None:
    shared = order_proof(RULES, 2, days=50, workers=Workers(2))
    assert shared == order_proof(RULES, 2, days=50)
    assert shared.findings > 0
    assert OrderProof(1, 0, 1, 3, 2) + OrderProof(1, 1, 0, 4, 0) == OrderProof(2, 1, 1, 7, 2)
    assert TableProof(1, 0, 3) + TableProof(2, 1, 4) == TableProof(3, 1, 7)


def test_late_corrected_means_and_spreads_are_those_of_a_recomputation() -> None:
    readings = person_days(ANNA, 120, 5)
    rnd = random.Random(5)
    late = [replace(r, value=r.value + rnd.uniform(-3, 3), revision=1) for r in readings if rnd.random() < 0.3]
    state, _ = streamed(RULES, arrivals([*readings, *late], 5, late=0.5, doubled=0.05), ANNA)
    latest: dict[str, Reading] = {}
    for reading in [*readings, *late]:
        if reading.id not in latest or reading.supersedes(latest[reading.id]):
            latest[reading.id] = reading
    true = {r.day: r.value for r in latest.values() if r.metric == "heart.resting"}
    checked = 0
    for finding in state.findings.values():
        for item in finding.evidence if finding.stands and finding.rule == "raised" else ():
            assert item.baseline is not None
            values = [true[day] for day in item.baseline.window.dates() if day in true]
            week = [true[day] for day in item.window.dates() if day in true]
            assert item.baseline.mean == pytest.approx(statistics.mean(values), abs=1e-9, rel=0)
            assert item.baseline.sd == pytest.approx(statistics.stdev(values), abs=1e-9, rel=0)
            assert item.value == pytest.approx(statistics.mean(week), abs=1e-9, rel=0)
            checked += 1
    assert checked > 5


NIGHTS = [
    # what, zone, falls asleep and wakes by the wall clock, the day it counts for
    ("an ordinary night", "Europe/Oslo", "2025-03-10 23:00", "2025-03-11 06:00", date(2025, 3, 11)),
    ("asleep at midnight exactly", "Europe/Oslo", "2025-03-11 00:00", "2025-03-11 05:30", date(2025, 3, 11)),
    ("asleep after midnight", "Europe/Oslo", "2025-03-11 01:30", "2025-03-11 05:30", date(2025, 3, 11)),
    ("awake at midnight exactly", "Europe/Oslo", "2025-03-10 19:00", "2025-03-11 00:00", date(2025, 3, 11)),
    ("the clock goes forward", "Europe/Oslo", "2025-03-29 23:30", "2025-03-30 06:00", date(2025, 3, 30)),
    ("the clock goes back", "Europe/Oslo", "2025-10-25 23:30", "2025-10-26 04:00", date(2025, 10, 26)),
    ("far east, a day ahead of UTC", "Pacific/Auckland", "2025-03-10 23:00", "2025-03-11 04:00", date(2025, 3, 11)),
    ("far west, a day behind UTC", "Pacific/Honolulu", "2025-03-10 23:00", "2025-03-11 04:00", date(2025, 3, 11)),
    ("landed: the zone is that of waking", "America/New_York", "2025-03-10 22:00", "2025-03-11 03:00", date(2025, 3, 11)),
]


@pytest.mark.parametrize(("what", "zone", "asleep", "awake", "day"), NIGHTS, ids=[night[0] for night in NIGHTS])
def test_a_night_counts_for_the_day_of_waking_on_stream_and_table(
    what: str, zone: str, asleep: str, awake: str, day: date
) -> None:
    night = slept(zone, asleep, awake)
    rule = Rule("short_night", 1, "A short night", daily("sleep.duration").below(7.5, "h"))
    stream = Kernel([rule])
    state, _ = stream.restore(ANNA, [], [])
    assert [finding.day for finding in stream.advance(state, [night]).changes] == [day]
    assert [finding.day for finding in over_table([rule], [night]).findings] == [day]


def slept(zone: str, asleep: str, awake: str) -> Reading:
    start, end = (datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)) for text in (asleep, awake))
    minutes = (end.astimezone(UTC) - start.astimezone(UTC)) / timedelta(minutes=1)
    return Reading.of(ANNA, "sleep.duration", minutes, unit="min", start=start, end=end, zone=zone, source="test")


def test_a_night_through_a_change_of_clocks_is_as_long_as_it_was() -> None:
    assert slept("Europe/Oslo", "2025-03-29 23:30", "2025-03-30 06:00").value == 330
    assert slept("Europe/Oslo", "2025-10-25 23:30", "2025-10-26 06:00").value == 450


def test_a_week_of_dates_holds_seven_nights_through_travel_and_a_change_of_clocks() -> None:
    """Three nights in Oslo, a flight, four in New York, while Oslo's clocks change: seven dates, seven nights."""
    zones = ["Europe/Oslo"] * 3 + ["America/New_York"] * 4
    waking = [date(2025, 3, 28) + timedelta(days=n) for n in range(7)]
    # On the flight's night sleep comes after midnight: two dates in a row, and still one night each.
    asleep = [f"{day} 01:30" if n == 3 else f"{day - timedelta(days=1)} 23:00" for n, day in enumerate(waking)]
    nights = [slept(zone, begin, f"{day} 06:00") for zone, begin, day in zip(zones, asleep, waking, strict=True)]
    rule = Rule("week", 1, "A week of nights", daily("sleep.duration").mean(7, at_least=7).below(24, "h"))
    found: list[Finding] = list(over_table([rule], nights).findings)
    assert [finding.day for finding in found] == [date(2025, 4, 3)]
    assert found[0].evidence[0].coverage.have == 7
    assert found[0].status is FindingStatus.CONFIRMED
