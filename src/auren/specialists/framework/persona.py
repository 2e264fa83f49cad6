"""How a specialist comes across; it colours a model's wording and never a decision."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Persona"]


class Persona(NamedTuple):
    """Who speaks.

    Args:
        title: what the person calls them, for example "Dr. Neural".
        field: what they know about, in a few words.
        voice: how they speak, in a few words for whoever words their claims.
    """

    title: str
    field: str
    voice: str
