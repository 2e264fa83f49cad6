"""Which pairs of a habit and an outcome are tested: written down before any person's data are looked at.

The list is the family over which chance is kept in check, so it stays short, and each pair has a reason in the literature. A
pair is told by its name and version; whoever changes what a pair means gives it a new version.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from auren.errors import InvalidInput

__all__ = ["CANDIDATES", "Candidate", "series_needed"]

ROW_N18: Final = "N18: Gardiner 2023 Sleep Med Rev 69:101764"
ALCOHOL: Final = "Pietilä 2018 JMIR Ment Health 5:e23"
EVENING: Final = "Leota 2025 Nat Commun 16:3297"
AFTER_LOAD: Final = "Stanley 2013 Sports Med 43:1259"
RATINGS: Final = "N16: Saw 2016 BJSM 50:281"
SHORT_SLEEP: Final = "Palmer 2024 Psychol Bull 150:440"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One habit that may go with one outcome.

    Args:
        habit: the metric or derived series of the habit, by the day.
        outcome: the metric of the outcome, by the day.
        lag_days: days from the habit to the outcome, 0 to 7. A night counts for the day of waking: the next night is 1.
        scale: "percent" compares logarithms and needs outcomes above 0; "difference" keeps the outcome's unit.
        unit: unit of the outcome; "%" for percent.
        after: the days with the habit in words that follow "On days ", or for the next day "On days after ".
        title: the outcome in words that follow "your ".
        cites: why the pair is worth a test.
        at_least: a day counts as one with the habit from this value on; None takes the value as a dose.
        per: the effect of a dose is told for this much of it, above 0.
        version: of the pair's meaning, from 1.

    Raises:
        InvalidInput: the lag, the share or the version is out of range, or the two series are one.
    """

    habit: str
    outcome: str
    lag_days: int
    scale: Literal["percent", "difference"]
    unit: str
    after: str
    title: str
    cites: str
    at_least: float | None = None
    per: float = 1.0
    version: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.lag_days <= 7 or not self.per > 0 or self.version < 1:
            raise InvalidInput(
                "A candidate out of range was given; expected a lag of 0 to 7 days, a share over 0, version 1 on."
            )
        if self.habit == self.outcome:
            raise InvalidInput(f"{self.habit!r} was given as habit and outcome; a candidate needs two series.")

    @property
    def name(self) -> str:
        """The pair's name, of which a list holds each once."""
        return f"{self.slot}.v{self.version}"

    @property
    def slot(self) -> str:
        """The slot that its law fills among a person's facts, whatever its version."""
        return f"law.{self.habit}.{self.outcome}.{self.lag_days}d"


_DRINK: Final = ("nutrition.alcohol", "an alcoholic drink", 0.5, 1.0)
_COFFEE: Final = ("nutrition.caffeine", "100 mg more of caffeine", None, 100.0)
_LATE: Final = ("exercise.late", "exercise late in the evening", 1.0, 1.0)
_LOAD: Final = ("load.srpe", "100 units more of training load", None, 100.0)
_SLEEP: Final = ("sleep.duration", "an hour more of sleep", None, 60.0)

_HRV: Final = ("hrv.rmssd", "HRV (RMSSD)", "%")
_HEART: Final = ("heart.resting", "resting heart rate", "bpm")
_NIGHT: Final = ("sleep.duration", "time asleep", "min")
_LATENCY: Final = ("sleep.latency", "time to fall asleep", "min")
_READY: Final = ("wellness.readiness", "reported readiness", "0-10")
_MOOD: Final = ("wellness.mood", "reported mood", "1-5")


def _pair(habit: tuple[str, str, float | None, float], outcome: tuple[str, str, str], lag_days: int, cites: str) -> Candidate:
    name, after, at_least, per = habit
    seen, title, unit = outcome
    scale: Literal["percent", "difference"] = "percent" if unit == "%" else "difference"
    return Candidate(name, seen, lag_days, scale, unit, after, title, cites, at_least, per)


CANDIDATES: Final = (
    _pair(_DRINK, _HRV, 1, ALCOHOL),
    _pair(_DRINK, _HEART, 1, ALCOHOL),
    _pair(_DRINK, _NIGHT, 1, ALCOHOL),
    _pair(_COFFEE, _NIGHT, 1, ROW_N18),
    _pair(_COFFEE, _LATENCY, 1, ROW_N18),
    _pair(_LATE, _HRV, 1, EVENING),
    _pair(_LATE, _HEART, 1, EVENING),
    _pair(_LATE, _NIGHT, 1, EVENING),
    _pair(_LOAD, _HRV, 1, AFTER_LOAD),
    _pair(_LOAD, _HEART, 1, AFTER_LOAD),
    _pair(_LOAD, _READY, 1, RATINGS),
    _pair(_SLEEP, _MOOD, 0, SHORT_SLEEP),
    _pair(_SLEEP, _READY, 0, SHORT_SLEEP),
)
"""The pairs that are tested unless the host gives its own. `exercise.late` is a series that the host derives from sessions."""


def series_needed(candidates: Iterable[Candidate] = CANDIDATES) -> frozenset[str]:
    """Give the names of the metrics and derived series that pairs are tested on."""
    return frozenset(name for pair in candidates for name in (pair.habit, pair.outcome))
