"""A fact store that hears nothing of what was forgotten, and shows nothing of it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from typing import TYPE_CHECKING

from auren.facts import Fact, Statement
from auren.people import Subject
from auren.ports.fact_store import FactStore, Revision

if TYPE_CHECKING:
    from auren.memory.erasure.tombstones import Tombstones

__all__ = ["GuardedFacts"]


class GuardedFacts(FactStore):
    """Wraps a fact store; it opens and closes what it wraps.

    What was said in a time, of a slot or on the evidence of something that was forgotten is passed over when it is heard
    again, however late, and counted in `refused`. While a store has not yet forgotten, none of the person's facts is
    shown: they follow from all that was said. It has no bound of time of its own, since what it wraps has.

    Args:
        store: where facts are kept.
        tombstones: what was forgotten.
    """

    def __init__(self, store: FactStore, *, tombstones: Tombstones) -> None:
        super().__init__(timeout_s=None)
        self.store = store
        self.refused = 0
        self._tombstones = tombstones
        self._held = AsyncExitStack()

    async def _open(self) -> None:
        async with AsyncExitStack() as opening:
            await opening.enter_async_context(self._tombstones)
            await opening.enter_async_context(self.store)
            self._held = opening.pop_all()

    async def _close(self) -> None:
        await self._held.aclose()

    async def _hear(self, statements: Sequence[Statement], cursor: tuple[str, str] | None) -> Revision:
        heard = await self._tombstones.unforgotten(statements)
        self.refused += len(statements) - len(heard)
        if heard:
            return await self.store.hear(heard, cursor=cursor)
        if cursor is not None:
            await self.store.move_cursor(statements[0].subject, *cursor)
        return Revision()

    async def _facts(
        self, subject: Subject, attribute: str | None, valid_at: datetime | None, recorded_at: datetime | None
    ) -> list[Fact]:
        if await self._awaits_forgetting(subject):
            return []
        return await self.store.facts(subject, attribute=attribute, valid_at=valid_at, recorded_at=recorded_at)

    async def _awaits_forgetting(self, subject: Subject) -> bool:
        if all(pending.subject != subject for _, pending in await self._tombstones.pending()):
            return False
        said = await self.store.export(subject)
        return len(await self._tombstones.unforgotten(said)) < len(said)

    async def _cursor(self, subject: Subject, name: str) -> str:
        return await self.store.cursor(subject, name)

    async def _move_cursor(self, subject: Subject, name: str, to: str) -> None:
        await self.store.move_cursor(subject, name, to)

    async def _cursors(self, name: str, until: str | None, limit: int) -> list[tuple[Subject, str]]:
        return await self.store.cursors(name, until=until, limit=limit)

    async def _forget(self, subject: Subject) -> int:
        return await self.store.forget(subject)

    async def _forget_some(
        self, subject: Subject, attribute: str | None, since: datetime | None, until: datetime | None
    ) -> int:
        return await self.store.forget(subject, attribute, since, until)

    async def _export(self, subject: Subject) -> list[Statement]:
        return await self._tombstones.unforgotten(await self.store.export(subject))
