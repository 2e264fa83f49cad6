"""Personal data contained: who allowed what, where it went, what a provider sees of it, and a record that shows each change.

A room for each: `consent`, `disclosure`, `audit`, `phi` and `tokens`; the names that a host composes with are here, too, each
loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from auren.privacy.audit import AuditLog, InMemoryAuditLog, JsonLinesAuditLog
    from auren.privacy.consent import (
        ConsentBook,
        ConsentedChannel,
        ConsentedModel,
        ConsentRecord,
        InMemoryConsentBook,
        ProfileConsents,
        SQLConsentBook,
    )
    from auren.privacy.directory import InMemoryDirectory
    from auren.privacy.disclosure import (
        DisclosedChannel,
        DisclosedModel,
        DisclosureLedger,
        InMemoryDisclosureLedger,
        SQLDisclosureLedger,
    )
    from auren.privacy.phi import KnownValues, PhiDetector, PhiKind, Pseudonymizer, RedactedModel
    from auren.privacy.tokens import DeviceTokens

__all__ = [
    "AuditLog",
    "ConsentBook",
    "ConsentRecord",
    "ConsentedChannel",
    "ConsentedModel",
    "DeviceTokens",
    "DisclosedChannel",
    "DisclosedModel",
    "DisclosureLedger",
    "InMemoryAuditLog",
    "InMemoryConsentBook",
    "InMemoryDirectory",
    "InMemoryDisclosureLedger",
    "JsonLinesAuditLog",
    "KnownValues",
    "PhiDetector",
    "PhiKind",
    "ProfileConsents",
    "Pseudonymizer",
    "RedactedModel",
    "SQLConsentBook",
    "SQLDisclosureLedger",
]

_HOMES: Final = {
    "AuditLog": "auren.privacy.audit",
    "ConsentBook": "auren.privacy.consent",
    "ConsentRecord": "auren.privacy.consent",
    "ConsentedChannel": "auren.privacy.consent",
    "ConsentedModel": "auren.privacy.consent",
    "DeviceTokens": "auren.privacy.tokens",
    "DisclosedChannel": "auren.privacy.disclosure",
    "DisclosedModel": "auren.privacy.disclosure",
    "DisclosureLedger": "auren.privacy.disclosure",
    "InMemoryAuditLog": "auren.privacy.audit",
    "InMemoryConsentBook": "auren.privacy.consent",
    "InMemoryDirectory": "auren.privacy.directory",
    "InMemoryDisclosureLedger": "auren.privacy.disclosure",
    "JsonLinesAuditLog": "auren.privacy.audit",
    "KnownValues": "auren.privacy.phi",
    "PhiDetector": "auren.privacy.phi",
    "PhiKind": "auren.privacy.phi",
    "ProfileConsents": "auren.privacy.consent",
    "Pseudonymizer": "auren.privacy.phi",
    "RedactedModel": "auren.privacy.phi",
    "SQLConsentBook": "auren.privacy.consent",
    "SQLDisclosureLedger": "auren.privacy.disclosure",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'auren.privacy' has no attribute {name!r}; its public names are {', '.join(__all__)}")
    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
