"""Known answers: every worked example of the formula collection, and recorded nights."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from science_days import DATA, TODAY, beside, inputs, measured, missing, needs_data, value

from auren.errors import InvalidInput
from auren.findings import Coverage
from auren.people import Profile
from auren.readings import DailyValue, Window
from auren.science import Inputs
from auren.science.recovery.hrv import ln_rmssd_band, ln_rmssd_cv, ln_rmssd_mean
from auren.science.recovery.sleep import sleep_debt_h, sleep_efficiency
from auren.science.training.load import monotony, session_load, strain

WEEK = (37.0, 37.0, 37.0, 41.0, 40.0, 43.0, 42.0)
BLOCK = (560.0, 500.0, 360.0, 180.0, 770.0, 720.0, 960.0)


def test_n2_weekly_hrv() -> None:
    assert ln_rmssd_mean(WEEK) == pytest.approx(3.6763, abs=5e-5)
    assert ln_rmssd_cv(WEEK) == pytest.approx(1.768, abs=5e-4)
    result = measured("hrv.weekly_mean", inputs(hrv__rmssd=WEEK))
    assert result.value == pytest.approx(math.exp(3.6763), abs=5e-3)
    assert result.value < sum(WEEK) / 7
    parts = beside(result)
    assert parts["hrv.weekly_mean.ln"].value == pytest.approx(3.6763, abs=5e-5)
    assert (parts["hrv.weekly_mean.ln"].unit, parts["hrv.weekly_mean.ln"].digits) == ("ln ms", 4)
    assert parts["hrv.weekly_mean.cv"].value == pytest.approx(1.768, abs=5e-4)
    assert result.coverage == Coverage(7, 7)
    assert result.window == Window.ending(TODAY, 7)
    assert len(result.inputs) == 7


def test_n2_has_no_variation_where_it_has_no_meaning() -> None:
    assert set(beside(measured("hrv.weekly_mean", inputs(hrv__rmssd=(1.0, 1.0, 1.0))))) == {"hrv.weekly_mean.ln"}


@needs_data
def test_n3_band_of_recorded_nights() -> None:
    body = json.loads((DATA / "garmin" / "daily_hrv_paginate.json").read_text())
    nights: dict[date, float] = {}
    for part in body:
        for row in part["body"]["hrvSummaries"]:
            nights[date.fromisoformat(row["calendarDate"])] = float(row["lastNightAvg"])
    chosen = {day: night for day, night in nights.items() if date(2023, 6, 23) <= day <= date(2023, 7, 20)}
    assert len(chosen) == 28
    low, centre, high = ln_rmssd_band(chosen.values())
    assert (low, centre, high) == pytest.approx((3.6920, 3.7313, 3.7705), abs=6e-5)
    # The baseline ends the day before the week, so a week after those nights it is made of exactly them.
    later = date(2023, 7, 27)
    values = [value("hrv.rmssd", day, night) for day, night in chosen.items()]
    result = measured("hrv.band", Inputs({"hrv.rmssd": values}), today=later)
    parts = beside(result)
    assert parts["hrv.band.low"].value == pytest.approx(40.13, abs=5e-3)
    assert parts["hrv.band.high"].value == pytest.approx(43.40, abs=5e-3)
    assert result.coverage == Coverage(28, 60)
    assert not result.citation.verified
    week = measured("hrv.weekly_mean", Inputs({"hrv.rmssd": values}), today=date(2023, 7, 20))
    assert beside(week)["hrv.weekly_mean.ln"].value == pytest.approx(3.6763, abs=5e-5)
    assert week.value < parts["hrv.band.low"].value


def test_n3_the_week_itself_never_enters_its_band() -> None:
    before: list[float | None] = [60.0, 62.0] * 10
    usual = measured("hrv.band", inputs(hrv__rmssd=[*before, *[60.0] * 7]))
    dropped = measured("hrv.band", inputs(hrv__rmssd=[*before, *[30.0] * 7]))
    assert usual == dropped
    assert usual.window.last == TODAY - timedelta(days=7)


def test_resting_heart_rate() -> None:
    days: list[float | None] = [50.0, 52.0] * 10
    given = inputs(heart__resting=[*days, 55.0, None, 56.0, 57.0, None, 58.0, None])
    latest = measured("heart.resting_latest", given)
    assert (latest.value, latest.window.last) == (58.0, TODAY - timedelta(days=1))
    assert measured("heart.resting_weekly_mean", given).value == 56.5
    usual = measured("heart.resting_usual", given)
    assert usual.value == 51.0
    assert beside(usual)["heart.resting_usual.sd"].value == pytest.approx(math.sqrt(20 / 19))


def test_n7_efficiency() -> None:
    assert sleep_efficiency(378, 430) == pytest.approx(87.91, abs=5e-3)
    for asleep, in_bed in ((431, 430), (-1, 430), (0, 0)):
        with pytest.raises(InvalidInput, match="expected 0 <= asleep <= in bed"):
            sleep_efficiency(asleep, in_bed)


@needs_data
def test_n7_efficiency_of_a_recorded_night_is_not_the_device_s() -> None:
    night = _log("2019-11-02")
    day = date(2019, 11, 2)
    given = Inputs(
        {
            "sleep.duration": [value("sleep.duration", day, night["minutesAsleep"])],
            "sleep.in_bed": [value("sleep.in_bed", day, night["timeInBed"])],
            "sleep.efficiency_vendor": [value("sleep.efficiency_vendor", day, night["efficiency"])],
        }
    )
    result = measured("sleep.efficiency", given, today=day)
    assert result.value == pytest.approx(87.91, abs=5e-3)
    assert result.note == "The device states 97 %; that is not time asleep over time in bed."
    assert beside(result)["sleep.efficiency_vendor"].value == 97
    assert measured("sleep.efficiency", given, today=day + timedelta(days=9), day="2019-11-02") == result


def test_n7_a_device_that_agrees_is_not_mentioned() -> None:
    for stated, noted in ((87.0, False), (88.9, False), (88.92, True), (86.9, True)):
        given = inputs(sleep__duration=[378.0], sleep__in_bed=[430.0], sleep__efficiency_vendor=[stated])
        assert bool(measured("sleep.efficiency", given).note) is noted


def test_n7_parts_that_do_not_fit_give_no_number() -> None:
    assert missing("sleep.efficiency", inputs(sleep__duration=[378.0])).have == 1
    assert missing("sleep.efficiency", inputs(sleep__duration=[440.0], sleep__in_bed=[430.0])).need == 2
    far = value("sleep.in_bed", TODAY, 430.0)
    nap = Inputs({"sleep.duration": [value("sleep.duration", TODAY, 378.0)], "sleep.in_bed": [_moved(far)]})
    assert missing("sleep.efficiency", nap).have == 1


def test_n7_weekly_mean() -> None:
    given = inputs(sleep__duration=[400.0, 380.0, None, 420.0, 390.0], sleep__in_bed=[500.0, 475.0, 480.0, 525.0, 520.0])
    result = measured("sleep.efficiency_weekly_mean", given)
    assert result.value == pytest.approx((80 + 80 + 80 + 75) / 4)
    assert result.coverage == Coverage(4, 7)


def test_sleep_of_the_night_and_week() -> None:
    given = inputs(sleep__duration=[360.0, 420.0, None, 480.0, 378.0])
    assert measured("sleep.last_night", given).value == 378
    assert measured("sleep.weekly_mean", given).value == 409.5
    assert missing("sleep.last_night", given, today=TODAY + timedelta(days=1)).need == 1


def test_n11_debt() -> None:
    assert sleep_debt_h([7, 6.5, 6, 8.5, 5.5, 7.5, 8], 8) == 7.5
    with pytest.raises(InvalidInput, match="above 0"):
        sleep_debt_h([7], 0)
    with pytest.raises(InvalidInput, match="less than 0"):
        sleep_debt_h([-1], 8)


def test_n11_says_which_need_was_used() -> None:
    given = inputs(sleep__duration=[420.0] * 10 + [None] * 4)
    adult = measured("sleep.debt", given)
    assert adult.value == 10
    assert adult.coverage == Coverage(10, 14)
    assert adult.note.startswith("Counted against an adult's usual sleep need, 8 h a night;")
    own = measured("sleep.debt", given, profile=Profile(sleep_need_h=7.5))
    assert own.value == 5
    assert "your own sleep need, 7.5 h a night" in own.note
    assert beside(own)["sleep.need"].value == 7.5
    assert "7.25 h" in measured("sleep.debt", given, profile=Profile(sleep_need_h=7.25)).note


def test_t1_session_load() -> None:
    assert session_load(7, 30) == 210
    for rpe, minutes in ((10.5, 30), (-1, 30), (5, -1), (5, 1441), (math.nan, 30)):
        with pytest.raises(InvalidInput):
            session_load(rpe, minutes)
    assert measured("load.session_today", inputs(load__srpe=[210.0])).value == 210


def test_t1_week_counts_a_day_without_a_session_as_rest_and_says_so() -> None:
    result = measured("load.weekly", inputs(load__srpe=[None, 300.0, None, None, 450.0, None, None]))
    assert result.value == 750
    assert result.coverage == Coverage(2, 7)
    assert result.note == "2 of 7 days were logged; the others count as rest."
    idle = measured("load.weekly", inputs(load__srpe=[300.0, *[None] * 27]))
    assert (idle.value, idle.coverage) == (0, Coverage(0, 7))
    assert missing("load.weekly", inputs(load__srpe=[300.0, *[None] * 28])).window.days == 28


def test_t2_monotony_and_strain() -> None:
    assert monotony(BLOCK) == pytest.approx(2.199, abs=5e-4)
    assert strain(BLOCK) == pytest.approx(8906.6, abs=0.05)
    result = measured("load.monotony", inputs(load__srpe=BLOCK))
    assert result.value == pytest.approx(2.199, abs=5e-4)
    assert beside(result)["load.strain"].value == pytest.approx(8906.6, abs=0.05)
    assert measured("load.weekly", inputs(load__srpe=BLOCK)).value == 4050


def test_t2_days_all_alike_have_no_monotony() -> None:
    assert monotony([300.0] * 7) is None
    assert strain([300.0] * 7) is None
    assert missing("load.monotony", inputs(load__srpe=[300.1] * 7)).have == 1
    assert missing("load.monotony", inputs(load__srpe=[300.0, *[None] * 7])).need == 2
    assert missing("load.monotony", inputs(load__srpe=[300.0, *[None] * 28])).need == 1


def _log(day: str) -> dict[str, Any]:
    logs = json.loads((DATA / "pmdata" / "p01" / "fitbit" / "sleep.json").read_text())
    found: dict[str, Any] = next(log for log in logs if log["dateOfSleep"] == day)
    return found


def _moved(daily: DailyValue) -> DailyValue:
    return replace(daily, start=daily.start + timedelta(hours=6), end=daily.end + timedelta(hours=6))
