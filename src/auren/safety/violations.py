"""What is wrong with a sentence that must not be sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Violation", "ViolationKind"]

ViolationKind = Literal[
    "number",
    "unit",
    "date",
    "time",
    "word",
    "direction",
    "fact",
    "unsure",
    "diagnosis",
    "treatment",
    "dose",
    "lab",
    "promise",
    "reassurance",
    "clinical",
    "harm",
    "error",
]


@dataclass(frozen=True, slots=True)
class Violation:
    """One reason why a sentence must be replaced by its plain form.

    Args:
        kind: what sort of reason.
        found: the sentence's own words at fault; empty when the check itself failed.
        expected: what would have been in order, without any of the person's data.
        rule: id of the wellness rule that it breaks; empty for a violation of another sort.
    """

    kind: ViolationKind
    found: str = field(repr=False)
    expected: str
    rule: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {self.expected}"

    @property
    def in_words(self) -> str:
        """The reason with the sentence's own words, which are not for logs."""
        return f"{self.kind}: {self.found!r}, expected {self.expected}" if self.found else str(self)
