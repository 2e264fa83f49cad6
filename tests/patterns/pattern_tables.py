"""Tables of daily values made by hand, for the tests of signals, documents and shipped rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from auren.readings import STANDARD_METRICS, DailyValue

DAY = date(2025, 3, 10)  # a Monday


class Table:
    """Daily values by metric and date; a value is a number, or a number with the hours at which it began and ended."""

    def __init__(self, series: Mapping[str, Mapping[date, float | tuple[float, float, float]]]) -> None:
        self._series = series

    def value(self, metric: str, day: date) -> DailyValue | None:
        given = self._series.get(metric, {}).get(day)
        if given is None:
            return None
        number, begin, end = given if isinstance(given, tuple) else (given, 0.0, 0.0)
        midnight = datetime.combine(day, datetime.min.time(), UTC)
        return DailyValue(
            metric,
            day,
            number,
            STANDARD_METRICS[metric].unit,
            (f"{metric}:{day}",),
            midnight + timedelta(hours=begin),
            midnight + timedelta(hours=end),
        )


def ending(
    values: Sequence[float | tuple[float, float, float] | None], last: date = DAY
) -> dict[date, float | tuple[float, float, float]]:
    """Give values to the dates that end on `last`, oldest first; None is a missing day."""
    days = [last - timedelta(days=back) for back in range(len(values) - 1, -1, -1)]
    return {day: value for day, value in zip(days, values, strict=True) if value is not None}
