"""Beats of a heart-rate-variability record, whose times are clock text of the phone's language and whose rate is rounded.

"17:07:00,29", "6:14:48.94 PM" or digits of another script: only minutes, seconds and fractions are read, because the
hour may hang in another zone than the record's own times; the record's start says which hour is meant. The rate is a
whole number, so an interval is the difference of two times, and is left out where it fits neither of the two rates:
there a beat was missed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

__all__ = ["Beat", "Intervals", "UnclearBeats", "beats_of", "intervals"]

_TIME: Final = re.compile(r"\D*(\d{1,2})\D(\d{2})\D(\d{2})(?:\D(\d{1,6}))?(?:\D.*)?", re.DOTALL)
_HOUR_MS: Final = 3_600_000
_QUARTER_MS: Final = 900_000
_SLACK_MS: Final = 15.0
_LONGEST_MS: Final = 3000
_SHORTEST_MS: Final = 200


class UnclearBeats(ValueError):
    """Beats that cannot be told; its message says what was expected."""


class Beat(NamedTuple):
    """One beat: its rate a minute, and its time within the hour in ms."""

    bpm: int
    in_hour_ms: int


class Intervals(NamedTuple):
    """What lies between beats.

    Attributes:
        spans: (from, to) of each interval in ms after the record's start.
        gaps: how many were left out because a beat was missed.
    """

    spans: list[tuple[int, int]]
    gaps: int


def _beat_of(bpm: str, time: str) -> Beat:
    """Read one beat.

    Raises:
        UnclearBeats: the rate is no whole number, or the time no clock time with fractions of a second.
    """
    found = _TIME.fullmatch(time)
    if not found or int(found[2]) > 59 or int(found[3]) > 59:
        raise UnclearBeats("expected clock times of beats, such as 6:14:48.94 PM")
    if found[4] is None:
        raise UnclearBeats("expected times of beats with fractions of a second")
    if not (bpm.isascii() and bpm.isdigit() and len(bpm) <= 3):
        raise UnclearBeats("expected a whole number of beats a minute")
    fraction = "".join(str(int(digit)) for digit in found[4])
    return Beat(int(bpm), int(found[2]) * 60_000 + int(found[3]) * 1000 + int(fraction.ljust(3, "0")[:3]))


def intervals(beats: Sequence[tuple[int, int]], start_epoch_s: int) -> Intervals:
    """Give the intervals between beats.

    Args:
        beats: rate and time within the hour in ms, in their order.
        start_epoch_s: when the record starts.

    Raises:
        UnclearBeats: they are not in order of time.
    """
    if len(beats) < 2:
        return Intervals([], 0)
    # Zones differ by whole quarters of an hour, so the record's start gives the quarter and the beat the rest.
    first = (beats[0][1] - start_epoch_s * 1000 + _QUARTER_MS // 2) % _QUARTER_MS - _QUARTER_MS // 2
    spans: list[tuple[int, int]] = []
    gaps = 0
    at = first
    before = beats[0]
    for beat in beats[1:]:
        apart = (beat[1] - before[1]) % _HOUR_MS
        if apart > _HOUR_MS // 2:
            raise UnclearBeats("expected beats in order of time")
        if _SHORTEST_MS <= apart <= _LONGEST_MS and (_fits(apart, beat[0]) or _fits(apart, before[0])):
            spans.append((at, at + apart))
        else:
            gaps += 1
        at += apart
        before = beat
    return Intervals(spans, gaps)


def _fits(apart_ms: int, bpm: int) -> bool:
    # The rate is rounded to a whole number and the times to a hundredth of a second.
    return 60_000 / (bpm + 1) - _SLACK_MS <= apart_ms <= 60_000 / max(1, bpm - 1) + _SLACK_MS


def beats_of(pairs: Iterable[tuple[str, str]]) -> list[Beat]:
    """Read many beats; see `_beat_of`."""
    return [_beat_of(bpm, time) for bpm, time in pairs]
