"""Everyday words that nobody asked with so far, and the usual word that each stands for: "cappuccino" is coffee."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from auren._shipped import shipped_file
from auren.specialists.understanding.stems import stem

__all__ = ["usual"]


@cache
def usual() -> Mapping[str, str]:
    """Give the stem of the usual word by the stem of each other one, loaded once.

    Raises:
        ConfigurationError: its file cannot be read.
    """
    data = shipped_file("auren.specialists.understanding", "usual.txt")
    found: dict[str, str] = {}
    for line in data.decode().splitlines():
        word, _, others = line.partition(":")
        if not line.startswith("#"):
            found.update((stem(other), stem(word)) for other in others.split())
    return MappingProxyType(found)
