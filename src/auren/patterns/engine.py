"""The kernel in process: many people's states, bounded in number."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import datetime

from auren.errors import InvalidInput
from auren.findings import Finding
from auren.patterns.kernel import Advance, Kernel
from auren.patterns.state import PersonState
from auren.people import Subject
from auren.ports.pattern_rule import PatternRule
from auren.readings import STANDARD_METRICS, MetricRegistry, Reading

__all__ = ["Engine"]


class Engine:
    """Holds people's states; whoever is not held is restored from history and journal first.

    Args:
        rules: the rules.
        metrics: the registry that says how a day is formed.
        horizon_days: how far before a person's latest day a reading may still change findings.
        most_people: how many states are held; the longest unused one is let go, and restored when needed.
    """

    def __init__(
        self,
        rules: Sequence[PatternRule],
        *,
        metrics: MetricRegistry = STANDARD_METRICS,
        horizon_days: int = 120,
        most_people: int = 10_000,
    ) -> None:
        if most_people < 1:
            raise InvalidInput(f"An engine for {most_people} people was asked for; expected at least 1.")
        self.kernel = Kernel(rules, metrics=metrics, horizon_days=horizon_days)
        self._most_people = most_people
        self._states: OrderedDict[Subject, PersonState] = OrderedDict()

    def holds(self, subject: Subject) -> bool:
        """Tell whether a person's state is held."""
        return subject in self._states

    def restore(self, subject: Subject, readings: Iterable[Reading], findings: Iterable[Finding]) -> Advance:
        """Hold a person's state, built from what history and journal hold; arguments as in `Kernel.restore`."""
        state, advance = self.kernel.restore(subject, readings, findings)
        self._states[subject] = state
        while len(self._states) > self._most_people:
            self._states.popitem(last=False)
        return advance

    def advance(self, subject: Subject, readings: Iterable[Reading]) -> Advance:
        """Take a held person's readings in.

        Raises:
            InvalidInput: the person's state is not held; restore it first.
        """
        return self.kernel.advance(self._state(subject), readings)

    def advance_time(self, subject: Subject, instant: datetime) -> Advance:
        """Confirm a held person's findings whose time has come.

        Raises:
            InvalidInput: the person's state is not held; restore it first.
        """
        return self.kernel.advance_time(self._state(subject), instant)

    def let_go(self, subject: Subject) -> None:
        """Hold a person's state no longer."""
        self._states.pop(subject, None)

    def _state(self, subject: Subject) -> PersonState:
        state = self._states.get(subject)
        if state is None:
            raise InvalidInput("A person whose state is not held was advanced; restore it from history and journal first.")
        self._states.move_to_end(subject)
        return state
