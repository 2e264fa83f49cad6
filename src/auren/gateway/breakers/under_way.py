"""The calls that have not said a word yet, oldest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

__all__ = ["UnderWay"]


class Call(Protocol):
    """What is known of a call."""

    began: datetime
    whole: bool


C = TypeVar("C", bound=Call)


class UnderWay(Generic[C]):
    """Keeps calls in the order in which they began, those that will tell a first token apart from those that answer at once."""

    def __init__(self) -> None:
        self._silent: dict[bool, dict[C, None]] = {False: {}, True: {}}

    def __len__(self) -> int:
        return sum(len(calls) for calls in self._silent.values())

    def add(self, call: C) -> None:
        """Note that a call began."""
        self._silent[call.whole][call] = None

    def remove(self, call: C) -> None:
        """Note that it has spoken or ended."""
        self._silent[call.whole].pop(call, None)

    def overdue(self, bound_s: float | None, now: datetime, *, whole: bool) -> Iterator[C]:
        """Take out and give the calls that have been silent for longer than a bound."""
        silent = self._silent[whole]
        while silent and bound_s is not None:
            oldest = next(iter(silent))
            if oldest.began + timedelta(seconds=bound_s) >= now:
                return
            del silent[oldest]
            yield oldest
