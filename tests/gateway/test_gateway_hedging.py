"""Hedging: when a second call starts, and a race of two streams that leaves nothing behind however it ends."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auren.clock import SimulatedClock
from auren.errors import GatewayTimeout, InvalidInput, ProtocolError
from auren.gateway.breakers import RecentTimes
from auren.gateway.retries import Hedging, race

START = datetime(2024, 5, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
async def nothing_is_left() -> AsyncIterator[None]:
    """After every test: no task but this one, and nothing the loop had to complain about."""
    complaints: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
    before = asyncio.all_tasks()
    yield
    gc.collect(1)
    await asyncio.sleep(0)
    assert asyncio.all_tasks() - before - {asyncio.current_task()} == set()
    assert complaints == []


class Stream:
    """A stream that says its words each after so many turns of the loop, and writes down how it ended."""

    def __init__(
        self, *words: str, silent: int = 0, error: BaseException | None = None, closing: int = 0, hangs: bool = False
    ) -> None:
        self.words = words
        self.silent = silent
        self.error = error
        self.closing = closing
        self.hangs = hangs
        self.started = False
        self.cancels = 0
        self.closed = False
        self.tasks: set[asyncio.Task[object] | None] = set()

    async def pieces(self) -> AsyncGenerator[str, None]:
        self.started = True
        try:
            await turns(self.silent)
            for word in self.words:
                self.tasks.add(asyncio.current_task())
                yield word
                await turns(1)
            if self.error is not None:
                raise self.error
            if self.hangs:
                await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.cancels += 1
            raise
        finally:
            try:
                await turns(self.closing)
            except asyncio.CancelledError:
                self.cancels += 1
                raise
            finally:
                self.closed = True


class Won(list[int]):
    """Who was told to have won."""


async def turns(count: int) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


def at_once() -> Awaitable[None]:
    return turns(0)


def after(count: int) -> Callable[[], Awaitable[None]]:
    return lambda: turns(count)


async def never() -> None:
    await asyncio.Event().wait()


async def heard(stream: AsyncGenerator[str, None]) -> list[str]:
    return [piece async for piece in stream]


class TestRace:
    async def test_a_first_word_in_time_starts_nothing_else(self) -> None:
        first, later, won = Stream("a", "b"), Stream("x"), Won()
        assert await heard(race(first.pieces(), later.pieces, never, won=won.append)) == ["a", "b"]
        assert (won, first.closed, later.started) == ([0], True, False)

    async def test_a_silent_first_loses_to_the_second(self) -> None:
        first, later, won = Stream("a", silent=10**9), Stream("x", "y"), Won()
        assert await heard(race(first.pieces(), later.pieces, at_once, won=won.append)) == ["x", "y"]
        assert (won, first.cancels, first.closed, later.closed) == ([1], 1, True, True)

    async def test_a_first_that_speaks_after_all_wins(self) -> None:
        first, later, won = Stream("a", "b", silent=30), Stream("x", silent=10**9), Won()
        assert await heard(race(first.pieces(), later.pieces, after(3), won=won.append)) == ["a", "b"]
        assert (won, later.started, later.cancels, later.closed) == ([0], True, 1, True)

    async def test_no_second_where_there_shall_be_none(self) -> None:
        first = Stream("a", silent=50)
        assert await heard(race(first.pieces(), lambda: None, at_once)) == ["a"]

    async def test_an_error_before_the_second_starts_is_raised_at_once(self) -> None:
        first, later = Stream(error=GatewayTimeout("late")), Stream("x")
        with pytest.raises(GatewayTimeout):
            await heard(race(first.pieces(), later.pieces, never))
        assert not later.started

    async def test_a_first_that_fails_leaves_the_second_to_answer(self) -> None:
        first, later = Stream(silent=10, error=GatewayTimeout("late")), Stream("x", silent=40)
        assert await heard(race(first.pieces(), later.pieces, at_once)) == ["x"]

    async def test_a_second_that_fails_leaves_the_first_to_answer(self) -> None:
        first, later = Stream("a", silent=40), Stream(error=ProtocolError("garbage"))
        assert await heard(race(first.pieces(), later.pieces, at_once)) == ["a"]

    @pytest.mark.parametrize(("one", "two"), [(10, 40), (40, 10)])
    async def test_when_both_fail_the_firsts_error_is_raised(self, one: int, two: int) -> None:
        first = Stream(silent=one, error=GatewayTimeout("late"))
        later = Stream(silent=two, error=ProtocolError("garbage"))
        with pytest.raises(GatewayTimeout):
            await heard(race(first.pieces(), later.pieces, at_once))
        assert first.closed
        assert later.closed

    async def test_an_error_after_the_first_word_is_raised_after_the_words(self) -> None:
        pieces = race(Stream("a", "b", error=GatewayTimeout("cut")).pieces(), Stream("x").pieces, never)
        assert [await anext(pieces), await anext(pieces)] == ["a", "b"]
        with pytest.raises(GatewayTimeout):
            await anext(pieces)

    async def test_an_empty_stream_is_empty(self) -> None:
        assert await heard(race(Stream().pieces(), Stream("x").pieces, never)) == []

    async def test_an_error_of_the_delay_or_of_starting_the_second_is_raised(self) -> None:
        async def wrong() -> None:
            raise ValueError("wrong")

        def no_second() -> None:
            raise ValueError("wrong")

        for later, delay in ((Stream("x").pieces, wrong), (no_second, at_once)):
            first = Stream("a", silent=10**9)
            with pytest.raises(ValueError, match="wrong"):
                await heard(race(first.pieces(), later, delay))
            assert first.closed

    async def test_the_winner_is_not_held_up_while_the_loser_closes(self) -> None:
        first, later = Stream("a", silent=10**9, closing=500), Stream("x", "y", "z")
        pieces = race(first.pieces(), later.pieces, at_once)
        assert await anext(pieces) == "x"
        assert not first.closed
        assert await heard(pieces) == ["y", "z"]
        assert first.closed

    async def test_the_loser_is_cancelled_once_so_that_it_can_settle(self) -> None:
        first = Stream("a", silent=10**9, closing=100)
        assert await heard(race(first.pieces(), Stream("x").pieces, at_once)) == ["x"]
        assert (first.cancels, first.closed) == (1, True)

    async def test_each_stream_runs_in_one_task_with_its_own_context(self) -> None:
        variable: ContextVar[str] = ContextVar("variable", default="outside")

        async def inside() -> AsyncGenerator[str, None]:
            token = variable.set("inside")
            async with asyncio.timeout(60):
                yield variable.get()
                yield variable.get()
            variable.reset(token)

        first = Stream(*"abcdefgh")
        assert await heard(race(inside(), first.pieces, never)) == ["inside", "inside"]
        assert variable.get() == "outside"
        assert await heard(race(first.pieces(), Stream("x").pieces, never)) == list("abcdefgh")
        assert len(first.tasks) == 1

    async def test_a_stream_runs_at_most_two_pieces_ahead(self) -> None:
        given = []

        async def counting() -> AsyncGenerator[int, None]:
            for number in range(100):
                given.append(number)
                yield number

        pieces = race(counting(), lambda: None, never)
        assert await anext(pieces) == 0
        await turns(50)
        assert len(given) <= 3
        await pieces.aclose()

    async def test_none_is_a_piece_like_any_other(self) -> None:
        async def nothing() -> AsyncGenerator[None, None]:
            yield None
            yield None

        assert [piece async for piece in race(nothing(), lambda: None, never)] == [None, None]

    async def test_a_reader_that_stops_early_closes_both(self) -> None:
        first, later = Stream("a", silent=10**9, closing=20), Stream("x", "y", hangs=True, closing=20)
        pieces = race(first.pieces(), later.pieces, at_once)
        assert await anext(pieces) == "x"
        await pieces.aclose()
        assert first.closed
        assert later.closed

    async def test_a_race_nobody_runs_starts_nothing(self) -> None:
        first = Stream("a")
        stream = first.pieces()
        await race(stream, Stream("x").pieces, never).aclose()
        assert not first.started
        await stream.aclose()

    async def test_being_cancelled_twice_is_passed_on_to_what_hangs_while_closing(self) -> None:
        async def stubborn() -> AsyncGenerator[str, None]:
            try:
                await asyncio.Event().wait()
                yield "a"
            finally:
                await asyncio.Event().wait()

        task = asyncio.create_task(heard(race(stubborn(), Stream("x").pieces, never)))
        await turns(10)
        task.cancel()
        await turns(10)
        assert not task.done()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    async def test_it_waits_by_a_clock(self) -> None:
        clock, first, later = SimulatedClock(START), Stream("a", silent=10**9), Stream("x")
        delay = START + timedelta(seconds=2)
        task = asyncio.create_task(heard(race(first.pieces(), later.pieces, lambda: clock.sleep_until(delay))))
        await turns(50)
        clock.move_by(timedelta(seconds=1.9))
        await turns(50)
        assert not later.started
        clock.move_by(timedelta(seconds=0.1))
        assert await task == ["x"]

    async def test_many_races_leave_nothing(self) -> None:
        async def one(number: int) -> list[str]:
            first = Stream("a", "b", silent=number % 7, closing=number % 3)
            later = Stream("a", "b", silent=number % 5, closing=number % 4)
            return await heard(race(first.pieces(), later.pieces, after(number % 6)))

        assert await asyncio.gather(*(one(number) for number in range(300))) == [["a", "b"]] * 300


STREAMS = st.builds(
    Stream,
    *[st.sampled_from("ab") for _ in range(2)],
    silent=st.integers(0, 12),
    error=st.none() | st.builds(lambda: GatewayTimeout("late")),
    closing=st.integers(0, 6),
    hangs=st.booleans(),
) | st.builds(Stream, silent=st.integers(0, 12), error=st.builds(lambda: GatewayTimeout("late")), closing=st.integers(0, 6))


@given(STREAMS, STREAMS, st.integers(0, 12), st.integers(0, 40), st.booleans())
@settings(max_examples=400, deadline=None)
def test_cancelled_at_any_moment_nothing_is_left(first: Stream, later: Stream, delay: int, moment: int, twice: bool) -> None:
    async def run() -> None:
        complaints: list[dict[str, object]] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
        task = asyncio.create_task(heard(race(first.pieces(), later.pieces, after(delay))))
        await turns(moment)
        task.cancel()
        if twice:
            await turns(1)
            task.cancel()
        (answer,) = await asyncio.gather(task, return_exceptions=True)
        assert asyncio.all_tasks() == {asyncio.current_task()}
        for stream in (first, later):
            assert stream.closed == stream.started
            assert stream.cancels <= (2 if twice else 1)
        if isinstance(answer, list):
            assert tuple(answer) in (first.words, later.words)
        else:
            assert isinstance(answer, asyncio.CancelledError | GatewayTimeout)
        gc.collect(1)
        await asyncio.sleep(0)
        assert complaints == []

    asyncio.run(run())


class TestHedging:
    def times(self, *seconds: float) -> RecentTimes:
        times = RecentTimes()
        for one in seconds:
            times.add(one, START)
        return times

    def test_fixed_seconds_need_nothing_learned(self) -> None:
        assert Hedging(after_s=0.7).delay_s(RecentTimes()) == 0.7

    def test_few_first_tokens_teach_nothing(self) -> None:
        assert Hedging().delay_s(self.times(*[0.2] * 19)) is None
        assert Hedging().delay_s(self.times(*[0.2] * 20)) == 0.2

    def test_a_second_call_starts_later_than_most_first_tokens_come(self) -> None:
        times = self.times(*(number / 100 for number in range(1, 101)))
        assert Hedging(quantile=0.95).delay_s(times) == pytest.approx(0.96)
        assert Hedging(quantile=0.5).delay_s(times) == pytest.approx(0.51)

    def test_it_never_starts_at_once(self) -> None:
        assert Hedging(least_s=0.05).delay_s(self.times(*[0.001] * 50)) == 0.05

    def test_one_that_would_come_too_late_is_not_started(self) -> None:
        assert Hedging(after_s=2).delay_s(RecentTimes(), left_s=3.9) is None
        assert Hedging(after_s=2).delay_s(RecentTimes(), left_s=4.0) == 2

    @pytest.mark.parametrize(
        "wrong", [{"after_s": -1}, {"quantile": 1}, {"quantile": -0.1}, {"least_calls": 0}, {"least_s": -1}]
    )
    def test_settings_out_of_range_are_refused(self, wrong: dict[str, float]) -> None:
        with pytest.raises(InvalidInput):
            Hedging(**wrong)  # type: ignore[arg-type]
