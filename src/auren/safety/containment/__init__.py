"""The guard on content: a sentence is made of its claim's own words and of neutral ones, bound as the claim binds them."""

from auren.safety.containment.contained import Containment

__all__ = ["Containment"]
