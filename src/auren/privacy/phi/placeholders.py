"""How a placeholder is written, and how it is known again after a model changed its case, spacing or brackets."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Final

from auren.privacy.phi.spans import PhiKind

__all__ = ["LITERAL", "PlaceholderForm"]

LITERAL: Final = "TEXT"
"""The kind of a stretch that only looks like a placeholder and is replaced so that it comes back as it was."""

_KINDS: Final = (LITERAL, *(kind.value for kind in PhiKind))
_LETTERS: Final = "BCDFGHJKLMNPQRSTVWXZ"
_SEPARATOR: Final = r"[\s_-]{0,3}"
_LONGEST: Final = 64


class PlaceholderForm:
    """The form of one conversation's placeholders, `[PERSON_QKX1]`: plain ASCII that models keep, with letters of their own.

    The letters come from the conversation, so a placeholder of another one, or a "person 1" that the model says of itself,
    is left alone.

    Args:
        conversation: which conversation; the same gives the same form.
    """

    def __init__(self, conversation: str = "") -> None:
        digest = hashlib.blake2b(conversation.encode("utf-8", "surrogatepass"), digest_size=3, person=b"auren-phi").digest()
        self._tag = "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest)
        kinds = "|".join(kind.replace("_", _SEPARATOR) for kind in sorted(_KINDS, key=len, reverse=True))
        self._pattern = re.compile(
            rf"(?:[\[<{{⟦]\s{{0,2}})?(?P<kind>{kinds}){_SEPARATOR}{self._tag}{_SEPARATOR}(?P<number>[0-9]{{1,6}})(?![0-9])(?:\s{{0,2}}[\]>}}⟧])?",
            re.IGNORECASE | re.ASCII,
        )
        self._stems = tuple(kind.replace("_", "") + self._tag for kind in _KINDS)

    @property
    def pattern(self) -> re.Pattern[str]:
        """What finds a placeholder in any of its spellings, with its groups `kind` and `number`."""
        return self._pattern

    def may_be_in(self, text: str) -> bool:
        """Tell whether a text has this conversation's letters; without them it holds no placeholder."""
        return self._tag in text or self._tag.lower() in text.lower()

    def found(self, text: str) -> Iterable[re.Match[str]]:
        """Give the placeholders of a text, in any of their spellings."""
        return self._pattern.finditer(text) if self.may_be_in(text) else ()

    def write(self, kind: str, number: int) -> str:
        """Give a placeholder.

        Args:
            kind: a kind of personal data, or `LITERAL`.
            number: from 1, its own for each value of the kind.
        """
        return f"[{kind}_{self._tag}{number}]"

    def key(self, found: re.Match[str]) -> tuple[str, int]:
        """Give the kind without separators and the number of a placeholder that was found."""
        return re.sub(r"[\s_-]", "", found["kind"]).upper(), int(found["number"])

    def open_from(self, text: str) -> int:
        """Give where the end of a text may be the beginning of a placeholder; its length where it cannot be."""
        cut = len(text)
        for start in range(max(0, len(text) - _LONGEST), len(text)):
            if self._may_go_on(text[start:]):
                cut = start
                break
        for found in self._pattern.finditer(text, max(0, cut - _LONGEST)):
            if found.start() < cut < found.end():
                return found.start()
        return cut

    def _may_go_on(self, tail: str) -> bool:
        body = tail.lstrip()[1:] if tail[:1] in "[<{⟦" and tail[:1] else tail
        if body is tail and (not tail[:1].isascii() or not tail[:1].isalpha()):
            return False
        body = re.sub(r"[\s_-]", "", body).upper()
        for stem in self._stems:
            if stem.startswith(body):
                return True
            if body.startswith(stem) and (body[len(stem) :].isdecimal() and len(body) - len(stem) <= 6):
                return True
        return False
