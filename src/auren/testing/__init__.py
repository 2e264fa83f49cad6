"""What integrators test with: a simulated person, a scripted model, a clock that moves when told, and the ports' contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later

if TYPE_CHECKING:
    from auren.clock import SimulatedClock
    from auren.gateway.models.scripted import ScriptedModel
    from auren.testing.athlete import SimulatedAthlete

__all__ = ["ScriptedModel", "SimulatedAthlete", "SimulatedClock"]

__getattr__, __dir__ = later(
    __name__,
    {
        ".athlete": ("SimulatedAthlete",),
        "auren.clock": ("SimulatedClock",),
        "auren.gateway.models.scripted": ("ScriptedModel",),
    },
)
