"""The models a gateway can ask, one file an endpoint; a driver is loaded only with the model that needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later

if TYPE_CHECKING:
    from auren.gateway.models.litellm import LiteLLMModel
    from auren.gateway.models.llama import LlamaModel
    from auren.gateway.models.openai import OpenAIModel
    from auren.gateway.models.scripted import ScriptedModel
    from auren.gateway.models.vllm import VLLMModel

__all__ = ["LiteLLMModel", "LlamaModel", "OpenAIModel", "ScriptedModel", "VLLMModel"]

__getattr__, __dir__ = later(
    __name__,
    {
        ".litellm": ("LiteLLMModel",),
        ".llama": ("LlamaModel",),
        ".openai": ("OpenAIModel",),
        ".scripted": ("ScriptedModel",),
        ".vllm": ("VLLMModel",),
    },
)
