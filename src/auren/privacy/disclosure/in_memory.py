"""A ledger of disclosures in the process's own memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from auren.clock import Clock
from auren.people import Subject
from auren.privacy.audit import GENESIS, Anchor, AuditEntry
from auren.privacy.disclosure.ledger import DisclosureLedger

__all__ = ["InMemoryDisclosureLedger"]


class InMemoryDisclosureLedger(DisclosureLedger):
    """Keeps disclosures as long as the object lives.

    Args:
        key: a secret of 16 bytes or more.
        clock: tells when somebody was erased; the system's by default.

    Raises:
        ConfigurationError: the key is too short.
    """

    def __init__(self, key: bytes, clock: Clock | None = None) -> None:
        super().__init__(key, clock)
        self._chain: list[AuditEntry] = []
        self._beside: dict[int, tuple[Subject, str]] = {}

    def __repr__(self) -> str:
        return f"InMemoryDisclosureLedger({len(self._chain)} entries)"

    async def _note(self, follow: Callable[[Anchor], AuditEntry], subject: Subject, body: str) -> None:
        entry = follow(self._head())
        self._chain.append(entry)
        self._beside[entry.number] = (subject, body)

    async def _noted(self, subject: Subject) -> Sequence[tuple[AuditEntry, str]]:
        return [(self._chain[number], body) for number, (whose, body) in self._beside.items() if whose == subject]

    async def _bare(self, person: str) -> Sequence[AuditEntry]:
        return [entry for entry in self._chain if entry.person == person and entry.number not in self._beside]

    async def _forget(self, subject: Subject, follow: Callable[[Anchor], AuditEntry]) -> int:
        numbers = [number for number, (whose, _) in self._beside.items() if whose == subject]
        for number in numbers:
            del self._beside[number]
        if numbers:
            self._chain.append(follow(self._head()))
        return len(numbers)

    async def _entries(self) -> list[AuditEntry]:
        return list(self._chain)

    async def _anchor(self) -> Anchor:
        return self._head()

    def _head(self) -> Anchor:
        return Anchor(len(self._chain), self._chain[-1].digest if self._chain else GENESIS)
