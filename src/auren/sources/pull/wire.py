"""One request at a time to one host: bounded in time and size, repeated where that helps, with the token kept to that host."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import Final

import httpx

from auren.clock import Clock
from auren.errors import (
    AurenError,
    ConfigurationError,
    LifecycleError,
    MalformedRow,
    SourceError,
    SourceRateLimited,
    SourceUnauthorized,
    SourceUnavailable,
)
from auren.sources.files import Limits, json_document
from auren.sources.pull.step import Step

__all__ = ["Token", "Wire", "checked_base"]

Token = str | Callable[[], Awaitable[str]]
"""An access token, or an async function that gives a fresh one."""

_ATTEMPTS: Final = 5
_LOCAL: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_AGAIN: Final = frozenset({408, 425, 500, 502, 503, 504})
_DRIVER_ERRORS: Final = (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, httpx.CookieConflict, OSError)
_ADVICE: Final = {
    400: "it does not understand the request; ask for days that it still keeps",
    403: "the person has not agreed to share this; ask them to connect the account with every permission",
    404: "there is no such resource; check base_url",
    410: "this service is gone; the Fitbit Web API was shut down on 2026-11-02, and GoogleHealthClient takes its place",
}


class Wire:
    """Sends requests and gives decoded JSON.

    Args:
        vendor: for messages.
        base: the API's base.
        token: the token, or what gives one; asked again once after a 401.
        http: sends the requests; does not follow redirects here, whatever it does elsewhere.
        clock: waits.
        limits: `element_chars` bounds an answer, `depth` its nesting.
        timeout_s: seconds that one request may take.
        max_wait_s: seconds that one request may wait in all, before it is given up.
        check: raises what an answer with HTTP 200 says of a failure.
    """

    def __init__(
        self,
        vendor: str,
        base: httpx.URL,
        token: Token,
        *,
        http: httpx.AsyncClient,
        clock: Clock,
        limits: Limits,
        timeout_s: float,
        max_wait_s: float,
        check: Callable[[object], None],
    ) -> None:
        self._vendor = vendor
        self._base = base
        self._token = token
        self._held = ""
        self._http = http
        self._clock = clock
        self._limits = limits
        self._timeout_s = timeout_s
        self._max_wait_s = max_wait_s
        self._check = check

    async def fetch(self, step: Step) -> object:
        """Send one request, and send it again while that helps.

        Args:
            step: what to ask for, page included.

        Raises:
            SourceUnauthorized: the token is not accepted, nor a fresh one.
            SourceRateLimited: the service asks to wait for longer than `max_wait_s`.
            SourceUnavailable: the service does not answer to the end, again and again.
            SourceError: it answers something that cannot be used.
        """
        left_s = self._max_wait_s
        fresh = isinstance(self._token, str)
        for pause_s in _pauses():
            try:
                return await self._once(step)
            except SourceUnauthorized:
                if fresh:
                    raise
                fresh, self._held = True, ""
                continue
            except (SourceRateLimited, SourceUnavailable) as error:
                asked_s = error.retry_after_s if isinstance(error, SourceRateLimited) else None
                wait_s = pause_s if asked_s is None else asked_s
                if math.isinf(pause_s) or wait_s > left_s:
                    raise
            left_s -= wait_s
            await self._clock.sleep_until(self._clock.now() + timedelta(seconds=wait_s))
        raise LifecycleError("A request was repeated without end; this is a fault of auren.")

    async def _once(self, step: Step) -> object:
        if self._http.is_closed:
            raise LifecycleError("The HTTP client given as http is closed; keep it open as long as the client that uses it.")
        request = self._http.build_request(
            "GET" if step.form is None and step.body is None else "POST",
            self._base.copy_with(path=f"{self._base.path.rstrip('/')}{step.path}", query=None),
            params=dict(step.query) or None,
            data=None if step.form is None else dict(step.form),
            json=None if step.body is None else dict(step.body),
            headers={
                "Authorization": f"Bearer {await self._bearer()}",
                "Accept": "application/json",
                "Accept-Encoding": "identity",
            },
        )
        try:
            async with asyncio.timeout(self._timeout_s):
                response = await self._http.send(request, stream=True, follow_redirects=False)
                try:
                    if self._is_nothing(response, step):
                        return None
                    body = self._decoded(await self._whole(response))
                finally:
                    await response.aclose()
        except AurenError:
            raise
        except (TimeoutError, httpx.TimeoutException) as error:
            raise SourceUnavailable(
                f"{self._vendor} did not answer in time ({type(error).__name__}); raise timeout_s."
            ) from None
        except _DRIVER_ERRORS as error:
            # The cause is left out: a driver's message can quote the request.
            raise SourceUnavailable(
                f"{self._vendor} did not answer to the end ({type(error).__name__}); try again, or check base_url."
            ) from None
        self._check(body)
        return body

    async def _bearer(self) -> str:
        if not self._held:
            token = self._token if isinstance(self._token, str) else await self._token()
            if not isinstance(token, str) or not token or not all("!" <= sign <= "~" for sign in token):
                raise ConfigurationError(
                    "A token that is empty or holds signs that no header carries was given; check its source."
                )
            self._held = token
        return self._held

    def _is_nothing(self, response: httpx.Response, step: Step) -> bool:
        """Check the status, and tell whether it means that there is nothing."""
        status = response.status_code
        said = f"{self._vendor} answered with status {status}"
        if status == 204 or (status == 404 and step.absent_ok):
            return True
        if status == 200:
            if response.headers.get("Content-Encoding", "identity") != "identity":
                # Unpacking could make gigabytes of a few bytes, and none was asked for.
                raise SourceError(f"{self._vendor} compressed its answer although it was asked not to.")
            return False
        if status == 401:
            raise SourceUnauthorized(f"{said}: it does not accept the token; give a fresh one, or connect the account again.")
        if status == 429:
            raise SourceRateLimited(f"{said}: too many requests.", retry_after_s=self._retry_after_s(response))
        if status in _AGAIN or status > 504:
            raise SourceUnavailable(f"{said}; try again later.")
        if 300 <= status < 400:
            raise SourceError(
                f"{said}, a redirect, which is not followed so that the token stays with its host; check base_url."
            )
        raise SourceError(f"{said}: {_ADVICE.get(status, 'it refuses the request')}.")

    def _retry_after_s(self, response: httpx.Response) -> float | None:
        told = response.headers.get("Retry-After")
        if told is None:
            return None
        with suppress(ValueError):
            seconds = float(told)
            return max(0.0, seconds) if math.isfinite(seconds) else None
        try:
            instant = parsedate_to_datetime(told)
        except (ValueError, OverflowError):
            return None
        aware = instant if instant.tzinfo is not None else instant.replace(tzinfo=UTC)
        return max(0.0, (aware - self._clock.now()).total_seconds())

    async def _whole(self, response: httpx.Response) -> bytes:
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > self._limits.element_chars:
                raise SourceError(
                    f"{self._vendor} answered more than {self._limits.element_chars} bytes; raise limits if that is meant."
                )
        return bytes(body)

    def _decoded(self, body: bytes) -> object:
        try:
            return json_document(BytesIO(body), self._vendor, limits=self._limits)
        except MalformedRow as error:
            raise SourceError(f"{self._vendor} answered something that is no JSON: {error.reason}.") from None


def checked_base(url: str) -> httpx.URL:
    """Give the API's base.

    Raises:
        ConfigurationError: it is no URL, holds a user or password, or is not encrypted and leads to another machine.
    """
    try:
        base = httpx.URL(url)
    except (httpx.InvalidURL, TypeError):
        raise ConfigurationError(
            'A base_url that is no URL was given; expected one such as "https://api.example.com".'
        ) from None
    if base.userinfo:
        raise ConfigurationError("A base_url with a user or password in it was given; hand the token in as token.")
    if base.scheme != "https" and not (base.scheme == "http" and base.host in _LOCAL):
        raise ConfigurationError("A base_url without https was given; a token travels only encrypted, or on this machine.")
    return base


def _pauses() -> Iterator[float]:
    # How long to wait after each attempt; infinity after the last. One more is for the attempt with a fresh token.
    yield from (2.0**attempt for attempt in range(_ATTEMPTS - 1))
    while True:
        yield math.inf
