"""RR intervals: the series, time domain, Poincaré, DFA and spectrum, held against Kubios where the recordings are at hand."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from science_days import DATA, needs_data

from auren.errors import InvalidInput
from auren.science import rr
from auren.science.rr import (
    BandPower,
    RRSeries,
    dfa_alpha1,
    lomb_power,
    mean_rr_ms,
    nn50_count,
    pnn50_percent,
    poincare_plot,
    rmssd_ms,
    sdnn_ms,
    welch_power,
)

# number of the recording -> what its Kubios 3.1 report says; settings: no correction, no detrending, 300 s windows
KUBIOS = {
    1: (4684, 768.4383, 85.3572, 60.5235, 1338, 28.5714, 42.801133, 112.849357, 2776.5983, 1606.9120),
    2: (4407, 816.7316, 88.5501, 72.7001, 1340, 30.4131, 51.412575, 114.202512, 1541.1816, 2779.8822),
    3: (4868, 739.4739, 92.2439, 53.7477, 910, 18.6973, 38.009293, 124.790032, 2490.0606, 1200.7427),
}


def recording(number: int) -> RRSeries:
    return RRSeries(np.load(DATA / "rr_kubios" / f"series_{number}.npy").tolist())


def breathing(seconds: float = 400, *, lf_ms: float = 30, hf_ms: float = 20, noise_ms: float = 0, seed: int = 1) -> RRSeries:
    """Give intervals that swing at 0.1 and 0.25 Hz by so many ms."""
    drawn, at, intervals = Random(seed), 0.0, []
    while at < seconds:
        swing = lf_ms * math.sin(2 * math.pi * 0.1 * at) + hf_ms * math.sin(2 * math.pi * 0.25 * at)
        intervals.append(800 + swing + noise_ms * drawn.gauss(0, 1))
        at += intervals[-1] / 1000
    return RRSeries(intervals)


def white(seed: int, count: int = 700, spread_ms: float = 30) -> RRSeries:
    drawn = Random(seed)
    return RRSeries([min(1900.0, max(350.0, drawn.gauss(800, spread_ms))) for _ in range(count)])


@needs_data
@pytest.mark.parametrize("number", KUBIOS)
def test_it_agrees_with_kubios(number: int) -> None:
    series, said = recording(number), KUBIOS[number]
    plot, power = poincare_plot(series), welch_power(series)
    assert len(series) == said[0]
    assert round(mean_rr_ms(series), 4) == said[1]
    assert round(sdnn_ms(series), 4) == said[2]
    assert rmssd_ms(series) == pytest.approx(said[3], abs=5e-5)
    assert nn50_count(series) == said[4]
    # Kubios cuts what it prints where we would round.
    assert pnn50_percent(series) == pytest.approx(said[5], abs=1e-4)
    assert plot.sd1_ms == pytest.approx(said[6], rel=1e-6)
    assert plot.sd2_ms == pytest.approx(said[7], abs=1e-5)
    assert power.lf_ms2 == pytest.approx(said[8], rel=2e-3)
    assert power.hf_ms2 == pytest.approx(said[9], rel=2e-3)


@needs_data
def test_alpha1_of_the_named_recording() -> None:
    assert dfa_alpha1(recording(1)) == pytest.approx(1.0897, abs=0.02)


def test_a_series_keeps_a_tuple_and_its_length() -> None:
    start = datetime(2026, 3, 1, 6, tzinfo=UTC)
    series = RRSeries([800, 900.5], start)
    assert series.rr_ms == (800.0, 900.5)
    assert series.duration_s == 1.7005
    assert series.start == start
    assert len(series) == 2
    assert series == RRSeries((800, 900.5), start)


@pytest.mark.parametrize("end", [300, 2000])
def test_the_ends_of_the_range_are_valid(end: float) -> None:
    assert RRSeries([end, end]).rr_ms == (end, end)


@pytest.mark.parametrize("bad", [299.9, 2000.1, math.nan, math.inf, -800, 0.8])
def test_what_is_out_of_range_is_refused(bad: float) -> None:
    with pytest.raises(InvalidInput, match=r"1 RR intervals are not within 300 to 2000 ms; correct artefacts first"):
        RRSeries([800, bad, 810])


@pytest.mark.parametrize("bad", [[], [800], "", None, [[800, 900], [800, 900]], ["a", "b"]])
def test_what_is_no_series_is_refused(bad: object) -> None:
    with pytest.raises(InvalidInput, match="RR intervals"):
        RRSeries(bad)  # type: ignore[arg-type]


def test_a_start_needs_a_zone() -> None:
    with pytest.raises(InvalidInput, match="without a zone"):
        RRSeries([800, 900], datetime(2026, 3, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("measure", "beats", "seconds"),
    [
        (rmssd_ms, 60, 60),
        (nn50_count, 60, 60),
        (pnn50_percent, 60, 60),
        (dfa_alpha1, 120, 120),
        (sdnn_ms, 300, 300),
        (poincare_plot, 300, 300),
        (welch_power, 300, 300),
        (lomb_power, 300, 300),
    ],
)
def test_a_recording_must_be_long_enough(measure: Callable[[RRSeries], object], beats: int, seconds: int) -> None:
    long_enough = [990.0, 1010.0] * (beats // 2)
    measure(RRSeries(long_enough))
    with pytest.raises(InvalidInput, match=f"expected at least {seconds} s"):
        measure(RRSeries([*long_enough[:-1], 1009.0]))


def test_small_numbers_by_hand() -> None:
    series = RRSeries([800, 850, 850, 799, 900] * 80)
    # Differences in turn: 50, 0, -51, 101, -100; only those above 50 count, and the last -100 is missing.
    assert nn50_count(series) == 3 * 80 - 1
    assert pnn50_percent(series) == 100 * 239 / 399
    squares = 80 * (50**2 + 51**2 + 101**2) + 79 * 100**2
    assert rmssd_ms(series) == pytest.approx(math.sqrt(squares / 399), rel=1e-12)
    assert mean_rr_ms(series) == pytest.approx(839.8, rel=1e-12)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.8, 1.25))
def test_widths_scale_and_fit_together(seed: int, factor: float) -> None:
    series = white(seed)
    plot = poincare_plot(series)
    # Brennan 2001: SD1² + SD2² = 2 · SDNN², but for the ends; SD1 is RMSSD / √2, but for the drift from end to end.
    assert plot.sd1_ms**2 + plot.sd2_ms**2 == pytest.approx(2 * sdnn_ms(series) ** 2, rel=0.02)
    assert plot.sd1_ms * math.sqrt(2) == pytest.approx(rmssd_ms(series), rel=0.01)
    scaled = RRSeries([min(2000.0, rr * factor) for rr in series.rr_ms])
    assert rmssd_ms(scaled) == pytest.approx(factor * rmssd_ms(series), rel=1e-9)
    assert sdnn_ms(scaled) == pytest.approx(factor * sdnn_ms(series), rel=1e-9)
    assert dfa_alpha1(scaled) == pytest.approx(dfa_alpha1(series), rel=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_backwards_is_the_same(seed: int) -> None:
    series = white(seed)
    back = RRSeries(series.rr_ms[::-1])
    assert rmssd_ms(back) == pytest.approx(rmssd_ms(series), rel=1e-12)
    assert sdnn_ms(back) == pytest.approx(sdnn_ms(series), rel=1e-12)
    assert nn50_count(back) == nn50_count(series)
    assert poincare_plot(back).sd2_ms == pytest.approx(poincare_plot(series).sd2_ms, rel=1e-12)
    assert dfa_alpha1(back) == pytest.approx(dfa_alpha1(series), rel=1e-6)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_order_does_not_matter_to_sdnn_and_mean(seed: int) -> None:
    series = white(seed)
    shuffled = list(series.rr_ms)
    Random(seed).shuffle(shuffled)
    assert sdnn_ms(RRSeries(shuffled)) == pytest.approx(sdnn_ms(series), rel=1e-12)
    assert mean_rr_ms(RRSeries(shuffled)) == pytest.approx(mean_rr_ms(series), rel=1e-12)


def test_dfa_tells_noise_from_a_walk() -> None:
    # The slope is 0.5 of white noise and 1.5 of its sum; short scales bend it upwards a little.
    assert dfa_alpha1(white(3, 6000)) == pytest.approx(0.5, abs=0.12)
    drawn, at, walk = Random(3), 900.0, []
    for _ in range(6000):
        at = min(1500.0, max(400.0, at + drawn.gauss(0, 2)))
        walk.append(at)
    assert dfa_alpha1(RRSeries(walk)) == pytest.approx(1.5, abs=0.15)


def test_dfa_of_a_flat_line_is_refused() -> None:
    with pytest.raises(InvalidInput, match="all alike"):
        dfa_alpha1(RRSeries([800.0] * 400))


@pytest.mark.parametrize("power", [welch_power, lomb_power])
def test_a_swing_has_half_its_square_as_power(power: Callable[[RRSeries], BandPower]) -> None:
    found = power(breathing(1800, lf_ms=30, hf_ms=20))
    assert found.lf_ms2 == pytest.approx(450, rel=0.02)
    assert found.hf_ms2 == pytest.approx(200, rel=0.03)
    assert found.vlf_ms2 < 5
    assert found.lf_hf_ratio == pytest.approx(found.lf_ms2 / found.hf_ms2)
    assert "300 s Hann windows" in found.settings


@pytest.mark.parametrize("power", [welch_power, lomb_power])
def test_power_grows_with_the_square_of_the_swing(power: Callable[[RRSeries], BandPower]) -> None:
    small, large = power(breathing(600, lf_ms=10, hf_ms=10)), power(breathing(600, lf_ms=10, hf_ms=30))
    assert large.hf_ms2 == pytest.approx(9 * small.hf_ms2, rel=0.05)
    assert large.lf_ms2 == pytest.approx(small.lf_ms2, rel=0.2)


@pytest.mark.parametrize("power", [welch_power, lomb_power])
def test_a_flat_line_has_no_power_and_no_ratio(power: Callable[[RRSeries], BandPower]) -> None:
    flat = power(RRSeries([800.0] * 400))
    assert (flat.vlf_ms2, flat.lf_ms2, flat.hf_ms2) == pytest.approx((0, 0, 0), abs=1e-12)
    if flat.hf_ms2 == 0:
        assert flat.lf_hf_ratio is None


def test_white_noise_spreads_evenly() -> None:
    power = lomb_power(white(5, 6000, 40))
    # One-sided, up to half the mean rate of 1.25 beats a second.
    assert power.hf_ms2 == pytest.approx(1600 * 0.25 / 0.625, rel=0.1)
    assert power.lf_ms2 == pytest.approx(1600 * 0.11 / 0.625, rel=0.15)


def test_the_face_is_complete_and_honest() -> None:
    for name in rr.__all__:
        assert getattr(rr, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'metre'"):
        _ = rr.metre


@pytest.mark.parametrize("statement", ["import auren.science.rr", "from auren.science.rr import COMPUTATIONS, RRSeries"])
def test_the_face_loads_neither_numpy_nor_scipy(statement: str) -> None:
    program = f"import sys\n{statement}\nprint(sorted({{'numpy', 'scipy'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
