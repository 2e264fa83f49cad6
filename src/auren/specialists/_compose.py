"""Figures that remember their gaps."""

from __future__ import annotations

from auren.findings import Insufficient, Measure
from auren.ports.specialist import SpecialistContext
from auren.specialists.framework.draft import Draft, confidence, shown

__all__ = ["Draft", "Figures", "confidence", "shown"]


class Figures:
    """Computes each figure once, and remembers those that could not be computed.

    Args:
        context: the specialist's context.
    """

    def __init__(self, context: SpecialistContext) -> None:
        self._context = context
        self._known: dict[str, Measure | Insufficient] = {}

    async def get(self, name: str) -> Measure | None:
        """Give a figure, or None when the data do not suffice.

        Args:
            name: a computation of the catalogue that needs no arguments.
        """
        if name not in self._known:
            self._known[name] = await self._context.compute(name)
        result = self._known[name]
        return result if isinstance(result, Measure) else None

    @property
    def gaps(self) -> tuple[Insufficient, ...]:
        """What could not be computed, in the order in which it was asked for."""
        return tuple(result for result in self._known.values() if isinstance(result, Insufficient))
