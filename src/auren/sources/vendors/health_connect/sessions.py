"""Sessions and series: sleep with its stages, exercise, mindfulness, and the samples of heart rate.

A deletion names a record's id and nothing else, so what a record gives must be known beforehand: of a heart-rate series
that is its mean, lowest and highest, and of a night no stretch is given apart.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Final

from auren.errors import MalformedRow
from auren.sources.draft import Draft
from auren.sources.record import Record
from auren.sources.stretches import Stage, Stretch, put_stages
from auren.sources.times import pick_span

__all__ = ["read_exercise", "read_heart_rate", "read_mindfulness", "read_sleep"]

Span = tuple[datetime, datetime]

_LONGEST = timedelta(hours=24)
_LOWEST_BPM, _HIGHEST_BPM = 20, 250
_NO_STAGES: Final = "a sleep session without stages; it counts as asleep throughout, as Health Connect counts it"
_STAGES: Final[dict[object, Stage | None]] = {
    0: None,
    1: "awake",
    2: "asleep",
    3: "away",
    4: "light",
    5: "deep",
    6: "rem",
    7: "awake",
}
_EXERCISES: Final[dict[object, str]] = {
    0: "other workout",
    2: "badminton",
    4: "baseball",
    5: "basketball",
    8: "biking",
    9: "stationary biking",
    10: "boot camp",
    11: "boxing",
    13: "calisthenics",
    14: "cricket",
    16: "dancing",
    25: "elliptical",
    26: "exercise class",
    27: "fencing",
    28: "American football",
    29: "Australian football",
    31: "frisbee",
    32: "golf",
    33: "guided breathing",
    34: "gymnastics",
    35: "handball",
    36: "high-intensity interval training",
    37: "hiking",
    38: "ice hockey",
    39: "ice skating",
    44: "martial arts",
    46: "paddling",
    47: "paragliding",
    48: "pilates",
    50: "racquetball",
    51: "rock climbing",
    52: "roller hockey",
    53: "rowing",
    54: "rowing machine",
    55: "rugby",
    56: "running",
    57: "treadmill running",
    58: "sailing",
    59: "scuba diving",
    60: "skating",
    61: "skiing",
    62: "snowboarding",
    63: "snowshoeing",
    64: "soccer",
    65: "softball",
    66: "squash",
    68: "stair climbing",
    69: "stair climbing machine",
    70: "strength training",
    71: "stretching",
    72: "surfing",
    73: "open-water swimming",
    74: "pool swimming",
    75: "table tennis",
    76: "tennis",
    78: "volleyball",
    79: "walking",
    80: "water polo",
    81: "weightlifting",
    82: "wheelchair",
    83: "yoga",
}


def read_sleep(session: Record, draft: Draft) -> None:
    """Read a night or nap."""
    start, end = _bounded(session, draft)
    whole_min = (end - start) / timedelta(minutes=1)
    draft.put("sleep.in_bed", whole_min, "min", session, "endTime")
    if not session.has("stages") or not session.data["stages"]:
        draft.adjusted.append(_NO_STAGES)
        draft.put("sleep.duration", whole_min, "min", session, "endTime")
        return
    stretches: list[Stretch] = []
    for stage in session.children("stages"):
        name = stage.data.get("stage")
        if isinstance(name, bool) or not isinstance(name, int) or name not in _STAGES:
            raise stage.wrong("stage", "expected a stage type from 0 to 7")
        span = pick_span(stage.moment("startTime"), stage.moment("endTime"), draft.tz)
        if span is None or not start <= span[0] <= span[1] <= end:
            raise stage.wrong("endTime", "expected times in order, within the session")
        kind = _STAGES[name]
        if kind is not None:
            stretches.append(Stretch(*span, kind))
    put_stages(stretches, session, draft, "stages")


def read_exercise(session: Record, draft: Draft) -> None:
    """Read an exercise session; its title and notes are personal text and stay unread."""
    start, end = _bounded(session, draft)
    code = session.data.get("exerciseType")
    if not isinstance(code, bool) and isinstance(code, int):
        draft.kind = _EXERCISES.get(code, "")
    elif isinstance(code, str):
        draft.kind = session.label("exerciseType").removeprefix("EXERCISE_TYPE_").replace("_", " ").lower()
    draft.put("exercise.duration", (end - start).total_seconds(), "s", session, "endTime")


def read_mindfulness(session: Record, draft: Draft) -> None:
    """Read a mindfulness session."""
    start, end = _bounded(session, draft)
    draft.put("mind.mindful", (end - start).total_seconds(), "s", session, "endTime")


def read_heart_rate(series: Record, draft: Draft) -> None:
    """Read a series of heart-rate samples: its mean, lowest and highest."""
    beats: list[float] = []
    for sample in series.children("samples"):
        try:
            beats.append(_bpm(sample))
        except MalformedRow as error:
            draft.fault(error)
    if not beats:
        draft.absent(series, "samples", "the series holds no sample that can be used")
        return
    for metric, bpm in (("heart.rate", math.fsum(beats) / len(beats)), ("heart.min", min(beats)), ("heart.max", max(beats))):
        draft.put(metric, bpm, "bpm", series, "samples")


def _bpm(sample: Record) -> float:
    bpm = sample.number("beatsPerMinute")
    if not _LOWEST_BPM <= bpm <= _HIGHEST_BPM:
        raise sample.wrong("beatsPerMinute", f"expected {_LOWEST_BPM} to {_HIGHEST_BPM} bpm")
    return bpm


def _bounded(session: Record, draft: Draft) -> Span:
    span = pick_span(session.moment("startTime"), session.moment("endTime"), draft.tz)
    if span is None or span[1] - span[0] > _LONGEST:
        raise session.wrong("endTime", "expected a time in the 24 hours after startTime")
    return span
