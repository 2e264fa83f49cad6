"""What a red flag leaves behind: the tools that stay off until a human clears them, and what may still be said."""

from auren.safety.holds.held import Held, plan_after
from auren.safety.holds.rows import DAY, HELD, STOPS, changes_of
from auren.safety.holds.texts import TEXTS, HoldTexts
from auren.safety.holds.tools import REACH, Reach

__all__ = ["DAY", "HELD", "REACH", "STOPS", "TEXTS", "Held", "HoldTexts", "Reach", "changes_of", "plan_after"]
