"""A computation of the catalogue: a named, cited function with its guard, its arguments and the data it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from auren.errors import InvalidInput
from auren.findings import Citation, Coverage, Insufficient, Measure
from auren.people import Profile
from auren.readings import DailyValue, Window
from auren.science.inputs import Inputs

__all__ = ["Arguments", "Computation", "DayParameter", "NumberParameter"]


@dataclass(frozen=True, slots=True)
class NumberParameter:
    """An argument that is a whole number.

    Args:
        name: keyword of the argument.
        meaning: what it is, with its unit.
        low, high: valid range, both ends valid.
        default: taken when the argument is left out.
    """

    name: str
    meaning: str
    low: int
    high: int
    default: int

    @property
    def schema(self) -> dict[str, object]:
        """JSON schema of the argument."""
        return {
            "type": "integer",
            "description": self.meaning,
            "minimum": self.low,
            "maximum": self.high,
            "default": self.default,
        }

    @property
    def expected(self) -> str:
        """What is accepted, in plain words."""
        return f"a whole number from {self.low} to {self.high}"

    def read(self, given: object) -> int | None:
        """Give the argument's value, or None when it does not fit."""
        fits = isinstance(given, int) and not isinstance(given, bool) and self.low <= given <= self.high
        return int(given) if fits and isinstance(given, int) else None


@dataclass(frozen=True, slots=True)
class DayParameter:
    """An argument that is a date not after today; today when it is left out.

    Args:
        name: keyword of the argument.
        meaning: what it is.
    """

    name: str
    meaning: str

    @property
    def schema(self) -> dict[str, object]:
        """JSON schema of the argument."""
        return {"type": "string", "format": "date", "description": self.meaning}

    @property
    def expected(self) -> str:
        """What is accepted, in plain words."""
        return "a date not after today, such as 2019-11-02"

    def read(self, given: object, today: date) -> date | None:
        """Give the argument's value, or None when it does not fit."""
        if isinstance(given, str):
            try:
                given = date.fromisoformat(given)
            except ValueError:
                return None
        # A datetime is a date to isinstance, but which date it means depends on a zone that is not known here.
        if not isinstance(given, date) or isinstance(given, datetime) or given > today:
            return None
        return given


@dataclass(frozen=True, slots=True)
class Arguments:
    """Arguments that were checked.

    Args:
        today: the date on the person's wall clock.
        numbers: whole numbers by name.
        days: dates by name.
    """

    today: date
    numbers: Mapping[str, int]
    days: Mapping[str, date]


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
    accepts: tuple[NumberParameter | DayParameter, ...] = ()
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
        known = {parameter.name for parameter in self.accepts}
        unknown = sorted(set(given) - known)
        if unknown:
            expected = ", ".join(sorted(known)) or "no arguments"
            raise InvalidInput(f"{self.name}: unknown argument {', '.join(map(repr, unknown))}; expected {expected}.")
        numbers: dict[str, int] = {}
        days: dict[str, date] = {}
        for parameter in self.accepts:
            if isinstance(parameter, NumberParameter):
                number = parameter.read(given.get(parameter.name, parameter.default))
                if number is not None:
                    numbers[parameter.name] = number
                    continue
            else:
                day = parameter.read(given.get(parameter.name, today), today)
                if day is not None:
                    days[parameter.name] = day
                    continue
            kind = type(given[parameter.name]).__name__
            raise InvalidInput(f"{self.name}: {parameter.name} was given as an unfit {kind}; expected {parameter.expected}.")
        return Arguments(today, MappingProxyType(numbers), MappingProxyType(days))
