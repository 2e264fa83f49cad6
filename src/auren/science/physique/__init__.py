"""Body measures and their progress; never a rating of a body."""

from typing import Final

from auren.science.computation import Computation
from auren.science.physique import (
    body_fat,
    looks,
    pace,
    progress,
    shape,
)

__all__ = ["COMPUTATIONS"]

COMPUTATIONS: Final[tuple[Computation, ...]] = (
    *body_fat.COMPUTATIONS,
    *looks.COMPUTATIONS,
    *pace.COMPUTATIONS,
    *progress.COMPUTATIONS,
    *shape.COMPUTATIONS,
)
"""What the catalogue offers of this domain."""
