"""Artefacts of an RR recording: each kind found and repaired, a healthy recording left alone, and the limits on both."""

from __future__ import annotations

import math
import statistics
from datetime import UTC, datetime
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from science_days import DATA, needs_data

from auren.errors import InvalidInput
from auren.science.rr import Artefact, RRSeries, correct_artefacts


def rmssd(intervals: list[float]) -> float:
    return math.sqrt(statistics.fmean((b - a) ** 2 for a, b in pairwise(intervals)))


def healthy(seed: int = 1, count: int = 400) -> list[float]:
    """Give intervals that swing with breath and slower, with some noise."""
    drawn = Random(seed)
    return [
        820 + 35 * math.sin(at * 2 * math.pi / 4.3) + 40 * math.sin(at * 2 * math.pi / 13) + drawn.gauss(0, 12)
        for at in range(count)
    ]


def missed(rr: list[float], at: int, beats: int = 1) -> list[float]:
    return [*rr[:at], sum(rr[at : at + beats + 1]), *rr[at + beats + 1 :]]


def extra(rr: list[float], at: int, part: float = 0.4) -> list[float]:
    return [*rr[:at], part * rr[at], (1 - part) * rr[at], *rr[at + 1 :]]


def ectopic(rr: list[float], at: int, early: float = 0.35) -> list[float]:
    shift = early * rr[at]
    return [*rr[:at], rr[at] - shift, rr[at + 1] + shift, *rr[at + 2 :]]


@needs_data
def test_the_worked_example() -> None:
    clean = np.load(DATA / "rr_kubios" / "series_1.npy")[:400].astype(float).tolist()
    hurt = missed(clean, 100)
    assert round(rmssd(clean), 2) == 53.80
    assert round(rmssd(hurt), 2) == 75.71
    correction = correct_artefacts(hurt)
    assert correction.artefacts == (Artefact("missed", 100),)
    assert rmssd(list(correction.series.rr_ms)) == pytest.approx(rmssd(clean), rel=0.01)


@needs_data
@pytest.mark.parametrize("number", [1, 2])
def test_a_healthy_recording_is_left_alone(number: int) -> None:
    clean = np.load(DATA / "rr_kubios" / f"series_{number}.npy").astype(float).tolist()
    correction = correct_artefacts(clean)
    assert correction.artefacts == ()
    assert list(correction.series.rr_ms) == clean
    assert correction.affected_percent < 0.1


@needs_data
def test_a_premature_beat_of_the_heart_itself_is_found() -> None:
    clean = np.load(DATA / "rr_kubios" / "series_3.npy").astype(float).tolist()
    # 727, 508, 906, 727 ms: early, and late by as much.
    assert correct_artefacts(clean).artefacts == (Artefact("ectopic", 2818),)


@needs_data
def test_injected_artefacts_hardly_move_the_corrected_rmssd() -> None:
    drawn, moved = Random(11), []
    for number in (1, 2, 3):
        whole = np.load(DATA / "rr_kubios" / f"series_{number}.npy").astype(float).tolist()
        for _ in range(15):
            begin = drawn.randrange(len(whole) - 400)
            clean = whole[begin : begin + 390]
            before = rmssd(list(correct_artefacts(clean).series.rr_ms))
            for hurt in (missed(clean, drawn.randrange(389)), extra(clean, drawn.randrange(389), drawn.uniform(0.3, 0.7))):
                if rmssd(hurt) > 1.1 * rmssd(clean):
                    moved.append(abs(rmssd(list(correct_artefacts(hurt).series.rr_ms)) / before - 1))
    assert len(moved) > 40
    assert statistics.median(moved) < 0.01
    assert statistics.quantiles(moved, n=20)[-1] < 0.03


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 398), st.sampled_from(["missed", "extra", "ectopic"]))
def test_each_kind_is_found_anywhere(seed: int, at: int, kind: str) -> None:
    clean = healthy(seed)
    hurt = {"missed": missed, "extra": extra, "ectopic": ectopic}[kind](clean, at)
    correction = correct_artefacts(hurt)
    assert [(found.kind, found.beat) for found in correction.artefacts] == [(kind, at)]
    repaired = list(correction.series.rr_ms)
    assert len(repaired) == len(clean)
    assert sum(repaired) == pytest.approx(sum(clean))
    assert rmssd(repaired) == pytest.approx(rmssd(clean), rel=0.03)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_a_healthy_series_does_not_change(seed: int) -> None:
    clean = healthy(seed)
    correction = correct_artefacts(clean)
    assert list(correction.series.rr_ms) == clean
    assert correction.corrected_percent == 0
    assert not correction.flagged
    assert correction.usable


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_what_was_corrected_stays_as_it_is(seed: int) -> None:
    drawn, hurt = Random(seed), healthy(seed)
    for at in sorted(drawn.sample(range(20, 380, 12), 6), reverse=True):
        hurt = drawn.choice([missed, extra, ectopic])(hurt, at)
    once = correct_artefacts(hurt)
    assert correct_artefacts(once.series).series == once.series


def test_several_beats_missed_in_a_row_are_split_evenly() -> None:
    clean = healthy()
    correction = correct_artefacts(missed(clean, 50, beats=3))
    assert correction.artefacts == (Artefact("missed", 50, beats=3),)
    assert len(correction.series) == len(clean)
    assert correction.corrected_percent == pytest.approx(100 * 3 / 397)


def test_two_missed_beats_side_by_side_are_both_found() -> None:
    hurt = missed(missed(healthy(), 60), 61)
    assert [found.kind for found in correct_artefacts(hurt).artefacts] == ["missed", "missed"]


def test_a_long_and_a_short_beat_get_the_usual() -> None:
    clean = healthy()
    long, short = list(clean), list(clean)
    long[70] *= 1.42
    short[70] *= 0.45
    for hurt, kind in ((long, "long"), (short, "short")):
        correction = correct_artefacts(hurt)
        assert [(found.kind, found.beat) for found in correction.artefacts] == [(kind, 70)]
        assert rmssd(list(correction.series.rr_ms)) == pytest.approx(rmssd(clean), rel=0.03)


def test_many_artefacts_are_flagged_and_too_many_are_not_usable() -> None:
    clean, few, some, many = healthy(), healthy(), healthy(), healthy()
    for at in range(390, 0, -100):
        few = extra(few, at)
    for at in range(390, 0, -15):
        some = extra(some, at)
    for at in range(390, 0, -7):
        many = extra(many, at)
    assert not correct_artefacts(few).flagged
    flagged, useless = correct_artefacts(some), correct_artefacts(many)
    assert flagged.flagged
    assert flagged.usable
    assert 5 < flagged.affected_percent <= 10
    assert rmssd(list(flagged.series.rr_ms)) == pytest.approx(rmssd(clean), rel=0.01)
    assert useless.flagged
    assert not useless.usable


def test_frequent_ectopic_beats_are_corrected_too() -> None:
    clean = hurt = healthy()
    for at in range(388, 4, -24):
        hurt = ectopic(hurt, at, early=0.2)
    correction = correct_artefacts(hurt)
    assert {found.kind for found in correction.artefacts} == {"ectopic"}
    assert len(correction.artefacts) >= 15
    assert rmssd(list(correction.series.rr_ms)) == pytest.approx(rmssd(clean), rel=0.05)


def test_what_comes_out_is_within_range() -> None:
    drawn = Random(4)
    noise = [drawn.uniform(1, 10_000) for _ in range(300)]
    correction = correct_artefacts(noise)
    assert all(300 <= rr <= 2000 for rr in correction.series.rr_ms)
    assert not correction.usable
    assert correct_artefacts([100.0] * 50).corrected_percent == 100
    assert not correct_artefacts([9000.0] * 50).usable


def test_the_start_is_kept() -> None:
    start = datetime(2026, 3, 1, 6, tzinfo=UTC)
    assert correct_artefacts(RRSeries(healthy(), start)).series.start == start


@pytest.mark.parametrize("bad", [[800.0] * 10, [], [[800.0] * 20], "abc", ["x"] * 20])
def test_what_is_no_recording_is_refused(bad: list[float]) -> None:
    with pytest.raises(InvalidInput, match="RR intervals"):
        correct_artefacts(bad)


@pytest.mark.parametrize("bad", [0, -800, 10_001, math.nan, math.inf])
def test_an_impossible_interval_is_refused(bad: float) -> None:
    with pytest.raises(InvalidInput, match="outside 1 to 10000 ms"):
        correct_artefacts([800.0] * 20 + [bad])


def test_eleven_beats_are_enough() -> None:
    assert correct_artefacts([800.0, 810.0] * 5 + [800.0]).artefacts == ()
