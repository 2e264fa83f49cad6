"""The calls that have not said a word yet, oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile
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

    def silent_kinds(self) -> Sequence[bool]:
        """Give the values of `whole` of which there are any."""
        return [whole for whole, calls in self._silent.items() if calls]

    def overdue(self, bound_s: float | None, now: datetime, *, whole: bool) -> Sequence[C]:
        """Take out and give the calls that have been silent for longer than a bound."""
        if bound_s is None:
            return ()
        silent, latest = self._silent[whole], now - timedelta(seconds=bound_s)
        late = list(takewhile(lambda call: call.began < latest, silent))
        for call in late:
            del silent[call]
        return late
