"""The seam between a model and the HTTP client that carries its requests: one method, one pool, one endpoint."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Mapping
from types import TracebackType
from typing import final

from auren._resource import Resource
from auren.errors import InvalidInput

__all__ = ["Sending", "Transport", "WireAnswer"]


class WireAnswer(ABC):
    """An answer whose head has arrived and whose body is on its way.

    Args:
        status: the HTTP status.
        headers: the headers, looked up whatever their case.
    """

    __slots__ = ("headers", "status")

    def __init__(self, status: int, headers: Mapping[str, str]) -> None:
        self.status = status
        self.headers = headers

    @abstractmethod
    async def more(self) -> bytes:
        """Give the next bytes of the body as they arrive; none at its end.

        Raises:
            GatewayError: the body broke off.
        """

    @abstractmethod
    async def close(self) -> None:
        """Let the connection go: back to the pool after a body that was read, closed after any other."""


class Transport(Resource, ABC):
    """Carries requests to one endpoint over one pool of connections.

    It follows no redirect, keeps no cookie, unpacks no body and reads no environment variable. How long an answer may
    take is for the model to say; cancelling a request at any moment costs the pool no connection.

    Args:
        max_connections: requests at a time, and size of the pool; those above it wait in the order they came.
        connect_timeout_s: seconds that connecting may take.

    Raises:
        InvalidInput: a number is out of range.
    """

    def __init__(self, *, max_connections: int, connect_timeout_s: float) -> None:
        super().__init__()
        if max_connections < 1 or not 0 < connect_timeout_s < float("inf"):
            raise InvalidInput(
                f"max_connections {max_connections} and connect_timeout_s {connect_timeout_s:g} were given; "
                "expected 1 or more connections and a time above 0."
            )
        self._max_connections = max_connections
        self._connect_timeout_s = connect_timeout_s
        self._slots = asyncio.Semaphore(max_connections)

    @final
    def send(self, url: str, *, headers: Mapping[str, str], body: bytes | None = None) -> Sending:
        """Send a request, and give its answer inside `async with`.

        Args:
            url: where to.
            headers: sent as they are.
            body: what to POST; None to GET.

        Raises:
            GatewayError: no answer came; the subclass says why.
            LifecycleError: the transport is not open.
        """
        self._check_open()
        return Sending(self, self._slots, url, headers, body)

    async def _open(self) -> None:
        self._slots = asyncio.Semaphore(self._max_connections)
        await self._connect()

    async def _close(self) -> None:
        await self._disconnect()

    @abstractmethod
    async def _connect(self) -> None:
        """Build the client."""

    @abstractmethod
    async def _disconnect(self) -> None:
        """Close the client that was built."""

    @abstractmethod
    async def _send(self, url: str, headers: Mapping[str, str], body: bytes | None) -> WireAnswer:
        """Send, and wait for the head; whatever goes wrong, leave nothing behind."""


class Sending:
    """One request, from waiting for a connection to letting it go.

    A request waits here and not inside the client's pool, so that it can be cancelled at any time.
    """

    __slots__ = ("_answer", "_body", "_headers", "_slots", "_transport", "_url")

    def __init__(
        self, transport: Transport, slots: asyncio.Semaphore, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> None:
        self._transport = transport
        self._slots = slots
        self._url = url
        self._headers = headers
        self._body = body

    async def __aenter__(self) -> WireAnswer:
        await self._slots.acquire()
        try:
            self._answer = await self._transport._send(self._url, self._headers, self._body)  # noqa: SLF001 - its own seam
        except BaseException:
            self._slots.release()
            raise
        return self._answer

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            await self._answer.close()
        finally:
            self._slots.release()
