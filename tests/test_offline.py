"""That no test can reach beyond this machine, by whichever way; without this guard these tests would call outside."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress

import httpx
import pytest

from offline import OutsideCall, calls_outside, stays_on_this_machine

ELSEWHERE = "192.0.2.1"
"""An address that is kept for documentation, and belongs to nobody."""


@pytest.fixture
def refused() -> Iterator[list[str]]:
    """Give the calls that were refused, and forgive them at the end: here they are the point."""
    yield calls_outside
    calls_outside.clear()


def _connect() -> None:
    with socket.socket() as caller:
        caller.settimeout(0.01)
        caller.connect((ELSEWHERE, 80))


def _connect_quietly() -> None:
    with socket.socket() as caller:
        caller.setblocking(False)
        caller.connect_ex((ELSEWHERE, 80))


def _send() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as caller:
        caller.sendto(b"x", (ELSEWHERE, 9))


def _connect_by_ipv6() -> None:
    with socket.socket(socket.AF_INET6) as caller:
        caller.settimeout(0.01)
        caller.connect(("2001:db8::1", 80))


def _look_up() -> None:
    socket.getaddrinfo("example.org", 80)


def _look_up_in_the_old_way() -> None:
    socket.gethostbyname("example.org")


@pytest.mark.parametrize(
    "call",
    [_connect, _connect_quietly, _send, _connect_by_ipv6, _look_up, _look_up_in_the_old_way],
    ids=lambda call: str(call.__name__).strip("_"),
)
def test_a_call_outside_is_refused(call: Callable[[], None], refused: list[str]) -> None:
    with pytest.raises(OutsideCall, match="on this machine only"):
        call()
    assert len(refused) == 1


async def test_an_asyncio_call_outside_is_refused(refused: list[str]) -> None:
    with pytest.raises(OutsideCall):
        await asyncio.open_connection(ELSEWHERE, 443)
    assert refused


async def test_an_http_call_outside_is_refused_though_the_client_takes_it_for_a_network_that_is_down(
    refused: list[str],
) -> None:
    async with httpx.AsyncClient() as client:
        with pytest.raises(httpx.ConnectError):
            await client.get("http://example.org/")
    assert refused == ["socket.getaddrinfo of example.org"]


def test_a_refusal_that_was_swallowed_fails_the_test(refused: list[str]) -> None:
    guard = stays_on_this_machine.__wrapped__()  # type: ignore[attr-defined]
    next(guard)
    with suppress(OSError):
        _connect()
    assert refused
    with pytest.raises(AssertionError, match=rf"beyond this machine: socket\.connect to {ELSEWHERE}"):
        next(guard)


def test_this_machine_is_reached() -> None:
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET, "localhost")):
        with socket.socket(family) as server, socket.socket(family) as caller:
            server.bind(("127.0.0.1", 0))
            server.listen()
            caller.connect((address, server.getsockname()[1]))
    assert socket.getaddrinfo("127.0.0.1", 80)
    assert calls_outside == []


def test_a_name_that_nobody_has_is_not_found_without_asking() -> None:
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("nobody.invalid", 80)
    assert calls_outside == []
