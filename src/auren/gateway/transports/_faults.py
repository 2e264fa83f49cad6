"""What can go wrong on the way to an endpoint, as our errors; only the driver's class is named, never its text."""

from __future__ import annotations

from urllib.parse import urlsplit

from auren.errors import GatewayTimeout, GatewayUnavailable, ProtocolError

__all__ = ["host_of", "hung_up", "lost", "misunderstood", "slow", "slow_to_connect", "unreachable"]


def host_of(url: str) -> str:
    """Give host and port for a message."""
    return urlsplit(url).netloc.rpartition("@")[2]


def unreachable(host: str, error: Exception) -> GatewayUnavailable:
    """No connection was made."""
    ours = GatewayUnavailable(f"{host} cannot be reached ({_kind(error)}); check the URL and that the server runs.")
    ours.unbilled = True
    return ours


def slow_to_connect(host: str, error: Exception) -> GatewayTimeout:
    """No connection was made in time."""
    ours = GatewayTimeout(f"{host} did not let itself be connected to in time ({_kind(error)}); look at the server.")
    ours.unbilled = True
    return ours


def slow(host: str, error: Exception) -> GatewayTimeout:
    """The client's own bound ran out after the request was sent."""
    return GatewayTimeout(f"{host} did not answer in time ({_kind(error)}); raise timeout_s or look at the server.")


def lost(host: str, error: Exception) -> GatewayUnavailable:
    """The connection broke after the request was sent, be it in the middle of the answer."""
    return GatewayUnavailable(f"The connection to {host} broke off ({_kind(error)}); try again, or look at the server.")


def hung_up(host: str, error: Exception) -> GatewayUnavailable:
    """The endpoint closed the connection before its answer began."""
    return GatewayUnavailable(f"{host} hung up without an answer ({_kind(error)}); try again, or look at its log.")


def misunderstood(host: str, error: Exception) -> ProtocolError:
    """What came is not HTTP as the client knows it, or the client refused to send."""
    return ProtocolError(f"{host} and this client do not understand each other ({_kind(error)}); the cause has the details.")


def _kind(error: Exception) -> str:
    return type(error).__name__
