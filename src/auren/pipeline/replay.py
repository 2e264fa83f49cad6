"""Replay: what would have happened, had the readings come in day by day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Protocol

from auren.errors import InvalidInput
from auren.pipeline.events import EventBoard, PipelineEvent
from auren.readings import Reading

__all__ = ["Playable", "ReplayReport", "by_noon", "play"]

_AFTERWARDS = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class ReplayReport:
    """What would have happened, had the readings come in day by day.

    Args:
        days: dates that were played.
        events: findings and advice, in the order in which they would have come.
    """

    days: int
    events: tuple[PipelineEvent, ...]


class Playable(Protocol):
    """As much of a pipeline as a replay needs."""

    async def ingest(self, readings: Iterable[Reading]) -> object:
        """Take readings in."""
        ...

    async def advance_to(self, instant: datetime) -> object:
        """Do all that is due by an instant."""
        ...


def by_noon(readings: Iterable[Reading]) -> dict[datetime, list[Reading]]:
    """Give the readings by the instant at which they count as arriving: noon (UTC) of their day."""
    batches: dict[datetime, list[Reading]] = {}
    for reading in readings:
        if not isinstance(reading, Reading):
            raise InvalidInput(f"A {type(reading).__name__} was handed in; expected auren.Reading, which a source gives.")
        batches.setdefault(datetime.combine(reading.day, time(12), UTC), []).append(reading)
    return batches


async def play(pipeline: Playable, board: EventBoard, batches: Mapping[datetime, Sequence[Reading]]) -> ReplayReport:
    """Feed batches to a pipeline on a simulated clock, each at its instant, and give what happened.

    Args:
        pipeline: open, with a simulated clock at or before the first instant, and without channels.
        board: where the pipeline posts its events.
        batches: readings by the instant at which they arrive.
    """
    with board.watching() as happened:
        for instant in sorted(batches):
            await pipeline.advance_to(instant)
            await pipeline.ingest(batches[instant])
            await pipeline.advance_to(instant)
        # Long enough for the last findings to settle.
        await pipeline.advance_to(max(batches) + _AFTERWARDS)
    return ReplayReport(len(batches), tuple(happened))
