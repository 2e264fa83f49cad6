"""Whose data went where, and by when a person's request is to be answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later
from auren.privacy.disclosure.deadlines import DEADLINES, Deadline, DueDates, Law, due
from auren.privacy.disclosure.guards import DisclosedChannel, DisclosedModel
from auren.privacy.disclosure.in_memory import InMemoryDisclosureLedger
from auren.privacy.disclosure.ledger import Disclosure, DisclosureLedger

if TYPE_CHECKING:
    from auren.privacy.disclosure.sql import SQLDisclosureLedger

__all__ = [
    "DEADLINES",
    "Deadline",
    "DisclosedChannel",
    "DisclosedModel",
    "Disclosure",
    "DisclosureLedger",
    "DueDates",
    "InMemoryDisclosureLedger",
    "Law",
    "SQLDisclosureLedger",
    "due",
]

# Imported when it is used: SQLAlchemy costs more than all of the rest.
__getattr__, __dir__ = later(__name__, {".sql": ("SQLDisclosureLedger",)})
