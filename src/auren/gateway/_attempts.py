"""What a gateway tried for one request, in order, written so that no line holds content."""

from __future__ import annotations

from collections.abc import Sequence

from auren.errors import (
    AurenError,
    BudgetExceeded,
    GatewayError,
    GatewayUnavailable,
    ProtocolError,
    RateLimited,
    RequestRejected,
)
from auren.gateway._desk import BoundTooHigh
from auren.inference import Completion

__all__ = ["Attempts", "falls_on"]


def falls_on(error: Exception) -> bool:
    """Tell whether the next model should be tried after this error.

    Another model may succeed where one is down, slow, limited, refuses the request, answers nonsense or breaks in a way
    nobody foresaw. None can mend what lies with the request or the host: a deadline that has passed, a budget that is
    used up, a wrong configuration, a closed resource, a missing consent.
    """
    if isinstance(error, RateLimited) and error.scope in ("person", "plan"):
        return False
    if isinstance(error, BoundTooHigh):
        return True
    if isinstance(error, GatewayError):
        return error.retryable or isinstance(error, ProtocolError | RequestRejected)
    return not isinstance(error, AurenError)


class Attempts:
    """The models tried for one request, and what became of each.

    Args:
        left_out: one line for each model that is not asked.
    """

    __slots__ = ("_errors", "_failures", "_left_out", "_route")

    def __init__(self, left_out: Sequence[str] = ()) -> None:
        self._route: list[str] = list(left_out)
        self._failures: list[str] = []
        self._errors: list[Exception] = []
        self._left_out = tuple(left_out)

    def failed(self, name: str, error: Exception) -> None:
        """Write down that a model failed; only the error's class goes in, since its text may quote content."""
        line = f"{name}: {type(error).__name__}"
        if isinstance(error, RateLimited) and error.retry_after_s is not None:
            line += f", asks to wait {error.retry_after_s:g} s"
        self._failures.append(line)
        if isinstance(error, GatewayUnavailable):
            self._failures.extend(f"{name} > {inner}" for inner in error.failures)
        self._route.append(f"{name}: tried, failed with {type(error).__name__}")
        self._errors.append(error)

    def answered(self, name: str, completion: Completion, why: str) -> Completion:
        """Give the completion with the route that led to it.

        Args:
            name: who answered.
            completion: the answer.
            why: it was asked.
        """
        if self._errors:
            why = f"{why} after {len(self._errors)} failed"
        # Built field by field: `replace` costs as much as all the rest here.
        return Completion(
            completion.text,
            completion.model,
            completion.usage,
            completion.finish_reason,
            completion.tool_calls,
            route=(*self._route, f"{name}: answered, {why}", *_inside(name, completion.route)),
            failures=(*self._failures, *_inside(name, completion.failures)),
        )

    def none_answered(self) -> GatewayError:
        """Give the error to raise when every model has failed, or none is there; its cause is the last failure."""
        if not self._errors and self._left_out:
            return GatewayUnavailable(
                f"No model can take this request ({'; '.join(self._left_out)}); hand the gateway one that can.",
                failures=self._left_out,
            )
        if not self._errors:
            return GatewayUnavailable(
                "No model was configured, so nothing can answer in words; hand at least one to Gateway(models=[...])."
            )
        last = self._errors[-1]
        error: GatewayError
        if all(isinstance(failure, BudgetExceeded) for failure in self._errors):
            error = BudgetExceeded("The budget does not cover this request with any model; wait for the next window.")
        else:
            error = GatewayUnavailable(
                f"None of {len(self._errors)} calls was answered ({'; '.join(self._failures)}); look at the endpoints, "
                "or try again.",
                partial=last.partial if isinstance(last, GatewayError) else "",
                failures=tuple(self._failures),
            )
        error.__cause__ = last
        return error


def _inside(name: str, lines: Sequence[str]) -> Sequence[str]:
    """Give the lines of a gateway inside this one."""
    return [f"{name} > {line}" for line in lines] if lines else ()
