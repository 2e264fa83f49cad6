"""The coach's topics: today's session, load, strength, power, endurance, one's sport, tests and technique."""

from __future__ import annotations

from typing import Final

from auren.specialists.training_coach.sessions import speaker

__all__ = ["SPEAKERS"]

_LOAD: Final = ("load.weekly", "load.acute_chronic_ratio", "load.monotony", "load.run_spike")

SPEAKERS: Final = (
    speaker("training.session", "How hard was your last session, and how many minutes did it last?", *_LOAD),
    speaker(
        "training.load",
        "Could you rate how hard each session feels and note its minutes?",
        *_LOAD,
        usually="this_week",
        metrics=frozenset({"load", "exercise"}),
    ),
    speaker("training.strength", "Which lifts do you train, and how heavy are your sets?", "load.weekly"),
    speaker("training.power", "Which jumps, throws or sprints do you train?", "load.weekly"),
    speaker("training.endurance", "How far do you go in a usual week, and how fast?", "load.weekly", "load.run_spike"),
    speaker("training.sport_specific", "Which sport do you play, and on which days?", "load.weekly", usually="this_week"),
    speaker("training.testing", "Which test have you done, and with which result?", "load.weekly", usually="this_week"),
    speaker("training.technique", "Which movement is it, and where does it feel wrong?"),
)
