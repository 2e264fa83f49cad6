"""What can be looked after: on which days, by which figure it shows whether it was done, and where to look afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from auren.conversation import Timing
from auren.readings import Window

__all__ = ["TARGETS", "Span", "Target"]

_DAYS: Final[Mapping[Timing, int]] = MappingProxyType(
    {"today": 1, "tonight": 1, "tomorrow": 1, "this_week": 7, "this_block": 28}
)
_AFTER_DAYS: Final[Mapping[Timing, int]] = MappingProxyType(
    {"today": 3, "tonight": 3, "tomorrow": 3, "this_week": 7, "this_block": 7}
)


@dataclass(frozen=True, slots=True)
class Target:
    """How it can be told whether something was done, and where to look afterwards.

    Args:
        done_by: metric whose daily values tell what was done; empty where only the person can tell.
        looked_at: metrics in which to look afterwards, the most telling first.
        asks: the short question for the person where the data do not tell.
        adds_up: whether a day without a value had nothing of it, as with sessions, rather than being unknown.
    """

    done_by: str
    looked_at: tuple[str, ...]
    asks: str
    adds_up: bool = False


_RECOVERY: Final = ("hrv.rmssd", "heart.resting", "wellness.readiness")
TARGETS: Final[Mapping[str, Target]] = MappingProxyType(
    {
        "training_load": Target("load.srpe", _RECOVERY, "Did you train as we had agreed?", adds_up=True),
        "intensity": Target("", _RECOVERY, "Did you keep to the intensity we had agreed on?"),
        "impact": Target("", _RECOVERY, "Did you go easy on running and jumping, as we had agreed?"),
        "max_strength": Target("strength.volume", _RECOVERY, "Did you lift as we had agreed?", adds_up=True),
        "energy_intake": Target("nutrition.energy", ("body.weight", "hrv.rmssd"), "Did you manage to eat as we had agreed?"),
        "sleep": Target("sleep.duration", ("hrv.rmssd", "heart.resting", "sleep.duration"), "Did you get to bed as agreed?"),
        "caffeine": Target("nutrition.caffeine", ("sleep.duration", "hrv.rmssd"), "Did you have your caffeine as agreed?"),
        "alcohol": Target("nutrition.alcohol", ("hrv.rmssd", "sleep.duration"), "Did you drink as we had agreed?"),
        "heat": Target("", _RECOVERY, "Did you keep out of the heat, as we had agreed?"),
    }
)
"""What an action acts on -> how to look after it."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days of one action.

    Args:
        doing: when it is to be done.
        before, after: the days that are compared.
    """

    doing: Window
    before: Window
    after: Window

    @classmethod
    def of(cls, timing: Timing, day: date) -> Span:
        """Give the days of an action that was asked for on a date.

        Args:
            timing: when it is to be done.
            day: the date on the person's wall clock.
        """
        # A night belongs to the day of waking.
        first = day + timedelta(days=1 if timing in ("tonight", "tomorrow") else 0)
        doing = Window(first, first + timedelta(days=_DAYS[timing] - 1))
        after = _AFTER_DAYS[timing]
        start = first if timing == "tonight" else first + timedelta(days=1)
        # The last days of a long stretch tell most; of a short one, those that follow.
        last = max(doing.last, start + timedelta(days=after - 1))
        return cls(doing, Window.ending(day, after), Window.ending(last, after))

    @property
    def over(self) -> date:
        """The last day that must have passed before anything is told."""
        return max(self.doing.last, self.after.last)
