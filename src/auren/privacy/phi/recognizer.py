"""The one-method seam at which every detector of personal data is plugged in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from auren.privacy.phi.spans import PhiSpan

__all__ = ["Recognizer"]


class Recognizer(Protocol):
    """Finds one family of personal data; pure, synchronous and safe to share."""

    def find(self, text: str) -> Iterable[PhiSpan]:
        """Give what is personal in a text, in any order; spans may overlap.

        Args:
            text: any text.
        """
        ...
