"""One call of one model: admitted, limited, held, sent, and settled whatever becomes of it."""

from __future__ import annotations

from collections.abc import Awaitable
from contextlib import suppress
from datetime import datetime
from types import TracebackType
from typing import Self

from auren.errors import GatewayError
from auren.gateway._deadline import Deadline
from auren.gateway._desk import BoundTooHigh, Desk, Hold, Once
from auren.gateway._meters import Meters
from auren.gateway._passes import Turn
from auren.gateway.breakers import Permit
from auren.inference import Completion, ModelRequest, Plan, Usage

__all__ = ["Call"]


class Call:
    """Goes around the use of a model, as an asynchronous context.

    Args:
        desk: where it is paid for.
        meters: where it is measured.
        turn: whom it goes to.
        request: what is asked.
        deadline: of the request.
        plan: that it falls under; None where nobody is held to one.
        once: whether the request has been counted against rates already.
        id: of its reservation; no other call has it.
        input_tokens: the most tokens that the request has.
        stream: whether the answer comes in pieces.
    """

    __slots__ = (
        "_began",
        "_completion",
        "_deadline",
        "_desk",
        "_endpoint",
        "_first_s",
        "_hold",
        "_id",
        "_input_tokens",
        "_meters",
        "_once",
        "_permit",
        "_plan",
        "_request",
        "_stream",
        "_turn",
    )

    def __init__(
        self,
        desk: Desk,
        meters: Meters,
        turn: Turn,
        request: ModelRequest,
        *,
        deadline: Deadline,
        plan: Plan | None,
        once: Once,
        id: str,
        input_tokens: int,
        stream: bool,
    ) -> None:
        self._desk = desk
        self._meters = meters
        self._turn = turn
        self._endpoint = turn.endpoint
        self._request = request
        self._deadline = deadline
        self._plan = plan
        self._once = once
        self._id = id
        self._input_tokens = input_tokens
        self._stream = stream
        self._permit: Permit | None = None
        self._hold: Hold | None = None
        self._completion: Completion | None = None
        self._first_s: float | None = None

    async def __aenter__(self) -> Self:
        self._began = self._desk.now()
        await self._deadline.bounding(self._begin(self._began))
        self._endpoint.in_flight += 1
        return self

    async def _begin(self, now: datetime) -> None:
        desk, endpoint, request = self._desk, self._endpoint, self._request
        if endpoint.breaker is not None:
            self._permit = await endpoint.breaker.admit(now, lone=self._turn.lone, whole=not self._stream)
        try:
            if desk.limiter is not None:
                rate = endpoint.rate
                await desk.acquire(request.account, self._plan, endpoint.name, rate, once=self._once, now=now)
            self._hold = await self._held()
        except BaseException:
            if self._permit is not None:
                self._permit.abandoned()
            raise

    async def _held(self) -> Hold:
        try:
            return await self._hold_for(self._input_tokens)
        except BoundTooHigh:
            # The bound is wide. Only where it does not fit is it worth asking the endpoint how many tokens there really are.
            tokens = None
            with suppress(GatewayError):
                tokens = await self._endpoint.model.count_tokens(self._request)
            if tokens is None or not 0 < tokens < self._input_tokens:
                raise
            return await self._hold_for(tokens)

    def _hold_for(self, input_tokens: int) -> Awaitable[Hold]:
        endpoint, request, today = self._endpoint, self._request, self._began.date()
        bound = endpoint.bound(request, input_tokens, today)
        return self._desk.hold(
            request.account, self._plan, id=self._id, model=endpoint.name, price=endpoint.price(today), bound=bound
        )

    def spoke(self) -> None:
        """Note that a piece of a streamed answer has come."""
        if self._first_s is None:
            now = self._desk.now()
            self._first_s = self._seconds(now)
            self._endpoint.spoke_after(self._first_s, now)
            if self._permit is not None:
                self._permit.first_token(self._first_s)

    def answered(self, completion: Completion) -> Completion:
        """Give the answer with what it cost."""
        if self._hold is not None:
            usage = self._hold.priced(completion.usage)
            if usage is not completion.usage:
                completion = completion.using(usage)
        self._completion = completion
        return completion

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._endpoint.in_flight -= 1
        now = self._desk.now()
        seconds = self._seconds(now)
        self._meters.ended(
            self._endpoint.name,
            seconds=seconds,
            first_s=self._first_s,
            error="" if kind is None or self._completion is not None else kind.__name__,
        )
        self._tell_breaker(error, seconds, now)
        await self._settle(error)

    def _tell_breaker(self, error: BaseException | None, seconds: float, now: datetime) -> None:
        permit = self._permit
        if permit is None:
            return
        if self._completion is not None:
            permit.succeeded(now, seconds)
        elif error is not None:
            permit.raised(error, now)
        else:
            permit.failed(now)

    async def _settle(self, error: BaseException | None) -> None:
        hold = self._hold
        if hold is None:
            return
        if self._completion is not None:
            usage = self._completion.usage
            self._meters.used(self._endpoint.name, usage)
            if hold.state == "none":
                return
            await self._desk.conclude(hold.settle(usage))
        elif isinstance(error, GatewayError) and error.unbilled:
            await self._desk.conclude(hold.give_back())
        else:
            # It was sent, and may have been charged in full.
            self._meters.used(self._endpoint.name, Usage(cost_micro_usd=hold.bound.cost_micro_usd, exact=False))
            await self._desk.conclude(hold.settle(hold.bound))

    def _seconds(self, now: datetime) -> float:
        return max(0.0, (now - self._began).total_seconds())
