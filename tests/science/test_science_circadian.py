"""The body clock: known answers of every row, recorded nights, the guards, and the laws of the formulas."""

from __future__ import annotations

import json
import math
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from science_calls import PROFILES, answer, any_call
from science_days import DATA, TODAY, WHO, beside, bout, needs_data
from training_arguments import complete, measured, missing

from auren.errors import InvalidInput
from auren.findings import Coverage, Measure
from auren.people import Profile
from auren.readings import DailyValue, Reading
from auren.science import Computation, Inputs
from auren.science.catalogue import gathered
from auren.science.recovery import circadian, circadian_models, circadian_rhythm
from auren.science.recovery.circadian import chronotype
from auren.science.recovery.circadian_models import caffeine_cutoff_h, caffeine_left_mg, jet_lag_days, sleep_pressure
from auren.science.recovery.circadian_rhythm import rest_activity
from auren.science.statistics import mean

TABLE = gathered(circadian.COMPUTATIONS, circadian_models.COMPUTATIONS, circadian_rhythm.COMPUTATIONS)
ROWS = {"N9", "N10", "N18", "N19", "N20"}
OSLO = ZoneInfo("Europe/Oslo")
SAID: dict[str, Any] = {
    "work_sleep": 23.5,
    "work_wake": 6.5,
    "free_sleep": 1,
    "free_wake": 10,
    "alarm_on_free_days": False,
}


def night(day: date, begin_h: float, end_h: float, asleep_h: float) -> DailyValue:
    """Give the night of a date of waking; hours on the wall after the midnight of that date."""
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - the wall's own time, given its zone below
    start, end = ((midnight + timedelta(hours=hours)).replace(tzinfo=OSLO).astimezone(UTC) for hours in (begin_h, end_h))
    return DailyValue("sleep.duration", day, 60 * asleep_h, "min", (f"sleep:{day}",), start, end)


def weeks(count: int) -> list[DailyValue]:
    """Give nights of weeks that end today, workdays 23:30 to 06:30 and weekends 01:00 to 10:00, all of it asleep."""
    days = [TODAY - timedelta(days=n) for n in range(7 * count)]
    return [night(day, 1, 10, 9) if day.weekday() >= 5 else night(day, -0.5, 6.5, 7) for day in days]


def nights(values: list[DailyValue]) -> Inputs:
    return Inputs({"sleep.duration": values})


def test_each_row_is_there() -> None:
    complete(TABLE, "circadian", ROWS)


@settings(max_examples=300, deadline=None)
@given(any_call(TABLE), st.sampled_from(PROFILES), st.integers(0, 5))
def test_any_arguments_give_a_sound_answer(call: tuple[Computation, dict[str, object]], profile: Profile, count: int) -> None:
    answer(call[0], nights(weeks(count)), profile, **call[1])


def test_n9_chronotype() -> None:
    found = chronotype(work_mid_h=3, work_sleep_h=7, free_mid_h=5.5, free_sleep_h=9)
    assert found.week_sleep_h == pytest.approx(7.571, abs=5e-4)
    assert found.midsleep_corrected_h == pytest.approx(4.786, abs=5e-4)
    assert found.social_jetlag_h == 2.5
    assert chronotype(work_mid_h=3, work_sleep_h=9, free_mid_h=5.5, free_sleep_h=7).midsleep_corrected_h == 5.5
    for bad in (0, 24.1, math.nan):
        with pytest.raises(InvalidInput):
            chronotype(work_mid_h=3, work_sleep_h=bad, free_mid_h=5.5, free_sleep_h=9)
    for bad in (24.1, -24.1, math.nan):
        with pytest.raises(InvalidInput):
            chronotype(work_mid_h=3, work_sleep_h=7, free_mid_h=bad, free_sleep_h=9)


def test_n9_as_told() -> None:
    entry = TABLE["circadian.chronotype_said"]
    result = measured(entry, **SAID)
    assert result.value == pytest.approx(4.786, abs=5e-4)
    assert result.note == "On the clock that is 04:47."
    assert beside(result)["circadian.chronotype_said.social_jetlag"].value == 2.5
    assert "without an alarm" in missing(entry, **{**SAID, "alarm_on_free_days": True}).missing
    assert "alarm" in missing(entry, **{**SAID, "alarm_on_free_days": None}).missing
    with pytest.raises(InvalidInput):
        measured(entry, **{**SAID, "free_wake": 1})


@given(st.floats(-12, 12), st.floats(-12, 12), st.floats(4, 12), st.floats(4, 12))
def test_n9_laws(work_mid: float, free_mid: float, work: float, free: float) -> None:
    found = chronotype(work_mid_h=work_mid, work_sleep_h=work, free_mid_h=free_mid, free_sleep_h=free)
    swapped = chronotype(work_mid_h=free_mid, work_sleep_h=free, free_mid_h=work_mid, free_sleep_h=work)
    assert 0 <= found.social_jetlag_h <= 12
    assert found.social_jetlag_h == swapped.social_jetlag_h
    assert 0 <= found.midsleep_corrected_h < 24
    assert min(work, free) - 1e-9 <= found.week_sleep_h <= max(work, free) + 1e-9


def test_n9_over_history() -> None:
    entry = TABLE["circadian.chronotype"]
    result = measured(entry, nights(weeks(4)), alarm_on_free_days=False)
    assert result.value == pytest.approx(4.786, abs=5e-4)
    assert beside(result)["circadian.chronotype.social_jetlag"].value == pytest.approx(2.5)
    assert result.coverage == Coverage(28, 28)
    assert "Nights that end on Saturday and Sunday count as free" in result.note
    again = measured(entry, nights([*reversed(weeks(4)), *weeks(4)]), alarm_on_free_days=False)
    assert again == result
    other = measured(entry, nights(weeks(4)), alarm_on_free_days=False, free_days="Friday and Saturday")
    assert other.value != result.value


def test_n9_guards_over_history() -> None:
    entry = TABLE["circadian.chronotype"]
    all_nights = weeks(4)
    free = [daily for daily in all_nights if daily.day.weekday() >= 5]
    work = [daily for daily in all_nights if daily.day.weekday() < 5]
    measured(entry, nights([*work[:5], *free[:4]]), alarm_on_free_days=False)
    few_free = missing(entry, nights([*work, *free[:3]]), alarm_on_free_days=False)
    assert (few_free.have, few_free.need) == (3, 4)
    assert missing(entry, nights([*work[:4], *free]), alarm_on_free_days=False).have == 4
    assert "alarm" in missing(entry, nights(all_nights)).missing
    assert "without an alarm" in missing(entry, nights(all_nights), alarm_on_free_days=True).missing
    nowhere = missing(entry, nights(all_nights), profile=Profile(), alarm_on_free_days=False)
    assert nowhere.missing == "your time zone"
    pointless = [DailyValue(n.metric, n.day, n.value, n.unit, n.reading_ids, n.end, n.end) for n in all_nights]
    assert missing(entry, nights(pointless), alarm_on_free_days=False).have == 0


@needs_data
def test_n9_recorded_nights() -> None:
    logs = json.loads((DATA / "pmdata" / "p01" / "fitbit" / "sleep.json").read_text())
    parts: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    longest: dict[date, DailyValue] = {}
    for log in logs:
        day = date.fromisoformat(log["dateOfSleep"])
        start, end = (datetime.fromisoformat(log[name]) for name in ("startTime", "endTime"))
        midnight = datetime.combine(day, datetime.min.time())
        middle = ((start - midnight) + (end - midnight)).total_seconds() / 2 / 3600
        # A date of waking on Saturday or Sunday counts as a free day.
        parts[day.weekday() >= 5].append((middle, log["minutesAsleep"] / 60))
        at = [moment.replace(tzinfo=OSLO).astimezone(UTC) for moment in (start, end)]
        daily = DailyValue("sleep.duration", day, log["minutesAsleep"], "min", (str(log["logId"]),), at[0], at[1])
        held = longest.setdefault(day, daily)
        if daily.end - daily.start > held.end - held.start:
            longest[day] = daily
    found = chronotype(
        work_mid_h=mean(middle for middle, _ in parts[False]),
        work_sleep_h=mean(slept for _, slept in parts[False]),
        free_mid_h=mean(middle for middle, _ in parts[True]),
        free_sleep_h=mean(slept for _, slept in parts[True]),
    )
    assert found.midsleep_corrected_h == pytest.approx(3.748, abs=6e-4)
    assert found.social_jetlag_h == pytest.approx(0.581, abs=5e-4)
    # Over daily values a date with several logs keeps its longest only, which moves both a little.
    result = TABLE["circadian.chronotype"].run(
        nights(list(longest.values())), today=date(2020, 3, 31), profile=WHO, alarm_on_free_days=False, days=152
    )
    assert isinstance(result, Measure)
    assert result.value == pytest.approx(3.770, abs=5e-4)
    assert beside(result)["circadian.chronotype.social_jetlag"].value == pytest.approx(0.584, abs=5e-4)


def test_n10_sleep_pressure() -> None:
    awake = sleep_pressure(0.2, 16, awake=True)
    assert awake == pytest.approx(0.6679, abs=5e-5)
    assert sleep_pressure(awake, 8, awake=False) == pytest.approx(0.0994, abs=5e-5)
    result = measured(TABLE["circadian.sleep_pressure"], start=0.2, state="awake", hours=16)
    assert result.value == pytest.approx(0.6679, abs=5e-5)
    assert result.note == "A model's figure; nobody measured it."
    for start, hours in ((-0.1, 8), (1.1, 8), (0.2, 121), (0.2, -1), (math.nan, 8)):
        with pytest.raises(InvalidInput):
            sleep_pressure(start, hours, awake=True)


@given(st.floats(0, 1), st.floats(0, 60), st.floats(0, 60))
def test_n10_rises_awake_and_falls_asleep(start: float, hours: float, more: float) -> None:
    for awake in (True, False):
        one = sleep_pressure(sleep_pressure(start, hours, awake=awake), more, awake=awake)
        assert one == pytest.approx(sleep_pressure(start, hours + more, awake=awake))
        assert 0 <= one <= 1
    assert sleep_pressure(start, hours, awake=False) <= start
    assert sleep_pressure(start, hours, awake=True) >= start - 1e-12


def test_n18_caffeine() -> None:
    assert caffeine_left_mg(200, 8) == pytest.approx(65.98, abs=5e-3)
    entry = TABLE["circadian.caffeine_left"]
    result = measured(entry, caffeine=200, hours=8)
    assert result.value == pytest.approx(65.98, abs=5e-3)
    assert "pregnancy" in result.note
    parts = beside(result)
    assert parts["circadian.caffeine_left.low"].value < result.value < parts["circadian.caffeine_left.high"].value
    assert measured(entry, caffeine=200, hours=8, half_life=8).value == 100
    for said in ((-1, 8, 5), (2001, 8, 5), (200, 73, 5), (200, 8, 1.9), (200, 8, 10.1), (math.nan, 8, 5)):
        with pytest.raises(InvalidInput):
            caffeine_left_mg(*said)


def test_n18_cut_off() -> None:
    assert [caffeine_cutoff_h(dose) for dose in (1, 107, 107.1, 217.5)] == [8.8, 8.8, 13.2, 13.2]
    entry = TABLE["circadian.caffeine_cutoff"]
    assert measured(entry, caffeine=107).value == 8.8
    assert measured(entry, caffeine=217.5).value == 13.2
    for dose in (0, 218):
        assert "studied" in missing(entry, caffeine=dose).missing
    for bad in (0, -1, 217.6, math.nan):
        with pytest.raises(InvalidInput):
            caffeine_cutoff_h(bad)


@given(st.floats(0, 2000), st.floats(0, 60), st.floats(2, 10))
def test_n18_halves_with_each_half_life(dose: float, hours: float, half_life: float) -> None:
    left = caffeine_left_mg(dose, hours, half_life)
    assert 0 <= left <= dose
    assert caffeine_left_mg(dose, hours + half_life, half_life) == pytest.approx(left / 2)


def test_n19_jet_lag() -> None:
    assert (jet_lag_days(6, "east"), jet_lag_days(6, "west")) == (6, 4)
    entry = TABLE["circadian.jet_lag"]
    assert measured(entry, zones=6, direction="east").value == 6
    assert measured(entry, zones=3, direction="west").value == 2
    assert "more time zones" in missing(entry, zones=2.9, direction="west").missing
    for zones, direction in ((2.9, "east"), (12.1, "east"), (math.nan, "west"), (6, "north")):
        with pytest.raises(InvalidInput):
            jet_lag_days(zones, direction)


@given(st.floats(3, 12))
def test_n19_west_is_easier(zones: float) -> None:
    assert jet_lag_days(zones, "west") < jet_lag_days(zones, "east")


DAY = [0.0] * 8 + [float(hour) for hour in range(16)]


def test_n20_identical_days() -> None:
    found = rest_activity([DAY] * 5)
    assert found is not None
    assert found[0] == pytest.approx(1)
    assert rest_activity([[3.0] * 24] * 5) is None
    # The row's own formula, written out for a series without a gap.
    hours = [float((7 * n) % 11) for n in range(120)]
    centre = mean(hours)
    spread = sum((x - centre) ** 2 for x in hours)
    steps = sum((b - a) ** 2 for a, b in pairwise(hours))
    found = rest_activity([hours[n : n + 24] for n in range(0, 120, 24)])
    assert found is not None
    assert found[1] == pytest.approx(120 * steps / (119 * spread))
    entry = TABLE["circadian.rest_activity"]
    result = measured(entry, activity=DAY * 5)
    assert result.value == pytest.approx(1)
    assert beside(result)["circadian.rest_activity.variability"].value > 0
    assert missing(entry, activity=DAY * 4).have == 4
    assert "whole days" in missing(entry, activity=(DAY * 5)[:-1]).missing
    assert "differ" in missing(entry, activity=[2.0] * 120).missing
    for bad in ([], [None], [DAY, DAY[:-1]], [[1.0]], [[-1.0] * 24], [[math.nan] * 24]):
        with pytest.raises(InvalidInput):
            rest_activity(bad)


@given(
    st.lists(st.lists(st.floats(0, 1000), min_size=24, max_size=24), min_size=2, max_size=6),
    st.floats(0.1, 100),
    st.integers(0, 5),
)
def test_n20_laws(days: list[list[float]], scale: float, gap: int) -> None:
    found = rest_activity(days)
    scaled = rest_activity([[scale * hour for hour in day] for day in days])
    holes: list[list[float] | None] = [*days[: gap % len(days)], None, *days[gap % len(days) :]]
    for index in (found, rest_activity(holes)):
        if index is not None:
            assert 0 <= index[0] <= 1
            assert math.isfinite(index[1])
            assert index[1] >= 0
    if found is not None and scaled is not None and max(map(max, days)) - min(map(min, days)) > 1e-3:
        assert scaled == pytest.approx(found, rel=1e-6)


def slept(last: date, *, begin: float = 23.0, hours: float = 8.0, zone: str = "Europe/Oslo") -> Reading:
    """Give the sleep that ends on a date; it begins so many hours after the midnight before."""
    wall = datetime.combine(last - timedelta(days=1), datetime.min.time(), ZoneInfo(zone)) + timedelta(hours=begin)
    finish = wall + timedelta(hours=hours)
    return bout(wall.astimezone(UTC), finish.astimezone(UTC), zone=zone)


def sleeps(readings: list[Reading]) -> Inputs:
    return Inputs(readings={"sleep.bout": readings})


def test_n20_over_recorded_sleep() -> None:
    entry = TABLE["circadian.sleep_rhythm"]
    same = [slept(TODAY - timedelta(days=n)) for n in range(5)]
    result = measured(entry, sleeps(same))
    assert result.value == pytest.approx(1)
    assert result.coverage == Coverage(5, 28)
    assert len(result.inputs) == 5
    assert "not of movement" in result.note
    assert missing(entry, sleeps(same[:4])).have == 4
    uneven = [slept(TODAY - timedelta(days=n), begin=21 + n % 4) for n in range(8)]
    loose = measured(entry, sleeps(uneven))
    assert loose.value < 1
    assert measured(entry, sleeps([*reversed(uneven), *uneven])) == loose
    # The same night told by two devices is one night.
    twice = [bout(reading.start, reading.end, id=f"other {n}") for n, reading in enumerate(uneven)]
    assert measured(entry, sleeps([*uneven, *twice])).value == loose.value
    abroad = [*same[:4], slept(TODAY - timedelta(days=4), zone="America/New_York")]
    assert missing(entry, sleeps(abroad), profile=Profile()).missing == "your time zone"
    assert measured(entry, sleeps(same), profile=Profile()).value == pytest.approx(1)


@pytest.mark.parametrize("change", [date(2023, 3, 26), date(2022, 10, 30)])
def test_n20_a_changed_clock_does_not_break_a_rhythm_on_the_wall(change: date) -> None:
    readings = []
    for n in range(-4, 5):
        last = change + timedelta(days=n)
        start = datetime.combine(last - timedelta(days=1), datetime.min.time(), OSLO).replace(hour=23)
        end = datetime.combine(last, datetime.min.time(), OSLO).replace(hour=7)
        readings.append(bout(start.astimezone(UTC), end.astimezone(UTC)))
    result = TABLE["circadian.sleep_rhythm"].run(sleeps(readings), today=change + timedelta(days=4), profile=WHO, days=9)
    assert isinstance(result, Measure)
    assert result.value == pytest.approx(1)
