"""Weekly means of a simulated athlete's heart rate variability: readings become daily values, and weeks of whole dates."""

from __future__ import annotations

from datetime import timedelta
from statistics import fmean

from auren import STANDARD_METRICS, Window
from auren.readings import form_day
from auren.testing import SimulatedAthlete

METRIC = STANDARD_METRICS["hrv.rmssd"]


def main() -> None:
    """Print one line a week, and mark the weeks in which the athlete does too much."""
    athlete = SimulatedAthlete(seed=7)
    nights = [reading for reading in athlete.readings() if reading.metric == METRIC.name]
    last = athlete.window.first + timedelta(days=6)
    while last <= athlete.window.last:
        week = Window.ending(last, 7)
        formed = (form_day(METRIC, (night for night in nights if night.day == day)) for day in week.dates())
        values = [value.value for value in formed if value is not None]
        planted = athlete.planted is not None and any(day in athlete.planted for day in week.dates())
        print(f"{week}  {fmean(values):5.1f} {METRIC.unit} over {len(values)} nights{'  <- too much' if planted else ''}")
        last += timedelta(days=7)


if __name__ == "__main__":
    main()
