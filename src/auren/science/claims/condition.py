"""A condition under which a statement may be said, read from data and tested against what is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, cast

from auren.errors import ConfigurationError

__all__ = ["Condition", "Subject", "Test", "condition"]

Subject = Literal["measure", "fact", "profile"]
Test = Literal["at_least", "at_most", "above", "below", "contains"]

_SUBJECTS: Final = ("measure", "fact", "profile")
_TESTS: Final = ("at_least", "at_most", "above", "below", "contains")


class Condition(NamedTuple):
    """One thing that must hold.

    Args:
        subject: where the value is looked up.
        name: name of the computation, the fact or the entry of the profile.
        test: how the value is compared.
        value: number in the unit of the value, name of another measure, or for "contains" a word.
    """

    subject: Subject
    name: str
    test: Test
    value: float | str

    def holds(self, *, measures: Mapping[str, float], facts: Mapping[str, str], profile: Mapping[str, float | str]) -> bool:
        """Tell whether it is known to hold; what is unknown does not hold.

        Args:
            measures: value of each computation by name, in the unit of its row.
            facts: text of each fact by name.
            profile: entries of the profile by name.
        """
        tables: Mapping[Subject, Mapping[str, float | str]] = {"measure": measures, "fact": facts, "profile": profile}
        found = tables[self.subject].get(self.name)
        if found is None:
            return False
        if self.test == "contains":
            return str(self.value).casefold() in str(found).casefold()
        limit = measures.get(self.value) if isinstance(self.value, str) else self.value
        return limit is not None and not isinstance(found, str) and _compared(found, self.test, limit)


def condition(row: Mapping[str, object]) -> Condition:
    """Read a condition such as {"measure": "sleep.debt", "at_least": 7}.

    Args:
        row: one subject with its name, and one test with its value.

    Raises:
        ConfigurationError: the row has another shape.
    """
    subject = [key for key in row if key in _SUBJECTS]
    test = [key for key in row if key in _TESTS]
    if len(row) != 2 or len(subject) != 1 or len(test) != 1 or not isinstance(row[subject[0]], str):
        raise ConfigurationError(
            f"A condition has the keys {sorted(row)}; give one of {', '.join(_SUBJECTS)} and one of {', '.join(_TESTS)}."
        )
    value = row[test[0]]
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise ConfigurationError(f"The test {test[0]!r} needs a number or a name; got {type(value).__name__}.")
    return Condition(
        subject=cast("Subject", subject[0]),
        name=cast("str", row[subject[0]]),
        test=cast("Test", test[0]),
        value=value if isinstance(value, str) else float(value),
    )


def _compared(found: float, test: Test, limit: float) -> bool:
    if test == "at_least":
        return found >= limit
    if test == "at_most":
        return found <= limit
    return found > limit if test == "above" else found < limit
