"""Presidio's analyzer as one more recognizer, for hosts that have it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from auren._extras import optional
from auren.privacy.phi.spans import PhiKind, PhiSpan

__all__ = ["PresidioRecognizer"]

_KINDS: Final[Mapping[str, PhiKind]] = {
    "PERSON": PhiKind.PERSON,
    "LOCATION": PhiKind.PLACE,
    "GPE": PhiKind.PLACE,
    "ADDRESS": PhiKind.ADDRESS,
    "ORGANIZATION": PhiKind.ORGANISATION,
    "NRP": PhiKind.OTHER_ID,
    "DATE_TIME": PhiKind.DATE,
    "AGE": PhiKind.AGE,
    "PHONE_NUMBER": PhiKind.PHONE,
    "EMAIL_ADDRESS": PhiKind.EMAIL,
    "URL": PhiKind.URL,
    "DOMAIN_NAME": PhiKind.URL,
    "IP_ADDRESS": PhiKind.IP,
    "MAC_ADDRESS": PhiKind.DEVICE,
    "CREDIT_CARD": PhiKind.CARD,
    "IBAN_CODE": PhiKind.IBAN,
    "US_SSN": PhiKind.NATIONAL_ID,
    "UK_NHS": PhiKind.NATIONAL_ID,
    "US_DRIVER_LICENSE": PhiKind.LICENCE,
    "US_PASSPORT": PhiKind.LICENCE,
    "US_BANK_NUMBER": PhiKind.ACCOUNT,
    "MEDICAL_LICENSE": PhiKind.LICENCE,
}


class PresidioRecognizer:
    """Asks Presidio's analyzer.

    Args:
        language: the language the analyzer has a model for.
        analyzer: an analyzer the host has built; None builds Presidio's own, which needs its spaCy model installed.
        least_score: spans below are left out, 0 to 1.
        entities: which of Presidio's entity types to look for; None for all.

    Raises:
        MissingExtra: Presidio is not installed.
    """

    def __init__(
        self,
        language: str = "en",
        *,
        analyzer: Any = None,
        least_score: float = 0.35,
        entities: Sequence[str] | None = None,
    ) -> None:
        if analyzer is None:
            module = optional("presidio_analyzer", feature="PresidioRecognizer", extra="presidio")
            analyzer = module.AnalyzerEngine()
        self._analyzer = analyzer
        self._language = language
        self._least = least_score
        self._entities = None if entities is None else list(entities)

    def find(self, text: str) -> Iterable[PhiSpan]:
        """Give what the analyzer finds."""
        found = self._analyzer.analyze(text=text, language=self._language, entities=self._entities)
        for each in found:
            if each.score >= self._least:
                yield PhiSpan(each.start, each.end, _KINDS.get(each.entity_type, PhiKind.OTHER_ID), 0.4)
