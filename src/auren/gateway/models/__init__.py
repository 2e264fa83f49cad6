"""The models a gateway can ask, one file an endpoint; a driver is loaded only with the model that needs it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from auren.gateway.models.openai import OpenAIModel
    from auren.gateway.models.scripted import ScriptedModel

__all__ = ["OpenAIModel", "ScriptedModel"]

_HOMES: Final = {
    "OpenAIModel": "auren.gateway.models.openai",
    "ScriptedModel": "auren.gateway.models.scripted",
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
