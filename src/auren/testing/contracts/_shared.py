"""What the contracts share: the life of a resource, work that is cancelled half way, and odd but valid ids."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from contextlib import suppress
from typing import Any, Final

import pytest

from auren._resource import Resource
from auren.errors import LifecycleError
from auren.people import Subject

__all__ = ["ANNA", "BEN", "CUTS_S", "ODD_IDS", "UNWRITABLE", "closes_with_its_last_holder", "cut", "works_only_while_open"]

ANNA: Final = Subject("anna-1")
BEN: Final = Subject("ben-2")

ODD_IDS: Final = ("øyvind", "人-睡眠", "👩‍🔬", "e\u0301", "\u00e9", "a'b\"c;--", "%_\\", "<&>", "{}|*?[]", "x" * 128)
"""Each is another id than the others, also those that look alike."""

UNWRITABLE: Final = "half of a pair: \ud800"
"""A text that UTF-8 cannot hold; what cannot be kept must take nothing else down with it."""

CUTS_S: Final = (0.0, 0.0005, 0.001, 0.002, 0.004, 0.008, 0.016)


async def works_only_while_open(resource: Resource, uses: Sequence[Callable[[], Awaitable[object]]]) -> None:
    """Check that each use is refused before the resource was opened and after it was closed."""
    for state in ("before it was opened", "after it was closed"):
        for use in uses:
            with pytest.raises(LifecycleError, match=state):
                await use()
        async with resource as opened:
            assert opened is resource
            for use in uses:
                await use()


async def closes_with_its_last_holder(resource: Resource, use: Callable[[], Awaitable[object]]) -> None:
    """Check that a resource that two hold open serves the second after the first has gone."""
    async with resource:
        await asyncio.gather(*(resource.open() for _ in range(8)))
        for _ in range(8):
            await resource.close()
            await use()
    assert not resource.is_open
    await resource.close()
    async with resource:
        await use()


async def cut(works: Iterable[Callable[[], Coroutine[Any, Any, None]]]) -> None:
    """Start each work, and cancel each after another time."""
    for work, after_s in zip(works, CUTS_S, strict=True):
        task = asyncio.ensure_future(work())
        await asyncio.sleep(after_s)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
