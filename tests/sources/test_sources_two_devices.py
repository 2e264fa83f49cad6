"""A person who wears two devices: each night counts once, by priority, in any order of arrival."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sources_examples import DATA, OSLO, needs_data

from auren.history import InMemoryHistory, SQLHistory
from auren.patterns import Engine, shipped_rules
from auren.people import Subject
from auren.readings import STANDARD_METRICS, DailyValue, MetricRegistry, Reading, Window
from auren.sources import Answer, Oura, PMDataExport

pytestmark = needs_data
P01 = Subject("p01")
YEARS = Window(date(2019, 1, 1), date(2021, 1, 1))
SHIFT = timedelta(minutes=11)
NIGHTLY = ("sleep.duration", "sleep.in_bed", "sleep.deep", "sleep.light", "sleep.rem", "sleep.awake")


@cache
def worn_on_the_left() -> tuple[Reading, ...]:
    """Give p01's own readings; each night once, as the export holds five of them twice."""
    readings = PMDataExport(DATA / "pmdata" / "p01", subject=P01, zone=OSLO)
    return tuple({reading.id: reading for reading in readings}.values())


@cache
def worn_on_the_right() -> tuple[Reading, ...]:
    """Give the same nights as a ring wrote them: eleven minutes later, and a little longer, through Oura's answers."""
    logs = json.loads((DATA / "pmdata" / "p01" / "fitbit" / "sleep.json").read_text())
    nights = [as_oura(log) for log in logs if log["mainSleep"]]
    source = Oura([Answer("/v2/usercollection/sleep", {"data": nights, "next_token": None})], subject=P01, zone=OSLO)
    readings = tuple({reading.id: reading for reading in source}.values())
    assert source.report.adds_up
    return readings


def as_oura(log: dict[str, Any]) -> dict[str, object]:
    begin, finish = (datetime.fromisoformat(log[name]) + SHIFT for name in ("startTime", "endTime"))
    stages = {name: part["minutes"] * 60 for name, part in log["levels"]["summary"].items()}
    return {
        "id": f"night-{log['logId']}",
        "day": log["dateOfSleep"],
        "type": "long_sleep",
        "bedtime_start": begin.replace(tzinfo=ZoneInfo(OSLO)).isoformat(),
        "bedtime_end": finish.replace(tzinfo=ZoneInfo(OSLO)).isoformat(),
        "total_sleep_duration": log["minutesAsleep"] * 60 + 300,
        "time_in_bed": log["timeInBed"] * 60 + 300,
        "awake_time": log["minutesAwake"] * 60,
        **{f"{name}_sleep_duration": stages[name] for name in ("deep", "light", "rem") if name in stages},
    }


async def days(readings: Sequence[Reading], registry: MetricRegistry) -> dict[str, list[DailyValue]]:
    async with InMemoryHistory(metrics=registry) as history:
        await history.append(readings)
        return {metric: await history.window(P01, metric, YEARS) for metric in NIGHTLY}


async def test_each_night_is_the_preferred_devices_and_counts_once() -> None:
    both = [*worn_on_the_left(), *worn_on_the_right()]
    alone = await days(worn_on_the_left(), STANDARD_METRICS)
    second = await days(worn_on_the_right(), STANDARD_METRICS)
    assert len(alone["sleep.duration"]) > 140
    for order, expected in ((("fitbit", "oura"), alone), (("oura", "fitbit"), second), ((), alone)):
        formed = await days(both, STANDARD_METRICS.preferring(*order))
        assert formed == expected


@pytest.mark.parametrize("seed", range(4))
async def test_the_order_of_arrival_changes_no_night_and_no_finding(seed: int) -> None:
    registry = STANDARD_METRICS.preferring("oura")
    both = [*worn_on_the_left(), *worn_on_the_right()]
    shuffled = random.Random(seed).sample([*both, *both[:200]], len(both) + 200)
    assert await days(shuffled, registry) == await days(both, registry)
    found = []
    for arrivals, size in ((both, len(both)), (shuffled, 97)):
        engine = Engine(shipped_rules(), metrics=registry, horizon_days=400)
        engine.restore(P01, (), ())
        standing = {}
        for start in range(0, len(arrivals), size):
            for finding in engine.advance(P01, arrivals[start : start + size]).changes:
                standing[finding.id] = finding
        found.append({(f.id, f.revision) for f in standing.values() if f.stands})
    assert found[0] == found[1]
    assert found[0]


async def test_what_looks_inside_a_night_sees_one_device() -> None:
    both = [*worn_on_the_left(), *(copied(reading) for reading in worn_on_the_left())]
    async with SQLHistory(metrics=STANDARD_METRICS.preferring("copy")) as history:
        await history.append(both)
        counted = await history.counted(P01, "sleep.bout", YEARS)
        assert len(await history.readings(P01, ["sleep.bout"], YEARS)) == 2 * len(counted)
    assert {reading.source for reading in counted} == {"copy"}


def copied(reading: Reading) -> Reading:
    return replace(reading, id=f"copy:{reading.id}", source="copy", start=reading.start + SHIFT, end=reading.end + SHIFT)
