"""A small reply with everything in it, for the tests of rendering."""

from __future__ import annotations

from datetime import UTC, date, datetime

from auren.conversation import Action, Advice, Claim, ClaimKind, Constraint, RedFlag, Reply, Sentence
from auren.findings import Baseline, Citation, Coverage, Evidence, Finding, FindingStatus, Insufficient, Measure
from auren.inference import Usage
from auren.people import Subject
from auren.readings import DailyValue, Window

WEEK = Window.ending(date(2023, 7, 16), 7)
USUAL = Window(date(2023, 6, 11), date(2023, 7, 9))
CITED = Citation("N2", "Plews 2013 Sports Med 43:773", "B", verified=True)
UNREAD = Citation("N3", "Vesterinen 2016 MSSE 48:1347", "B", verified=False)


def daily(day: date, value: float) -> DailyValue:
    at = datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
    return DailyValue("hrv.rmssd", day, value, "ms", (f"garmin:{day:%m%d}",), at, at)


WEEK_VALUES = tuple(daily(day, value) for day, value in zip(WEEK.dates(), [37, 37, 37, 41, 40, 43, 42], strict=True))
USUAL_VALUES = tuple(daily(day, 41 + index % 5) for index, day in enumerate(USUAL.dates()))
BASELINE = Baseline(USUAL, Coverage(29, 60), 3.7615, 0.135, 3.694, 3.829, "ln ms", USUAL_VALUES)
EVIDENCE = Evidence("7-day mean of ln RMSSD", "hrv.rmssd", 3.6753, "ln ms", WEEK, Coverage(7, 7), WEEK_VALUES, BASELINE)
FINDING = Finding(
    "f_1",
    Subject("p01"),
    "hrv_below_band",
    1,
    "HRV below your usual band",
    WEEK.last,
    FindingStatus.PROVISIONAL,
    "abc",
    (EVIDENCE,),
    "R5",
)
MEASURE = Measure(
    "hrv.weekly_mean",
    "weekly mean of ln RMSSD",
    3.6763,
    "ln ms",
    4,
    WEEK,
    Coverage(7, 7),
    CITED,
    WEEK_VALUES,
    "Garmin shows 39 ms.",
    (Measure("hrv.weekly_cv", "its day-to-day change", 1.768, "%", 1, WEEK, Coverage(7, 7), UNREAD, WEEK_VALUES),),
)
CLAIM = Claim("Your HRV was 39.5 ms, below your usual band.", ClaimKind.OBSERVATION, (MEASURE,), ("f_1",), (UNREAD,))
GAP = Insufficient("sleep.debt", "sleep debt", "too few nights with a sleep log", 6, 10, WEEK)
ADVICE = Advice(
    "a1",
    "neuroscientist",
    (CLAIM, Claim("Keep today easy.", ClaimKind.ACTION)),
    (Action("Keep today easy.", "today"), Action("Be in bed by 22:30.", "tonight")),
    0.8,
    (Constraint("training_load", 0.8, date(2023, 7, 18), "HRV is low", "neuroscientist"),),
    (GAP,),
    ("training_coach",),
)
FLAG = RedFlag("R5", "E2", "Please see a doctor before training on.", "a fast pulse at rest", "data")
REPLY = Reply(
    "r1",
    Subject("p01"),
    "answer",
    (
        Sentence("Your HRV was 39.5 ms.", "model", 0),
        Sentence("Keep today easy.", "plain", 1, "a number that is not in the data"),
    ),
    datetime(2023, 7, 16, 7, 30, tzinfo=UTC),
    (ADVICE,),
    (FINDING,),
    (FLAG,),
    "q1",
    Usage(100, 20, 0, 42),
    ("local first, since it is up",),
    ("gateway: one endpoint timed out",),
    degraded=True,
)
