"""Whether a sentence on health is borne out by the library of claims."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from auren.errors import InvalidInput
from auren.safety.sentences import split
from auren.safety.support.lexicon import OUTCOMES, OWNERS
from auren.safety.support.likeness import Likeness, Text, claims_health
from auren.safety.violations import Violation
from auren.science.claims import claims

__all__ = ["CONFIDENCE", "Support", "Supported"]

CONFIDENCE: Final = 0.9
"""The confidence below which a sentence on health is not said."""

_BIAS: Final = -7.62
_WEIGHTS: Final = (6.01, 3.01, 2.19, -0.42, -7.17, -4.89)
"""Of a logistic regression over `Likeness.numbers`; see `benchmarks/safety/claims.py`, which fits and tries them."""


@dataclass(frozen=True, slots=True)
class Supported:
    """How far a sentence is borne out.

    Args:
        claims: whether it claims something on health at large; one that does not needs no support.
        statement: id of the cited statement that says most nearly the same; empty for none.
        confidence: calibrated probability that this statement says it, 0 to 1.
    """

    claims: bool
    statement: str = ""
    confidence: float = field(default=0.0)


class Support:
    """Finds the cited statement behind a sentence on health, or abstains.

    It reads English; a sentence in another language is no claim to it, and passes.

    Args:
        statements: texts by id; None for the library of claims.
        confidence: below which it abstains, 0 to 1.

    Raises:
        InvalidInput: the confidence is out of range.
    """

    def __init__(self, statements: Mapping[str, str] | None = None, *, confidence: float = CONFIDENCE) -> None:
        if not 0 <= confidence <= 1:
            raise InvalidInput(f"A confidence of {confidence:g} was given; expected one from 0 to 1.")
        texts = {id: statement.text for id, statement in claims().items()} if statements is None else statements
        self._likeness = Likeness(texts)
        self._confidence = confidence

    def of(self, sentence: str) -> Supported:
        """Give how far one sentence is borne out.

        Args:
            sentence: any sentence.
        """
        text = Text.of(sentence)
        if not claims_health(text, OUTCOMES, OWNERS):
            return Supported(claims=False)
        scored = ((self._probability(self._likeness.numbers(text, id)), id) for id in self._likeness.nearest(text))
        confidence, statement = max(scored, default=(0.0, ""))
        return Supported(claims=True, statement=statement, confidence=confidence)

    def check(self, text: str) -> tuple[Violation, ...]:
        """Give what claims something on health that no cited statement is confidently known to say.

        Args:
            text: one or more sentences.
        """
        unsure = (
            sentence for sentence in split(text) if (found := self.of(sentence)).claims and found.confidence < self._confidence
        )
        return tuple(Violation("unsure", sentence, "what a cited statement says") for sentence in unsure)

    @staticmethod
    def _probability(numbers: tuple[float, ...]) -> float:
        return 1 / (1 + math.exp(-_BIAS - sum(weight * number for weight, number in zip(_WEIGHTS, numbers, strict=True))))
