"""The room that everything said passes through: red flags first, then numbers and wording, sentence by sentence."""

from auren.safety.grounding import Ground
from auren.safety.red_flags import RedFlags
from auren.safety.sentences import SentenceStream, split
from auren.safety.violations import Violation, ViolationKind
from auren.safety.wording import check_wording

__all__ = ["Ground", "RedFlags", "SentenceStream", "Violation", "ViolationKind", "check_wording", "split"]
