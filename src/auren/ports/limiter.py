"""The port of rate limits: several at once, taken from all of them or from none."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, final

from auren._resource import Resource
from auren.errors import AurenError, StoreError, StoreUnavailable
from auren.inference import Rate
from auren.people import Subject

__all__ = ["Limiter", "RateLimit"]


@dataclass(frozen=True, slots=True)
class RateLimit:
    """A rate that one thing is held to.

    Args:
        scope: what kind of thing it is: "person", "plan" or "model".
        key: which one.
        rate: how often.
    """

    scope: str
    key: str
    rate: Rate


class Limiter(Resource, ABC):
    """Holds people, plans and models to rates, by the generic cell rate algorithm (GCRA).

    Args:
        timeout_s: seconds that one operation may take.
    """

    _timeout_error: ClassVar[type[AurenError]] = StoreUnavailable
    _unforeseen: ClassVar[type[AurenError] | None] = StoreError
    _driver_errors: ClassVar[Mapping[type[BaseException], type[AurenError]]] = {OSError: StoreUnavailable}

    def __init__(self, *, timeout_s: float | None = 1.0) -> None:
        super().__init__(timeout_s=timeout_s)

    @final
    async def acquire(self, limits: Sequence[RateLimit], *, now: datetime) -> None:
        """Take one from every limit, in one atomic step.

        Raises:
            RateLimited: one of them has none left; none was taken, `retry_after_s` says when all will have one, and `scope`
                of what kind the first is that has none.
            StoreError: the limiter could not answer.
            LifecycleError: the limiter is not open.
        """
        async with self._working("acquire"):
            await self._acquire(limits, now)

    @final
    async def forget(self, subject: Subject) -> int:
        """Forget how often a person has asked, and say how many things were forgotten.

        Raises:
            StoreError: the limiter could not do it.
            LifecycleError: the limiter is not open.
        """
        async with self._working("forget"):
            return await self._forget(subject)

    @abstractmethod
    async def _acquire(self, limits: Sequence[RateLimit], now: datetime) -> None: ...

    @abstractmethod
    async def _forget(self, subject: Subject) -> int: ...
