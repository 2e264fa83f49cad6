"""What the host knows of one person, to be found in any spelling: the second line of detection."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from auren.privacy.phi.spans import PhiKind, PhiSpan

__all__ = ["KnownValues"]

_SHORTEST_PART = 3


@dataclass(frozen=True, slots=True, repr=False)
class KnownValues:
    """A person's own identifiers, as the host's directory holds them; its repr shows none of them.

    Found whatever the case, the accents, and the white space or punctuation between their letters and digits.

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

    def __post_init__(self) -> None:
        object.__setattr__(self, "_forms", tuple(self._built()))

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

    def _built(self) -> Iterable[tuple[PhiKind, re.Pattern[str]]]:
        parts = [part for name in self.names for part in re.split(r"[\s,]+", name) if len(part) >= _SHORTEST_PART]
        lines = [line for address in self.addresses for line in re.split(r"[\n,]+", address)]
        kinds: list[tuple[PhiKind, Iterable[str]]] = [
            (PhiKind.PERSON, [*self.names, *parts]),
            (PhiKind.ADDRESS, [*self.addresses, *lines]),
            (PhiKind.EMAIL, self.emails),
            (PhiKind.PHONE, self.phones),
            (PhiKind.OTHER_ID, self.ids),
            *self.others.items(),
        ]
        for kind, values in kinds:
            spelt = {form for value in values if (form := _spelt(value, anywhere=kind is PhiKind.PHONE))}
            if spelt:
                yield kind, re.compile("|".join(sorted(spelt, key=len, reverse=True)))


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
