"""Signs that are spread over the turns of a talk: neither turn raises a row, both together do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from auren.safety.flags.matching import Matcher
from auren.safety.flags.model import Level, Pack, Sign
from auren.safety.flags.tables import signs_of
from auren.safety.flags.words import Words

__all__ = ["TURNS", "Talked"]

_FAR: Final = 4_000
"""More words than the turns that are looked at can have."""


def _spread(language: str) -> Mapping[str, tuple[Sign, ...]]:
    signs = signs_of(f"turns_{language}")
    # An emergency, and asking for a substance, count whoever was spoken of before.
    return {
        row: tuple(replace(one, within=_FAR, across=True, others=one.level in ("E0", "R")) for one in held)
        for row, held in signs.items()
    }


TURNS: Final[Mapping[str, Mapping[str, tuple[Sign, ...]]]] = MappingProxyType(
    {
        "en": _spread("english"),
        "de": _spread("german"),
        "es": _spread("spanish"),
        "fr": _spread("french"),
        "pt": _spread("portuguese"),
    }
)
"""By language and row; the rows that are heard over several turns."""


class Talked:
    """Hears rows whose signs are spread over turns.

    Args:
        packs: the languages; of those that `TURNS` knows, the pack says how words are taken back.
    """

    def __init__(self, packs: Sequence[Pack]) -> None:
        # What a turn is only about may be what the next one asks for.
        self._matchers = [
            Matcher(replace(pack, signs=TURNS[pack.language], topics="")) for pack in packs if pack.language in TURNS
        ]

    def rows(self, earlier: Sequence[str], text: str) -> dict[str, Level]:
        """Give the rows that a turn raises together with those before it, and that those alone did not raise.

        Args:
            earlier: what was said before, the latest last; untrusted.
            text: the newest turn; untrusted.
        """
        if not earlier:
            return {}
        before, now = Words.of("\n\n".join(earlier)), Words.of("\n\n".join((*earlier, text)))
        raised: dict[str, Level] = {}
        for matcher in self._matchers:
            known = matcher.rows(before)
            raised |= {row: level for row, level in matcher.rows(now).items() if row not in known}
        return raised
