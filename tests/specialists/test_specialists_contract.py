"""The contract of specialists: a planted fault of each kind is caught by the law that is for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count

import pytest

from auren.conversation import Action, Advice, Case, Claim, ClaimKind, Constraint
from auren.errors import AurenError, SpecialistError
from auren.findings import Insufficient
from auren.inference import ModelRequest
from auren.ports import Specialist, SpecialistContext
from auren.specialists import Neuroscientist
from auren.testing.contracts.specialist import SpecialistContract

LAWS = SpecialistContract()


@dataclass
class Good:
    """Keeps every law; each bad one breaks one of them."""

    name: str = "good"
    expertise: frozenset[str] = frozenset({"sleep"})

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        week = await context.compute("load.weekly")
        if isinstance(week, Insufficient):
            gap = Claim("I cannot tell yet how your week was.", ClaimKind.MISSING)
            return Advice("a", self.name, (gap,), insufficient=(week,))
        claims = (Claim("Your week is known.", ClaimKind.OBSERVATION, (week,)), Claim("Keep it up.", ClaimKind.ACTION))
        return Advice("a", self.name, claims, (Action("Keep it up", "today", "training_load", 1.0),))


class Shouting(Good):
    """Has a name that is none."""

    name: str = "Shouting!"

    def __init__(self) -> None:
        self.name = "Shouting!"
        self.expertise = frozenset({"sleep"})


class Counting(Good):
    """Says each time something else."""

    numbers = count()

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        return replace(await super().advise(case, context), id=f"a{next(self.numbers)}")


class Silent(Good):
    """Says nothing."""

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        return replace(await super().advise(case, context), claims=())


class Inventing(Good):
    """Says a number that nothing traces."""

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        return await _with(super().advise(case, context), Claim("You slept 7.4 hours.", ClaimKind.OBSERVATION))


class Spelling(Good):
    """Says one in words."""

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        return await _with(super().advise(case, context), Claim("You slept for seventeen hours.", ClaimKind.OBSERVATION))


class Curing(Good):
    """Speaks of illness and its cure."""

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        return await _with(super().advise(case, context), Claim("You have insomnia, and this cures it.", ClaimKind.MEANING))


class Forbidding(Good):
    """Asks for what it forbids."""

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        limit = Constraint("training_load", 0.5, context.today, "a heavy week", self.name)
        return replace(await super().advise(case, context), constraints=(limit,))


class Late(Good):
    """Demands what is over."""

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        limit = Constraint("training_load", 1.0, context.today - timedelta(days=1), "a heavy week", self.name)
        return replace(await super().advise(case, context), constraints=(limit,))


class Mumbling(Good):
    """Asks for something that no claim says."""

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        return replace(await super().advise(case, context), actions=(Action("Run", "today"),))


class Led(Good):
    """Lets a model decide."""

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        advice = await super().advise(case, context)
        try:
            await context.complete(ModelRequest(()))
        except AurenError:
            return advice
        return replace(advice, actions=())


class Stubborn(Good):
    """Does not end when it is cancelled."""

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        try:
            return await super().advise(case, context)
        except asyncio.CancelledError:
            return Advice("a", self.name, (Claim("I go on.", ClaimKind.OBSERVATION),))


class Fragile(Good):
    """Raises when there are no data."""

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        advice = await super().advise(case, context)
        return replace(advice, confidence=len(advice.actions) / len(advice.actions))


class Dependent(Good):
    """Cannot do without a colleague."""

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        await context.consult("neuroscientist", "And you?")
        return await super().advise(case, context)


class Quoting(Good):
    """Tells the person's words in its errors."""

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        try:
            return await super().advise(case, context)
        except AurenError as error:
            raise SpecialistError(f"failed over {case.query.text if case.query else ''}") from error


@dataclass
class Remembering(Good):
    """Keeps the last person's case, and speaks of it to the next."""

    last: list[Case] = field(default_factory=list)

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        self.last = [case]
        advice = await super().advise(case, context)
        return replace(advice, id=f"a{self.last[0].query.id if self.last[0].query else ''}")


async def _with(advice: Awaitable[Advice], claim: Claim) -> Advice:
    given = await advice
    return replace(given, claims=(*given.claims, claim))


Law = Callable[[Specialist], Awaitable[None]]


async def obeys(law: str, specialist: Specialist, caplog: pytest.LogCaptureFixture) -> None:
    test = getattr(LAWS, law)
    given = test(specialist, caplog) if law == "test_nothing_personal_stands_in_its_errors" else test(specialist)
    if given is not None:
        await given


ALL_LAWS = [name for name in dir(SpecialistContract) if name.startswith("test_")]


@pytest.mark.parametrize("law", ALL_LAWS)
async def test_a_good_one_keeps_each_law(law: str, caplog: pytest.LogCaptureFixture) -> None:
    await obeys(law, Good(), caplog)


@pytest.mark.parametrize(
    ("law", "bad"),
    [
        ("test_its_names_are_sane", Shouting()),
        ("test_the_same_case_gets_the_same_advice", Counting()),
        ("test_its_advice_is_well_formed", Silent()),
        ("test_every_numeral_can_be_traced", Inventing()),
        ("test_every_claim_is_grounded", Inventing()),
        ("test_every_claim_is_grounded", Spelling()),
        ("test_what_it_says_is_worded_as_wellness", Curing()),
        ("test_it_keeps_to_its_own_constraints", Forbidding()),
        ("test_it_keeps_to_its_own_constraints", Late()),
        ("test_it_keeps_to_its_own_constraints", Mumbling()),
        ("test_a_model_changes_no_decision", Led()),
        ("test_it_can_be_cancelled", Stubborn()),
        ("test_it_survives_missing_data", Fragile()),
        ("test_it_survives_being_left_alone", Dependent()),
        ("test_nothing_personal_stands_in_its_errors", Quoting()),
        ("test_people_do_not_mix", Remembering()),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
async def test_a_bad_one_is_caught(law: str, bad: Specialist, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises((AssertionError, pytest.fail.Exception, ZeroDivisionError, SpecialistError)):
        await obeys(law, bad, caplog)


def test_every_law_has_a_fault_that_it_catches() -> None:
    caught = {mark.args[1][i][0] for mark in test_a_bad_one_is_caught.pytestmark for i in range(len(mark.args[1]))}  # type: ignore[attr-defined]
    assert caught == set(ALL_LAWS)


class TestNeuroscientistKeepsIt(SpecialistContract):
    @pytest.fixture
    def specialist(self) -> Specialist:
        return Neuroscientist()
