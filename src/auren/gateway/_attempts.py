"""What a gateway tried for one request, in order, written so that no line holds content."""

from __future__ import annotations

from dataclasses import replace

from auren.errors import (
    AurenError,
    GatewayError,
    GatewayUnavailable,
    ProtocolError,
    RateLimited,
    RequestRejected,
)
from auren.inference import Completion
from auren.ports.model import Model

__all__ = ["Attempts", "falls_on"]


def falls_on(error: Exception) -> bool:
    """Tell whether the next model should be tried after this error.

    Another model may succeed where one is down, slow, limited, refuses the request, answers nonsense or breaks in a way
    nobody foresaw. None can mend what lies with the request or the host: a deadline that has passed, a budget that is
    used up, a wrong configuration, a closed resource, a missing consent.
    """
    if isinstance(error, GatewayError):
        return error.retryable or isinstance(error, ProtocolError | RequestRejected)
    return not isinstance(error, AurenError)


class Attempts:
    """The models tried for one request, and what became of each."""

    def __init__(self) -> None:
        self._route: list[str] = []
        self._failures: list[str] = []
        self._last: Exception | None = None

    def failed(self, model: Model, error: Exception) -> None:
        """Write down that a model failed; only the error's class goes in, since its text may quote content."""
        line = f"{model.name}: {type(error).__name__}"
        if isinstance(error, RateLimited) and error.retry_after_s is not None:
            line += f", asks to wait {error.retry_after_s:g} s"
        self._failures.append(line)
        if isinstance(error, GatewayUnavailable):
            self._failures.extend(f"{model.name} > {inner}" for inner in error.failures)
        self._route.append(f"{model.name}: tried, failed with {type(error).__name__}")
        self._last = error

    def answered(self, model: Model, completion: Completion) -> Completion:
        """Give the completion with the route that led to it."""
        tried = len(self._route)
        why = "first in order" if tried == 0 else f"next in order after {tried} failed"
        inner_failures = tuple(f"{model.name} > {line}" for line in completion.failures)
        inner_route = tuple(f"{model.name} > {line}" for line in completion.route)
        return replace(
            completion,
            route=(*self._route, f"{model.name}: answered, {why}", *inner_route),
            failures=(*self._failures, *inner_failures),
        )

    def none_answered(self) -> GatewayUnavailable:
        """Give the error to raise when every model has failed, or none is there; its cause is the last failure."""
        if self._last is None:
            return GatewayUnavailable(
                "No model was configured, so nothing can answer in words; hand at least one to Gateway(models=[...])."
            )
        partial = self._last.partial if isinstance(self._last, GatewayError) else ""
        error = GatewayUnavailable(
            f"None of {len(self._route)} models answered ({'; '.join(self._failures)}); look at the endpoints, or try again.",
            partial=partial,
            failures=tuple(self._failures),
        )
        error.__cause__ = self._last
        return error
