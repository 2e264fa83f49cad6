"""Whose data went where, and by when a person's request is to be answered."""

from auren.privacy.disclosure.deadlines import DEADLINES, Deadline, DueDates, Law, due
from auren.privacy.disclosure.guards import DisclosedChannel, DisclosedModel
from auren.privacy.disclosure.ledger import Disclosure, DisclosureLedger

__all__ = [
    "DEADLINES",
    "Deadline",
    "DisclosedChannel",
    "DisclosedModel",
    "Disclosure",
    "DisclosureLedger",
    "DueDates",
    "Law",
    "due",
]
