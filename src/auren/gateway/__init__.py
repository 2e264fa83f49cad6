"""The gateway: language models in the best order, held to budgets, rates and one deadline, with an honest word on failures."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from auren.gateway.budgets.plans import Plans
    from auren.gateway.gateway import Gateway
    from auren.gateway.models import LiteLLMModel, LlamaModel, OpenAIModel, ScriptedModel, VLLMModel
    from auren.gateway.structured import structured

__all__ = ["Gateway", "LiteLLMModel", "LlamaModel", "OpenAIModel", "Plans", "ScriptedModel", "VLLMModel", "structured"]

_HOMES: Final = {
    "Gateway": "auren.gateway.gateway",
    "LiteLLMModel": "auren.gateway.models.litellm",
    "LlamaModel": "auren.gateway.models.llama",
    "OpenAIModel": "auren.gateway.models.openai",
    "Plans": "auren.gateway.budgets.plans",
    "ScriptedModel": "auren.gateway.models.scripted",
    "VLLMModel": "auren.gateway.models.vllm",
    "structured": "auren.gateway.structured",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'auren.gateway' has no attribute {name!r}; its public names are {', '.join(__all__)}")
    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
