"""Consent is asked at each edge, at the moment of use, and whatever cannot be told counts as no."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest

from auren import Pipeline, SimulatedClock, Subject
from auren.channels import ConsoleChannel
from auren.conversation import InboundMessage, Message
from auren.errors import ChannelError, ChannelUnavailable, ConsentError, GatewayError, InvalidInput
from auren.inference import Account, ChatMessage, ModelRequest
from auren.people import Profile
from auren.ports import Channel
from auren.privacy import InMemoryDirectory
from auren.privacy.consent import (
    PURPOSES,
    ConsentedChannel,
    ConsentedModel,
    ConsentRecord,
    InMemoryConsentBook,
    ProfileConsents,
    Purpose,
    collected,
    require,
)
from auren.testing import ScriptedModel, SimulatedAthlete

ANNA, BEN = Subject("anna"), Subject("ben")
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def decided(purpose: Purpose, granted: bool, minutes: int = 0, subject: Subject = ANNA) -> ConsentRecord:
    return ConsentRecord(subject, purpose, granted, NOW + timedelta(minutes=minutes), "2026-01", "app settings")


def asked(subject: Subject | None = ANNA) -> ModelRequest:
    return ModelRequest((ChatMessage("user", "hello"),), account=None if subject is None else Account(subject))


@pytest.mark.parametrize("purpose", PURPOSES)
async def test_only_what_was_granted_is_allowed_until_it_is_withdrawn(purpose: Purpose) -> None:
    async with InMemoryConsentBook() as book:
        assert not await book.allows(ANNA, purpose)
        await book.record(decided(purpose, True))
        assert [one for one in PURPOSES if await book.allows(ANNA, one)] == [purpose]
        assert not await book.allows(BEN, purpose)
        await require(book, ANNA, purpose)
        await book.record(decided(purpose, False, 1))
        with pytest.raises(ConsentError):
            await require(book, ANNA, purpose)
        assert [one.granted for one in await book.export(ANNA)] == [True, False]
        assert await book.forget(ANNA) == 2
        assert await book.export(ANNA) == ()


async def test_a_grant_that_arrives_late_does_not_undo_a_withdrawal() -> None:
    async with InMemoryConsentBook() as book:
        await book.record(decided("share", False))
        await book.record(decided("share", True))
        await book.record(decided("share", True, -5))
        assert not await book.allows(ANNA, "share")


def test_a_decision_names_a_purpose_and_a_text() -> None:
    with pytest.raises(InvalidInput):
        ConsentRecord(ANNA, "share", True, NOW)
    with pytest.raises(InvalidInput):
        ConsentRecord(ANNA, "selling", True, NOW, "1")  # type: ignore[arg-type]
    with pytest.raises(InvalidInput):
        ConsentRecord(ANNA, "share", False, NOW.replace(tzinfo=None))


async def test_a_model_is_not_asked_without_consent() -> None:
    model = ScriptedModel("hi")
    async with InMemoryConsentBook() as book, ConsentedModel(model, book) as guarded:
        await book.record(decided("model_provider", True, subject=BEN))
        for request in (asked(), asked(None)):
            with pytest.raises(GatewayError) as error:
                await guarded.complete(request)
            assert isinstance(error.value, ConsentError)
            with pytest.raises(ConsentError):
                await guarded.count_tokens(request)
            with pytest.raises(ConsentError):
                [piece async for piece in guarded.stream(request)]
        with pytest.raises(ConsentError):
            await guarded.embed(["a text"])
        assert model.requests == ()
        assert (await guarded.complete(asked(BEN))).text == "hi"


async def test_a_book_that_does_not_answer_counts_as_no() -> None:
    model, stream, book = ScriptedModel("hi"), io.StringIO(), InMemoryConsentBook()
    async with ConsentedModel(model, book) as guarded, ConsentedChannel(ConsoleChannel(stream), book) as channel:
        with pytest.raises(ConsentError):
            await guarded.complete(asked())
        with pytest.raises(ChannelError):
            await channel.send(Message("m1", ANNA, "hello", "r1"))
        readings = list(SimulatedAthlete(seed=1).readings())[:3]
        assert [one async for one in collected(book, readings)] == []
    assert model.requests == ()
    assert stream.getvalue() == ""


async def test_a_pipeline_says_plainly_what_no_model_may_word() -> None:
    athlete, model = SimulatedAthlete(seed=11), ScriptedModel("[1] Hello.")
    readings = list(athlete.readings())
    clock = SimulatedClock(max(reading.end for reading in readings) + timedelta(hours=1))
    async with InMemoryConsentBook() as book, Pipeline(gateway=ConsentedModel(model, book), clock=clock) as auren:
        await auren.ingest(readings)
        reply = await auren.ask(athlete.subject, "How did I sleep?")
    assert {sentence.origin for sentence in reply.sentences} == {"plain"}
    assert any("ModelConsentError" in failure for failure in reply.failures)
    assert model.requests == ()


class BusyOnce(Channel):
    """Does not answer the first time; counts what it sent."""

    def __init__(self) -> None:
        super().__init__()
        self.tries: list[str] = []

    @property
    def name(self) -> str:
        return "busy"

    async def _send(self, message: Message) -> None:
        self.tries.append(message.id)
        if len(self.tries) == 1:
            raise ChannelUnavailable("Busy; try again.")


@pytest.mark.parametrize(("withdrawn", "tries", "status"), [(False, 2, "sent"), (True, 1, "failed")])
async def test_a_withdrawal_stops_what_is_queued(withdrawn: bool, tries: int, status: str) -> None:
    busy, clock = BusyOnce(), SimulatedClock(NOW)
    directory = InMemoryDirectory({ANNA: Profile(zone="UTC")}, {(ANNA, "busy"): "here"})
    async with InMemoryConsentBook() as book:
        await book.record(decided("channel", True))
        async with Pipeline(channels=[ConsentedChannel(busy, book)], directory=directory, clock=clock) as auren:
            await auren.receive(InboundMessage("1", "busy", "here", "How did I sleep?", NOW))
            await auren.advance_to(NOW)
            assert len(busy.tries) == 1
            if withdrawn:
                await book.record(decided("channel", False, 1))
            await auren.advance_to(NOW + timedelta(hours=1))
            exported = await auren.export(ANNA)
    assert len(busy.tries) == tries
    assert [delivery["status"] for delivery in exported["deliveries"]] == [status]  # type: ignore[attr-defined]


async def test_only_people_who_allow_it_are_collected() -> None:
    readings = list(SimulatedAthlete(seed=1).readings())[:4]
    async with InMemoryConsentBook() as book:
        assert [one async for one in collected(book, readings)] == []
        await book.record(decided("collect", True, subject=readings[0].subject))
        assert [one async for one in collected(book, readings)] == readings


async def test_the_profiles_consents_can_be_the_book() -> None:
    profiles = {ANNA: Profile(consents=frozenset({"channel"}))}
    async with InMemoryDirectory(profiles) as directory, ProfileConsents(directory) as book:
        assert await book.allows(ANNA, "channel")
        assert not await book.allows(ANNA, "share")
        assert not await book.allows(BEN, "channel")
