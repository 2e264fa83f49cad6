"""No test reaches beyond this machine: a call outside raises where it is made, and fails the test even if it is swallowed."""

from __future__ import annotations

import ipaddress
import socket
import sys
from collections.abc import Iterator
from typing import Any

import pytest

__all__ = ["OutsideCall", "calls_outside", "stays_on_this_machine"]

calls_outside: list[str] = []
"""What was tried and refused, until the test that tried it has ended."""


class OutsideCall(ConnectionError):
    """A test called something beyond this machine."""


def _is_address_of_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host in ("localhost", "")


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse connections and packets to other machines, and to ask for the address of a name."""
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        # An address of a Unix socket is a text, or bytes.
        if not isinstance(address, tuple) or _is_address_of_this_machine(str(address[0])):
            return
        asked = f"{event} to {address[0]}"
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0].decode() if isinstance(arguments[0], bytes) else arguments[0]
        # A number is not looked up anywhere.
        if host is None or _is_address_of_this_machine(host) or _is_number(host):
            return
        if host.endswith(".invalid"):
            # A name that nobody may have (RFC 6761): the answer is known without asking.
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        asked = f"{event} of {host}"
    else:
        return
    calls_outside.append(asked)
    raise OutsideCall(f"A test tried {asked}; tests talk to servers on this machine only.")


# Python's own audit events: every socket of this process passes here, whichever library opened it.
sys.addaudithook(_watch)


@pytest.fixture(autouse=True)
def stays_on_this_machine() -> Iterator[None]:
    """Fail the test that called outside, though a library may have taken the refusal for a network that is down."""
    calls_outside.clear()
    yield
    tried = ", ".join(dict.fromkeys(calls_outside))
    calls_outside.clear()
    assert not tried, f"The test called beyond this machine: {tried}."
