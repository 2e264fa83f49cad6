"""What every adapter of a port must do, as pytest classes: subclass one, give its fixture, and run pytest.

The fixture of a store gives a new adapter that holds nothing and is not open yet:

    class TestMyStore(MemoryStoreContract):
        @pytest.fixture
        def store(self) -> MemoryStore:
            return MyStore()
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from auren.testing.contracts.consent_book import ConsentBookContract
    from auren.testing.contracts.directory import DirectoryContract
    from auren.testing.contracts.disclosure_ledger import DisclosureLedgerContract
    from auren.testing.contracts.embedder import EmbedderContract
    from auren.testing.contracts.fact_store import FactStoreContract
    from auren.testing.contracts.history import HistoryContract
    from auren.testing.contracts.journal import JournalContract
    from auren.testing.contracts.ledger import LedgerContract
    from auren.testing.contracts.limiter import LimiterContract
    from auren.testing.contracts.memory_store import MemoryStoreContract
    from auren.testing.contracts.model import ModelContract
    from auren.testing.contracts.source import SourceContract
    from auren.testing.contracts.specialist import SpecialistContract

__all__ = [
    "ConsentBookContract",
    "DirectoryContract",
    "DisclosureLedgerContract",
    "EmbedderContract",
    "FactStoreContract",
    "HistoryContract",
    "JournalContract",
    "LedgerContract",
    "LimiterContract",
    "MemoryStoreContract",
    "ModelContract",
    "SourceContract",
    "SpecialistContract",
]

_HOME_OF: Final = {
    "ConsentBookContract": "consent_book",
    "DirectoryContract": "directory",
    "DisclosureLedgerContract": "disclosure_ledger",
    "EmbedderContract": "embedder",
    "FactStoreContract": "fact_store",
    "HistoryContract": "history",
    "JournalContract": "journal",
    "LedgerContract": "ledger",
    "LimiterContract": "limiter",
    "MemoryStoreContract": "memory_store",
    "ModelContract": "model",
    "SourceContract": "source",
    "SpecialistContract": "specialist",
}

# Before any of them is imported, so that a failed assertion shows its values in an integrator's project, too.
pytest.register_assert_rewrite(*(f"{__name__}.{home}" for home in ("_shared", *_HOME_OF.values())))


def __getattr__(name: str) -> object:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}; its public names are in its __all__")
    found: object = getattr(import_module(f"{__name__}.{home}"), name)
    return found
