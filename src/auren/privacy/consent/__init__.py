"""What each person has allowed, for which purpose, and the guards that ask before anything leaves."""

from auren.privacy.consent.book import ConsentBook, InMemoryConsentBook, ProfileConsents
from auren.privacy.consent.guards import (
    ChannelConsentError,
    ConsentedChannel,
    ConsentedModel,
    ModelConsentError,
    collected,
    require,
)
from auren.privacy.consent.record import PURPOSES, ConsentRecord, Purpose

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
    "collected",
    "require",
]
