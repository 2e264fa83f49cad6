"""The room that everything said passes through: red flags first, then numbers and wording, sentence by sentence."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from auren.safety.containment import Containment
    from auren.safety.grounding import Ground
    from auren.safety.red_flags import RedFlags
    from auren.safety.sentences import SentenceStream, split
    from auren.safety.support import Support, Supported
    from auren.safety.violations import Violation, ViolationKind
    from auren.safety.wellness.filter import MedicalSafetyFilter
    from auren.safety.wellness.pack import Pattern, WordingPack, pattern
    from auren.safety.wellness.rules import WELLNESS_RULES, WellnessRule
    from auren.safety.wellness.verdict import Judged, Verdict
    from auren.safety.wording import check_wording

__all__ = [
    "WELLNESS_RULES",
    "Containment",
    "Ground",
    "Judged",
    "MedicalSafetyFilter",
    "Pattern",
    "RedFlags",
    "SentenceStream",
    "Support",
    "Supported",
    "Verdict",
    "Violation",
    "ViolationKind",
    "WellnessRule",
    "WordingPack",
    "check_wording",
    "pattern",
    "split",
]

_HOME_OF: Final = {
    "Containment": "containment",
    "Ground": "grounding",
    "Judged": "wellness.verdict",
    "MedicalSafetyFilter": "wellness.filter",
    "Pattern": "wellness.pack",
    "RedFlags": "red_flags",
    "SentenceStream": "sentences",
    "Support": "support",
    "Supported": "support",
    "Verdict": "wellness.verdict",
    "Violation": "violations",
    "ViolationKind": "violations",
    "WELLNESS_RULES": "wellness.rules",
    "WellnessRule": "wellness.rules",
    "WordingPack": "wellness.pack",
    "check_wording": "wording",
    "pattern": "wellness.pack",
    "split": "sentences",
}


def __getattr__(name: str) -> object:
    # Each check has tables and patterns of its own; who needs one need not load them all.
    if name in _HOME_OF:
        return getattr(import_module(f"auren.safety.{_HOME_OF[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}; its public names are in its __all__")
