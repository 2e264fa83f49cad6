"""What forgetting does to records: those that are meant go, and their words go from the context of their neighbours."""

from __future__ import annotations

from auren.memory.erasure.forgetting import Forgetting
from auren.memory.erasure.guarded import GuardedStore
from auren.memory.neighbours import without_neighbours
from auren.ports import MemoryStore

__all__ = ["forget_records"]


async def forget_records(store: MemoryStore, forgetting: Forgetting, *, late: bool) -> int:
    """Have a store forget what a request means, and say how many records it was.

    Records that stay lose the vector with the words of their neighbours, and wait for a new one.

    Args:
        store: where.
        forgetting: what is meant.
        late: whether it finishes a request from before, which must not take what was said since.

    Raises:
        StoreError: the store could not do it; doing it again is harmless.
    """
    subject = forgetting.subject
    if forgetting.everything:
        # What was said since is another beginning, which finishing an old request must not take.
        return await (store.forget_some(subject, until=forgetting.asked_at) if late else store.forget(subject))
    if not forgetting.words:
        return 0
    # Behind the guard, which shows nothing any more of what is about to go. Neighbours come first: once a record has
    # gone, nothing tells where its words still are.
    behind = store.store if isinstance(store, GuardedStore) else store
    await behind.put(without_neighbours(await behind.export(subject), forgetting.takes))
    if forgetting.by_time:
        return await store.forget_some(subject, since=forgetting.since, until=forgetting.until)
    return await store.forget_some(subject, ids=forgetting.ids)
