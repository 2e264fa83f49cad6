"""httpx as the transport: it needs nothing more than auren itself does."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from functools import lru_cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Final

import httpx

from auren.errors import GatewayError, LifecycleError
from auren.gateway.transports import _faults, _tls
from auren.gateway.transports._httpx_exchange import Exchange
from auren.gateway.transports.base import Transport, WireAnswer

__all__ = ["HttpxTransport"]


class HttpxTransport(Transport):
    """Requests over httpx.

    Args:
        client: a client of the host's own, which is not closed here and decides on pool, proxies and certificates; None
            builds one.
        max_connections: requests at a time, and size of the pool; those above it wait in the order they came.
        connect_timeout_s: seconds that connecting may take.
        keepalive_s: seconds that an idle connection stays in the pool; below what servers allow, since a server that
            closes it just as a request is sent loses the request.
        tls: whose certificates are trusted; None for the usual authorities.

    Raises:
        InvalidInput: a number is out of range.
    """

    def __init__(
        self,
        *,
        client: httpx.AsyncClient | None = None,
        max_connections: int = 64,
        connect_timeout_s: float = 5.0,
        keepalive_s: float = 4.0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        super().__init__(max_connections=max_connections, connect_timeout_s=connect_timeout_s)
        self._given_client = client
        self._client: httpx.AsyncClient | None = None
        self._keepalive_s = keepalive_s
        self._tls = tls
        # The model bounds everything but connecting.
        self._timeouts = httpx.Timeout(None, connect=connect_timeout_s)

    async def _connect(self) -> None:
        if self._given_client is not None:
            self._client = self._given_client
            return
        limits = httpx.Limits(
            max_connections=self._max_connections,
            max_keepalive_connections=self._max_connections,
            keepalive_expiry=self._keepalive_s,
        )
        # A cookie would tie one person's request to another's.
        no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        self._client = httpx.AsyncClient(
            verify=self._tls or await _tls.usual(), limits=limits, cookies=no_cookies, trust_env=False
        )

    async def _disconnect(self) -> None:
        client, self._client = self._client, None
        if client is not None and client is not self._given_client:
            await client.aclose()

    async def _send(self, url: str, headers: Mapping[str, str], body: bytes | None) -> WireAnswer:
        client = self._client
        if client is None or client.is_closed:
            raise LifecycleError("The HTTP client given to HttpxTransport is closed; keep it open as long as the transport.")
        host = _faults.host_of(url)
        exchange = Exchange()
        arrived: list[httpx.Response] = []

        async def arrive(request: httpx.Request) -> None:
            arrived.append(await client.send(request, stream=True, follow_redirects=False))

        try:
            request = client.build_request(
                "GET" if body is None else "POST", _parsed(url), content=body, headers=headers, timeout=self._timeouts
            )
            request.extensions["trace"] = exchange.trace
            await exchange.run(arrive(request))
        except _DRIVER_ERRORS as error:
            raise _before_the_head(error, host) from error
        except asyncio.CancelledError:
            for response in arrived:
                await exchange.run(response.aclose())
            raise
        (response,) = arrived
        return _HttpxAnswer(response, exchange, host)


class _HttpxAnswer(WireAnswer):
    __slots__ = ("_body", "_exchange", "_host", "_response")

    def __init__(self, response: httpx.Response, exchange: Exchange, host: str) -> None:
        super().__init__(response.status_code, response.headers)
        self._response = response
        self._exchange = exchange
        self._host = host
        self._body: AsyncIterator[bytes] = response.aiter_raw()

    async def more(self) -> bytes:
        try:
            return await self._exchange.run(_next(self._body))
        except _DRIVER_ERRORS as error:
            raise _in_the_body(error, self._host) from error

    async def close(self) -> None:
        try:
            await self._exchange.run(self._response.aclose())
        except _DRIVER_ERRORS as error:
            raise _in_the_body(error, self._host) from error


async def _next(body: AsyncIterator[bytes]) -> bytes:
    while (chunk := await anext(body, None)) is not None:
        if chunk:
            return chunk
    return b""


_DRIVER_ERRORS: Final = (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, httpx.CookieConflict, OSError)


def _before_the_head(error: Exception, host: str) -> GatewayError:
    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
        return _faults.slow_to_connect(host, error)
    if isinstance(error, httpx.ConnectError | httpx.ProxyError):
        return _faults.unreachable(host, error)
    if isinstance(error, httpx.RemoteProtocolError):
        return _faults.hung_up(host, error)
    return _in_the_body(error, host)


def _in_the_body(error: Exception, host: str) -> GatewayError:
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return _faults.slow(host, error)
    if isinstance(error, httpx.RemoteProtocolError | httpx.NetworkError | httpx.ProxyError | OSError):
        return _faults.lost(host, error)
    return _faults.misunderstood(host, error)


@lru_cache(maxsize=256)
def _parsed(url: str) -> httpx.URL:
    return httpx.URL(url)
