"""The catalogue: every computation by name, gathered from the files of this room."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from auren.errors import ConfigurationError

if TYPE_CHECKING:
    from auren.science.computation import Computation

__all__ = ["catalogue", "gathered"]


def gathered(*groups: tuple[Computation, ...]) -> Mapping[str, Computation]:
    """Give groups of computations as one table by name.

    Args:
        groups: computations; a name stands once.

    Raises:
        ConfigurationError: a name stands twice.
    """
    table: dict[str, Computation] = {}
    for computation in (computation for group in groups for computation in group):
        if table.setdefault(computation.name, computation) is not computation:
            raise ConfigurationError(f"Computation {computation.name!r} stands twice; give each a name of its own.")
    return MappingProxyType(dict(sorted(table.items())))


@cache
def catalogue() -> Mapping[str, Computation]:
    """Give every computation by name, in order of name."""
    # Loaded when the first one is asked for: a host that only imports the pipeline does not pay for five domains.
    from auren.science import change, nutrition, physique, recovery, rehabilitation, rr, summaries, training, vendors

    return gathered(
        change.COMPUTATIONS,
        nutrition.COMPUTATIONS,
        physique.COMPUTATIONS,
        recovery.COMPUTATIONS,
        rehabilitation.COMPUTATIONS,
        rr.COMPUTATIONS,
        summaries.COMPUTATIONS,
        training.COMPUTATIONS,
        vendors.COMPUTATIONS,
    )
