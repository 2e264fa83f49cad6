"""What a hostile reader of the gateway tried: no way around a hold, no answer lost, no wait past the deadline."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest
from gateway_cases import ANNA, NOW, PLAN, PLANS, PRICE, Priced, asked, balance

from auren.clock import FrozenClock, SimulatedClock
from auren.errors import BudgetExceeded, ConfigurationError, DeadlineExceeded, GatewayUnavailable
from auren.gateway import Gateway
from auren.gateway.budgets import InMemoryLedger, Plans
from auren.gateway.limits import InMemoryLimiter
from auren.gateway.retries import Hedging, Retries
from auren.gateway.routing import Candidate, Choice, Ranking
from auren.gateway.tracking import usage_of
from auren.inference import Account, Completion, ModelRequest, ModelTraits, Plan, Price, Rate, Reservation, Usage
from auren.ports import Model
from auren.ports.ledger import Balance
from auren.ports.limiter import RateLimit

ONCE = Retries(attempts=1)
SOON = 2.0


def gateway(*models: Model, ledger: InMemoryLedger | None, **options: object) -> Gateway:
    given: dict[str, object] = {"plans": PLANS, "clock": FrozenClock(NOW), "retries": ONCE, "breaker": None, **options}
    return Gateway(list(models), ledger=ledger, **given)  # type: ignore[arg-type]


class Unsaid(Priced):
    """Says nothing of what it used."""

    async def _complete(self, request: ModelRequest) -> Completion:
        return Completion("You slept well.", self.name)


class Broken(InMemoryLedger):
    """Fails at the end of a call with an error that nobody foresaw."""

    async def _settle(self, reservation_id: str, usage: Usage, now: object) -> None:
        raise RuntimeError("no ledger should")


class Steps(Priced):
    """Lets others work between its words."""

    async def _complete(self, request: ModelRequest) -> Completion:
        found = await super()._complete(request)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return found


class Vectors(Priced):
    """Embeds, and charges for it."""

    embedded = 0

    async def _embed(self, texts: Sequence[str]) -> list[list[float]]:
        self.embedded += 1
        return [[1.0] for _ in texts]


class TestNothingGoesAroundAHold:
    async def test_usage_that_a_model_left_out_settles_at_the_bound(self) -> None:
        ledger = InMemoryLedger()
        async with gateway(Unsaid(), ledger=ledger) as opened:
            await opened.complete(asked())
            after = await balance(ledger)
        assert after.spent_micro_usd == after.uncertain_micro_usd > 100

    async def test_ids_that_repeat_do_not_let_a_call_leave_without_a_hold(self) -> None:
        ledger, model = InMemoryLedger(), Priced()
        async with gateway(model, ledger=ledger, new_id=lambda: "1") as opened:
            await opened.complete(asked())
            await opened.complete(asked())
            assert (await balance(ledger)).spent_micro_usd == 280

    @pytest.mark.parametrize("usage", [Usage(-5, 20), Usage(2**40, 20), Usage(10, 10, cost_micro_usd=-1)])
    async def test_usage_that_cannot_be_true_settles_at_the_bound_and_loses_no_answer(self, usage: Usage) -> None:
        ledger = InMemoryLedger()
        async with gateway(Priced(usage=usage), ledger=ledger) as opened:
            completion = await opened.complete(asked())
            after = await balance(ledger)
            assert completion.text
            assert after.held_micro_usd == 0
            assert after.spent_micro_usd == after.uncertain_micro_usd > 100

            @opened.track_tokens(ANNA, model="priced", input_tokens=10, max_tokens=10, price=PRICE)
            async def call() -> Usage:
                return usage

            assert await call() == usage
            assert (await balance(ledger)).spent_micro_usd == after.spent_micro_usd + 30

    async def test_embeddings_that_cost_are_not_made_around_the_ledger(self) -> None:
        model = Vectors()
        async with gateway(model, ledger=InMemoryLedger()) as opened:
            with pytest.raises(ConfigurationError, match="track_tokens"):
                await opened.embed(["a"])
        assert model.embedded == 0
        free = Vectors(traits=ModelTraits(price=Price(0, 0)))
        async with gateway(free, ledger=InMemoryLedger()) as opened:
            assert await opened.embed(["a"]) == [[1.0]]
        async with gateway(model, ledger=None) as opened:
            assert await opened.embed(["a"]) == [[1.0]]

    async def test_one_ledger_on_two_levels_would_book_twice(self) -> None:
        ledger = InMemoryLedger()
        inner = gateway(Priced(), ledger=ledger)
        with pytest.raises(ConfigurationError, match="twice"):
            gateway(inner, ledger=ledger)
        with pytest.raises(ConfigurationError, match="twice"):
            gateway(gateway(inner, ledger=None), ledger=ledger)

    async def test_a_long_call_of_a_gateway_within_is_held_at_its_dearer_price(self) -> None:
        ledger = InMemoryLedger()
        long = Priced(traits=ModelTraits(price=Price(1_000_000, 2_000_000, beyond=(50, Price(4_000_000, 8_000_000)))))
        inner = gateway(long, ledger=None)
        assert inner.traits.price is not None
        async with gateway(inner, ledger=ledger) as opened:
            before = await opened.complete(asked())
            assert before.usage.cost_micro_usd == 4 * 100 + 8 * 20
        poor = Plans([Plan("pioneer", limit_micro_usd=500)])
        async with gateway(gateway(long, ledger=None), ledger=InMemoryLedger(), plans=poor) as opened:
            with pytest.raises(BudgetExceeded):
                await opened.complete(asked())

    @pytest.mark.parametrize("count", [-1_000, 0])
    async def test_a_count_that_cannot_be_true_makes_no_bound(self, count: int) -> None:
        model, poor = Priced(counts=count), Plans([Plan("pioneer", limit_micro_usd=150)])
        async with gateway(model, ledger=InMemoryLedger(), plans=poor) as opened:
            with pytest.raises(BudgetExceeded):
                await opened.complete(asked())
        assert model.asked == []

    async def test_a_budget_that_is_used_up_is_said_even_where_nobody_can_count(self) -> None:
        class Uncounted(Priced):
            async def _count_tokens(self, request: ModelRequest) -> int | None:
                raise GatewayUnavailable("nobody there")

        poor = Plans([Plan("pioneer", limit_micro_usd=150)])
        async with gateway(Uncounted(), ledger=InMemoryLedger(), plans=poor) as opened:
            with pytest.raises(BudgetExceeded):
                await opened.complete(asked())

    async def test_a_prompt_of_no_tokens_is_no_usage(self) -> None:
        said = usage_of({"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0})
        assert not said.exact
        assert usage_of({"input_tokens": 0, "output_tokens": 3, "cache_read_input_tokens": 50}).exact

    async def test_a_request_counts_once_however_slow_the_limiter_is(self) -> None:
        class Waiting(InMemoryLimiter):
            def __init__(self) -> None:
                super().__init__()
                self.taken: list[str] = []
                self.let_go = asyncio.Event()

            async def _acquire(self, limits: Sequence[RateLimit], now: datetime) -> None:
                self.taken.extend(limit.scope for limit in limits)
                await self.let_go.wait()

        limiter, clock = Waiting(), SimulatedClock(NOW)
        plans = Plans([Plan("pioneer", rate=Rate(100, 1.0))])
        models = Priced(name="first"), Priced(name="second")
        options = {"limiter": limiter, "plans": plans, "clock": clock, "hedging": Hedging(after_s=0.1)}
        async with gateway(*models, ledger=None, **options) as opened:
            asking = asyncio.create_task(opened.complete(asked()))
            await until(lambda: bool(limiter.taken))
            clock.move_by(timedelta(seconds=1))
            await until(lambda: len(limiter.taken) > 1)
            limiter.let_go.set()
            await asking
        assert limiter.taken == ["person"]


class TestNoAnswerIsLost:
    @pytest.mark.parametrize("stream", [False, True])
    async def test_when_the_person_is_forgotten_meanwhile(self, *, stream: bool) -> None:
        ledger, model = InMemoryLedger(), Priced(waits=True)
        async with gateway(model, ledger=ledger) as opened:
            asking = asyncio.create_task(heard(opened, stream=stream))
            await model.under_way.wait()
            await opened.forget(ANNA.subject)
            model.let_go.set()
            async with asyncio.timeout(SOON):
                assert await asking == "You slept well."

    async def test_when_the_gateway_is_closed_meanwhile(self) -> None:
        ledger, model = InMemoryLedger(), Priced(waits=True)
        opened = await gateway(model, ledger=ledger).open()
        asking = asyncio.create_task(heard(opened, stream=False))
        await model.under_way.wait()
        await opened.close()
        model.let_go.set()
        async with asyncio.timeout(SOON):
            assert await asking == "You slept well."
        async with ledger:
            await ledger.balance(ANNA, PLAN, now=NOW)
            late = await ledger.balance(ANNA, PLAN, now=NOW + timedelta(seconds=901))
        assert late.held_micro_usd == 0
        assert late.uncertain_micro_usd > 0

    @pytest.mark.parametrize("shared", [False, True])
    async def test_when_the_ledger_fails_as_nobody_foresaw(self, *, shared: bool) -> None:
        ledger = Broken()
        ledger.in_process = not shared  # type: ignore[misc]
        async with gateway(Priced(), ledger=ledger) as opened:
            assert await heard(opened, stream=False) == "You slept well."

    async def test_when_what_a_client_says_it_used_cannot_be_read(self) -> None:
        class Answer:
            @property
            def usage(self) -> object:
                raise RuntimeError("no usage")

        ledger, answer = InMemoryLedger(), Answer()
        async with gateway(Priced(), ledger=ledger) as opened:

            @opened.track_tokens(ANNA, model="priced", input_tokens=10, max_tokens=10, price=PRICE)
            async def call() -> Answer:
                return answer

            assert await call() is answer
            assert (await balance(ledger)).uncertain_micro_usd == 30


class Far(InMemoryLedger):
    """Lets others work at each step, as a server does."""

    in_process = False

    async def _reserve(self, account: Account, plan: Plan, reservation: Reservation, now: datetime) -> Balance:
        await asyncio.sleep(0)
        found = await super()._reserve(account, plan, reservation, now)
        await asyncio.sleep(0)
        return found

    async def _sent(self, reservation_id: str, now: datetime) -> None:
        await asyncio.sleep(0)
        await super()._sent(reservation_id, now)
        await asyncio.sleep(0)

    async def _settle(self, reservation_id: str, usage: Usage, now: datetime) -> None:
        await asyncio.sleep(0)
        await super()._settle(reservation_id, usage, now)
        await asyncio.sleep(0)

    async def _release(self, reservation_id: str, now: datetime) -> None:
        await asyncio.sleep(0)
        await super()._release(reservation_id, now)
        await asyncio.sleep(0)


class TestCancelledAnywhere:
    @pytest.mark.parametrize("stream", [False, True])
    @pytest.mark.parametrize("hedged", [False, True])
    @pytest.mark.parametrize("step", range(1, 40))
    async def test_nothing_stays_held_and_what_left_is_paid_for(self, step: int, *, hedged: bool, stream: bool) -> None:
        ledger = Far()
        models = Steps(name="first"), Steps(name="second")
        options: dict[str, object] = {"hedging": Hedging(after_s=0.0)} if hedged else {}
        async with gateway(*models, ledger=ledger, **options) as opened:
            asking = asyncio.create_task(heard(opened, stream=stream))
            for _ in range(step):
                await asyncio.sleep(0)
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
            await until(lambda: False)
            after = await balance(ledger)
        left = sum(len(model.asked) for model in models)
        assert after.held_micro_usd == 0
        assert (after.spent_micro_usd > 0) == (left > 0)
        assert after.spent_micro_usd >= 100 * left


class TestTheDeadline:
    async def test_holds_for_a_count_that_does_not_end(self) -> None:
        class Endless:
            async def bound(self, request: ModelRequest) -> int:
                await asyncio.Event().wait()
                return 0

        clock = SimulatedClock(NOW)
        request = ModelRequest(asked().messages, account=ANNA, deadline=NOW + timedelta(seconds=1))
        async with gateway(Priced(), ledger=InMemoryLedger(), clock=clock, tokens=Endless()) as opened:
            asking = asyncio.create_task(opened.complete(request))
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            clock.move_by(timedelta(seconds=2))
            async with asyncio.timeout(SOON):
                with pytest.raises(DeadlineExceeded):
                    await asking


class Named:
    """A policy that answers with places of its own choosing."""

    def __init__(self, *places: int) -> None:
        self._places = places
        self.shares: list[float] = []

    def rank(self, request: ModelRequest, candidates: Sequence[Candidate], *, plan: Plan | None, share_left: float) -> Ranking:
        self.shares.append(share_left)
        return Ranking(tuple(Choice(Candidate(place, "x", ModelTraits()), "told so") for place in self._places))


class TestPolicies:
    async def test_a_model_that_is_named_twice_is_asked_once(self) -> None:
        model = Priced(GatewayUnavailable("x"))
        async with gateway(model, ledger=None, policy=Named(0, 0, 0)) as opened:
            with pytest.raises(GatewayUnavailable):
                await opened.complete(asked())
        assert len(model.asked) == 1

    @pytest.mark.parametrize("place", [1, -1])
    async def test_a_model_that_is_not_there_is_said_to_be_the_policys_fault(self, place: int) -> None:
        async with gateway(Priced(), ledger=None, policy=Named(place)) as opened:
            with pytest.raises(ConfigurationError, match="Named"):
                await opened.complete(asked())

    async def test_a_new_window_begins_with_all_of_the_budget(self) -> None:
        clock, policy = SimulatedClock(NOW), Named(0)
        plans = Plans([Plan("pioneer", limit_micro_usd=10_000, window="day")])
        model = Priced(usage=Usage(4_000, 500))
        async with gateway(model, ledger=InMemoryLedger(), clock=clock, plans=plans, policy=policy) as opened:
            await opened.complete(asked())
            await opened.complete(asked())
            clock.move_by(timedelta(hours=10, minutes=59))
            with pytest.raises(BudgetExceeded):
                await opened.complete(asked())
            clock.move_by(timedelta(minutes=2))
            await opened.complete(asked())
        # Anna's day turns at 23:00 UTC.
        assert policy.shares == [1.0, 0.5, 0.0, 1.0]


class TestReplicas:
    async def test_that_join_at_once_get_names_of_their_own(self) -> None:
        class Slow(Priced):
            async def _open(self) -> None:
                await asyncio.sleep(0)

        async with gateway(ledger=None) as opened:
            await asyncio.gather(*(opened.join(Slow(name="replica")) for _ in range(3)))
            assert repr(opened) == "Gateway([replica, replica#2, replica#3])"


async def until(true: Callable[[], bool]) -> None:
    """Let others work for a while, or until something is true."""
    for _ in range(50):
        if true():
            return
        await asyncio.sleep(0)


async def heard(opened: Gateway, *, stream: bool, account: Account = ANNA) -> str:
    """Give what a gateway says."""
    if not stream:
        return (await opened.complete(asked(account=account))).text
    return "".join([piece.text async for piece in opened.stream(asked(account=account))]).strip()
