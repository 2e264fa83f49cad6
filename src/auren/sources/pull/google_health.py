"""Fetches from Google's Health API v4: lists of points by filter, and roll-ups of at most 14 or 90 days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from auren.sources.answers import Endpoint
from auren.sources.pull.client import PullClient
from auren.sources.pull.step import Span, Step, windows
from auren.sources.times import day_span
from auren.sources.vendors.google_health import GoogleHealth

__all__ = ["GoogleHealthClient"]

_FILTERED = {
    "sleep": "sleep.interval.civil_end_time",
    "interval": "{type}.interval.civil_start_time",
    "sample": "{type}.sample_time.civil_time",
    "daily": "{type}.date",
}
_ROLLED_DAYS = {"90 days": 90, "14 days": 14, "windows": 14}
_WINDOW = "300s"
_DAY = timedelta(days=1)


class GoogleHealthClient(PullClient):
    """Fetches a person's readings from Google's Health API; arguments and errors as `PullClient`.

    Sums of a day come as roll-ups, heart rate as means of five minutes.
    """

    vendor = GoogleHealth
    home = "https://health.googleapis.com"
    _asks_page = "pageToken"
    _names_page = "nextPageToken"

    def _steps(self, span: Span) -> Sequence[Step]:
        return [step for endpoint in GoogleHealth.endpoints() for step in self._steps_of(endpoint, span)]

    def _steps_of(self, endpoint: Endpoint, span: Span) -> Iterator[Step]:
        path = endpoint.path.removeprefix("*").replace("users/*", "users/me")
        slug = path.split("/")[5] if endpoint.pull else ""
        if endpoint.pull in _FILTERED:
            field = _FILTERED[endpoint.pull].format(type=slug.replace("-", "_"))
            yield Step(slug, path, {"filter": f'{field} >= "{span.since}" AND {field} < "{span.until + _DAY}"'})
        elif endpoint.pull in _ROLLED_DAYS:
            for first, last in windows(span, _ROLLED_DAYS[endpoint.pull]):
                body = self._stretch(first, last) if endpoint.pull == "windows" else _days(first, last)
                yield Step(f"{slug} {first}", path, body=body)

    def _stretch(self, first: date, last: date) -> dict[str, object]:
        start, end = day_span(first, self._tz)[0], day_span(last, self._tz)[1]
        span = {"startTime": f"{start:%Y-%m-%dT%H:%M:%SZ}", "endTime": f"{end:%Y-%m-%dT%H:%M:%SZ}"}
        return {"range": span, "windowSize": _WINDOW}

    def _paged(self, step: Step, page: str) -> Step:
        if step.body is not None:
            return replace(step, body={**step.body, self._asks_page: page})
        return super()._paged(step, page)


def _days(first: date, last: date) -> dict[str, object]:
    return {"range": {"start": {"date": _civil(first)}, "end": {"date": _civil(last + _DAY)}}, "windowSizeDays": 1}


def _civil(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}
