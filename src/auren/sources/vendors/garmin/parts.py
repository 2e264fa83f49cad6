"""Answers that hold several collections, taken apart into one answer for each, so that every record is counted by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from auren.sources.answers import Answer

__all__ = ["parts_of"]

_ANY: Final = "*"
_Path = tuple[str, ...]

# path of the answer -> (suffix of the part's path, where its records stand); "*" is every value of an object or a list.
_PARTS: Final[tuple[tuple[str, tuple[tuple[str, _Path], ...]], ...]] = (
    (
        "/trainingstatus/latest",
        (
            ("/status", ("mostRecentTrainingStatus", "payload", "latestTrainingStatusData", _ANY)),
            ("/vo2max", ("mostRecentVO2Max", "payload", "generic")),
        ),
    ),
    (
        "/trainingstatus/weekly",
        (
            ("/status", ("weeklyTrainingStatus", "payload", "reportData", _ANY, _ANY)),
            ("/vo2max", ("vo2MaxWeeklyStatistics", "payload", "allMetrics", "metricsMap", "ACTIVITY_VO2_MAX", _ANY)),
        ),
    ),
    (
        "/trainingstatus/monthly",
        (
            ("/status", ("monthlyTrainingStatus", "payload", "reportData", _ANY, _ANY)),
            ("/weeks", ("vo2MaxMonthlyStatistics", "payload", "allMetrics", "metricsMap", "ACTIVITY_VO2_MAX", _ANY)),
        ),
    ),
    (
        "/weight-service/weight/range",
        (
            ("/weighings", ("dailyWeightSummaries", _ANY, "allWeightMetrics", _ANY)),
            ("/neighbours", ("previousDateWeight",)),
            ("/neighbours", ("nextDateWeight",)),
        ),
    ),
)


def parts_of(answer: Answer) -> Iterator[Answer]:
    """Give the parts of an answer; one that is not taken apart, or lacks all of its parts, as it is."""
    path = answer.path.partition("?")[0].rstrip("/")
    parts = next((parts for known, parts in _PARTS if known in path), None)
    body = answer.body
    if parts is None or not isinstance(body, dict) or not any(where[0] in body for _, where in parts):
        yield answer
        return
    for suffix, where in parts:
        found = list(_at(body, where))
        if found:
            yield Answer(path + suffix, found, answer.file, answer.revision)


def _at(value: object, where: _Path) -> Iterator[object]:
    # A value that is not what the way asks for is given as it is: the record then says what was expected.
    if value is None:
        return
    if not where:
        yield value
        return
    key, rest = where[0], where[1:]
    if key == _ANY and isinstance(value, list):
        for item in value:
            yield from _at(item, rest) if rest else (item,)
    elif key == _ANY and isinstance(value, dict):
        for item in value.values():
            yield from _at(item, rest)
    elif isinstance(value, dict):
        yield from _at(value.get(key), rest)
    else:
        yield value
