"""Whether what the specialists compute foretells the next day's readiness and soreness, on people it has not seen.

    python -m benchmarks.next_day [PMDATA]

PMDATA holds `p01` to `p08`. On each day on which a person answered, and on whose next day they answered again, the figures of
the catalogue are computed from what was known by then. A ridge regression of seven people's days foretells the eighth's, as a
distance from that person's own mean so far; its strength of shrinkage is chosen among the seven in the same way. Beside it
stand "the same as yesterday", the personal mean so far, and yesterday's answer drawn towards that mean. The last is the one to
beat: what is better than it comes from the figures.

Errors are mean absolute ones, in points of the questionnaire (readiness 0 to 10, soreness 1 to 5), each person counting the
same. The interval of a difference is a bootstrap over people; with eight of them it is wide, and is printed as it is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from auren.findings import Measure
from auren.people import Profile
from auren.readings import DailyValue
from auren.science import Inputs, catalogue
from benchmarks._report import Mark, report, table
from benchmarks.shipped_rules import DEFAULT, Person, people

TARGETS: Final = ("wellness.readiness", "wellness.soreness")
FIGURES: Final = (
    "mind.readiness_standing",
    "mind.soreness_standing",
    "mind.fatigue_standing",
    "mind.mood_standing",
    "mind.stress_standing",
    "mind.sleep_quality_standing",
    "load.acute_chronic_ratio",
    "load.monotony",
    "sleep.debt",
)
DIFFERENCES: Final = (
    ("heart.resting_latest", "heart.resting_usual"),
    ("sleep.last_night", "sleep.weekly_mean"),
    ("sleep.efficiency", "sleep.efficiency_weekly_mean"),
)
"""Figures that tell something only against another one of the same person."""
SHARES: Final = (("load.session_today", "load.weekly"), ("load.weekly", "load.long_term"))
FEWEST_BEFORE: Final = 14
STRENGTHS: Final = (1.0, 10.0, 100.0, 1000.0, 10_000.0)
RESAMPLES: Final = 2_000
LARGEST: Final = 4.0
"""How many standard deviations a figure may lie from its mean; what lies further counts as this far."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Days:
    """One person's days on which a target could be foretold.

    Args:
        figures: one row a day, one column a figure; nan where the data did not suffice.
        yesterday: the target on the day itself.
        mean: the person's mean of the target up to that day.
        target: the target on the next day.
    """

    figures: Matrix
    yesterday: Matrix
    mean: Matrix
    target: Matrix


def main() -> None:
    """Foretell, print the tables, and last the line for a machine."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    recorded = people(folder)
    marks: list[Mark] = []
    if len(recorded) < 3:
        print("At least three people are needed to hold one out; there are fewer recordings here.\n")
    else:
        figures = [_figures(person) for person in recorded]
        for target in TARGETS:
            held = [_days(person, known, target) for person, known in zip(recorded, figures, strict=True)]
            marks += _told(target, [days for days in held if len(days.target)])
    report("next_day", marks)


def _told(target: str, held: Sequence[Days]) -> list[Mark]:
    name = target.split(".")[-1]
    ways: dict[str, list[float]] = {"same as yesterday": [], "personal mean": [], "yesterday, drawn": [], "figures": []}
    for at, days in enumerate(held):
        others = [*held[:at], *held[at + 1 :]]
        ways["same as yesterday"].append(_error(days, days.yesterday))
        ways["personal mean"].append(_error(days, days.mean))
        ways["yesterday, drawn"].append(_error(days, _foretold(others, days, _only_yesterday)))
        ways["figures"].append(_error(days, _foretold(others, days, _all_figures)))
    peer = min((way for way in ways if way != "figures"), key=lambda way: float(np.mean(ways[way])))
    rows = []
    for way, errors in ways.items():
        low, high = _interval(np.array(errors) - np.array(ways["figures"]))
        rows.append([name, way, f"{np.mean(errors):.3f}", *(f"{error:.2f}" for error in errors), f"{low:+.3f} to {high:+.3f}"])
    table(["target", "foretold by", "error", *(f"person {at + 1}" for at in range(len(held))), "more than by figures"], rows)
    count = sum(len(days.target) for days in held)
    low, high = _interval(np.array(ways[peer]) - np.array(ways["figures"]))
    verdict = "the figures add to it" if low > 0 else "the figures are worse" if high < 0 else "no difference is shown"
    print(f"{name}: {count} days of {len(held)} people; the best without figures is {peer!r}: {verdict}.\n")
    told = {f"next_day.{name}.{way.replace(', ', '_').replace(' ', '_')}": _mean(errors) for way, errors in ways.items()}
    return [
        *(Mark(id, error, "points", "shown", ok=True) for id, error in told.items()),
        Mark(f"next_day.{name}.days", count, "days", "shown", ok=True),
        Mark(f"next_day.{name}.gain_at_least", round(low, 4), "points", "shown, null or not", ok=True),
    ]


def _mean(errors: Sequence[float]) -> float:
    return round(float(np.mean(errors)), 4)


def _figures(person: Person) -> dict[date, list[float]]:
    """Give a row of figures for each day, from what was known by its end."""
    by_metric: dict[str, list[DailyValue]] = {}
    for (metric, _), value in sorted(person.values.items(), key=lambda item: item[0][1]):
        by_metric.setdefault(metric, []).append(value)
    rows = {}
    for day in person.days:
        known = Inputs({metric: [value for value in values if value.day <= day] for metric, values in by_metric.items()})
        rows[day] = _row(known, day)
    return rows


def _row(known: Inputs, day: date) -> list[float]:
    held: dict[str, float] = {}

    def figure(name: str) -> float:
        if name not in held:
            result = catalogue()[name].run(known, today=day, profile=Profile())
            held[name] = float(result.value) if isinstance(result, Measure) else float("nan")
        return held[name]

    shares = [figure(one) / figure(other) if figure(other) > 0 else float("nan") for one, other in SHARES]
    return [*map(figure, FIGURES), *(figure(one) - figure(other) for one, other in DIFFERENCES), *shares]


def _days(person: Person, figures: dict[date, list[float]], target: str) -> Days:
    rows: list[list[float]] = []
    seen: list[float] = []
    columns: list[tuple[float, float, float]] = []
    for day in person.days:
        today, tomorrow = person.value(target, day), person.value(target, day + timedelta(days=1))
        if today is None:
            continue
        seen.append(today.value)
        if tomorrow is not None and len(seen) >= FEWEST_BEFORE:
            rows.append(figures[day])
            columns.append((today.value, float(np.mean(seen)), tomorrow.value))
    yesterday, mean, after = np.array(columns, float).reshape(-1, 3).T
    return Days(np.array(rows, float).reshape(len(rows), -1), yesterday, mean, after)


def _only_yesterday(days: Days) -> Matrix:
    return (days.yesterday - days.mean)[:, None]


def _all_figures(days: Days) -> Matrix:
    return np.hstack([_only_yesterday(days), days.figures])


def _foretold(others: Sequence[Days], days: Days, seen: Callable[[Days], Matrix]) -> Matrix:
    """Foretell one person's days by others', with the strength that foretells those others best, each held out in turn."""

    def error(strength: float) -> float:
        return sum(
            _error(one, one.mean + _ridge([*others[:at], *others[at + 1 :]], one, seen, strength))
            for at, one in enumerate(others)
        )

    return days.mean + _ridge(others, days, seen, min(STRENGTHS, key=error))


def _ridge(others: Sequence[Days], days: Days, seen: Callable[[Days], Matrix], strength: float) -> Matrix:
    """Give how far from the mean each day is foretold; each of the others counts the same, however many days they have."""
    rows = np.vstack([seen(one) for one in others])
    far = np.concatenate([one.target - one.mean for one in others])
    weight = np.concatenate([np.full(len(one.target), 1 / len(one.target)) for one in others])
    weight *= len(weight) / weight.sum()
    there = ~np.isnan(rows)
    many = np.maximum(there.sum(axis=0), 1)
    middle = np.where(there, rows, 0).sum(axis=0) / many
    spread = np.sqrt((np.where(there, rows - middle, 0) ** 2).sum(axis=0) / many) + 1e-9

    def scaled(values: Matrix) -> Matrix:
        # What is missing is taken for usual.
        kept: Matrix = np.nan_to_num(np.clip((values - middle) / spread, -LARGEST, LARGEST), nan=0.0)
        return kept

    given = np.hstack([scaled(rows), np.ones((len(rows), 1))])
    shrink = np.diag([*[strength] * rows.shape[1], 1e-9])
    solved = np.linalg.solve(given.T @ (given * weight[:, None]) + shrink, given.T @ (weight * far))
    foretold: Matrix = np.hstack([scaled(seen(days)), np.ones((len(days.target), 1))]) @ solved
    return foretold


def _error(days: Days, foretold: Matrix) -> float:
    return float(np.mean(np.abs(days.target - foretold)))


def _interval(differences: Matrix) -> tuple[float, float]:
    """Give the middle 95 % of the mean difference, people drawn anew."""
    drawn = np.random.default_rng(1).integers(0, len(differences), (RESAMPLES, len(differences)))
    low, high = np.quantile(differences[drawn].mean(axis=1), (0.025, 0.975))
    return float(low), float(high)


if __name__ == "__main__":
    main()
