"""The room that everything said passes through: red flags first, then numbers and wording, sentence by sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later

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

# Each check has tables and patterns of its own; who needs one need not load them all.
__getattr__, __dir__ = later(
    __name__,
    {
        ".containment": ("Containment",),
        ".grounding": ("Ground",),
        ".red_flags": ("RedFlags",),
        ".sentences": ("SentenceStream", "split"),
        ".support": ("Support", "Supported"),
        ".violations": ("Violation", "ViolationKind"),
        ".wellness.filter": ("MedicalSafetyFilter",),
        ".wellness.pack": ("Pattern", "WordingPack", "pattern"),
        ".wellness.rules": ("WELLNESS_RULES", "WellnessRule"),
        ".wellness.verdict": ("Judged", "Verdict"),
        ".wording": ("check_wording",),
    },
)
