"""A computation of the catalogue: a named, cited function with its guard, its arguments and the data it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from auren.findings import Citation, Coverage, Insufficient, Measure
from auren.people import Profile
from auren.readings import DailyValue, Window
from auren.science.inputs import Inputs
from auren.science.parameters import Arguments, Parameter, checked

__all__ = ["Computation"]


@dataclass(frozen=True, slots=True)
class Computation:
    """A pure function over a person's data that gives a cited number, or says what is missing.

    Args:
        name: dotted name, unique in the catalogue.
        title: how its result is called in a sentence, for example "your 7-day HRV (RMSSD)".
        formula: what is computed, as text.
        unit: unit of the result, one of `readings.known_units()`.
        digits: decimals to show.
        guard: when it gives `Insufficient` instead of a number, in plain words.
        citation: where the formula comes from.
        looks_at: from checked arguments to the dates it needs of each metric.
        formed_by: the function itself; it gets the computation, the inputs, checked arguments and the profile.
        accepts: the arguments it takes.
        wants_readings: whether it looks inside a day, so that `Inputs.readings` must be filled, too.
    """

    name: str
    title: str
    formula: str
    unit: str
    digits: int
    guard: str
    citation: Citation
    looks_at: Callable[[Arguments], Mapping[str, Window]]
    formed_by: Callable[[Computation, Inputs, Arguments, Profile], Measure | Insufficient]
    accepts: tuple[Parameter, ...] = ()
    wants_readings: bool = False

    @property
    def parameters(self) -> dict[str, Any]:
        """JSON schema of the arguments, a fresh copy each time."""
        return {
            "type": "object",
            "properties": {parameter.name: parameter.schema for parameter in self.accepts},
            "required": [],
            "additionalProperties": False,
        }

    def needs(self, today: date, **arguments: object) -> Mapping[str, Window]:
        """Say which dates of which metrics `run` looks at.

        Args:
            today: the date on the person's wall clock.
            **arguments: as described by `parameters`.

        Raises:
            InvalidInput: an argument is unknown or does not fit.
        """
        return self.looks_at(self._checked(today, arguments))

    def run(self, inputs: Inputs, *, today: date, profile: Profile, **arguments: object) -> Measure | Insufficient:
        """Compute.

        Args:
            inputs: at least what `needs` asks for; more does no harm.
            today: the date on the person's wall clock.
            profile: what is known of the person.
            **arguments: as described by `parameters`.

        Raises:
            InvalidInput: an argument is unknown or does not fit, or a value cannot be used.
            UnitMismatch: a value is of another metric or in another unit.
        """
        return self.formed_by(self, inputs, self._checked(today, arguments), profile)

    def measure(
        self,
        value: float,
        window: Window,
        used: Iterable[DailyValue],
        *,
        coverage: Coverage,
        note: str = "",
        related: tuple[Measure, ...] = (),
    ) -> Measure:
        """Give this computation's result.

        Args:
            value: in the computation's unit.
            window: the dates it was computed over.
            used: the daily values it was computed of.
            coverage: how many of the dates had a value.
            note: anything a reader must know.
            related: figures that belong beside it.
        """
        return Measure(
            self.name,
            self.title,
            value,
            self.unit,
            self.digits,
            window,
            coverage,
            self.citation,
            tuple(sorted(used, key=lambda daily: (daily.day, daily.metric))),
            note,
            related,
        )

    def insufficient(self, missing: str, *, have: int, need: int, window: Window) -> Insufficient:
        """Say why there is no number.

        Args:
            missing: what is missing, in plain words and without numerals.
            have: how much there is.
            need: how much it takes.
            window: the dates that were looked at.
        """
        return Insufficient(self.name, self.title, missing, have, need, window)

    def _checked(self, today: date, given: Mapping[str, object]) -> Arguments:
        return checked(self.name, self.accepts, today, given)
