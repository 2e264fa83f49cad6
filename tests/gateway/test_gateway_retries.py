"""Retries: few, spread by chance, never past the deadline, never nested, and never a storm."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auren.clock import SimulatedClock
from auren.errors import (
    BudgetExceeded,
    CircuitOpen,
    ConfigurationError,
    DeadlineExceeded,
    GatewayTimeout,
    GatewayUnavailable,
    InvalidInput,
    ProtocolError,
    RateLimited,
    RequestRejected,
)
from auren.gateway.retries import Retries, RetryBudget, mark_retried, was_retried

START = datetime(2024, 5, 20, 12, tzinfo=UTC)


class Endpoint:
    """Raises the given errors one after another, and then answers; a clock that jumps to whatever is waited for."""

    def __init__(self, *errors: BaseException) -> None:
        self.errors = list(errors)
        self.calls = 0
        self.waits: list[float] = []
        self.clock = JumpingClock(self.waits)

    async def __call__(self) -> str:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return "answer"


class JumpingClock(SimulatedClock):
    def __init__(self, waits: list[float]) -> None:
        super().__init__(START)
        self.waits = waits

    async def sleep_until(self, instant: datetime) -> None:
        self.waits.append((instant - self.now()).total_seconds())
        self.move_to(max(instant, self.now()))


def retries(*, attempts: int = 4, draw: Callable[[], float] = lambda: 0.5, budget: RetryBudget | None = None) -> Retries:
    return Retries(attempts, budget=budget or RetryBudget(), draw=draw)


def timeouts(count: int) -> Sequence[GatewayTimeout]:
    return [GatewayTimeout(f"late {number}") for number in range(count)]


class TestRetries:
    async def test_it_answers_when_a_later_try_does(self) -> None:
        endpoint = Endpoint(*timeouts(2))
        told: list[tuple[str, float]] = []
        answer = await retries().call(
            endpoint, clock=endpoint.clock, waiting=lambda error, wait: told.append((str(error), wait))
        )
        assert (answer, endpoint.calls, endpoint.waits) == ("answer", 3, [0.1, 0.2])
        assert told == [("late 0", 0.1), ("late 1", 0.2)]

    async def test_it_gives_up_after_the_last_attempt_with_the_last_error(self) -> None:
        endpoint = Endpoint(*timeouts(9))
        with pytest.raises(GatewayTimeout, match="late 3") as raised:
            await retries().call(endpoint, clock=endpoint.clock)
        assert endpoint.calls == 4
        assert was_retried(raised.value)

    async def test_one_attempt_never_retries(self) -> None:
        endpoint = Endpoint(*timeouts(1))
        with pytest.raises(GatewayTimeout):
            await retries(attempts=1).call(endpoint, clock=endpoint.clock)
        assert endpoint.calls == 1

    @given(st.integers(1, 200), st.floats(0, 1, exclude_max=True))
    def test_a_wait_is_between_nothing_and_a_doubling_bound(self, attempt: int, drawn: float) -> None:
        wait = Retries(1000, draw=lambda: drawn).wait_s(attempt, GatewayTimeout("late"))
        assert wait is not None
        assert wait == pytest.approx(drawn * min(5.0, 0.2 * 2.0 ** (attempt - 1)))

    @pytest.mark.parametrize(
        "error",
        [
            RequestRejected("no"),
            BudgetExceeded("none left"),
            DeadlineExceeded("late"),
            ProtocolError("garbage"),
            CircuitOpen("rests"),
            ConfigurationError("wrong"),
            ValueError("odd"),
            asyncio.CancelledError(),
            KeyboardInterrupt(),
        ],
        ids=lambda error: type(error).__name__,
    )
    async def test_what_another_try_cannot_mend_is_raised_at_once(self, error: BaseException) -> None:
        endpoint = Endpoint(error)
        with pytest.raises(type(error)) as raised:
            await retries().call(endpoint, clock=endpoint.clock)
        assert raised.value is error
        assert endpoint.calls == 1

    async def test_what_an_endpoint_asks_to_wait_is_waited_for(self) -> None:
        endpoint = Endpoint(RateLimited("wait", retry_after_s=2.5))
        assert await retries().call(endpoint, clock=endpoint.clock) == "answer"
        assert endpoint.waits == [pytest.approx(2.6)]

    async def test_what_is_asked_too_long_is_not_waited_for(self) -> None:
        endpoint = Endpoint(RateLimited("wait", retry_after_s=5.5))
        with pytest.raises(RateLimited):
            await retries().call(endpoint, clock=endpoint.clock)
        assert (endpoint.calls, endpoint.waits) == (1, [])

    @given(st.floats(0, 30), st.floats(0, 1, exclude_max=True), st.none() | st.floats(0, 5))
    def test_no_wait_reaches_the_deadline(self, left_s: float, drawn: float, asked: float | None) -> None:
        deadline = START + timedelta(seconds=left_s)
        errors = [RateLimited("wait", retry_after_s=asked) for _ in range(20)]
        endpoint = Endpoint(*errors)
        with pytest.raises(RateLimited):
            asyncio.run(retries(attempts=20, draw=lambda: drawn).call(endpoint, clock=endpoint.clock, deadline=deadline))
        assert not endpoint.waits or endpoint.clock.now() < deadline

    async def test_the_budget_is_not_asked_where_nothing_is_retried(self) -> None:
        budget = RetryBudget(ratio=0, floor=1)
        for error in (RequestRejected("no"), RateLimited("wait", retry_after_s=100)):
            endpoint = Endpoint(error)
            with pytest.raises(type(error)):
                await retries(budget=budget).call(endpoint, clock=endpoint.clock)
        endpoint = Endpoint(*timeouts(1))
        with pytest.raises(GatewayTimeout):
            await retries(budget=budget).call(endpoint, clock=endpoint.clock, deadline=START)
        assert budget.take(START)

    async def test_an_empty_budget_ends_retries(self) -> None:
        budget = RetryBudget(ratio=0, floor=1)
        endpoint = Endpoint(*timeouts(9))
        with pytest.raises(GatewayTimeout):
            await retries(budget=budget).call(endpoint, clock=endpoint.clock)
        assert endpoint.calls == 2

    async def test_it_waits_by_the_clock_and_is_cancelled_there(self) -> None:
        clock = SimulatedClock(START)
        endpoint = Endpoint(*timeouts(1))
        task = asyncio.create_task(retries(draw=lambda: 0.999).call(endpoint, clock=clock))
        for _ in range(20):
            await asyncio.sleep(0)
        assert (endpoint.calls, task.done()) == (1, False)
        clock.move_by(timedelta(seconds=1))
        assert await task == "answer"
        endpoint = Endpoint(*timeouts(1))
        task = asyncio.create_task(retries(draw=lambda: 0.999).call(endpoint, clock=clock))
        for _ in range(20):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert endpoint.calls == 1

    async def test_calls_at_once_do_not_mix(self) -> None:
        shared = retries()
        endpoints = [Endpoint(*timeouts(number)) for number in range(4)]
        answers = await asyncio.gather(*(shared.call(endpoint, clock=endpoint.clock) for endpoint in endpoints))
        assert answers == ["answer"] * 4
        assert [endpoint.calls for endpoint in endpoints] == [1, 2, 3, 4]


class TestNesting:
    @pytest.mark.parametrize("inner_attempts", [1, 3])
    async def test_retries_within_retries_do_not_multiply(self, inner_attempts: int) -> None:
        endpoint = Endpoint(*timeouts(99))
        inner, outer = retries(attempts=inner_attempts), retries(attempts=5)
        with pytest.raises(GatewayTimeout):
            await outer.call(lambda: inner.call(endpoint, clock=endpoint.clock), clock=endpoint.clock)
        assert endpoint.calls == inner_attempts

    async def test_an_error_that_stands_for_a_retried_one_is_not_retried(self) -> None:
        endpoint, inner = Endpoint(*timeouts(99)), retries(attempts=2)

        async def gateway() -> str:
            try:
                return await inner.call(endpoint, clock=endpoint.clock)
            except GatewayTimeout as error:
                raise GatewayUnavailable("none answered") from error

        with pytest.raises(GatewayUnavailable):
            await retries(attempts=5).call(gateway, clock=endpoint.clock)
        assert endpoint.calls == 2

    def test_marks_are_found_through_causes_and_rings_end(self) -> None:
        inner, outer = GatewayTimeout("late"), GatewayUnavailable("none")
        outer.__cause__ = inner
        assert not was_retried(outer)
        mark_retried(inner)
        assert was_retried(outer)
        one, two = ValueError(), ValueError()
        one.__cause__, two.__cause__ = two, one
        mark_retried(one)
        assert not was_retried(one)


class TestBudget:
    @given(
        st.lists(st.tuples(st.floats(0, 8), st.integers(0, 40), st.integers(0, 60)), min_size=1, max_size=40),
        st.sampled_from([0.0, 0.1, 0.2, 1.0]),
        st.integers(0, 10),
    )
    def test_never_more_than_a_share_of_the_requests_and_some_a_window(
        self, steps: list[tuple[float, int, int]], ratio: float, floor: int
    ) -> None:
        budget, now, requests, taken = RetryBudget(ratio, floor, window_s=10), START, 0, 0
        for seconds, new, tries in steps:
            now += timedelta(seconds=seconds)
            for _ in range(new):
                budget.request(now)
            requests += new
            taken += sum(budget.take(now) for _ in range(tries))
            # A window begins at a whole second, so one more may have begun.
            windows = ceil(((now - START).total_seconds() + 1) / 10) or 1
            assert taken <= Fraction(str(ratio)) * requests + floor * windows

    def test_under_total_failure_a_fifth_is_retried_and_ten_a_window(self) -> None:
        budget, taken = RetryBudget(), 0
        for second in range(100):
            now = START + timedelta(seconds=second)
            for _ in range(50):
                budget.request(now)
                taken += budget.take(now)
        assert 0.2 * 5000 < taken <= 0.2 * 5000 + 10 * 10

    def test_a_quiet_host_may_retry(self) -> None:
        budget = RetryBudget()
        budget.request(START)
        assert [budget.take(START) for _ in range(12)] == [True] * 10 + [False] * 2
        assert not budget.take(START + timedelta(seconds=9))
        assert budget.take(START + timedelta(seconds=10))

    def test_good_times_long_ago_allow_no_storm(self) -> None:
        budget = RetryBudget()
        for _ in range(10_000):
            budget.request(START)
        later = START + timedelta(seconds=10)
        assert sum(budget.take(later) for _ in range(3_000)) == 10

    def test_a_clock_that_goes_back_gains_nothing(self) -> None:
        budget = RetryBudget()
        assert sum(budget.take(START) for _ in range(20)) == 10
        assert not budget.take(START - timedelta(hours=1))

    @pytest.mark.parametrize(
        "wrong", [(-0.1, 10, 10), (0.2, -1, 10), (0.2, 10, 0), (float("nan"), 1, 1), (0.2, 1, float("inf"))]
    )
    def test_numbers_out_of_range_are_refused(self, wrong: tuple[float, int, float]) -> None:
        with pytest.raises(InvalidInput):
            RetryBudget(*wrong)


@pytest.mark.parametrize("wrong", [{"attempts": 0}, {"first_wait_s": -1}, {"first_wait_s": 9}])
def test_settings_out_of_range_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InvalidInput):
        Retries(**wrong)  # type: ignore[arg-type]
