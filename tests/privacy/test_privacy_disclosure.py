"""What leaves is noted before it leaves, without its content; erasure keeps a keyed hash; due dates follow the law."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest

from auren.channels import ConsoleChannel
from auren.clock import SimulatedClock
from auren.conversation import Message
from auren.errors import ChannelError, ConfigurationError, GatewayError, InvalidInput
from auren.inference import Account, ChatMessage, ModelRequest
from auren.people import Subject
from auren.privacy.disclosure import DisclosedChannel, DisclosedModel, Disclosure, InMemoryDisclosureLedger, Law, due
from auren.testing import ScriptedModel

ANNA, BEN = Subject("anna"), Subject("ben")
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
KEY = bytes(range(32))
WORDS = "my knee hurts"


def asked(subject: Subject) -> ModelRequest:
    return ModelRequest((ChatMessage("user", WORDS),), account=Account(subject))


async def test_it_tells_whose_data_went_where() -> None:
    clock = SimulatedClock(NOW)
    async with (
        InMemoryDisclosureLedger(KEY) as ledger,
        DisclosedModel(ScriptedModel("hi"), ledger, clock) as model,
        DisclosedChannel(ConsoleChannel(io.StringIO()), ledger, clock) as channel,
    ):
        await model.complete(asked(ANNA))
        await channel.send(Message("m1", ANNA, WORDS, "r1"))
        _ = [piece async for piece in model.stream(asked(BEN))]
        noted = await ledger.disclosures(ANNA)
        assert [(one.recipient, one.categories, one.consent) for one in noted] == [
            ("scripted", ("wording",), "model_provider"),
            ("console", ("reply",), "channel"),
        ]
        assert WORDS not in repr(noted)
        assert await ledger.forget(ANNA) == 2
        assert await ledger.disclosures(ANNA) == ()
        assert [to for to, _ in await ledger.erased_disclosures(ANNA)] == ["scripted", "console"]
        assert await ledger.erased_disclosures(BEN) == ()
        assert len(await ledger.disclosures(BEN)) == 1
        assert "anna" not in str(vars(ledger))


async def test_what_cannot_be_noted_does_not_leave() -> None:
    ledger, inner, stream, clock = InMemoryDisclosureLedger(KEY), ScriptedModel("hi"), io.StringIO(), SimulatedClock(NOW)
    async with (
        DisclosedModel(inner, ledger, clock) as model,
        DisclosedChannel(ConsoleChannel(stream), ledger, clock) as channel,
    ):
        with pytest.raises(GatewayError):
            await model.complete(asked(ANNA))
        with pytest.raises(ChannelError):
            await channel.send(Message("m1", ANNA, WORDS, "r1"))
    assert inner.requests == ()
    assert stream.getvalue() == ""


def test_a_short_key_and_a_naive_instant_are_refused() -> None:
    with pytest.raises(ConfigurationError):
        InMemoryDisclosureLedger(b"short")
    with pytest.raises(InvalidInput):
        Disclosure(ANNA, "x", (), NOW.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("law", "received", "answer", "extended"),
    [
        ("GDPR", date(2026, 1, 31), date(2026, 2, 28), date(2026, 4, 30)),
        ("GDPR", date(2027, 12, 15), date(2028, 1, 15), date(2028, 3, 15)),
        ("CCPA", date(2026, 1, 1), date(2026, 2, 15), date(2026, 4, 1)),
        ("MHMDA", date(2026, 1, 1), date(2026, 2, 15), date(2026, 4, 1)),
    ],
)
def test_due_dates(law: Law, received: date, answer: date, extended: date) -> None:
    dates = due(law, received)
    assert (dates.answer, dates.extended) == (answer, extended)


def test_a_receipt_is_confirmed_within_business_days_where_the_law_says_so() -> None:
    assert due("CCPA", date(2026, 1, 2)).confirm == date(2026, 1, 16)
    assert due("CCPA", date(2026, 1, 3)).confirm == date(2026, 1, 16)
    assert due("GDPR", date(2026, 1, 2)).confirm is None


def test_an_unknown_law_has_no_due_date() -> None:
    with pytest.raises(InvalidInput):
        due("none", date(2026, 1, 1))  # type: ignore[arg-type]
