"""What each person has allowed, for which purpose, and the guards that ask before anything leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later
from auren.privacy.consent.book import ConsentBook, InMemoryConsentBook, ProfileConsents
from auren.privacy.consent.guards import (
    ChannelConsentError,
    ConsentedChannel,
    ConsentedModel,
    ModelConsentError,
    allowed,
    collected,
    require,
)
from auren.privacy.consent.law import stands
from auren.privacy.consent.record import PURPOSES, ConsentRecord, Purpose

if TYPE_CHECKING:
    from auren.privacy.consent.sql import SQLConsentBook

__all__ = [
    "PURPOSES",
    "ChannelConsentError",
    "ConsentBook",
    "ConsentRecord",
    "ConsentedChannel",
    "ConsentedModel",
    "InMemoryConsentBook",
    "ModelConsentError",
    "ProfileConsents",
    "Purpose",
    "SQLConsentBook",
    "allowed",
    "collected",
    "require",
    "stands",
]

# Imported when it is used: SQLAlchemy costs more than all of the rest.
__getattr__, __dir__ = later(__name__, {".sql": ("SQLConsentBook",)})
