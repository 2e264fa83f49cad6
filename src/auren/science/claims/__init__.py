"""Cited statements as data: what may be said beyond a person's own numbers, when, and when not."""

from auren.science.claims.condition import Condition
from auren.science.claims.holds import HOLD_CODES, HoldCode
from auren.science.claims.library import (
    LIBRARY_VERSION,
    Action,
    CitedStatement,
    applicable,
    by_topic,
    claims,
    references,
    topics_of,
)

__all__ = [
    "HOLD_CODES",
    "LIBRARY_VERSION",
    "Action",
    "CitedStatement",
    "Condition",
    "HoldCode",
    "applicable",
    "by_topic",
    "claims",
    "references",
    "topics_of",
]
