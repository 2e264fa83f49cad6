"""A person's rights: everything in the export, nothing left after erasure."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from pipeline_house import ANNA, BEN, NOON, House, resting

from auren.errors import StoreUnavailable
from auren.facts import MemoryRecord
from auren.history import SQLHistory
from auren.journal import InMemoryJournal, SQLJournal
from auren.memory import Memory
from auren.memory.erasure import Retention, Tombstones
from auren.memory.facts import InMemoryFactStore
from auren.people import Subject


async def lived_in(house: House) -> None:
    """Leave a trace of two people in every room."""
    auren = house.pipeline
    for subject in (ANNA, BEN):
        await auren.ingest([resting(71, subject=subject)])
        await auren.advance_to(NOON)
        reply = await auren.ask(subject, "canary question?")
        await auren.feedback(subject, reply.advice[0].id, "helped")


async def test_the_export_holds_everything_and_is_json() -> None:
    house = House()
    async with house.pipeline as auren:
        await lived_in(house)
        export = json.loads(json.dumps(await auren.export(ANNA)))
    assert {key: len(value) for key, value in export.items() if isinstance(value, list)} == {
        "readings": 1,
        "findings": 1,
        "replies": 2,
        "holds": 0,
        "deliveries": 1,
        "feedback": 1,
        "memory": 3,
        "statements": 0,
        "consents": 0,
        "disclosures": 0,
    }
    assert export["subject"] == "anna"
    assert "ben" not in json.dumps(export)


async def test_erasure_forgets_one_person_everywhere_and_leaves_the_other() -> None:
    house = House()
    async with house.pipeline as auren:
        await lived_in(house)
        before = await auren.export(BEN)
        report = await auren.erase(ANNA)
        assert report.complete
        assert all(count > 0 for count in report.forgotten.values())
        export = await auren.export(ANNA)
        assert all(not value for key, value in export.items() if isinstance(value, list))
        assert await auren.export(BEN) == before
        assert all(count == 0 for count in (await auren.erase(ANNA)).forgotten.values())


async def test_somebody_erased_may_start_again() -> None:
    house = House()
    async with house.pipeline as auren:
        await lived_in(house)
        await auren.erase(ANNA)
        report = await auren.ingest([resting(71)])
        assert (report.new, len(report.findings)) == (1, 1)


async def test_nothing_of_an_erased_person_is_left_in_the_files(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'auren.db'}"
    house = House(history=SQLHistory(url), journal=SQLJournal(url))
    canary = Subject("canary-7f3a")
    async with house.pipeline as auren:
        await auren.ingest([resting(71.25, subject=canary)])
        await auren.ask(canary, "xylophone zebra?")
        assert any(b"canary-7f3a" in path.read_bytes() for path in tmp_path.iterdir())
        await auren.erase(canary)
        for path in tmp_path.iterdir():
            assert b"canary-7f3a" not in path.read_bytes()
            assert b"xylophone" not in path.read_bytes()


class Stubborn(InMemoryJournal):
    """A journal that does not forget the first time."""

    def __init__(self) -> None:
        super().__init__()
        self.willing = False

    async def _forget(self, subject: Subject) -> int:
        if not self.willing:
            self.willing = True
            raise StoreUnavailable("The journal does not answer.")
        return await super()._forget(subject)


async def test_a_room_that_cannot_forget_is_named_and_erasing_again_finishes() -> None:
    house = House(journal=Stubborn())
    async with house.pipeline as auren:
        await lived_in(house)
        first = await auren.erase(ANNA)
        assert not first.complete
        assert first.failed == {"journal": "StoreUnavailable"}
        assert (await auren.export(ANNA))["readings"] == []
        assert (await auren.erase(ANNA)).complete
        assert (await auren.export(ANNA))["replies"] == []


async def test_health_names_the_part_that_is_not_well() -> None:
    class Sick(InMemoryJournal):
        async def _open_work(self) -> list[Subject]:
            raise StoreUnavailable("The journal does not answer.")

    house = House(journal=Sick())
    async with house.pipeline as auren:
        health = await auren.health()
    assert not health.ok
    assert [part.part for part in health.parts if not part.ok] == ["journal"]


async def test_what_a_person_had_erased_does_not_come_back_and_they_may_begin_anew() -> None:
    facts = InMemoryFactStore()
    memory = Memory(facts=facts, tombstones=Tombstones(key=b"a key that is kept elsewhere"))
    house = House(memory=memory)
    async with house.pipeline as auren:
        await lived_in(house)
        await memory.remember(MemoryRecord("m1", ANNA, "question", "I weigh 82 kg.", NOON - timedelta(hours=1), "person"))
        await memory.extract(ANNA, NOON)
        kept = await memory.export_document(ANNA, NOON)
        assert (await auren.export(ANNA))["statements"]
        await house.later(minutes=1)
        assert (await auren.erase(ANNA)).complete
        assert await facts.export(ANNA) == []
        assert await memory.import_(kept) > 0
        assert await memory.export(ANNA) == []
        assert memory.refused > 0
        await auren.ask(ANNA, "How is my resting heart rate?")
        assert len(await memory.export(ANNA)) > 0


async def test_a_tier_keeps_what_was_agreed_as_time_goes_on() -> None:
    memory = Memory(retention={"semantic": Retention(days=10)})
    house = House(memory=memory)
    async with house.pipeline as auren:
        await auren.ask(ANNA, "How is my resting heart rate?")
        assert len(await memory.semantic.export(ANNA)) == 2
        assert (await auren.advance_to(house.clock.now() + timedelta(days=9))).expired == 2
        assert len(await memory.semantic.export(ANNA)) == 2
        assert (await auren.advance_to(house.clock.now() + timedelta(days=1))).expired == 2
        assert await memory.export(ANNA) == []
