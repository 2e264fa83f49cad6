"""The guard on words: wellness wording only, in every language that ships."""

from __future__ import annotations

from functools import lru_cache

from auren.safety.violations import Violation
from auren.safety.wellness.filter import MedicalSafetyFilter

__all__ = ["check_wording"]


def check_wording(sentence: str) -> tuple[Violation, ...]:
    """Give each way in which a sentence goes beyond general wellness; an empty answer lets it pass.

    Args:
        sentence: one sentence, as a model worded it.
    """
    return _shipped().check(sentence).violations


@lru_cache(maxsize=1)
def _shipped() -> MedicalSafetyFilter:
    return MedicalSafetyFilter()
