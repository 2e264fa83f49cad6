"""The tiers of memory: opened as one, asked all at once or one after the other, and what it means when some do not answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, TypeVar

from auren.errors import ConfigurationError, StoreError, StoreUnavailable
from auren.facts import Tier
from auren.ports import MemoryStore

__all__ = ["Tiers", "all_of", "failures_of", "one_at_least"]

T = TypeVar("T")


class Tiers(dict[Tier, MemoryStore]):
    """The stores by tier.

    Raises:
        ConfigurationError: one store was given for two tiers.
    """

    def __init__(self, immediate: MemoryStore, structured: MemoryStore, semantic: MemoryStore) -> None:
        # In this order an export keeps a turn's lasting copy, which comes after the one that expires.
        super().__init__((("immediate", immediate), ("structured", structured), ("semantic", semantic)))
        if len(set(map(id, self.values()))) < len(self):
            raise ConfigurationError("One store was given for two tiers of memory; give each a store of its own.")

    async def each(self, work: Callable[[Tier, MemoryStore], Coroutine[Any, Any, T]]) -> dict[Tier, T | StoreError]:
        """Ask all tiers, and wait for all, so that one that fails keeps none of the others from its work."""
        answers = await asyncio.gather(*(work(tier, store) for tier, store in self.items()), return_exceptions=True)
        kept: dict[Tier, T | StoreError] = {}
        for tier, answer in zip(self, answers, strict=True):
            if isinstance(answer, BaseException) and not isinstance(answer, StoreError):
                raise answer
            kept[tier] = answer
        return kept

    async def one_by_one(self, work: Callable[[MemoryStore], Coroutine[Any, Any, T]]) -> dict[Tier, T | StoreError]:
        """Ask each tier after the other: stores that share a file would stand in each other's way when it is rewritten."""
        answers: dict[Tier, T | StoreError] = {}
        for tier, store in self.items():
            try:
                answers[tier] = await work(store)
            except StoreError as error:
                answers[tier] = error
        return answers


def failures_of(answers: Mapping[Tier, object]) -> tuple[str, ...]:
    """Give one line for each tier that did not answer; no personal data."""
    return tuple(
        f"memory: the {tier} tier did not answer ({type(answer).__name__})"
        for tier, answer in answers.items()
        if isinstance(answer, StoreError)
    )


def one_at_least(answers: Mapping[Tier, T | StoreError]) -> None:
    """Let it pass when a tier answered.

    Raises:
        StoreError: none did.
    """
    if all(isinstance(answer, StoreError) for answer in answers.values()):
        all_of(answers)


def all_of(answers: Mapping[Tier, T | StoreError]) -> list[T]:
    """Give the answers of all tiers.

    Raises:
        StoreError: one failed; retryable when all that failed are.
    """
    errors = [answer for answer in answers.values() if isinstance(answer, StoreError)]
    if not errors:
        return [answer for answer in answers.values() if not isinstance(answer, StoreError)]
    kind = StoreUnavailable if all(error.retryable for error in errors) else StoreError
    raise kind(
        f"{len(errors)} of {len(answers)} tiers of memory failed ({', '.join(sorted({type(e).__name__ for e in errors}))}); "
        "the cause holds each."
    ) from ExceptionGroup("tiers of memory", errors)
