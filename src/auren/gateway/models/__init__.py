"""The models a gateway can ask, one file an endpoint; a driver is loaded only with the model that needs it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from auren.gateway.models.litellm import LiteLLMModel
    from auren.gateway.models.llama import LlamaModel
    from auren.gateway.models.openai import OpenAIModel
    from auren.gateway.models.scripted import ScriptedModel
    from auren.gateway.models.vllm import VLLMModel

__all__ = ["LiteLLMModel", "LlamaModel", "OpenAIModel", "ScriptedModel", "VLLMModel"]

_HOMES: Final = {
    "LiteLLMModel": "auren.gateway.models.litellm",
    "LlamaModel": "auren.gateway.models.llama",
    "OpenAIModel": "auren.gateway.models.openai",
    "ScriptedModel": "auren.gateway.models.scripted",
    "VLLMModel": "auren.gateway.models.vllm",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        names = ", ".join(__all__)
        raise AttributeError(f"module 'auren.gateway.models' has no attribute {name!r}; its public names are {names}")
    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
