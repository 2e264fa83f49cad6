"""Occupations where they stand as a label of a person: after a name, or alone on a line of a card or signature."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from auren.privacy.phi.folding import caseless, matches
from auren.privacy.phi.reading import Reading, heads
from auren.privacy.phi.spans import PhiKind, PhiSpan

__all__ = ["Occupations"]

_HEAD: Final = (
    r"[a-z]*(?:er|or|ist|ian|man|men|woman|clerk|chef|nurse|assistant|aide|representative|technician|attendant|surgeon|pilot|agent|officer|"
    r"accountant|consultant|analyst|specialist|scientist|professor|judge|cashier|mechanic|tender|hand|coach|head|lead|intern|director)s?"
)
_AFTER_NAME: Final = caseless(rf", (?<=[^\W\d_][\w'’-], )(?:the|a|an|our|my) (?P<job>(?:[\w,&/-]+ ){{0,7}}?{_HEAD})(?=,)")
_LINE: Final = caseless(rf"(?<=\n)(?P<job>(?:[^\W\d_][\w'’/-]*,? ){{0,8}}{_HEAD}(?:, [a-z ]+)?)(?=\r?\n)")
_WORKS_AS: Final = caseless(rf"\bworks? as an? (?P<job>(?:[\w-]+ ){{0,3}}?{_HEAD})\b")
_WORK: Final = heads("work")
_LINE_BREAK: Final = re.compile(r"\n(?=[^\W\d_][\w'’/, -]*\r?\n)")
"""Before a line of nothing but words: only there is an occupation looked for that has a line to itself."""


class Occupations:
    """Finds the occupation that a text gives a person."""

    def find(self, text: str) -> Iterable[PhiSpan]:
        """Give the occupations of a text."""
        return self.find_in(Reading(text))

    def find_in(self, reading: Reading) -> Iterable[PhiSpan]:
        """Give the occupations of a text that was read already."""
        low = reading.low
        lines = (found.end() for found in _LINE_BREAK.finditer(low))
        for all_found in (
            _AFTER_NAME.finditer(low),
            matches(_LINE, low, lines),
            matches(_WORKS_AS, low, reading.places(_WORK)),
        ):
            for found in all_found:
                yield PhiSpan(found.start("job"), found.end("job"), PhiKind.OCCUPATION, 0.55)
