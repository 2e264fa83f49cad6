"""The HTTP clients that can carry a model's requests, one file a client; each is loaded only when it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later

if TYPE_CHECKING:
    from auren.gateway.transports.aiohttp import AiohttpTransport
    from auren.gateway.transports.base import Transport, WireAnswer
    from auren.gateway.transports.httpx import HttpxTransport

__all__ = ["AiohttpTransport", "HttpxTransport", "Transport", "WireAnswer"]

__getattr__, __dir__ = later(
    __name__,
    {
        ".aiohttp": ("AiohttpTransport",),
        ".base": ("Transport", "WireAnswer"),
        ".httpx": ("HttpxTransport",),
    },
)
