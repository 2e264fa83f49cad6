"""Whether a sentence on health says what a cited statement says, with a confidence that is calibrated."""

from auren.safety.support.support import CONFIDENCE, Support, Supported

__all__ = ["CONFIDENCE", "Support", "Supported"]
