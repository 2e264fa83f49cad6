"""Five months of real people: order does not matter, and the demo's path holds for each of them."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from auren.clock import SimulatedClock
from auren.findings import Finding
from auren.history import InMemoryHistory
from auren.journal import InMemoryJournal
from auren.people import Profile, Subject
from auren.pipeline import Pipeline
from auren.privacy import InMemoryDirectory
from auren.readings import Reading
from auren.safety import Ground
from auren.sources import GarminConnect, PMDataExport

DATA = Path(__file__).parents[3] / "shared" / "data"
PMDATA = DATA / "pmdata"
GARMIN = DATA / "garmin" / "daily_hrv_paginate.json"
SUBJECT = Subject("recorded")

needs_pmdata = pytest.mark.skipif(not PMDATA.is_dir(), reason="the PMData recordings are not beside this checkout")
needs_garmin = pytest.mark.skipif(not GARMIN.is_file(), reason="the Garmin recordings are not beside this checkout")


def person(number: int) -> list[Reading]:
    return list(PMDataExport(PMDATA / f"p{number:02}", subject=SUBJECT, zone="Europe/Oslo"))


def pipeline(start: datetime) -> Pipeline:
    return Pipeline(
        history=InMemoryHistory(),
        journal=InMemoryJournal(),
        directory=InMemoryDirectory({SUBJECT: Profile(zone="Europe/Oslo")}),
        clock=SimulatedClock(start),
        advise_within_days=0,
    )


async def final(batches: list[tuple[datetime, list[Reading]]], end: datetime) -> list[Finding]:
    """Deliver batches at their instants and give the standing findings when all has settled."""
    async with pipeline(batches[0][0]) as auren:
        for instant, batch in batches:
            await auren.advance_to(instant)
            await auren.ingest(batch)
        await auren.advance_to(end)
        return await auren.history(SUBJECT).findings()


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


@needs_pmdata
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_p01_shuffled_doubled_and_up_to_two_days_late_ends_in_identical_findings(seed: int) -> None:
    readings = person(1)
    end = noon(max(reading.day for reading in readings)) + timedelta(days=10)
    in_order = await final([(noon(max(r.day for r in readings)), readings)], end)
    rnd = random.Random(seed)
    arrivals: dict[datetime, list[Reading]] = {}
    for reading in readings * 2:
        arrivals.setdefault(noon(reading.day + timedelta(days=rnd.randint(0, 2))), []).append(reading)
    for batch in arrivals.values():
        rnd.shuffle(batch)
    late = await final(sorted(arrivals.items(), key=lambda item: item[0]), end)
    shuffled = [*readings, *readings]
    rnd.shuffle(shuffled)
    at_once = await final([(noon(max(r.day for r in readings)), shuffled)], end)
    assert len(in_order) > 50
    assert late == in_order
    assert at_once == in_order


@needs_garmin
async def test_the_hrv_drop_of_forty_real_nights_is_found_on_five_days_and_nowhere_else() -> None:
    readings = list(GarminConnect(GARMIN, subject=SUBJECT, zone="Europe/Oslo"))
    assert len(readings) == 40
    found = await final([(noon(date(2023, 7, 20)), readings)], noon(date(2023, 8, 1)))
    assert [(f.rule, f.day) for f in found] == [("hrv_drop", date(2023, 7, day)) for day in range(16, 21)]
    week = found[-1].evidence[0]
    assert week.baseline is not None
    assert (round(week.value, 4), round(week.baseline.mean, 4), round(week.baseline.low, 4)) == (3.6763, 3.7567, 3.6922)
    assert (week.baseline.window.last, week.baseline.coverage.have) == (date(2023, 7, 13), 33)


@needs_pmdata
@pytest.mark.parametrize("number", range(1, 9))
async def test_everyone_gets_an_answer_whose_every_number_is_traced(number: int) -> None:
    readings = person(number)
    last = max(reading.day for reading in readings)
    async with pipeline(noon(last)) as auren:
        report = await auren.ingest(readings)
        assert report.seen == report.new + report.repeated == len(readings)
        for question in ("How is my recovery, should I train hard today?", "How did I sleep?", "What about my heart?"):
            reply = await auren.ask(SUBJECT, question)
            assert reply.sentences
            assert reply.flags == ()
            for sentence in reply.sentences:
                assert sentence.claim is not None
                claim = reply.claims[sentence.claim]
                assert Ground.of([claim], reply.findings, words=question, today=last).check(sentence.text) == ()
