"""A history in the process's own memory, for tests and for hosts that keep readings elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from auren.people import Subject
from auren.ports import History
from auren.readings import STANDARD_METRICS, MetricRegistry, Reading, Window, latest_revisions

__all__ = ["InMemoryHistory"]


class InMemoryHistory(History):
    """Keeps readings as long as the object lives.

    Args:
        metrics: the registry that says how a day is formed.
    """

    def __init__(self, *, metrics: MetricRegistry = STANDARD_METRICS) -> None:
        super().__init__(metrics=metrics, timeout_s=None)
        self._people: dict[Subject, dict[str, Reading]] = {}

    async def _append(self, readings: Sequence[Reading]) -> None:
        held = self._people.get(readings[0].subject, {})
        changed = {
            reading.id: reading
            for reading in latest_revisions(list(readings)).values()
            if reading.id not in held or reading.supersedes(held[reading.id])
        }
        self._people.setdefault(readings[0].subject, {}).update(changed)

    async def _readings(
        self, subject: Subject, metrics: frozenset[str], window: Window | None, *, deleted: bool
    ) -> list[Reading]:
        return [
            reading
            for reading in self._people.get(subject, {}).values()
            if (not metrics or reading.metric in metrics)
            and (window is None or reading.day in window)
            and (deleted or not reading.deleted)
        ]

    async def _last_day(self, subject: Subject, metrics: frozenset[str]) -> date | None:
        return max((reading.day for reading in await self._readings(subject, metrics, None, deleted=False)), default=None)

    async def _forget(self, subject: Subject) -> int:
        return len(self._people.pop(subject, {}))
