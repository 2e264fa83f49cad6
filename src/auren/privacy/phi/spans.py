"""What a detector found: a stretch of a text and its kind; and how overlapping ones become one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["PhiKind", "PhiSpan", "disjoint"]


class PhiKind(StrEnum):
    """Kinds of personal data; the eighteen identifiers of HIPAA's Safe Harbor rule each have one."""

    PERSON = "PERSON"
    PLACE = "PLACE"
    ADDRESS = "ADDRESS"
    ORGANISATION = "ORGANISATION"
    OCCUPATION = "OCCUPATION"
    DATE = "DATE"
    AGE = "AGE"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    URL = "URL"
    IP = "IP"
    CARD = "CARD"
    IBAN = "IBAN"
    NATIONAL_ID = "NATIONAL_ID"
    LICENCE = "LICENCE"
    ACCOUNT = "ACCOUNT"
    MEDICAL_RECORD = "MEDICAL_RECORD"
    HEALTH_PLAN = "HEALTH_PLAN"
    VEHICLE = "VEHICLE"
    DEVICE = "DEVICE"
    BIOMETRIC = "BIOMETRIC"
    PHOTO = "PHOTO"
    OTHER_ID = "OTHER_ID"


@dataclass(frozen=True, slots=True)
class PhiSpan:
    """One stretch of personal data; it holds where, never what.

    Args:
        start: first character, from 0.
        end: first character after it.
        kind: what it is.
        certainty: 0 to 1; 1 for known values, above 0.8 for check digits, less for what only looks like it.
    """

    start: int
    end: int
    kind: PhiKind
    certainty: float = 0.5


def disjoint(spans: Iterable[PhiSpan]) -> list[PhiSpan]:
    """Join spans that overlap into one that covers both, of the surest kind, the longest among equals.

    Joining, not choosing, is what leaves nothing of either in the text.
    """
    joined: list[tuple[int, int, PhiSpan]] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.end <= span.start:
            continue
        if joined and span.start < joined[-1][1]:
            start, end, surest = joined[-1]
            if (span.certainty, span.end - span.start) > (surest.certainty, surest.end - surest.start):
                surest = span
            joined[-1] = start, max(end, span.end), surest
        else:
            joined.append((span.start, span.end, span))
    return [
        span if (start, end) == (span.start, span.end) else PhiSpan(start, end, span.kind, span.certainty)
        for start, end, span in joined
    ]
