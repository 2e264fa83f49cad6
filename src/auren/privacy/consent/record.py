"""One act of consent: given or withdrawn, for one purpose, on one text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from auren.clock import require_aware
from auren.errors import InvalidInput
from auren.people import Subject

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
        at: aware.
        text_version: which version of the consent text the person saw, for example "2026-01".
        how: how it was given, for example "app settings"; no personal data.

    Raises:
        InvalidInput: the purpose is unknown, the instant naive, or a grant names no text.
    """

    subject: Subject
    purpose: Purpose
    granted: bool
    at: datetime
    text_version: str = ""
    how: str = ""

    def __post_init__(self) -> None:
        if self.purpose not in PURPOSES:
            raise InvalidInput(f"An unknown purpose was given; expected one of {', '.join(PURPOSES)}.")
        require_aware(self.at, "A consent's instant")
        if self.granted and not self.text_version:
            raise InvalidInput("A consent without the version of its text was given; name the text that the person saw.")
