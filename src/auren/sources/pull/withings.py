"""Fetches from Withings' API, which answers failures with HTTP 200 and a status of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from auren.errors import SourceError, SourceRateLimited, SourceUnauthorized, SourceUnavailable
from auren.sources.answers import Endpoint
from auren.sources.pull.client import PullClient, page_of
from auren.sources.pull.step import Moves, Span, Step, windows
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
_WEEK = 7
_DAY = timedelta(days=1)


class WithingsClient(PullClient):
    """Fetches a person's readings from Withings; arguments and errors as `PullClient`.

    HRV stands only in the series of each night, which take one request a day and get their date from the nights; so a run
    that broke off in a week's series begins with that week's nights again.
    """

    vendor = Withings
    home = "https://wbsapi.withings.net"

    def _steps(self, span: Span) -> Sequence[Step]:
        by_action = {endpoint.path.partition("?action=")[2]: endpoint for endpoint in Withings.endpoints() if endpoint.pull}
        nights, series = by_action.pop("getsummary"), by_action.pop("get")
        steps = [self._step(endpoint, span.since, span.until) for endpoint in by_action.values()]
        for first, last in windows(span, _WEEK):
            # A night that began in this week may be filed under the day after.
            steps.append(self._step(nights, first, last + _DAY, moves="never"))
            for day, _ in windows(Span(first, last, span.made), 1):
                steps.append(self._step(series, day, day, moves="end" if day == last else "never"))
        return steps

    def _step(self, endpoint: Endpoint, first: date, last: date, moves: Moves = "page") -> Step:
        path, _, action = endpoint.path.removeprefix("*").partition("?action=")
        days = {"startdateymd": str(first), "enddateymd": str(last)}
        if endpoint.pull != "dates":
            start, end = day_span(first, self._tz)[0], day_span(last, self._tz)[1]
            days = {"startdate": f"{start.timestamp():.0f}", "enddate": f"{end.timestamp():.0f}"}
        form = {"action": action, **days}
        if action in _FIELDS:
            form["data_fields"] = _FIELDS[action]
        return Step(f"{action} {first}", path, form=form, answer=f"{path}?action={action}", moves=moves)

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
