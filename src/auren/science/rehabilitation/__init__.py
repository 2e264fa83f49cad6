"""Coming back from pain and injury; a clinician decides, these only count."""

from typing import Final

from auren.science.computation import Computation
from auren.science.rehabilitation import (
    pain,
    return_to_sport,
    scores,
    symmetry,
)

__all__ = ["COMPUTATIONS"]

COMPUTATIONS: Final[tuple[Computation, ...]] = (
    *pain.COMPUTATIONS,
    *return_to_sport.COMPUTATIONS,
    *scores.COMPUTATIONS,
    *symmetry.COMPUTATIONS,
)
"""What the catalogue offers of this domain."""
