"""The port of everything that keeps something about a person."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from auren.people import Subject

__all__ = ["Erasable"]


@runtime_checkable
class Erasable(Protocol):
    """Keeps something about people, and can forget one of them."""

    async def forget(self, subject: Subject) -> int:
        """Make all that is kept about a person unreachable at once.

        Returns:
            How many things were forgotten; 0 when nothing was kept, so that repeating it is harmless.
        """
        ...
