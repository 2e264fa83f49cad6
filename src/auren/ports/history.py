"""The port of a person's readings and daily values."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import ClassVar, final

from auren._resource import Resource
from auren.errors import AurenError, InvalidInput, StoreError, StoreUnavailable
from auren.people import Subject
from auren.readings import STANDARD_METRICS, DailyValue, MetricRegistry, Reading, Window, form_day, without_overlap

__all__ = ["History"]


class History(Resource, ABC):
    """Keeps the latest revision of each reading, and forms daily values of them.

    Adapters fill the underscored hooks.

    Args:
        metrics: the registry that says how a day is formed.
        timeout_s: seconds that one operation may take.
    """

    _timeout_error: ClassVar[type[AurenError]] = StoreUnavailable
    _unforeseen: ClassVar[type[AurenError] | None] = StoreError
    _driver_errors: ClassVar[Mapping[type[BaseException], type[AurenError]]] = {OSError: StoreUnavailable}

    def __init__(self, *, metrics: MetricRegistry = STANDARD_METRICS, timeout_s: float | None = 30.0) -> None:
        super().__init__(timeout_s=timeout_s)
        self.metrics = metrics

    @final
    async def append(self, readings: Sequence[Reading]) -> None:
        """Keep readings; of each, the delivery that supersedes the others stays, whatever order they come in.

        Raises:
            InvalidInput: the readings are of more than one person.
            StoreError: the store could not keep them; none of them was kept.
            LifecycleError: the history is not open.
        """
        if len({reading.subject for reading in readings}) > 1:
            raise InvalidInput("Readings of more than one person were given; append one person's at a time.")
        if readings:
            async with self._working("append"):
                await self._append(readings)

    @final
    async def window(self, subject: Subject, metric: str, window: Window) -> list[DailyValue]:
        """Give a person's daily values of a metric, by date; a day without a reading is absent.

        Raises:
            InvalidInput: the metric is not registered.
            StoreError: the store could not answer.
            LifecycleError: the history is not open.
        """
        known = self.metrics[metric]
        days: dict[date, list[Reading]] = {}
        for reading in await self.readings(subject, [metric], window):
            days.setdefault(reading.day, []).append(reading)
        formed = (form_day(known, days[day], self.metrics.priority) for day in sorted(days))
        return [value for value in formed if value is not None]

    @final
    async def readings(
        self, subject: Subject, metrics: Iterable[str], window: Window | None = None, *, deleted: bool = False
    ) -> list[Reading]:
        """Give the latest revisions that are kept, by start and id.

        Args:
            subject: whose readings.
            metrics: names of the metrics wanted; empty gives all.
            window: dates that the readings count for; None gives all.
            deleted: whether to give those that were taken back, too, so that an older revision cannot return.

        Raises:
            StoreError: the store could not answer.
            LifecycleError: the history is not open.
        """
        async with self._working("readings"):
            found = await self._readings(subject, frozenset(metrics), window, deleted=deleted)
        return sorted((r for r in found if deleted or not r.deleted), key=lambda r: (r.start, r.id))

    @final
    async def counted(self, subject: Subject, metric: str, window: Window) -> list[Reading]:
        """Give the readings that a person's days are formed of, by start and id: where devices overlap, the preferred one's.

        A reading of which a preferred device covers the greater part is left out.

        Raises:
            InvalidInput: the metric is not registered.
            StoreError: the store could not answer.
            LifecycleError: the history is not open.
        """
        known = self.metrics[metric]
        days: dict[date, list[Reading]] = {}
        for reading in await self.readings(subject, [metric], window):
            days.setdefault(reading.day, []).append(reading)
        shared = (pair for day in days.values() for pair in without_overlap(known, day, self.metrics.priority))
        return sorted((reading for reading, share in shared if share >= 0.5), key=lambda r: (r.start, r.id))

    @final
    async def last_day(self, subject: Subject, metrics: Iterable[str] = ()) -> date | None:
        """Give the latest date that any of a person's readings of these metrics counts for, or None when there is none.

        Args:
            subject: whose readings.
            metrics: names of the metrics; empty looks at all.

        Raises:
            StoreError: the store could not answer.
            LifecycleError: the history is not open.
        """
        async with self._working("last_day"):
            return await self._last_day(subject, frozenset(metrics))

    @final
    async def forget(self, subject: Subject) -> int:
        """Make all of a person's readings unreachable at once, and say how many there were.

        Raises:
            StoreError: the store could not do it.
            LifecycleError: the history is not open.
        """
        async with self._working("forget"):
            return await self._forget(subject)

    @abstractmethod
    async def _append(self, readings: Sequence[Reading]) -> None: ...

    @abstractmethod
    async def _readings(
        self, subject: Subject, metrics: frozenset[str], window: Window | None, *, deleted: bool
    ) -> list[Reading]: ...

    @abstractmethod
    async def _last_day(self, subject: Subject, metrics: frozenset[str]) -> date | None: ...

    @abstractmethod
    async def _forget(self, subject: Subject) -> int: ...
