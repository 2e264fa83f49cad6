"""Forgetting over all that keeps something: noted first, done everywhere, and finished after a crash."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from auren.clock import Clock, SystemClock
from auren.errors import ConfigurationError, InvalidInput, StoreError, StoreUnavailable
from auren.memory.erasure.forgetting import Forgetting
from auren.memory.erasure.forgetting_facts import forget_facts, said_and_resting
from auren.memory.erasure.forgetting_records import forget_records
from auren.memory.erasure.guarded_facts import GuardedFacts
from auren.people import Subject
from auren.ports import FactStore, MemoryStore

if TYPE_CHECKING:
    from auren.memory.erasure.tombstones import Tombstones

__all__ = ["Erasure"]


class Erasure:
    """Has several stores forget as one.

    With a journal, the request is in it before the first store begins and leaves it when the last has ended, so that
    `resume` finishes what a crash or a store's failure cut off. Meanwhile guarded stores that share the journal show
    nothing of it.

    Args:
        tombstones: the journal, open; None for none, so that a request that was cut off has to be made again.
        stores: all that keep records, open.
        facts: what is known of people, open; None for nothing.
        clock: says when something was asked to be forgotten.
    """

    def __init__(
        self,
        tombstones: Tombstones | None,
        stores: Sequence[MemoryStore],
        *,
        facts: FactStore | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._tombstones = tombstones
        self._stores = tuple(stores)
        # What is to be forgotten has to be seen for that.
        self._facts = facts.store if isinstance(facts, GuardedFacts) else facts
        self._clock = clock or SystemClock()
        # Two at once could put back what the other has just dropped, since neighbours are written anew.
        self._turn = asyncio.Lock()

    async def forget(self, subject: Subject, *, now: datetime | None = None) -> int:
        """Forget all about a person up to now, and say how many things it was.

        Args:
            subject: whom.
            now: when it is asked, aware; None takes the clock's time.

        Raises:
            StoreError: a store could not do it; the others have, and `resume` or forgetting again finishes it.
        """
        return await self._ask(Forgetting(subject, frozenset(), None, None, now or self._clock.now()))

    async def forget_some(
        self,
        subject: Subject,
        *,
        ids: Collection[str] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        attribute: str | None = None,
        with_evidence: bool = True,
        now: datetime | None = None,
    ) -> int:
        """Forget some of what a person said, also what comes late of it, and say how many things there were.

        What is known only on the evidence of it goes, too.

        Args:
            subject: whose.
            ids: records by id.
            since, until: what was said from the one instant on and before the other; with ids, only those of that time.
            attribute: what was said of a slot, or of a family such as "supplement.*".
            with_evidence: for a slot, whether the turns in which it was said go with it. What other slots know from the
                same turns stays.
            now: when it is asked, aware; None takes the clock's time.

        Raises:
            InvalidInput: nothing was given by which to choose, or ids and a slot at once; a span is turned round, or an
                instant has no zone.
            ConfigurationError: a slot was given, and there are no facts.
            StoreError: a store could not do it; the others have, and `resume` or forgetting again finishes it.
        """
        if ids is None and since is None and until is None and attribute is None:
            raise InvalidInput("Nothing was given by which to choose; use `forget` for all of a person's records.")
        if ids is not None and attribute is not None:
            raise InvalidInput("Ids and a slot were given at once; forget the one, and then the other.")
        if attribute is not None and self._facts is None:
            raise ConfigurationError("A slot was to be forgotten, and there is no fact store; give one as `facts`.")
        if ids is not None and (since is not None or until is not None):
            span = Forgetting(subject, frozenset(), since, until, self._clock.now())
            ids, since, until = await self._ids_within(span, ids), None, None
        named = frozenset(ids or ())
        some = Forgetting(subject, named, since, until, now or self._clock.now(), attribute, evidence=named)
        if some.everything:
            return 0
        return await self._ask(await self._in_full(some, with_evidence=with_evidence))

    async def resume(self) -> int:
        """Finish what was asked for and not done by every store, and say how many things it still was.

        Raises:
            StoreError: a store could not do it.
        """
        if self._tombstones is None:
            return 0
        gone = 0
        for number, forgetting in await self._tombstones.pending():
            gone += await self._do(number, forgetting, late=True)
        return gone

    async def _ids_within(self, span: Forgetting, ids: Collection[str]) -> set[str]:
        held = [record for store in self._stores for record in await store.export(span.subject)]
        return {record.id for record in held if record.id in ids and span.takes(record)}

    async def _in_full(self, asked: Forgetting, *, with_evidence: bool) -> Forgetting:
        """Name all that goes with what was asked for, while it can still be found."""
        if self._facts is None:
            return asked
        try:
            said = said_and_resting(await self._facts.export(asked.subject), asked)
        except StoreError:
            if asked.attribute is not None:
                raise
            # The facts are told of it later, and find by themselves what rests on what.
            return asked
        names = {name for one in said for name in (one.key, one.id) if name}
        turns = {id for one in said if asked.spans(one) for id in one.evidence}
        return replace(
            asked,
            ids=frozenset(turns) if asked.attribute is not None and with_evidence else asked.ids,
            evidence=asked.evidence | names,
        )

    async def _ask(self, forgetting: Forgetting) -> int:
        number = None if self._tombstones is None else await self._tombstones.bury(forgetting)
        return await self._do(number, forgetting)

    async def _do(self, number: int | None, forgetting: Forgetting, *, late: bool = False) -> int:
        # Facts come last: they lead to the turns they rest on.
        work = [partial(forget_records, store, forgetting, late=late) for store in self._stores]
        if self._facts is not None:
            work.append(partial(forget_facts, self._facts, forgetting, late=late))
        gone = 0
        failed: list[StoreError] = []
        async with self._turn:
            # One after the other: stores that share a file would stand in each other's way when it is rewritten.
            for one in work:
                try:
                    gone += await one()
                except StoreError as error:
                    failed.append(error)
        if failed:
            kind = StoreUnavailable if all(error.retryable for error in failed) else StoreError
            raise kind(
                f"{len(failed)} of {len(work)} stores could not forget; resume, or forget again. The cause holds each."
            ) from ExceptionGroup("stores", failed)
        if self._tombstones is not None and number is not None:
            await self._tombstones.done(number)
        return gone
