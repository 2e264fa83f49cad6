"""Which language a text is in, as far as its shortest words tell; enough to know whether capitals mean names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from auren.privacy.phi.lexicon import word_lists

__all__ = ["language_of", "mostly_english"]


def language_of(words: Iterable[str]) -> str:
    """Give the code of the language most of whose short words were heard; "en" unless another clearly has more.

    Args:
        words: words in lower case.
    """
    heard = frozenset(words)
    counts = {code: len(heard & common) for code, common in _function_words().items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] > counts["en"] and counts[best] >= 2 else "en"


def mostly_english(words: Iterable[str]) -> bool:
    """Tell whether two or more of English's short words were heard.

    Args:
        words: words in lower case.
    """
    return len(frozenset(words) & _function_words()["en"]) >= 2


@cache
def _function_words() -> dict[str, frozenset[str]]:
    return word_lists("function_words.txt")
