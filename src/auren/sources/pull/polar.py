"""Fetches from Polar's AccessLink API v3, which has no pages: lists of the last weeks, ranges of dates, or single days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from auren.sources.answers import Endpoint
from auren.sources.pull.client import PullClient
from auren.sources.pull.step import Span, Step, windows
from auren.sources.vendors.polar import Polar

__all__ = ["PolarClient"]

_RANGE_DAYS = 28
_LISTED_DAYS = 20
"""Lists hold the last 28 days; some are left for a run that goes on later."""


class PolarClient(PullClient):
    """Fetches a person's readings from Polar; arguments and errors as `PullClient`.

    The person must be registered with the application, and exercises are only there from the registration on and for 30
    days; activity goes back a year.
    """

    vendor = Polar
    home = "https://www.polaraccesslink.com"

    def _steps(self, span: Span) -> Sequence[Step]:
        listed = span.since >= span.made - timedelta(days=_LISTED_DAYS)
        return [step for endpoint in Polar.endpoints() if endpoint.pull for step in _steps_of(endpoint, span, listed)]


def _steps_of(endpoint: Endpoint, span: Span, listed: bool) -> Iterator[Step]:
    path = endpoint.path.removeprefix("*")
    name = path.removeprefix("/v3/").removeprefix("users/")
    if endpoint.pull == "list" or (endpoint.pull == "days" and listed):
        yield Step(name, path)
    elif endpoint.pull == "days":
        for day, _ in windows(span, 1):
            yield Step(f"{name} {day}", f"{path}/{day}", absent_ok=True)
    else:
        for first, last in windows(span, _RANGE_DAYS):
            yield Step(f"{name} {first}", path, {"from": str(first), "to": str(last)}, absent_ok=True)
