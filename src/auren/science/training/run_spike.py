"""A spike in a single run: how far the latest run went beyond the longest of the thirty days before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal

from auren.findings import Coverage, Insufficient, Measure
from auren.people import Profile
from auren.readings import DailyValue, Window
from auren.rendering import quantity
from auren.science.bounds import within
from auren.science.citations import CITATIONS
from auren.science.computation import Computation
from auren.science.inputs import Inputs
from auren.science.parameters import Arguments
from auren.science.recovery.averages import WEEK

if TYPE_CHECKING:
    from auren.readings import Reading

__all__ = ["COMPUTATIONS", "Spike", "is_run", "run_spike", "spike_size"]

Spike = Literal["none", "small", "moderate", "large"]

_DISTANCE: Final = "exercise.distance"
_BEFORE_DAYS: Final = 30
_LEAST_KM: Final = 0.01
_MOST_KM: Final = 1000.0
_SMALL, _MODERATE, _LARGE = 1.10, 1.30, 2.00
# 11 km after 10 km must not pass for more than 1.10 by the last bit of a quotient.
_RATIO_DIGITS: Final = 9
_HAZARD: Final = {"small": "1.64", "moderate": "1.52", "large": "2.28"}
_OVER: Final = {"small": _SMALL, "moderate": _MODERATE, "large": _LARGE}
_RUNS: Final = frozenset({"run", "runs", "running", "jog", "jogging"})
_NO_RUNS: Final = frozenset({"wheelchair", "ski", "skiing", "snowboard", "snowboarding"})
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def run_spike(distance_km: float, longest_before_km: float) -> float:
    """Give distance / longest distance of the 30 days before; T6: Frandsen 2025 BJSM 59:1203.

    Args:
        distance_km: of the run in km, 0.01 to 1000.
        longest_before_km: of the longest run of the 30 days before in km, 0.01 to 1000.

    Raises:
        InvalidInput: a distance is out of range.
    """
    within("A run", distance_km, "km", _LEAST_KM, _MOST_KM)
    within("A longest run", longest_before_km, "km", _LEAST_KM, _MOST_KM)
    return distance_km / longest_before_km


def spike_size(ratio: float) -> Spike:
    """Give the size of the spike: above 1.10 small, above 1.30 moderate, above 2.00 large; T6: Frandsen 2025 BJSM 59:1203.

    Args:
        ratio: as `run_spike` gives it, 0 to 100000.

    Raises:
        InvalidInput: the ratio is out of range.
    """
    shown = round(within("A ratio", ratio, "times", 0, _MOST_KM / _LEAST_KM), _RATIO_DIGITS)
    if shown > _LARGE:
        return "large"
    if shown > _MODERATE:
        return "moderate"
    return "small" if shown > _SMALL else "none"


def is_run(kind: str) -> bool:
    """Tell whether an activity's name says that it was a run; a treadmill alone may have been walked on; T6.

    Args:
        kind: the source's label, for example "Run", "trail_running" or "HKWorkoutActivityTypeRunning".
    """
    words = {word.lower() for word in _WORD.findall(kind)}
    return bool(words & _RUNS) and not words & _NO_RUNS


def _needs(asked: Arguments) -> Mapping[str, Window]:
    return {_DISTANCE: Window.ending(asked.today, WEEK + _BEFORE_DAYS)}


def _spike(computation: Computation, inputs: Inputs, asked: Arguments, _: Profile) -> Measure | Insufficient:
    whole, lately = _needs(asked)[_DISTANCE], Window.ending(asked.today, WEEK)
    runs = [run for run in inputs.readings_in(_DISTANCE, whole) if is_run(run.kind) and run.value >= _LEAST_KM]
    recent = [run for run in runs if run.day in lately]
    if not recent:
        return computation.insufficient("a run with its distance in the last week", have=0, need=1, window=lately)
    latest = recent[-1]
    window = Window.ending(latest.day, _BEFORE_DAYS + 1)
    before = _before(latest, [run for run in runs if run.day in window])
    if not before:
        missing = "an earlier run with its distance in the month before the latest one"
        return computation.insufficient(missing, have=0, need=1, window=window)
    longest = max(before, key=lambda run: run.value)
    ratio = run_spike(latest.value, longest.value)
    coverage = Coverage(len({run.day for run in (*before, latest)}), window.days)
    beside = (
        _part(computation, window, coverage, "latest", "your latest run", latest.value),
        _part(computation, window, coverage, "longest_before", "your longest run of the 30 days before", longest.value),
    )
    used = [*_daily(longest), *_daily(latest)]
    return computation.measure(ratio, window, used, coverage=coverage, note=_note(ratio), related=beside)


def _before(latest: Reading, runs: Sequence[Reading]) -> list[Reading]:
    # What overlaps the latest run is the same run as another device saw it, and would hide any spike.
    return [run for run in runs if run.end <= latest.start and run.start < latest.start]


def _daily(run: Reading) -> list[DailyValue]:
    # Formed of this one run, so that a second run of the date is not added to it.
    from auren.readings import STANDARD_METRICS, form_day

    formed = form_day(STANDARD_METRICS[_DISTANCE], [run])
    return [] if formed is None else [formed]


def _part(computation: Computation, window: Window, coverage: Coverage, name: str, title: str, value: float) -> Measure:
    return Measure(f"{computation.name}.{name}", title, value, "km", 1, window, coverage, computation.citation)


def _note(ratio: float) -> str:
    size = spike_size(ratio)
    if size == "none":
        return "No spike: not more than 10 % beyond the longest run of the 30 days before."
    crossed = quantity(100 * (_OVER[size] - 1), "%")
    return (
        f"More than {crossed} beyond the longest run of the 30 days before, a {size} spike. In the 5205 runners studied, "
        f"overuse injuries were {_HAZARD[size]} times as frequent after such a run as after one without a "
        "spike; for one person that is no forecast."
    )


COMPUTATIONS: Final = (
    Computation(
        name="load.run_spike",
        title="your latest run against the longest of the 30 days before",
        formula="distance of the latest run of the 7 dates that end today / longest run of the 30 days before it; above 1.10 "
        "small, above 1.30 moderate, above 2.00 large",
        unit="ratio",
        digits=2,
        guard="running only: activities whose name says so; a run in the last 7 dates and an earlier one in the 30 days before",
        citation=CITATIONS["T6"],
        looks_at=_needs,
        formed_by=_spike,
        wants_readings=True,
    ),
)
"""What the catalogue offers on spikes of a single run."""
