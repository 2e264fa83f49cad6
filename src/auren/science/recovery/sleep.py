"""Sleep: last night, the week, efficiency recomputed from its parts, and debt against the person's need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from auren.errors import InvalidInput
from auren.findings import Coverage, Insufficient, Measure
from auren.people import Profile
from auren.readings import DailyValue, Window
from auren.rendering import quantity
from auren.science.citations import CITATIONS
from auren.science.computation import Computation
from auren.science.inputs import Inputs
from auren.science.parameters import Arguments, DayParameter
from auren.science.recovery.averages import WEEK, weekly_mean
from auren.science.statistics import exact_sum, mean

__all__ = ["COMPUTATIONS", "sleep_debt_h", "sleep_efficiency"]

_ASLEEP: Final = "sleep.duration"
_IN_BED: Final = "sleep.in_bed"
_VENDOR: Final = "sleep.efficiency_vendor"
_WEEK_AT_LEAST: Final = 4
_DEBT_NIGHTS: Final = 14
_DEBT_AT_LEAST: Final = 10
_ADULT_NEED_H: Final = 8.0
_VENDOR_DIFFERS: Final = 1.0


def sleep_efficiency(asleep_min: float, in_bed_min: float) -> float:
    """Give 100 * time asleep / time in bed in percent; N7: AASM manual, Ohayon 2017 Sleep Health 3:6.

    Args:
        asleep_min: minutes asleep, 0 to `in_bed_min`.
        in_bed_min: minutes in bed, above 0.

    Raises:
        InvalidInput: no time in bed, or more time asleep than in bed.
    """
    if not 0 <= asleep_min <= in_bed_min or in_bed_min <= 0:
        raise InvalidInput(
            "Time asleep and in bed that do not fit were given; expected 0 <= asleep <= in bed, and in bed above 0."
        )
    return 100 * asleep_min / in_bed_min


def sleep_debt_h(slept_h: Iterable[float], need_h: float = _ADULT_NEED_H) -> float:
    """Give the sum of what each night fell short of the need, in hours; N11: Van Dongen 2003 Sleep 26:117.

    A night longer than the need pays nothing back.

    Args:
        slept_h: hours asleep of each known night, 0 or more.
        need_h: hours needed a night, above 0.

    Raises:
        InvalidInput: a night is negative or not finite, or the need is not above 0.
    """
    nights = tuple(slept_h)
    if not need_h > 0:
        raise InvalidInput(f"A sleep need of {need_h} h was given; expected hours above 0.")
    if any(night < 0 for night in nights):
        raise InvalidInput("A night of less than 0 h was given; leave a missing night out.")
    return exact_sum(max(0.0, need_h - night) for night in nights)


def _today_needs(asked: Arguments) -> Mapping[str, Window]:
    return {_ASLEEP: Window(asked.today, asked.today)}


def _last_night(computation: Computation, inputs: Inputs, asked: Arguments, _: Profile) -> Measure | Insufficient:
    window = Window(asked.today, asked.today)
    night = inputs.on(_ASLEEP, asked.today, unit="min")
    if night is None:
        return computation.insufficient("a record of last night's sleep", have=0, need=1, window=window)
    return computation.measure(night.value, window, [night], coverage=Coverage(1, 1))


def _week_needs(asked: Arguments) -> Mapping[str, Window]:
    return {_ASLEEP: Window.ending(asked.today, WEEK)}


def _weekly_mean(computation: Computation, inputs: Inputs, asked: Arguments, _: Profile) -> Measure | Insufficient:
    return weekly_mean(
        computation,
        inputs,
        asked,
        metric=_ASLEEP,
        at_least=_WEEK_AT_LEAST,
        missing="more nights of sleep in the last week",
    )


def _efficiency_needs(asked: Arguments) -> Mapping[str, Window]:
    window = Window(asked.day("day"), asked.day("day"))
    return {_ASLEEP: window, _IN_BED: window, _VENDOR: window}


def _efficiency(computation: Computation, inputs: Inputs, asked: Arguments, _: Profile) -> Measure | Insufficient:
    day = asked.day("day")
    window = Window(day, day)
    night = _night(inputs, day)
    if night is None:
        return computation.insufficient(
            "time asleep and time in bed of one and the same night", have=_parts(inputs, day), need=2, window=window
        )
    value = sleep_efficiency(night[0].value, night[1].value)
    result = computation.measure(value, window, night, coverage=Coverage(1, 1))
    stated = inputs.on(_VENDOR, day, unit="%")
    if stated is None or abs(stated.value - value) < _VENDOR_DIFFERS:
        return result
    beside = replace(
        result,
        name=_VENDOR,
        title="sleep efficiency as the device states it",
        value=stated.value,
        digits=0,
        citation=CITATIONS["X6"],
        inputs=(stated,),
    )
    note = f"The device states {quantity(stated.value, '%')}; that is not time asleep over time in bed."
    return replace(result, note=note, related=(beside,))


def _efficiency_week_needs(asked: Arguments) -> Mapping[str, Window]:
    window = Window.ending(asked.today, WEEK)
    return {_ASLEEP: window, _IN_BED: window}


def _efficiency_weekly_mean(computation: Computation, inputs: Inputs, asked: Arguments, _: Profile) -> Measure | Insufficient:
    window = Window.ending(asked.today, WEEK)
    nights = [night for day in window.dates() if (night := _night(inputs, day)) is not None]
    if len(nights) < _WEEK_AT_LEAST:
        return computation.insufficient(
            "more nights with both time asleep and time in bed in the last week",
            have=len(nights),
            need=_WEEK_AT_LEAST,
            window=window,
        )
    value = mean(sleep_efficiency(asleep.value, in_bed.value) for asleep, in_bed in nights)
    used = [daily for night in nights for daily in night]
    return computation.measure(value, window, used, coverage=Coverage(len(nights), WEEK))


def _night(inputs: Inputs, day: date) -> tuple[DailyValue, DailyValue] | None:
    """Give time asleep and time in bed of a date's main sleep, or None unless both are there and fit each other."""
    asleep, in_bed = inputs.on(_ASLEEP, day, unit="min"), inputs.on(_IN_BED, day, unit="min")
    if asleep is None or in_bed is None:
        return None
    # Where one of the night's two values is missing, the other may meet a nap's; their spans then lie apart.
    same_sleep = asleep.start <= in_bed.end and in_bed.start <= asleep.end
    fit = 0 <= asleep.value <= in_bed.value and in_bed.value > 0
    return (asleep, in_bed) if same_sleep and fit else None


def _parts(inputs: Inputs, day: date) -> int:
    known = [inputs.on(metric, day, unit="min") is not None for metric in (_ASLEEP, _IN_BED)]
    return min(sum(known), 1)


def _debt_needs(asked: Arguments) -> Mapping[str, Window]:
    return {_ASLEEP: Window.ending(asked.today, _DEBT_NIGHTS)}


def _debt(computation: Computation, inputs: Inputs, asked: Arguments, profile: Profile) -> Measure | Insufficient:
    window = Window.ending(asked.today, _DEBT_NIGHTS)
    nights = inputs.days(_ASLEEP, window, unit="min")
    if len(nights) < _DEBT_AT_LEAST:
        return computation.insufficient(
            "more nights of sleep in the last fortnight", have=len(nights), need=_DEBT_AT_LEAST, window=window
        )
    own = profile.sleep_need_h
    need = _ADULT_NEED_H if own is None else own
    whose = "an adult's usual sleep need" if own is None else "your own sleep need"
    value = sleep_debt_h((night.value / 60 for night in nights.values()), need)
    result = computation.measure(value, window, nights.values(), coverage=Coverage(len(nights), _DEBT_NIGHTS))
    digits = next((digits for digits in (0, 1) if round(need, digits) == need), 2)
    beside = replace(result, name="sleep.need", title=whose, value=need, digits=digits, inputs=())
    note = (
        f"Counted against {whose}, {quantity(need, 'h', digits)} a night; a longer night pays nothing back and a missing night "
        "counts for nothing."
    )
    return replace(result, note=note, related=(beside,))


COMPUTATIONS: Final = (
    Computation(
        name="sleep.last_night",
        title="your sleep last night",
        formula="time asleep of the main sleep that ended today",
        unit="min",
        digits=0,
        guard="today has a main sleep",
        citation=CITATIONS["N7"],
        looks_at=_today_needs,
        formed_by=_last_night,
    ),
    Computation(
        name="sleep.weekly_mean",
        title="your mean sleep over 7 nights",
        formula="mean of time asleep over the 7 nights that end today",
        unit="min",
        digits=0,
        guard="at least 4 of the 7 nights have a value",
        citation=CITATIONS["N7"],
        looks_at=_week_needs,
        formed_by=_weekly_mean,
    ),
    Computation(
        name="sleep.efficiency",
        title="your sleep efficiency",
        formula="100 * time asleep / time in bed of one night's main sleep, never the device's own figure",
        unit="%",
        digits=1,
        guard="the night has both time asleep and time in bed, and the first is not above the second",
        citation=CITATIONS["N7"],
        looks_at=_efficiency_needs,
        formed_by=_efficiency,
        accepts=(DayParameter("day", "Date of waking; today when left out."),),
    ),
    Computation(
        name="sleep.efficiency_weekly_mean",
        title="your mean sleep efficiency over 7 nights",
        formula="mean of each night's 100 * time asleep / time in bed over the 7 nights that end today",
        unit="%",
        digits=1,
        guard="at least 4 of the 7 nights have both time asleep and time in bed",
        citation=CITATIONS["N7"],
        looks_at=_efficiency_week_needs,
        formed_by=_efficiency_weekly_mean,
    ),
    Computation(
        name="sleep.debt",
        title="your 14-night sleep debt",
        formula="sum over the 14 nights that end today of max(0, need - time asleep); need is the person's own, or 8 h",
        unit="h",
        digits=1,
        guard="at least 10 of the 14 nights have a value",
        citation=CITATIONS["N11"],
        looks_at=_debt_needs,
        formed_by=_debt,
    ),
)
"""What the catalogue offers on how long and how soundly the person slept."""
