"""What an HTTP status means for a request."""

from __future__ import annotations

import math
from contextlib import suppress
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Final

from auren.clock import Clock
from auren.errors import GatewayError, GatewayTimeout, GatewayUnavailable, ProtocolError, RateLimited, RequestRejected
from auren.gateway.transports.base import WireAnswer

__all__ = ["check_head", "surely_unbilled", "wait_s"]

_TIRED_OF_WAITING: Final = frozenset({504, 524, 598, 599})
"""A proxy's word that the endpoint behind it was slow: that one may go on working, and charge for it."""


def check_head(answer: WireAnswer, *, host: str, clock: Clock) -> None:
    """Let an answer pass whose status is 200 and whose body is as it was asked for.

    Raises:
        GatewayError: of the kind that the status means, unbilled where the endpoint surely did no work.
    """
    status = answer.status
    if status == 200:
        # Unpacking could make gigabytes of a few bytes, and none was asked for.
        if answer.headers.get("Content-Encoding", "identity") != "identity":
            raise ProtocolError(f"{host} compressed its answer although it was asked not to.")
        return
    error = _refusal(status, answer.headers.get("Retry-After"), host, clock)
    error.unbilled = surely_unbilled(status)
    raise error


def surely_unbilled(status: int) -> bool:
    """Tell whether an endpoint that answered with this status did no work."""
    return status >= 300 and status not in _TIRED_OF_WAITING


def _refusal(status: int, retry_after: str | None, host: str, clock: Clock) -> GatewayError:
    said = f"{host} answered with status {status}"
    if status == 429:
        wait = wait_s(retry_after, clock)
        return RateLimited(f"{said}: too many requests; wait before trying again.", retry_after_s=wait)
    if status == 408:
        return GatewayTimeout(f"{said}: it gave up waiting; try again.")
    if 400 <= status < 500:
        return RequestRejected(f"{said}: it refused the request; check the model's name, the key and the request's size.")
    if status >= 500:
        return GatewayUnavailable(f"{said}: it cannot answer now; try again, or look at its log.")
    return ProtocolError(f"{said} where 200 was expected; check that the URL is the API's base.")


def wait_s(retry_after: str | None, clock: Clock) -> float | None:
    """Give the seconds that a Retry-After header asks to wait, or None when it says nothing readable."""
    if retry_after is None:
        return None
    with suppress(ValueError):
        seconds = float(retry_after)
        return max(0.0, seconds) if math.isfinite(seconds) else None
    try:
        instant = parsedate_to_datetime(retry_after)
    except (ValueError, OverflowError):
        return None
    aware = instant if instant.tzinfo is not None else instant.replace(tzinfo=UTC)
    return max(0.0, (aware - clock.now()).total_seconds())
