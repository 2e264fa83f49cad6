"""The gateway: language models in order, one deadline for all of them, and one honest answer about what failed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from auren.gateway.gateway import Gateway
    from auren.gateway.models import OpenAIModel, ScriptedModel

__all__ = ["Gateway", "OpenAIModel", "ScriptedModel"]

_HOMES: Final = {
    "Gateway": "auren.gateway.gateway",
    "OpenAIModel": "auren.gateway.models.openai",
    "ScriptedModel": "auren.gateway.models.scripted",
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
