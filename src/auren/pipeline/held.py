"""What is off for a person now: by holds that stand, by their age, and by what they stated; all of it if that is not known."""

from __future__ import annotations

from typing import Final

from auren.facts import Fact
from auren.pipeline.rooms import Person, Rooms
from auren.safety.holds import Held
from auren.science.claims import HOLD_CODES
from auren.specialists.framework.holding import held as codes_of

__all__ = ["GATES", "facts_of", "held_by", "held_for"]

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
    return await held_by(rooms, person, await facts_of(rooms, person))


async def held_by(rooms: Rooms, person: Person, facts: tuple[Fact, ...] | None) -> Held:
    """Give what is off for a person of whom facts are known already.

    Args:
        rooms: the pipeline's rooms.
        person: whose case it is.
        facts: as `facts_of` gave them; None counts as if every gate stood.

    Raises:
        StoreError: the journal could not say; nothing may be said then.
    """
    holds = await rooms.holding.of(person.subject)
    if facts is None:
        return Held(holds, person.now, sorted(GATES), unknown=True)
    codes = codes_of(person.profile, facts, person.today.year)
    rows = {HOLD_CODES[code].row for code in codes}
    return Held(holds, person.now, sorted(row for row in rows if row in GATES))


async def facts_of(rooms: Rooms, person: Person) -> tuple[Fact, ...] | None:
    """Give what a person stated and holds now; None where the store could not tell, which is not the same as nothing.

    Args:
        rooms: the pipeline's rooms.
        person: whose case it is.
    """
    store = rooms.memory.facts
    if store is None:
        return ()
    try:
        return tuple(await store.facts(person.subject, valid_at=person.now))
    except Exception:  # noqa: BLE001 - whatever a store of the host raises, nothing is known then
        return None
