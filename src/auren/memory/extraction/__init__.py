"""From what a person says to what is known of them: a grammar of health facts, and a model on top where a host gives one."""

from __future__ import annotations

from auren.memory.extraction.english import ENGLISH
from auren.memory.extraction.extraction import Extracted, Extraction, Hook
from auren.memory.extraction.german import GERMAN
from auren.memory.extraction.language import Language, Rule
from auren.memory.extraction.model_reader import ModelReader

__all__ = ["ENGLISH", "GERMAN", "Extracted", "Extraction", "Hook", "Language", "ModelReader", "Rule"]
