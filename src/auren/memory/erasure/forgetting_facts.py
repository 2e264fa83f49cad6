"""What forgetting does to facts: what was said goes, with all that rests on it, and extraction loses its bookmark to it."""

from __future__ import annotations

from collections.abc import Sequence

from auren.facts import Statement
from auren.memory.erasure.forgetting import MOMENT, Forgetting
from auren.ports import FactStore

__all__ = ["forget_facts", "said_and_resting"]


async def forget_facts(facts: FactStore, forgetting: Forgetting, *, late: bool) -> int:
    """Have a fact store forget what a request means, and say how many statements it was.

    Args:
        facts: the store itself, not one that hides what is to be forgotten.
        forgetting: what is meant.
        late: whether it finishes a request from before, which must not take what was said since.

    Raises:
        StoreError: the store could not do it; doing it again is harmless.
    """
    subject = forgetting.subject
    if forgetting.everything:
        if not late or all(map(forgetting.takes_said, await facts.export(subject))):
            return await facts.forget(subject)
        gone = await facts.forget(subject, until=forgetting.asked_at)
        await _reset_bookmark(facts, forgetting)
        return gone
    said = said_and_resting(await facts.export(subject), forgetting)
    # What rests on others goes before them: a crash in between leaves what leads to the rest.
    resting = dict.fromkeys((one.attribute, one.said_at) for one in reversed(said) if not forgetting.spans(one))
    gone = 0
    for attribute, at in resting:
        gone += await facts.forget(subject, attribute, at, at + MOMENT)
    if forgetting.by_time or forgetting.attribute is not None:
        gone += await facts.forget(subject, forgetting.attribute, forgetting.since, forgetting.ends(late=late))
    await _reset_bookmark(facts, forgetting)
    return gone


def said_and_resting(statements: Sequence[Statement], forgetting: Forgetting) -> list[Statement]:
    """Give what a request means of all that was said, and then what rests on that, however indirectly."""
    found = [one for one in statements if forgetting.takes_said(one)]
    others = [one for one in statements if not forgetting.takes_said(one)]
    for one in found:  # it grows while it is walked
        names = {one.key, one.id} - {""}
        found += [other for other in others if not names.isdisjoint(other.evidence)]
        others = [other for other in others if names.isdisjoint(other.evidence)]
    return found


async def _reset_bookmark(facts: FactStore, forgetting: Forgetting) -> None:
    """Take a forgotten record's id out of the place where extraction goes on; it reads a little once more for that."""
    from auren.memory.extraction.extraction import CURSOR

    cursor = await facts.cursor(forgetting.subject, CURSOR)
    at, _, id = cursor.partition(" ")
    if forgetting.everything and cursor:
        await facts.move_cursor(forgetting.subject, CURSOR, "")
    elif id in forgetting.ids:
        await facts.move_cursor(forgetting.subject, CURSOR, f"{at} ")
