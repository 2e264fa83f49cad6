"""The breaker: when it opens, how long it rests, how it closes, and what never counts against an endpoint."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from auren.clock import SimulatedClock
from auren.errors import (
    BudgetExceeded,
    CircuitOpen,
    DeadlineExceeded,
    GatewayTimeout,
    GatewayUnavailable,
    InvalidInput,
    ProtocolError,
    RateLimited,
    RequestRejected,
)
from auren.gateway.breakers import Breaker, BreakerSettings, Change, InMemoryProbes, Permit, RecentTimes

START = datetime(2024, 5, 20, 12, tzinfo=UTC)
USUAL_S = 0.2


class House:
    """A breaker on a clock that a test moves, and all its changes of state."""

    def __init__(
        self, settings: BreakerSettings | None = None, *, draw: float = 0.0, probes: InMemoryProbes | None = None
    ) -> None:
        self.clock = SimulatedClock(START)
        self.changes: list[Change] = []
        self.breaker = Breaker(settings, name="small", draw=lambda: draw, changed=self.changes.append, probes=probes)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def state(self) -> str:
        return self.breaker.state(self.now)

    def wait(self, seconds: float) -> None:
        self.clock.move_by(timedelta(seconds=seconds))

    async def admit(self, *, lone: bool = False, whole: bool = False) -> Permit:
        return await self.breaker.admit(self.now, lone=lone, whole=whole)

    async def refused_s(self, *, lone: bool = False) -> float:
        """Give for how long a call is refused."""
        with pytest.raises(CircuitOpen) as refused:
            await self.admit(lone=lone)
        assert refused.value.retry_after_s is not None
        assert refused.value.unbilled
        return refused.value.retry_after_s

    async def good(self, count: int = 1, *, first_s: float = USUAL_S) -> None:
        for _ in range(count):
            permit = await self.admit()
            permit.first_token(first_s)
            self.wait(1.0)
            permit.succeeded(self.now, 1.0)

    async def fail(self, count: int = 1) -> None:
        for _ in range(count):
            (await self.admit()).failed(self.now)

    async def bad_calls_until_it_opens(self, bad: str) -> int:
        """Give after how many bad calls in a row it opened."""
        for count in range(1, 101):
            permit = await self.admit()
            if bad == "failed":
                permit.failed(self.now)
            elif bad == "slow":
                self.wait(USUAL_S * 10)
                permit.first_token(USUAL_S * 10)
                self.wait(8.0)
                permit.succeeded(self.now, 10.0)
            elif bad == "slow whole":
                self.wait(10.0)
                permit.succeeded(self.now, 10.0)
            if self.state != "closed":
                return count
        raise AssertionError("it never opened")


class TestOpening:
    @pytest.mark.parametrize("before", [0, 5, 20, 500])
    async def test_failures_open_it_within_twenty(self, before: int) -> None:
        house = House()
        await house.good(before)
        assert await house.bad_calls_until_it_opens("failed") <= 20
        assert house.changes[-1].after == "open"
        assert "failed" in house.changes[-1].why

    @pytest.mark.parametrize("before", [10, 20, 500])
    async def test_a_brown_out_without_errors_opens_it_within_twenty(self, before: int) -> None:
        house = House()
        await house.good(before)
        assert await house.bad_calls_until_it_opens("slow") <= 20
        assert "slow" in house.changes[-1].why

    async def test_whole_answers_that_take_ten_times_as_long_open_it_too(self) -> None:
        house = House()
        for _ in range(30):
            (await house.admit(whole=True)).succeeded(house.now, 1.0)
        assert await house.bad_calls_until_it_opens("slow whole") <= 20

    async def test_an_endpoint_that_hangs_is_noticed_before_anything_times_out(self) -> None:
        house = House()
        await house.good(20)
        hanging: list[Permit] = []
        while house.state == "closed" and len(hanging) < 40:
            hanging.append(await house.admit())
            house.wait(0.1)
            with suppress(CircuitOpen):
                (await house.admit()).abandoned()
        # Sixteen of twenty have been silent for more than a second, in which ten more were sent.
        assert len(hanging) <= 16 + 10
        for permit in hanging:
            permit.raised(GatewayTimeout("late"), house.now)
        assert house.state == "open"

    async def test_slow_is_told_at_the_first_token_not_at_the_end(self) -> None:
        house = House()
        await house.good(20)
        for _ in range(16):
            (await house.admit()).first_token(2.0)
        assert house.state == "open"

    async def test_few_calls_do_not_open_it(self) -> None:
        house = House()
        await house.fail(9)
        assert house.state == "closed"
        await house.fail(1)
        assert house.state == "open"

    async def test_old_failures_are_forgotten(self) -> None:
        house = House()
        for _ in range(50):
            await house.fail()
            house.wait(40)
        assert house.state == "closed"

    async def test_a_fifth_of_failures_or_half_slow_does_not_open_it(self) -> None:
        house = House()
        await house.good(20)
        for _ in range(100):
            await house.fail()
            await house.good(4)
        for _ in range(100):
            await house.good(1, first_s=2.0)
            await house.good(1)
        assert house.state == "closed"
        assert house.changes == []

    async def test_what_is_fast_anyway_is_never_slow(self) -> None:
        house = House()
        await house.good(50, first_s=0.005)
        await house.good(100, first_s=0.09)
        assert house.state == "closed"

    async def test_a_fixed_bound_holds_before_anything_is_learned(self) -> None:
        house = House(BreakerSettings(slow_s=3.0))
        for _ in range(10):
            (await house.admit()).first_token(3.5)
        assert house.state == "open"

    async def test_a_lasting_change_becomes_the_usual(self) -> None:
        house = House()
        await house.good(200)
        for _ in range(600):
            try:
                await house.good(1, first_s=2.0)
            except CircuitOpen as refused:
                house.wait(refused.retry_after_s or 0.0)
        assert house.state == "closed"
        assert (house.now - house.changes[-1].at) > timedelta(seconds=60)

    async def test_outcomes_from_before_the_rest_do_not_count_after_it(self) -> None:
        house = House()
        old = [await house.admit() for _ in range(40)]
        await house.fail(10)
        house.wait(6)
        assert (await house.admit()).is_probe
        for permit in old[:20]:
            permit.failed(house.now)
        for permit in old[20:]:
            permit.succeeded(house.now, 1.0)
        assert house.state == "half_open"


class TestWhatDoesNotCount:
    async def test_being_asked_to_wait_rests_it_that_long_and_no_longer(self) -> None:
        house = House()
        for _ in range(30):
            (await house.admit()).raised(RateLimited("wait", retry_after_s=7.0), house.now)
            assert await house.refused_s() == pytest.approx(7.0)
            assert house.state == "open"
            house.wait(7.0)
            assert house.state == "closed"
        assert house.changes == []

    async def test_a_shorter_wait_does_not_cut_a_longer_one(self) -> None:
        house = House()
        two = [await house.admit(), await house.admit()]
        two[0].rate_limited(house.now, 30.0)
        two[1].rate_limited(house.now, 1.0)
        assert await house.refused_s() == pytest.approx(30.0)

    async def test_a_wait_of_a_year_is_cut(self) -> None:
        house = House()
        (await house.admit()).rate_limited(house.now, 1e30)
        assert await house.refused_s() == pytest.approx(3600.0)

    @pytest.mark.parametrize(
        "error",
        [
            RateLimited("wait"),
            RequestRejected("no"),
            BudgetExceeded("none left"),
            CircuitOpen("rests"),
            DeadlineExceeded("late"),
            asyncio.CancelledError(),
            InvalidInput("wrong"),
        ],
        ids=lambda error: type(error).__name__,
    )
    async def test_errors_that_say_nothing_of_its_health(self, error: BaseException) -> None:
        house = House()
        await house.good(10)
        for _ in range(100):
            (await house.admit()).raised(error, house.now)
        assert house.state == "closed"

    @pytest.mark.parametrize(
        "error",
        [GatewayTimeout("late"), GatewayUnavailable("gone"), ProtocolError("garbage"), ValueError("odd")],
        ids=lambda error: type(error).__name__,
    )
    async def test_errors_that_do(self, error: Exception) -> None:
        house = House()
        for _ in range(10):
            (await house.admit()).raised(error, house.now)
        assert house.state == "open"

    async def test_a_call_given_up_counts_only_when_it_was_slow(self) -> None:
        house = House()
        await house.good(20)
        for _ in range(100):
            permit = await house.admit()
            house.wait(0.5)
            permit.abandoned(house.now)
        for _ in range(100):
            permit = await house.admit()
            permit.first_token(0.2)
            house.wait(30)
            permit.abandoned(house.now)
        assert house.state == "closed"
        for _ in range(20):
            if house.state == "closed":
                permit = await house.admit()
                house.wait(1.5)
                permit.raised(DeadlineExceeded("late"), house.now)
        assert house.state == "open"

    async def test_an_end_is_told_once(self) -> None:
        house = House()
        for _ in range(9):
            permit = await house.admit()
            for _ in range(5):
                permit.failed(house.now)
        assert house.state == "closed"

    async def test_nothing_is_kept_of_calls_that_ended(self) -> None:
        house = House()
        for number in range(500):
            permit = await house.admit(whole=number % 2 == 0)
            if number % 7:
                permit.abandoned()
            else:
                permit.succeeded(house.now, 0.1)
        assert len(house.breaker._under_way) == 0


class TestRestAndRecovery:
    async def test_it_says_how_long_it_rests_and_then_closes_after_good_probes(self) -> None:
        house = House()
        await house.fail(10)
        assert await house.refused_s() == pytest.approx(5.0)
        house.wait(4.999)
        assert await house.refused_s() == pytest.approx(0.001)
        house.wait(0.001)
        await house.good(2)
        assert house.state == "half_open"
        await house.good(1)
        assert [change.after for change in house.changes] == ["open", "half_open", "closed"]

    async def test_each_failed_probe_doubles_the_rest_up_to_a_cap(self) -> None:
        house = House()
        await house.fail(10)
        rests = []
        for _ in range(8):
            rests.append(await house.refused_s())
            house.wait(rests[-1])
            await house.fail()
        assert rests == pytest.approx([5, 10, 20, 40, 80, 120, 120, 120])

    async def test_a_slow_probe_is_a_bad_one(self) -> None:
        house = House()
        await house.good(20)
        await house.bad_calls_until_it_opens("slow")
        house.wait(6)
        probe = await house.admit()
        house.wait(2)
        probe.first_token(2.0)
        assert house.state == "open"

    async def test_a_probe_that_hangs_is_a_bad_one(self) -> None:
        house = House()
        await house.good(20)
        await house.fail(10)
        house.wait(6)
        await house.admit()
        house.wait(2)
        assert await house.refused_s() == pytest.approx(10.0)

    @pytest.mark.parametrize(("draw", "rest"), [(0.0, 5.0), (0.5, 4.5), (1.0, 4.0)])
    async def test_chance_shortens_a_rest(self, draw: float, rest: float) -> None:
        house = House(draw=draw)
        await house.fail(10)
        assert await house.refused_s() == pytest.approx(rest)

    async def test_it_does_not_flap(self) -> None:
        """An endpoint that answers probes and fails under load is opened less and less often."""
        house = House()
        for _ in range(3600):
            try:
                permit = await house.admit()
            except CircuitOpen:
                pass
            else:
                if permit.is_probe:
                    permit.succeeded(house.now, 0.2)
                else:
                    permit.failed(house.now)
            house.wait(0.5)
        openings = [change.at for change in house.changes if change.after == "open"]
        assert len(openings) <= 20
        gaps = [later - earlier for earlier, later in pairwise(openings)]
        assert gaps[-1] > 10 * gaps[0]

    async def test_after_a_steady_time_the_first_rest_is_short_again(self) -> None:
        house = House()
        await house.fail(10)
        house.wait(6)
        await house.fail()
        house.wait(11)
        await house.good(3)
        await house.good(400)
        await house.fail(10)
        assert await house.refused_s() == pytest.approx(5.0)

    async def test_few_probes_at_a_time(self) -> None:
        house = House()
        await house.fail(10)
        house.wait(6)
        probes = [await house.admit(), await house.admit()]
        assert await house.refused_s() == pytest.approx(5.0)
        probes[0].abandoned()
        await house.admit()

    async def test_a_probe_nobody_gave_back_is_free_again_after_its_lease(self) -> None:
        house = House(BreakerSettings(probes=1, lease_s=30))
        await house.fail(10)
        house.wait(6)
        await house.admit()
        house.wait(29)
        await house.refused_s()
        house.wait(1)
        await house.admit()

    async def test_a_rejected_probe_closes_nothing_and_opens_nothing(self) -> None:
        house = House()
        await house.fail(10)
        house.wait(6)
        for _ in range(10):
            (await house.admit()).raised(RequestRejected("no"), house.now)
        assert house.state == "half_open"

    async def test_a_probe_that_is_asked_to_wait_tries_again_after_it(self) -> None:
        house = House()
        await house.fail(10)
        house.wait(6)
        (await house.admit()).rate_limited(house.now, 9)
        assert await house.refused_s() == pytest.approx(9.0)
        house.wait(9)
        await house.good(3)
        assert house.state == "closed"

    async def test_a_lone_endpoint_is_tried_again_after_the_shortest_rest(self) -> None:
        house = House()
        await house.fail(10)
        for _ in range(10):
            assert await house.refused_s(lone=True) == pytest.approx(5.0)
            house.wait(5)
            (await house.admit(lone=True)).failed(house.now)
        assert await house.refused_s() == pytest.approx(120.0)
        house.wait(5)
        for _ in range(3):
            (await house.admit(lone=True)).succeeded(house.now, 1.0)
        assert house.state == "closed"

    async def test_a_probe_that_gets_its_lease_when_another_has_failed_waits(self) -> None:
        class Late(InMemoryProbes):
            """Another probe fails while this lease is on its way."""

            async def take(self, endpoint: str, *, most: int, lease_s: float, now: datetime) -> str | None:
                lease = await super().take(endpoint, most=most, lease_s=lease_s, now=now)
                if first:
                    first.pop().failed(now)
                return lease

        first: list[Permit] = []
        house = House(BreakerSettings(probes=2), probes=Late())
        await house.fail(10)
        house.wait(6)
        probe = await house.admit()
        first.append(probe)
        assert await house.refused_s() == pytest.approx(10.0)
        house.wait(10)
        # Its lease was given back.
        await house.admit()
        await house.admit()

    async def test_a_time_without_a_zone_is_refused(self) -> None:
        with pytest.raises(InvalidInput):
            await House().breaker.admit(START.replace(tzinfo=None))


class BreakerMachine(RuleBasedStateMachine):
    """Whatever happens in whatever order, the breaker keeps its promises."""

    def __init__(self) -> None:
        super().__init__()
        self.house = House(BreakerSettings(least_calls=3, window_calls=6, probes=2, good_probes=2, lease_s=60))
        self.calls: list[Permit] = []

    @rule(lone=st.booleans(), whole=st.booleans())
    def ask(self, lone: bool, whole: bool) -> None:
        rest_s = self.house.breaker.rest_s(self.house.now, lone=lone)
        if rest_s > 0:
            # Longer, where a call that is overdue has opened it just now.
            assert asyncio.run(self.house.refused_s(lone=lone)) >= rest_s
            return
        # Nothing is refused for another reason than that enough probes are under way.
        with suppress(CircuitOpen):
            self.calls.append(asyncio.run(self.house.admit(lone=lone, whole=whole)))

    @precondition(lambda self: self.calls)
    @rule(data=st.data(), seconds=st.floats(0, 5), how=st.sampled_from(["good", "failed", "abandoned", "wait", "first"]))
    def end(self, data: st.DataObject, seconds: float, how: str) -> None:
        permit = data.draw(st.sampled_from(self.calls))
        now = self.house.now
        if how == "first":
            permit.first_token(seconds)
            return
        self.calls.remove(permit)
        if how == "good":
            permit.succeeded(now, seconds)
        elif how == "failed":
            permit.failed(now)
        elif how == "abandoned":
            permit.abandoned(now)
        else:
            permit.rate_limited(now, seconds)

    @rule(seconds=st.floats(0, 130))
    def wait(self, seconds: float) -> None:
        self.house.wait(seconds)

    @invariant()
    def states_follow_one_another(self) -> None:
        before = "closed"
        for change in self.house.changes:
            assert change.before == before
            assert (change.before, change.after) in {
                ("closed", "open"),
                ("open", "half_open"),
                ("half_open", "open"),
                ("half_open", "closed"),
            }
            before = change.after

    @invariant()
    def leases_are_few(self) -> None:
        held = [until for until in self.house.breaker._probes._leases.get("small", {}).values() if until > self.house.now]  # type: ignore[attr-defined]
        assert len(held) <= 2

    @invariant()
    def it_never_rests_for_ever(self) -> None:
        assert self.house.breaker.rest_s(self.house.now) <= 120

    def teardown(self) -> None:
        """However it went, an endpoint that is well again is used again."""
        for permit in self.calls:
            permit.abandoned()
        for _ in range(10):
            self.house.wait(121)
            asyncio.run(self.house.good(1))
        assert self.house.state == "closed"


TestBreakerMachine = BreakerMachine.TestCase
TestBreakerMachine.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


class TestRecentTimes:
    @given(st.lists(st.floats(0, 100), min_size=1, max_size=50), st.integers(1, 20), st.floats(0, 1))
    def test_quantiles_are_those_of_the_last_ones(self, times: list[float], most: int, share: float) -> None:
        recent = RecentTimes(most=most)
        for number, seconds in enumerate(times):
            recent.add(seconds, START + timedelta(seconds=number))
        last = sorted(times[-most:])
        value = recent.quantile(share)
        assert value is not None
        assert sum(seconds < value for seconds in last) <= share * len(last)
        assert sum(seconds <= value for seconds in last) >= share * len(last)

    def test_old_times_are_let_go(self) -> None:
        recent = RecentTimes(age_s=60)
        recent.add(1.0, START)
        recent.add(2.0, START + timedelta(seconds=61))
        assert (len(recent), recent.quantile(0.0)) == (1, 2.0)
        recent.drop_older(START + timedelta(hours=1))
        assert recent.quantile(0.5) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"least_calls": 0},
        {"least_calls": 21},
        {"window_s": 0},
        {"failed_share": 0},
        {"bad_share": 1.1},
        {"slow_times": 1},
        {"slow_floor_s": -1},
        {"slow_s": 0},
        {"first_rest_s": 0},
        {"first_rest_s": 500},
        {"jitter": 1.5},
        {"probes": 0},
        {"good_probes": 0},
        {"lease_s": 0},
        {"most_wait_s": -1},
    ],
)
def test_settings_out_of_range_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InvalidInput):
        BreakerSettings(**wrong)  # type: ignore[arg-type]
