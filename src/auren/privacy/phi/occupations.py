"""Occupations where they stand as a label of a person: after a name, or alone on a line of a card or signature."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from auren.privacy.phi.folding import caseless, lowered
from auren.privacy.phi.spans import PhiKind, PhiSpan

__all__ = ["Occupations"]

_HEAD: Final = (
    r"[a-z]*(?:er|or|ist|ian|man|men|woman|clerk|chef|nurse|assistant|aide|representative|technician|attendant|surgeon|pilot|agent|officer|"
    r"accountant|consultant|analyst|specialist|scientist|professor|judge|cashier|mechanic|tender|hand|coach|head|lead|intern|director)s?"
)
_AFTER_NAME: Final = caseless(rf", (?<=[^\W\d_][\w'’-], )(?:the|a|an|our|my) (?P<job>(?:[\w,&/-]+ ){{0,7}}?{_HEAD})(?=,)")
_LINE: Final = caseless(rf"(?<=\n)(?P<job>(?:[^\W\d_][\w'’/-]*,? ){{0,8}}{_HEAD}(?:, [a-z ]+)?)(?=\r?\n)")
_WORKS_AS: Final = caseless(rf"\bworks? as an? (?P<job>(?:[\w-]+ ){{0,3}}?{_HEAD})\b")


class Occupations:
    """Finds the occupation that a text gives a person."""

    def find(self, text: str) -> Iterable[PhiSpan]:
        """Give the occupations of a text."""
        low = lowered(text)
        for form, needed in ((_AFTER_NAME, ", "), (_LINE, "\n"), (_WORKS_AS, "as a")):
            for found in form.finditer(low) if needed in low else ():
                yield PhiSpan(found.start("job"), found.end("job"), PhiKind.OCCUPATION, 0.55)
