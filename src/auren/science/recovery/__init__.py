"""Recovery: heart, HRV, sleep, body clock, attention and mood."""

from typing import Final

from auren.science.computation import Computation
from auren.science.recovery import (
    circadian,
    circadian_models,
    circadian_rhythm,
    cognition,
    heart,
    hrv,
    hrv_guided,
    questionnaires,
    regularity,
    sleep,
)

__all__ = ["COMPUTATIONS"]

COMPUTATIONS: Final[tuple[Computation, ...]] = (
    *circadian.COMPUTATIONS,
    *circadian_models.COMPUTATIONS,
    *circadian_rhythm.COMPUTATIONS,
    *cognition.COMPUTATIONS,
    *heart.COMPUTATIONS,
    *hrv.COMPUTATIONS,
    *hrv_guided.COMPUTATIONS,
    *questionnaires.COMPUTATIONS,
    *regularity.COMPUTATIONS,
    *sleep.COMPUTATIONS,
)
"""What the catalogue offers of this domain."""
