"""What integrators test with: a simulated person, a scripted model, a clock that moves when told, and the ports' contracts."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from auren.clock import SimulatedClock
    from auren.gateway.models.scripted import ScriptedModel
    from auren.testing.athlete import SimulatedAthlete

__all__ = ["ScriptedModel", "SimulatedAthlete", "SimulatedClock"]

_HOME_OF: Final = {
    "ScriptedModel": "auren.gateway.models.scripted",
    "SimulatedAthlete": "auren.testing.athlete",
    "SimulatedClock": "auren.clock",
}


def __getattr__(name: str) -> object:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'auren.testing' has no attribute {name!r}; its public names are in its __all__")
    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
