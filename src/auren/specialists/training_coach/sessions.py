"""Today's session and the week's load: how hard to go, and why."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from auren.conversation import ClaimKind, Constraint, Timing
from auren.specialists.framework import Draft, Speaker, View, shown
from auren.specialists.training_coach.state import AS_USUAL, LESS, MUCH_LESS, NONE, Readiness

__all__ = ["SPEAKERS", "limit_load", "say_load"]

_NAME: Final = "training_coach"
_HOLDS_DAYS: Final = 2

# From the most that is asked for downwards: what to do today with this share of the usual load.
_TODAY: Final = (
    (AS_USUAL, "Train as planned today, and let the warm-up have the last word"),
    (LESS, "Keep today's session easier and shorter than usual"),
    (MUCH_LESS, "Keep today's session much shorter than usual, and all of it easy"),
    (NONE, "Leave hard training out today; an easy walk is enough"),
)


async def _session(view: View, draft: Draft) -> None:
    ready = await Readiness.of(view)
    share = ready.share
    timing: Timing = "today"
    draft.urge(_for_today(share), timing, on="training_load", change=share)
    for limit in ready.limits[:1]:
        draft.say(ClaimKind.MEANING, f"{limit.reason}.")
        draft.demand(limit)
    say_load(draft, ready)
    if share >= AS_USUAL and ready.known:
        draft.say(ClaimKind.MEANING, "Nothing in your load or recovery speaks against it.", ready.week, ready.ratio)
    if not ready.known:
        draft.say(ClaimKind.MISSING, "I do not know your load yet; rate how hard your next session feels and note its minutes.")
    limit_load(view, draft, ready)


async def _load(view: View, draft: Draft) -> None:
    ready = await Readiness.of(view)
    if ready.spiked:
        draft.urge(
            "Make your next runs shorter than the last one, and build up again from there",
            "this_week",
            on="impact",
            change=LESS,
        )
    elif ready.share < AS_USUAL:
        draft.urge("Let this week be lighter than the last", "this_week", on="training_load", change=ready.share)
    elif ready.monotonous:
        draft.urge("Make the hard days harder and the easy days easier, so that the week has a rhythm", "this_week")
    elif ready.week is not None:
        draft.urge(
            "Keep the week's load about where it is, and add to it only a little at a time",
            "this_week",
            on="training_load",
            change=AS_USUAL,
        )
    say_load(draft, ready, whole=True)
    for limit in ready.limits[:1]:
        draft.say(ClaimKind.MEANING, f"{limit.reason}.")
        draft.demand(limit)
    limit_load(view, draft, ready)


def say_load(draft: Draft, ready: Readiness, *, whole: bool = False) -> None:
    """Say the week's load, and what is out of the ordinary about it.

    Args:
        draft: what it is added to.
        ready: the figures.
        whole: whether to say also what is in order.
    """
    if ready.week is not None:
        draft.say(ClaimKind.OBSERVATION, f"{draft.dated(ready.week)} was {shown(ready.week)}.", ready.week)
    if ready.ratio is not None and (whole or ready.share < AS_USUAL):
        ratio = f"Against your last weeks that is a ratio of {shown(ready.ratio)}"
        text = f"{ratio}; it describes your training and predicts nothing."
        draft.say(ClaimKind.OBSERVATION, text, ready.ratio)
    if ready.monotony is not None and ready.monotonous:
        text = f"{ready.monotony.title} was {shown(ready.monotony)}: your days were much alike."
        draft.say(ClaimKind.OBSERVATION, text, ready.monotony)
    if ready.spike is not None and ready.spiked:
        text = f"{ready.spike.title} came to {shown(ready.spike)}, a jump that goes along with more injuries."
        draft.say(ClaimKind.OBSERVATION, text, ready.spike)


def limit_load(view: View, draft: Draft, ready: Readiness) -> None:
    """Demand that load does not rise where the week's own figures ask for it.

    Args:
        view: the case.
        draft: what it is added to.
        ready: the figures.
    """
    until = view.today + timedelta(days=_HOLDS_DAYS)
    if ready.own_share < AS_USUAL:
        reason = "Less training load: a much heavier week than usual"
        draft.demand(Constraint("training_load", ready.own_share, until, reason, _NAME))
    if ready.spiked:
        draft.demand(Constraint("impact", LESS, until, "Shorter runs: the last one was a jump", _NAME))


def _for_today(share: float) -> str:
    return next(text for at_least, text in _TODAY if share >= at_least)


SPEAKERS: Final = (
    Speaker(
        "training.session",
        _session,
        figures=("load.weekly", "load.acute_chronic_ratio", "load.monotony", "load.run_spike"),
        asks="How hard was your last session, and how many minutes did it last?",
    ),
    Speaker(
        "training.load",
        _load,
        figures=("load.weekly", "load.acute_chronic_ratio", "load.monotony", "load.run_spike"),
        metrics=frozenset({"load", "exercise"}),
        asks="Could you rate how hard each session feels and note its minutes?",
    ),
)
