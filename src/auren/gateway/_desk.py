"""Where calls are paid for: rates are taken and budgets held before a call leaves, and settled whatever becomes of it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from auren.clock import Clock
from auren.errors import BudgetExceeded, ConfigurationError, StoreConflict, StoreError
from auren.gateway.budgets.holds import MOST_HELD
from auren.gateway.budgets.plans import Plans
from auren.gateway.budgets.windows import window_at
from auren.gateway.prices import cost
from auren.inference import Account, Plan, Price, Rate, Reservation, Usage
from auren.ports.ledger import Balance, Ledger
from auren.ports.limiter import Limiter, RateLimit

__all__ = ["BoundTooHigh", "Desk", "Hold", "Once"]

_REMEMBERED: Final = 10_000
_PATIENCE_S: Final = 0.02
"""Seconds that a caller who is leaving waits for the ledger; the ledger is told in the background after that."""
_TRIES: Final = 5
_LAST_MOMENT_S: Final = 1.0


@dataclass(slots=True)
class Once:
    """Whether a request has been counted against the rates of person and plan; its further calls are not.

    A call beside a slow one waits while that one's is still being decided.
    """

    counted: bool = False
    deciding: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass(slots=True)
class _Seen:
    """A budget as it was last seen: its limits, and what of them is held or spent."""

    limit_micro_usd: int | None
    limit_tokens: int | None
    micro_usd: int
    tokens: int

    @property
    def share_left(self) -> float:
        """The smaller share of money and tokens that is left, 0 to 1; 1 where nothing is limited."""
        share = 1.0
        for limit, gone in ((self.limit_micro_usd, self.micro_usd), (self.limit_tokens, self.tokens)):
            if limit is not None:
                share = min(share, max(0.0, (limit - gone) / limit) if limit else 0.0)
        return share


class BoundTooHigh(BudgetExceeded):
    """The budget does not cover what this model may cost at most; a cheaper one may fit."""


class Desk:
    """Rates and budgets of one gateway.

    Args:
        ledger: None holds nobody to a budget.
        plans: who may use what; None where there are no plans.
        limiter: None limits no rate.
        clock: the present instant.
        hold_s: seconds after which a hold that was never settled ends by itself.
    """

    def __init__(
        self, *, ledger: Ledger | None, plans: Plans | None, limiter: Limiter | None, clock: Clock, hold_s: float
    ) -> None:
        self.ledger = ledger
        self.limiter = limiter
        self._plans = plans
        self._clock = clock
        self._hold = timedelta(seconds=hold_s)
        self._seen: OrderedDict[tuple[str, ...], _Seen] = OrderedDict()
        self._under_way: set[asyncio.Task[None]] = set()

    def plan_of(self, account: Account | None) -> Plan | None:
        """Give the plan that a request falls under, or None where nobody is held to one.

        Raises:
            ConfigurationError: the gateway has a ledger and the request says nobody whose budget it counts against, or
                nobody knows the plan.
        """
        if account is None:
            if self.ledger is not None:
                raise ConfigurationError(
                    "A request without an account came to a gateway with a ledger; give ModelRequest(account=Account(...))."
                )
            return None
        return None if self._plans is None else self._plans.of(account)

    async def share_left(self, account: Account | None, plan: Plan | None, now: datetime) -> float:
        """Give the share of a person's budget that was left when it was last seen, 0 to 1."""
        if self.ledger is None or account is None or plan is None:
            return 1.0
        whose = _whose(account, plan, now)
        known = self._seen.get(whose)
        if known is not None:
            return known.share_left
        try:
            balance = await self.ledger.balance(account, plan, now=now)
        except StoreError:
            # What the ledger cannot tell now it will not lend either; the order of models does not matter then.
            return 1.0
        self._remember(whose, balance)
        return balance.share_left

    async def acquire(
        self, account: Account | None, plan: Plan | None, model: str, rate: Rate | None, *, once: Once, now: datetime
    ) -> None:
        """Take one from each rate that a call falls under: person and plan once a request, the model at each call.

        Raises:
            RateLimited: one has none left.
        """
        if self.limiter is None:
            return
        async with once.deciding:
            limits: list[RateLimit] = []
            if not once.counted and account is not None and plan is not None:
                if plan.rate is not None:
                    limits.append(RateLimit("person", account.subject.id, plan.rate))
                if plan.pool_rate is not None:
                    limits.append(RateLimit("plan", plan.name, plan.pool_rate))
            if rate is not None:
                limits.append(RateLimit("model", model, rate))
            if limits:
                await self.limiter.acquire(limits, now=now)
                once.counted = True

    async def hold(
        self,
        account: Account | None,
        plan: Plan | None,
        *,
        id: str,
        model: str,
        price: Price | None,
        bound: Usage,
    ) -> Hold:
        """Hold the most that a call can use, which leaves at once.

        Raises:
            BoundTooHigh: the budget does not cover it.
            StoreError: the ledger could not do it; do not send.
        """
        held = Hold(self, id, price, bound)
        if self.ledger is None or account is None or plan is None:
            return held
        now = self._clock.now()
        reservation = Reservation(id, bound.cost_micro_usd, bound.tokens, now + self._hold, (("model", model),))
        held.state = "held"
        try:
            balance = await self.ledger.reserve_to_send(account, plan, reservation, now=now)
        except BudgetExceeded as error:
            held.state = "ended"
            raise BoundTooHigh(str(error)) from error
        except BaseException:
            # Nobody knows whether it was held, so it is given back.
            self._in_background(held.give_back())
            raise
        held.whose = _whose(account, plan, now)
        self._remember(held.whose, balance)
        return held

    def conclude(self, work: Coroutine[Any, Any, None]) -> Awaitable[None]:
        """Tell the ledger how a call ended, for a caller who must not be kept waiting or who has been cancelled."""
        return work if self.ledger is None or self.ledger.in_process else self._concluded(work)

    async def _concluded(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._in_background(work)
        await asyncio.wait([task], timeout=_PATIENCE_S)

    async def close(self) -> None:
        """Give the ledger a moment to be told about every call; what it was not told ends by itself when the hold does."""
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=_LAST_MOMENT_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def again(self, seconds: float) -> None:
        """Wait before the ledger is told once more."""
        await self._clock.sleep_until(self._clock.now() + timedelta(seconds=seconds))

    def now(self) -> datetime:
        """Give the present instant."""
        return self._clock.now()

    def _in_background(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    def ended(self, hold: Hold, usage: Usage) -> None:
        """Note that a hold has turned into what was used, so that the next request is ranked by what is left now."""
        seen = self._seen.get(hold.whose)
        if seen is not None:
            seen.micro_usd += usage.cost_micro_usd - hold.bound.cost_micro_usd
            seen.tokens += usage.tokens - hold.bound.tokens

    def _remember(self, whose: tuple[str, ...], balance: Balance) -> None:
        self._seen[whose] = _Seen(
            balance.limit_micro_usd,
            balance.limit_tokens,
            balance.held_micro_usd + balance.spent_micro_usd,
            balance.held_tokens + balance.spent_tokens,
        )
        self._seen.move_to_end(whose)
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)

    def forget(self, subject_id: str) -> None:
        """Drop what is remembered of a person."""
        for key in [key for key in self._seen if key[0] == subject_id]:
            del self._seen[key]


class Hold:
    """What is held for one call, from reserving to settling; without a ledger it only prices.

    Args:
        desk: where it is held.
        id: of the reservation.
        price: of the model; None where nobody knows it.
        bound: the most that the call can use.
    """

    __slots__ = ("_desk", "bound", "id", "price", "state", "whose")

    def __init__(self, desk: Desk, id: str, price: Price | None, bound: Usage) -> None:
        self._desk = desk
        self.id = id
        self.price = price
        self.bound = bound
        self.state = "none"
        self.whose: tuple[str, ...] = ()

    def priced(self, usage: Usage) -> Usage:
        """Give the usage with what it cost; one that was not stated, or cannot be true, stands at the bound."""
        held = self.state != "none"
        if held and not usage.exact:
            return self.bound
        if not usage.cost_micro_usd and self.price is not None:
            usage = usage.costing(cost(self.price, usage))
        return self.bound if held and not _can_be_booked(usage) else usage

    async def settle(self, usage: Usage) -> None:
        """Book what was used, and go on trying for a while if the ledger does not answer."""
        ledger = self._desk.ledger
        if self.state != "held" or ledger is None:
            return
        self.state = "ended"
        self._desk.ended(self, usage)
        await self._tell(lambda: ledger.settle(self.id, usage, now=self._desk.now()))

    async def give_back(self) -> None:
        """Release what was held for a call that never left, or that was surely not charged."""
        ledger = self._desk.ledger
        if self.state != "held" or ledger is None:
            return
        self.state = "ended"
        self._desk.ended(self, Usage())
        await self._tell(lambda: ledger.release(self.id, now=self._desk.now()))

    async def _tell(self, tell: Callable[[], Awaitable[None]]) -> None:
        """Tell the ledger, and go on trying for a while if it does not answer.

        Whatever goes wrong here, the call's answer is not lost for it: a hold that nobody ends ends by itself.
        """
        for number in range(_TRIES):
            try:
                await tell()
            except StoreConflict:
                # The person was forgotten meanwhile; nobody's budget is left to book it to.
                return
            except StoreError:
                if self._desk.ledger is None or self._desk.ledger.in_process:
                    return
                await self._desk.again(0.1 * 4**number)
            except Exception:  # noqa: BLE001 - a ledger that was closed meanwhile, or is broken
                return
            else:
                return


def _whose(account: Account, plan: Plan, now: datetime) -> tuple[str, str, str]:
    """Give whose budget it is, in which window: a new one begins with all of it."""
    return (account.subject.id, plan.name, window_at(plan.window, account.zone, now).label)


def _can_be_booked(usage: Usage) -> bool:
    return (
        usage.input_tokens >= 0
        and usage.output_tokens >= 0
        and usage.tokens <= MOST_HELD
        and 0 <= usage.cost_micro_usd <= MOST_HELD
    )
