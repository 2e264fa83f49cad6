"""Whatever an endpoint does wrong, the person is answered or told, nothing stays held, and no character comes twice.

`python -m benchmarks.faults` measures the same cells against the clock.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from benchmarks._fault_stub import ANSWER, FaultServer, nobody, serving_faults
from benchmarks.faults import ACCOUNT, EXPECTED, PLAN, TRAITS, Cell, Outcome, adds_up, ask, settled

from auren.clock import FrozenClock, SimulatedClock
from auren.errors import CircuitOpen, DeadlineExceeded, GatewayTimeout, GatewayUnavailable
from auren.gateway import Gateway, OpenAIModel, Plans, ScriptedModel
from auren.gateway.budgets import InMemoryLedger
from auren.gateway.retries import Hedging, Retries
from auren.inference import ChatMessage, ModelRequest
from auren.ports.ledger import Balance

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
DEADLINE = NOW + timedelta(seconds=30)
REQUEST = ModelRequest((ChatMessage("user", "How did I sleep?"),), max_tokens=50, account=ACCOUNT, deadline=DEADLINE)
AT_ONCE = Retries(first_wait_s=0.0)
SHORT_S = 0.05
"""Real seconds that an endpoint has which says nothing: the time limit of a model is no matter of the gateway's clock."""


class Sleepy(SimulatedClock):
    """Goes straight to the instant that somebody waits for, unless it is the deadline."""

    async def sleep_until(self, instant: datetime) -> None:
        if instant < DEADLINE:
            self.move_to(max(instant, self.now()))
        else:
            await super().sleep_until(instant)


@pytest.fixture
async def server() -> AsyncIterator[FaultServer]:
    async def for_good() -> None:
        await asyncio.Event().wait()

    async with serving_faults(for_good) as running:
        yield running


def model(server: FaultServer, fault: str, name: str, refusing: int, *, timeout_s: float) -> OpenAIModel:
    url = f"http://127.0.0.1:{refusing}/v1" if fault == "refused" else server.url(fault)
    return OpenAIModel(url, model=name, traits=TRAITS, timeout_s=timeout_s)


def silent_for_good(cell: Cell) -> bool:
    """Tell whether it takes the deadline, or the person's leaving, to end the cell."""
    return cell.fault == "cancelled" or (cell.fault == "slow_tokens" and cell.stream)


async def come_of(cell: Cell, gateway: Gateway, server: FaultServer, clock: SimulatedClock) -> Outcome:
    asking = asyncio.ensure_future(ask(gateway, REQUEST, stream=cell.stream))
    if silent_for_good(cell):
        await server.silent.wait()
        if cell.fault == "cancelled":
            asking.cancel()
        else:
            clock.move_to(DEADLINE)
    try:
        return await asking
    except asyncio.CancelledError:
        return Outcome("cancelled")


@pytest.mark.parametrize(
    "cell", EXPECTED, ids=lambda cell: f"{cell.fault}-{'stream' if cell.stream else 'complete'}-{cell.endpoints}"
)
async def test_every_fault(cell: Cell, server: FaultServer) -> None:
    fault = "slow_tokens" if cell.fault == "cancelled" else cell.fault
    timeout_s = SHORT_S if cell.fault.startswith("slow") and not silent_for_good(cell) else 30.0
    clock, ledger = Sleepy(NOW), InMemoryLedger()
    with nobody() as refusing:
        models = [model(server, fault, "first", refusing, timeout_s=timeout_s)]
        if cell.endpoints == 2:
            models.append(model(server, "good", "second", refusing, timeout_s=30.0))
        async with Gateway(models, ledger=ledger, plans=Plans([PLAN]), clock=clock, retries=AT_ONCE) as gateway:
            before = await ledger.balance(ACCOUNT, PLAN, now=NOW)
            outcome = await come_of(cell, gateway, server, clock)
            after = await ledger.balance(ACCOUNT, PLAN, now=NOW)
    assert outcome.what in EXPECTED[cell].split(" or ")
    assert not outcome.doubled()
    assert (after.held_micro_usd, after.held_tokens) == (0, 0)
    assert adds_up(after)
    assert settled(cell, before, after, outcome)[1]


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("fault", ["slow_headers", "slow_tokens"])
async def test_the_deadline_ends_what_no_timeout_does(fault: str, stream: bool, server: FaultServer) -> None:
    clock, ledger = SimulatedClock(NOW), InMemoryLedger()
    models = [model(server, fault, "first", 0, timeout_s=600.0), model(server, "good", "second", 0, timeout_s=600.0)]
    async with Gateway(models, ledger=ledger, plans=Plans([PLAN]), clock=clock) as gateway:
        asking = asyncio.ensure_future(ask(gateway, REQUEST, stream=stream))
        await server.silent.wait()
        clock.move_to(DEADLINE - timedelta(microseconds=1))
        for _ in range(5):
            await asyncio.sleep(0)
        assert not asking.done()
        clock.move_to(DEADLINE)
        assert (await asking).what == DeadlineExceeded.__name__
        assert (await ledger.balance(ACCOUNT, PLAN, now=NOW)).held_micro_usd == 0
    assert server.calls["good"] == 0


async def test_an_endpoint_that_asks_to_wait_is_asked_again_after_it(server: FaultServer) -> None:
    clock = Sleepy(NOW)
    async with Gateway([model(server, "limited_once", "first", 0, timeout_s=30.0)], clock=clock, retries=AT_ONCE) as gateway:
        completion = await gateway.complete(REQUEST)
    assert completion.text == ANSWER
    assert clock.now() == NOW + timedelta(seconds=0.1)
    assert completion.failures == ("first: RateLimited, asks to wait 0.1 s",)


async def test_an_endpoint_that_asks_to_wait_for_too_long_is_not_waited_for(server: FaultServer) -> None:
    clock = Sleepy(NOW)
    async with Gateway([model(server, "limited_for_long", "first", 0, timeout_s=30.0)], clock=clock) as gateway:
        with pytest.raises(GatewayUnavailable):
            await gateway.complete(REQUEST)
    assert clock.now() == NOW
    assert server.calls["limited_for_long"] == 1


@pytest.mark.parametrize("stream", [False, True])
async def test_of_two_endpoints_asked_at_once_one_is_heard(stream: bool, server: FaultServer) -> None:
    class Hasty(SimulatedClock):
        async def sleep_until(self, instant: datetime) -> None:
            # The first endpoint has the call, and says nothing, when the second is asked.
            await (server.silent.wait() if instant < DEADLINE else super().sleep_until(instant))

    ledger = InMemoryLedger()
    models = [model(server, "slow_headers", "first", 0, timeout_s=600.0), model(server, "good", "second", 0, timeout_s=600.0)]
    async with Gateway(models, ledger=ledger, plans=Plans([PLAN]), clock=Hasty(NOW), hedging=Hedging(after_s=1.0)) as gateway:
        outcome = await ask(gateway, REQUEST, stream=stream)
        after = await ledger.balance(ACCOUNT, PLAN, now=NOW)
    assert outcome.text == ANSWER
    assert after.held_micro_usd == 0
    assert settled(Cell("slow_headers", stream, 2), await _untouched(), after, outcome)[1]


async def _untouched() -> Balance:
    async with InMemoryLedger() as ledger:
        return await ledger.balance(ACCOUNT, PLAN, now=NOW)


@pytest.mark.parametrize("endpoints", [1, 2])
@pytest.mark.parametrize("breaker", [False, True])
async def test_total_failure_is_not_made_worse(endpoints: int, breaker: bool) -> None:
    models = [ScriptedModel(lambda _: GatewayTimeout("x"), name=f"broken {number}") for number in range(endpoints)]
    options = {} if breaker else {"breaker": None}
    second_calls = 0
    async with Gateway(models, clock=FrozenClock(NOW), retries=AT_ONCE, **options) as gateway:  # type: ignore[arg-type]

        async def asking() -> None:
            nonlocal second_calls
            with pytest.raises(GatewayUnavailable) as caught:
                await gateway.complete(ModelRequest((ChatMessage("user", "x"),)))
            called = [line for line in caught.value.failures if CircuitOpen.__name__ not in line]
            second_calls += len(called) - len(set(called))

        for _ in range(20):
            await asyncio.gather(*(asking() for _ in range(25)))
    asked = sum(len(model.requests) for model in models)
    assert second_calls <= 500 * 0.2 + 10
    if breaker:
        assert asked < 100 * endpoints
    else:
        assert asked == 500 * endpoints + second_calls
        assert second_calls >= 90
