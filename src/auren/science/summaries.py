"""Plain figures over calendar dates or sessions: mean, median, least, most, sum, spread and count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal, cast, get_args

from auren.errors import InvalidInput
from auren.findings import Coverage, Insufficient, Measure
from auren.people import Profile
from auren.readings import DailyValue, Window
from auren.science.citations import CITATIONS
from auren.science.computation import Computation
from auren.science.inputs import Inputs
from auren.science.parameters import Arguments, ChoiceParameter, DayParameter, NumberParameter, TextParameter
from auren.science.statistics import exact_sum, mean, median, sample_sd

__all__ = ["COMPUTATIONS", "Statistic", "summarise"]

Statistic = Literal["mean", "median", "min", "max", "sum", "sd", "count", "days"]

_NEEDS: Final[Mapping[Statistic, int]] = {"mean": 1, "median": 1, "min": 1, "max": 1, "sum": 0, "sd": 2, "count": 0, "days": 0}


def summarise(statistic: Statistic, values: Sequence[float]) -> float | None:
    """Give a plain figure of some numbers, or None when there are too few; sd with n - 1.

    Args:
        statistic: which figure; "days" counts like "count".
        values: finite numbers.

    Raises:
        InvalidInput: a value is not finite.
    """
    if len(values) < _NEEDS[statistic]:
        return None
    match statistic:
        case "mean":
            return mean(values)
        case "median":
            return median(values)
        case "min":
            return min(values)
        case "max":
            return max(values)
        case "sum":
            return exact_sum(values) if values else 0.0
        case "sd":
            return sample_sd(values)
        case "count" | "days":
            return float(len(values))


_METRIC = TextParameter("metric", "name of the metric, for example sleep.duration")
_STATISTIC = ChoiceParameter("statistic", "which figure", get_args(Statistic), default="mean")
_FIRST = DayParameter("first_day", "first date that counts")
_LAST = DayParameter("last_day", "last date that counts")
_TAKE = NumberParameter("take", "only the first so many, or with a minus the last so many; 0 for all", -1000, 1000, 0)


def _window(asked: Arguments) -> Window:
    first, last = asked.day("first_day"), asked.day("last_day")
    if last < first:
        raise InvalidInput("A window was given whose last day is before its first; give them in order.")
    return Window(first, last)


def _looks_at(asked: Arguments) -> Mapping[str, Window]:
    return {asked.word("metric"): _window(asked)}


def _of_days(computation: Computation, inputs: Inputs, asked: Arguments, _: Profile) -> Measure | Insufficient:
    window, metric = _window(asked), asked.word("metric")
    return _summed(computation, asked, window, inputs.days(metric, window, unit=_unit(inputs, metric)).values())


def _of_sessions(computation: Computation, inputs: Inputs, asked: Arguments, _: Profile) -> Measure | Insufficient:
    window, metric = _window(asked), asked.word("metric")
    unit = _unit(inputs, metric)
    sessions = [DailyValue(metric, r.day, r.value, unit, (r.id,), r.start, r.end) for r in inputs.readings_in(metric, window)]
    if asked.word("statistic") == "days":
        sessions = list({session.day: session for session in sessions}.values())
    return _summed(computation, asked, window, sessions)


def _unit(inputs: Inputs, metric: str) -> str:
    # Readings carry no unit of their own; the daily values formed of them do.
    given = inputs.values.get(metric, ())
    return given[0].unit if given else "score"


def _summed(computation: Computation, asked: Arguments, window: Window, found: Iterable[DailyValue]) -> Measure | Insufficient:
    used, take = list(found), asked.whole("take")
    if take:
        used = used[:take] if take > 0 else used[take:]
    statistic = cast("Statistic", asked.word("statistic"))
    value = summarise(statistic, [item.value for item in used])
    if value is None:
        missing = "days or sessions with a value in this window"
        return computation.insufficient(missing, have=len(used), need=_NEEDS[statistic], window=window)
    coverage = Coverage(len({item.day for item in used}), window.days)
    result = computation.measure(value, window, used, coverage=coverage)
    unit = "count" if statistic in ("count", "days") or not used else used[0].unit
    return replace(result, unit=unit)


COMPUTATIONS: Final = (
    Computation(
        name="days.summary",
        title="the figure over these days",
        formula="mean, median, least, most, sum, sd (n - 1) or count of the daily values from first_day to last_day",
        unit="score",
        digits=2,
        guard="at least 1 date with a value, 2 for the sd; a sum or count of nothing is 0",
        citation=CITATIONS["X2"],
        looks_at=_looks_at,
        formed_by=_of_days,
        accepts=(_METRIC, _STATISTIC, _FIRST, _LAST, _TAKE),
    ),
    Computation(
        name="sessions.summary",
        title="the figure over these sessions",
        formula="mean, median, least, most, sum, sd (n - 1) or count of the readings that count for first_day to last_day",
        unit="score",
        digits=2,
        guard="at least 1 reading, 2 for the sd; a sum or count of nothing is 0",
        citation=CITATIONS["X2"],
        looks_at=_looks_at,
        formed_by=_of_sessions,
        accepts=(_METRIC, _STATISTIC, _FIRST, _LAST, _TAKE),
        wants_readings=True,
    ),
)
"""What the catalogue offers on any metric."""
