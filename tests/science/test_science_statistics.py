"""Statistics are exact, and do not depend on the order of the days."""

from __future__ import annotations

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auren.errors import InvalidInput
from auren.science.statistics import (
    baseline,
    coefficient_of_variation,
    exact_sum,
    geometric_mean,
    ln_values,
    mean,
    personal_band,
    sample_sd,
)

numbers = st.floats(-1e6, 1e6)
series = st.lists(numbers, min_size=2, max_size=40)


@given(series, st.randoms())
def test_order_never_changes_a_digit(values: list[float], random: object) -> None:
    shuffled = sorted(values)
    assert exact_sum(shuffled) == exact_sum(values)
    assert mean(shuffled) == mean(values)
    assert sample_sd(reversed(values)) == sample_sd(values)
    assert personal_band(shuffled) == personal_band(values)


@given(series)
def test_they_agree_with_the_standard_library(values: list[float]) -> None:
    assert mean(values) == pytest.approx(statistics.fmean(values), abs=1e-9)
    assert sample_sd(values) == pytest.approx(statistics.stdev(values), abs=1e-6)


@given(numbers, st.integers(2, 60))
def test_equal_days_have_their_own_mean_and_no_spread(number: float, count: int) -> None:
    assert baseline([number] * count) == (number, 0.0)


@given(series, st.floats(0, 5))
def test_a_band_lies_around_its_mean(values: list[float], width: float) -> None:
    band = personal_band(values, width_sd=width)
    assert band.low <= band.mean <= band.high


def test_the_geometric_mean_is_swayed_less_by_one_high_day() -> None:
    assert geometric_mean([10, 1000]) == pytest.approx(100)
    assert geometric_mean([10, 1000]) < mean([10, 1000])


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_refused(bad: float) -> None:
    for function in (exact_sum, mean, sample_sd, baseline, personal_band, ln_values, geometric_mean, coefficient_of_variation):
        with pytest.raises(InvalidInput, match="not a finite number"):
            function([1.0, bad])


def test_too_few_or_unfit_values_are_refused() -> None:
    with pytest.raises(InvalidInput, match="at least 1"):
        mean([])
    with pytest.raises(InvalidInput, match="at least 2"):
        sample_sd([1.0])
    with pytest.raises(InvalidInput, match="above 0"):
        ln_values([1.0, 0.0])
    with pytest.raises(InvalidInput, match="mean of 0"):
        coefficient_of_variation([-1.0, 1.0])
    with pytest.raises(InvalidInput, match="too large"):
        exact_sum([1.7e308, 1.7e308])
    for width in (-0.5, math.nan):
        with pytest.raises(InvalidInput, match="from 0 on"):
            personal_band([1.0, 2.0], width_sd=width)
