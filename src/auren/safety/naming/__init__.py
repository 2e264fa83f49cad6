"""The things, the relative days and the people that a sentence names."""

from __future__ import annotations

from auren.safety.naming.days import relative_days
from auren.safety.naming.people import people
from auren.safety.naming.things import things

__all__ = ["people", "relative_days", "things"]
