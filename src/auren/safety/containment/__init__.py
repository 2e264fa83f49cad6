"""The guard on content: a sentence is made of its claim's own words and of neutral ones, so that nothing else can be said."""

from auren.safety.containment.contained import Containment

__all__ = ["Containment"]
