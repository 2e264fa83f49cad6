"""Personal data in text: found, replaced before it leaves, and put back."""

from auren.privacy.phi.detector import PhiDetector, shipped_recognizers
from auren.privacy.phi.known import KnownValues
from auren.privacy.phi.model import RedactedModel
from auren.privacy.phi.presidio import PresidioRecognizer
from auren.privacy.phi.pseudonymizer import Pseudonymizer, Restorer
from auren.privacy.phi.recognizer import Recognizer
from auren.privacy.phi.spans import PhiKind, PhiSpan

__all__ = [
    "KnownValues",
    "PhiDetector",
    "PhiKind",
    "PhiSpan",
    "PresidioRecognizer",
    "Pseudonymizer",
    "Recognizer",
    "RedactedModel",
    "Restorer",
    "shipped_recognizers",
]
