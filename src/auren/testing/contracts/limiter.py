"""What every limiter must do."""

from __future__ import annotations

import asyncio
import math
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Final

import pytest

from auren.errors import InvalidInput, RateLimited
from auren.inference import Rate
from auren.ports import Limiter, RateLimit
from auren.testing.contracts._shared import (
    ANNA,
    BEN,
    CUTS_S,
    ODD_IDS,
    UNWRITABLE,
    closes_with_its_last_holder,
    cut,
    works_only_while_open,
)

__all__ = ["LimiterContract"]

NOW: Final = datetime(2024, 5, 20, 12, 0, 0, 123456, tzinfo=UTC)
ONE_A_MINUTE: Final = Rate(1, 60)
THREE_A_MINUTE: Final = Rate(3, 60)
MANY: Final = Rate(1000, 60)


def _person(rate: Rate = THREE_A_MINUTE, key: str = ANNA.id) -> RateLimit:
    return RateLimit("person", key, rate)


async def _takes(limiter: Limiter, *limits: RateLimit, now: datetime = NOW, tries: int = 20) -> int:
    """Give how many of some tries at one instant were allowed."""
    allowed = 0
    for _ in range(tries):
        with suppress(RateLimited):
            await limiter.acquire(limits, now=now)
            allowed += 1
    return allowed


class LimiterContract:
    """Subclass it and give the fixture `limiter`."""

    @pytest.fixture
    def limiter(self) -> Limiter:
        """Give a new limiter of which nothing was taken; it is not open yet."""
        raise NotImplementedError("A contract needs a `limiter` fixture; give one in the subclass.")

    async def test_it_allows_a_burst_and_then_says_how_long_to_wait(self, limiter: Limiter) -> None:
        async with limiter:
            assert await _takes(limiter, _person(), tries=3) == 3
            with pytest.raises(RateLimited) as refused:
                await limiter.acquire([_person()], now=NOW)
            assert refused.value.retry_after_s == pytest.approx(20)
            assert refused.value.unbilled
            assert ANNA.id not in str(refused.value)

    async def test_after_the_wait_exactly_one_more_is_allowed(self, limiter: Limiter) -> None:
        async with limiter:
            await _takes(limiter, _person())
            later = NOW + timedelta(seconds=20)
            assert await _takes(limiter, _person(), now=later - timedelta(microseconds=1)) == 0
            assert await _takes(limiter, _person(), now=later) == 1

    async def test_after_a_rest_no_more_than_the_burst_is_allowed(self, limiter: Limiter) -> None:
        async with limiter:
            await _takes(limiter, _person())
            assert await _takes(limiter, _person(), now=NOW + timedelta(hours=5)) == 3

    async def test_a_burst_may_be_smaller_or_larger_than_the_count(self, limiter: Limiter) -> None:
        async with limiter:
            assert await _takes(limiter, _person(Rate(10, 60, burst=1))) == 1
            assert await _takes(limiter, _person(Rate(1, 60, burst=5), BEN.id)) == 5

    async def test_all_limits_are_taken_or_none(self, limiter: Limiter) -> None:
        model = RateLimit("model", "small", ONE_A_MINUTE)
        async with limiter:
            for hour, order in enumerate(([_person(), model], [model, _person()])):
                later = NOW + timedelta(hours=hour)
                await limiter.acquire(order, now=later)
                assert await _takes(limiter, *order, now=later) == 0
                assert await _takes(limiter, _person(), now=later) == 2

    async def test_the_wait_is_that_of_the_slowest_limit_whatever_the_order(self, limiter: Limiter) -> None:
        limits = [_person(ONE_A_MINUTE), RateLimit("plan", "free", Rate(1, 3600)), RateLimit("model", "small", MANY)]
        async with limiter:
            await limiter.acquire(limits, now=NOW)
            for order in permutations(limits):
                with pytest.raises(RateLimited) as refused:
                    await limiter.acquire(order, now=NOW)
                assert refused.value.retry_after_s == pytest.approx(3600)

    async def test_limits_of_other_scopes_keys_and_rates_are_others(self, limiter: Limiter) -> None:
        async with limiter:
            assert await _takes(limiter, _person()) == 3
            for other in (RateLimit("plan", ANNA.id, THREE_A_MINUTE), _person(key=BEN.id), _person(Rate(4, 60))):
                assert await _takes(limiter, other) == other.rate.count

    async def test_a_person_may_have_two_rates_at_once(self, limiter: Limiter) -> None:
        minute, hour = _person(Rate(2, 60)), _person(Rate(3, 3600))
        async with limiter:
            assert await _takes(limiter, minute, hour) == 2
            assert await _takes(limiter, minute, hour, now=NOW + timedelta(minutes=1)) == 1

    async def test_a_limit_named_twice_is_taken_once(self, limiter: Limiter) -> None:
        async with limiter:
            assert await _takes(limiter, _person(), _person()) == 3

    async def test_without_limits_all_is_allowed(self, limiter: Limiter) -> None:
        async with limiter:
            assert await _takes(limiter) == 20

    async def test_over_a_long_time_the_rate_is_held_exactly(self, limiter: Limiter) -> None:
        limit = _person(Rate(7, 1.0, burst=1))
        async with limiter:
            allowed = [
                step
                for step in range(400)
                if await _takes(limiter, limit, now=NOW + timedelta(milliseconds=step * 20), tries=1)
            ]
        assert len(allowed) <= math.ceil(8 * 7)
        # One fits into every eighth step, since seven steps are a trifle too short.
        assert allowed == list(range(0, 400, 8))

    async def test_many_at_once_get_no_more_than_the_burst(self, limiter: Limiter) -> None:
        async with limiter:
            answers = await asyncio.gather(
                *(limiter.acquire([_person(Rate(10, 3600)), RateLimit("model", "small", MANY)], now=NOW) for _ in range(40)),
                return_exceptions=True,
            )
            assert sum(answer is None for answer in answers) == 10
            assert all(answer is None or isinstance(answer, RateLimited) for answer in answers)
            assert await _takes(limiter, RateLimit("model", "small", MANY), tries=1000) == 990

    async def test_a_clock_that_goes_back_gains_nothing(self, limiter: Limiter) -> None:
        async with limiter:
            assert await _takes(limiter, _person()) == 3
            assert await _takes(limiter, _person(), now=NOW - timedelta(seconds=30)) == 0

    async def test_a_person_is_forgotten_and_nobody_else(self, limiter: Limiter) -> None:
        plan = RateLimit("plan", ANNA.id, THREE_A_MINUTE)
        async with limiter:
            assert await limiter.forget(ANNA) == 0
            for limit in (_person(), _person(key=BEN.id), plan):
                await _takes(limiter, limit)
            assert await limiter.forget(ANNA) >= 1
            assert await limiter.forget(ANNA) == 0
            assert await _takes(limiter, _person(key=BEN.id)) == 0
            assert await _takes(limiter, plan) == 0
            assert await _takes(limiter, _person()) == 3

    async def test_odd_keys_are_told_apart(self, limiter: Limiter) -> None:
        async with limiter:
            for key in (*ODD_IDS, UNWRITABLE):
                assert await _takes(limiter, _person(ONE_A_MINUTE, key), tries=2) == 1
            for scope, key in (("a:b", "c"), ("a", "b:c"), ("a ", "b"), ("a", " b"), ("", "a b")):
                assert await _takes(limiter, RateLimit(scope, key, ONE_A_MINUTE), tries=2) == 1

    async def test_rates_at_the_edges_are_held(self, limiter: Limiter) -> None:
        async with limiter:
            assert await _takes(limiter, _person(Rate(1, 1e300))) == 1
            assert await _takes(limiter, _person(Rate(10**9, 1.0, burst=1))) == 1
            assert await _takes(limiter, _person(Rate(1, 1e-300))) == 1
            assert await _takes(limiter, _person(Rate(1, 3600, burst=10**15))) == 20

    async def test_a_time_without_a_zone_is_refused(self, limiter: Limiter) -> None:
        async with limiter:
            with pytest.raises(InvalidInput):
                await limiter.acquire([_person()], now=NOW.replace(tzinfo=None))

    async def test_other_zones_are_the_same_instant(self, limiter: Limiter) -> None:
        async with limiter:
            await _takes(limiter, _person())
            assert await _takes(limiter, _person(), now=NOW.astimezone()) == 0

    async def test_takes_that_are_cancelled_leave_it_whole(self, limiter: Limiter) -> None:
        async def work() -> None:
            while True:
                await _takes(limiter, _person(MANY), RateLimit("plan", "free", MANY), tries=1)
                await asyncio.sleep(0)

        async with limiter:
            await cut([work] * len(CUTS_S))
            left = [await _takes(limiter, limit, tries=1001) for limit in (_person(MANY), RateLimit("plan", "free", MANY))]
            assert left[0] == left[1]

    async def test_it_works_only_while_it_is_open(self, limiter: Limiter) -> None:
        await works_only_while_open(limiter, [lambda: limiter.acquire([_person(MANY)], now=NOW), lambda: limiter.forget(ANNA)])

    async def test_it_closes_with_its_last_holder(self, limiter: Limiter) -> None:
        await closes_with_its_last_holder(limiter, lambda: limiter.acquire([_person(MANY)], now=NOW))
