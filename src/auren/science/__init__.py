"""Cited computations over a person's data: pure functions that give a number with its source, or say what is missing."""

from typing import TYPE_CHECKING

from auren.science.catalogue import catalogue
from auren.science.inputs import Inputs

if TYPE_CHECKING:
    from auren.science.computation import Computation

__all__ = ["Computation", "Inputs", "catalogue"]


def __getattr__(name: str) -> object:
    # The catalogue loads it when a computation is first asked for; importing the pipeline need not.
    if name == "Computation":
        from auren.science.computation import Computation

        return Computation
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
