"""One act of consent: given or withdrawn, for one purpose, on one text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from auren.clock import require_aware
from auren.errors import InvalidInput
from auren.people import Subject
from auren.privacy._texts import require_writable

__all__ = ["PURPOSES", "ConsentRecord", "Purpose"]

Purpose = Literal["collect", "share", "model_provider", "channel"]
"""Taking readings in; handing data to others; asking a model at a provider; sending over a channel."""

PURPOSES: Final[tuple[Purpose, ...]] = get_args(Purpose)


@dataclass(frozen=True, slots=True)
class ConsentRecord:
    """What a person decided, and how it was shown to them.

    Args:
        subject: who decided.
        purpose: for what.
        granted: True gives consent, False withdraws it.
        at: when the person decided, aware.
        text_version: which version of the consent text the person saw, for example "2026-01".
        how: how it was given, for example "app settings"; no personal data.
        recorded_at: when a book learnt of it, aware; None has the book say so. Give it only to restore an export.

    Raises:
        InvalidInput: the purpose is unknown, an instant naive, a text unwritable, or a grant names no text.
    """

    subject: Subject
    purpose: Purpose
    granted: bool
    at: datetime
    text_version: str = ""
    how: str = ""
    recorded_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.purpose not in PURPOSES:
            raise InvalidInput(f"An unknown purpose was given; expected one of {', '.join(PURPOSES)}.")
        require_aware(self.at, "A consent's instant")
        if self.recorded_at is not None:
            require_aware(self.recorded_at, "The instant at which a consent was recorded")
        require_writable("A version or way of consent", self.text_version, self.how)
        if self.granted and not self.text_version:
            raise InvalidInput("A consent without the version of its text was given; name the text that the person saw.")
