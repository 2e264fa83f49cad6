"""Whose certificates a transport trusts."""

from __future__ import annotations

import asyncio
import ssl

import httpx

__all__ = ["nobody", "usual"]


async def usual() -> ssl.SSLContext:
    """Trust the usual authorities, whatever the environment says."""
    # Reading the certificates takes long enough to hold up a loop.
    return await asyncio.to_thread(httpx.create_ssl_context, trust_env=False)


def nobody() -> ssl.SSLContext:
    """Trust nobody: enough for an endpoint without TLS, and built at once."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
