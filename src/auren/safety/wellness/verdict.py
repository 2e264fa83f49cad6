"""What the filter says of a text, sentence by sentence."""

from __future__ import annotations

from dataclasses import dataclass, field

from auren.safety.violations import Violation

__all__ = ["Judged", "Verdict"]


@dataclass(frozen=True, slots=True)
class Judged:
    """One sentence with what is wrong with it.

    Args:
        text: the sentence.
        violations: each way in which it goes beyond general wellness; empty when it may be said.
        language: whose pack found the first one; empty for none.
    """

    text: str = field(repr=False)
    violations: tuple[Violation, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the filter says of a text.

    Args:
        sentences: in order.
    """

    sentences: tuple[Judged, ...]

    @property
    def passed(self) -> bool:
        """Whether all of it may be said."""
        return not self.violations

    @property
    def violations(self) -> tuple[Violation, ...]:
        """Everything that is wrong, in order."""
        return tuple(violation for sentence in self.sentences for violation in sentence.violations)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Each violation in words; they repeat the text's own words, so they are not for logs."""
        return tuple(violation.in_words for violation in self.violations)
