"""Telephone numbers: by form and context, and by the numbering plans where `phonenumbers` is installed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from types import ModuleType

from auren._extras import optional
from auren.errors import MissingExtra
from auren.privacy.phi.spans import PhiKind, PhiSpan

__all__ = ["Phones"]

_CANDIDATE = re.compile(
    r"(?<![\w./:€$£-])(?<!\d,)(?:\+|00)?\(?\+?\d{1,5}\)?(?:[ ./-]{0,2}\(?\d{1,5}\)?){1,7}(?:\s?(?:x|ext\.?|"
    r"ex\.?)\s?\d{1,6})?(?![\w:%]|[.,/]\d)",
    re.IGNORECASE,
)
_CONTEXT = re.compile(
    r"\b(?:call(?:ing)?|phone|tel(?:ephone|efon|éfono|éphone)?|mobile|cell|handy|fax|text|sms|whatsapp|ring|dial|"
    r"answering at|"
    r"reach (?:me|us|you|him|her)|contact|number is|rufnummer|móvil|portable)\b",
    re.IGNORECASE,
)
_AFTER = re.compile(r"[\s,:\\-]*(?:office|fax|mobile|cell|home|work|phone|tel)\b", re.IGNORECASE)
_QUANTITY = re.compile(
    r"\s?(?:steps?|schritte|kcal|kj|m|km|ms|bpm|g|kg|ml|h|min|s|years?|days?|reps?|x|usd|eur|€|\$)\b", re.IGNORECASE
)


class Phones:
    """Finds telephone numbers.

    Args:
        regions: ISO 3166 codes of the countries whose national numbers are checked against their numbering plans. Without
            the extra `privacy` the plans are left out, and form and context alone decide; `uses_numbering_plans` says so.
    """

    def __init__(self, regions: Sequence[str] = ("US", "GB", "DE", "FR", "ES")) -> None:
        self._regions = tuple(regions)
        self._plans: ModuleType | None
        try:
            self._plans = optional("phonenumbers", feature="Numbering plans", extra="privacy")
        except MissingExtra:
            self._plans = None

    @property
    def uses_numbering_plans(self) -> bool:
        """Whether the package with the numbering plans is installed."""
        return self._plans is not None

    def find(self, text: str) -> Iterable[PhiSpan]:
        """Give the telephone numbers of a text."""
        for found in _CANDIDATE.finditer(text):
            digits = sum(sign.isdecimal() for sign in found[0])
            if not 6 <= digits <= 21 or _QUANTITY.match(text, found.end()):
                continue
            told = _CONTEXT.search(text, max(0, found.start() - 60), found.start()) or _AFTER.match(text, found.end())
            if told or self._formed(found[0], digits) or self._planned(found[0], digits):
                yield PhiSpan(found.start(), found.end(), PhiKind.PHONE, 0.72 if told else 0.55)

    @staticmethod
    def _formed(number: str, digits: int) -> bool:
        groups = re.findall(r"\d+", number)
        if number[0] == "+" or number.startswith("00"):
            return digits >= 8
        if "(" in number or re.search(r"x|ext", number, re.IGNORECASE):
            return digits >= 7
        if len(groups) < 2:
            return number[0] == "0" and 9 <= digits <= 12
        return digits >= 7 and len(groups) >= 3 and (number[0] == "0" or digits >= 9 or len(groups[-1]) >= 3)

    def _planned(self, number: str, digits: int) -> bool:
        # Bare digits that do not begin with 0 are never taken for a number, so no plan is asked.
        if self._plans is None or digits < 8 or (number.isdecimal() and number[0] != "0"):
            return False
        for region in self._regions:
            try:
                parsed = self._plans.parse(number, region)
            except self._plans.NumberParseException:
                continue
            if self._plans.is_valid_number(parsed):
                return True
        return False
