"""The arguments a computation takes: whole numbers, quantities with a unit, dates, choices, yes or no, and series."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import TypeVar

from auren.errors import InvalidInput, UnitMismatch
from auren.findings import Measure
from auren.readings import DailyValue, known_units

__all__ = [
    "Arguments",
    "ChoiceParameter",
    "DayParameter",
    "FlagParameter",
    "NumberParameter",
    "Parameter",
    "Quantity",
    "QuantityParameter",
    "SeriesParameter",
    "TextParameter",
    "checked",
]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, for a caller who wants the unit checked.

    Args:
        value: in `unit`.
        unit: one of `readings.known_units()`.

    Raises:
        UnitMismatch: the unit is unknown.
    """

    value: float = field(repr=False)
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in known_units():
            raise UnitMismatch(f"Unit {self.unit!r} is unknown; use one of {', '.join(sorted(known_units()))}.")


@dataclass(frozen=True, slots=True)
class Parameter(ABC):
    """One argument of a computation.

    Args:
        name: keyword of the argument.
        meaning: what it is.
    """

    name: str
    meaning: str

    @property
    @abstractmethod
    def schema(self) -> dict[str, object]:
        """JSON schema of the argument."""

    @property
    @abstractmethod
    def expected(self) -> str:
        """What is accepted, in plain words."""

    @abstractmethod
    def read(self, given: object, today: date) -> object | None:
        """Give the argument's value, or None when it does not fit.

        Raises:
            UnitMismatch: a quantity is in another unit.
        """

    def left_out(self, today: date) -> object | None:
        """Give the value that stands for an argument that was left out, or None for none."""
        return None


@dataclass(frozen=True, slots=True)
class NumberParameter(Parameter):
    """An argument that is a whole number.

    Args:
        low, high: valid range, both ends valid.
        default: taken when the argument is left out.
    """

    low: int
    high: int
    default: int

    @property
    def schema(self) -> dict[str, object]:
        return {
            "type": "integer",
            "description": self.meaning,
            "minimum": self.low,
            "maximum": self.high,
            "default": self.default,
        }

    @property
    def expected(self) -> str:
        return f"a whole number from {self.low} to {self.high}"

    def read(self, given: object, today: date) -> int | None:
        fits = isinstance(given, int) and not isinstance(given, bool) and self.low <= given <= self.high
        return int(given) if fits and isinstance(given, int) else None

    def left_out(self, today: date) -> int:
        return self.default


@dataclass(frozen=True, slots=True)
class QuantityParameter(Parameter):
    """An argument that is a number in a stated unit.

    A plain number is taken to be in that unit; a `Quantity`, `Measure` or daily value must be in it.

    Args:
        unit: one of `readings.known_units()`.
        low, high: valid range in that unit, both ends valid.
        default: taken when the argument is left out; None leaves it open.
        source: where the computation looks when the argument is left open, for example "the latest body weight".
    """

    unit: str
    low: float
    high: float
    default: float | None = None
    source: str = ""

    @property
    def schema(self) -> dict[str, object]:
        said = f"{self.meaning}, in {self.unit}" + (f"; left out: {self.source}" if self.source else "")
        schema: dict[str, object] = {"type": "number", "description": said, "minimum": self.low, "maximum": self.high}
        return schema if self.default is None else schema | {"default": self.default}

    @property
    def expected(self) -> str:
        return f"{self.low:g} to {self.high:g} {self.unit}"

    def read(self, given: object, today: date) -> float | None:
        if isinstance(given, Quantity | Measure | DailyValue):
            if given.unit != self.unit:
                raise UnitMismatch(f"{self.name} was given in {given.unit!r}; expected {self.unit!r}, so convert it first.")
            given = given.value
        if isinstance(given, bool) or not isinstance(given, int | float):
            return None
        return float(given) if math.isfinite(given) and self.low <= given <= self.high else None

    def left_out(self, today: date) -> float | None:
        return None if self.default is None else float(self.default)


@dataclass(frozen=True, slots=True)
class DayParameter(Parameter):
    """An argument that is a date not after today; today when it is left out."""

    @property
    def schema(self) -> dict[str, object]:
        return {"type": "string", "format": "date", "description": self.meaning}

    @property
    def expected(self) -> str:
        return "a date not after today, such as 2019-11-02"

    def read(self, given: object, today: date) -> date | None:
        if isinstance(given, str):
            try:
                given = date.fromisoformat(given)
            except ValueError:
                return None
        # A datetime is a date to isinstance, but which date it means depends on a zone that is not known here.
        if not isinstance(given, date) or isinstance(given, datetime) or given > today:
            return None
        return given

    def left_out(self, today: date) -> date:
        return today


@dataclass(frozen=True, slots=True)
class ChoiceParameter(Parameter):
    """An argument that is one of a few words.

    Args:
        choices: the words.
        default: taken when the argument is left out; None leaves it open.
        source: where the computation looks when the argument is left open, for example "the profile".
    """

    choices: tuple[str, ...]
    default: str | None = None
    source: str = ""

    @property
    def schema(self) -> dict[str, object]:
        said = self.meaning + (f"; left out: {self.source}" if self.source else "")
        schema: dict[str, object] = {"type": "string", "description": said, "enum": list(self.choices)}
        return schema if self.default is None else schema | {"default": self.default}

    @property
    def expected(self) -> str:
        return f"one of {', '.join(self.choices)}"

    def read(self, given: object, today: date) -> str | None:
        return given if isinstance(given, str) and given in self.choices else None

    def left_out(self, today: date) -> str | None:
        return self.default


@dataclass(frozen=True, slots=True)
class TextParameter(Parameter):
    """An argument that is a name, 1 to 64 characters, and must be given."""

    @property
    def schema(self) -> dict[str, object]:
        return {"type": "string", "description": self.meaning, "minLength": 1, "maxLength": 64}

    @property
    def expected(self) -> str:
        return "a name of 1 to 64 characters"

    def read(self, given: object, today: date) -> str | None:
        return given if isinstance(given, str) and 1 <= len(given) <= 64 else None


@dataclass(frozen=True, slots=True)
class FlagParameter(Parameter):
    """An argument that is yes or no.

    Args:
        default: taken when the argument is left out; None leaves it open.
    """

    default: bool | None = None

    @property
    def schema(self) -> dict[str, object]:
        schema: dict[str, object] = {"type": "boolean", "description": self.meaning}
        return schema if self.default is None else schema | {"default": self.default}

    @property
    def expected(self) -> str:
        return "true or false"

    def read(self, given: object, today: date) -> bool | None:
        return given if isinstance(given, bool) else None

    def left_out(self, today: date) -> bool | None:
        return self.default


@dataclass(frozen=True, slots=True)
class SeriesParameter(Parameter):
    """An argument that is a list of numbers in a stated unit.

    Args:
        unit: one of `readings.known_units()`.
        low, high: valid range of each number, both ends valid.
        at_least, at_most: how many numbers there may be.
    """

    unit: str
    low: float
    high: float
    at_least: int = 1
    at_most: int = 100_000

    @property
    def schema(self) -> dict[str, object]:
        return {
            "type": "array",
            "description": f"{self.meaning}, in {self.unit}",
            "items": {"type": "number", "minimum": self.low, "maximum": self.high},
            "minItems": self.at_least,
            "maxItems": self.at_most,
        }

    @property
    def expected(self) -> str:
        return f"{self.at_least} to {self.at_most} numbers from {self.low:g} to {self.high:g} {self.unit}"

    def read(self, given: object, today: date) -> tuple[float, ...] | None:
        if isinstance(given, str | bytes) or not isinstance(given, Sequence):
            return None
        if not self.at_least <= len(given) <= self.at_most:
            return None
        one = QuantityParameter(self.name, self.meaning, self.unit, self.low, self.high)
        read = [one.read(item, today) for item in given]
        return None if None in read else tuple(number for number in read if number is not None)


@dataclass(frozen=True, slots=True)
class Arguments:
    """Arguments that were checked; an open one that was left out is None.

    Args:
        today: the date on the person's wall clock.
        given: the values by name.
    """

    today: date
    given: Mapping[str, object] = field(repr=False)

    def whole(self, name: str) -> int:
        """Give a whole number."""
        return self._of(name, int)

    def number(self, name: str) -> float:
        """Give a quantity that has a value."""
        return self._of(name, float)

    def maybe_number(self, name: str) -> float | None:
        """Give a quantity, or None when it was left open."""
        return None if self.given.get(name) is None else self._of(name, float)

    def day(self, name: str) -> date:
        """Give a date."""
        return self._of(name, date)

    def word(self, name: str) -> str:
        """Give a choice that has a value."""
        return self._of(name, str)

    def maybe_word(self, name: str) -> str | None:
        """Give a choice, or None when it was left open."""
        return None if self.given.get(name) is None else self._of(name, str)

    def flag(self, name: str) -> bool:
        """Give a yes or no; one left open counts as no."""
        return self.given.get(name) is True

    def series(self, name: str) -> tuple[float, ...]:
        """Give a list of numbers; one left out is empty."""
        found = self.given.get(name)
        return tuple(float(number) for number in found) if isinstance(found, tuple) else ()

    def _of(self, name: str, kind: type[T]) -> T:
        found = self.given[name]
        if not isinstance(found, kind):
            raise InvalidInput(f"{name} was left out; it has no value to fall back on, so give it.")
        return found


def checked(computation: str, accepts: Sequence[Parameter], today: date, given: Mapping[str, object]) -> Arguments:
    """Check arguments against what a computation accepts.

    Args:
        computation: its name, for the message.
        accepts: its parameters.
        today: the date on the person's wall clock.
        given: the arguments by keyword; None counts as left out.

    Raises:
        InvalidInput: an argument is unknown, does not fit, or is left out though it is needed.
        UnitMismatch: a quantity is in another unit.
    """
    known = {parameter.name for parameter in accepts}
    unknown = sorted(set(given) - known)
    if unknown:
        expected = ", ".join(sorted(known)) or "no arguments"
        raise InvalidInput(f"{computation}: unknown argument {', '.join(map(repr, unknown))}; expected {expected}.")
    values: dict[str, object] = {}
    for parameter in accepts:
        offered = given.get(parameter.name)
        if offered is None:
            values[parameter.name] = parameter.left_out(today)
            continue
        value = parameter.read(offered, today)
        if value is None:
            kind = type(offered).__name__
            raise InvalidInput(f"{computation}: {parameter.name} was given as an unfit {kind}; expected {parameter.expected}.")
        values[parameter.name] = value
    return Arguments(today, MappingProxyType(values))
