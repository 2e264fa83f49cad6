"""The wording packs that ship, one file a language."""

from __future__ import annotations

from auren.safety.wellness.packs.english import ENGLISH
from auren.safety.wellness.packs.french import FRENCH
from auren.safety.wellness.packs.german import GERMAN
from auren.safety.wellness.packs.portuguese import PORTUGUESE
from auren.safety.wellness.packs.spanish import SPANISH

__all__ = ["ENGLISH", "FRENCH", "GERMAN", "PORTUGUESE", "SHIPPED_PACKS", "SPANISH"]

SHIPPED_PACKS = (ENGLISH, GERMAN, SPANISH, FRENCH, PORTUGUESE)
"""Every pack that ships, English first."""
