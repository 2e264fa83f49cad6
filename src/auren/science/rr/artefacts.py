"""Artefacts of an RR recording: missed, extra and ectopic beats found, and repaired where the repair says clearly more.

The base is Lipponen & Tarvainen 2019: differences of successive intervals over 5.2 quartile deviations of the 91 around
them, and their two lines for the early-and-late pattern of an ectopic beat. The quartile deviation is that of the
differences with their sign, for which 5.2 of them cover 99.95 % of a normal series, as the paper has it.

Two steps were added, as on recorded sinus rhythm the thresholds alone also change beats of a healthy heart and lower its
RMSSD by several percent. Each suspected beat is repaired on trial, and the repair stands only when it lowers the sum of
squared successive differences by a multiple of their local mean square; that mean square leaves every suspect out. Where
more than 1.5 % of the beats show the ectopic pattern, a smaller multiple is enough. The multiples were set on one-hour
recordings of three people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from auren.errors import InvalidInput
from auren.science.rr.series import HIGHEST_MS, LOWEST_MS, RRSeries

__all__ = ["Artefact", "ArtefactKind", "Correction", "correct_artefacts"]

ArtefactKind = Literal["missed", "extra", "ectopic", "long", "short"]

FLAG_PERCENT: Final = 5.0
NULL_PERCENT: Final = 10.0
RECORDED_LOWEST_MS: Final = 1.0
RECORDED_HIGHEST_MS: Final = 10_000.0
AT_LEAST_BEATS: Final = 11

_THRESHOLD: Final = 5.2
_THRESHOLD_BEATS: Final = 91
_MEDIAN_BEATS: Final = 11
_C1: Final = 0.13
_C2: Final = 0.17
# In usual intervals: from here on one interval was two beats, and up to here two intervals were one beat.
_TWO_BEATS: Final = 1.5
_ONE_BEAT: Final = 1.42
# A neighbour may be an artefact itself, so it counts as no further from the local median than this.
_NEIGHBOUR_LOW, _NEIGHBOUR_HIGH = 0.75, 1.33
# How many local mean squares of a difference a repair must save. A pause or a sigh makes a long or a short beat, too.
_SAVED_MISSED_EXTRA: Final = 30.0
_SAVED_ECTOPIC: Final = 70.0
_SAVED_ECTOPIC_AMONG_MANY: Final = 12.0
_SAVED_LONG_SHORT: Final = 200.0
_MANY: Final = 0.015
_LOCAL_BEATS: Final = 401
# What is suspect is told with a scale low enough for the suspects not to hide one another.
_SUSPECT_SCALE: Final = 0.7
_NORMAL_QD: Final = 0.6745
_SMALLEST_QD_MS: Final = 2.0
_SMALLEST_SQUARE_MS2: Final = 9.0
_ROUNDS: Final = 8

_Floats = NDArray[np.float64]
_Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Artefact:
    """One artefact that was repaired.

    Args:
        kind: a missed beat was split, an extra one merged, an ectopic, long or short one interpolated.
        beat: place of its first interval in the recording, from 0.
        beats: how many beats it stands for; more than 1 where several were missed in a row.
    """

    kind: ArtefactKind
    beat: int
    beats: int = 1


@dataclass(frozen=True, slots=True)
class Correction:
    """An RR recording after correction.

    Args:
        series: the corrected intervals.
        artefacts: what was repaired, in order of place.
        recorded: how many intervals were recorded.
        unresolved: how many beats still show the ectopic pattern; in a healthy recording about 1 in 2000 does.
    """

    series: RRSeries
    artefacts: tuple[Artefact, ...]
    recorded: int
    unresolved: int

    @property
    def corrected_percent(self) -> float:
        """Share of the beats that was corrected, in percent."""
        return min(100.0, 100 * sum(artefact.beats for artefact in self.artefacts) / self.recorded)

    @property
    def affected_percent(self) -> float:
        """Share of the beats that was corrected or should have been, in percent."""
        return min(100.0, self.corrected_percent + 100 * self.unresolved / self.recorded)

    @property
    def flagged(self) -> bool:
        """Whether more than 5 % of the beats are affected, so that numbers are to be read with care."""
        return self.affected_percent > FLAG_PERCENT

    @property
    def usable(self) -> bool:
        """Whether no more than 10 % of the beats are affected; otherwise no number must be given."""
        return self.affected_percent <= NULL_PERCENT


def correct_artefacts(recorded_ms: Sequence[float] | RRSeries) -> Correction:
    """Find and repair artefacts of an RR recording; N5: Lipponen & Tarvainen 2019 J Med Eng Technol 43:173.

    Args:
        recorded_ms: successive intervals in ms as recorded, each 1 to 10000, at least 11.

    Raises:
        InvalidInput: there are fewer intervals, or one is out of range.
    """
    start = recorded_ms.start if isinstance(recorded_ms, RRSeries) else None
    try:
        rr = np.asarray(recorded_ms.rr_ms if isinstance(recorded_ms, RRSeries) else recorded_ms, np.float64)
    except (TypeError, ValueError) as error:
        raise InvalidInput("RR intervals that are not numbers were given; expected a flat sequence in ms.") from error
    if rr.ndim != 1 or len(rr) < AT_LEAST_BEATS:
        raise InvalidInput(f"{rr.size} RR intervals were given; expected a flat sequence of at least {AT_LEAST_BEATS}.")
    if not np.all((rr >= RECORDED_LOWEST_MS) & (rr <= RECORDED_HIGHEST_MS)):
        raise InvalidInput(
            f"RR intervals outside {RECORDED_LOWEST_MS:g} to {RECORDED_HIGHEST_MS:g} ms were given; expected ms, and a "
            "recording without a gap."
        )
    recorded = len(rr)
    place = np.arange(recorded)
    found: list[Artefact] = []
    for _ in range(_ROUNDS):
        suspects = _Suspects(rr)
        repairs = suspects.chosen()
        if not repairs:
            break
        rr, place, repaired = _repaired(rr, place, suspects.usual, repairs)
        found += repaired
    rr, forced = _within_range(rr, place)
    unresolved = int(np.count_nonzero(_Suspects(rr).pattern))
    artefacts = tuple(sorted(found + forced, key=lambda artefact: (artefact.beat, artefact.kind)))
    return Correction(RRSeries(rr.tolist(), start), artefacts, recorded, unresolved)


@dataclass(frozen=True, slots=True)
class _Repair:
    saved: float
    kind: ArtefactKind
    first: int
    last: int


class _Suspects:
    """What each possible repair would save, for every beat at once.

    Args:
        rr: intervals in ms.
    """

    def __init__(self, rr: _Floats) -> None:
        # A beat at either end has one neighbour only; the median there stands for the other.
        padded = np.concatenate(([np.median(rr[:_MEDIAN_BEATS])], rr, [np.median(rr[-_MEDIAN_BEATS:])]))
        steps = np.diff(padded)
        quartile_low, quartile_high = _rolling_ranks(steps[1:-1], _THRESHOLD_BEATS, (0.25, 0.75))
        deviation = np.pad(np.maximum((quartile_high - quartile_low) / 2, _SMALLEST_QD_MS), 1, mode="edge")
        normal = steps / (_THRESHOLD * deviation)
        large = np.abs(normal) > 1
        (median,) = _rolling_ranks(rr, _MEDIAN_BEATS, (0.5,))
        before = np.clip(padded[:-2], _NEIGHBOUR_LOW * median, _NEIGHBOUR_HIGH * median)
        after = np.clip(padded[2:], _NEIGHBOUR_LOW * median, _NEIGHBOUR_HIGH * median)
        self.usual = (before + after) / 2
        self._one(rr, before, after, large)
        self._two(rr, before[:-1], after[1:], large, normal)
        self._judge(steps, deviation)

    def _one(self, rr: _Floats, before: _Floats, after: _Floats, large: _Bools) -> None:
        suspected = large[:-1] | large[1:]
        now = (rr - before) ** 2 + (after - rr) ** 2
        parts = np.maximum(2, np.rint(rr / self.usual))
        split = (rr / parts - before) ** 2 + (after - rr / parts) ** 2
        usual = (self.usual - before) ** 2 + (after - self.usual) ** 2
        self.missed = np.where(suspected & (rr >= _TWO_BEATS * self.usual), now - split, 0.0)
        self.outlying = np.where(suspected, now - usual, 0.0)

    def _two(self, rr: _Floats, before: _Floats, after: _Floats, large: _Bools, normal: _Floats) -> None:
        first, second = rr[:-1], rr[1:]
        both = first + second
        now = (first - before) ** 2 + (second - first) ** 2 + (after - second) ** 2
        merged = (both - before) ** 2 + (after - both) ** 2
        shared = (both / 2 - before) ** 2 + (after - both / 2) ** 2
        suspected = large[:-2] | large[1:-1] | large[2:]
        self.extra = np.where(suspected & (both <= _ONE_BEAT * (before + after) / 2), now - merged, 0.0)
        left, centre, right = normal[:-2], normal[1:-1], normal[2:]
        early = (centre > 1) & (np.maximum(left, right) < -_C1 * centre - _C2)
        late = (centre < -1) & (np.minimum(left, right) > -_C1 * centre + _C2)
        self.pattern = early | late
        self.ectopic = np.where(self.pattern, now - shared, 0.0)

    def _judge(self, steps: _Floats, deviation: _Floats) -> None:
        """Keep only what saves enough; `steps` has one step before the first beat and one after the last."""
        many = _rolling_mean(self.pattern.astype(np.float64), _LOCAL_BEATS) > _MANY
        enough = np.where(many, _SAVED_ECTOPIC_AMONG_MANY, _SAVED_ECTOPIC)
        square = (_SUSPECT_SCALE * deviation / _NORMAL_QD) ** 2
        one, two = self._saving(square, enough)
        calm = np.ones(len(steps), bool)
        for offset in range(2):
            calm[offset : len(one) + offset] &= ~one
        for offset in range(3):
            calm[offset : len(two) + offset] &= ~two
        calm[[0, -1]] = False
        share = _rolling_mean(calm.astype(np.float64), _LOCAL_BEATS)
        total = _rolling_mean(np.where(calm, steps**2, 0.0), _LOCAL_BEATS)
        square = np.where(share > 0, total / np.where(share > 0, share, 1.0), square)
        self._saving(np.maximum(square, _SMALLEST_SQUARE_MS2), enough)

    def _saving(self, square: _Floats, enough: _Floats) -> tuple[_Bools, _Bools]:
        self._kept = {
            "missed": self.missed > _SAVED_MISSED_EXTRA * square[:-1],
            "outlying": self.outlying > _SAVED_LONG_SHORT * square[:-1],
            "extra": self.extra > _SAVED_MISSED_EXTRA * square[1:-1],
            "ectopic": self.ectopic > enough * square[1:-1],
        }
        return self._kept["missed"] | self._kept["outlying"], self._kept["extra"] | self._kept["ectopic"]

    def chosen(self) -> list[_Repair]:
        """Give the repairs that save most and do not touch one another."""
        repairs = [_Repair(float(self.missed[at]), "missed", at, at) for at in self._at("missed")]
        repairs += [_Repair(float(self.extra[at]), "extra", at, at + 1) for at in self._at("extra")]
        repairs += [_Repair(float(self.ectopic[at]), "ectopic", at, at + 1) for at in self._at("ectopic")]
        # Putting the usual in a beat's place always fits best, so it is the last resort.
        repairs = repairs or [_Repair(float(self.outlying[at]), "long", at, at) for at in self._at("outlying")]
        touched: set[int] = set()
        chosen = []
        for repair in sorted(repairs, key=lambda repair: (-repair.saved, repair.first)):
            if touched.isdisjoint(range(repair.first, repair.last + 1)):
                chosen.append(repair)
                touched.update(range(repair.first - 1, repair.last + 2))
        return sorted(chosen, key=lambda repair: repair.first)

    def _at(self, name: str) -> list[int]:
        return np.flatnonzero(self._kept[name]).tolist()


def _repaired(
    rr: _Floats, place: NDArray[np.int_], usual: _Floats, repairs: list[_Repair]
) -> tuple[_Floats, NDArray[np.int_], list[Artefact]]:
    pieces, places, artefacts = [], [], []
    done = 0
    for repair in repairs:
        at, end = repair.first, repair.last + 1
        kind, beats = repair.kind, 1
        if kind == "missed":
            parts = max(2, round(float(rr[at] / usual[at])))
            new, beats = np.full(parts, rr[at] / parts), parts - 1
        elif kind == "extra":
            new = np.array([rr[at] + rr[at + 1]])
        elif kind == "ectopic":
            new = np.full(2, (rr[at] + rr[at + 1]) / 2)
        else:
            new = usual[at:end]
            kind = "long" if rr[at] > usual[at] else "short"
        artefacts.append(Artefact(kind, int(place[at]), beats))
        pieces += [rr[done:at], new]
        places += [place[done:at], np.full(len(new), place[at])]
        done = end
    return np.concatenate([*pieces, rr[done:]]), np.concatenate([*places, place[done:]]), artefacts


def _within_range(rr: _Floats, place: NDArray[np.int_]) -> tuple[_Floats, list[Artefact]]:
    """Put the median of the beats in range, or the nearest end, where no repair brought a beat into range."""
    outside = (rr < LOWEST_MS) | (rr > HIGHEST_MS)
    if not np.any(outside):
        return rr, []
    usual = float(np.clip(np.median(rr if np.all(outside) else rr[~outside]), LOWEST_MS, HIGHEST_MS))
    forced = [Artefact("long" if rr[at] > HIGHEST_MS else "short", int(place[at])) for at in np.flatnonzero(outside)]
    return np.where(outside, usual, rr), forced


def _rolling_ranks(values: _Floats, beats: int, ranks: tuple[float, ...]) -> list[_Floats]:
    """Give order statistics of the window around each value; at the ends the window stays whole and stops moving."""
    width = min(beats, len(values))
    at = [round(rank * (width - 1)) for rank in ranks]
    ordered = np.partition(sliding_window_view(values, width), at, axis=1)
    around = _around(len(values), width)
    return [ordered[around, rank] for rank in at]


def _rolling_mean(values: _Floats, beats: int) -> _Floats:
    width = min(beats, len(values))
    sums = np.concatenate(([0.0], np.cumsum(values)))
    return ((sums[width:] - sums[:-width]) / width)[_around(len(values), width)]


def _around(count: int, width: int) -> NDArray[np.int_]:
    return np.clip(np.arange(count) - width // 2, 0, count - width)
