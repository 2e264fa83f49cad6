"""What a computation needs to know of the person: said in the call, else looked up in profile and history, never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from auren.people import Profile
from auren.readings import DailyValue, Window
from auren.science.inputs import Inputs
from auren.science.parameters import Arguments, ChoiceParameter, QuantityParameter

__all__ = ["AGE", "HEIGHT", "SEX", "WEIGHT", "PersonFacts", "weight_window"]

_WEIGHT_DAYS: Final = 30

WEIGHT: Final = QuantityParameter(
    "weight", "body weight", "kg", 20, 400, source=f"the latest body weight of the last {_WEIGHT_DAYS} days"
)
HEIGHT: Final = QuantityParameter("height", "height", "m", 0.5, 2.6, source="the profile")
AGE: Final = QuantityParameter(
    "age", "age", "y", 0, 120, source="the profile's birth year, as completed by the end of this year"
)
SEX: Final = ChoiceParameter("sex", "sex the equation was fitted for", ("female", "male"), source="the profile")


def weight_window(asked: Arguments) -> Mapping[str, Window]:
    """Say which weights `PersonFacts.weight` looks at: none when the weight was said."""
    return {} if asked.maybe_number("weight") is not None else {"body.weight": Window.ending(asked.today, _WEIGHT_DAYS)}


class PersonFacts:
    """Finds what is needed, notes what was used, and gathers what is missing.

    Ask for each fact; when `missing` is not empty then, give `Insufficient` and compute nothing.

    Args:
        inputs: the person's data.
        asked: the checked arguments.
        profile: what is known of the person.
    """

    def __init__(self, inputs: Inputs, asked: Arguments, profile: Profile) -> None:
        self._inputs = inputs
        self._asked = asked
        self._profile = profile
        self.used: list[DailyValue] = []
        self.missing: list[str] = []

    def weight(self) -> float:
        """Give the body weight in kg; 0 while missing."""
        said = self._asked.maybe_number("weight")
        if said is not None:
            return said
        weights = self._inputs.days("body.weight", Window.ending(self._asked.today, _WEIGHT_DAYS), unit="kg")
        if not weights:
            self.missing.append("a body weight of the last month")
            return 0.0
        latest = weights[max(weights)]
        self.used.append(latest)
        return latest.value

    def height(self) -> float:
        """Give the height in metres; 0 while missing."""
        return self._or_profile("height", self._profile.height_m, "the height")

    def age(self) -> float:
        """Give the age in years; 0 while missing."""
        year = self._profile.birth_year
        return self._or_profile("age", None if year is None else float(self._asked.today.year - year), "the birth year")

    def sex(self) -> str:
        """Give "female" or "male"; empty while missing."""
        found = self._asked.maybe_word("sex") or self._profile.sex
        if found is None:
            self.missing.append("the sex that the equation was fitted for")
        return found or ""

    def number(self, name: str, what: str) -> float:
        """Give a quantity that only the caller can say; 0 while missing.

        Args:
            name: the argument.
            what: how it is called when it is missing.
        """
        return self._or_profile(name, None, what)

    def word(self, name: str, what: str) -> str:
        """Give a choice that only the caller can say; empty while missing; arguments as in `number`."""
        found = self._asked.maybe_word(name)
        if found is None:
            self.missing.append(what)
        return found or ""

    def _or_profile(self, name: str, known: float | None, what: str) -> float:
        said = self._asked.maybe_number(name)
        found = known if said is None else said
        if found is None:
            self.missing.append(what)
        return found or 0.0
