"""The gateway: language models in the best order, held to budgets, rates and one deadline, with an honest word on failures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later

if TYPE_CHECKING:
    from auren.gateway.budgets.plans import Plans
    from auren.gateway.gateway import Gateway
    from auren.gateway.models import LiteLLMModel, LlamaModel, OpenAIModel, ScriptedModel, VLLMModel
    from auren.gateway.structured import structured

__all__ = ["Gateway", "LiteLLMModel", "LlamaModel", "OpenAIModel", "Plans", "ScriptedModel", "VLLMModel", "structured"]

__getattr__, __dir__ = later(
    __name__,
    {
        ".budgets.plans": ("Plans",),
        ".gateway": ("Gateway",),
        ".models.litellm": ("LiteLLMModel",),
        ".models.llama": ("LlamaModel",),
        ".models.openai": ("OpenAIModel",),
        ".models.scripted": ("ScriptedModel",),
        ".models.vllm": ("VLLMModel",),
        ".structured": ("structured",),
    },
)
