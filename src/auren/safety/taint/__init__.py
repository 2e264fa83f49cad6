"""Text from outside is data: it goes to a model encoded, and what a model wishes for is held against what was declared."""

from auren.safety.taint.detector import InjectionDetector, Suspicion
from auren.safety.taint.tool_calls import Refusal, permitted
from auren.safety.taint.untrusted import Source, Untrusted, encoded

__all__ = ["InjectionDetector", "Refusal", "Source", "Suspicion", "Untrusted", "encoded", "permitted"]
