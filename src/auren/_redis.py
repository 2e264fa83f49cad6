"""What the adapters for Redis and Valkey share: a client and who closes it, scripts by name, and error names."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any, Final

from auren._extras import optional
from auren.errors import (
    AurenError,
    ConfigurationError,
    InvalidInput,
    StoreCorrupted,
    StoreError,
    StoreUnavailable,
    UnknownScheme,
)

__all__ = ["Keyspace", "built", "checked_prefix", "is_url"]

_CONNECTIONS: Final = 32
_SCHEMES: Final = ("redis://", "rediss://", "unix://")
_NOT_OURS: Final = ("CORRUPTED", "WRONGTYPE")
"""What a server, or a script, says of a key that holds something else than was kept."""


class Keyspace:
    """All keys of one adapter, which lie in one slot of a cluster; whoever builds its client closes it.

    Args:
        url_or_client: for example "redis://host:6379/0", whose client is built on `open` and closed on `close`; or the
            caller's own `redis.asyncio` client, which is neither.
        prefix: of all keys.
        scripts: the package in whose folder "lua" the scripts lie.
        shared: names of scripts that stand before each of the others.
        feature: what needs it, as the user would name it.
        timeout_s: seconds that connecting, and waiting for a connection, may take.

    Raises:
        InvalidInput: the prefix is empty or holds a brace.
        UnknownScheme: the URL is none of Redis.
        MissingExtra: the driver is not installed.
    """

    def __init__(
        self,
        url_or_client: Any,
        *,
        prefix: str,
        scripts: str,
        shared: tuple[str, ...] = (),
        feature: str,
        timeout_s: float | None,
    ) -> None:
        self.prefix = checked_prefix(prefix)
        self._scripts = scripts
        self._shared = shared
        self._feature = feature
        self._timeout_s = timeout_s
        # The driver is missed here, and not when it is opened.
        optional("redis.asyncio", feature=feature, extra="redis")
        self._errors: Any = optional("redis.exceptions", feature=feature, extra="redis")
        self._url: str | None = url_or_client if is_url(url_or_client) else None
        self.client: Any = None if self._url is not None else url_or_client

    async def open(self) -> None:
        """Connect."""
        if self._url is not None:
            self.client = built(self._url, feature=self._feature, connections=_CONNECTIONS, timeout_s=self._timeout_s)
        try:
            await self.client.ping()
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Close the client, if it is ours."""
        if self._url is not None and self.client is not None:
            client, self.client = self.client, None
            await client.aclose()

    async def run(self, name: str, *arguments: object) -> Any:
        """Give what a script answers, whose only key is the prefix: one round trip."""
        text, digest = _script(self._scripts, (*self._shared, name))
        try:
            return await self.client.evalsha(digest, 1, self.prefix, *arguments)
        except self._errors.NoScriptError:
            return await self.client.eval(text, 1, self.prefix, *arguments)

    def translated(self, error: Exception, unreadable: Callable[[], StoreCorrupted]) -> AurenError | None:
        """Give our error for the driver's, or None when it is none of the driver's.

        Args:
            error: what was raised.
            unreadable: makes the error of a key that holds something else.
        """
        name = self._feature
        if isinstance(error, self._errors.AuthenticationError | self._errors.NoPermissionError):
            return ConfigurationError(f"{name}: the server refuses this user; the cause has the details.")
        if isinstance(error, OSError | self._errors.ConnectionError | self._errors.TimeoutError):
            return StoreUnavailable(f"{name}: the server does not answer; the cause has the details.")
        if isinstance(error, self._errors.ResponseError):
            if any(word in str(error) for word in _NOT_OURS):
                return unreadable()
            return StoreUnavailable(f"{name}: the server refuses to work; the cause has the details.")
        if isinstance(error, self._errors.RedisError):
            return StoreError(f"{name}: {type(error).__name__} from the driver; the cause has the details.")
        if isinstance(error, UnicodeEncodeError):
            return InvalidInput(f"{name}: a text that UTF-8 cannot hold was given; use whole characters.")
        return None


def checked_prefix(prefix: str) -> str:
    """Give a prefix as the hash tag that keeps all of its keys in one slot.

    Raises:
        InvalidInput: it is empty or holds a brace.
    """
    if not prefix or set(prefix) & set("{}"):
        raise InvalidInput(f"The prefix {prefix!r} was given; use one that is not empty and has no brace.")
    return f"{{{prefix}}}"


def is_url(url_or_client: object) -> bool:
    """Tell a URL from a client.

    Raises:
        UnknownScheme: it is the URL of something else.
    """
    if isinstance(url_or_client, str) and not url_or_client.startswith(_SCHEMES):
        raise UnknownScheme("A URL that is none of Redis was given; use redis://, rediss:// or unix://.")
    return isinstance(url_or_client, str)


def built(url: str, *, feature: str, connections: int, timeout_s: float | None) -> Any:
    """Give a client of our own.

    Args:
        url: of the server.
        feature: what needs it, as the user would name it.
        connections: at most; whoever needs one more waits for it.
        timeout_s: seconds that connecting, and waiting for a connection, may take.

    Raises:
        InvalidInput: the URL cannot be read.
        MissingExtra: the driver is not installed.
    """
    driver: Any = optional("redis.asyncio", feature=feature, extra="redis")
    retry = optional("redis.asyncio.retry", feature=feature, extra="redis").Retry
    no_backoff = optional("redis.backoff", feature=feature, extra="redis").NoBackoff
    try:
        pool = driver.BlockingConnectionPool.from_url(
            url,
            max_connections=connections,
            timeout=timeout_s,
            socket_connect_timeout=timeout_s,
            # The time of an operation is bounded by the port; the driver's own timer would swallow cancellations.
            socket_timeout=None,
            # A connection that lay idle while the server was restarted is worth one more try.
            retry=retry(no_backoff(), 1),
        )
    except ValueError:
        # The driver's message may quote the URL, and a URL may hold a password.
        raise InvalidInput("A Redis URL that cannot be read was given; use for example redis://host:6379/0.") from None
    return driver.Redis.from_pool(pool)


@cache
def _script(package: str, names: tuple[str, ...]) -> tuple[str, str]:
    folder = files(package) / "lua"
    text = "\n".join((folder / f"{name}.lua").read_text("utf-8") for name in names)
    return text, hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
