"""Word lists written as running text."""

from __future__ import annotations

__all__ = ["words"]


def words(text: str) -> tuple[str, ...]:
    """Give the words of a text that are set apart by white space.

    Args:
        text: a list of words.
    """
    return tuple(text.split())
