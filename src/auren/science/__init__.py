"""Pure, cited computations over a person's daily values, by name in one catalogue."""

from auren.science.catalogue import catalogue
from auren.science.computation import Computation
from auren.science.inputs import Inputs

__all__ = ["Computation", "Inputs", "catalogue"]
