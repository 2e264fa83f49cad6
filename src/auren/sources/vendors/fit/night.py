"""A night told piece by piece: each level of sleep lasts until the next is told, and the night's scores come without a time."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

from auren.sources.draft import Draft
from auren.sources.record import Record
from auren.sources.vendors.fit.origin import Told

__all__ = ["MOST", "Level", "Nights", "read_levels", "read_scores"]

Level = tuple[datetime, Record]
"""When a level of sleep began, and the message that told it."""

_STAGES = {"deep": "sleep.deep", "light": "sleep.light", "rem": "sleep.rem"}
_AWAKE = "awake"
# A longer silence than this parts two nights.
_SILENCE = timedelta(hours=4)
MOST = 20_000
"""How many levels of sleep of one file are held."""


class Nights:
    """Gathers the levels of sleep of one file, and its one message of scores."""

    def __init__(self) -> None:
        self._levels: list[Level] = []
        self.scores: Record | None = None

    def add(self, at: datetime, record: Record) -> None:
        """Take in a level of sleep."""
        self._levels.append((at, record))

    @property
    def full(self) -> bool:
        """Whether more levels were told than any night has."""
        return len(self._levels) >= MOST

    def nights(self) -> list[list[Level]]:
        """Give the levels night by night."""
        nights: list[list[Level]] = []
        for level in sorted(self._levels, key=lambda level: level[0]):
            if nights and level[0] - nights[-1][-1][0] <= _SILENCE:
                nights[-1].append(level)
            else:
                nights.append([level])
        return nights


def read_levels(first: Record, draft: Draft, told: Told, night: list[Level]) -> None:
    """Read a night's stages and its unbroken stretches of sleep."""
    _identify(night, draft, told)
    minutes, bouts = _stretches(night)
    asleep = sum(minutes[name] for name in _STAGES)
    if not asleep:
        lone = len(night) == 1
        draft.absent(first, "sleep_level", "no second level tells how long it lasted" if lone else "no sleep was found")
        return
    draft.put("sleep.duration", asleep, "min", first, "sleep_level")
    draft.put("sleep.awake", minutes[_AWAKE], "min", first, "sleep_level")
    for name, metric in _STAGES.items():
        draft.put(metric, minutes[name], "min", first, "sleep_level")
    for begin, end in bouts:
        lasted = (end - begin).total_seconds() / 60
        part = str(int(begin.timestamp()))
        draft.put("sleep.bout", lasted, "min", first, "sleep_level", start=begin, end=end, part=part)


def read_scores(scores: Record, draft: Draft, told: Told, night: list[Level]) -> None:
    """Read a night's score and awakenings, over the night that the levels tell."""
    if not night:
        draft.absent(scores, "", "no level of sleep tells when the night was")
        return
    _identify(night, draft, told)
    if scores.has("overall_sleep_score"):
        draft.measure("sleep.score_vendor", scores, "overall_sleep_score", "score")
    if scores.has("awakenings_count"):
        draft.measure("sleep.awakenings", scores, "awakenings_count", "count")


def _identify(night: list[Level], draft: Draft, told: Told) -> None:
    start, end = night[0][0], night[-1][0]
    draft.identify("night", f"{told.origin.device_key}:{int(start.timestamp())}")
    draft.device = told.origin.device
    draft.over(start, end)


def _stretches(night: list[Level]) -> tuple[defaultdict[str, float], list[tuple[datetime, datetime]]]:
    """Give the minutes of each level, and the spans of sleep that nothing broke."""
    minutes: defaultdict[str, float] = defaultdict(float)
    bouts: list[tuple[datetime, datetime]] = []
    for (at, record), (until, _) in pairwise(night):
        name = str(record.data.get("sleep_level"))
        minutes[name] += (until - at).total_seconds() / 60
        if name not in _STAGES:
            continue
        if bouts and bouts[-1][1] == at:
            bouts[-1] = (bouts[-1][0], until)
        else:
            bouts.append((at, until))
    return minutes, bouts
