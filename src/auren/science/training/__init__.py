"""Training load, strength and endurance."""

from typing import Final

from auren.science.computation import Computation
from auren.science.training import (
    endurance,
    endurance_power,
    endurance_races,
    load,
    load_models,
    run_spike,
    strength,
    strength_dose,
    strength_scores,
    trimp,
)

__all__ = ["COMPUTATIONS"]

COMPUTATIONS: Final[tuple[Computation, ...]] = (
    *endurance.COMPUTATIONS,
    *endurance_power.COMPUTATIONS,
    *endurance_races.COMPUTATIONS,
    *load.COMPUTATIONS,
    *load_models.COMPUTATIONS,
    *run_spike.COMPUTATIONS,
    *strength.COMPUTATIONS,
    *strength_dose.COMPUTATIONS,
    *strength_scores.COMPUTATIONS,
    *trimp.COMPUTATIONS,
)
"""What the catalogue offers of this domain."""
