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
        self._by_metric: dict[Subject, dict[str, list[Reading]]] = {}

    async def _append(self, readings: Sequence[Reading]) -> None:
        held = self._people.get(readings[0].subject, {})
        changed = {
            reading.id: reading
            for reading in latest_revisions(list(readings)).values()
            if reading.id not in held or reading.supersedes(held[reading.id])
        }
        self._people.setdefault(readings[0].subject, {}).update(changed)
        self._by_metric.pop(readings[0].subject, None)

    async def _readings(
        self, subject: Subject, metrics: frozenset[str], window: Window | None, *, deleted: bool
    ) -> list[Reading]:
        sorted_out = self._sorted_out(subject)
        return [
            reading
            for metric in metrics or sorted_out
            for reading in sorted_out.get(metric, ())
            if (window is None or reading.day in window) and (deleted or not reading.deleted)
        ]

    def _sorted_out(self, subject: Subject) -> dict[str, list[Reading]]:
        """Give a person's readings by metric, sorted out again after each delivery."""
        known = self._by_metric.get(subject)
        if known is None:
            known = {}
            for reading in self._people.get(subject, {}).values():
                known.setdefault(reading.metric, []).append(reading)
            if known:
                self._by_metric[subject] = known
        return known

    async def _last_day(self, subject: Subject, metrics: frozenset[str]) -> date | None:
        return max((reading.day for reading in await self._readings(subject, metrics, None, deleted=False)), default=None)

    async def _forget(self, subject: Subject) -> int:
        self._by_metric.pop(subject, None)
        return len(self._people.pop(subject, {}))
