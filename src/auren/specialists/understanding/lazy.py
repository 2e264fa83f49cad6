"""A pattern that is compiled when it is first searched for: most questions need few of those that are known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property

__all__ = ["LazyPattern"]


class LazyPattern:
    """A regular expression that costs nothing until a question needs it.

    Args:
        pattern: the expression.
        flags: as for `re.compile`.
    """

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern = pattern
        self._flags = flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self._flags)

    def search(self, text: str) -> re.Match[str] | None:
        """Give the first match anywhere in a text."""
        return self._compiled.search(text)

    def match(self, text: str) -> re.Match[str] | None:
        """Give the match at a text's beginning."""
        return self._compiled.match(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Give the match of a whole text."""
        return self._compiled.fullmatch(text)

    def findall(self, text: str) -> list[str]:
        """Give what matches, or its one group."""
        return self._compiled.findall(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Give every match."""
        return self._compiled.finditer(text)

    def split(self, text: str, maxsplit: int = 0) -> list[str]:
        """Give the parts between matches."""
        return list(self._compiled.split(text, maxsplit))

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str, count: int = 0) -> str:
        """Give a text with another, or what a function gives, in the place of each match."""
        return self._compiled.sub(by, text, count)
