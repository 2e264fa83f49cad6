"""A race of two streams up to the first piece: the one that speaks first is heard, the other is cancelled and closed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Generic, TypeVar

__all__ = ["race"]

T = TypeVar("T")


async def race(
    first: AsyncGenerator[T, None],
    later: Callable[[], AsyncGenerator[T, None] | None],
    delay: Callable[[], Awaitable[None]],
    *,
    won: Callable[[int], None] | None = None,
) -> AsyncGenerator[T, None]:
    """Give the pieces of whichever stream speaks first.

    The first stream starts at once. If it has said nothing when the delay is over, a second starts beside it. One that
    fails or ends without a word leaves the race to the other. Before a second has started, the first one's error is raised
    at once; when neither speaks, the first one's error is raised. The winner's pieces are not held up while the loser
    closes, but when this generator has ended, so has the loser.

    Each stream runs in one task of its own from start to end, so that time limits and context variables it sets hold there.
    It runs at most two pieces ahead of its reader.

    Args:
        first: the stream that starts at once.
        later: starts the second stream when it is needed; None when there shall be none after all.
        delay: returns when the second should start.
        won: is told who speaks first, 0 or 1, before its first piece is given.

    Raises:
        Exception: what the heard stream raised, or the first one when none spoke.
    """
    runners = [_Runner(first)]
    waiting = asyncio.create_task(_until(delay))
    try:
        winner = await _first_to_speak(runners, waiting, later)
        for task in (waiting, *(runner.task for runner in runners if runner is not winner)):
            task.cancel()
        if won is not None:
            won(runners.index(winner))
        while (item := await winner.next()) is not None:
            yield item.piece
        await winner.task  # raises what ended it
    finally:
        await _end([waiting, *(runner.task for runner in runners)])


async def _until(delay: Callable[[], Awaitable[None]]) -> None:
    await delay()


async def _first_to_speak(
    runners: list[_Runner[T]], waiting: asyncio.Task[None], later: Callable[[], AsyncGenerator[T, None] | None]
) -> _Runner[T]:
    """Give the runner that speaks first, starting the second one when it is time; the first one when none speaks."""
    first = runners[0]
    await asyncio.wait((first.has_spoken, waiting), return_when=asyncio.FIRST_COMPLETED)
    if not first.has_spoken.done():
        waiting.result()  # raises what went wrong with the delay
        stream = later()
        if stream is not None:
            runners.append(_Runner(stream))
    silent = runners
    while silent:
        await asyncio.wait([runner.has_spoken for runner in silent], return_when=asyncio.FIRST_COMPLETED)
        for runner in silent:
            if runner.has_spoken.done() and runner.has_spoken.result():
                return runner
        silent = [runner for runner in silent if not runner.has_spoken.done()]
    return first


async def _end(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Cancel what still runs, once, and wait until it has cleaned up; being cancelled meanwhile is passed on to it."""
    for task in tasks:
        if not task.done() and not task.cancelling():
            task.cancel()
    impatient: asyncio.CancelledError | None = None
    while running := [task for task in tasks if not task.done()]:
        try:
            await asyncio.wait(running)
        except asyncio.CancelledError as error:
            impatient = error
            for task in running:
                task.cancel()
    for task in tasks:
        if not task.cancelled():
            task.exception()  # looked at, so that the loop does not complain that nobody did
    if impatient is not None:
        raise impatient


class _Item(Generic[T]):
    """A piece; boxed, so that a stream may give anything, None included."""

    __slots__ = ("piece",)

    def __init__(self, piece: T) -> None:
        self.piece = piece


class _Runner(Generic[T]):
    """One stream in a task of its own.

    Args:
        stream: it is closed with the task.
    """

    def __init__(self, stream: AsyncGenerator[T, None]) -> None:
        self._stream = stream
        self._items: asyncio.Queue[_Item[T] | None] = asyncio.Queue(maxsize=1)
        self.has_spoken: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.task = asyncio.create_task(self._run())
        self.task.add_done_callback(self._ended)

    async def next(self) -> _Item[T] | None:
        """Give the next piece, or None when the stream has ended."""
        if self.task.done() and self._items.empty():
            return None
        return await self._items.get()

    async def _run(self) -> None:
        try:
            async for piece in self._stream:
                if not self.has_spoken.done():
                    self.has_spoken.set_result(True)
                await self._items.put(_Item(piece))
        finally:
            await self._stream.aclose()

    def _ended(self, _: asyncio.Task[None]) -> None:
        if not self.has_spoken.done():
            self.has_spoken.set_result(False)
        if self._items.empty():
            self._items.put_nowait(None)
