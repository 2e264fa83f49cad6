"""mem0 at the same work, in a process, and where wished an environment, of its own: add and search, no language model.

    python -m benchmarks._memory_peer COUNT ADDS QUERIES

Prints the milliseconds of each add and each search as one line of JSON, or says why it cannot.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from auren.memory.embedders import WordLlamaEmbedder
from benchmarks._memory_texts import Texts

_IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a folder of its own in it


class _Embedding:
    """Our embedder in the shape of mem0's."""

    def __init__(self, embedder: WordLlamaEmbedder) -> None:
        self._embedder = embedder
        self.config = type("Config", (), {"embedding_dims": embedder.dimensions})()

    def embed(self, text: str, *_arguments: object, **_options: object) -> list[float]:
        return self._embedder._embedded([text])[0]  # noqa: SLF001 - its caller does not wait

    def embed_batch(self, texts: list[str], *_arguments: object, **_options: object) -> list[list[float]]:
        return self._embedder._embedded(texts)  # noqa: SLF001 - as above


def main(count: int, adds: int, queries: int) -> None:
    """Measure, and print."""
    if find_spec("mem0") is None:
        print(json.dumps({"skipped": "mem0 is not installed in this environment; `python -m pip install mem0ai` brings it"}))
        return
    logging.disable(logging.WARNING)
    embedder, texts = WordLlamaEmbedder(), Texts(seed=7)
    with tempfile.TemporaryDirectory(dir=_IN_MEMORY) as folder:
        os.environ |= {"MEM0_TELEMETRY": "False", "MEM0_DIR": folder}
        memory = _built(folder, embedder)

        def add(text: str) -> None:
            memory.add(text, user_id="one", infer=False)

        def search(text: str) -> None:
            if not memory.search(text, filters={"user_id": "one"}, top_k=10)["results"]:
                raise RuntimeError("mem0 found nothing of what was added.")

        for number in range(count):
            add(texts.turn(number))
        found = {
            "adds_ms": [_timed(add, texts.turn(10**7 + number)) for number in range(adds)],
            "recalls_ms": [_timed(search, texts.question(number)) for number in range(queries)],
        }
    print(json.dumps(found))


def _built(folder: str, embedder: WordLlamaEmbedder) -> Any:
    mem0: Any = import_module("mem0")
    store = {"path": f"{folder}/qdrant", "embedding_model_dims": embedder.dimensions, "on_disk": True}
    memory = mem0.Memory.from_config(
        {
            "vector_store": {"provider": "qdrant", "config": store},
            # Neither is ever asked: nothing is inferred, and the embedder is replaced.
            "llm": {"provider": "openai", "config": {"api_key": "none"}},
            "embedder": {"provider": "openai", "config": {"api_key": "none"}},
            "history_db_path": f"{folder}/history.db",
        }
    )
    memory.embedding_model = _Embedding(embedder)
    return memory


def _timed(work: Callable[[str], None], text: str) -> float:
    began = time.perf_counter()
    work(text)
    return (time.perf_counter() - began) * 1e3


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
