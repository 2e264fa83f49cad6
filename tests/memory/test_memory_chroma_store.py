"""The Chroma store passes the contract, in a folder and on a client of the host's."""

from __future__ import annotations

from pathlib import Path

import pytest

from auren.memory.stores.chroma import ChromaStore
from auren.ports import MemoryStore
from auren.testing.contracts import MemoryStoreContract

pytest.importorskip("chromadb")


class TestChromaStore(MemoryStoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> MemoryStore:
        return ChromaStore(tmp_path / "chroma")
