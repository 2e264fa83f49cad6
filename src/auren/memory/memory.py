"""The three tiers of memory as one: the last two days' talk, what is known, and all that was said."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from auren._resource import Resource
from auren._telemetry import SPAN_RECALL, traced
from auren.errors import ConfigurationError, StoreError, StoreUnavailable
from auren.facts import MemoryQuery, MemoryRecord, Recollection, Tier
from auren.memory.stores.in_memory import InMemoryStore
from auren.people import Subject
from auren.ports import MemoryStore

__all__ = ["Memory", "Recall"]

T = TypeVar("T")

IMMEDIATE_FOR: Final = timedelta(hours=48)
"""How long a turn of talk stays in the immediate tier."""
TURNS: Final = frozenset({"question", "reply"})
"""Kinds that are kept for two days as they are, and verbatim in the semantic tier."""
KNOWLEDGE: Final = frozenset({"fact", "preference", "finding", "advice"})
"""Kinds that are kept in the structured tier; whatever else is remembered goes to the semantic one."""


@dataclass(frozen=True, slots=True)
class Recall:
    """What came back from memory.

    Args:
        items: best first.
        failures: one line for each tier that could not answer; no personal data.
    """

    items: tuple[Recollection, ...]
    failures: tuple[str, ...] = ()


class Memory(Resource):
    """Composes three stores; each that is not given is kept in the process's own memory.

    It opens the stores and closes them again; a store that the host holds open besides stays open.

    Args:
        immediate: the talk of the last 48 hours.
        structured: facts, preferences, findings and advice, kept until they are forgotten.
        semantic: every turn verbatim, and whatever else is remembered.

    Raises:
        ConfigurationError: one store was given for two tiers.
    """

    def __init__(
        self,
        immediate: MemoryStore | None = None,
        structured: MemoryStore | None = None,
        semantic: MemoryStore | None = None,
    ) -> None:
        super().__init__(timeout_s=None)
        self.immediate = immediate or InMemoryStore()
        self.structured = structured or InMemoryStore()
        self.semantic = semantic or InMemoryStore()
        # In this order an export keeps a turn's lasting copy, which comes after the one that expires.
        self._tiers: dict[Tier, MemoryStore] = {
            "immediate": self.immediate,
            "structured": self.structured,
            "semantic": self.semantic,
        }
        if len(set(map(id, self._tiers.values()))) < len(self._tiers):
            raise ConfigurationError("One store was given for two tiers of memory; give each a store of its own.")
        self._held = AsyncExitStack()

    async def _open(self) -> None:
        async with AsyncExitStack() as opening:
            for store in self._tiers.values():
                await opening.enter_async_context(store)
            self._held = opening.pop_all()

    async def _close(self) -> None:
        await self._held.aclose()

    async def remember(self, *records: MemoryRecord) -> None:
        """Keep records, each in the tiers its kind belongs to; remembering one again changes nothing.

        Raises:
            StoreError: a tier could not keep its part; the other tiers have, and remembering again is harmless.
            LifecycleError: the memory is not open.
        """
        async with self._working("remember"):
            routed: dict[Tier, list[MemoryRecord]] = {"immediate": [], "structured": [], "semantic": []}
            for record in records:
                if record.kind in TURNS:
                    routed["immediate"].append(replace(record, expires_at=record.expires_at or record.at + IMMEDIATE_FOR))
                routed["structured" if record.kind in KNOWLEDGE else "semantic"].append(record)
            _all(await self._each(lambda tier, store: store.put(routed[tier])))

    async def recall(self, subject: Subject, query: MemoryQuery, now: datetime) -> Recall:
        """Give what fits a query best, over all tiers, each record once.

        Args:
            subject: whose memory.
            query: what to look for; its limit is that of the whole answer.
            now: what has expired by then is left out.

        Raises:
            InvalidInput: the limit is not from 1 to 1000.
            StoreError: no tier could answer.
            LifecycleError: the memory is not open.
        """
        async with self._working("recall"):
            with traced(SPAN_RECALL):
                answers = await self._each(lambda _, store: store.find(subject, query, now=now))
            failed = {tier: error for tier, error in answers.items() if isinstance(error, StoreError)}
            if len(failed) == len(answers):
                _all(answers)
            best: dict[str, Recollection] = {}
            for found in answers.values():
                for item in found if not isinstance(found, StoreError) else ():
                    held = best.get(item.record.id)
                    if held is None or item.score > held.score:
                        best[item.record.id] = item
            ordered = sorted(best.values(), key=lambda item: (-item.score, now - item.record.at, item.record.id))
            return Recall(
                items=tuple(ordered[: query.limit]),
                failures=tuple(f"memory: the {tier} tier did not answer ({type(e).__name__})" for tier, e in failed.items()),
            )

    async def forget(self, subject: Subject) -> int:
        """Make all that is remembered of a person unreachable at once, and say how many records it was.

        Raises:
            StoreError: a tier could not do it; the other tiers have, and forgetting again is harmless.
            LifecycleError: the memory is not open.
        """
        async with self._working("forget"):
            return sum(_all(await self._one_by_one(lambda store: store.forget(subject))))

    async def export(self, subject: Subject) -> list[MemoryRecord]:
        """Give all that is remembered of a person, oldest first, each record once.

        Raises:
            StoreError: a tier could not answer.
            LifecycleError: the memory is not open.
        """
        async with self._working("export"):
            tiers = _all(await self._each(lambda _, store: store.export(subject)))
            records = {record.id: record for tier in tiers for record in tier}
            return sorted(records.values(), key=lambda record: (record.at, record.id))

    async def purge(self, now: datetime) -> int:
        """Drop every person's expired records, and say how many there were.

        Raises:
            StoreError: a tier could not do it; the other tiers have.
            LifecycleError: the memory is not open.
        """
        async with self._working("purge"):
            return sum(_all(await self._one_by_one(lambda store: store.purge(now))))

    async def _one_by_one(self, work: Callable[[MemoryStore], Coroutine[Any, Any, T]]) -> dict[Tier, T | StoreError]:
        """Ask each tier after the other: stores that share a file would stand in each other's way when it is rewritten."""
        answers: dict[Tier, T | StoreError] = {}
        for tier, store in self._tiers.items():
            try:
                answers[tier] = await work(store)
            except StoreError as error:
                answers[tier] = error
        return answers

    async def _each(self, work: Callable[[Tier, MemoryStore], Coroutine[Any, Any, T]]) -> dict[Tier, T | StoreError]:
        """Ask all tiers, and wait for all, so that one that fails keeps none of the others from its work."""
        answers = await asyncio.gather(*(work(tier, store) for tier, store in self._tiers.items()), return_exceptions=True)
        kept: dict[Tier, T | StoreError] = {}
        for tier, answer in zip(self._tiers, answers, strict=True):
            if isinstance(answer, BaseException) and not isinstance(answer, StoreError):
                raise answer
            kept[tier] = answer
        return kept


def _all(answers: dict[Tier, T | StoreError]) -> list[T]:
    errors = [answer for answer in answers.values() if isinstance(answer, StoreError)]
    if not errors:
        return [answer for answer in answers.values() if not isinstance(answer, StoreError)]
    kind = StoreUnavailable if all(error.retryable for error in errors) else StoreError
    raise kind(
        f"{len(errors)} of {len(answers)} tiers of memory failed ({', '.join(sorted({type(e).__name__ for e in errors}))}); "
        "the cause holds each."
    ) from ExceptionGroup("tiers of memory", errors)
