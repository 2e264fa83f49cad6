"""Where two devices tell different things of the same days."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from statistics import median

from auren.readings import DayRule, MetricRegistry, Reading
from auren.sources.report import Disagreement

__all__ = ["Comparison"]

_APART = 0.1
# Two devices may each have seen other sessions and meals of one day: that is no disagreement.
_EVENTS = ("exercise.", "strength.", "load.", "nutrition.", "injury.", "mind.", "sleep.bout", "sleep.nap")


class Comparison:
    """Forms each device's own days as readings come, and compares them at the end.

    It holds a few numbers for each metric, device and day, whatever the number of readings.

    Args:
        metrics: the registry that says how a day is formed.
    """

    def __init__(self, metrics: MetricRegistry) -> None:
        self._metrics = metrics
        self._days: dict[str, dict[tuple[str, str], dict[date, tuple[float, timedelta | None, float]]]] = {}

    def add(self, reading: Reading) -> None:
        """Take one reading; deletions are passed over."""
        if reading.deleted:
            return
        by_origin = self._days.setdefault(reading.metric, {})
        days = by_origin.setdefault((reading.source, reading.device), {})
        held = days.get(reading.day)
        value = reading.value
        match self._metrics[reading.metric].day_rule:
            case DayRule.SUM:
                days[reading.day] = (value if held is None else held[0] + value, None, 0.0)
            case DayRule.LONGEST:
                length = reading.end - reading.start
                if held is None or held[1] is None or length > held[1]:
                    days[reading.day] = (value, length, 0.0)
            case DayRule.MEAN:
                number = 1.0 if held is None else held[2] + 1.0
                days[reading.day] = (value if held is None else held[0] + (value - held[0]) / number, None, number)
            case DayRule.MAX:
                days[reading.day] = (value if held is None else max(held[0], value), None, 0.0)
            case DayRule.MIN:
                days[reading.day] = (value if held is None else min(held[0], value), None, 0.0)
            case DayRule.LAST:
                at = reading.start.timestamp()
                if held is None or at >= held[2]:
                    days[reading.day] = (value, None, at)

    def disagreements(self) -> tuple[Disagreement, ...]:
        """Give the pairs of devices that were apart on any day, by metric and name."""
        found: list[Disagreement] = []
        for metric, by_origin in sorted(self._days.items()):
            if metric.startswith(_EVENTS):
                continue
            for one, other in combinations(sorted(by_origin), 2):
                both = sorted(by_origin[one].keys() & by_origin[other].keys())
                pairs = [(by_origin[one][day][0], by_origin[other][day][0]) for day in both]
                apart = [abs(b - a) > _APART * max(abs(a), abs(b)) for a, b in pairs]
                if any(apart):
                    worst = max(range(len(both)), key=lambda at: abs(pairs[at][1] - pairs[at][0]))
                    typical = median(b - a for a, b in pairs)
                    a_name, b_name = ("/".join(part for part in origin if part) for origin in (one, other))
                    found.append(Disagreement(metric, a_name, b_name, len(both), sum(apart), typical, both[worst]))
        return tuple(found)
