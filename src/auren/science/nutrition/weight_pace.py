"""How fast body weight changes: the pace that suits a goal, and the pace of the last weeks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from auren.errors import InvalidInput
from auren.findings import Coverage, Insufficient, Measure
from auren.people import Profile
from auren.readings import DailyValue, Window
from auren.science.bounds import within
from auren.science.citations import CITATIONS
from auren.science.computation import Computation
from auren.science.direct import Beside, Figure, Lacking, direct
from auren.science.inputs import Inputs
from auren.science.nutrition.facts import PREGNANT, WEIGHT_KG, below_age, tidy
from auren.science.nutrition.weight_trend import beside
from auren.science.parameters import Arguments, ChoiceParameter
from auren.science.person import AGE, WEIGHT, PersonFacts, weight_window
from auren.science.recovery.averages import WEEK
from auren.science.statistics import mean

__all__ = ["COMPUTATIONS", "pace_range", "too_fast", "weekly_change"]

_WEIGHT: Final = "body.weight"
_AT_LEAST: Final = 4
_PACES_PERCENT_WK: Final = {"loss": (0.5, 1.0), "gain": (0.25, 0.5)}
_FAST_PERCENT_WK: Final = 1.0


def pace_range(weight_kg: float, goal: str) -> tuple[float, float]:
    """Give the slow and the fast end of a goal's pace in kg a week, both above 0; C21: Helms 2014 JISSN 11:20.

    Args:
        weight_kg: body weight in kg, 20 to 400.
        goal: "loss", 0.5 to 1.0 % of body weight a week, or "gain", 0.25 to 0.5 %.

    Raises:
        InvalidInput: the weight is out of range, or the goal is unknown.
    """
    within("A body weight", weight_kg, "kg", *WEIGHT_KG)
    if goal not in _PACES_PERCENT_WK:
        raise InvalidInput("An unknown goal was given; expected 'loss' or 'gain'.")
    slow, fast = _PACES_PERCENT_WK[goal]
    return slow * weight_kg / 100, fast * weight_kg / 100


def weekly_change(earlier_kg: float, later_kg: float) -> float:
    """Give the change from one week's mean weight to the next in % of the earlier, a loss below 0; C21: Helms 2014 JISSN 11:20.

    Args:
        earlier_kg, later_kg: mean weights of two weeks that follow one another in kg, 20 to 400.

    Raises:
        InvalidInput: a weight is out of range.
    """
    for weight in (earlier_kg, later_kg):
        within("A body weight", weight, "kg", *WEIGHT_KG)
    return 100 * (later_kg - earlier_kg) / earlier_kg


def too_fast(change_percent_wk: float, before_percent_wk: float) -> bool:
    """Tell whether weight moved by more than 1 % a week in two weeks running, the same way; C21: Garthe 2011 IJSNEM 21:97.

    Args:
        change_percent_wk, before_percent_wk: change of a week and of the week before in %.
    """
    fast = min(abs(tidy(change_percent_wk)), abs(tidy(before_percent_wk))) > _FAST_PERCENT_WK
    return fast and (change_percent_wk > 0) == (before_percent_wk > 0)


def _range(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    goal = facts.word("goal", "the goal, loss or gain")
    weight = facts.weight()
    young = below_age(facts.age())
    if young or asked.flag("pregnant"):
        return young or Lacking("a time other than pregnancy; a midwife or doctor speaks about weight then")
    slow, fast = pace_range(weight, goal)
    note = f"A range for healthy adults who want a {goal}; not for a low body weight or a history of an eating disorder."
    return Figure(slow, note, (Beside("fast", f"your weekly {goal} at the fast end", fast, "kg/wk", 2),))


def _weeks(asked: Arguments) -> tuple[Window, Window, Window]:
    last = Window.ending(asked.today, WEEK)
    middle = last.before(WEEK)
    return middle.before(WEEK), middle, last


def _needs(asked: Arguments) -> Mapping[str, Window]:
    return {_WEIGHT: Window.ending(asked.today, 3 * WEEK)}


def _pace(computation: Computation, inputs: Inputs, asked: Arguments, _: Profile) -> Measure | Insufficient:
    earliest, earlier, last = (list(inputs.days(_WEIGHT, week, unit="kg").values()) for week in _weeks(asked))
    window = Window.ending(asked.today, 2 * WEEK)
    have = min(len(earlier), len(last))
    if have < _AT_LEAST:
        return computation.insufficient(
            "more days with a body weight in each of the last two weeks", have=have, need=_AT_LEAST, window=window
        )
    change = weekly_change(_mean(earlier), _mean(last))
    before = weekly_change(_mean(earliest), _mean(earlier)) if len(earliest) >= _AT_LEAST else None
    used, days = [*earlier, *last], 2 * WEEK
    if before is not None:
        used, days, window = [*earliest, *used], 3 * WEEK, Window.ending(asked.today, 3 * WEEK)
    result = computation.measure(change, window, used, coverage=Coverage(len(used), days), note=_note(change, before))
    related = [beside(result, "kg", "the same in kilograms", _mean(last) - _mean(earlier), "kg/wk", 2)]
    if before is not None:
        related.append(beside(result, "week_before", "the change of the week before", before, "%/wk", 2))
    return replace(result, related=tuple(related))


def _mean(days: list[DailyValue]) -> float:
    return mean(daily.value for daily in days)


def _note(change: float, before: float | None) -> str:
    size = abs(tidy(change))
    if before is not None and too_fast(change, before):
        return "More than 1 % of body weight a week in two weeks running; see a doctor or dietitian before going on."
    if size > _FAST_PERCENT_WK:
        known = "" if before is not None else " The week before has too few weights to tell whether it goes on."
        return f"More than 1 % of body weight in this week; one week may be water.{known}"
    goal = "loss" if change < 0 else "gain"
    slow, fast = _PACES_PERCENT_WK[goal]
    if slow <= size <= fast:
        return f"Within the usual pace of a wanted {goal}."
    if size > fast:
        return f"Faster than the usual pace of a wanted {goal}."
    return ""


COMPUTATIONS: Final = (
    direct(
        "C21",
        "energy.weight_pace_range",
        title="your weekly pace at the slow end",
        formula="0.5 to 1.0 % of body weight a week for a loss, 0.25 to 0.5 % for a gain",
        unit="kg/wk",
        digits=2,
        guard="adults, not in pregnancy; a goal and a body weight",
        accepts=(ChoiceParameter("goal", "wanted change of body weight", ("loss", "gain")), WEIGHT, AGE, PREGNANT),
        gives=_range,
        looks_at=weight_window,
    ),
    Computation(
        name="energy.weight_pace",
        title="your body-weight change from the week before to this one",
        formula="100 * (mean weight of the last 7 dates - mean of the 7 before) / mean of the 7 before; "
        "more than 1 % in two weeks running is flagged",
        unit="%/wk",
        digits=2,
        guard="at least 4 of 7 dates have a weight, in each of the two weeks",
        citation=CITATIONS["C21"],
        looks_at=_needs,
        formed_by=_pace,
    ),
)
"""What the catalogue offers on the pace of weight change."""
