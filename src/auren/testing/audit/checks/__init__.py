"""The checks, a few to a file; each gives what it looked at and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Findings", "NothingToCheck"]


class NothingToCheck(Exception):
    """The configuration has nothing that a check could look at; its text says what."""


@dataclass
class Findings:
    """What a check has seen so far.

    Attributes:
        looked: how many things were looked at.
        wrong: one line for each thing that is wrong.
    """

    looked: int = 0
    wrong: list[str] = field(default_factory=list)

    def expect(self, right: bool, otherwise: str) -> None:
        """Count one thing that was looked at, and keep the line if it is wrong."""
        self.looked += 1
        if not right and otherwise not in self.wrong:
            self.wrong.append(otherwise)
