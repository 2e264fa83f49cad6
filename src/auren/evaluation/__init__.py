"""How good the conversations are: scenarios of data, questions and what a good team would say, run through a real pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later

if TYPE_CHECKING:
    from auren.evaluation.loading import load, shipped
    from auren.evaluation.report import Evaluation, Verdict
    from auren.evaluation.running import TEAM_TYPES, evaluate
    from auren.evaluation.scenario import ActionBound, ClaimLike, Expected, PersonData, Scenario, Turn

__all__ = [
    "TEAM_TYPES",
    "ActionBound",
    "ClaimLike",
    "Evaluation",
    "Expected",
    "PersonData",
    "Scenario",
    "Turn",
    "Verdict",
    "evaluate",
    "load",
    "shipped",
]

__getattr__, __dir__ = later(
    __name__,
    {
        ".loading": ("load", "shipped"),
        ".report": ("Evaluation", "Verdict"),
        ".running": ("TEAM_TYPES", "evaluate"),
        ".scenario": ("ActionBound", "ClaimLike", "Expected", "PersonData", "Scenario", "Turn"),
    },
)
