"""What is off for a person now: by holds that stand, by their age, and by what they stated."""

from __future__ import annotations

from typing import Final

from auren.errors import StoreError
from auren.facts import Fact
from auren.pipeline.rooms import Person, Rooms
from auren.safety.holds import Held
from auren.science.claims import HOLD_CODES
from auren.specialists.framework.holding import held as codes_of

__all__ = ["GATES", "held_for"]

GATES: Final = frozenset({"R10", "R15", "R16", "R18", "R19", "R33"})
"""The rows that hold by what is known of a person alone, without a flag, for as long as it is known."""


async def held_for(rooms: Rooms, person: Person) -> Held:
    """Give what is off for a person.

    Args:
        rooms: the pipeline's rooms.
        person: whose case it is.

    Raises:
        StoreError: the journal could not say; nothing may be said then.
    """
    holds = await rooms.holding.of(person.subject)
    codes = codes_of(person.profile, await _facts(rooms, person), person.today.year)
    rows = {HOLD_CODES[code].row for code in codes}
    return Held(holds, person.now, sorted(row for row in rows if row in GATES))


async def _facts(rooms: Rooms, person: Person) -> tuple[Fact, ...]:
    store = rooms.memory.facts
    if store is None:
        return ()
    try:
        return tuple(await store.facts(person.subject, valid_at=person.now))
    except StoreError:
        # What cannot be known holds nothing back; specialists go without facts, too, when memory does not answer.
        return ()
