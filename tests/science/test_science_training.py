"""Training load over months and training impulses: known answers, guards, and the laws of the formulas."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from science_days import DATA, TODAY, WHO, beside, ending, value

from auren.errors import InvalidInput, UnitMismatch
from auren.findings import Coverage, Insufficient, Measure
from auren.people import Profile
from auren.readings import Window, known_units
from auren.science import Inputs
from auren.science.catalogue import gathered
from auren.science.parameters import Quantity
from auren.science.training import load_models as training_load
from auren.science.training import trimp
from auren.science.training.load_models import acute_chronic_ratio, ewma_load, smoothed_load, training_balance
from auren.science.training.trimp import banister_trimp, edwards_trimp, heart_rate_reserve

TABLE = gathered(training_load.COMPUTATIONS, trimp.COMPUTATIONS)
DIARY = DATA / "pmdata" / "p08" / "pmsys" / "srpe.csv"
LAST = date(2020, 3, 30)
MAN, WOMAN = Profile(sex="male"), Profile(sex="female")
LOADS = st.lists(st.floats(0, 14_400), min_size=42, max_size=90)


def run(name: str, given: Inputs | None = None, *, today: date = TODAY, profile: Profile = WHO, **arguments: object) -> Measure:
    result = TABLE[name].run(given or Inputs(), today=today, profile=profile, **arguments)
    assert isinstance(result, Measure), result
    return result


def lacking(
    name: str, given: Inputs | None = None, *, today: date = TODAY, profile: Profile = WHO, **arguments: object
) -> Insufficient:
    result = TABLE[name].run(given or Inputs(), today=today, profile=profile, **arguments)
    assert isinstance(result, Insufficient), result
    assert not any(sign.isdigit() for sign in result.missing)
    return result


def loads(*numbers: float | None, last: date = TODAY) -> Inputs:
    return Inputs({"load.srpe": ending("load.srpe", last, numbers)})


@pytest.fixture
def diary() -> Inputs:
    """The daily loads of one recorded athlete."""
    if not DIARY.is_file():
        pytest.skip("the recorded diary of p08 (../shared/data/pmdata) is not on this machine")
    days: dict[date, float] = defaultdict(float)
    with DIARY.open(newline="") as file:
        for row in csv.DictReader(file):
            day = date.fromisoformat(row["end_date_time"][:10])
            days[day] += float(row["perceived_exertion"]) * float(row["duration_min"])
    return Inputs({"load.srpe": [value("load.srpe", day, load) for day, load in days.items()]})


def test_each_row_is_there() -> None:
    assert {entry.citation.id for entry in TABLE.values()} == {"T3", "T4", "T5", "T7"}
    for entry in TABLE.values():
        assert entry.name.startswith("load.")
        assert entry.title.startswith("your ")
        assert entry.unit in known_units()
        lacking(entry.name)
        with pytest.raises(InvalidInput, match="unknown argument"):
            entry.run(Inputs(), today=TODAY, profile=WHO, metre=3)


def test_t3_banister() -> None:
    assert heart_rate_reserve(150, 60, 190) == pytest.approx(0.6923, abs=5e-5)
    assert banister_trimp(60, 150, 60, 190, "male") == pytest.approx(100.44, abs=5e-3)
    assert banister_trimp(60, 150, 60, 190, "female") == pytest.approx(113.52, abs=5e-3)
    said: dict[str, Any] = {"minutes": 60, "heart_rate": 150, "resting_heart_rate": 60, "max_heart_rate": 190}
    assert run("load.banister_trimp", profile=MAN, **said).value == pytest.approx(100.44, abs=5e-3)
    assert run("load.banister_trimp", profile=WOMAN, **said).value == pytest.approx(113.52, abs=5e-3)
    assert run("load.banister_trimp", sex="female", **said) == run("load.banister_trimp", profile=WOMAN, **said)
    assert "sex" in lacking("load.banister_trimp", **said).missing
    for name in said:
        left = {key: number for key, number in said.items() if key != name}
        assert lacking("load.banister_trimp", profile=MAN, **left).need == 1
    hour: dict[str, Any] = {"minutes": Quantity(1, "h")}
    with pytest.raises(UnitMismatch):
        run("load.banister_trimp", profile=MAN, **(said | hour))


def test_t3_the_share_of_the_reserve_stays_from_nothing_to_all() -> None:
    assert heart_rate_reserve(60, 60, 190) == 0
    assert heart_rate_reserve(190, 60, 190) == 1
    assert banister_trimp(60, 60, 60, 190, "male") == 0
    for heart_rates in ((59.9, 60, 190), (190.1, 60, 190), (60, 60, 60), (60, 24, 190), (60, 60, 251), (math.nan, 60, 190)):
        with pytest.raises(InvalidInput):
            heart_rate_reserve(*heart_rates)
    for minutes, sex in ((-1, "male"), (1441, "male"), (math.inf, "male"), (60, ""), (60, "other")):
        with pytest.raises(InvalidInput):
            banister_trimp(minutes, 150, 60, 190, sex)
    with pytest.raises(InvalidInput, match="resting <= session <= highest"):
        run("load.banister_trimp", profile=MAN, minutes=60, heart_rate=200, resting_heart_rate=60, max_heart_rate=190)


@given(st.floats(60, 190), st.floats(60, 190), st.floats(0, 1440), st.sampled_from(["female", "male"]))
def test_t3_harder_or_longer_is_never_less(one: float, other: float, minutes: float, sex: str) -> None:
    low, high = sorted((one, other))
    assert banister_trimp(minutes, low, 60, 190, sex) <= banister_trimp(minutes, high, 60, 190, sex)
    assert banister_trimp(minutes / 2, high, 60, 190, sex) == pytest.approx(banister_trimp(minutes, high, 60, 190, sex) / 2)


def test_t4_edwards() -> None:
    assert edwards_trimp((10, 10, 20, 15, 5)) == 175
    assert run("load.edwards_trimp", zone_minutes=[10, 10, 20, 15, 5]).value == 175
    assert edwards_trimp((1440, 0, 0, 0, 0)) == 1440
    for minutes in ((10, 10, 20, 15), (10, 10, 20, 15, 5, 5), (-1, 0, 0, 0, 0), (1440, 0, 0, 0, 1), (math.nan, 0, 0, 0, 0)):
        with pytest.raises(InvalidInput):
            edwards_trimp(minutes)
    with pytest.raises(InvalidInput, match="5 to 5 numbers"):
        run("load.edwards_trimp", zone_minutes=[10, 10])


@given(st.lists(st.floats(0, 200), min_size=5, max_size=5), st.integers(0, 3))
def test_t4_a_minute_moved_up_a_zone_adds_one(minutes: list[float], zone: int) -> None:
    moved = list(minutes)
    moved[zone], moved[zone + 1] = 0, minutes[zone] + minutes[zone + 1]
    assert edwards_trimp(moved) == pytest.approx(edwards_trimp(minutes) + minutes[zone])


def test_t5_a_recorded_athlete(diary: Inputs) -> None:
    result = run("load.acute_chronic_ratio", diary, today=LAST)
    assert result.value == pytest.approx(1.390, abs=5e-4)
    parts = beside(result)
    assert parts["load.acute_chronic_ratio.acute"].value == pytest.approx(638.51, abs=5e-3)
    assert parts["load.acute_chronic_ratio.chronic"].value == pytest.approx(459.24, abs=5e-3)
    assert parts["load.acute_chronic_ratio.rolling"].value == pytest.approx(1.465, abs=5e-4)
    assert result.window == Window(date(2019, 11, 11), LAST)
    assert result.coverage == Coverage(107, 141)
    assert (result.citation.grade, result.citation.verified) == ("D", True)
    assert "says nothing about injury" in result.note
    assert "107 of 141 days were logged" in result.note


def test_t5_needs_four_weeks_since_the_first_logged_day() -> None:
    short = lacking("load.acute_chronic_ratio", loads(100.0, *[None] * 25, 50.0))
    assert (short.have, short.need) == (27, 28)
    assert run("load.acute_chronic_ratio", loads(100.0, *[None] * 26, 50.0)).coverage == Coverage(2, 28)
    with pytest.raises(InvalidInput, match="at least 28"):
        acute_chronic_ratio([1.0] * 27)


def test_t5_a_month_without_a_rating_is_no_rest() -> None:
    assert lacking("load.acute_chronic_ratio", loads(*[100.0] * 40, *[None] * 28)).have == 0
    run("load.acute_chronic_ratio", loads(*[100.0] * 40, *[None] * 27))


def test_t5_no_load_at_all_has_no_ratio() -> None:
    assert acute_chronic_ratio([0.0] * 28) is None
    assert "above nothing" in lacking("load.acute_chronic_ratio", loads(*[0.0] * 30)).missing
    late = run("load.acute_chronic_ratio", loads(100.0, *[0.0] * 28))
    assert "load.acute_chronic_ratio.rolling" not in beside(late)


@given(st.floats(1, 14_400), st.integers(28, 90))
def test_t5_a_steady_load_has_a_ratio_of_one(load: float, days: int) -> None:
    assert acute_chronic_ratio([load] * days) == pytest.approx(1)


@given(LOADS, st.floats(0.01, 1))
def test_t5_and_t7_scale_with_the_load(days: list[float], factor: float) -> None:
    scaled = [factor * load for load in days]
    assert ewma_load(scaled, 7) == pytest.approx(factor * ewma_load(days, 7))
    assert training_balance(scaled).long_term == pytest.approx(factor * training_balance(days).long_term)
    assert min(days) - 1e-6 <= ewma_load(days, 28) <= max(days) + 1e-6
    assert 0 <= training_balance(days).short_term <= max(days) + 1e-6


@given(LOADS, st.integers(0, 41), st.floats(0, 1000))
def test_t7_more_load_on_a_day_is_never_less_fitness(days: list[float], day: int, more: float) -> None:
    raised = list(days)
    raised[day] = min(14_400.0, raised[day] + more)
    before, after = training_balance(days), training_balance(raised)
    assert after.long_term >= before.long_term - 1e-9
    assert after.short_term >= before.short_term - 1e-9


def test_t7_known_answers() -> None:
    found = training_balance([100.0] * 42)
    assert found.long_term == pytest.approx(63.21, abs=5e-3)
    assert found.short_term == pytest.approx(99.75, abs=5e-3)
    assert smoothed_load([100.0] * 42, 42, divided=True) == pytest.approx(63.65, abs=5e-3)
    assert smoothed_load([100.0] * 42, 7, divided=True) == pytest.approx(99.85, abs=5e-3)
    result = run("load.long_term", loads(*[100.0] * 42))
    parts = beside(result)
    assert result.value == pytest.approx(63.21, abs=5e-3)
    assert parts["load.long_term.short_term"].value == pytest.approx(99.75, abs=5e-3)
    yesterday = smoothed_load([100.0] * 41, 42) - smoothed_load([100.0] * 41, 7)
    assert parts["load.long_term.balance"].value == pytest.approx(yesterday)


def test_t7_the_balance_is_of_the_day_before() -> None:
    quiet, hard = training_balance([100.0] * 41 + [0.0]), training_balance([100.0] * 41 + [2000.0])
    assert quiet.balance == hard.balance
    assert quiet.long_term < hard.long_term


def test_t7_needs_six_weeks_and_completed_sessions_only() -> None:
    assert lacking("load.long_term", loads(*[100.0] * 41)).have == 41
    with pytest.raises(InvalidInput, match="at least 42"):
        training_balance([1.0] * 41)
    done = loads(*[100.0] * 50)
    planned = [value("load.srpe", TODAY + timedelta(days=n), 900.0) for n in range(1, 8)]
    with_plan = Inputs({"load.srpe": [*done.values["load.srpe"], *planned]})
    assert run("load.long_term", with_plan) == run("load.long_term", done)
    assert "planned one never enters" in run("load.long_term", done).note


def test_bad_loads_are_refused() -> None:
    for bad in (-1.0, 14_400.5, math.nan, math.inf):
        for formula in (
            acute_chronic_ratio,
            training_balance,
            lambda days: ewma_load(days, 7),
            lambda days: smoothed_load(days, 7),
        ):
            with pytest.raises(InvalidInput, match="A daily load"):
                formula([100.0] * 50 + [bad])
    with pytest.raises(InvalidInput, match="A daily load"):
        run("load.long_term", loads(*[100.0] * 50, -3.0))
    with pytest.raises(InvalidInput, match="No load"):
        ewma_load([], 7)
    with pytest.raises(InvalidInput, match="at least 1"):
        ewma_load([1.0], 0)
    for tau in (0, 366, math.nan):
        with pytest.raises(InvalidInput, match="time constant"):
            smoothed_load([1.0], tau)
    assert smoothed_load([], 7) == 0


@given(LOADS, st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(days: list[float], random: Random) -> None:
    rows = ending("load.srpe", TODAY, days)
    mixed = [*rows, *random.sample(rows, len(rows) // 2)]
    random.shuffle(mixed)
    for name in ("load.acute_chronic_ratio", "load.long_term"):
        entry = TABLE[name]
        plain = entry.run(Inputs({"load.srpe": rows}), today=TODAY, profile=WHO)
        assert entry.run(Inputs({"load.srpe": mixed}), today=TODAY, profile=WHO) == plain
        if isinstance(plain, Measure):
            assert all(math.isfinite(part.value) for part in (plain, *plain.related))


def test_what_lies_outside_the_year_is_not_looked_at() -> None:
    for name in ("load.acute_chronic_ratio", "load.long_term"):
        assert TABLE[name].needs(TODAY) == {"load.srpe": Window.ending(TODAY, 365)}
    days: list[float | None] = [100.0] * 365
    assert run("load.long_term", loads(900.0, *days)) == run("load.long_term", loads(*days))
