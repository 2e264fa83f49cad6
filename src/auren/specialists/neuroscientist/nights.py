"""Sleep and the body clock: last night, the week, what is lacking, and how regular it is."""

from __future__ import annotations

import re
from typing import Final

from auren.specialists.framework import Draft, Speaker, View, answer_by, explain, to_the_point
from auren.specialists.neuroscientist import sayings as say
from auren.specialists.neuroscientist.acting import act, rest
from auren.specialists.neuroscientist.plans import NIGHTS, PLANS, TRAVEL
from auren.specialists.neuroscientist.recovery import Recovery
from auren.specialists.understanding import words_of
from auren.specialists.understanding.lazy import LazyPattern

__all__ = ["SPEAKERS"]

_NIGHT: Final = ("sleep.last_night", "sleep.efficiency")
_WEEK: Final = ("sleep.weekly_mean",)
_REGULAR: Final = frozenset({"regular", "regularity", "irregular", "rhythm", "schedule", "routine", "consistent", "bedtime"})

_TRAVEL: Final = frozenset(
    {"jet", "jetlag", "jetlagged", "fly", "flying", "flight", "flights", "timezone", "timezones", "zones"}
)


_WAKES: Final = LazyPattern(
    r"\b(?:wak(?:e|es|ing)|woke|awake)\b[^.?!]*\b(?:(?:at|around|about|by) (?:1|2|3|4|one|two|three|four)\b|middle of the night"
    r"|(?:in|during) the night|in the small hours|again and again|several times|and then lie)"
    r"|\blie (?:there|awake)\b|\b(?:get|fall|drift) back (?:to sleep|off)\b",
    re.IGNORECASE,
)
_LIE_AWAKE: Final = "sleep-lie-awake"
"""What helps somebody who wakes at night, said to whoever asks what to do about it."""


async def _sleep(view: View, draft: Draft) -> None:
    seen = await Recovery.of(view)
    night, efficiency, week = (view.known(name) for name in (*_NIGHT, *_WEEK))
    rhythm = await view.figure("sleep.regularity") if words_of(view.words) & _REGULAR else None
    await to_the_point(view, draft, "recovery.sleep")
    if _WAKES.search(view.words):
        await answer_by(view, draft, _LIE_AWAKE)
    if any(figure is not None for figure in (night, efficiency, week, seen.debt, rhythm, seen.sleep_debt)):
        if view.case.query is None:
            act(view, draft, seen)
        else:
            rest(view, draft, seen)
    if view.case.query is None or view.timing in ("this_week", "this_block"):
        say.say_week(draft, week)
    else:
        say.say_night(draft, night, efficiency)
    say.say_regularity(draft, rhythm)
    say.say_debt(draft, seen, meaning=not view.asks_to_know)
    if view.asks_to_know:
        await explain(view, draft, "recovery.sleep")
    say.say_gap(view, draft, "sleep.last_night", "sleep.regularity", "sleep.efficiency", "sleep.debt", "sleep.weekly_mean")


async def _circadian(view: View, draft: Draft) -> None:
    rhythm, middle = view.known("sleep.regularity"), view.known("circadian.chronotype")
    travels = not _TRAVEL.isdisjoint(words_of(view.words))
    nights = (await view.circumstances()).nights
    plans = PLANS[TRAVEL if travels else NIGHTS if nights else "recovery.circadian"]
    if not travels:
        await to_the_point(view, draft, "recovery.circadian")
    await explain(view, draft, "recovery.circadian", plans=plans)
    say.say_regularity(draft, rhythm)
    draft.figure(middle)
    if rhythm is None:
        say.say_gap(view, draft, "sleep.regularity")


SPEAKERS: Final = (
    Speaker(
        "recovery.sleep",
        _sleep,
        figures=(*_NIGHT, "sleep.debt", *_WEEK),
        rules=frozenset({"sleep_debt"}),
        metrics=frozenset({"sleep"}),
        asks="When did you go to bed and get up in the last nights?",
    ),
    Speaker(
        "recovery.circadian",
        _circadian,
        figures=("sleep.regularity", "circadian.chronotype"),
        facts=("work", "sleep.*"),
        asks="When do you go to bed and get up on free days and on work days?",
    ),
)
