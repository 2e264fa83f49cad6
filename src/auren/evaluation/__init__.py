"""How good the conversations are: scenarios of data, questions and what a good team would say, run through a real pipeline."""

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
