"""The physical therapist's plans by topic: today, this week, this block."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from auren.specialists.framework import Dose, Plans

__all__ = ["GENTLE", "PLANS", "TENDON"]

PLANS: Final[Mapping[str, Plans]] = MappingProxyType(
    {
        "rehabilitation.movement": {
            "today": ("Move through all your joints once today, slowly, as far as it feels good",),
            "this_week": ("Take a few minutes for slow, full movements on most days of this week",),
            "this_block": ("Make movements larger, then slower, then loaded over the block, step by step",),
        },
        "rehabilitation.pain": {
            "today": ("Keep to movements that hurt little today, and stop where pain rises",),
            "this_week": ("Move on all days of this week within what hurts little, and note how it is the morning after",),
            "this_block": ("Add a little load each week as long as the morning after is no worse, and step back when it is",),
        },
        "rehabilitation.prevention": {
            "today": ("Warm up actively before you train today, with a few movements of your sport",),
            "this_week": ("Plan strength work on a couple of days of this week, and lengthen nothing suddenly",),
            "this_block": ("Build strength through the block, and raise your longest session in small steps",),
        },
        "rehabilitation.rehabilitation": {
            "today": (
                Dose(
                    "Do one or two slow strength exercises today, 2 sets of 10 repetitions each, with discomfort of "
                    "at most 3 of 10",
                    "rehabilitation-dose",
                ),
                "Move gently today, several times, as far as nothing hurts much",
            ),
            "this_week": (
                Dose(
                    "Do your exercises every other day of this week, 2 sets of 10 slow repetitions each, with discomfort of at "
                    "most 3 of 10, and go to 3 sets only when the morning after is no worse",
                    "rehabilitation-dose",
                ),
                "Do your exercises on every other day of this week, and add a little only when the morning after is no worse",
            ),
            "this_block": (
                "Go from movement to strength, then to speed, then to your sport; each step when the last is free of pain",
            ),
        },
        "rehabilitation.mobility": {
            "today": (
                Dose(
                    "Stretch the stiff part 2 times for 30 s today, to mild tension only, and move it in "
                    "everyday tasks afterwards",
                    "mobility-week",
                ),
                "Hold one easy stretch for the stiff joint today, and move it in everyday tasks afterwards",
            ),
            "this_week": (
                Dose("Stretch the stiff part 2 times for 30 s on 5 days of this week, to mild tension only", "mobility-week"),
                "Stretch the stiff part for a short while on most days of this week",
            ),
            "this_block": ("Keep a short stretching habit through the block, and add strength in the range you gain",),
        },
        "rehabilitation.corrective_exercise": {
            "today": (
                Dose(
                    "Add one single-limb exercise to today's session: 2 sets of 8 repetitions a side, the weaker side first, "
                    "and the stronger side no more than that",
                    "corrective-exercise-dose",
                ),
                "Add one single-limb exercise to today's session, and begin with the weaker side",
            ),
            "this_week": (
                Dose(
                    "Do one single-limb exercise on 2 days of this week: 2 sets of 8 repetitions a side, the weaker side first",
                    "corrective-exercise-dose",
                ),
                "Train the weaker side first in each strength session of this week, and match it with the other",
            ),
            "this_block": ("Build general strength in this block, and measure both sides again at its end",),
        },
        "rehabilitation.biomechanics": {
            "today": ("Try a slightly quicker and shorter step for a while on an easy run today",),
            "this_week": ("Change one thing of your form this week, and only on easy runs",),
            "this_block": ("Let tissues get used to new form or new shoes over the block, a little more each week",),
        },
        "rehabilitation.return_to_sport": {
            "today": ("Do today what was easy last time, and check how it feels the morning after",),
            "this_week": ("Take one small step up this week, and repeat it before you take the next",),
            "this_block": (
                "Build fitness first, then the skills of your sport, then full play; a clinician clears the last step",
            ),
        },
    }
)

TENDON: Final[Plans] = MappingProxyType(
    {
        "today": (
            Dose(
                "Try 5 holds of 45 s for the tendon today at about 70 % of your full effort, such as standing with raised "
                "heels for the Achilles",
                "rehabilitation-holds",
            ),
            "Load the tendon slowly today, as far as it hurts little",
        ),
        "this_week": (
            Dose("Load the tendon slowly 3 times this week: 3 sets of 15 slow repetitions", "rehabilitation-heavy-slow"),
            "Load the tendon slowly every other day of this week, and add a little only when the morning after is no worse",
        ),
        "this_block": (
            Dose(
                "Go from 15 slow repetitions to 6 heavier ones over the block, 3 to 4 sets 3 times a week, as long as the "
                "morning after is no worse",
                "rehabilitation-heavy-slow",
            ),
            "Make the load on the tendon a little heavier each week, as long as the morning after is no worse",
        ),
    }
)
"""For a tendon that is sore or stiff."""

GENTLE: Final[Plans] = MappingProxyType(
    {
        "today": ("Move the hurt part gently today, several times, as far as it hurts little",),
        "this_week": (
            "Move the hurt part gently every day of this week as far as it hurts little; have it looked at if it does not ease",
        ),
        "this_block": ("Let the pain ease first, and plan the block's loading once it is mild",),
    }
)
"""Where it hurts too much for sets and repetitions."""
