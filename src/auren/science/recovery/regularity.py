"""Sleep regularity: how often the person is in the same state, asleep or awake, at the same clock time on two days running."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import Final

from auren.errors import InvalidInput
from auren.findings import Coverage, Insufficient, Measure
from auren.people import Profile, zone_info
from auren.readings import STANDARD_METRICS, DailyValue, Reading, Window, form_day
from auren.science.citations import CITATIONS
from auren.science.computation import Computation
from auren.science.inputs import Inputs
from auren.science.parameters import Arguments, NumberParameter

__all__ = ["COMPUTATIONS", "sleep_regularity_index"]

_BOUT: Final = "sleep.bout"
_MINUTE: Final = timedelta(minutes=1)
_EPOCHS: Final = 1440
_DAYS_AT_LEAST: Final = 7
_DAYS = NumberParameter("days", "Days to look at; they end today.", _DAYS_AT_LEAST, 90, 28)


def sleep_regularity_index(days: Sequence[bytes | None]) -> float | None:
    """Give the index from -100 to 100; N8: Phillips 2017 Sci Rep 7:3216.

    -100 + 200 * (share of epochs in the same state as 24 h later), over the pairs of days that are both known.

    Args:
        days: consecutive days, each one byte an epoch, 1 asleep and 0 awake; None for a day that is not known.

    Returns:
        The index, or None when no two days running are known.

    Raises:
        InvalidInput: the days are of different length, or empty.
    """
    lengths = {len(day) for day in days if day is not None}
    if len(lengths) > 1 or 0 in lengths:
        raise InvalidInput("Days of different length, or without epochs, were given; expected one byte an epoch.")
    pairs = _known_pairs(days)
    if not pairs:
        return None
    same = sum(now == then for first, second in pairs for now, then in zip(first, second, strict=True))
    return -100 + 200 * same / (len(pairs) * len(pairs[0][0]))


def _known_pairs(days: Sequence[bytes | None]) -> list[tuple[bytes, bytes]]:
    return [(first, second) for first, second in pairwise(days) if first is not None and second is not None]


def _needs(asked: Arguments) -> Mapping[str, Window]:
    # The first day begins at noon of the date before, and may so hold the end of that date's sleep.
    return {_BOUT: Window.ending(asked.today, asked.whole("days") + 1)}


def _regularity(computation: Computation, inputs: Inputs, asked: Arguments, profile: Profile) -> Measure | Insufficient:
    window = Window.ending(asked.today, asked.whole("days"))
    bouts = inputs.readings_in(_BOUT, _needs(asked)[_BOUT])
    zones = {profile.zone} if profile.zone else {bout.zone for bout in bouts}
    if bouts and (len(zones) > 1 or not all(zones)):
        return computation.insufficient("your time zone", have=0, need=1, window=window)
    zone = zone_info(zones.pop()) if bouts else UTC
    days = [_day(day, bouts, zone) for day in window.dates()]
    known = sum(day is not None for day in days)
    if known < _DAYS_AT_LEAST:
        return computation.insufficient(
            "more days with recorded sleep and its times", have=known, need=_DAYS_AT_LEAST, window=window
        )
    pairs = len(_known_pairs(days))
    value = sleep_regularity_index(days)
    if value is None or pairs < _DAYS_AT_LEAST - 1:
        return computation.insufficient(
            "more days running with recorded sleep and its times", have=pairs, need=_DAYS_AT_LEAST - 1, window=window
        )
    note = "" if known == window.days else "Days without recorded sleep were left out, not taken as awake."
    begin = _noon(window.first - timedelta(days=1), zone)
    used = _daily_values([bout for bout in bouts if bout.end > begin])
    return computation.measure(value, window, used, coverage=Coverage(known, window.days), note=note)


def _daily_values(bouts: Sequence[Reading]) -> list[DailyValue]:
    # Formed here and not taken from the inputs, so that they name the very readings that were used.
    dates = sorted({bout.day for bout in bouts})
    formed = [form_day(STANDARD_METRICS[_BOUT], [bout for bout in bouts if bout.day == day]) for day in dates]
    return [daily for daily in formed if daily is not None]


def _day(day: date, bouts: Sequence[Reading], zone: tzinfo) -> bytes | None:
    """Give the state at the start of each minute from noon of the date before to noon of the date; None for a missing day.

    A night is cut by neither end. The day is missing when no sleep counts for its date, or when none lies inside it: a
    nap must not make a night that was not recorded look like a night awake.
    """
    begin, end = _noon(day - timedelta(days=1), zone), _noon(day, zone)
    inside = [bout for bout in bouts if bout.start < end and bout.end > begin]
    if not inside or all(bout.day != day for bout in bouts):
        return None
    states = bytearray(_EPOCHS)
    if end - begin == _EPOCHS * _MINUTE:
        for bout in inside:
            first, past = (max(0, min(_EPOCHS, _minutes_up(edge - begin))) for edge in (bout.start, bout.end))
            states[first:past] = b"\x01" * (past - first)
    else:
        # The clock was changed in this day; each minute on the wall is looked up by itself.
        wall = datetime.combine(day - timedelta(days=1), time(12), zone)
        for minute in range(_EPOCHS):
            instant = (wall + minute * _MINUTE).astimezone(UTC)
            states[minute] = any(bout.start <= instant < bout.end for bout in inside)
    return bytes(states)


def _noon(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(12), zone).astimezone(UTC)


def _minutes_up(span: timedelta) -> int:
    return -(-span // _MINUTE)


COMPUTATIONS: Final = (
    Computation(
        name="sleep.regularity",
        title="your sleep regularity index",
        formula="-100 + 200 * share of 1-minute epochs in the same state, asleep or awake, as 24 h later on the wall clock; "
        "days run from noon to noon, an epoch's state is the one at its start",
        unit="score",
        digits=1,
        guard="at least 7 days, and 6 pairs of days running, have recorded sleep; a day without is left out, not awake",
        citation=CITATIONS["N8"],
        looks_at=_needs,
        formed_by=_regularity,
        accepts=(_DAYS,),
        wants_readings=True,
    ),
)
"""What the catalogue offers on when the person sleeps."""
