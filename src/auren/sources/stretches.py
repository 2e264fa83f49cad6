"""A night told as stretches of one stage each: the minutes of each stage, and how long sleep went on unbroken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from auren.sources.draft import Draft
from auren.sources.record import Record

__all__ = ["Stage", "Stretch", "minutes_in", "put_bouts", "put_stages"]

Stage = Literal["asleep", "light", "deep", "rem", "awake", "in bed", "away"]
"""What a stretch is: "asleep" is sleep of no named stage, "in bed" says nothing of sleep, "away" is out of bed."""

_ASLEEP: Final = frozenset({"asleep", "light", "deep", "rem"})
_METRICS: Final[dict[Stage, str]] = {"light": "sleep.light", "deep": "sleep.deep", "rem": "sleep.rem", "awake": "sleep.awake"}
_SLACK = timedelta(seconds=1)

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time spent in one stage.

    Args:
        start: aware.
        end: aware, not before the start.
        stage: which one.
    """

    start: datetime
    end: datetime
    stage: Stage


def put_stages(stretches: Sequence[Stretch], record: Record, draft: Draft, field: str) -> None:
    """Add the minutes that a night's stretches come to; where some overlap, each minute of a stage counts once.

    Args:
        stretches: of one night and one device, in any order.
        record: where they stand.
        draft: with the night's interval.
        field: the field that holds them, for errors.
    """
    asleep = _asleep(stretches)
    if asleep:
        draft.put("sleep.duration", _minutes(asleep), "min", record, field)
    for stage, metric in _METRICS.items():
        spent = _joined((s.start, s.end) for s in stretches if s.stage == stage)
        if spent:
            draft.put(metric, _minutes(spent), "min", record, field)


def put_bouts(stretches: Sequence[Stretch], record: Record, draft: Draft, field: str) -> None:
    """Add each unbroken stretch of sleep, whatever its stages; arguments as `put_stages`."""
    for number, (start, end) in enumerate(_asleep(stretches), 1):
        draft.put("sleep.bout", _minutes([(start, end)]), "min", record, field, start=start, end=end, part=str(number))


def minutes_in(stretches: Iterable[Stretch], *stages: Stage) -> float:
    """Give the minutes spent in any of these stages, each minute once.

    Args:
        stretches: of one night and one device, in any order.
        stages: which ones; none means any kind of sleep.
    """
    wanted = stages or _ASLEEP
    return _minutes(_joined((s.start, s.end) for s in stretches if s.stage in wanted))


def _asleep(stretches: Sequence[Stretch]) -> list[Span]:
    return _joined((s.start, s.end) for s in stretches if s.stage in _ASLEEP)


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + _SLACK:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _minutes(spans: Sequence[Span]) -> float:
    return sum(((end - start) / timedelta(minutes=1) for start, end in spans), 0.0)
