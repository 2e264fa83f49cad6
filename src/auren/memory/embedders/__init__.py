"""Where vectors of meaning come from, one file a technology."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later

if TYPE_CHECKING:
    from auren.memory.embedders.endpoint import EndpointEmbedder
    from auren.memory.embedders.mini_lm import MiniLMEmbedder
    from auren.memory.embedders.word_llama import WordLlamaEmbedder

__all__ = ["EndpointEmbedder", "MiniLMEmbedder", "WordLlamaEmbedder"]

__getattr__, __dir__ = later(
    __name__,
    {
        ".endpoint": ("EndpointEmbedder",),
        ".mini_lm": ("MiniLMEmbedder",),
        ".word_llama": ("WordLlamaEmbedder",),
    },
)
