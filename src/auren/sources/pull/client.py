"""A client that fetches a person's data from a vendor's service, page by page, and can go on where it broke off."""

from __future__ import annotations

import asyncio
import ssl
from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar

import httpx

from auren._resource import Resource
from auren.clock import Clock, SystemClock
from auren.errors import InvalidInput, LifecycleError, SourceError
from auren.people import Subject, zone_info
from auren.readings import STANDARD_METRICS, MetricRegistry
from auren.sources.answers import AnswerSource
from auren.sources.base import OnMalformed
from auren.sources.files import DEFAULT_LIMITS, Limits
from auren.sources.pull.cursor import Cursor
from auren.sources.pull.run import Run
from auren.sources.pull.step import Span, Step
from auren.sources.pull.wire import Token, Wire, checked_base
from auren.sources.report import SourceReport

__all__ = ["PullClient", "page_of"]

_LONGEST_PAGE = 4096
_FIRST_YEAR, _LAST_YEAR = 1970, 2200


class PullClient(Resource):
    """Fetches a person's readings from a vendor's service. OAuth stays with the host, which hands in the token.

    Args:
        subject: whose readings they are.
        zone: IANA zone where the person was.
        token: an access token, or an async function that gives a fresh one; it is asked again once after a refusal.
        base_url: of the service; empty for the vendor's own. Plain http is only for this machine.
        http: an HTTP client of the host's own, which is not closed here and decides on pool, proxies and certificates; None
            builds one that reads no environment variable.
        clock: tells today and waits.
        timeout_s: seconds that one request may take.
        max_wait_s: seconds that one request may wait in all when the service asks to, or does not answer.
        on_malformed: "skip" reports what cannot be read, "raise" raises it.
        metrics: the registry that values are checked against.
        limits: `element_chars` bounds one answer.

    Raises:
        InvalidInput: the zone is missing or unknown, or a bound is not above 0.
        ConfigurationError: the base URL or the token cannot be used.
    """

    vendor: ClassVar[type[AnswerSource]]
    """Reads the answers."""
    home: ClassVar[str]
    """The vendor's own base URL."""
    _asks_page: ClassVar[str] = ""
    """The parameter that asks for a page."""
    _names_page: ClassVar[str] = ""
    """The field of an answer that names the next page; empty where there are no pages."""

    def __init__(
        self,
        *,
        subject: Subject,
        zone: str | None = None,
        token: Token,
        base_url: str = "",
        http: httpx.AsyncClient | None = None,
        clock: Clock | None = None,
        timeout_s: float = 30.0,
        max_wait_s: float = 120.0,
        on_malformed: OnMalformed = "skip",
        metrics: MetricRegistry = STANDARD_METRICS,
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        super().__init__()
        if not timeout_s > 0 or not max_wait_s >= 0:
            raise InvalidInput(f"{type(self).__name__}: timeout_s must be above 0 and max_wait_s 0 or more.")
        self.subject = subject
        self.zone = zone
        self._base = checked_base(base_url or self.home)
        self._token = token
        self._given_http = http
        self._clock = SystemClock() if clock is None else clock
        self._bounds = (timeout_s, max_wait_s)
        self._options = (on_malformed, metrics, limits)
        self._wire: Wire | None = None
        self._own_http: httpx.AsyncClient | None = None
        self._reader = self._new_reader()
        self._tz = zone_info(zone)
        self._latest: Run | None = None

    def __repr__(self) -> str:
        return f"{type(self).__name__}(subject={self.subject.id!r}, host={self._base.host!r})"

    @property
    def cursor(self) -> str:
        """Where the latest run stands; empty before the first."""
        return "" if self._latest is None else self._latest.cursor

    @property
    def report(self) -> SourceReport:
        """The account of the latest run, as far as it has come."""
        return self._reader.report if self._latest is None else self._latest.report

    def readings(self, *, since: date | None = None, until: date | None = None, cursor: str | None = None) -> Run:
        """Give the readings of a span of dates, as they are fetched.

        Args:
            since: first date; needed without a cursor.
            until: last date; None for today.
            cursor: where an earlier run stands. An unfinished one is gone on with, at the page that comes next. After a
                finished one, the days since are fetched, its last day included, since that was not over.

        Raises:
            InvalidInput: neither or both of `since` and `cursor` were given, the dates are the wrong way round or not from
                1970 to 2200, or the cursor cannot be read.
        """
        if (since is None) == (not cursor):
            raise InvalidInput("readings() needs either since= with the first date, or the cursor= of an earlier run.")
        at = Cursor.decoded(cursor, self.vendor.name) if cursor else None
        if at is None or not at.step:
            today = self._clock.now().astimezone(self._tz).date()
            first = since or (today if at is None else at.span.until)
            at = Cursor(self.vendor.name, Span(first, until or today, made=today))
        elif until is not None:
            raise InvalidInput("An unfinished run has its own last date; hand in its cursor alone.")
        if at.span.until < at.span.since:
            raise InvalidInput("The last date is before the first one; swap since and until.")
        if at.span.since.year < _FIRST_YEAR or at.span.until.year > _LAST_YEAR:
            raise InvalidInput(f"A date before {_FIRST_YEAR} or after {_LAST_YEAR} was given; ask for days that a device knew.")
        self._latest = Run(self._page, self._new_reader(), self._steps_from(at), at)
        return self._latest

    @abstractmethod
    def _steps(self, span: Span) -> Sequence[Step]:
        """Give what to ask for, in order; always the same for the same span."""

    def _paged(self, step: Step, page: str) -> Step:
        """Give a step that asks for a page of it."""
        return replace(step, query={**step.query, self._asks_page: page})

    def _next_page(self, body: object) -> str:
        """Give the page that follows an answer; empty after the last."""
        return page_of(body, self._names_page) if self._names_page else ""

    def _check(self, body: object) -> None:
        """Raise what an answer with HTTP 200 says of a failure; most vendors say nothing there."""

    def _steps_from(self, at: Cursor) -> Sequence[Step]:
        steps = self._steps(at.span)
        names = [step.name for step in steps]
        if at.step and at.step not in names:
            raise InvalidInput("The cursor is of a run that is no longer made that way; begin anew with since=.")
        return steps[names.index(at.step) if at.step else 0 :]

    async def _page(self, step: Step, page: str) -> tuple[object, str]:
        self._check_open()
        if self._wire is None:
            raise LifecycleError("The client was closed meanwhile; open it again and go on from its cursor.")
        body = await self._wire.fetch(self._paged(step, page) if page else step)
        return body, self._next_page(body)

    async def _open(self) -> None:
        timeout_s, max_wait_s = self._bounds
        http = self._given_http
        if http is None:
            # Reading the certificates takes long enough to hold up a loop; a context without any trusts nobody.
            tls = (
                await asyncio.to_thread(httpx.create_ssl_context, trust_env=False)
                if self._base.scheme == "https"
                else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            )
            http = self._own_http = httpx.AsyncClient(verify=tls, trust_env=False, timeout=timeout_s)
        self._wire = Wire(
            self.vendor.name,
            self._base,
            self._token,
            http=http,
            clock=self._clock,
            limits=self._options[2],
            timeout_s=timeout_s,
            max_wait_s=max_wait_s,
            check=self._check,
        )

    async def _close(self) -> None:
        self._wire = None
        http, self._own_http = self._own_http, None
        if http is not None:
            await http.aclose()

    def _new_reader(self) -> AnswerSource:
        on_malformed, metrics, limits = self._options
        return self.vendor((), subject=self.subject, zone=self.zone, on_malformed=on_malformed, metrics=metrics, limits=limits)


def page_of(body: object, key: str) -> str:
    """Give the page that a field of an answer names; nothing when there is none.

    Raises:
        SourceError: it is neither a text nor a whole number.
    """
    value = body.get(key) if isinstance(body, dict) else None
    if value is None or value == "":
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int) or len(str(value)) > _LONGEST_PAGE:
        raise SourceError(f"A page's {key} is neither a text nor a whole number; the service has changed.")
    return str(value)
