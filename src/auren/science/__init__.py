"""Cited computations over a person's data: pure functions that give a number with its source, or say what is missing."""

from typing import TYPE_CHECKING

from auren._lazy import later
from auren.science.catalogue import catalogue
from auren.science.inputs import Inputs

if TYPE_CHECKING:
    from auren.science.computation import Computation

__all__ = ["Computation", "Inputs", "catalogue"]

# The catalogue loads it when a computation is first asked for; importing the pipeline need not.
__getattr__, __dir__ = later(__name__, {".computation": ("Computation",)})
