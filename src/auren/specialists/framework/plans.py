"""Plans by the time that is asked about: today, this week, this block; with the person's own figures where they are known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from auren.conversation import Timing
from auren.findings import Finding, Measure
from auren.specialists.framework.draft import Draft
from auren.specialists.framework.view import View
from auren.specialists.framework.wording import amount

__all__ = ["NOTHING_PLANNED", "Dose", "Plans", "dosed", "follow", "on_that_day"]


@dataclass(frozen=True, slots=True)
class Dose:
    """A plan whose amounts are those of a cited statement; it is passed over where that may not be said to the person.

    Args:
        text: what to do; its numerals are those of the statement.
        statement: the statement's id.
    """

    text: str
    statement: str


Plans = Mapping[Timing, tuple[str | Dose, ...]]
"""What is asked for by time, best first; "{name}" stands for a figure, and a text is passed over where one is not known."""

NOTHING_PLANNED: Final[Plans] = MappingProxyType({})

_TODAY: Final = re.compile(r"\b([Tt])oday\b")
_FIGURE: Final = re.compile(r"\{([a-z_.]+)\}")
_NEAREST: Final[Mapping[Timing, tuple[Timing, ...]]] = MappingProxyType(
    {
        "today": ("today", "tonight", "this_week", "this_block"),
        "tonight": ("tonight", "today", "this_week", "this_block"),
        "tomorrow": ("tomorrow", "today", "tonight", "this_week", "this_block"),
        "this_week": ("this_week", "this_block", "today", "tonight"),
        "this_block": ("this_block", "this_week", "today", "tonight"),
    }
)


def dosed(plans: Plans) -> bool:
    """Tell whether plans name amounts of a cited statement.

    Args:
        plans: what is planned by time.
    """
    return any(isinstance(plan, Dose) for texts in plans.values() for plan in texts)


def on_that_day(
    view: View, draft: Draft, text: str, *, on: str = "", change: float | None = None, findings: tuple[Finding, ...] = ()
) -> None:
    """Ask for what is planned for today on the day that the question asks about: today, or tomorrow.

    Args:
        view: the case.
        draft: what it is added to.
        text: what to do, said for today.
        on: what it acts on, for example "training_load".
        change: how much of it is asked for, as a share of the usual.
        findings: the findings it rests on.
    """
    later = view.timing == "tomorrow"
    draft.urge(_a_day_later(text) if later else text, "tomorrow" if later else "today", on=on, change=change, findings=findings)


async def follow(
    view: View,
    draft: Draft,
    plans: Plans,
    *,
    usually: Timing = "this_week",
    on: str = "",
    change: float | None = None,
) -> bool:
    """Ask for what is planned for the time that the question asks about, and tell whether anything was.

    Args:
        view: the case.
        draft: what it is added to.
        plans: what is planned by time.
        usually: the time where the question names none.
        on: what it acts on, for example "training_load".
        change: how much of it is asked for, as a share of the usual.
    """
    asked = view.timing or usually
    for planned in _NEAREST[asked]:
        # What suits a day suits the next one; only the night between them keeps its name.
        later = asked == "tomorrow" and planned == "today"
        timing = asked if later else planned
        for plan in plans.get(planned, ()):
            text, statement = (plan, None) if isinstance(plan, str) else (plan.text, await view.statement(plan.statement))
            names = _FIGURE.findall(text)
            known = [measure for name in names if (measure := view.known(name)) is not None]
            if len(known) == len(names) and (isinstance(plan, str) or statement is not None):
                filled = _filled(_a_day_later(text) if later else text, dict(zip(names, known, strict=True)))
                cites = () if statement is None else (statement.source,)
                draft.urge(filled, timing, *known, on=on, change=change, cites=cites, statement=statement)
                return True
    return False


def _filled(text: str, known: Mapping[str, Measure]) -> str:
    return _FIGURE.sub(lambda match: amount(known[match[1]]), text)


def _a_day_later(text: str) -> str:
    return _TODAY.sub(r"\1omorrow", text)
