"""Personal data contained: who allowed what, where it went, what a provider sees of it, and a record that shows each change.

A room for each: `consent`, `disclosure`, `audit`, `phi` and `tokens`; the names that a host composes with are here, too, each
loaded when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later

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

__getattr__, __dir__ = later(
    __name__,
    {
        ".audit": ("AuditLog", "InMemoryAuditLog", "JsonLinesAuditLog"),
        ".consent": (
            "ConsentBook",
            "ConsentRecord",
            "ConsentedChannel",
            "ConsentedModel",
            "InMemoryConsentBook",
            "ProfileConsents",
            "SQLConsentBook",
        ),
        ".directory": ("InMemoryDirectory",),
        ".disclosure": (
            "DisclosedChannel",
            "DisclosedModel",
            "DisclosureLedger",
            "InMemoryDisclosureLedger",
            "SQLDisclosureLedger",
        ),
        ".phi": ("KnownValues", "PhiDetector", "PhiKind", "Pseudonymizer", "RedactedModel"),
        ".tokens": ("DeviceTokens",),
    },
)
