# ruff: noqa: S603
"""A real vLLM server on this machine's processor."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

NAME: Final = "tiny"
_UP_WITHIN_S: Final = 600
_OFFLINE: Final = {
    "VLLM_TARGET_DEVICE": "cpu",
    "VLLM_CPU_KVCACHE_SPACE": "1",
    "VLLM_NO_USAGE_STATS": "1",
    "HF_HUB_OFFLINE": "1",
}


@dataclass(frozen=True)
class Server:
    """Where it is, and how to end it."""

    url: str
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """End it and its workers at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def serving(model: Path, log: Path) -> Iterator[Server]:
    """Serve a model's folder on a free port until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        *(str(Path(sys.executable).with_name("vllm")), "serve", str(model)),
        *("--host", "127.0.0.1", "--port", str(port), "--served-model-name", NAME),
        *("--dtype", "bfloat16", "--enforce-eager", "--max-model-len", "2048"),
        *("--enable-prompt-tokens-details", "--enable-auto-tool-choice", "--tool-call-parser", "hermes"),
    ]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, env={**os.environ, **_OFFLINE}, start_new_session=True
        )
    server = Server(f"http://127.0.0.1:{port}", process)
    try:
        _wait(server, log)
        yield server
    finally:
        if process.poll() is None:
            server.kill()


def _wait(server: Server, log: Path) -> None:
    until = time.monotonic() + _UP_WITHIN_S
    while time.monotonic() < until:
        if server.process.poll() is not None:
            break
        try:
            if httpx.get(f"{server.url}/health", trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(1.0)
    raise AssertionError(f"The server did not come up; its log ends with:\n{log.read_text(errors='replace')[-4000:]}")
