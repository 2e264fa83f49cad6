"""A pipeline with a book of consents asks it at every edge, mid-run, too; its rights reach the book and the ledger."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from auren import Pipeline, Reading, SimulatedClock, Subject
from auren.conversation import Advice, Case, Claim, ClaimKind, InboundMessage, Message
from auren.errors import AurenError, ConsentError, InvalidInput, StoreError, StoreUnavailable
from auren.history import SQLHistory
from auren.inference import ChatMessage, ModelRequest
from auren.journal import InMemoryJournal, SQLJournal
from auren.patterns import Rule, daily
from auren.people import Profile
from auren.ports import Channel, JournalEntry, SpecialistContext
from auren.privacy import InMemoryDirectory
from auren.privacy.audit import InMemoryAuditLog, verify
from auren.privacy.consent import (
    PURPOSES,
    ConsentBook,
    ConsentRecord,
    InMemoryConsentBook,
    ProfileConsents,
    Purpose,
    SQLConsentBook,
)
from auren.privacy.disclosure import InMemoryDisclosureLedger, SQLDisclosureLedger
from auren.safety import RedFlags
from auren.testing import ScriptedModel

ANNA, BEN = Subject("anna-edge"), Subject("ben-edge")
DAY = date(2025, 3, 10)
NOON = datetime(2025, 3, 10, 12, tzinfo=UTC)
KEY = bytes(range(32))


class Noting(Channel):
    """Notes what it sends."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[Message] = []

    @property
    def name(self) -> str:
        return "noting"

    async def _send(self, message: Message) -> None:
        self.sent.append(message)


@dataclass
class Asking:
    """A specialist that asks a model by itself, and notes what came of it."""

    name: str = "asking"
    expertise: frozenset[str] = frozenset({"heart"})
    ended: list[str] = field(default_factory=list)
    before: Callable[[], Any] | None = None

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        try:
            await context.complete(ModelRequest((ChatMessage("user", "hello"),)))
            self.ended.append("answered")
        except AurenError as error:
            self.ended.append("refused" if isinstance(error, ConsentError) else type(error).__name__)
        if self.before is not None:
            await self.before()
        return Advice(f"a-{context.today}", self.name, (Claim("Keep today easy.", ClaimKind.ACTION),), confidence=0.7)


@dataclass
class House:
    """A pipeline with everything that asks and notes, and what stands behind it."""

    clock: SimulatedClock = field(default_factory=lambda: SimulatedClock(NOON))
    model: ScriptedModel = field(default_factory=lambda: ScriptedModel("[1] Keep today easy."))
    channel: Noting = field(default_factory=Noting)
    coach: Asking = field(default_factory=Asking)
    book: ConsentBook | None = None
    parts: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.consents = self.book or InMemoryConsentBook(self.clock)
        self.ledger = self.parts.pop("disclosures", None) or InMemoryDisclosureLedger(KEY, self.clock)
        self.audit = self.parts.pop("audit", None) or InMemoryAuditLog(KEY, self.clock)
        self.directory = InMemoryDirectory({ANNA: Profile(zone="UTC"), BEN: Profile(zone="UTC")})
        self.auren = Pipeline(
            specialists=[self.coach],
            gateway=self.model,
            channels=[self.channel],
            directory=self.directory,
            clock=self.clock,
            consents=self.consents,
            disclosures=self.ledger,
            audit=self.audit,
            **self.parts,
        )

    async def decide(self, granted: bool, *purposes: Purpose, subject: Subject = ANNA) -> None:
        self.clock.move_to(self.clock.now() + timedelta(seconds=1))
        for purpose in purposes:
            await self.consents.record(ConsentRecord(subject, purpose, granted, self.clock.now(), "2025-01", "test"))
        self.clock.move_to(self.clock.now() + timedelta(seconds=1))


def resting(value: float = 50, day: date = DAY, subject: Subject = ANNA) -> Reading:
    at = datetime.combine(day, time(6), UTC)
    return Reading.of(subject, "heart.resting", value, unit="bpm", start=at, zone="UTC", source="test")


async def message(house: House, id: str = "m1", text: str = "How is my heart?") -> InboundMessage:
    await house.directory.put_address(ANNA, "noting", "+1")
    return InboundMessage(id, "noting", "+1", text, NOON)


# Every edge


async def test_without_consent_every_edge_refuses() -> None:
    house = House()
    async with house.auren as auren:
        report = await auren.ingest([resting()])
        assert (report.seen, report.new, report.refused) == (1, 0, 1)
        reply = await auren.receive(await message(house))
        assert reply.text
        await auren.advance_to(NOON + timedelta(minutes=1))
        with pytest.raises(ConsentError):
            await auren.share(ANNA, "doctor")
        kept: Any = await auren.export(ANNA)
        assert kept["readings"] == []
        assert [delivery["status"] for delivery in kept["deliveries"]] == ["failed"]
        assert await house.ledger.disclosures(ANNA) == ()
    assert house.coach.ended == ["refused"]
    assert (house.model.requests, house.channel.sent) == ((), [])


@pytest.mark.parametrize("purpose", PURPOSES)
async def test_each_consent_opens_its_own_edge_alone(purpose: Purpose) -> None:
    house = House()
    async with house.auren as auren:
        await house.decide(True, purpose)
        opened = set()
        if (await auren.ingest([resting()])).new:
            opened.add("collect")
        await auren.receive(await message(house))
        await auren.advance_to(NOON + timedelta(minutes=1))
        if house.model.requests:
            opened.add("model_provider")
        if house.channel.sent:
            opened.add("channel")
        try:
            await auren.share(ANNA, "doctor")
            opened.add("share")
        except ConsentError:
            pass
        assert opened == {purpose}
        noted = {one.consent for one in await house.ledger.disclosures(ANNA)}
        assert noted == {purpose} - {"collect"}


async def test_one_persons_consent_is_nobody_elses() -> None:
    house = House()
    async with house.auren as auren:
        await house.decide(True, *PURPOSES, subject=BEN)
        report = await auren.ingest([resting(), resting(subject=BEN)])
        assert (report.seen, report.new, report.refused) == (2, 1, 1)
        await auren.ask(ANNA, "How is my heart?")
    assert house.model.requests == ()


async def test_a_withdrawal_in_the_middle_of_a_run_stops_the_next_edge() -> None:
    house = House()
    async with house.auren as auren:
        await house.decide(True, *PURPOSES)

        async def withdraw() -> None:
            await house.decide(False, "model_provider", "channel")

        house.coach.before = withdraw
        reply = await auren.receive(await message(house))
        await auren.advance_to(NOON + timedelta(minutes=1))
        # The specialist was still answered; wording and sending came after the withdrawal.
        assert house.coach.ended == ["answered"]
        assert len(house.model.requests) == 1
        assert house.channel.sent == []
        assert any("Consent" in failure for failure in reply.failures)


# Help


@pytest.mark.parametrize("allowed", [False, True])
async def test_help_is_sent_back_to_where_the_person_wrote_with_and_without_consent(allowed: bool) -> None:
    house = House()
    async with house.auren as auren:
        if allowed:
            await house.decide(True, "channel")
        reply = await auren.receive(await message(house, text="I have crushing chest pain and my left arm is numb."))
        (sent,) = house.channel.sent
        assert sent.text == reply.text == RedFlags().of_row("R1").text
        assert sent.helps is not allowed
        (note,) = await house.ledger.disclosures(ANNA)
        assert (note.recipient, note.categories, note.consent) == (
            ("noting", ("reply",), "channel") if allowed else ("noting", ("help",), "")
        )
        # Nothing follows it.
        await auren.receive(await message(house, "m2", "How did I sleep?"))
        assert len(house.channel.sent) == (2 if allowed else 1)


async def test_only_help_leaves_without_consent() -> None:
    house = House()
    both = "I have crushing chest pain. Can you diagnose my ECG?"
    async with house.auren as auren:
        gate = await auren.receive(await message(house, text="I am pregnant."))
        refused = await auren.receive(await message(house, "m2", "Which SARMs cycle is safe?"))
        assert [flag.level for flag in (*gate.flags, *refused.flags)] == ["G", "R"]
        assert house.channel.sent == []
        assert not await house.ledger.disclosures(ANNA)
        reply = await auren.receive(await message(house, "m3", both))
        assert [flag.level for flag in reply.flags] == ["E0", "R"]
        assert [sent.text for sent in house.channel.sent] == [reply.flags[0].text]


async def test_what_was_found_in_data_does_not_leave_without_consent() -> None:
    racing = Rule("racing", 1, "Racing", daily("heart.resting").above(120, "bpm"), flag="R5")
    house = House(parts={"rules": [racing]})
    async with house.auren as auren:
        await house.decide(True, "collect")
        await auren.ingest([resting(130)])
        reply = await auren.receive(await message(house))
        assert [(flag.id, flag.level, flag.origin) for flag in reply.flags] == [("R5", "E1", "data")]
        await auren.advance_to(NOON + timedelta(days=1))
        assert house.channel.sent == []


async def test_help_that_cannot_be_noted_waits_and_the_host_has_it() -> None:
    class Mute(InMemoryDisclosureLedger):
        async def _note(self, *given: Any, **named: Any) -> Any:
            raise StoreUnavailable("The ledger does not answer.")

    house = House(parts={"disclosures": Mute(KEY)})
    async with house.auren as auren:
        reply = await auren.receive(await message(house, text="I have crushing chest pain."))
        assert [flag.id for flag in reply.flags] == ["R1"]
        assert house.channel.sent == []


async def test_a_flagged_reply_is_given_when_the_journal_cannot_plan_its_delivery() -> None:
    class Halting(InMemoryJournal):
        async def _record(self, entry: JournalEntry) -> None:
            raise StoreUnavailable("The journal does not answer.")

    house = House(parts={"journal": Halting()})
    async with house.auren as auren:
        reply = await auren.receive(await message(house, text="I have crushing chest pain."))
        assert [flag.id for flag in reply.flags] == ["R1"]
        assert "delivery: StoreUnavailable" in reply.failures
        with pytest.raises(StoreUnavailable):
            await auren.receive(await message(house, "m2"))


async def test_a_withdrawal_between_two_deliveries_stops_the_second() -> None:
    house = House()
    async with house.auren as auren:
        await house.decide(True, *PURPOSES)
        await auren.receive(await message(house))
        await auren.advance_to(NOON + timedelta(minutes=1))
        assert len(house.channel.sent) == 1
        await house.decide(False, "channel")
        await auren.receive(await message(house, "m2"))
        await auren.advance_to(NOON + timedelta(minutes=9))
        assert len(house.channel.sent) == 1


async def test_a_withdrawal_while_readings_stream_in_stops_those_not_taken_in() -> None:
    house = House()
    async with house.auren as auren:
        await house.decide(True, "collect")

        async def streamed() -> AsyncIterator[Reading]:
            yield resting(day=DAY - timedelta(days=1))
            await house.decide(False, "collect")
            yield resting()

        report = await auren.ingest(streamed())
        assert (report.new, report.refused) == (0, 2)


class Broken(InMemoryConsentBook):
    """A book that does not answer."""

    async def _allows(self, subject: Subject, purpose: Purpose) -> bool:
        raise StoreUnavailable("The book does not answer.")


async def test_a_book_that_does_not_answer_closes_every_edge() -> None:
    house = House(book=Broken())
    async with house.auren as auren:
        assert (await auren.ingest([resting()])).refused == 1
        await auren.receive(await message(house))
        await auren.advance_to(NOON + timedelta(minutes=1))
        with pytest.raises(ConsentError):
            await auren.share(ANNA, "doctor")
        assert [part.part for part in (await auren.health()).parts if not part.ok] == ["consents"]
    assert (house.model.requests, house.channel.sent) == ((), [])


async def test_the_hosts_own_profiles_may_be_the_book() -> None:
    clock = SimulatedClock(NOON)
    directory = InMemoryDirectory({ANNA: Profile(zone="UTC", consents=frozenset({"collect"}))})
    async with Pipeline(directory=directory, clock=clock, consents=ProfileConsents(directory)) as auren:
        report = await auren.ingest([resting(), resting(subject=BEN)])
        assert (report.new, report.refused) == (1, 1)


async def test_what_cannot_be_noted_is_neither_shared_nor_given_out() -> None:
    class Full(InMemoryAuditLog):
        async def _append(self, follow: Any) -> Any:
            raise StoreUnavailable("The log does not answer.")

    house = House(parts={"audit": Full(KEY, SimulatedClock(NOON))})
    async with house.auren as auren:
        await house.decide(True, "share")
        with pytest.raises(StoreUnavailable):
            await auren.share(ANNA, "doctor")
        with pytest.raises(StoreUnavailable):
            await auren.export(ANNA)
        # Nobody is kept from being erased by it.
        report = await auren.erase(ANNA)
        assert report.failed == {"audit": "StoreUnavailable"}
        assert report.forgotten["consents"] == 1


@pytest.mark.parametrize("recipient", ["", "x" * 201])
async def test_a_recipient_has_a_name(recipient: str) -> None:
    house = House()
    async with house.auren as auren:
        with pytest.raises(InvalidInput):
            await auren.share(ANNA, recipient)


# Rights


async def lived_in(house: House) -> None:
    for subject in (ANNA, BEN):
        await house.decide(True, *PURPOSES, subject=subject)
        await house.auren.ingest([resting(subject=subject)])
        await house.auren.ask(subject, "How is my heart?")
        await house.auren.share(subject, "doctor")


async def test_export_and_erasure_reach_book_ledger_and_log() -> None:
    house = House()
    async with house.auren as auren:
        await lived_in(house)
        export = json.loads(json.dumps(await auren.export(ANNA)))
        assert len(export["consents"]) == len(PURPOSES)
        assert {one["recipient"] for one in export["disclosures"]} == {"scripted", "doctor"}
        assert "ben-edge" not in json.dumps(export)
        before = await house.ledger.anchor()
        report = await auren.erase(ANNA)
        assert report.complete
        assert report.forgotten["consents"] == len(PURPOSES)
        assert report.forgotten["disclosures"] == len(export["disclosures"])
        assert next(iter(report.forgotten)) == "consents"
        after = await auren.export(ANNA)
        assert (after["consents"], after["disclosures"]) == ([], [])
        assert await house.consents.allows(BEN, "share")
        assert len(await house.ledger.disclosures(BEN)) == len(export["disclosures"])
        # The proof stands, and names nobody.
        assert await house.ledger.erased_at(ANNA) is not None
        assert verify(await house.ledger.entries(), [before]).ok
        asked = [entry for entry in await house.audit.entries() if entry.person == house.audit.hashed_subject(ANNA)]
        assert [entry.action for entry in asked] == ["share", "export", "erase", "erased", "export"]
        assert "anna-edge" not in repr(asked) + repr(await house.ledger.entries())
        again = await auren.erase(ANNA)
        assert again.complete
        assert set(again.forgotten.values()) == {0}


class Crash(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("step", range(8))
async def test_an_erasure_that_crashed_at_any_step_is_finished_by_asking_again(
    step: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'auren.db'}"

    def house() -> House:
        clock = SimulatedClock(NOON + timedelta(hours=len(built)))
        built.append(1)
        parts = {
            "history": SQLHistory(url),
            "journal": SQLJournal(url),
            "disclosures": SQLDisclosureLedger(url, key=KEY, clock=clock),
        }
        return House(clock=clock, book=SQLConsentBook(url, clock=clock), parts=parts)

    built: list[int] = []
    first = house()
    async with first.auren as auren:
        await lived_in(first)
        steps = 0
        from auren._sql import Database

        whole = Database.write

        async def write(self: Database, *given: Any, **named: Any) -> Any:
            nonlocal steps
            if steps == step:
                raise Crash
            steps += 1
            done = await whole(self, *given, **named)
            if steps == step:
                raise Crash
            return done

        monkeypatch.setattr(Database, "write", write)
        crashed = True
        try:
            await auren.erase(ANNA)
            crashed = False
        except Crash:
            pass
        monkeypatch.undo()
    # A few steps more than there are show that the last one was met.
    assert crashed == (step < 6)
    second = house()
    async with second.auren as auren:
        assert (await auren.erase(ANNA)).complete
        assert await second.ledger.erased_at(ANNA) is not None
        assert await second.consents.allows(BEN, "share")
    assert all(b"anna-edge" not in path.read_bytes() for path in tmp_path.iterdir())


async def test_an_answer_that_is_worded_while_its_person_is_erased_leaves_no_trace_and_goes_nowhere() -> None:
    house = House()
    async with house.auren as auren:
        await house.decide(True, *PURPOSES)

        async def erase() -> None:
            await auren.erase(ANNA)

        house.coach.before = erase
        await auren.ask(ANNA, "How is my heart?")
        assert len(house.model.requests) == 1
        assert await house.ledger.disclosures(ANNA) == ()
        assert (await auren.export(ANNA))["replies"] == []


async def test_a_ledger_that_is_full_keeps_everything_at_home() -> None:
    class Full(InMemoryDisclosureLedger):
        async def _note(self, follow: Any, subject: Subject, body: str) -> None:
            raise StoreError("The ledger is full.")

    house = House(parts={"disclosures": Full(KEY)})
    async with house.auren as auren:
        await house.decide(True, *PURPOSES)
        await auren.receive(await message(house))
        await auren.advance_to(NOON + timedelta(minutes=1))
        with pytest.raises(StoreError):
            await auren.share(ANNA, "doctor")
    assert (house.model.requests, house.channel.sent) == ((), [])
