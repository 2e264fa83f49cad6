"""The coach's plans by topic: today, this week, this block; and what stands in their place where the body asks for less."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from auren.specialists.framework import Dose, Plans
from auren.specialists.training_coach.state import LESS

__all__ = ["AFRESH", "AS_PLANNED", "BARE", "EASY", "LIGHTER", "NO_TRAINING", "SHORT", "lighter"]

_EASY: Final = "under {plan.easy_heart_rate}"
_HARD: Final = "near {plan.hard_heart_rate}"
_LONG: Final = "about {plan.minutes}"
_WEEK: Final = "{plan.week_load} of load"

AS_PLANNED: Final[Mapping[str, Plans]] = MappingProxyType(
    {
        "training.session": {
            "today": (
                f"Train as planned today: warm up {_EASY}, do the hard part {_HARD}, and stop at {_LONG}",
                "Train as planned today, and let the warm-up have the last word",
            ),
            "this_week": (
                f"Put an easy day after each hard one this week, and stay near {_WEEK} in all",
                "Put an easy day after each hard one this week",
            ),
        },
        "training.load": {
            "today": ("Keep today's session within your usual length, about {plan.minutes}", "Keep today's session as usual"),
            "this_week": (
                "Keep the week's load near {plan.week_load}, and add to it only a little at a time",
                "Keep the week's load about where it is, and add to it only a little at a time",
            ),
            "this_block": ("Raise the week's load in small steps, and take a lighter week before you feel you need it",),
        },
        "training.programming": {
            "today": (
                f"Do one easy session today, {_LONG}, {_EASY}, and write the week's hard days down",
                "Do one easy session today, and write the week's hard days down",
            ),
            "this_week": (
                f"Plan one long and one harder session this week, an easy day after each, all others {_EASY}, {_WEEK} in all",
                f"Plan one long and one harder session this week, an easy day after each, all others easy, {_WEEK} in all",
                "Plan your hard days with an easy day after each, and keep all others easy",
            ),
            "this_block": (
                f"Start the block with a week of {_WEEK}, raise it a little each week, and let a lighter week follow",
                "Build for some weeks, then take a lighter one, and repeat",
            ),
        },
        "training.periodisation": {
            "today": ("Write down the date you train for, and count the weeks back from it",),
            "this_week": (
                f"Stay near {_WEEK} this week, with an easy day after each hard one",
                "Put an easy day after each hard one this week",
            ),
            "this_block": (
                "Build for some weeks from {plan.week_load} of load, then take a lighter one, and repeat",
                "Build for some weeks, then take a lighter one, and repeat",
            ),
        },
        "training.strength": {
            "today": (
                Dose(
                    "Do a squat, a push, a pull and a hinge today: 3 sets of 6 repetitions each, with a load that "
                    "leaves 2 in reserve",
                    "strength-dose",
                ),
                "Do a squat, a push, a pull and a hinge today, a few hard sets of each, each with a little in reserve",
            ),
            "this_week": (
                Dose(
                    "Lift on 2 days of this week, with a day between: squat, push, pull and hinge, 3 sets of 6 repetitions "
                    "each, 2 left in reserve",
                    "strength-dose",
                ),
                "Plan strength work on a couple of days of this week: squat, push, pull and hinge, a few hard sets of each",
            ),
            "this_block": (
                Dose(
                    "Keep the same few lifts through the block, and add 2 to 10 % of load once 2 sessions running leave you "
                    "2 repetitions more than planned",
                    "strength-next-step",
                ),
                "Keep the same few lifts through the block, and add weight only when all sets end with a little in reserve",
            ),
        },
        "training.power": {
            "today": (
                Dose("After the warm-up, do 3 sets of 5 crisp jumps today, and rest fully between them", "power-dose"),
                "Do a few crisp jumps after the warm-up today, and stop when they lose their snap",
            ),
            "this_week": (
                Dose(
                    "Put 3 sets of 5 jumps first in a session on 2 days of this week, with full rest between sets", "power-dose"
                ),
                "Put jumps or sprints first in a couple of sessions this week, on fresh legs and with full rest",
            ),
            "this_block": ("Build strength first in this block, then move lighter loads with speed",),
        },
        "training.endurance": {
            "today": (
                f"Go {_LONG} today, {_EASY}, so that you could talk all along",
                "Go easy today, at a pace at which you can talk",
            ),
            "this_week": (
                f"Keep most of this week {_EASY}, with one session with parts {_HARD}, and one long easy one",
                "Keep most of this week easy, with one harder session and one long easy one",
            ),
            "this_block": (
                f"Lengthen the long easy session in small steps over the block, {_EASY}, and keep one session a week harder",
                "Lengthen the long easy session in small steps over the block, and keep one session a week harder",
            ),
        },
        "training.sport_specific": {
            "today": ("Start with a structured warm-up today, then train the skill before you are tired",),
            "this_week": ("Put the hardest session of this week far from the match, and keep the day before it easy",),
            "this_block": ("Build strength and endurance first in this block, and move towards the demands of your sport",),
        },
        "training.testing": {
            "today": ("Leave tests for a day on which you are fresh, and train easily today",),
            "this_week": ("Put one test this week on a fresh day, after an easy one, and note how you did it",),
            "this_block": ("Test at the start and at the end of the block, in the same way each time",),
        },
        "training.technique": {
            "today": ("Choose one cue for today, on the effect of the movement, and use it while you are fresh",),
            "this_week": ("Spread a little practice of the same cue over the days of this week",),
            "this_block": ("Work on one cue at a time through the block, and film yourself in the same way now and then",),
        },
    }
)

_ROUNDS: Final = "squats, push-ups and a plank"
_MOVES: Final = "squats, push-ups, lunges and a plank"

SHORT: Final[Plans] = MappingProxyType(
    {
        "today": (
            f"Use {{plan.minutes}} today: warm up briskly, then go round {_ROUNDS}, and stop with some in reserve",
            f"Keep to the time you have today: warm up briskly, then go round {_ROUNDS}, and stop with some in reserve",
        ),
        "this_week": (
            f"Plan short sessions of {{plan.minutes}} this week: rounds of {_ROUNDS}, and brisk walks on the days between",
            f"Plan short sessions this week: rounds of {_ROUNDS}, and brisk walks on the days between",
        ),
        "this_block": ("Keep the sessions short through the block, and add a round before you add a day",),
    }
)
"""For somebody who has only so much time."""

BARE: Final[Plans] = MappingProxyType(
    {
        "today": (
            f"Train with your own body weight today, {{plan.minutes}} in all: {_MOVES}, with rests between",
            f"Train with your own body weight today: {_MOVES}, with rests between",
        ),
        "this_week": (
            f"Train with your own body weight on a couple of days of this week, {_MOVES}, and walk or run easily on others",
        ),
        "this_block": ("Make the same few body-weight movements slower over the block, then do them on a single leg or arm",),
    }
)
"""For somebody who has no equipment."""

AFRESH: Final[Plans] = MappingProxyType(
    {
        "today": (
            f"Begin again with an easy session of {_LONG} today, {_EASY}",
            "Begin again with an easy session",
        ),
        "this_week": (
            f"Begin again this week with a few easy sessions of {_LONG}, {_EASY}, and a free day after each",
            "Begin again this week with a few easy sessions, and a free day after each",
        ),
        "this_block": (
            f"Begin the block with easy sessions of {_LONG}, {_EASY}, and add a little each week",
            "Begin the block with easy sessions, and add a little each week",
        ),
    }
)
"""For somebody whose week has no training in it."""

LIGHTER: Final[Plans] = MappingProxyType(
    {
        "today": (
            f"Keep today's session short and easy: {_LONG}, {_EASY}",
            "Keep today's session easier and shorter than usual",
        ),
        "this_week": (
            f"Make this week lighter: easy sessions of {_LONG}, {_EASY}, {_WEEK} at the most, and nothing hard",
            f"Make this week lighter: {_WEEK} at the most, and nothing hard",
            "Make this week lighter, keep all of it easy, and leave hard sessions out",
        ),
        "this_block": (
            "Begin the block with a lighter week under {plan.week_load} of load, and build once your body has caught up",
            "Begin the block with a lighter week, and build once your body has caught up",
        ),
    }
)
"""Where recovery, pain, energy or the load itself asks for less."""

EASY: Final[Plans] = MappingProxyType(
    {
        "today": (
            f"Keep today's session easy: {_LONG}, {_EASY}",
            "Keep today's session easy, at an effort at which you can talk",
        ),
    }
)
"""Where recovery asks for no more load than usual: the length stays, the hard part waits."""

_LIGHT: Final = "a squat, a push, a pull and a hinge"


def lighter(topic: str, share: float) -> Plans:
    """Give what is planned in place of the usual where less is asked for; fewer sets the less that is.

    Args:
        topic: the topic's id.
        share: how much of the usual is asked for, above 0 and under 1.
    """
    if topic != "training.strength":
        return LIGHTER
    sets = "2 sets" if share >= LESS else "1 set"
    today = Dose(f"Lift lightly today: {_LIGHT}, {sets} of 6 repetitions each, with 4 left in reserve", "strength-light-dose")
    week = Dose(
        f"Lift lightly this week: {_LIGHT}, {sets} of 6 repetitions each, with 4 left in reserve", "strength-light-dose"
    )
    return {
        "today": (today, *LIGHTER["today"]),
        "this_week": (week, *LIGHTER["this_week"]),
        "this_block": LIGHTER["this_block"],
    }


NO_TRAINING: Final[Plans] = MappingProxyType(
    {
        "today": ("Leave training out today; an easy walk is enough where it does not hurt",),
        "this_week": ("Leave hard training out until the cause is looked at; easy walks are enough where they do not hurt",),
        "this_block": ("Let the cause be looked at first, and plan the block after it",),
    }
)
