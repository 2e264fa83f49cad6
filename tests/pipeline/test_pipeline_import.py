"""What one pipeline exported, another takes in whole, again and after a crash, too; and nothing of it is done twice."""

from __future__ import annotations

import asyncio
import copy
import json
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pipeline_house import ANNA, BEN, DAY, NOON, House, resting

from auren.errors import ConsentError, InvalidInput, StoreConflict, StoreUnavailable
from auren.history import InMemoryHistory
from auren.journal import InMemoryJournal, SQLJournal
from auren.memory import Memory
from auren.memory.erasure import Tombstones
from auren.memory.facts import InMemoryFactStore
from auren.people import Profile, QuietHours
from auren.pipeline import Pipeline
from auren.ports import JournalEntry
from auren.privacy import InMemoryDirectory
from auren.privacy.audit import InMemoryAuditLog
from auren.privacy.consent import ConsentRecord, InMemoryConsentBook

PARTS = ("profile", "readings", "findings", "replies", "feedback", "holds", "memory", "statements")


async def exported(house: House) -> dict[str, Any]:
    """Have a person live in a house, and give the export as it comes out of a file."""
    auren = house.pipeline
    await auren.ingest([resting(71), resting(72, DAY - timedelta(days=9)), resting(50, subject=BEN)])
    await auren.advance_to(NOON)
    reply = await auren.ask(ANNA, "How is my resting heart rate?")
    await auren.feedback(ANNA, reply.advice[0].id, "helped", note="It did.")
    # Raises a hold.
    await auren.ask(ANNA, "I make myself vomit after every meal to lose weight.")
    document: dict[str, Any] = json.loads(json.dumps(await auren.export(ANNA)))
    return document


def same(document: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(_sorted(document[part]) == _sorted(other[part]) for part in PARTS)


def _sorted(part: Any) -> Any:
    return sorted(map(json.dumps, part)) if isinstance(part, list) else part


async def test_what_is_imported_is_exported_the_same() -> None:
    first, second = House(), House()
    async with first.pipeline, second.pipeline as auren:
        document = await exported(first)
        assert all(document[part] for part in ("readings", "findings", "replies", "feedback", "holds", "memory"))
        report = await auren.import_(document)
        assert report.subject == ANNA
        assert report.taken["readings"] == 2
        assert set(report.left) == {"consents", "disclosures"}
        assert same(document, json.loads(json.dumps(await auren.export(ANNA))))
        assert len(await auren.holds(ANNA)) == len(await first.pipeline.holds(ANNA)) > 0


async def test_importing_again_changes_nothing_and_does_nothing_twice() -> None:
    first, second = House(), House()
    async with first.pipeline, second.pipeline as auren:
        document = await exported(first)
        for _ in range(3):
            await auren.import_(document)
        assert same(document, json.loads(json.dumps(await auren.export(ANNA))))
        await auren.advance_to(NOON + timedelta(hours=1))
        assert second.sent == []
        assert len((await auren.export(ANNA))["replies"]) == len(document["replies"])  # type: ignore[arg-type]


async def test_life_goes_on_as_it_would_have() -> None:
    first, second = House(), House()
    async with first.pipeline, second.pipeline as auren:
        document = await exported(first)
        await auren.import_(document)
        report = await auren.ingest([resting(71), resting(73, DAY + timedelta(days=1))])
        stayed = await first.pipeline.ingest([resting(71), resting(73, DAY + timedelta(days=1))])
        assert (report.new, report.repeated) == (stayed.new, stayed.repeated) == (1, 1)
        assert report.findings == stayed.findings


async def test_a_delivery_that_was_pending_is_not_sent_here() -> None:
    quiet = Profile(zone="UTC", quiet_hours=QuietHours(NOON.time(), (NOON + timedelta(hours=2)).time()))
    first = House(profile=quiet)
    async with first.pipeline as auren:
        await auren.ingest([resting(71)])
        await auren.advance_to(NOON)
        document = json.loads(json.dumps(await auren.export(ANNA)))
    assert [one["status"] for one in document["deliveries"]] == ["pending"]
    second = House()
    async with second.pipeline as auren:
        await auren.import_(document)
        await auren.advance_to(NOON + timedelta(hours=5))
        assert second.sent == []


def broken() -> list[Any]:
    def without(part: str) -> Any:
        return lambda document: document.pop(part)

    def replaced(part: str, value: Any) -> Any:
        return lambda document: document.update({part: value})

    lists = ("readings", "findings", "replies", "deliveries", "feedback", "memory", "statements")
    return [
        *(without(part) for part in ("format", "subject", "profile", *lists)),
        *(replaced(part, [{"secret": "xylophone"}]) for part in (*lists, "holds")),
        *(replaced(part, "xylophone") for part in (*lists, "profile", "format")),
        replaced("subject", "ben"),
        replaced("subject", None),
        lambda document: document["readings"][0].update(value="xylophone"),
        lambda document: document["findings"][0].update(disposition="xylophone"),
        lambda document: document["memory"][0].update(at="2025-01-01T00:00:00"),
    ]


@pytest.mark.parametrize("number", range(len(broken())))
async def test_what_cannot_be_read_is_refused_whole_and_quoted_nowhere(number: int) -> None:
    first, second = House(), House()
    async with first.pipeline, second.pipeline as auren:
        document = copy.deepcopy(await exported(first))
        broken()[number](document)
        before = await auren.export(ANNA)
        with pytest.raises(InvalidInput) as refused:
            await auren.import_(document)
        assert "xylophone" not in f"{refused.value} {refused.value.__cause__}"
        assert await auren.export(ANNA) == before


class Crash(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("step", range(12))
async def test_an_import_that_crashed_at_any_step_is_finished_by_importing_again(
    step: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = House()
    async with first.pipeline:
        document = await exported(first)
    url = f"sqlite+aiosqlite:///{tmp_path / 'auren.db'}"
    memory, history = Memory(facts=InMemoryFactStore()), InMemoryHistory()
    # What a store keeps outlives the crash of whoever used it.
    async with memory, history:
        steps = 0

        def counting(whole: Any) -> Any:
            async def work(self: Any, *given: Any, **named: Any) -> Any:
                nonlocal steps
                if steps == step:
                    raise Crash
                steps += 1
                return await whole(self, *given, **named)

            return work

        for kind, name in ((SQLJournal, "record"), (InMemoryHistory, "append"), (type(memory.semantic), "put")):
            monkeypatch.setattr(kind, name, counting(getattr(kind, name)))
        house = House(journal=SQLJournal(url), memory=memory, history=history)
        async with house.pipeline as auren:
            with suppress(Crash):
                await auren.import_(document)
        monkeypatch.undo()
        house = House(journal=SQLJournal(url), memory=memory, history=history)
        async with house.pipeline as auren:
            await auren.import_(document)
            assert same(document, json.loads(json.dumps(await auren.export(ANNA))))


async def test_collecting_is_asked_for_and_consents_do_not_travel() -> None:
    first = House()
    async with first.pipeline:
        document = await exported(first)
    book, audit = InMemoryConsentBook(), InMemoryAuditLog(bytes(32), first.clock)
    document["profile"]["consents"] = ["share"]
    directory = InMemoryDirectory()
    pipeline = Pipeline(
        history=InMemoryHistory(), journal=InMemoryJournal(), directory=directory, clock=first.clock, consents=book, audit=audit
    )
    async with pipeline as auren:
        with pytest.raises(ConsentError):
            await auren.import_(document)
        assert (await auren.export(ANNA))["readings"] == []
        await book.record(ConsentRecord(ANNA, "collect", True, NOON, "1"))
        await auren.import_(document)
        assert not (await directory.profile(ANNA)).consents
        assert not await book.allows(ANNA, "share")
        assert [entry.action for entry in await audit.entries()] == ["export", "import"]


async def test_what_was_forgotten_for_good_does_not_come_back() -> None:
    first = House()
    async with first.pipeline:
        document = await exported(first)
    memory = Memory(facts=InMemoryFactStore(), tombstones=Tombstones(key=b"a key that is kept elsewhere"))
    house = House(memory=memory)
    async with house.pipeline as auren:
        await auren.import_(document)
        await house.later(minutes=1)
        assert (await auren.erase(ANNA)).complete
        await auren.import_(document)
        assert (await auren.export(ANNA))["memory"] == []


async def test_a_person_who_is_not_yet_forgotten_is_not_imported() -> None:
    class Stubborn(InMemoryJournal):
        async def _forget(self, subject: Any) -> int:
            raise StoreUnavailable("The journal does not answer.")

    first, second = House(), House(journal=Stubborn())
    async with first.pipeline, second.pipeline as auren:
        document = await exported(first)
        await auren.erase(ANNA)
        with pytest.raises(Exception, match="erase again"):
            await auren.import_(document)


async def test_a_hold_that_could_not_be_written_outlasts_an_import() -> None:
    class Down(InMemoryJournal):
        down = False

        async def _record(self, entry: JournalEntry) -> None:
            if self.down:
                raise StoreUnavailable("The journal does not answer.")
            await super()._record(entry)

    first, journal = House(), Down()
    second = House(journal=journal)
    async with first.pipeline, second.pipeline as auren:
        await first.pipeline.ingest([resting(71)])
        document = await first.pipeline.export(ANNA)
        journal.down = True
        await auren.ask(ANNA, "I make myself vomit after every meal to lose weight.")
        journal.down = False
        await auren.import_(document)
        assert [hold.row for hold in await auren.holds(ANNA)] == ["R10"]


async def test_a_clearing_elsewhere_leaves_what_was_raised_here_since() -> None:
    first, second = House(), House()
    said = "I make myself vomit after every meal to lose weight."
    async with first.pipeline, second.pipeline as auren:
        await first.pipeline.ask(ANNA, said, idempotency_key="there")
        await auren.import_(await first.pipeline.export(ANNA))
        await first.pipeline.clear_hold(ANNA, "R10", by="A human there")
        document = await first.pipeline.export(ANNA)
        # What was seen there is cleared here, too.
        await auren.import_(document)
        assert await auren.holds(ANNA) == ()
        third = House()
        async with third.pipeline:
            await third.pipeline.ask(ANNA, said, idempotency_key="here")
            for _ in range(2):
                await third.pipeline.import_(document)
                assert [hold.row for hold in await third.pipeline.holds(ANNA)] == ["R10"]


async def test_an_import_that_waits_while_the_person_is_erased_or_withdraws_keeps_nothing() -> None:
    first = House()
    async with first.pipeline:
        document = await exported(first)
    book = InMemoryConsentBook(clock=first.clock)
    pipeline = Pipeline(history=InMemoryHistory(), journal=InMemoryJournal(), clock=first.clock, consents=book)
    async with pipeline as auren:
        await book.record(ConsentRecord(ANNA, "collect", True, NOON, "1"))
        locks = auren._rooms.locks
        async with locks.hold("data", ANNA):
            waiting = asyncio.create_task(auren.import_(document))
            await asyncio.sleep(0)
            await book.record(ConsentRecord(ANNA, "collect", False, NOON))
        with pytest.raises(ConsentError):
            await waiting
        assert (await auren.export(ANNA))["readings"] == []
    house = House()
    async with house.pipeline as auren:
        async with house.pipeline._rooms.locks.hold("advise", ANNA):
            erasing = asyncio.create_task(auren.erase(ANNA))
            await asyncio.sleep(0)
            waiting = asyncio.create_task(auren.import_(document))
            await asyncio.sleep(0)
        assert (await erasing).complete
        with pytest.raises(StoreConflict):
            await waiting
        assert (await auren.export(ANNA))["readings"] == []


async def test_a_document_of_endless_depth_is_refused() -> None:
    deep: Any = []
    for _ in range(5_000):
        deep = [deep]
    async with House().pipeline as auren:
        document: dict[str, Any] = dict(await auren.export(ANNA))
        for part in ("profile", "holds", "memory"):
            with pytest.raises(InvalidInput):
                await auren.import_({**document, part: deep})


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": float("nan")},
        {"value": float("inf")},
        {"value": 10**400},
        {"value": -5.0},
        {"metric": "no.such"},
        {"start": "2025-03-10T06:00:00"},
        {"start": "2025-03-11T06:00:00Z"},
        {"zone": "No/Where"},
        {"revision": -1},
    ],
)
async def test_a_reading_that_no_source_gives_is_not_imported(wrong: dict[str, Any]) -> None:
    first, second = House(), House()
    async with first.pipeline, second.pipeline as auren:
        document = await exported(first)
        document["readings"][0].update(wrong)
        with pytest.raises(InvalidInput):
            await auren.import_(document)
        kept = await auren.export(ANNA)
        assert not any(kept[part] for part in ("readings", "holds", "replies"))


async def test_readings_of_days_that_have_not_come_wait_for_them() -> None:
    first, second = House(start=NOON + timedelta(days=9)), House()
    async with first.pipeline, second.pipeline as auren:
        await first.pipeline.ingest([resting(50), resting(50, DAY + timedelta(days=9))])
        document = await first.pipeline.export(ANNA)
        report = await auren.import_(document)
        assert report.taken["readings"] == 1
        assert report.left["readings"].startswith("1 ")
        await second.later(days=9)
        assert (await auren.import_(document)).taken["readings"] == 2


@pytest.mark.parametrize("document", [None, [], "auren-export-1", 3])
async def test_what_is_no_document_at_all_is_refused(document: Any) -> None:
    async with House().pipeline as auren:
        with pytest.raises(InvalidInput):
            await auren.import_(document)
