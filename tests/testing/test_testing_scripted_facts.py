"""A scripted context gives facts as a pipeline's does: those of a slot or family, or the failure that was scripted."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from auren.errors import StoreUnavailable
from auren.facts import Fact
from auren.people import Subject
from auren.testing.context import ScriptedContext

TODAY = date(2025, 3, 10)


def fact(attribute: str, value: str) -> Fact:
    at = datetime(2025, 3, 1, tzinfo=UTC)
    return Fact(attribute, Subject("anna"), attribute, value, "", at, None, at, None, 1.0, "stated")


async def test_it_gives_the_facts_of_a_slot_or_family() -> None:
    known = (fact("allergy", "peanuts"), fact("supplement.zinc.dose", "10 mg"), fact("supplement", "zinc"))
    context = ScriptedContext(TODAY, known=known)
    assert await context.facts() == known
    assert await context.facts("allergy") == known[:1]
    assert await context.facts("supplement.*") == known[1:2]
    assert await context.facts("body.weight") == ()
    assert await ScriptedContext(TODAY).facts() == ()


async def test_it_fails_as_it_was_told() -> None:
    context = ScriptedContext(TODAY, known=StoreUnavailable("The store does not answer."))
    with pytest.raises(StoreUnavailable):
        await context.facts("allergy")
