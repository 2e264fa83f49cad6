"""The HTTP clients that can carry a model's requests, one file a client; each is loaded only when it is used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from auren.gateway.transports.aiohttp import AiohttpTransport
    from auren.gateway.transports.base import Transport, WireAnswer
    from auren.gateway.transports.httpx import HttpxTransport

__all__ = ["AiohttpTransport", "HttpxTransport", "Transport", "WireAnswer"]

_HOMES: Final = {
    "AiohttpTransport": "auren.gateway.transports.aiohttp",
    "HttpxTransport": "auren.gateway.transports.httpx",
    "Transport": "auren.gateway.transports.base",
    "WireAnswer": "auren.gateway.transports.base",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        names = ", ".join(__all__)
        raise AttributeError(f"module 'auren.gateway.transports' has no attribute {name!r}; its public names are {names}")
    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
