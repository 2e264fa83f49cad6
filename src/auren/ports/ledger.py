"""The port of the budget ledger: reserved before a call, settled after it, `remaining + held + spent = limit` always."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, final

from auren._resource import Resource
from auren.errors import AurenError, StoreUnavailable
from auren.inference import Plan, Reservation, Usage
from auren.people import Subject

__all__ = ["Balance", "Ledger"]


@dataclass(frozen=True, slots=True)
class Balance:
    """A budget at one moment, in millionths of a US dollar; `remaining + held + spent = limit`."""

    limit_micro_usd: int
    held_micro_usd: int
    spent_micro_usd: int

    @property
    def remaining_micro_usd(self) -> int:
        """What may still be reserved."""
        return self.limit_micro_usd - self.held_micro_usd - self.spent_micro_usd


class Ledger(Resource, ABC):
    """Holds people to their budgets, atomically, whoever races.

    Args:
        timeout_s: seconds that one operation may take.
    """

    _timeout_error: ClassVar[type[AurenError]] = StoreUnavailable

    def __init__(self, *, timeout_s: float | None = 2.0) -> None:
        super().__init__(timeout_s=timeout_s)

    @final
    async def reserve(self, subject: Subject, plan: Plan, reservation: Reservation, *, now: datetime) -> None:
        """Hold an upper bound of a person's budget.

        Raises:
            BudgetExceeded: the budget does not cover it; nothing was held.
            StoreError: the ledger could not answer; nothing was held.
            LifecycleError: the ledger is not open.
        """
        async with self._working("reserve"):
            await self._reserve(subject, plan, reservation, now)

    @final
    async def settle(self, reservation_id: str, usage: Usage, *, now: datetime) -> None:
        """Turn a hold into what was really spent.

        Raises:
            StoreError: the ledger could not do it; the hold settles at its bound when it expires.
            LifecycleError: the ledger is not open.
        """
        async with self._working("settle"):
            await self._settle(reservation_id, usage, now)

    @final
    async def release(self, reservation_id: str) -> None:
        """Give back a hold whose call was never sent.

        Raises:
            StoreError: the ledger could not do it; the hold is given back when it expires.
            LifecycleError: the ledger is not open.
        """
        async with self._working("release"):
            await self._release(reservation_id)

    @final
    async def balance(self, subject: Subject, plan: Plan, *, now: datetime) -> Balance:
        """Give a person's budget in the plan's present window.

        Raises:
            StoreError: the ledger could not answer.
            LifecycleError: the ledger is not open.
        """
        async with self._working("balance"):
            return await self._balance(subject, plan, now)

    @final
    async def forget(self, subject: Subject) -> int:
        """Make all that is kept about a person unreachable at once, and say how many things it was.

        Raises:
            StoreError: the ledger could not do it.
            LifecycleError: the ledger is not open.
        """
        async with self._working("forget"):
            return await self._forget(subject)

    @abstractmethod
    async def _reserve(self, subject: Subject, plan: Plan, reservation: Reservation, now: datetime) -> None: ...

    @abstractmethod
    async def _settle(self, reservation_id: str, usage: Usage, now: datetime) -> None: ...

    @abstractmethod
    async def _release(self, reservation_id: str) -> None: ...

    @abstractmethod
    async def _balance(self, subject: Subject, plan: Plan, now: datetime) -> Balance: ...

    @abstractmethod
    async def _forget(self, subject: Subject) -> int: ...
