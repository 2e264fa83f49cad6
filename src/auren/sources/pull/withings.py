"""Fetches from Withings' API, which answers failures with HTTP 200 and a status of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from auren.errors import SourceError, SourceRateLimited, SourceUnauthorized, SourceUnavailable
from auren.sources.answers import Endpoint
from auren.sources.pull.client import PullClient, page_of
from auren.sources.pull.step import Span, Step, windows
from auren.sources.times import day_span
from auren.sources.vendors.withings import Withings

__all__ = ["WithingsClient"]

_FIELDS = {
    "getactivity": "steps,distance,elevation,soft,moderate,intense,calories,totalcalories,hr_min,hr_max",
    "getworkouts": "calories,distance,hr_average,hr_max,pause_duration",
    "getsummary": (
        "total_timeinbed,total_sleep_time,asleepduration,lightsleepduration,deepsleepduration,remsleepduration,"
        "wakeupduration,wakeupcount,sleep_latency,sleep_efficiency,sleep_score,hr_average,hr_min,rr_average"
    ),
    "get": "rmssd,sdnn_1",
}
_TOKEN_REFUSED = frozenset({100, 101, 102, 200, 401})
_BUSY = frozenset({522, 2554, 2555})
_TOO_MANY = 601


class WithingsClient(PullClient):
    """Fetches a person's readings from Withings; arguments and errors as `PullClient`.

    HRV stands only in the series of each night, which take one request a day.
    """

    vendor = Withings
    home = "https://wbsapi.withings.net"

    def _steps(self, span: Span) -> Sequence[Step]:
        steps: list[Step] = []
        for endpoint in Withings.endpoints():
            days = 1 if endpoint.pull == "day" else (span.until - span.since).days + 1
            if endpoint.pull:
                steps += (self._step(endpoint, first, last) for first, last in windows(span, days))
        return steps

    def _step(self, endpoint: Endpoint, first: date, last: date) -> Step:
        path, _, action = endpoint.path.removeprefix("*").partition("?action=")
        span = {"startdateymd": str(first), "enddateymd": str(last)}
        if endpoint.pull != "dates":
            start, end = day_span(first, self._tz)[0], day_span(last, self._tz)[1]
            span = {"startdate": f"{start.timestamp():.0f}", "enddate": f"{end.timestamp():.0f}"}
        form = {"action": action, **span}
        if action in _FIELDS:
            form["data_fields"] = _FIELDS[action]
        return Step(f"{action} {first}", path, form=form, answer=f"{path}?action={action}")

    def _paged(self, step: Step, page: str) -> Step:
        return replace(step, form={**(step.form or {}), "offset": page})

    def _next_page(self, body: object) -> str:
        inner = body.get("body") if isinstance(body, dict) else None
        return page_of(inner, "offset") if isinstance(inner, dict) and inner.get("more") in (True, 1) else ""

    def _check(self, body: object) -> None:
        status = body.get("status") if isinstance(body, dict) else None
        if isinstance(status, bool) or not isinstance(status, int):
            raise SourceError("withings answered without a status; the service has changed, or base_url is not its own.")
        if status in _TOKEN_REFUSED:
            raise SourceUnauthorized("withings does not accept the token; give a fresh one, or connect the account again.")
        if status == _TOO_MANY:
            raise SourceRateLimited("withings answered with status 601 in its body: too many requests.")
        if status in _BUSY:
            raise SourceUnavailable(f"withings answered with status {status} in its body; try again later.")
        if status != 0:
            raise SourceError(f"withings answered with status {status} in its body: it refuses the request.")
