"""The Chroma store passes the contract, in a folder and on a client of the host's."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from auren.memory.stores import chroma
from auren.memory.stores.chroma import ChromaStore
from auren.ports import MemoryStore
from auren.testing.contracts import MemoryStoreContract

pytest.importorskip("chromadb")


class TestChromaStore(MemoryStoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> MemoryStore:
        return ChromaStore(tmp_path / "chroma")


class TestChromaStoreByItsWords(MemoryStoreContract):
    """However few the records, the folder's index is asked."""

    @pytest.fixture
    def store(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MemoryStore:
        monkeypatch.setattr(chroma, "READ_WHOLE", -1)
        return ChromaStore(tmp_path / "chroma")


class TestChromaStoreByItsWordsOnTheHostsClient(MemoryStoreContract):
    """Chroma itself is asked, since its files are not ours to read."""

    @pytest.fixture
    def store(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryStore]:
        monkeypatch.setattr(chroma, "READ_WHOLE", -1)
        chromadb: Any = import_module("chromadb")
        settings: Any = import_module("chromadb.config").Settings(anonymized_telemetry=False)
        client = chromadb.PersistentClient(path=str(tmp_path), settings=settings)
        yield ChromaStore(client)
        client.close()
