"""How long to wait for a metric's stragglers before a finding on it is confirmed, where its rule does not say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["OTHERS_H", "SETTLE_H", "settle_h"]

SETTLE_H: Final[Mapping[str, float]] = MappingProxyType(
    {
        # Worn devices sync when their app is opened next, which may be after a weekend away.
        "hrv.": 72,
        "heart.": 72,
        "sleep.": 72,
        "activity.": 72,
        "energy.": 72,
        "exercise.": 72,
        "recovery.": 72,
        "stress.": 72,
        "vital.": 72,
        # What a person enters by hand is there at once, or is written down the next day.
        "wellness.": 24,
        "injury.": 24,
        "mind.": 24,
        "load.rpe": 24,
        "load.srpe": 24,
        "strength.": 24,
        # A scale sends its own values; meals are filled in later than weights.
        "body.": 24,
        "nutrition.": 48,
    }
)
"""Hours after the end of a day, by how metrics' names begin; of two beginnings that fit, the longer one counts."""

OTHERS_H: Final = 48.0
"""Hours for a metric of which the table says nothing."""


def settle_h(reads: Iterable[str]) -> float:
    """Give the hours after the end of the anchor day for a rule over some metrics: those of the slowest."""
    return max(map(_of_metric, reads), default=OTHERS_H)


def _of_metric(name: str) -> float:
    fitting = [beginning for beginning in SETTLE_H if name.startswith(beginning)]
    return SETTLE_H[max(fitting, key=len)] if fitting else OTHERS_H
