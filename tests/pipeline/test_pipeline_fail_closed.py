"""A gate that cannot read what it needs stays shut: no store that fails, at whichever call, lets through what it would hold."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Literal, NamedTuple

import pytest
from pipeline_house import ANNA, DAY, NOON, Coach, House, resting

from auren.conversation import Action, Advice, Case, Claim, ClaimKind
from auren.errors import AurenError, Blocked, StoreError, StoreUnavailable
from auren.facts import Fact, Statement
from auren.journal import InMemoryJournal
from auren.memory import Memory
from auren.memory.facts import InMemoryFactStore
from auren.people import Profile
from auren.pipeline.photos import ProgressPhotos
from auren.ports import FactStore, Journal, JournalEntry, SpecialistContext
from auren.ports.photo_measurer import Photo, PhotoMeasurement
from auren.safety import RedFlags
from auren.safety.holds import TEXTS, changes_of

FORBIDDEN = {
    "R6": "Test your one rep max this week.",
    "R10": "Eat fewer calories this week.",
    "R16": "Have a coffee before training.",
    "R17": "Increase the load each week.",
    "R18": "Take creatine with that.",
    "R19": "Try a fasted ride.",
    "R33": "Go for a run.",
    "R48": "Keep the hard day.",
}
STATED = {
    "R10": ("condition", "eating disorder"),
    "R18": ("medication", "warfarin"),
    "R19": ("medication", "insulin"),
    "R33": ("injury", "stress fracture of the shin"),
}
BEHIND = {"age": ("R16",), "what was stated": ("R10", "R18", "R19", "R33"), "flags": ("R6", "R17"), "a flag of today": ("R48",)}
"""People, each by the rows that hold for them."""
FREE = "Go to bed at your usual hour."
QUESTION = "What should I do this week?"
RED_FLAGS = RedFlags()


class Urger(Coach):
    """Asks for all that a gate may forbid, and notes what it was told is known."""

    name = "urger"

    def __init__(self) -> None:
        self.known: list[tuple[Fact, ...]] = []

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        """Give one action a gate."""
        self.known.append(await context.facts())
        seen = (await super().advise(case, context)).claims[:-1]
        texts = (*FORBIDDEN.values(), FREE)
        claims = (*seen, *(Claim(text, ClaimKind.ACTION) for text in texts))
        return Advice(
            f"u-{context.today}-{case.query}", self.name, claims, tuple(Action(text, "today") for text in texts), confidence=0.9
        )


class Failing:
    """Counts the calls of a port's hooks, and fails one of them or all from it on."""

    calls: int
    at: int | None
    mode: Literal["once", "from then on"]
    error: Exception


def failing(kind: type[Any], port: type[Any]) -> Any:
    """Give an adapter whose every hook may fail."""

    def gated(name: str) -> Callable[..., Awaitable[Any]]:
        async def hook(self: Any, *given: Any, **named: Any) -> Any:
            self.calls += 1
            if self.at is not None and (self.calls == self.at or (self.mode == "from then on" and self.calls > self.at)):
                raise self.error
            return await getattr(super(built, self), name)(*given, **named)

        return hook

    built = type(f"Failing{kind.__name__}", (kind,), {name: gated(name) for name in port.__abstractmethods__})
    built.calls, built.at, built.mode, built.error = 0, None, "once", StoreUnavailable("The store does not answer.")  # type: ignore[attr-defined]
    return built()


class Scene(NamedTuple):
    """A house with a person behind one gate, and handles on what may fail."""

    house: House
    urger: Urger
    facts: Any
    journal: Any


async def scene(*rows: str) -> Scene:
    """Build a house in which some rows hold."""
    urger = Urger()
    facts, journal = failing(InMemoryFactStore, FactStore), failing(InMemoryJournal, Journal)
    born = DAY.year - 16 if "R16" in rows else DAY.year - 40
    house = House(
        specialists=[urger],
        journal=journal,
        memory=Memory(facts=facts),
        profile=Profile(zone="UTC", quiet_hours=None, birth_year=born),
        red_flags=RED_FLAGS,
    )
    async with facts, journal:
        for row in rows:
            if row in STATED:
                slot, value = STATED[row]
                await facts.hear([Statement(ANNA, slot, "holds", value, said_at=NOON, recorded_at=NOON, since=NOON)])
            elif row != "R16":
                ago = timedelta(hours=1 if row == "R48" else 25)
                await journal.record(JournalEntry(ANNA, holds=changes_of(ANNA, [RED_FLAGS.of_row(row)], NOON - ago, "before")))
    facts.calls = journal.calls = 0
    return Scene(house, urger, facts, journal)


async def told(scene: Scene) -> tuple[str, list[Exception]]:
    """Ask, have advice made and delivered, and give all that reached the person, with the errors that the host met."""
    house, said, errors = scene.house, "", list[Exception]()
    async with house.pipeline as auren:
        for step in (
            lambda: auren.ask(ANNA, QUESTION),
            lambda: auren.ingest([resting(70)]),
            lambda: auren.advance_to(house.clock.now()),
            lambda: auren.advance_to(house.clock.now() + timedelta(minutes=10)),
        ):
            try:
                came: Any = await step()
            except AurenError as error:
                errors.append(error)
                continue
            said += "".join(f"\n{reply.text}{reply.plan}" for reply in [came] if hasattr(reply, "plan"))
    return said + "".join(f"\n{message.text}" for message in house.sent), errors


@pytest.mark.parametrize("row", FORBIDDEN)
async def test_without_a_fault_a_gate_holds_its_own(row: str) -> None:
    said, errors = await told(await scene(row))
    assert not errors
    assert FORBIDDEN[row] not in said
    assert (FREE in said) == (row != "R48")
    everything, _ = await told(await scene())
    assert all(text in everything for text in FORBIDDEN.values())


@pytest.mark.parametrize("store", ["facts", "journal"])
@pytest.mark.parametrize("mode", ["once", "from then on"])
@pytest.mark.parametrize("who", BEHIND)
async def test_no_call_that_fails_opens_a_gate(who: str, mode: Literal["once", "from then on"], store: str) -> None:
    whole = await scene(*BEHIND[who])
    await told(whole)
    calls = getattr(whole, store).calls
    assert calls > 1
    for at in range(1, calls + 1):
        broken = await scene(*BEHIND[who])
        part = getattr(broken, store)
        part.at, part.mode = at, mode
        said, errors = await told(broken)
        assert not [row for row in BEHIND[who] if FORBIDDEN[row] in said], at
        assert all(isinstance(one, StoreError) for one in errors), at


@pytest.mark.parametrize("mode", ["once", "from then on"])
async def test_a_specialist_that_may_act_knows_what_is_known(mode: Literal["once", "from then on"]) -> None:
    for at in range(1, 9):
        broken = await scene("R18")
        broken.facts.at, broken.facts.mode = at, mode
        async with broken.house.pipeline as auren:
            reply = await auren.ask(ANNA, QUESTION)
        assert reply.asks_action == any(fact.value == "warfarin" for known in broken.urger.known for fact in known), at


@pytest.mark.parametrize("locale", TEXTS)
async def test_who_cannot_be_looked_up_is_told_what_is_seen_and_nothing_to_do(locale: str) -> None:
    facts = failing(InMemoryFactStore, FactStore)
    facts.at, facts.mode = 1, "from then on"
    profile = Profile(zone="UTC", quiet_hours=None, locale=locale, birth_year=DAY.year - 40)
    async with House(specialists=[Urger()], memory=Memory(facts=facts), profile=profile).pipeline as auren:
        reply = await auren.ask(ANNA, QUESTION)
        assert reply.sentences[0].text == TEXTS[locale].unknown
        assert [claim.kind for claim in reply.claims] == [ClaimKind.OBSERVATION]
        assert not reply.asks_action
        assert not reply.plan.actions
        assert "facts: what is known of the person could not be read" in reply.failures
        assert reply.degraded


async def test_advice_waits_until_what_is_known_can_be_read_again() -> None:
    broken = await scene("R19")
    broken.facts.at, broken.facts.mode = 1, "from then on"
    house = broken.house
    async with house.pipeline as auren:
        await auren.ingest([resting(70)])
        await house.later(minutes=1)
        assert not house.sent
        broken.facts.at = None
        await house.later(minutes=1)
        assert FREE in house.sent[0].text
        assert FORBIDDEN["R19"] not in house.sent[0].text


async def test_no_photo_is_measured_of_whom_nothing_can_be_read() -> None:
    class Measurer:
        name = "measurer"
        asked = 0

        async def measure(self, photo: Photo) -> list[PhotoMeasurement]:
            self.asked += 1
            return [PhotoMeasurement("body.waist", 80, "cm")]

    measurer = Measurer()
    for at in (1, 2):
        broken = await scene("R10")
        broken.facts.at = at
        async with broken.house.pipeline as auren:
            with pytest.raises((Blocked, StoreError)):
                await ProgressPhotos(auren, measurer).take(ANNA, Photo("p1", NOON, "UTC", "front"))
    assert not measurer.asked
