"""Slots: what may be known about a person, in which unit and range, and how values of one slot stand to one another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final, Literal

from auren.errors import InvalidInput

__all__ = ["SLOTS", "Kind", "Slot", "Slots", "shown"]

Kind = Literal["single", "additive", "intervals", "constant"]


def _one_for_all(_value: str) -> str:
    return ""


def _folded(value: str) -> str:
    return " ".join(value.casefold().split())


def _place(value: str) -> str:
    """Give a value without what stands in brackets: the state of an injury, the date of a goal."""
    return _folded(value.split("(", 1)[0])


def _same(one: str, other: str) -> bool:
    return _folded(one) == _folded(other)


def _within(spoken: str, held: str) -> bool:
    """Tell whether words such as "knee" speak of a value such as "left knee"."""
    return set(_place(spoken).split()) <= set(_place(held).split())


@dataclass(frozen=True, slots=True)
class Slot:
    """One attribute of a person.

    Args:
        attribute: its name; a "*" stands for a part of it that varies, as in "supplement.*.dose".
        kind: "single" holds one value at a time; "additive" holds several beside one another; "intervals" is like single,
            but a value that was interrupted does not come back by itself; "constant" was always the same, so that
            another value is a correction.
        unit: the one unit its numbers are kept in; empty for text.
        low, high: range of the numbers, both included.
        digits: after the point; numbers that look alike then are the same.
        key: which values of an additive slot replace one another: those of one key.
        covers: whether a value that is ended, denied or corrected speaks of one that is held.
        values: the only texts it may hold; empty allows any.
        about: what it is, in plain words.
    """

    attribute: str
    kind: Kind = "single"
    unit: str = ""
    low: float | None = None
    high: float | None = None
    digits: int = 1
    key: Callable[[str], str] = _one_for_all
    covers: Callable[[str, str], bool] = _same
    values: frozenset[str] = frozenset()
    about: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it holds numbers."""
        return self.low is not None

    def checked(self, value: str, unit: str = "") -> str:
        """Give a value in the form in which the slot keeps it.

        Raises:
            InvalidInput: it is not of the slot's unit, range or values.
        """
        if unit != self.unit:
            raise InvalidInput(f"A value of {self.attribute} in {unit or 'no unit'} was given; expected {self.unit or 'none'}.")
        if not self.is_number:
            text = " ".join(value.split())
            if not 0 < len(text) <= 200:
                raise InvalidInput(f"A value of {self.attribute} of {len(text)} characters was given; expected 1 to 200.")
            if self.values and text not in self.values:
                raise InvalidInput(f"A value of {self.attribute} was given that is none of {', '.join(sorted(self.values))}.")
            return text
        try:
            number = float(value)
        except ValueError:
            raise InvalidInput(f"A value of {self.attribute} that is no number was given.") from None
        low, high = self.low or 0.0, float("inf") if self.high is None else self.high
        if not low <= number <= high:
            raise InvalidInput(f"A value of {self.attribute} outside {low:g} to {high:g} {self.unit} was given.")
        return shown(number, self.digits)


def shown(number: float, digits: int) -> str:
    """Give a number as the facts write it: so many digits after the point at most, without zeros at the end."""
    text = f"{number:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class Slots:
    """The slots that are known; a host adds its own. What is not known is a single text.

    Args:
        slots: to begin with.

    Raises:
        InvalidInput: two of them have one name.
    """

    def __init__(self, slots: Iterable[Slot] = ()) -> None:
        self._exact: dict[str, Slot] = {}
        self._families: dict[str, Slot] = {}
        self.add(*slots)

    def __iter__(self) -> Iterator[Slot]:
        yield from self._exact.values()
        yield from self._families.values()

    def add(self, *slots: Slot) -> None:
        """Make slots known.

        Raises:
            InvalidInput: a name is empty, malformed or known already.
        """
        for slot in slots:
            if not re.fullmatch(r"[\w*-]+(\.[\w*-]+)*", slot.attribute):
                raise InvalidInput(f"The attribute {slot.attribute!r} was given; expected words with points between them.")
            known = self._families if "*" in slot.attribute else self._exact
            if slot.attribute in known:
                raise InvalidInput(f"The attribute {slot.attribute!r} is known already.")
            known[slot.attribute] = slot

    def of(self, attribute: str) -> Slot:
        """Give the slot of an attribute: its own, that of its longest family, or a single text."""
        own = self._exact.get(attribute)
        if own is not None:
            return own
        families = [slot for name, slot in self._families.items() if fnmatchcase(attribute, name)]
        return max(families, key=lambda slot: len(slot.attribute), default=Slot(attribute))


def _number(attribute: str, unit: str, low: float, high: float, about: str, *, digits: int = 1, kind: Kind = "single") -> Slot:
    return Slot(attribute, kind, unit, low, high, digits, about=about)


def _several(attribute: str, about: str) -> Slot:
    return Slot(attribute, "additive", key=_folded, about=about)


SLOTS: Final = Slots(
    (
        _number("body.weight", "kg", 20, 400, "body mass"),
        _number("body.height", "cm", 50, 260, "height"),
        _number("body.fat", "%", 2, 75, "share of fat in the body"),
        _number("body.waist", "cm", 30, 250, "circumference of the waist"),
        _number("heart.resting_rate", "/min", 20, 150, "resting heart rate", digits=0),
        _number("heart.max_rate", "/min", 80, 250, "highest heart rate", digits=0),
        Slot("sleep.usual_bedtime", about="when the person usually goes to bed, as HH:MM"),
        Slot("sleep.usual_waketime", about="when the person usually gets up, as HH:MM"),
        _number("sleep.usual_duration", "h", 1, 18, "hours of sleep in a usual night"),
        _several("training.sport", "sports the person does"),
        _number("training.days_per_week", "/week", 0, 21, "training sessions a week", digits=0),
        _number("training.weekly_distance", "km", 0, 1000, "distance in a week"),
        _number("training.best.*", "s", 5, 1_000_000, "best time over a distance", digits=0),
        Slot("schedule.*", about="when something regular takes place"),
        Slot("goal", "additive", key=_place, covers=_within, about="what the person wants to reach; by when in brackets"),
        Slot("injury", "additive", key=_place, covers=_within, about="part of the body with its side; its state in brackets"),
        _several("allergy", "what the person does not tolerate"),
        _several("condition", "a condition the person says to have; never concluded"),
        Slot("diet", about="how the person eats, for example vegetarian"),
        _several("supplement", "supplements the person takes"),
        Slot("supplement.*.dose", about="how much of a supplement the person says to take a day; never advice"),
        _several("medication", "medicines the person names; never a dose"),
        _several("preference.likes", "what the person likes"),
        _several("preference.dislikes", "what the person does not like"),
        Slot("preference.*", about="how the person wants something"),
        _number("caffeine", "cups/day", 0, 30, "cups of coffee or tea a day"),
        _number("alcohol", "drinks/week", 0, 100, "drinks a week"),
        Slot("smoking", values=frozenset({"yes", "no"}), about="whether the person smokes"),
        _number("intake.water", "l/day", 0, 15, "water in a day"),
        _number("intake.steps", "/day", 0, 100_000, "steps on a usual day", digits=0),
        Slot("pregnancy", "intervals", values=frozenset({"yes"}), about="the person says to be pregnant"),
        Slot("illness", "intervals", about="an illness that passes"),
        Slot("travel", "intervals", about="where the person is for a while"),
        Slot("work", about="what the person works, as far as it bears on health"),
        Slot("home", about="where the person lives"),
        Slot("birthday", "constant", about="as YYYY-MM-DD, or MM-DD without the year"),
        Slot("sex", "constant", values=frozenset({"female", "male"}), about="for equations that were fitted by sex"),
    )
)
"""What auren knows of by itself."""
