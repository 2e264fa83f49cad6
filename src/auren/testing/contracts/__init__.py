"""What every adapter of a port must do, as pytest classes: subclass one, give its fixture, and run pytest.

The fixture gives a new adapter that holds nothing and is not open yet:

    class TestMyStore(MemoryStoreContract):
        @pytest.fixture
        def store(self) -> MemoryStore:
            return MyStore()
"""

import pytest

# Before the contracts are imported, so that a failed assertion shows its values in an integrator's project, too.
pytest.register_assert_rewrite(
    *(f"{__name__}.{name}" for name in ("_shared", "directory", "history", "journal", "memory_store"))
)

from auren.testing.contracts.directory import DirectoryContract  # noqa: E402
from auren.testing.contracts.history import HistoryContract  # noqa: E402
from auren.testing.contracts.journal import JournalContract  # noqa: E402
from auren.testing.contracts.memory_store import MemoryStoreContract  # noqa: E402

__all__ = ["DirectoryContract", "HistoryContract", "JournalContract", "MemoryStoreContract"]
