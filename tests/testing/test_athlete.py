"""The simulated athlete is repeatable, plausible, and shows what was planted."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import fmean, stdev
from zoneinfo import ZoneInfo

import pytest

from auren.errors import InvalidInput
from auren.people import Subject
from auren.readings import STANDARD_METRICS, Reading, Window
from auren.testing import SimulatedAthlete

METRICS = {
    "exercise.duration",
    "heart.resting",
    "hrv.rmssd",
    "load.rpe",
    "load.srpe",
    "sleep.awake",
    "sleep.bout",
    "sleep.deep",
    "sleep.duration",
    "sleep.in_bed",
    "sleep.light",
    "sleep.rem",
    "wellness.fatigue",
    "wellness.mood",
    "wellness.readiness",
    "wellness.sleep_quality",
    "wellness.soreness",
    "wellness.stress",
}
PLAUSIBLE = {
    "hrv.rmssd": (30, 110),
    "heart.resting": (42, 60),
    "sleep.duration": (280, 560),
    "sleep.in_bed": (320, 620),
    "sleep.deep": (25, 140),
    "sleep.rem": (30, 160),
    "sleep.bout": (5, 560),
    "load.rpe": (1, 10),
    "exercise.duration": (20, 180),
}


def by_day(readings: list[Reading], metric: str) -> dict[date, float]:
    values: dict[date, float] = defaultdict(float)
    for reading in readings:
        if reading.metric == metric:
            values[reading.day] += reading.value
    return dict(values)


def within(values: dict[date, float], window: Window) -> list[float]:
    return [value for day, value in values.items() if day in window]


def test_the_same_seed_gives_equal_readings() -> None:
    assert SimulatedAthlete(seed=3).readings() == SimulatedAthlete(seed=3).readings()
    assert SimulatedAthlete(seed=3).readings() != SimulatedAthlete(seed=4).readings()


def test_a_longer_simulation_begins_with_the_shorter_one() -> None:
    short = SimulatedAthlete(days=30, overreaching=None)
    long = SimulatedAthlete(days=90, overreaching=None).readings()
    assert short.readings() == [reading for reading in long if reading.day in short.window]


def test_nothing_changes_before_the_planted_block() -> None:
    planted = SimulatedAthlete()
    rested = SimulatedAthlete(overreaching=None)
    assert planted.planted == Window(date(2025, 4, 1), date(2025, 4, 21))
    assert rested.planted is None
    before = Window(planted.window.first, date(2025, 3, 31))
    assert [r for r in planted.readings() if r.day in before] == [r for r in rested.readings() if r.day in before]


@pytest.mark.parametrize("seed", range(1, 9))
def test_readings_are_plausible(seed: int) -> None:
    readings = SimulatedAthlete(seed=seed).readings()
    assert {reading.metric for reading in readings} == METRICS
    for reading in readings:
        known = STANDARD_METRICS[reading.metric]
        low, high = PLAUSIBLE.get(reading.metric, (known.low, known.high))
        assert low <= reading.value <= high, reading


@pytest.mark.parametrize("seed", range(1, 9))
def test_nights_vary_as_bodies_do(seed: int) -> None:
    athlete = SimulatedAthlete(seed=seed, overreaching=None)
    nights = list(by_day(athlete.readings(), "hrv.rmssd").values())
    assert 0.05 < stdev(nights) / fmean(nights) < 0.09


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Pacific/Auckland", "America/St_Johns", "+05:30"])
def test_every_reading_passes_the_checks_of_readings(zone: str) -> None:
    athlete = SimulatedAthlete(zone=zone, subject=Subject("p7"))
    for reading in athlete.readings():
        again = Reading.of(
            reading.subject,
            reading.metric,
            reading.value,
            unit=STANDARD_METRICS[reading.metric].unit,
            start=reading.start,
            end=reading.end,
            zone=reading.zone,
            source=reading.source,
            day=reading.day,
            device=reading.device,
            kind=reading.kind,
        )
        assert again == reading
        assert reading.subject == Subject("p7")
        assert reading.zone == zone == athlete.profile.zone
        assert reading.day in athlete.window


@pytest.mark.parametrize("seed", range(1, 9))
def test_ids_are_unique(seed: int) -> None:
    ids = [reading.id for reading in SimulatedAthlete(seed=seed).readings()]
    assert len(ids) == len(set(ids))


def test_a_night_adds_up() -> None:
    readings = SimulatedAthlete().readings()
    asleep, in_bed, awake = (by_day(readings, f"sleep.{name}") for name in ("duration", "in_bed", "awake"))
    stages = [by_day(readings, f"sleep.{name}") for name in ("deep", "light", "rem")]
    bouts = by_day(readings, "sleep.bout")
    for day, minutes in asleep.items():
        assert minutes + awake[day] == in_bed[day]
        assert sum(stage[day] for stage in stages) == minutes
        assert bouts[day] == minutes


def test_bouts_lie_within_the_night_without_touching() -> None:
    readings = SimulatedAthlete().readings()
    nights = {reading.day: reading for reading in readings if reading.metric == "sleep.duration"}
    bouts: dict[date, list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.metric == "sleep.bout":
            bouts[reading.day].append(reading)
    assert set(bouts) == set(nights)
    for day, stretches in bouts.items():
        assert nights[day].start <= stretches[0].start
        assert stretches[-1].end <= nights[day].end
        for one, other in pairwise(stretches):
            assert one.end < other.start


@pytest.mark.parametrize(("day", "offset_h"), [(date(2025, 3, 30), -1), (date(2025, 10, 26), 1)])
def test_a_change_of_clocks_costs_or_gives_an_hour_of_night(day: date, offset_h: int) -> None:
    zone = ZoneInfo("Europe/Berlin")
    athlete = SimulatedAthlete(seed=2, days=300, overreaching=None)
    night = next(r for r in athlete.readings() if r.metric == "sleep.in_bed" and r.day == day)
    wall: list[datetime] = [at.astimezone(zone).replace(tzinfo=None) for at in (night.start, night.end)]
    assert wall[1].date() == day
    assert timedelta(minutes=night.value) == wall[1] - wall[0] + timedelta(hours=offset_h)


def test_some_days_are_missing() -> None:
    athlete = SimulatedAthlete()
    readings = athlete.readings()
    for metric in ("hrv.rmssd", "heart.resting", "sleep.duration", "wellness.mood"):
        missing = athlete.window.days - len(by_day(readings, metric))
        assert 1 <= missing <= 25, metric


@pytest.mark.parametrize("seed", range(1, 21))
def test_the_planted_block_shows(seed: int) -> None:
    athlete = SimulatedAthlete(seed=seed)
    assert athlete.planted is not None
    readings = athlete.readings()
    last = Window.ending(athlete.planted.last, 7)
    rested = athlete.planted.before(60)

    ln_rmssd = {day: math.log(value) for day, value in by_day(readings, "hrv.rmssd").items()}
    for usual in (within(ln_rmssd, rested), within(ln_rmssd, last.before(60))):
        assert fmean(within(ln_rmssd, last)) < fmean(usual) - 0.5 * stdev(usual)

    resting = by_day(readings, "heart.resting")
    assert 3 <= fmean(within(resting, last)) - fmean(within(resting, rested)) <= 6

    asleep = by_day(readings, "sleep.duration")
    assert fmean(within(asleep, rested)) - fmean(within(asleep, last)) > 20

    load = by_day(readings, "load.srpe")
    weekly = [sum(within(load, window)) for window in (last, rested)]
    assert weekly[0] > 1.5 * weekly[1] / (rested.days / 7)


@pytest.mark.parametrize("seed", range(1, 21))
def test_the_body_recovers(seed: int) -> None:
    athlete = SimulatedAthlete(seed=seed, days=150)
    assert athlete.planted is not None
    ln_rmssd = {day: math.log(value) for day, value in by_day(athlete.readings(), "hrv.rmssd").items()}
    usual = within(ln_rmssd, athlete.planted.before(60))
    recovered = within(ln_rmssd, Window(athlete.planted.last + timedelta(days=15), athlete.window.last))
    assert abs(fmean(recovered) - fmean(usual)) < 0.5 * stdev(usual)


@pytest.mark.parametrize(
    ("days", "overreaching", "message"),
    [
        (0, None, "0 days were given"),
        (60, (85, 21), "give overreaching=None"),
        (60, (-1, 5), "lie within"),
        (60, (5, 0), "lie within"),
    ],
)
def test_what_cannot_be_simulated_is_refused(days: int, overreaching: tuple[int, int] | None, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        SimulatedAthlete(days=days, overreaching=overreaching)


def test_the_shortest_simulation_works() -> None:
    assert {r.day for r in SimulatedAthlete(days=1, overreaching=(0, 1)).readings()} == {date(2025, 1, 6)}
