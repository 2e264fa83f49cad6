"""People that the benchmark of personal laws draws: with runs, weekdays, seasons, gaps, and a law only where one is planted."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

__all__ = ["FIRST", "Planted", "drawn"]

FIRST = date(2025, 1, 6)
Column = np.ndarray[tuple[int], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Planted:
    """What the evening's drink does to the night's HRV.

    Args:
        percent: change of HRV, for example -8.
        until: the effect is gone after so many days; None lets it last.
    """

    percent: float
    until: int | None = None


def drawn(seed: int, days: int, planted: Planted | None = None) -> dict[str, dict[date, float]]:
    """Give a person's daily series by name.

    Each person's outcomes hand on a share of their own from day to day, rise or fall over the months and on certain weekdays,
    and swing with a season that moves the habits, too: none of which is a law.

    Args:
        seed: the same seed gives the same days; a longer record begins otherwise than a shorter one.
        days: how many.
        planted: the law, if there is to be one.
    """
    random = np.random.default_rng([seed, days])
    week = np.arange(days) % 7
    season = np.sin(2 * np.pi * (np.arange(days) / random.uniform(100, 300) + random.uniform()))

    def outcome(centre: float, spread: float) -> Column:
        share, weekend = random.uniform(0.2, 0.7), random.normal(0, 0.4)
        body = _handed_on(random, days, share) * math.sqrt(0.8) + random.standard_t(6, days) * math.sqrt(0.2 / 1.5)
        slow = random.normal(0, 0.6) * np.linspace(0, 1, days) + random.normal(0, 0.4) * season
        return centre + spread * (body + weekend * (week >= 5) + slow)

    def habit(weekdays: float, weekend: float) -> Column:
        pull = _handed_on(random, days, random.uniform(0, 0.6)) + random.normal(0, 0.3) * season
        rank = np.array([0.5 * (1 + math.erf(value / math.sqrt(2))) for value in pull])
        return (rank < np.where(week >= 4, weekend, weekdays)).astype(float)

    drink, late = habit(0.15, 0.5), habit(0.25, 0.1)
    ln_hrv, heart, night = outcome(4.0, 0.10), outcome(52, 2.5), outcome(440, 45)
    if planted is not None:
        lasts = np.arange(days) < (days if planted.until is None else planted.until)
        ln_hrv[1:] += math.log1p(planted.percent / 100) * (drink * lasts)[:-1]
    load = np.where(random.random(days) < 0.7, np.abs(outcome(350, 150)), 0.0)
    columns = {
        "nutrition.alcohol": drink * random.integers(1, 4, days),
        "nutrition.caffeine": np.abs(outcome(220, 80)).round(-1),
        "exercise.late": late,
        "load.srpe": load.round(),
        "hrv.rmssd": np.exp(ln_hrv).round(1),
        "heart.resting": heart.round(),
        "sleep.duration": np.abs(night).round(),
        "sleep.latency": np.abs(outcome(15, 6)).round(),
        "wellness.mood": np.clip(outcome(3.6, 0.6).round(), 1, 5),
        "wellness.readiness": np.clip(outcome(6.5, 1.2).round(), 0, 10),
    }
    return {name: _with_gaps(random, column) for name, column in columns.items()}


def _handed_on(random: np.random.Generator, days: int, share: float) -> Column:
    new = random.normal(size=days)
    values = np.empty(days)
    values[0] = new[0]
    for day in range(1, days):
        values[day] = share * values[day - 1] + math.sqrt(1 - share**2) * new[day]
    return values


def _with_gaps(random: np.random.Generator, column: Column) -> dict[date, float]:
    """Leave out single days, and one stretch in which nothing was worn or written."""
    known = random.random(len(column)) > random.uniform(0.03, 0.15)
    away = int(random.integers(0, len(column)))
    known[away : away + int(random.integers(0, 8))] = False
    return {FIRST + timedelta(days=day): float(column[day]) for day in np.flatnonzero(known).tolist()}
