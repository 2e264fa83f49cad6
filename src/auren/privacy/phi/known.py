"""What the host knows of one person, to be found in any spelling: the second line of detection."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from auren.privacy.phi.spans import PhiKind, PhiSpan

__all__ = ["KnownValues"]

_SHORTEST_PART = 3
_SHORTEST_CUT = 6
"""Letters and digits of a value that the end of a text cuts off, by which it is told."""
_LONGEST_CUT = 200
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, repr=False)
class KnownValues:
    """A person's own identifiers, as the host's directory holds them; its repr shows none of them.

    Found whatever the case, the accents, and the white space or punctuation between their letters and digits; at either end
    of a text also in part, since a text may have been cut in the middle of one.

    Args:
        names: full names; each part of three letters or more is found alone, too.
        addresses: postal addresses; found as a whole and line by line.
        emails: e-mail addresses.
        phones: telephone numbers in any spelling.
        ids: account, insurance, record and device numbers.
        others: whatever else must not leave, by kind.
    """

    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    others: Mapping[PhiKind, tuple[str, ...]] = field(default_factory=dict)
    _forms: tuple[tuple[PhiKind, re.Pattern[str]], ...] = field(init=False, compare=False, default=())
    _firsts: Mapping[str, list[tuple[PhiKind, str]]] = field(init=False, compare=False, default_factory=dict)
    _lasts: Mapping[str, list[tuple[PhiKind, str]]] = field(init=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        forms: list[tuple[PhiKind, re.Pattern[str]]] = []
        firsts: dict[str, list[tuple[PhiKind, str]]] = {}
        lasts: dict[str, list[tuple[PhiKind, str]]] = {}
        for kind, values in self._kinds():
            spelt = {form for value in values if (form := _spelt(value, anywhere=kind is PhiKind.PHONE))}
            if spelt:
                forms.append((kind, re.compile("|".join(sorted(spelt, key=len, reverse=True)))))
            for value in values:
                signs = "".join(_WORD.findall(_folded(value)[0]))
                firsts.setdefault(signs[:_SHORTEST_CUT], []).append((kind, signs))
                lasts.setdefault(signs[-_SHORTEST_CUT:], []).append((kind, signs))
        for name, built in (("_forms", tuple(forms)), ("_firsts", firsts), ("_lasts", lasts)):
            object.__setattr__(self, name, built)

    def __repr__(self) -> str:
        count = sum(map(len, (self.names, self.addresses, self.emails, self.phones, self.ids, *self.others.values())))
        return f"KnownValues({count} values)"

    def find(self, text: str) -> Iterable[PhiSpan]:
        """Give where the person's own values stand in a text."""
        if not self._forms:
            return
        plain, origin = _folded(text)
        for kind, form in self._forms:
            for found in form.finditer(plain):
                yield PhiSpan(origin[found.start()], origin[found.end() - 1] + 1, kind, 1.0)
        for first, last, kind in self._cut(plain):
            yield PhiSpan(origin[first], origin[last - 1] + 1, kind, 1.0)

    def _cut(self, plain: str) -> Iterator[tuple[int, int, PhiKind]]:
        """Give where a value begins that the end of a text cuts off, and where one ends that its beginning cuts off."""
        tail = max(0, len(plain) - _LONGEST_CUT)
        last = [(found[0], found.start() + tail) for found in _WORD.finditer(plain[tail:])]
        signs = ""
        for word, at in reversed(last):
            signs = word + signs
            for kind, value in self._firsts.get(signs[:_SHORTEST_CUT], ()):
                if len(signs) < len(value) and value.startswith(signs):
                    yield at, len(plain), kind
        signs = ""
        for found in _WORD.finditer(plain[:_LONGEST_CUT]):
            signs += found[0]
            for kind, value in self._lasts.get(signs[-_SHORTEST_CUT:], ()):
                if len(signs) < len(value) and value.endswith(signs):
                    yield 0, found.end(), kind

    def _kinds(self) -> Iterator[tuple[PhiKind, Sequence[str]]]:
        parts = [part for name in self.names for part in re.split(r"[\s,]+", name) if len(part) >= _SHORTEST_PART]
        lines = [line for address in self.addresses for line in re.split(r"[\n,]+", address)]
        yield PhiKind.PERSON, [*self.names, *parts]
        yield PhiKind.ADDRESS, [*self.addresses, *lines]
        yield PhiKind.EMAIL, self.emails
        yield PhiKind.PHONE, self.phones
        yield PhiKind.OTHER_ID, self.ids
        yield from self.others.items()


def _spelt(value: str, *, anywhere: bool) -> str:
    """Give a pattern of a value's letters and digits, with anything or nothing of punctuation between them."""
    plain, _ = _folded(value)
    signs = [re.escape(sign) for sign in plain if sign.isalnum()]
    if not signs:
        return ""
    other = r"\d" if anywhere else r"[^\W_]"
    # What may not stand before is asked after the first sign: of patterns that begin with a sign, the places are found fast.
    return signs[0] + rf"(?<!{other}{signs[0]})" + "".join(rf"[\W_]{{0,3}}{sign}" for sign in signs[1:]) + rf"(?!{other})"


def _folded(text: str) -> tuple[str, list[int]]:
    """Give the text without case and accents, and for each character where it came from."""
    if text.isascii():
        return text.lower(), list(range(len(text)))
    plain: list[str] = []
    origin: list[int] = []
    for index, sign in enumerate(text):
        for part in unicodedata.normalize("NFKD", sign).casefold():
            if unicodedata.combining(part):
                continue
            plain.append(part)
            origin.append(index)
    return "".join(plain), origin
