"""The mind: stress, thinking, mood and learning; what a person rates, against their own usual."""

from __future__ import annotations

from typing import Final

from auren.conversation import ClaimKind
from auren.specialists.framework import Draft, Speaker, View, explain, to_the_point
from auren.specialists.neuroscientist import sayings as say
from auren.specialists.neuroscientist.acting import rest
from auren.specialists.neuroscientist.plans import PLANS
from auren.specialists.neuroscientist.recovery import Recovery

__all__ = ["SPEAKERS"]

_BREATHE: Final = "Take a few quiet minutes tonight to breathe slowly before you go to bed"


async def _stress(view: View, draft: Draft) -> None:
    seen, standing = await Recovery.of(view), view.known("mind.stress_standing")
    if await to_the_point(view, draft, "recovery.stress"):
        pass
    elif view.timing in ("this_week", "this_block"):
        draft.urge("Put a few quiet minutes of slow breathing at the same time on every day of this week", "this_week")
    else:
        draft.urge(_BREATHE, "tonight")
    draft.figure(standing)
    say.say_hrv(draft, seen, meaning=False)
    if seen.debt_some:
        say.say_debt(draft, seen, meaning=False)
    if standing is None:
        draft.say(
            ClaimKind.MISSING,
            "How stressed you feel only you can tell; HRV shows no more than traces of it. "
            "What helps most is to rate your stress every day.",
        )
    await explain(view, draft, "recovery.stress")


async def _cognition(view: View, draft: Draft) -> None:
    seen = await Recovery.of(view)
    await to_the_point(view, draft, "recovery.cognition")
    await explain(view, draft, "recovery.cognition", plans=PLANS["recovery.cognition"])
    say.say_night(draft, view.known("sleep.last_night"), None)
    if seen.debt_some:
        say.say_debt(draft, seen, meaning=False)
        rest(view, draft, seen)
    say.say_gap(view, draft, "sleep.last_night")


async def _mood(view: View, draft: Draft) -> None:
    standing = view.known("mind.mood_standing")
    await to_the_point(view, draft, "recovery.mood")
    await explain(view, draft, "recovery.mood", plans=PLANS["recovery.mood"])
    draft.figure(standing)
    seen = await Recovery.of(view)
    if seen.debt_some:
        say.say_debt(draft, seen, meaning=False)
    if standing is None:
        draft.say(
            ClaimKind.MISSING, "I have no ratings of your mood; what helps most is to rate it at the same time every day."
        )


async def _learning(view: View, draft: Draft) -> None:
    seen = await Recovery.of(view)
    await to_the_point(view, draft, "recovery.neuroplasticity")
    await explain(view, draft, "recovery.neuroplasticity", plans=PLANS["recovery.neuroplasticity"])
    say.say_night(draft, view.known("sleep.last_night"), None)
    if seen.debt_some:
        say.say_debt(draft, seen, meaning=False)
    draft.ask("What do you want to learn, and by when?")


SPEAKERS: Final = (
    Speaker("recovery.stress", _stress, figures=("mind.stress_standing",), asks="What weighs on you most at the moment?"),
    Speaker(
        "recovery.cognition", _cognition, figures=("sleep.last_night",), asks="At what time of day is it hardest to focus?"
    ),
    Speaker("recovery.mood", _mood, figures=("mind.mood_standing",), asks="How has your mood been in the last days?"),
    Speaker("recovery.neuroplasticity", _learning, figures=("sleep.last_night",), asks="What do you want to learn?"),
)
