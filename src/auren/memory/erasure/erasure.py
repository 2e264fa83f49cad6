"""Forgetting over all that keeps something: noted first, done everywhere, and finished after a crash."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from auren.clock import Clock, SystemClock
from auren.errors import AurenError, InvalidInput, StoreError, StoreUnavailable
from auren.memory.erasure.forgetting import Forgetting
from auren.memory.erasure.tombstones import Tombstones
from auren.people import Subject

__all__ = ["Erasure", "Forgetful"]


class Forgetful(Protocol):
    """Keeps records of people, and can forget all or some of one person's; every memory store is one."""

    async def forget(self, subject: Subject) -> int: ...

    async def forget_some(
        self,
        subject: Subject,
        *,
        ids: Collection[str] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> int: ...


class Erasure:
    """Has several stores forget as one.

    The request is in the journal before the first store begins and leaves it when the last has ended, so that `resume`
    finishes what a crash or a store's failure cut off. Meanwhile guarded stores that share the journal show nothing of it.

    Args:
        tombstones: the journal, open.
        stores: all that keep something, open.
        clock: says when something was asked to be forgotten.
    """

    def __init__(self, tombstones: Tombstones, stores: Sequence[Forgetful], *, clock: Clock | None = None) -> None:
        self._tombstones = tombstones
        self._stores = tuple(stores)
        self._clock = clock or SystemClock()

    async def forget(self, subject: Subject) -> int:
        """Forget all about a person up to now, and say how many records it was.

        Raises:
            StoreError: a store could not do it; the others have, and `resume` or forgetting again finishes it.
        """
        return await self._ask(Forgetting(subject, frozenset(), None, None, self._clock.now()))

    async def forget_some(
        self,
        subject: Subject,
        *,
        ids: Collection[str] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> int:
        """Forget some records of a person, also those that come later, and say how many there were.

        Args:
            subject: whose.
            ids: records by id.
            since, until: what was said from the one instant on and before the other.

        Raises:
            InvalidInput: nothing was given by which to choose, or ids and a span at once; a span is turned round, or an
                instant has no zone.
            StoreError: a store could not do it; the others have, and `resume` or forgetting again finishes it.
        """
        if ids is None and since is None and until is None:
            raise InvalidInput("Nothing was given by which to choose; use `forget` for all of a person's records.")
        some = Forgetting(subject, frozenset(ids or ()), since, until, self._clock.now())
        return 0 if some.everything else await self._ask(some)

    async def resume(self) -> int:
        """Finish what was asked for and not done by every store, and say how many records it still was.

        Raises:
            StoreError: a store could not do it.
        """
        gone = 0
        for number, forgetting in await self._tombstones.pending():
            gone += await self._do(number, forgetting, late=True)
        return gone

    async def _ask(self, forgetting: Forgetting) -> int:
        return await self._do(await self._tombstones.bury(forgetting), forgetting)

    async def _do(self, number: int, forgetting: Forgetting, *, late: bool = False) -> int:
        gone = 0
        failed: list[AurenError] = []
        # One after the other: stores that share a file would stand in each other's way when it is rewritten.
        for store in self._stores:
            try:
                gone += await _forget(store, forgetting, late=late)
            except StoreError as error:
                failed.append(error)
        if failed:
            kind = StoreUnavailable if all(error.retryable for error in failed) else StoreError
            raise kind(
                f"{len(failed)} of {len(self._stores)} stores could not forget; resume, or forget again. The cause holds each."
            ) from ExceptionGroup("stores", failed)
        await self._tombstones.done(number)
        return gone


async def _forget(store: Forgetful, forgetting: Forgetting, *, late: bool) -> int:
    subject = forgetting.subject
    if forgetting.everything:
        # What was said since is another beginning, which finishing an old request must not take.
        return await (store.forget_some(subject, until=forgetting.asked_at) if late else store.forget(subject))
    return await store.forget_some(subject, ids=forgetting.ids or None, since=forgetting.since, until=forgetting.until)
