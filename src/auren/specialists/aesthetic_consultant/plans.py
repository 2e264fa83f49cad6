"""The aesthetic consultant's plans by topic: today, this week, this block."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from auren.specialists.framework import Plans

__all__ = ["PLANS"]

PLANS: Final[Mapping[str, Plans]] = MappingProxyType(
    {
        "physique.body_composition": {
            "today": ("Measure your waist in the morning, before breakfast, and note how and where",),
            "this_week": ("Measure in the same way on a few mornings of this week, and keep only their mean",),
            "this_block": ("Measure in the same way every few weeks, and judge the trend rather than a single value",),
        },
        "physique.visual_progress": {
            "today": ("Choose your place, light, pose and time of day today, and write them down",),
            "this_week": ("Take one set of photos this week, in the morning, at the same place, light, pose and distance",),
            "this_block": ("Take your photos in the same light, pose, distance and time of day, some weeks apart",),
        },
        "physique.goals": {
            "today": ("Write down one goal that you can measure, and why you want it",),
            "this_week": ("Plan strength work and protein for this week, and leave the pace slow",),
            "this_block": ("Choose a slow pace for the block, keep strength work in every week, and measure every few weeks",),
        },
        "physique.symmetry": {
            "today": ("Begin today's single-limb exercises with the weaker side",),
            "this_week": ("Add a single-limb exercise to each strength session of this week",),
            "this_block": ("Measure both sides in the same way at the start and at the end of the block",),
        },
        "physique.skin": {
            "today": ("Put on sunscreen before you train outside today, and wash gently afterwards",),
            "this_week": ("Keep one gentle routine of washing and sun protection on all days of this week",),
            "this_block": ("Change one thing of your skin care at a time, and give it some weeks",),
        },
        "physique.posture": {
            "today": ("Stand up and move for a moment whenever a task is done today",),
            "this_week": ("Plan a short break from sitting into each working hour of this week",),
            "this_block": ("Strengthen your back and shoulders through the block, and change position often",),
        },
        "physique.confidence": {
            "today": ("Choose an activity today that you enjoy for what your body can do",),
            "this_week": ("Note on each day of this week one thing that your body did well",),
            "this_block": ("Choose a goal of doing for this block, such as a distance or a lift, instead of a look",),
        },
        "physique.competition": {
            "today": ("Keep food and drink as usual today; nothing new belongs near a contest",),
            "this_week": ("Protect sleep, food and one rest day in this week of preparation",),
            "this_block": (
                "Plan enough weeks, a slow pace, and a coach and a clinician at your side; plan the weeks after it, too",
            ),
        },
    }
)
