"""Through the gateway, every call is held before it leaves and settled whatever becomes of it."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from gateway_cases import ANNA, NOW, PLAN, PLANS, PRICE, Priced, asked, balance, unbilled

from auren.clock import FrozenClock, SimulatedClock
from auren.errors import (
    BudgetExceeded,
    ConfigurationError,
    DeadlineExceeded,
    GatewayTimeout,
    GatewayUnavailable,
    RateLimited,
    StoreUnavailable,
)
from auren.gateway import Gateway
from auren.gateway.budgets import InMemoryLedger, Plans
from auren.gateway.cache import AnswerCache
from auren.gateway.limits import InMemoryLimiter, RedisLimiter
from auren.gateway.retries import Hedging, Retries
from auren.inference import Account, ModelTraits, Plan, Price, Rate, Reservation, Usage
from auren.people import Subject
from auren.ports import Model
from auren.ports.ledger import Balance

ONCE = Retries(attempts=1)


def gateway(*models: Model, ledger: InMemoryLedger, **options: object) -> Gateway:
    """Give a gateway with a budget, at a clock that stands."""
    given: dict[str, object] = {"plans": PLANS, "clock": FrozenClock(NOW), "retries": ONCE, "breaker": None, **options}
    return Gateway(list(models), ledger=ledger, **given)  # type: ignore[arg-type]


class TestSettling:
    async def test_an_answer_costs_what_was_used(self) -> None:
        ledger = InMemoryLedger()
        async with gateway(Priced(), ledger=ledger) as opened:
            completion = await opened.complete(asked())
            assert completion.usage.cost_micro_usd == 100 + 2 * 20
            assert (await balance(ledger)).spent_micro_usd == 140
            pieces = [piece async for piece in opened.stream(asked())]
            assert pieces[-1].completion is not None
            assert (await balance(ledger)).spent_micro_usd == 280
            assert (await balance(ledger)).held_micro_usd == 0

    async def test_a_call_under_way_is_held_at_its_bound(self) -> None:
        ledger, model = InMemoryLedger(), Priced(waits=True)
        async with gateway(model, ledger=ledger) as opened:
            asking = asyncio.create_task(opened.complete(asked(max_tokens=50)))
            await model.under_way.wait()
            held = await balance(ledger)
            assert held.spent_micro_usd == 0
            assert held.held_micro_usd >= len("How did I sleep?") + 2 * 50
            model.let_go.set()
            await asking
            assert (await balance(ledger)).held_micro_usd == 0

    async def test_usage_that_was_not_said_settles_at_the_bound_and_is_uncertain(self) -> None:
        ledger = InMemoryLedger()
        model = Priced(usage=Usage(3, 4, exact=False))
        async with gateway(model, ledger=ledger) as opened:
            completion = await opened.complete(asked(max_tokens=50))
        async with ledger:
            after = await balance(ledger)
        assert after.spent_micro_usd == after.uncertain_micro_usd == completion.usage.cost_micro_usd > 100
        assert not completion.usage.exact

    @pytest.mark.parametrize("stream", [False, True])
    async def test_a_call_that_was_surely_not_charged_gives_all_back(self, *, stream: bool) -> None:
        ledger = InMemoryLedger()
        async with gateway(Priced(unbilled(GatewayUnavailable("x"))), ledger=ledger) as opened:
            with pytest.raises(GatewayUnavailable):
                await _heard(opened, stream=stream)
            assert (await balance(ledger)).remaining_micro_usd == 10_000

    @pytest.mark.parametrize("stream", [False, True])
    async def test_a_call_that_may_have_been_charged_settles_at_its_bound(self, *, stream: bool) -> None:
        ledger = InMemoryLedger()
        async with gateway(Priced(GatewayTimeout("x")), ledger=ledger) as opened:
            with pytest.raises(GatewayUnavailable):
                await _heard(opened, stream=stream)
            after = await balance(ledger)
        assert after.held_micro_usd == 0
        assert after.spent_micro_usd == after.uncertain_micro_usd > 100

    async def test_a_cancelled_call_settles_at_its_bound(self) -> None:
        ledger, model = InMemoryLedger(), Priced(waits=True)
        async with gateway(model, ledger=ledger) as opened:
            asking = asyncio.create_task(opened.complete(asked()))
            await model.under_way.wait()
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking
            after = await balance(ledger)
        assert after.held_micro_usd == 0
        assert after.uncertain_micro_usd == after.spent_micro_usd > 0

    async def test_a_stream_that_is_left_settles_at_its_bound(self) -> None:
        ledger = InMemoryLedger()
        async with gateway(Priced(), ledger=ledger) as opened:
            pieces = opened.stream(asked())
            await anext(pieces)
            await pieces.aclose()
            after = await balance(ledger)
        assert after.held_micro_usd == 0
        assert after.uncertain_micro_usd > 100

    async def test_each_try_is_paid_for(self) -> None:
        ledger = InMemoryLedger()
        first, second = Priced(GatewayTimeout("x"), name="first"), Priced(name="second")
        async with gateway(first, second, ledger=ledger) as opened:
            await opened.complete(asked())
            after = await balance(ledger)
        assert after.spent_micro_usd == 140 + after.uncertain_micro_usd
        assert after.uncertain_micro_usd > 100

    async def test_the_deadline_is_kept_while_the_ledger_is_slow(self) -> None:
        class Slow(InMemoryLedger):
            async def _reserve(self, account: Account, plan: Plan, reservation: Reservation, now: datetime) -> Balance:
                await asyncio.Event().wait()
                raise AssertionError

        clock = SimulatedClock(NOW)
        async with gateway(Priced(), ledger=Slow(), clock=clock) as opened:
            request = asked()
            late = type(request)(request.messages, account=ANNA, deadline=NOW + timedelta(seconds=1))
            asking = asyncio.create_task(opened.complete(late))
            for _ in range(10):
                await asyncio.sleep(0)
            clock.move_by(timedelta(seconds=1))
            with pytest.raises(DeadlineExceeded):
                await asking


class TestRefusing:
    async def test_a_budget_that_does_not_cover_the_bound(self) -> None:
        ledger, model = InMemoryLedger(), Priced()
        async with gateway(model, ledger=ledger) as opened:
            with pytest.raises(BudgetExceeded):
                await opened.complete(asked(max_tokens=6000))
            assert (await balance(ledger)).remaining_micro_usd == 10_000
        assert model.asked == []

    async def test_a_cheaper_model_may_fit(self) -> None:
        ledger = InMemoryLedger()
        cheap = Priced(name="cheap", traits=ModelTraits(price=Price(1, 1)))
        async with gateway(Priced(name="dear"), cheap, ledger=ledger) as opened:
            completion = await opened.complete(asked(max_tokens=6000))
        assert completion.model == "cheap"
        assert completion.failures[0].startswith("dear: ")

    async def test_the_cheapest_comes_first_once_the_budget_runs_low(self) -> None:
        ledger = InMemoryLedger()
        cheap = Priced(name="cheap", traits=ModelTraits(price=Price(1, 1)))
        dear = Priced(name="dear", usage=Usage(3000, 2200))
        async with gateway(dear, cheap, ledger=ledger) as opened:
            assert (await opened.complete(asked(max_tokens=2200))).model == "dear"
            after = await opened.complete(asked())
        assert after.model == "cheap"
        assert "less than 30 % of the budget is left" in after.route[-1]

    async def test_an_exact_count_is_asked_for_when_the_wide_bound_does_not_fit(self) -> None:
        text = "a" * 9_990
        for counts, fits in ((50, True), (None, False), (9_990, False)):
            ledger = InMemoryLedger()
            async with gateway(Priced(counts=counts), ledger=ledger) as opened:
                if fits:
                    await opened.complete(asked(text))
                else:
                    with pytest.raises(BudgetExceeded):
                        await opened.complete(asked(text))

    async def test_without_an_account_nothing_is_asked(self) -> None:
        async with gateway(Priced(), ledger=InMemoryLedger()) as opened:
            with pytest.raises(ConfigurationError, match="without an account"):
                await opened.complete(asked(account=None))

    def test_a_gateway_that_could_not_hold_anybody_to_a_budget(self) -> None:
        with pytest.raises(ConfigurationError, match="without plans"):
            Gateway([], ledger=InMemoryLedger())
        with pytest.raises(ConfigurationError, match="Nobody knows what 'priced' costs"):
            gateway(Priced(traits=ModelTraits()), ledger=InMemoryLedger())
        with pytest.raises(ConfigurationError, match="without a limiter"):
            Gateway([Priced()], rates={"priced": Rate(1, 1)})
        with pytest.raises(ConfigurationError, match="no model of this gateway"):
            Gateway([Priced()], rates={"other": Rate(1, 1)}, limiter=InMemoryLimiter())

    async def test_sixty_four_at_once_never_spend_more_than_there_is(self) -> None:
        ledger = InMemoryLedger()
        model = Priced(usage=Usage(100, 50))
        async with gateway(model, ledger=ledger) as opened:
            answers = await asyncio.gather(*(opened.complete(asked(max_tokens=100)) for _ in range(64)), return_exceptions=True)
            after = await balance(ledger)
        good = [answer for answer in answers if not isinstance(answer, BaseException)]
        assert all(isinstance(answer, BudgetExceeded) for answer in answers if isinstance(answer, BaseException))
        assert after.spent_micro_usd == 200 * len(good) <= 10_000
        assert len(good) == len(model.asked) > 0

    async def test_a_plan_says_which_models_it_includes(self) -> None:
        plans = Plans([Plan("pioneer", models=frozenset({"health"}))])
        own = Priced(name="own", traits=ModelTraits(price=PRICE, tags=frozenset({"health"})))
        async with gateway(Priced(name="other"), own, ledger=InMemoryLedger(), plans=plans) as opened:
            completion = await opened.complete(asked())
        assert completion.model == "own"
        assert completion.route[0] == "other: left out, the plan does not include it"


class TestDeadLedger:
    async def test_nothing_is_sent_without_a_hold(self) -> None:
        class Dead(InMemoryLedger):
            async def _reserve(self, account: Account, plan: Plan, reservation: Reservation, now: datetime) -> Balance:
                raise StoreUnavailable("gone")

        model = Priced()
        async with gateway(model, ledger=Dead()) as opened:
            with pytest.raises(StoreUnavailable):
                await opened.complete(asked())
        assert model.asked == []

    async def test_an_answer_is_not_lost_when_the_ledger_dies_before_it_is_settled(self) -> None:
        class Dying(InMemoryLedger):
            dead = True
            in_process = False

            async def _settle(self, reservation_id: str, usage: Usage, now: datetime) -> None:
                if self.dead:
                    raise StoreUnavailable("gone")
                await super()._settle(reservation_id, usage, now)

        ledger, clock = Dying(), SimulatedClock(NOW)
        async with gateway(Priced(), ledger=ledger, clock=clock) as opened:
            assert (await opened.complete(asked())).text == "You slept well."
            assert (await balance(ledger)).held_micro_usd > 0
            ledger.dead = False
            clock.move_by(timedelta(seconds=1))
            for _ in range(10):
                await asyncio.sleep(0)
            assert (await balance(ledger)).spent_micro_usd == 140
            assert (await balance(ledger)).held_micro_usd == 0


class TestRates:
    async def test_a_persons_rate_ends_the_request(self) -> None:
        plans = Plans([Plan("pioneer", rate=Rate(2, 60.0))])
        limiter = InMemoryLimiter()
        first, second = Priced(name="first"), Priced(name="second")
        async with Gateway(
            [first, second],
            plans=plans,
            limiter=limiter,
            clock=FrozenClock(NOW),
            retries=ONCE,
        ) as opened:
            assert (await opened.complete(asked())).model == "first"
            assert (await opened.complete(asked())).model == "first"
            with pytest.raises(RateLimited) as caught:
                await opened.complete(asked())
        assert caught.value.scope == "person"
        assert caught.value.retry_after_s is not None
        assert 0 < caught.value.retry_after_s <= 30

    async def test_a_models_rate_leads_on(self) -> None:
        models = [Priced(name="first"), Priced(name="second")]
        rates = {"first": Rate(1, 60.0)}
        async with Gateway(models, limiter=InMemoryLimiter(), rates=rates, clock=FrozenClock(NOW), retries=ONCE) as opened:
            assert [(await opened.complete(asked())).model for _ in range(2)] == ["first", "second"]

    @pytest.mark.parametrize("limiter", ["in memory", "redis"])
    async def test_of_several_limits_the_persons_ends_the_request_and_the_models_leads_on(
        self, limiter: str, request: pytest.FixtureRequest
    ) -> None:
        plans = Plans([Plan("pioneer", rate=Rate(2, 60.0))])
        limits = InMemoryLimiter() if limiter == "in memory" else RedisLimiter(request.getfixturevalue("valkey_url"))
        models = [Priced(name="first"), Priced(name="second")]
        rates = {"first": Rate(1, 60.0)}
        async with Gateway(
            models, plans=plans, limiter=limits, rates=rates, clock=FrozenClock(NOW), retries=ONCE, breaker=None
        ) as opened:
            assert [(await opened.complete(asked())).model for _ in range(2)] == ["first", "second"]
            with pytest.raises(RateLimited) as caught:
                await opened.complete(asked())
        assert caught.value.scope == "person"

    async def test_other_people_are_not_held_up(self) -> None:
        plans = Plans([Plan("pioneer", rate=Rate(1, 60.0))])
        async with Gateway([Priced()], plans=plans, limiter=InMemoryLimiter(), clock=FrozenClock(NOW)) as opened:
            await opened.complete(asked())
            await opened.complete(asked(account=Account(Subject("ben"), "pioneer")))


class TestHedging:
    @pytest.mark.parametrize("stream", [False, True])
    async def test_a_second_model_is_asked_beside_a_slow_one_and_both_are_paid_for(self, *, stream: bool) -> None:
        clock, ledger = SimulatedClock(NOW), InMemoryLedger()
        slow, fast = Priced(name="slow", waits=True), Priced("Quickly.", name="fast")
        async with gateway(slow, fast, ledger=ledger, clock=clock, hedging=Hedging(after_s=2.0)) as opened:
            asking = asyncio.create_task(_heard(opened, stream=stream))
            await slow.under_way.wait()
            clock.move_by(timedelta(seconds=2))
            assert await asking == "Quickly."
            after = await balance(ledger)
        assert after.held_micro_usd == 0
        assert after.spent_micro_usd == 140 + after.uncertain_micro_usd
        assert after.uncertain_micro_usd > 100

    async def test_a_fast_model_is_asked_alone(self) -> None:
        slow = Priced(name="other")
        async with gateway(Priced(), slow, ledger=InMemoryLedger(), hedging=Hedging(after_s=2.0)) as opened:
            await opened.complete(asked())
        assert slow.asked == []


class TestCache:
    async def test_the_same_person_gets_the_same_answer_once_paid(self) -> None:
        ledger, model = InMemoryLedger(), Priced()
        async with gateway(model, ledger=ledger, cache=AnswerCache()) as opened:
            first = await opened.complete(asked())
            again = await opened.complete(asked())
            streamed = [piece async for piece in opened.stream(asked())]
            assert (await balance(ledger)).spent_micro_usd == 140
            assert again.text == first.text == "".join(piece.text for piece in streamed)
            assert again.usage == Usage()
            await opened.complete(asked(account=Account(Subject("ben"), "pioneer")))
            assert len(model.asked) == 2
            await opened.forget(Subject("anna"))
            await opened.complete(asked())
        assert len(model.asked) == 3

    async def test_an_answer_is_good_for_a_while(self) -> None:
        clock, model = SimulatedClock(NOW), Priced()
        async with Gateway([model], cache=AnswerCache(ttl_s=60), clock=clock) as opened:
            await opened.complete(asked())
            clock.move_by(timedelta(seconds=61))
            await opened.complete(asked())
        assert len(model.asked) == 2


class TestTracking:
    async def test_the_hosts_own_calls_count_against_the_same_budget(self) -> None:
        ledger = InMemoryLedger()
        async with gateway(Priced(), ledger=ledger) as opened:
            async with opened.track_tokens(ANNA, model="own", input_tokens=200, max_tokens=100, price=PRICE) as call:
                assert (await balance(ledger)).held_micro_usd == 400
                call.used({"prompt_tokens": 50, "completion_tokens": 10})
            assert (await balance(ledger)).spent_micro_usd == 70
            async with opened.track_tokens(ANNA, model="own", input_tokens=200, max_tokens=100, price=PRICE) as call:
                call.unsent()
            assert (await balance(ledger)).spent_micro_usd == 70
            with pytest.raises(KeyError):
                async with opened.track_tokens(ANNA, model="own", input_tokens=200, max_tokens=100, price=PRICE):
                    raise KeyError
            assert (await balance(ledger)).spent_micro_usd == 470
            with pytest.raises(BudgetExceeded):
                async with opened.track_tokens(ANNA, model="own", input_tokens=10**6, max_tokens=1, price=PRICE):
                    raise AssertionError
            with pytest.raises(ConfigurationError, match="Nobody knows what 'own' costs"):
                opened.track_tokens(ANNA, model="own", input_tokens=1, max_tokens=1)

    async def test_as_a_decorator(self) -> None:
        ledger = InMemoryLedger()
        async with gateway(Priced(), ledger=ledger) as opened:

            @opened.track_tokens(lambda account, _: account, model="gpt-4o-mini", input_tokens=100, max_tokens=50)
            async def ask(account: Account, answer: object) -> object:
                return answer

            said = await ask(ANNA, Usage(1_000_000, 0))
            assert said == Usage(1_000_000, 0)
            assert (await balance(ledger)).spent_micro_usd == 150_000
            with pytest.raises(BudgetExceeded):
                await ask(ANNA, None)
            ben = Account(Subject("ben"), "pioneer")
            assert await ask(ben, "no usage in it") == "no usage in it"
            assert (await balance(ledger, ben)).uncertain_micro_usd == 45


async def _heard(opened: Gateway, *, stream: bool) -> str:
    if not stream:
        return (await opened.complete(asked())).text
    return "".join([piece.text async for piece in opened.stream(asked())]).strip()


def test_the_plan_of_these_tests_has_a_limit() -> None:
    assert PLAN.limit_micro_usd == 10_000
