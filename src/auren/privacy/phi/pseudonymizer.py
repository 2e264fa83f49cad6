"""Personal data replaced by placeholders on the way out, and put back, exactly, on the way in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final, Literal

from auren.privacy.phi.detector import PhiDetector
from auren.privacy.phi.escapes import as_json, as_prose, unescaped
from auren.privacy.phi.known import KnownValues
from auren.privacy.phi.placeholders import LITERAL, PlaceholderForm
from auren.privacy.phi.spans import PhiSpan

__all__ = ["Into", "Pseudonymizer", "Restorer"]

Into = Literal["same", "prose", "json"]
"""What a value is put back into: the text it was taken from, prose, or the inside of a JSON string."""

_SAYING: Final[dict[Into, Callable[[str], str]]] = {"same": str, "prose": as_prose, "json": as_json}


class Pseudonymizer:
    """Replaces the personal data of one conversation; the same value gets the same placeholder.

    It holds the values it has replaced: let go of it when the answer has come. Not safe to share between threads.

    Args:
        detector: what finds personal data; None for the shipped one.
        known: the person's own values.
        conversation: which conversation, so that the placeholders of two cannot be mixed.
    """

    def __init__(
        self, detector: PhiDetector | None = None, *, known: KnownValues | None = None, conversation: str = ""
    ) -> None:
        self._detector = PhiDetector() if detector is None else detector
        self._known = known
        self._form = PlaceholderForm(conversation)
        self._written: dict[tuple[str, str], str] = {}
        self._values: dict[tuple[str, int], str] = {}
        self._counts: dict[str, int] = {}

    def __repr__(self) -> str:
        return f"Pseudonymizer({len(self._values)} values)"

    def replace(self, text: str, *, known_only: bool = False) -> str:
        """Give the text with a placeholder for each stretch of personal data.

        Args:
            text: any text; what already looks like a placeholder is replaced, too, and so comes back as it was.
            known_only: look for the person's own values alone, for text that the host's code wrote.
        """
        out: list[str] = []
        at = 0
        for start, end, kind in self._stretches(text, known_only=known_only):
            out += text[at:start], self._placeholder(kind, text[start:end])
            at = end
        out.append(text[at:])
        return "".join(out)

    def restore(self, text: str, *, into: Into = "same") -> str:
        """Give the text with the values in place of their placeholders; placeholders that stand for nothing are left.

        Args:
            text: what came back.
            into: "same" for the text that was replaced, "prose" for an answer, "json" for the arguments of a tool.
        """
        say = _SAYING[into]

        def value(found: re.Match[str]) -> str:
            held = self._values.get(self._form.key(found))
            return found[0] if held is None else say(held)

        return self._form.pattern.sub(value, text) if self._form.may_be_in(text) else text

    def restorer(self, *, into: Into = "prose") -> Restorer:
        """Give what restores an answer that comes in pieces."""
        return Restorer(self, self._form, into)

    def _stretches(self, text: str, *, known_only: bool) -> list[tuple[int, int, str]]:
        found = [(match.start(), match.end(), LITERAL) for match in self._form.found(text)]
        found += [(span.start, span.end, span.kind.value) for span in self._spans(text, known_only=known_only)]
        joined = _joined(found)
        while self._known is not None and joined:
            # What is taken out beside a value can set it free of the letters that hid it.
            left = list(self._known.find(_blanked(text, joined)))
            if not left:
                break
            joined = _joined([*joined, *((span.start, span.end, span.kind.value) for span in left)])
        return joined

    def _spans(self, text: str, *, known_only: bool) -> list[PhiSpan]:
        if "\\" not in text:
            return self._look(text, known_only=known_only)
        # Inside JSON a name may follow an escaped line break, or be written in escapes.
        plain, origin = unescaped(text)
        seen = self._look(plain, known_only=known_only)
        spans = [PhiSpan(origin[span.start], origin[span.end], span.kind, span.certainty) for span in seen]
        return [*spans, *self._look(text, known_only=True)]

    def _look(self, text: str, *, known_only: bool) -> list[PhiSpan]:
        if known_only:
            return [] if self._known is None else list(self._known.find(text))
        return self._detector.find(text, self._known)

    def _placeholder(self, kind: str, value: str) -> str:
        held = self._written.get((kind, value))
        if held is None:
            number = self._counts[kind] = self._counts.get(kind, 0) + 1
            held = self._written[kind, value] = self._form.write(kind, number)
            self._values[kind.replace("_", ""), number] = value
        return held


def _joined(found: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    joined: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(found):
        if joined and start < joined[-1][1]:
            first, last, earlier = joined[-1]
            joined[-1] = (first, max(last, end), earlier if earlier != LITERAL else kind)
        else:
            joined.append((start, end, kind))
    return joined


def _blanked(text: str, stretches: Iterable[tuple[int, int, str]]) -> str:
    signs = list(text)
    for start, end, _ in stretches:
        signs[start:end] = "\x00" * (end - start)
    return "".join(signs)


class Restorer:
    """Restores an answer that comes in pieces, wherever a placeholder is cut."""

    def __init__(self, pseudonyms: Pseudonymizer, form: PlaceholderForm, into: Into) -> None:
        self._pseudonyms = pseudonyms
        self._form = form
        self._into: Into = into
        self._held = ""

    def feed(self, piece: str) -> str:
        """Take the next piece, and give what is certain by now."""
        self._held += piece
        cut = self._form.open_from(self._held)
        ready, self._held = self._held[:cut], self._held[cut:]
        return self._pseudonyms.restore(ready, into=self._into)

    def rest(self) -> str:
        """Give what was held back; nothing more will come."""
        ready, self._held = self._held, ""
        return self._pseudonyms.restore(ready, into=self._into)
