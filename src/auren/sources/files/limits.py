"""How much of a file is taken before it is refused, so that no file can fill the memory or run for ever."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

from auren.errors import InvalidInput

__all__ = ["DEFAULT_LIMITS", "Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what a source reads; each is a whole number of 1 or more.

    Args:
        file_bytes: of one file, unpacked.
        total_bytes: of everything that one pass reads, unpacked.
        unpacked_ratio: how many times its packed size a file in an archive may unpack to, once it passes 64 MiB.
        files: in a folder or an archive.
        element_chars: of one JSON element, one CSV row or one XML tag.
        depth: of JSON objects and arrays, or XML elements, inside one another.

    Raises:
        InvalidInput: a bound is not a whole number of 1 or more.
    """

    file_bytes: int = 16 * 2**30
    total_bytes: int = 64 * 2**30
    unpacked_ratio: int = 200
    files: int = 100_000
    element_chars: int = 16 * 2**20
    depth: int = 64

    def __post_init__(self) -> None:
        for bound in fields(self):
            value: object = getattr(self, bound.name)
            if isinstance(value, bool) or not isinstance(value, int) or value < 1:
                raise InvalidInput(f"Limits: {bound.name} is not a whole number of 1 or more; leave it out for the default.")


DEFAULT_LIMITS: Final = Limits()
