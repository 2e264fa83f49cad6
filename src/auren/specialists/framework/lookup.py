"""A person's own record is told as it stands, and where there is none, that is said first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from auren.conversation import ClaimKind
from auren.findings import Measure
from auren.rendering import day, span
from auren.specialists.framework.draft import Draft
from auren.specialists.framework.view import View
from auren.specialists.framework.wording import shown
from auren.specialists.understanding.looked_up import Lookup, Wanted, lookup_in

__all__ = ["look_up"]

_FORMS: Final[Mapping[Wanted, str]] = MappingProxyType(
    {
        "sum": "{called} came to {value} in all",
        "mean": "{called} averaged {value}{daily}",
        "max": "{called} came to {value} on the highest day",
        "min": "{called} came to {value} on the lowest day",
        "latest": "the latest value I have of {called} is {value}",
    }
)


async def look_up(view: View, draft: Draft) -> None:
    """Tell what of the person's own records is asked for, or that there is no record of it.

    Args:
        view: the case.
        draft: what it is added to; nothing where the question asks for no record.
    """
    asked = None if view.case.query is None else lookup_in(view.case.query.text, view.today)
    if asked is None:
        return
    for metric in asked.metrics:
        text, *measures = await _told(view, asked, metric)
        if text:
            draft.answer(ClaimKind.OBSERVATION, text, *measures)
            return
    # Without a date: where there are no data, no date stands in them.
    when = "yet" if asked.wanted == "latest" else "for that day" if asked.window.days == 1 else "for that time"
    draft.answer(ClaimKind.MISSING, f"I have no record of {asked.called} {when}.")


async def _told(view: View, asked: Lookup, metric: str) -> tuple[str, *tuple[Measure, ...]]:
    """Give the sentence that tells the figure, with what it rests on; an empty one where no day has a value."""
    over = f"over {span(asked.window)}, " if asked.window.days > 1 else f"on {day(asked.window.last)}, "
    if asked.wanted == "change":
        first, last = await _figure(view, asked, metric, "mean", 1), await _figure(view, asked, metric, "mean", -1)
        if first is None or last is None or first == last:
            return ("",)
        return f"{over}{asked.called} went from {shown(first)} to {shown(last)}.", first, last
    if asked.wanted == "days":
        times = await _figure(view, asked, metric, "days", 0)
        return ("",) if times is None else (f"{over}I have {asked.called} on {shown(times)}.", times)
    latest = asked.wanted == "latest"
    statistic = "mean" if latest else asked.wanted
    found = await _figure(view, asked, metric, statistic, -1 if latest else 0)
    if found is None:
        return ("",)
    form = "{called} came to {value}" if asked.window.days == 1 and not latest else _FORMS[asked.wanted]
    from auren.readings import STANDARD_METRICS, DayRule

    daily = " a day" if STANDARD_METRICS[metric].day_rule is DayRule.SUM else ""
    return f"{'' if latest else over}{form.format(called=asked.called, value=shown(found), daily=daily)}.", found


async def _figure(view: View, asked: Lookup, metric: str, statistic: str, take: int) -> Measure | None:
    window = asked.window
    found = await view.figure(
        "days.summary", metric=metric, statistic=statistic, first_day=window.first, last_day=window.last, take=take
    )
    if found is None or not found.coverage.have:
        return None
    from auren.readings import STANDARD_METRICS

    days = statistic == "days"
    name, digits = f"lookup.{metric}.{statistic}{take or ''}", 0 if days else STANDARD_METRICS[metric].digits
    return replace(found, name=name, title=asked.called, unit="d" if days else found.unit, digits=digits)
