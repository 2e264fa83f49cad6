"""Every topic of the coach: what the body allows comes first, then the plan for the time asked about, and why."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from auren.conversation import ClaimKind, Constraint, Timing
from auren.specialists.framework import Draft, Plans, Speaker, View, answer_by, explain, follow, to_the_point
from auren.specialists.framework.topic import Decide
from auren.specialists.training_coach.amounts import planned
from auren.specialists.training_coach.fitting import LIFTS, MOVES, fitted
from auren.specialists.training_coach.plans import AFRESH, AS_PLANNED, EASY, NO_TRAINING, lighter
from auren.specialists.training_coach.state import AS_USUAL, LESS, MUCH_LESS, NONE, Readiness

__all__ = ["coaching", "limits", "load_limits", "say_load", "speaker"]

_NAME: Final = "training_coach"
_LOAD: Final = "training_load"
_HOLDS_DAYS: Final = 2
_SKILL: Final = frozenset({"training.technique", "training.testing"})
"""Topics whose advice stays what it is when somebody has not trained for a while."""
_STRENGTH: Final = "training.strength"
_SESSION: Final = "training.session"
_ENDURANCE: Final = "training.endurance"
_IN_THE_HEAT: Final = frozenset({_SESSION, _ENDURANCE, "training.load"})
_HEAT_SESSION: Final = "training-heat-session"
"""What is asked for on a hot day in place of the usual."""
_OF_LOAD: Final = frozenset({"training.load", "training.session", "training.programming", "training.periodisation"})


def coaching(topic: str, usually: Timing) -> Decide:
    """Give a way to decide on a topic of training.

    Args:
        topic: the topic's id.
        usually: the time that is meant where the question names none.
    """

    async def decide(view: View, draft: Draft) -> None:
        ready = await Readiness.of(view)
        await planned(view, ready.share)
        await _urge(view, draft, topic, ready, usually)
        say_load(draft, ready, whole=topic in _OF_LOAD and not view.asks_to_know)
        await _say_why(view, draft, topic, ready)
        draft.demand(*load_limits(view, ready))

    return decide


def _mixes(words: str) -> bool:
    return LIFTS.search(words) is not None and MOVES.search(words) is not None


async def _urge(view: View, draft: Draft, topic: str, ready: Readiness, usually: Timing) -> None:
    lives = await view.circumstances()
    plans: Plans = AS_PLANNED[topic] if topic in _SKILL else fitted(AS_PLANNED[topic], topic, lives, mixed=_mixes(view.words))
    # A taper asks for less already; to build besides would contradict it.
    if draft.acts and (topic == "training.periodisation" or ready.share < AS_USUAL or ready.idle):
        return
    # What is computed of the person and the sports they leave out come before what holds for many; a plan and their time do
    # where it is not just that which is asked for.
    free = ready.share >= AS_USUAL and not (ready.limits or ready.idle or lives.shuns or lives.minutes is not None)
    if free and await to_the_point(view, draft, topic, surely=bool(lives.weekdays) or view.wants_plan):
        return
    hot = lives.heat and topic in _IN_THE_HEAT and ready.share > NONE
    if hot and await answer_by(view, draft, _HEAT_SESSION, on=_LOAD):
        return
    if ready.share <= NONE:
        plans = NO_TRAINING
    elif ready.share < AS_USUAL and topic not in _SKILL:
        plans = lighter(topic, ready.share)
    elif topic == "training.power" and any(limit.cause == "pain" for limit in ready.limits):
        # Jumps are impact, which pain limits before it limits load.
        plans = lighter(topic, LESS)
    elif ready.spiked and topic != "training.technique":
        text = "Make your next runs shorter than the last one, and build up again from there"
        draft.urge(text, "this_week", on="impact", change=LESS)
        return
    elif topic == _SESSION and ready.unrecovered and not ready.idle:
        # Who is asked for an easy day by one is not asked for a hard part by another.
        plans = {**plans, **EASY}
    elif ready.idle and topic not in _SKILL:
        plans = {**AFRESH, **lighter(topic, MUCH_LESS)} if topic == _STRENGTH else AFRESH
    # Whoever says how long they have speaks of today, unless they name their days.
    usually = "today" if lives.minutes is not None and not lives.weekdays else usually
    await follow(view, draft, plans, usually=usually, on=_LOAD, change=min(AS_USUAL, ready.share))
    if ready.share >= AS_USUAL and ready.monotonous and topic == "training.load":
        draft.urge("Make the hard days harder and the easy days easier, so that the week has a rhythm", "this_week")


async def _say_why(view: View, draft: Draft, topic: str, ready: Readiness) -> None:
    if view.asks_to_know or topic not in _OF_LOAD:
        await explain(view, draft, topic)
    if ready.own_share < min((limit.ceiling or NONE for limit in ready.limits), default=AS_USUAL):
        draft.say(
            ClaimKind.MEANING, "The week is much heavier than your last weeks, so the next days are lighter.", ready.ratio
        )
    else:
        for limit in ready.limits[:1]:
            draft.say(ClaimKind.MEANING, f"{limit.reason}.")
            _quote(view, draft, limit)
    draft.demand(*ready.limits[:1])
    if topic in _OF_LOAD and not view.asks_to_know and not ready.limits and ready.share >= AS_USUAL and ready.known:
        draft.say(ClaimKind.MEANING, "Nothing in your load or recovery speaks against it.", ready.week, ready.ratio)
    if not ready.known:
        draft.say(ClaimKind.MISSING, "I do not know your load yet; rate how hard your next session feels and note its minutes.")


def _quote(view: View, draft: Draft, limit: Constraint) -> None:
    """Say the figure on which a colleague's demand rests, in the colleague's words."""
    advice = view.advised.get(limit.specialist)
    seen = [claim for claim in advice.claims if claim.kind is ClaimKind.OBSERVATION and claim.measures] if advice else []
    about = [claim for claim in seen if any(_bears_on(measure.name, limit.reason) for measure in claim.measures)]
    for claim in about[:1]:
        draft.quote(claim)


def _bears_on(name: str, reason: str) -> bool:
    said = {"sleep": "sleep", "hrv": "HRV", "heart": "heart rate", "energy": "energy", "mind": "hurts"}
    word = said.get(name.split(".")[0])
    return word is not None and word in reason


def say_load(draft: Draft, ready: Readiness, *, whole: bool = False) -> None:
    """Say the week's load, and what is out of the ordinary about it.

    Args:
        draft: what it is added to.
        ready: the figures.
        whole: whether to say also what is in order.
    """
    if ready.idle:
        draft.say(ClaimKind.OBSERVATION, "I see no rated session in your data of the week.", ready.week)
    elif ready.week is not None:
        draft.figure(ready.week)
    if ready.ratio is not None and not ready.idle and whole and ready.own_share >= AS_USUAL:
        where = "above" if ready.ratio.value > _ABOVE else "below" if ready.ratio.value < _BELOW else "close to"
        draft.say(ClaimKind.OBSERVATION, f"That is {where} your load of the last weeks.", ready.ratio)
    if ready.monotony is not None and ready.monotonous and whole and ready.share >= AS_USUAL:
        text = f"Your days were much alike: {ready.monotony.title} was {ready.monotony.value:.{ready.monotony.digits}f}."
        draft.say(ClaimKind.OBSERVATION, text, ready.monotony)
    if ready.spike is not None and ready.spiked:
        text = "Your last run was clearly longer than any of the month before, a jump that goes along with more injuries."
        draft.say(ClaimKind.OBSERVATION, text, ready.spike)


_ABOVE: Final = 1.1
_BELOW: Final = 0.9
"""The ratio of this week's load to the last weeks' between which the week counts as usual. auren's convention."""


async def limits(view: View) -> tuple[Constraint, ...]:
    """Give what the week's own figures demand of all.

    Args:
        view: the case.
    """
    return load_limits(view, await Readiness.alone(view))


def load_limits(view: View, ready: Readiness) -> tuple[Constraint, ...]:
    """Give the demands that load does not rise where the week's own figures ask for it.

    Args:
        view: the case.
        ready: the figures.
    """
    demands: list[Constraint] = []
    until = view.today + timedelta(days=_HOLDS_DAYS)
    if ready.own_share < AS_USUAL:
        reason = "Less training load: a much heavier week than usual"
        demands.append(Constraint(_LOAD, ready.own_share, until, reason, _NAME))
    if ready.spiked:
        demands.append(Constraint("impact", LESS, until, "Shorter runs: the last one was a jump", _NAME))
    return tuple(demands)


def speaker(topic: str, asks: str, *figures: str, usually: Timing = "today", metrics: frozenset[str] = frozenset()) -> Speaker:
    """Give the speaker of a topic of training.

    Args:
        topic: the topic's id.
        asks: the question that helps most when nothing is known.
        *figures: computations it rests on.
        usually: the time that is meant where the question names none.
        metrics: families of metrics whose findings it speaks on.
    """
    return Speaker(topic, coaching(topic, usually), figures=figures, facts=("training.*", "goal"), metrics=metrics, asks=asks)
