"""Fetches from Oura's API v2."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from auren.sources.pull.client import PullClient
from auren.sources.pull.step import Span, Step, windows
from auren.sources.times import day_span
from auren.sources.vendors.oura import Oura

__all__ = ["OuraClient"]

_DAY = timedelta(days=1)
_HEART_RATE_DAYS = 30


class OuraClient(PullClient):
    """Fetches a person's readings from Oura; arguments and errors as `PullClient`.

    A day on either side is asked for as well, since some collections leave out the first date, and some the last.
    """

    vendor = Oura
    home = "https://api.ouraring.com"
    _asks_page = _names_page = "next_token"

    def _steps(self, span: Span) -> Sequence[Step]:
        steps: list[Step] = []
        for endpoint in Oura.endpoints():
            path = endpoint.path.removeprefix("*")
            if endpoint.pull == "dates":
                dates = {"start_date": str(span.since - _DAY), "end_date": str(span.until + _DAY)}
                steps.append(Step(endpoint.name, path, dates))
            elif endpoint.pull == "instants":
                for first, last in windows(span, _HEART_RATE_DAYS):
                    start, end = day_span(first, self._tz)[0], day_span(last, self._tz)[1]
                    instants = {"start_datetime": start.isoformat(), "end_datetime": end.isoformat()}
                    steps.append(Step(f"{endpoint.name} {first}", path, instants))
        return steps
