"""When a reply may be recorded: its id stands once, and so does its idempotency key."""

from __future__ import annotations

from dataclasses import dataclass

from auren.conversation import Reply
from auren.errors import StoreConflict

__all__ = ["KeyedReply", "to_write"]


@dataclass(frozen=True, slots=True)
class KeyedReply:
    """A reply with the caller's idempotency key; empty for none."""

    reply: Reply
    key: str = ""


def to_write(new: KeyedReply, with_id: KeyedReply | None, with_key: KeyedReply | None) -> KeyedReply | None:
    """Give what is to be written for a reply, or None when it stands already.

    Args:
        new: what is to be recorded.
        with_id: what is recorded under its id.
        with_key: what is recorded under its key.

    Raises:
        StoreConflict: its id or key was recorded with another reply, or the reply with another key.
    """
    if with_key is not None and with_key.reply.id != new.reply.id:
        raise StoreConflict("This idempotency key was recorded with another reply; look that one up instead.")
    if with_id is None:
        return new
    if with_id.reply != new.reply:
        raise StoreConflict("Another reply was recorded under this reply's id; give each reply an id of its own.")
    if not new.key or new.key == with_id.key:
        return None
    if with_id.key:
        raise StoreConflict("This reply was recorded with another idempotency key; a reply has one.")
    return new
