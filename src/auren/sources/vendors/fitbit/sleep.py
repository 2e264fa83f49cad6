"""Fitbit sleep logs: one night or nap each, with its stages and its unbroken stretches of sleep.

A stretch of sleep (`sleep.bout`) joins neighbouring levels other than waking. The levels "wake", "awake" and "unknown"
end it; "restless" of classic logs goes on with it, because Fitbit uses it for movement in sleep; awakenings that Fitbit
lists apart as short ones (at most three minutes) do not end it. So the stretches of a night may add up to more than its
`sleep.duration`, from which Fitbit takes restless and short waking minutes away.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from auren.errors import MalformedRow
from auren.sources.draft import Draft
from auren.sources.record import Record
from auren.sources.times import pick_span

__all__ = ["read_sleep"]

_ASLEEP = frozenset({"deep", "light", "rem", "asleep", "restless"})
_NOT_ASLEEP = frozenset({"wake", "awake", "unknown"})
_LONGEST = timedelta(hours=24)
_SLACK_S = 60.0


def read_sleep(log: Record, draft: Draft) -> None:
    """Read one sleep log: a main sleep with all its measures, any other as a nap; both with their stretches of sleep."""
    draft.identify("sleep", log.identifier("logId"))
    day = log.day("dateOfSleep")
    main = log.flag("mainSleep")
    bedtime, rising = log.moment("startTime"), log.moment("endTime")
    span = pick_span(bedtime, rising, draft.tz, _minutes_told(log))
    if span is None:
        raise log.wrong("endTime", "expected a time that is not before startTime")
    begin, finish = span
    if finish - begin > _LONGEST:
        raise log.wrong("endTime", "expected at most 24 hours after startTime")
    if abs((finish.astimezone(draft.tz).date() - day).days) > 1:
        raise log.wrong("dateOfSleep", "expected the date of waking")
    draft.over(begin, finish, day)
    if main:
        draft.measure("sleep.duration", log, "minutesAsleep", "min")
        _read_in_bed(log, draft, begin, finish, rising - bedtime if _same_clock(bedtime, rising) else finish - begin)
        draft.measure("sleep.awake", log, "minutesAwake", "min")
        if log.has("efficiency"):
            draft.measure("sleep.efficiency_vendor", log, "efficiency", "%")
        if log.label("type") == "stages":
            _read_stages(log, draft)
    else:
        draft.measure("sleep.nap", log, "minutesAsleep", "min")
    try:
        _read_bouts(log, draft, bedtime, begin, finish)
    except MalformedRow as error:
        draft.fault(error)


def _minutes_told(log: Record) -> timedelta | None:
    # minutesAsleep + minutesAwake is the time that passed; duration and timeInBed are differences of clock times, and an
    # hour off in the night of a clock change.
    try:
        minutes = log.number("minutesAsleep") + log.number("minutesAwake")
    except MalformedRow:
        return None
    return timedelta(minutes=minutes) if 0 <= minutes <= 2880 else None


def _read_in_bed(log: Record, draft: Draft, begin: datetime, finish: datetime, on_clock: timedelta) -> None:
    clock_changed = begin.astimezone(draft.tz).utcoffset() != finish.astimezone(draft.tz).utcoffset()
    try:
        told_min = log.number("timeInBed")
    except MalformedRow as error:
        draft.fault(error)
        return
    passed_min = (finish - begin).total_seconds() / 60
    if clock_changed and abs(told_min - on_clock.total_seconds() / 60) <= 1 < abs(told_min - passed_min):
        draft.adjusted.append("timeInBed was counted across a clock change; the minutes that passed were taken")
        told_min = round(passed_min)
    draft.put("sleep.in_bed", told_min, "min", log, "timeInBed")


def _read_stages(log: Record, draft: Draft) -> None:
    try:
        summary = log.child("levels").child("summary")
    except MalformedRow as error:
        draft.fault(error)
        return
    for stage in ("deep", "light", "rem"):
        try:
            draft.measure(f"sleep.{stage}", summary.child(stage), "minutes", "min")
        except MalformedRow as error:
            draft.fault(error)


def _read_bouts(log: Record, draft: Draft, bedtime: datetime, begin: datetime, finish: datetime) -> None:
    stretches: list[tuple[float, float]] = []
    reached_s = -_SLACK_S
    unbroken = False
    for level in log.child("levels").children("data"):
        name = level.text("level")
        if name not in _ASLEEP and name not in _NOT_ASLEEP:
            raise level.wrong("level", f"expected one of {', '.join(sorted(_ASLEEP | _NOT_ASLEEP))}")
        at = level.moment("dateTime")
        if not _same_clock(at, bedtime):
            raise level.wrong("dateTime", "expected a time written as startTime is")
        # Fitbit lays levels end to end on the clock of the bedtime, also across a clock change.
        from_s = (at - bedtime).total_seconds()
        lasts_s = level.number("seconds")
        if not 0 <= lasts_s <= 86_400:
            raise level.wrong("seconds", "expected 0 to 86400 s")
        if from_s < reached_s - 1:
            raise level.wrong("dateTime", "expected levels in order of time that do not overlap")
        if name in _ASLEEP:
            if unbroken and from_s <= reached_s + 1:
                stretches[-1] = (stretches[-1][0], from_s + lasts_s)
            else:
                stretches.append((from_s, from_s + lasts_s))
        unbroken = name in _ASLEEP
        reached_s = from_s + lasts_s
    whole_s = (finish - begin).total_seconds()
    for number, (from_s, to_s) in enumerate(stretches, 1):
        first, last = max(0.0, from_s), min(whole_s, to_s)
        if first < last:
            start, end = begin + timedelta(seconds=first), begin + timedelta(seconds=last)
            draft.put("sleep.bout", (last - first) / 60, "min", log, "levels.data", start=start, end=end, part=str(number))


def _same_clock(one: datetime, other: datetime) -> bool:
    return (one.tzinfo is None) == (other.tzinfo is None)
