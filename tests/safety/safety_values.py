"""Claims with measures and findings as the specialists make them, for the tests of the guard."""

from __future__ import annotations

from datetime import date

from auren.conversation import Claim, ClaimKind
from auren.findings import Baseline, Citation, Coverage, Evidence, Finding, FindingStatus, Measure
from auren.people import Subject
from auren.readings import Window
from auren.rendering import summary

TODAY = date(2023, 7, 17)
WEEK = Window.ending(date(2023, 7, 16), 7)
CITED = Citation("N2", "Plews 2013 Sports Med 43:773", "B", verified=True)
FULL = Coverage(7, 7)


def measure(
    name: str, title: str, value: float, unit: str, digits: int, coverage: Coverage = FULL, *related: Measure
) -> Measure:
    return Measure(name, title, value, unit, digits, WEEK, coverage, CITED, related=related)


LOW = measure("hrv.band_low", "lower end of your band", 40.1268, "ms", 1)
HIGH = measure("hrv.band_high", "upper end of your band", 43.3999, "ms", 1)
HRV = measure("hrv.weekly_mean", "7-day mean of HRV", 39.4987, "ms", 1, FULL, LOW, HIGH)
LOG = measure("hrv.weekly_log", "7-day mean of ln RMSSD", 3.6763, "ln ms", 4)
SLEEP = measure("sleep.mean", "mean time asleep", 378.4, "min", 0, Coverage(6, 7))
NEED = measure("sleep.debt", "sleep debt", 7.5, "h", 1, Coverage(6, 7))
PULSE = measure("heart.mean", "resting heart rate", 52.3, "bpm", 0)
SHARE = measure("sleep.efficiency", "sleep efficiency", 87.907, "%", 1)
MOOD = measure("wellness.mood", "reported mood", 2.0, "1-5", 0)
WARM = measure("vital.temperature", "skin temperature", -0.4, "delta degC", 1)
LOAD = measure("load.week", "session load", 1480.0, "AU", 0)
STEPS = measure("activity.steps", "steps", 8342.0, "count", 0)

USUAL = Window(date(2023, 5, 11), date(2023, 7, 9))
BAND = Baseline(USUAL, Coverage(29, 60), 3.7615, 0.135, 3.694, 3.829, "ln ms")
FINDING = Finding(
    "f_1",
    Subject("p01"),
    "hrv_below_band",
    1,
    "HRV below your usual band",
    WEEK.last,
    FindingStatus.CONFIRMED,
    "abc",
    (Evidence("7-day mean of ln RMSSD", "hrv.rmssd", 3.6763, "ln ms", WEEK, FULL, (), BAND),),
)


def claim(text: str, *measures: Measure, kind: ClaimKind = ClaimKind.OBSERVATION) -> Claim:
    return Claim(text, kind, measures, ("f_1",))


HRV_CLAIM = claim(
    "Your 7-day HRV mean was 39.5 ms over 10 to 16 July 2023 (7 of 7 days), below your usual band of 40.1 to 43.4 ms.", HRV, LOG
)
CLAIMS = [
    HRV_CLAIM,
    claim("You slept 6 h 18 min a night on average (6 of 7 days), and are 7.5 h short over the week.", SLEEP, NEED),
    claim("Resting heart rate was 52 bpm.", PULSE),
    claim("You were asleep for 87.9 % of your time in bed.", SHARE),
    claim("You rated your mood 2 of 5.", MOOD),
    claim("Skin temperature was 0.4 °C under the usual.", WARM),
    claim("The week's load came to 1480 AU and 8342 steps.", LOAD, STEPS),
    claim("Be in bed by 22:30 and put the phone away 30 minutes before.", kind=ClaimKind.ACTION),
    claim("One short night does not make a trend; wait until Wednesday 19 July.", kind=ClaimKind.MEANING),
    claim(summary(FINDING)),
]
