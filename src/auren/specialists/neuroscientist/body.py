"""Recovery as the body shows it: HRV, resting heart rate, fatigue, and all of them together."""

from __future__ import annotations

from typing import Final

from auren.conversation import Advice, ClaimKind
from auren.specialists.framework import Draft, Speaker, View, explain, on_that_day, to_the_point
from auren.specialists.neuroscientist import sayings as say
from auren.specialists.neuroscientist.acting import act
from auren.specialists.neuroscientist.recovery import Recovery

__all__ = ["SPEAKERS"]

_COACH: Final = "training_coach"
_LOAD: Final = "training_load"
_NO_MORE: Final = 1.0
_HRV: Final = ("hrv.weekly_mean", "hrv.band")
_HEART: Final = ("heart.resting_weekly_mean", "heart.resting_usual")
_GAPS: Final = ("hrv.weekly_mean", "hrv.band", "heart.resting_weekly_mean", "sleep.debt")


async def _recovery(view: View, draft: Draft) -> None:
    seen = await Recovery.of(view)
    if view.means("training"):
        await _training(view, draft, seen)
        return
    await to_the_point(view, draft, "recovery.recovery")
    act(view, draft, seen)
    say.say_hrv(draft, seen, meaning=False)
    say.say_heart(draft, seen, meaning=False)
    say.say_debt(draft, seen, meaning=False)
    if seen.signs:
        draft.say(ClaimKind.MEANING, "Taken together, your recovery is behind your usual.", *seen.figures)
    elif seen.known:
        draft.say(ClaimKind.MEANING, "Taken together, your recovery looks like your usual.", *seen.figures)
    if view.asks_to_know:
        await explain(view, draft, "recovery.recovery")
    say.say_gap(view, draft, *_GAPS)


async def _training(view: View, draft: Draft, seen: Recovery) -> None:
    coach = await view.consult(_COACH, view.words)
    if coach is not None:
        draft.demand(*coach.constraints)
    if seen.eases and view.timing == "this_week":
        text = "Keep training easy on the next days too, until your recovery is back to your usual"
        draft.urge(text, "this_week", on=_LOAD)
        means = "So your body asks for easy days first: hard sessions would cost more than they give."
    elif seen.eases:
        text = "Keep today's training easy, and move hard work to a day on which your recovery is back to your usual"
        on_that_day(view, draft, text, on=_LOAD)
        means = "So your body asks for an easy day: a hard session now would cost more than it gives."
    elif coach is not None and _eased(coach):
        on_that_day(view, draft, "Keep today's training to your usual load or less", on=_LOAD)
        means = "Your recovery looks like your usual, yet your training coach asks for no more load for now."
    elif seen.known and (await view.circumstances()).heat:
        on_that_day(view, draft, "Let the heat decide how hard you go today, and stop sooner than usual", on=_LOAD)
        means = "In these figures nothing speaks against training; the heat asks for less of it."
    elif seen.known:
        text = "Do the hard session if you feel ready, and ease off if the warm-up feels heavier than it should"
        on_that_day(view, draft, text, on=_LOAD, change=_NO_MORE)
        means = "In these figures nothing speaks against a hard session."
    else:
        on_that_day(view, draft, "Let the warm-up decide how hard you go today, and ease off if it feels heavy")
        means = "Without figures on your recovery, how you feel is the better guide."
    say.say_hrv(draft, seen, meaning=False)
    if seen.resting_raised or seen.hrv_side is None:
        say.say_heart(draft, seen, meaning=False)
    say.say_debt(draft, seen, meaning=False)
    draft.say(ClaimKind.MEANING, means, *(seen.figures if seen.known else ()))
    say.say_gap(view, draft, *_HRV, "sleep.debt")


def _eased(coach: Advice) -> bool:
    return any(limit.on == _LOAD and limit.ceiling is not None and limit.ceiling <= _NO_MORE for limit in coach.constraints)


async def _hrv(view: View, draft: Draft) -> None:
    seen = await Recovery.of(view)
    await to_the_point(view, draft, "recovery.hrv")
    act(view, draft, seen)
    if view.asks_to_know:
        await explain(view, draft, "recovery.hrv")
    say.say_hrv(draft, seen, meaning=not view.asks_to_know)
    say.say_gap(view, draft, *_HRV)


async def _heart(view: View, draft: Draft) -> None:
    seen = await Recovery.of(view)
    await to_the_point(view, draft, "recovery.heart")
    act(view, draft, seen)
    if view.asks_to_know:
        await explain(view, draft, "recovery.heart")
    say.say_heart(draft, seen, meaning=not view.asks_to_know)
    say.say_gap(view, draft, *_HEART)


async def _fatigue(view: View, draft: Draft) -> None:
    seen = await Recovery.of(view)
    standing = view.known("mind.fatigue_standing")
    await to_the_point(view, draft, "recovery.cns_fatigue")
    act(view, draft, seen)
    draft.figure(standing)
    if seen.hrv_side is not None or seen.hrv_drop is not None:
        say.say_hrv(draft, seen, meaning=False)
    if seen.debt_some:
        say.say_debt(draft, seen, meaning=False)
    await explain(view, draft, "recovery.cns_fatigue")
    if standing is None:
        draft.say(
            ClaimKind.MISSING,
            "I have no rating of yours yet, and how tired you feel only you can tell; rate your fatigue every morning.",
        )


SPEAKERS: Final = (
    Speaker(
        "recovery.recovery",
        _recovery,
        figures=(*_HRV, *_HEART, "sleep.debt"),
        asks="How rested do you feel today?",
    ),
    Speaker("recovery.hrv", _hrv, figures=_HRV, rules=frozenset({"hrv_drop"}), metrics=frozenset({"hrv"})),
    Speaker(
        "recovery.heart",
        _heart,
        figures=_HEART,
        rules=frozenset({"resting_heart_rate_rise"}),
        metrics=frozenset({"heart"}),
    ),
    Speaker(
        "recovery.cns_fatigue",
        _fatigue,
        figures=("mind.fatigue_standing",),
        asks="Since when have you felt worn out, and is it in the legs or in the head?",
    ),
)
