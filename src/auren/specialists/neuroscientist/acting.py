"""What recovery asks for: today, tonight, this week or over the block that was asked about."""

from __future__ import annotations

from collections.abc import Container, Mapping
from types import MappingProxyType
from typing import Final

from auren.conversation import Timing
from auren.specialists.framework import Draft, View, on_that_day
from auren.specialists.neuroscientist.recovery import Recovery

__all__ = ["act", "rest"]

_LOAD: Final = "training_load"

# Signs that ask for care -> what is asked for, by the time that the question asks about, with its share of the usual load.
_EASE: Final[Mapping[Timing, tuple[str, str]]] = MappingProxyType(
    {
        "today": (
            "Keep today's training to your usual load or less",
            "Keep today's training well short of your usual load",
        ),
        "this_week": (
            "Keep this week's training to your usual load or less, and put an easy day after each hard one",
            "Make this week lighter than usual, and leave hard sessions for when your figures are back to your usual",
        ),
        "this_block": (
            "Hold your load where it is until your figures are back to your usual, and build from there",
            "Begin the block with a lighter week, and build once your figures are back to your usual",
        ),
    }
)
_SLEEP: Final[Mapping[Timing, tuple[str, str]]] = MappingProxyType(
    {
        "tonight": (
            "Go to bed tonight at your usual time, so that your rhythm holds",
            "Go to bed earlier than usual tonight",
        ),
        "this_week": (
            "Keep the same bedtime and wake time on all nights of this week",
            "Go to bed a little earlier on every night of this week, and keep your wake time where it is",
        ),
        "this_block": (
            "Keep your bedtime and wake time steady through the whole block",
            "Move your bedtime earlier in small steps over the block, and keep your wake time where it is",
        ),
    }
)
_SLEEP_BY_DAY: Final[Mapping[Timing, tuple[str, str]]] = MappingProxyType(
    {
        "tonight": (
            "Sleep soon after your shift, in a dark, cool and quiet room",
            "Sleep soon after your shift, in a dark, cool and quiet room, and nap before the next one",
        ),
        "this_week": (
            "Keep the same hours of dark, quiet sleep after each night shift of this week",
            "Keep the same hours of dark, quiet sleep after each night shift of this week, and nap before the shift",
        ),
        "this_block": (
            "Keep your sleep hours the same through each run of night shifts of the block",
            "Keep your sleep hours the same through each run of night shifts of the block, and nap before the first",
        ),
    }
)
"""The same for whoever works at night."""


def act(view: View, draft: Draft, seen: Recovery) -> None:
    """Ask for the one or two things that recovery needs most.

    Args:
        view: the case.
        draft: what it is added to.
        seen: the figures.
    """
    if not seen.known and not seen.found:
        return
    if seen.hrv_low or seen.resting_raised:
        many = seen.signs > 1
        timing = _during(view, "today", _EASE)
        text = _EASE[timing][many]
        if timing == "today":
            on_that_day(view, draft, text, on=_LOAD, findings=seen.found)
        else:
            draft.urge(text, timing, on=_LOAD, findings=seen.found)
        if seen.debt_high:
            rest(view, draft, seen)
    else:
        rest(view, draft, seen)


def rest(view: View, draft: Draft, seen: Recovery) -> None:
    """Ask for sleep: earlier where some is lacking, at the usual time where none is and nothing else was asked for.

    Args:
        view: the case.
        draft: what it is added to.
        seen: the figures.
    """
    if draft.acts and not seen.debt_some:
        return
    timing = _during(view, "tonight", _SLEEP)
    findings = () if seen.sleep_debt is None else (seen.sleep_debt,)
    plans = _SLEEP_BY_DAY if seen.nights else _SLEEP
    draft.urge(plans[timing][seen.debt_some], timing, findings=findings)


def _during(view: View, usually: Timing, known: Container[Timing]) -> Timing:
    asked = view.timing
    return usually if asked is None or asked not in known else asked
