"""A connection to Redis that answers within a bound, or says at once that it does not."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final

from auren._extras import optional
from auren._redis import built, is_url
from auren.errors import StoreUnavailable

__all__ = ["RedisConnection"]

_AT_ONCE: Final = 8
_CONNECTS_WITHIN_S: Final = 1.0


class RedisConnection:
    """Runs one Lua script, and remembers for a while that the server did not answer.

    Args:
        url_or_client: for example "redis://localhost:6379/0"; or the host's own `redis.asyncio.Redis`, which stays open.
        script: the script that is run.
        feature: what needs it, as the user would name it.
        answer_s: seconds within which the server has to answer.
        rest_s: seconds without another try once it did not; in between the caller hears at once.

    Raises:
        MissingExtra: redis is not installed.
        UnknownScheme: the URL is none of Redis.
    """

    def __init__(self, url_or_client: object, *, script: str, feature: str, answer_s: float, rest_s: float) -> None:
        self._driver: Any = optional("redis.asyncio", feature=feature, extra="redis")
        self._feature = feature
        self._url: Any = url_or_client if is_url(url_or_client) else None
        self._given: Any = None if is_url(url_or_client) else url_or_client
        self._source = script
        self._answer_s = answer_s
        self._rest = timedelta(seconds=rest_s)
        self._client: Any = None
        self._script: Any = None
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._resting_until: datetime | None = None

    def rests(self, now: datetime) -> bool:
        """Whether it did not answer lately and is not yet due to be asked again."""
        return self._resting_until is not None and now < self._resting_until

    async def open(self) -> None:
        """Make the client and connect, so that the first take need not; a server that does not answer may come later.

        Raises:
            InvalidInput: the URL cannot be read.
        """
        self._client = self._given if self._url is None else self._built()
        self._script = self._client.register_script(self._source)
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._resting_until = None
        with suppress(TimeoutError, OSError, self._driver.RedisError):
            async with asyncio.timeout(_CONNECTS_WITHIN_S):
                await self._client.script_load(self._source)

    async def close(self) -> None:
        """Close what was opened here."""
        client, self._client = self._client, None
        if client is not None and self._url is not None:
            await client.aclose()

    async def run(self, keys: Sequence[str], arguments: Sequence[str | int], *, now: datetime) -> Any:
        """Run the script.

        Raises:
            StoreUnavailable: no answer within the bound, or none lately; it may have run all the same.
        """
        # What waits here waits for this process, not for the server: only a few ask at once, and the bound begins when they do.
        async with self._slots:
            if self.rests(now):
                raise StoreUnavailable(f"{self._feature}: Redis did not answer lately; it is asked again within {self._rest}.")
            if self._resting_until is not None:
                # One caller tries; the others go on as before, until it has an answer.
                self._resting_until = now + self._rest
            try:
                answer = await self._asked(keys, arguments)
            except (TimeoutError, OSError, self._driver.RedisError) as error:
                self._resting_until = now + self._rest
                raise StoreUnavailable(
                    f"{self._feature}: no answer from Redis within {self._answer_s:g} s ({type(error).__name__}); "
                    "look at the server."
                ) from error
            self._resting_until = None
            return answer

    async def _asked(self, keys: Sequence[str], arguments: Sequence[str | int]) -> Any:
        task = asyncio.current_task()
        cancels = 0 if task is None else task.cancelling()
        async with asyncio.timeout(self._answer_s):
            answer = await self._script(keys=keys, args=arguments)
        if task is not None and task.cancelling() > cancels:
            # A host's client with a socket timeout can swallow it, on Python 3.11.
            raise asyncio.CancelledError
        return answer

    async def delete(self, keys: Sequence[str]) -> int:
        """Delete keys, and say how many there were; not bounded here.

        Raises:
            StoreUnavailable: Redis could not do it.
        """
        try:
            return int(await self._client.delete(*keys))
        except (OSError, self._driver.RedisError) as error:
            raise StoreUnavailable(f"{self._feature}: Redis could not delete ({type(error).__name__}).") from error

    def _built(self) -> Any:
        return built(self._url, feature=self._feature, connections=_AT_ONCE + 1, timeout_s=None)
