"""Fetches from WHOOP's API v2."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from auren.sources.answers import Endpoint
from auren.sources.pull.client import PullClient
from auren.sources.pull.step import Moves, Span, Step, windows
from auren.sources.times import day_span
from auren.sources.vendors.whoop import Whoop

__all__ = ["WhoopClient"]

_DAYS = 14
_MOST = "25"
# A recovery takes its interval from its sleep, so a broken run begins with the sleeps of those days again.
_MOVES: Final[dict[str, Moves]] = {"sleep": "never", "recovery": "end"}


class WhoopClient(PullClient):
    """Fetches a person's readings from WHOOP; arguments and errors as `PullClient`."""

    vendor = Whoop
    home = "https://api.prod.whoop.com/developer"
    _asks_page = "nextToken"
    _names_page = "next_token"

    def _steps(self, span: Span) -> Sequence[Step]:
        return [
            self._step(endpoint, first, last)
            for first, last in windows(span, _DAYS)
            for endpoint in Whoop.endpoints()
            if endpoint.pull
        ]

    def _step(self, endpoint: Endpoint, first: date, last: date) -> Step:
        start, end = day_span(first, self._tz)[0], day_span(last, self._tz)[1]
        query = {"start": f"{start:%Y-%m-%dT%H:%M:%S.000Z}", "end": f"{end:%Y-%m-%dT%H:%M:%S.000Z}", "limit": _MOST}
        moves = _MOVES.get(endpoint.name, "page")
        return Step(f"{endpoint.name} {first}", endpoint.path.removeprefix("*"), query, moves=moves)
