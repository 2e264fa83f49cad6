"""Energy, food, supplements and drink."""

from typing import Final

from auren.science.computation import Computation
from auren.science.nutrition import (
    adaptive_energy,
    diet_scores,
    energy,
    energy_balance,
    hydration,
    macros,
    metabolic,
    protein_and_carbohydrate,
    supplement_timing,
    supplements,
    weight_pace,
    weight_trend,
)

__all__ = ["COMPUTATIONS"]

COMPUTATIONS: Final[tuple[Computation, ...]] = (
    *adaptive_energy.COMPUTATIONS,
    *diet_scores.COMPUTATIONS,
    *energy.COMPUTATIONS,
    *energy_balance.COMPUTATIONS,
    *hydration.COMPUTATIONS,
    *macros.COMPUTATIONS,
    *metabolic.COMPUTATIONS,
    *protein_and_carbohydrate.COMPUTATIONS,
    *supplement_timing.COMPUTATIONS,
    *supplements.COMPUTATIONS,
    *weight_pace.COMPUTATIONS,
    *weight_trend.COMPUTATIONS,
)
"""What the catalogue offers of this domain."""
