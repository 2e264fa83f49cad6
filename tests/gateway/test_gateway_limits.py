"""Laws of the limiters: never more than the rate allows, the same in memory and in Redis, and what happens without Redis."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
import redis.asyncio
from hypothesis import given, settings
from hypothesis import strategies as st

from auren.errors import InvalidInput, LifecycleError, RateLimited, StoreUnavailable, UnknownScheme
from auren.gateway.limits import Cell, InMemoryLimiter, LocalQuota, RedisLimiter, decide
from auren.inference import Rate
from auren.people import Subject
from auren.ports import Limiter, RateLimit
from servers import ValkeyServer

NOW = datetime(2024, 5, 20, 12, tzinfo=UTC)
ANNA = RateLimit("person", "anna-1", Rate(6, 60))

RATES = st.builds(
    Rate,
    count=st.integers(1, 50),
    per_s=st.sampled_from([0.001, 0.3, 1.0, 7.0, 60.0, 3600.0]),
    burst=st.none() | st.integers(1, 20),
)
STEPS_US = st.lists(st.integers(0, 3_000_000), min_size=1, max_size=60)


async def takes(limiter: Limiter, *limits: RateLimit, now: datetime = NOW, tries: int = 20) -> int:
    """Give how many of some tries at one instant were allowed."""
    allowed = 0
    for _ in range(tries):
        with suppress(RateLimited):
            await limiter.acquire(limits, now=now)
            allowed += 1
    return allowed


class TokenBucket:
    """The same limit told another way: tokens that drip into a bucket, in exact fractions."""

    def __init__(self, cell: Cell) -> None:
        self.size = Fraction(cell.burst_us, cell.interval_us)
        self.per_us = Fraction(1, cell.interval_us)
        self.tokens = self.size
        self.at = 0

    def take(self, now_us: int) -> bool:
        self.tokens = min(self.size, self.tokens + (now_us - self.at) * self.per_us)
        self.at = now_us
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


class TestTheAlgorithm:
    @given(RATES, STEPS_US)
    def test_it_is_a_token_bucket(self, rate: Rate, steps: list[int]) -> None:
        cell, bucket, arrival, now = Cell.of(rate), TokenBucket(Cell.of(rate)), 0, 0
        for step in steps:
            now += step
            decision = decide([cell], [arrival], now)
            assert decision.allowed == bucket.take(now)
            arrival = decision.arrivals_us[0] if decision.allowed else arrival

    @given(RATES, STEPS_US)
    def test_no_stretch_of_time_has_more_than_the_burst_and_the_rate(self, rate: Rate, steps: list[int]) -> None:
        cell, arrival, now, taken = Cell.of(rate), 0, 0, []
        for step in steps:
            now += step
            decision = decide([cell], [arrival], now)
            if decision.allowed:
                arrival = decision.arrivals_us[0]
                taken.append(now)
        burst = rate.count if rate.burst is None else rate.burst
        per_us = Fraction(rate.count) / (Fraction(str(rate.per_s)) * 1_000_000)
        for first in range(len(taken)):
            for last in range(first, len(taken)):
                assert last - first + 1 <= burst + per_us * (taken[last] - taken[first])

    @given(RATES, STEPS_US, st.lists(st.integers(0, 2_000_000), min_size=1, max_size=4))
    def test_clocks_that_differ_add_their_difference_at_most(self, rate: Rate, steps: list[int], ahead: list[int]) -> None:
        cell, arrival, now, taken = Cell.of(rate), 0, 0, []
        for number, step in enumerate(steps):
            now += step
            decision = decide([cell], [arrival], now + ahead[number % len(ahead)])
            if decision.allowed:
                arrival = decision.arrivals_us[0]
                taken.append(now)
        for first in range(len(taken)):
            for last in range(first, len(taken)):
                length = taken[last] - taken[first] + max(ahead)
                assert (last - first + 1) * cell.interval_us <= cell.burst_us + length

    @given(st.lists(st.tuples(RATES, st.integers(0, 100_000_000)), min_size=1, max_size=5))
    def test_the_order_of_limits_does_not_matter(self, limits: list[tuple[Rate, int]]) -> None:
        now = 50_000_000
        shuffled = sorted(limits, key=lambda limit: (limit[1], repr(limit[0])))
        one = decide([Cell.of(rate) for rate, _ in limits], [at for _, at in limits], now)
        two = decide([Cell.of(rate) for rate, _ in shuffled], [at for _, at in shuffled], now)
        assert (one.allowed, one.wait_us, sorted(one.arrivals_us)) == (two.allowed, two.wait_us, sorted(two.arrivals_us))

    @given(st.lists(st.tuples(RATES, st.integers(0, 100_000_000)), min_size=1, max_size=5))
    def test_the_wait_is_exactly_as_long_as_needed(self, limits: list[tuple[Rate, int]]) -> None:
        cells, arrivals, now = [Cell.of(rate) for rate, _ in limits], [at for _, at in limits], 50_000_000
        wait = decide(cells, arrivals, now).wait_us
        assert decide(cells, arrivals, now + wait).allowed
        assert wait == 0 or not decide(cells, arrivals, now + wait - 1).allowed

    def test_nothing_drifts_over_many_takes(self) -> None:
        cell, arrival, now = Cell.of(Rate(3, 1, burst=1)), 0, 0
        assert cell.interval_us == 333_334
        for number in range(100_000):
            now = 1_700_000_000_000_000 + number * cell.interval_us
            decision = decide([cell], [arrival], now)
            assert decision.allowed
            arrival = decision.arrivals_us[0]
        assert decide([cell], [arrival], now + cell.interval_us - 1).wait_us == 1

    @given(RATES)
    def test_a_rate_is_never_rounded_to_a_looser_one(self, rate: Rate) -> None:
        period = Fraction(str(rate.per_s)) * 1_000_000
        assert period <= Cell.of(rate).interval_us * rate.count < period + rate.count


class TestInMemory:
    async def test_what_rests_takes_no_memory(self) -> None:
        async with InMemoryLimiter() as limiter:
            for number in range(5_000):
                person = RateLimit("person", f"p{number}", Rate(6, 60))
                await limiter.acquire(
                    [person, RateLimit("model", "small", Rate(10**6, 1))], now=NOW + timedelta(seconds=number)
                )
            # One take rests after 10 s, so some eleven people are not at rest.
            assert len(limiter) <= 13
            assert len(limiter._resting) == len(limiter)

    async def test_what_does_not_rest_stays(self) -> None:
        async with InMemoryLimiter() as limiter:
            people = [RateLimit("person", f"p{number}", Rate(1, 3600)) for number in range(500)]
            for person in people:
                await limiter.acquire([person], now=NOW)
            assert sum([await takes(limiter, person, now=NOW + timedelta(minutes=59), tries=1) for person in people]) == 0


@pytest.fixture
async def client(valkey_url: str) -> AsyncIterator[redis.asyncio.Redis]:
    client = redis.asyncio.Redis.from_url(valkey_url, decode_responses=True, socket_timeout=None)
    yield client
    await client.aclose()


class TestInRedis:
    @given(
        st.lists(st.tuples(st.integers(0, 20_000_000), st.lists(st.sampled_from("abc"), max_size=3)), min_size=1, max_size=25)
    )
    @settings(max_examples=25, deadline=None)
    def test_it_decides_as_in_memory(self, valkey_server: ValkeyServer, steps: list[tuple[int, list[str]]]) -> None:
        limits = {
            "a": RateLimit("person", "a", Rate(3, 60)),
            "b": RateLimit("plan", "b", Rate(7, 100, burst=2)),
            "c": RateLimit("model", "c", Rate(1, 30)),
        }

        async def run() -> None:
            async with (
                redis.asyncio.Redis.from_url(valkey_server.url) as client,
                RedisLimiter(client, answer_s=10, timeout_s=10) as shared,
                InMemoryLimiter() as alone,
            ):
                await client.flushall()
                now = NOW
                for step, names in steps:
                    now += timedelta(microseconds=step)
                    wanted = [limits[name] for name in names]
                    answers = await asyncio.gather(
                        shared.acquire(wanted, now=now), alone.acquire(wanted, now=now), return_exceptions=True
                    )
                    waits = [answer.retry_after_s if isinstance(answer, RateLimited) else answer for answer in answers]
                    assert waits[0] == waits[1]

        asyncio.run(run())

    async def test_workers_share_one_burst(self, valkey_url: str) -> None:
        limits = [RateLimit("person", "anna-1", Rate(25, 3600)), RateLimit("model", "small", Rate(1000, 3600))]
        workers = [RedisLimiter(valkey_url, answer_s=10, timeout_s=10) for _ in range(8)]
        for worker in workers:
            await worker.open()
        answers = await asyncio.gather(
            *(worker.acquire(limits, now=NOW) for worker in workers for _ in range(8)), return_exceptions=True
        )
        for worker in workers:
            await worker.close()
        assert sum(answer is None for answer in answers) == 25

    async def test_all_limits_take_one_round_trip(self, client: redis.asyncio.Redis, valkey_url: str) -> None:
        limits = [RateLimit("person", f"p{number}", Rate(6, 60)) for number in range(5)]
        async with RedisLimiter(valkey_url, answer_s=10, timeout_s=10) as limiter:
            await limiter.acquire(limits, now=NOW)
            await client.config_resetstat()
            for _ in range(3):
                await limiter.acquire(limits, now=NOW)
            calls = await client.info("commandstats")
        sent = {
            name: values["calls"] for name, values in calls.items() if name not in ("cmdstat_info", "cmdstat_config|resetstat")
        }
        assert sent.pop("cmdstat_evalsha") == 3
        # What is left, the script did by itself.
        assert set(sent) <= {"cmdstat_hget", "cmdstat_hset", "cmdstat_pttl", "cmdstat_pexpire"}

    async def test_keys_name_nobody_and_expire(self, client: redis.asyncio.Redis, valkey_url: str) -> None:
        async with RedisLimiter(valkey_url, prefix="mine", clock_skew_s=1, answer_s=10, timeout_s=10) as limiter:
            await limiter.acquire([ANNA], now=NOW)
            (key,) = map(str, await client.keys())
            assert key.startswith("{mine}:")
            assert "anna" not in key
            assert 0 < await client.pttl(key) <= 11_000
            await limiter.acquire([ANNA, RateLimit("person", "anna-1", Rate(1, 3600))], now=NOW)
            assert 3_590_000 < await client.pttl(key) <= 3_601_000
            assert await limiter.forget(Subject("anna-1")) == 1
            assert await client.keys() == []

    async def test_prefixes_are_told_apart(self, valkey_url: str) -> None:
        for prefix in ("one", "two"):
            async with RedisLimiter(valkey_url, prefix=prefix, answer_s=10, timeout_s=10) as limiter:
                assert await takes(limiter, ANNA) == 6

    async def test_only_a_few_ask_at_once(self, valkey_url: str) -> None:
        """What waits in this process shall not look like a server that does not answer."""
        at_once = most = 0

        async def slow(*, keys: list[str], args: list[str | int]) -> list[int]:
            nonlocal at_once, most
            at_once += 1
            most = max(most, at_once)
            await asyncio.sleep(0)
            at_once -= 1
            return [0, 0]

        async with RedisLimiter(valkey_url, answer_s=10, timeout_s=10) as limiter:
            limiter._redis._script = slow
            await asyncio.gather(*(limiter.acquire([ANNA], now=NOW) for _ in range(100)))
        assert 1 < most <= 8

    async def test_a_server_that_forgot_the_script_is_told_it_again(self, client: redis.asyncio.Redis, valkey_url: str) -> None:
        async with RedisLimiter(valkey_url, answer_s=10, timeout_s=10) as limiter:
            await limiter.acquire([ANNA], now=NOW)
            await client.script_flush()
            assert await takes(limiter, ANNA) == 5

    @pytest.mark.parametrize("prefix", ["", "a{b", "}"])
    def test_a_prefix_that_would_tear_keys_apart_is_refused(self, prefix: str) -> None:
        with pytest.raises(InvalidInput):
            RedisLimiter("redis://localhost", prefix=prefix)

    async def test_a_url_of_another_kind_is_refused_and_none_is_repeated(self) -> None:
        with pytest.raises(UnknownScheme):
            RedisLimiter("postgresql://me:secret@host")
        with pytest.raises(InvalidInput) as refused:
            await RedisLimiter("redis://me:secret@host:port").open()
        assert "secret" not in str(refused.value)
        assert refused.value.__cause__ is None


@pytest.fixture
def stoppable(tmp_path: Path) -> Iterator[ValkeyServer]:
    """A Valkey that a test may stop."""
    server = ValkeyServer(tmp_path)
    server.start()
    yield server
    server.kill()


class TestWithoutRedis:
    """What follows is decided by the server's silence and by `now`; how fast is measured in the benchmark."""

    async def test_closed_refuses_and_asks_again_after_a_while(self, stoppable: ValkeyServer) -> None:
        async with RedisLimiter(stoppable.url, answer_s=10, rest_s=1) as limiter:
            await limiter.acquire([ANNA], now=NOW)
            self._stop(limiter, stoppable)
            answers = await asyncio.gather(*(limiter.acquire([ANNA], now=NOW) for _ in range(20)), return_exceptions=True)
            assert all(isinstance(answer, StoreUnavailable) for answer in answers)
            stoppable.resume()
            with pytest.raises(StoreUnavailable, match="lately"):
                await limiter.acquire([ANNA], now=NOW + timedelta(milliseconds=999))
            await self._until_it_answers(limiter, RateLimit("person", "ben-2", Rate(6, 60)), NOW + timedelta(seconds=1))

    async def test_a_quota_decides_alone_and_pays_back(self, stoppable: ValkeyServer) -> None:
        anna = RateLimit("person", "anna-1", Rate(12, 3600))
        async with RedisLimiter(stoppable.url, fallback=LocalQuota(0.5), answer_s=10, rest_s=1) as limiter:
            assert await takes(limiter, anna, tries=2) == 2
            stoppable.kill()
            # The first try finds nobody there, and at once the others do not try; half of twelve is six.
            assert await takes(limiter, anna) == 6
            assert limiter.owed == 6
            stoppable.start()
            later = NOW + timedelta(seconds=1)
            # A server that was killed has forgotten the two, and hears of the six: six are left.
            await self._until_it_answers(limiter, RateLimit("person", "ben-2", Rate(6, 60)), later)
            assert limiter.owed == 0
            assert await takes(limiter, anna, now=later) == 6

    async def test_what_was_taken_before_counts_with_what_is_paid_back(self, stoppable: ValkeyServer) -> None:
        anna = RateLimit("person", "anna-1", Rate(12, 3600))
        async with RedisLimiter(stoppable.url, fallback=LocalQuota(0.25), answer_s=10, rest_s=1) as limiter:
            assert await takes(limiter, anna, tries=4) == 4
            self._stop(limiter, stoppable)
            assert await takes(limiter, anna) == 3
            stoppable.resume()
            later = NOW + timedelta(seconds=1)
            await self._until_it_answers(limiter, RateLimit("person", "ben-2", Rate(6, 60)), later)
            # Twelve, less four, less three; the one that Redis heard of when it went on may count twice.
            assert await takes(limiter, anna, now=later) in (4, 5)

    async def test_after_days_without_redis_no_more_than_one_bucket_is_owed(self, stoppable: ValkeyServer) -> None:
        anna = RateLimit("person", "anna-1", Rate(2, 60))
        async with RedisLimiter(stoppable.url, fallback=LocalQuota(1), answer_s=10, rest_s=1) as limiter:
            self._stop(limiter, stoppable)
            for hour in range(72):
                assert await takes(limiter, anna, now=NOW + timedelta(hours=hour)) == 2
            stoppable.resume()
            later = NOW + timedelta(hours=72)
            await self._until_it_answers(limiter, RateLimit("person", "ben-2", Rate(6, 60)), later)
            # What was allowed long ago has long been earned back.
            assert await takes(limiter, anna, now=later + timedelta(minutes=2)) == 2

    async def test_what_nobody_could_feel_any_more_is_not_kept(self, stoppable: ValkeyServer) -> None:
        stoppable.kill()
        async with RedisLimiter(stoppable.url, fallback=LocalQuota(1), rest_s=10**6) as limiter:
            for number in range(3_000):
                person = RateLimit("person", f"p{number}", Rate(6, 60))
                await limiter.acquire([person], now=NOW + timedelta(seconds=number))
            assert limiter.owed <= 1025

    async def test_it_opens_while_redis_does_not_answer(self, stoppable: ValkeyServer) -> None:
        stoppable.kill()
        async with RedisLimiter(stoppable.url) as limiter:
            with pytest.raises(StoreUnavailable):
                await limiter.acquire([ANNA], now=NOW)
        with pytest.raises(LifecycleError):
            await limiter.acquire([ANNA], now=NOW)

    async def test_a_cancelled_take_stays_owed(self, stoppable: ValkeyServer) -> None:
        async with RedisLimiter(stoppable.url, fallback=LocalQuota(1), answer_s=10, rest_s=1) as limiter:
            self._stop(limiter, stoppable)
            assert await takes(limiter, ANNA, tries=2) == 2
            limiter._redis._answer_s = 60
            task = asyncio.create_task(limiter.acquire([ANNA], now=NOW + timedelta(seconds=2)))
            await asyncio.sleep(0)
            assert limiter.owed == 0
            task.cancel()
            await asyncio.wait([task])
            assert task.cancelled()
            assert limiter.owed == 2

    @pytest.mark.parametrize("share", [0, -0.5, 1.01, float("nan")])
    def test_a_share_that_is_none_is_refused(self, share: float) -> None:
        with pytest.raises(InvalidInput):
            LocalQuota(share)

    def _stop(self, limiter: RedisLimiter, server: ValkeyServer) -> None:
        """Stop the server, and only then be impatient: a busy machine shall not look like a stopped one."""
        server.pause()
        limiter._redis._answer_s = 0.02

    async def _until_it_answers(self, limiter: RedisLimiter, limit: RateLimit, now: datetime) -> None:
        """Ask until Redis has answered, with a bound that a busy machine does not miss."""
        limiter._redis._answer_s = 10
        await limiter.acquire([limit], now=now)
