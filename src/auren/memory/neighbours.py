"""The words of a turn's neighbours: given to turns as they come in, and taken from them when a neighbour is forgotten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from auren.errors import StoreError
from auren.facts import MemoryQuery, MemoryRecord
from auren.memory.recall.cards import AHEAD, BEHIND, brief, neighbours_words
from auren.people import Subject
from auren.ports import MemoryStore

__all__ = ["TURNS", "with_neighbours", "without_neighbours"]

TURNS: Final = frozenset({"question", "reply"})
"""Kinds that are turns of a conversation."""


async def with_neighbours(store: MemoryStore, records: Sequence[MemoryRecord]) -> list[MemoryRecord]:
    """Give records with the words of the turns around them, where they are turns of a conversation and have none yet.

    Args:
        store: where earlier turns are looked up; when it does not answer, those that come together are all.
        records: of any people.
    """
    contexts: dict[tuple[Subject, str], str] = {}
    for (subject, conversation), turns in _talks(records).items():
        earlier = await _turns_before(store, subject, conversation, turns)
        for place, record in enumerate(turns, start=len(earlier)):
            contexts[subject, record.id] = _context([*earlier, *turns], place)
    return [
        record if record.context else replace(record, context=contexts.get((record.subject, record.id), ""))
        for record in records
    ]


def without_neighbours(records: Sequence[MemoryRecord], goes: Callable[[MemoryRecord], bool]) -> list[MemoryRecord]:
    """Give those records that stay and hold words of one that goes, as they are without them.

    Args:
        records: all of one person's.
        goes: whether a record is to be forgotten.
    """
    lines = {brief(record.text) for record in records if goes(record)} - {""}
    staying = [record for record in records if not goes(record)]
    told: dict[str, MemoryRecord] = {}
    for turns in _talks(records).values():
        left = [record for record in turns if not goes(record)]
        for place, record in enumerate(left):
            if record.context and (_near_one_that_goes(turns, record, goes) or _quotes(record, lines)):
                told[record.id] = replace(record, context=_context(left, place))
    for record in staying:
        if record.id not in told and _quotes(record, lines):
            kept = ("" if line in lines else line for line in record.context.split("\n"))
            told[record.id] = replace(record, context="\n".join(kept).rstrip("\n"))
    return [told[record.id] for record in staying if record.id in told and told[record.id] != record]


def _talks(records: Sequence[MemoryRecord]) -> dict[tuple[Subject, str], list[MemoryRecord]]:
    talks: dict[tuple[Subject, str], list[MemoryRecord]] = {}
    for record in records:
        if record.kind in TURNS and record.conversation:
            talks.setdefault((record.subject, record.conversation), []).append(record)
    for turns in talks.values():
        turns.sort(key=_order)
    return talks


def _order(record: MemoryRecord) -> tuple[object, ...]:
    return record.at, record.id


def _context(turns: Sequence[MemoryRecord], place: int) -> str:
    before = turns[max(0, place - BEHIND) : place]
    after = turns[place + 1 : place + 1 + AHEAD]
    return neighbours_words((record.text for record in reversed(before)), (record.text for record in after))


def _near_one_that_goes(turns: Sequence[MemoryRecord], record: MemoryRecord, goes: Callable[[MemoryRecord], bool]) -> bool:
    place = turns.index(record)
    return any(map(goes, turns[max(0, place - BEHIND) : place + 1 + AHEAD]))


def _quotes(record: MemoryRecord, lines: set[str]) -> bool:
    return bool(record.context) and not lines.isdisjoint(record.context.split("\n"))


async def _turns_before(
    store: MemoryStore, subject: Subject, conversation: str, turns: Sequence[MemoryRecord]
) -> list[MemoryRecord]:
    """Give the last turns that are remembered from before these, oldest first; none when the tier does not answer."""
    ids, first = {record.id for record in turns}, turns[0]
    query = MemoryQuery(kinds=TURNS, conversation=conversation, limit=BEHIND + min(len(turns), 900))
    try:
        found = await store.find(subject, query, now=first.at)
    except StoreError:
        return []
    earlier = [item.record for item in found if item.record.id not in ids and item.record.at <= first.at]
    return sorted(earlier, key=_order)[-BEHIND:]
