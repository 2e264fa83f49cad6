"""How a specialist comes across; it colours a model's wording and never a decision."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Persona"]


@dataclass(frozen=True, slots=True)
class Persona:
    """Who speaks.

    Args:
        title: what the person calls them, for example "Dr. Neural".
        field: what they know about, in a few words.
        voice: how they speak, in a few words for whoever words their claims.
    """

    title: str
    field: str
    voice: str
