"""An append-only record of who asked for what and when, in which every later change shows."""

from auren.privacy.audit.entry import GENESIS, Anchor, AuditEntry
from auren.privacy.audit.file import JsonLinesAuditLog
from auren.privacy.audit.log import AuditLog, InMemoryAuditLog
from auren.privacy.audit.verify import Fault, FaultKind, Verdict, verify

__all__ = [
    "GENESIS",
    "Anchor",
    "AuditEntry",
    "AuditLog",
    "Fault",
    "FaultKind",
    "InMemoryAuditLog",
    "JsonLinesAuditLog",
    "Verdict",
    "verify",
]
