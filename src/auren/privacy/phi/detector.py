"""All recognizers together: one call, disjoint spans."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from auren.privacy.phi.addresses import Addresses
from auren.privacy.phi.codes import Codes
from auren.privacy.phi.known import KnownValues
from auren.privacy.phi.moments import Moments
from auren.privacy.phi.names import Names
from auren.privacy.phi.national_ids import NationalIds
from auren.privacy.phi.occupations import Occupations
from auren.privacy.phi.phones import Phones
from auren.privacy.phi.reading import Reader, Reading
from auren.privacy.phi.recognizer import Recognizer
from auren.privacy.phi.spans import PhiKind, PhiSpan, disjoint

__all__ = ["PhiDetector", "shipped_recognizers"]


def shipped_recognizers() -> tuple[Recognizer, ...]:
    """Give every recognizer that needs no model."""
    return Codes(), NationalIds(), Phones(), Moments(), Addresses(), Names(), Occupations()


class PhiDetector:
    """Finds personal data: the person's known values first, then what looks like some.

    Args:
        recognizers: what looks; None for the shipped ones.
        keep: kinds that may stay in the text, for example DATE where a model has to reason about days.
    """

    def __init__(self, recognizers: Sequence[Recognizer] | None = None, *, keep: Collection[PhiKind] = ()) -> None:
        self._recognizers = shipped_recognizers() if recognizers is None else tuple(recognizers)
        self._readers = [each if isinstance(each, Reader) else None for each in self._recognizers]
        self._keep = frozenset(keep)

    def find(self, text: str, known: KnownValues | None = None) -> list[PhiSpan]:
        """Give the disjoint spans of personal data, in order.

        Args:
            text: any text.
            known: the person's own values; they are found whatever `keep` says.
        """
        reading = Reading(text)
        spans: list[PhiSpan] = []
        for each, reader in zip(self._recognizers, self._readers, strict=True):
            spans.extend(each.find(text) if reader is None else reader.find_in(reading))
        if self._keep:
            spans = [span for span in spans if span.kind not in self._keep]
        if known is not None:
            spans.extend(known.find(text))
        return disjoint(spans)
