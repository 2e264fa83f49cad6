"""Where vectors of meaning come from, one file a technology."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from auren.memory.embedders.endpoint import EndpointEmbedder
    from auren.memory.embedders.mini_lm import MiniLMEmbedder
    from auren.memory.embedders.word_llama import WordLlamaEmbedder

__all__ = ["EndpointEmbedder", "MiniLMEmbedder", "WordLlamaEmbedder"]

_HOME_OF: Final = {"EndpointEmbedder": "endpoint", "MiniLMEmbedder": "mini_lm", "WordLlamaEmbedder": "word_llama"}


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    return found
