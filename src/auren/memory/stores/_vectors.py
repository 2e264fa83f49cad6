"""What stores with vectors share: unit vectors, cosines as scores, and what is said when the space is another one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from auren.errors import ConfigurationError, InvalidInput
from auren.facts import MemoryRecord, Recollection

__all__ = ["Vector", "moved", "near_ones", "unit"]

Vector: TypeAlias = NDArray[np.float32]


def unit(vector: Sequence[float] | None) -> Vector:
    """Give a vector of length 1 in the same direction, or of length 0 where it has none.

    Raises:
        InvalidInput: a number of it is not finite.
    """
    given = np.asarray(vector, dtype=np.float64)
    length = float(np.linalg.norm(given))
    if not math.isfinite(length):
        raise InvalidInput("A vector with a number that is not finite was given.")
    return (given / length if length else given).astype("<f4")


def near_ones(found: Iterable[tuple[MemoryRecord, float]]) -> list[Recollection]:
    """Give records with their cosines as recollections, nearest first, of equal ones the newer first."""
    scores = [(record, 0.0 if math.isnan(cosine) else min(1.0, max(0.0, cosine))) for record, cosine in found]
    scores.sort(key=lambda pair: (-pair[1], -pair[0].at.timestamp(), pair[0].id))
    return [Recollection(record, score, {"vectors": score}) for record, score in scores]


def moved() -> ConfigurationError:
    """Give the error of a store whose vectors are of another space than this process adopted."""
    return ConfigurationError("The store holds vectors of another model than was adopted here; adopt its space, or its model.")
