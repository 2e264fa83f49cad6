"""What every adapter of a port must do, as pytest classes: subclass one, give its fixture, and run pytest.

The fixture of a store gives a new adapter that holds nothing and is not open yet:

    class TestMyStore(MemoryStoreContract):
        @pytest.fixture
        def store(self) -> MemoryStore:
            return MyStore()
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from auren._lazy import later

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

_HOMES: Final = {
    ".consent_book": ("ConsentBookContract",),
    ".directory": ("DirectoryContract",),
    ".disclosure_ledger": ("DisclosureLedgerContract",),
    ".embedder": ("EmbedderContract",),
    ".fact_store": ("FactStoreContract",),
    ".history": ("HistoryContract",),
    ".journal": ("JournalContract",),
    ".ledger": ("LedgerContract",),
    ".limiter": ("LimiterContract",),
    ".memory_store": ("MemoryStoreContract",),
    ".model": ("ModelContract",),
    ".source": ("SourceContract",),
    ".specialist": ("SpecialistContract",),
}
# Before any of them is imported, so that a failed assertion shows its values in an integrator's project, too.
pytest.register_assert_rewrite(f"{__name__}._shared", *(f"{__name__}{home}" for home in _HOMES))

__getattr__, __dir__ = later(__name__, _HOMES)
