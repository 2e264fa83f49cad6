"""The port of the budget ledger: reserved before a call, settled after it, `remaining + held + spent = limit` always."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal, final

from auren._resource import Resource
from auren.errors import AurenError, StoreError, StoreUnavailable
from auren.inference import Account, Plan, Reservation, Usage
from auren.people import Subject

__all__ = ["Balance", "Ledger", "LimitChange", "LimitRecord", "Scope"]

Scope = Literal["person", "pool"]
"""One person's budget, or that of all people on a plan together."""


@dataclass(frozen=True, slots=True)
class Balance:
    """A budget in its present window; `remaining + held + spent = limit` for money and for tokens.

    Args:
        limit_micro_usd, limit_tokens: what the window allows; None for no limit.
        held_micro_usd, held_tokens: reserved and not yet settled.
        spent_micro_usd, spent_tokens: settled.
        uncertain_micro_usd, uncertain_tokens: the part of what was settled that stands at its bound, since nobody said what
            was really used.
    """

    limit_micro_usd: int | None
    limit_tokens: int | None
    held_micro_usd: int = 0
    held_tokens: int = 0
    spent_micro_usd: int = 0
    spent_tokens: int = 0
    uncertain_micro_usd: int = 0
    uncertain_tokens: int = 0

    @property
    def remaining_micro_usd(self) -> int | None:
        """What may still be reserved, below 0 when the limit was lowered under what is spent; None for no limit."""
        if self.limit_micro_usd is None:
            return None
        return self.limit_micro_usd - self.held_micro_usd - self.spent_micro_usd

    @property
    def remaining_tokens(self) -> int | None:
        """Tokens that may still be reserved, as above."""
        return None if self.limit_tokens is None else self.limit_tokens - self.held_tokens - self.spent_tokens

    @property
    def share_left(self) -> float:
        """The smaller share of money and tokens that is left, 0 to 1; 1 where nothing is limited."""
        pairs = ((self.remaining_micro_usd, self.limit_micro_usd), (self.remaining_tokens, self.limit_tokens))
        shares = [max(0.0, left / limit) if limit else 0.0 for left, limit in pairs if left is not None and limit is not None]
        return min(shares, default=1.0)


@dataclass(frozen=True, slots=True)
class LimitChange:
    """A limit that replaces the plan's own, from now on and in every window to come.

    Args:
        micro_usd, tokens: the new limits; None for no limit.
        who: who changed it: an operator's id, never a name.
        why: the reason, in a few words.
    """

    micro_usd: int | None
    tokens: int | None
    who: str = field(repr=False)
    why: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class LimitRecord:
    """One audited change of a limit, in a chain in which each digest covers the one before.

    Args:
        number: place in the chain, from 1.
        at: when.
        scope: whose limit it is.
        change: the new limits, who and why; None once the person was erased, when the digest alone stays.
        before: the limits it replaced, in millionths of a US dollar and in tokens; None once erased.
        digest: of this record and of the digest before it.
    """

    number: int
    at: datetime
    scope: Scope
    change: LimitChange | None
    before: tuple[int | None, int | None] | None
    digest: str


class Ledger(Resource, ABC):
    """Holds people and plans to their budgets, atomically, whoever races.

    A hold ends in one of three ways: settled, released, or expired. One that expires unsent is released; one that was sent
    settles at its bound and is marked uncertain, since the endpoint may have charged for it. Every operation may be
    repeated.

    Args:
        timeout_s: seconds that one operation may take.
    """

    in_process: ClassVar[bool] = False
    """Whether it answers without waiting for anybody, so that a caller in a hurry can tell it at once."""
    _timeout_error: ClassVar[type[AurenError]] = StoreUnavailable
    _unforeseen: ClassVar[type[AurenError] | None] = StoreError
    _driver_errors: ClassVar[Mapping[type[BaseException], type[AurenError]]] = {OSError: StoreUnavailable}

    def __init__(self, *, timeout_s: float | None = 2.0) -> None:
        super().__init__(timeout_s=timeout_s)

    @final
    async def reserve(self, account: Account, plan: Plan, reservation: Reservation, *, now: datetime) -> Balance:
        """Hold an upper bound of a person's budget and of the plan's pool, both or neither, and give the person's balance.

        Raises:
            BudgetExceeded: a budget does not cover it; nothing was held.
            StoreError: the ledger could not answer; nothing was held, or what was expires unsent.
            LifecycleError: the ledger is not open.
        """
        async with self._working("reserve"):
            return await self._reserve(account, plan, reservation, now)

    @final
    async def sent(self, reservation_id: str, *, now: datetime) -> None:
        """Note that the call is about to leave, so that its hold is never released by expiring.

        Raises:
            StoreConflict: the hold is not there any more; do not send.
            StoreError: the ledger could not do it; do not send.
            LifecycleError: the ledger is not open.
        """
        async with self._working("sent"):
            await self._sent(reservation_id, now)

    @final
    async def reserve_to_send(self, account: Account, plan: Plan, reservation: Reservation, *, now: datetime) -> Balance:
        """Hold for a call that leaves at once: `reserve` and `sent` in one step where the ledger can, else one after the other.

        Raises:
            BudgetExceeded: a budget does not cover it; nothing was held.
            StoreConflict: the reservation was made before and has ended; do not send.
            StoreError: the ledger could not do it; do not send, and release what may be held.
            LifecycleError: the ledger is not open.
        """
        async with self._working("reserve_to_send"):
            return await self._reserve_to_send(account, plan, reservation, now)

    @final
    async def settle(self, reservation_id: str, usage: Usage, *, now: datetime) -> None:
        """Turn a hold into what was really spent; usage that is not exact counts as uncertain.

        A hold that has already ended is set right, unless what was booked knew as well: exact usage gives way to nothing.

        Raises:
            StoreConflict: no such reservation is known, or its person was forgotten; nothing was booked.
            StoreError: the ledger could not do it; the hold settles at its bound when it expires.
            LifecycleError: the ledger is not open.
        """
        async with self._working("settle"):
            await self._settle(reservation_id, usage, now)

    @final
    async def release(self, reservation_id: str, *, now: datetime) -> None:
        """Give back a hold whose call was never sent, or was surely not charged; what was settled stays.

        Raises:
            StoreError: the ledger could not do it; the hold ends when it expires.
            LifecycleError: the ledger is not open.
        """
        async with self._working("release"):
            await self._release(reservation_id, now)

    @final
    async def balance(self, account: Account, plan: Plan, *, now: datetime, scope: Scope = "person") -> Balance:
        """Give a budget in the plan's present window.

        Raises:
            StoreError: the ledger could not answer.
            LifecycleError: the ledger is not open.
        """
        async with self._working("balance"):
            return await self._balance(account, plan, now, scope)

    @final
    async def change_limit(
        self, account: Account, plan: Plan, change: LimitChange, *, now: datetime, scope: Scope = "person"
    ) -> LimitRecord:
        """Replace the plan's own limit for one person or for the pool; what was used stays used.

        Raises:
            InvalidInput: a limit is below 0, or who or why is empty.
            StoreError: the ledger could not do it.
            LifecycleError: the ledger is not open.
        """
        async with self._working("change_limit"):
            return await self._change_limit(account, plan, change, now, scope)

    @final
    async def limit_changes(self) -> Sequence[LimitRecord]:
        """Give every change of a limit, oldest first, after checking the chain.

        Raises:
            StoreCorrupted: a record was altered, dropped or moved.
            StoreError: the ledger could not answer.
            LifecycleError: the ledger is not open.
        """
        async with self._working("limit_changes"):
            return await self._limit_changes()

    @final
    async def forget(self, subject: Subject) -> int:
        """Make all that is kept about a person unreachable at once, and say how many things it was.

        The pool's sums stay, since they are of nobody alone.

        Raises:
            StoreError: the ledger could not do it.
            LifecycleError: the ledger is not open.
        """
        async with self._working("forget"):
            return await self._forget(subject)

    @abstractmethod
    async def _reserve(self, account: Account, plan: Plan, reservation: Reservation, now: datetime) -> Balance: ...

    @abstractmethod
    async def _sent(self, reservation_id: str, now: datetime) -> None: ...

    async def _reserve_to_send(self, account: Account, plan: Plan, reservation: Reservation, now: datetime) -> Balance:
        balance = await self._reserve(account, plan, reservation, now)
        await self._sent(reservation.id, now)
        return balance

    @abstractmethod
    async def _settle(self, reservation_id: str, usage: Usage, now: datetime) -> None: ...

    @abstractmethod
    async def _release(self, reservation_id: str, now: datetime) -> None: ...

    @abstractmethod
    async def _balance(self, account: Account, plan: Plan, now: datetime, scope: Scope) -> Balance: ...

    @abstractmethod
    async def _change_limit(
        self, account: Account, plan: Plan, change: LimitChange, now: datetime, scope: Scope
    ) -> LimitRecord: ...

    @abstractmethod
    async def _limit_changes(self) -> Sequence[LimitRecord]: ...

    @abstractmethod
    async def _forget(self, subject: Subject) -> int: ...
