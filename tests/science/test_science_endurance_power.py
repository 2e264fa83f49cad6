"""Endurance from a power meter: known answers, the ranges the formulas hold in, and the laws of the formulas."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from science_days import beside
from training_arguments import measured, missing

from auren.errors import InvalidInput
from auren.science.catalogue import gathered
from auren.science.training import endurance_power
from auren.science.training.endurance_power import (
    critical_power,
    intensity_factor,
    normalised_power_w,
    recovery_constant_s,
    training_stress,
)

TABLE = gathered(endurance_power.COMPUTATIONS)
BAD = (math.nan, math.inf, -math.inf)


def test_t8_training_stress() -> None:
    assert intensity_factor(210, 250) == pytest.approx(0.84)
    assert training_stress(3600, 210, 250) == pytest.approx(70.56, abs=5e-3)
    result = measured(TABLE["endurance.training_stress"], duration=3600, normalised_power=210, threshold_power=250)
    assert result.value == pytest.approx(70.56, abs=5e-3)
    assert beside(result)["endurance.training_stress.intensity"].value == pytest.approx(0.84)
    assert training_stress(3600, 250, 250) == pytest.approx(100)
    for said in ((1199, 210, 250), (86_401, 210, 250), (3600, -1, 250), (3600, 3001, 250), (3600, 210, 19), (3600, 210, 1001)):
        with pytest.raises(InvalidInput):
            training_stress(*said)


def test_t8_normalised_power() -> None:
    assert normalised_power_w([210.0] * 1200) == pytest.approx(210)
    assert measured(TABLE["endurance.normalised_power"], power=[210.0] * 1200).value == pytest.approx(210)
    # Two halves at 100 and 300 W: but for the 29 s in which the mean crosses, the fourth root of their mean fourth power.
    halves = normalised_power_w([100.0] * 3000 + [300.0] * 3000)
    assert halves == pytest.approx(((100**4 + 300**4) / 2) ** 0.25, rel=2e-3)
    assert normalised_power_w([0.0] * 1200) == 0


def test_t8_twenty_minutes_at_least() -> None:
    short = missing(TABLE["endurance.normalised_power"], power=[210.0] * 1199)
    assert (short.have, short.need) == (1199, 1200)
    for power in (
        [210.0] * 1199,
        [210.0] * 86_401,
        [210.0] * 1199 + [-1.0],
        [210.0] * 1199 + [math.nan],
        [210.0] * 1199 + [3001.0],
    ):
        with pytest.raises(InvalidInput):
            normalised_power_w(power)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0, 1000), min_size=40, max_size=40), st.floats(0.1, 3))
def test_t8_power_scales_and_stays_in_its_range(minute: list[float], factor: float) -> None:
    power = minute * 30
    normalised = normalised_power_w(power)
    assert min(power) * (1 - 1e-9) <= normalised <= max(power) * (1 + 1e-9)
    assert normalised_power_w([factor * watts for watts in power]) == pytest.approx(factor * normalised, rel=1e-6, abs=1e-9)
    assert normalised_power_w(power[::-1]) == pytest.approx(normalised, rel=1e-9, abs=1e-9)


@given(st.floats(1200, 40_000), st.floats(0, 1400), st.floats(0, 1400), st.floats(20, 1000))
def test_t8_harder_or_longer_is_never_less(seconds: float, one: float, other: float, threshold: float) -> None:
    low, high = sorted((one, other))
    assert training_stress(seconds, low, threshold) <= training_stress(seconds, high, threshold)
    assert training_stress(2 * seconds, high, threshold) == pytest.approx(2 * training_stress(seconds, high, threshold))


def test_t9_critical_power() -> None:
    power, reserve = critical_power((180, 720), (380, 310))
    assert power == pytest.approx(286.67, abs=5e-3)
    assert reserve == pytest.approx(16_800)
    result = measured(TABLE["endurance.critical_power"], durations=[180, 720], powers=[380, 310])
    assert result.value == pytest.approx(286.67, abs=5e-3)
    assert beside(result)["endurance.critical_power.reserve"].value == pytest.approx(16.8)
    assert beside(result)["endurance.critical_power.reserve"].unit == "kJ"


def test_t9_two_to_five_efforts_of_two_to_fifteen_minutes() -> None:
    entry = TABLE["endurance.critical_power"]
    assert missing(entry, durations=[180], powers=[380]).have == 1
    assert missing(entry, durations=[180, 720]).have == 0
    critical_power((120, 900), (400, 300))
    refused: tuple[tuple[tuple[float, ...], tuple[float, ...]], ...] = (
        ((119, 900), (400, 300)),
        ((120, 901), (400, 300)),
        ((180,), (380,)),
        ((120, 240, 360, 480, 600, 720), (400, 380, 360, 350, 340, 330)),
        ((180, 720), (380, 310, 300)),
        ((180, 180), (380, 310)),
        ((180, 720), (300, 380)),
        ((180, 720), (380, 0)),
        ((180, 720), (380, 90)),
        ((math.nan, 720), (380, 310)),
        ((180, 720), (380, math.inf)),
    )
    for durations, powers in refused:
        with pytest.raises(InvalidInput):
            critical_power(durations, powers)
    with pytest.raises(InvalidInput, match="expected 2 to 5 of each"):
        measured(entry, durations=[180, 300, 720], powers=[380, 310])


@given(
    st.floats(50, 450),
    st.floats(2000, 40_000),
    st.lists(st.integers(120, 900), min_size=2, max_size=5, unique=True),
    st.randoms(use_true_random=False),
)
def test_t9_finds_what_the_efforts_were_made_of(power: float, reserve: float, seconds: list[int], random: object) -> None:
    watts = [reserve / duration + power for duration in seconds]
    found = critical_power(seconds, watts)
    assert found == pytest.approx((power, reserve), rel=1e-6)
    assert critical_power(seconds[::-1], watts[::-1]) == pytest.approx(found)


def test_t10_recovery_constant() -> None:
    assert recovery_constant_s(100) == pytest.approx(516.9, abs=5e-2)
    assert measured(TABLE["endurance.recovery_constant"], below_critical=100).value == pytest.approx(516.9, abs=5e-2)
    assert recovery_constant_s(0) == 862
    assert 316 < recovery_constant_s(1000) < 317
    for below in (-0.1, 1000.1, *BAD):
        with pytest.raises(InvalidInput):
            recovery_constant_s(below)


@given(st.floats(0, 1000), st.floats(0, 1000))
def test_t10_the_easier_the_recovery_the_faster(one: float, other: float) -> None:
    near, far = sorted((one, other))
    assert recovery_constant_s(near) >= recovery_constant_s(far)
