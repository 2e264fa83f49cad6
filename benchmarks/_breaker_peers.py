"""Other circuit breakers under the same calls, where they are installed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeAlias

__all__ = ["PEERS", "Refused"]


class Refused(Exception):
    """The breaker lets no call pass."""


class _Failure(Exception):
    """The call failed."""


Call: TypeAlias = Callable[[str], Awaitable[None]]
"""Makes one call that goes as told, or raises Refused."""


def pybreaker() -> Call:
    """Give pybreaker with its defaults: five failures in a row."""
    package: Any = import_module("pybreaker")
    breaker = package.CircuitBreaker(throw_new_error_on_trip=False)

    async def call(how: str) -> None:
        def endpoint() -> None:
            if how == "failed":
                raise _Failure

        try:
            breaker.call(endpoint)
        except package.CircuitBreakerError as error:
            raise Refused from error
        except _Failure:
            pass

    return call


def purgatory() -> Call:
    """Give purgatory with its defaults: five failures in a row."""
    package: Any = import_module("purgatory")
    refused: Any = import_module("purgatory.domain.model").OpenedState
    factory = package.AsyncCircuitBreakerFactory()

    async def call(how: str) -> None:
        try:
            async with await factory.get_breaker("endpoint"):
                if how == "failed":
                    raise _Failure
        except refused as error:
            raise Refused from error
        except _Failure:
            pass

    return call


PEERS: dict[str, Callable[[], Call]] = {
    name: build for name, build in (("pybreaker", pybreaker), ("purgatory", purgatory)) if find_spec(name) is not None
}
