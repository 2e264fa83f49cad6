"""A reading's journey: everything adds up, nothing is taken twice, and a crash loses nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pipeline_house import ANNA, BEN, DAY, HIGH, NOON, House, resting

from auren.errors import InvalidInput, LifecycleError, MalformedRow, StoreError, StoreUnavailable
from auren.findings import FindingStatus
from auren.history import SQLHistory
from auren.journal import InMemoryJournal, SQLJournal
from auren.pipeline import Pipeline
from auren.pipeline import reading as reading_module
from auren.ports import JournalEntry
from auren.readings import Reading
from auren.testing import SimulatedAthlete


async def test_the_report_adds_up() -> None:
    house = House()
    async with house.pipeline as auren:
        first = await auren.ingest([resting(70), resting(70), resting(50, DAY - timedelta(days=1))])
        assert (first.seen, first.new, first.repeated) == (3, 2, 1)
        again = await auren.ingest([resting(70)])
        assert (again.seen, again.new, again.repeated, again.findings) == (1, 0, 1, ())


async def test_people_are_kept_apart() -> None:
    house = House()
    async with house.pipeline as auren:
        report = await auren.ingest([resting(70), resting(70, subject=BEN)])
        assert {finding.subject for finding in report.findings} == {ANNA, BEN}
        assert len({finding.id for finding in report.findings}) == 2
        assert [f.subject for f in await auren.history(ANNA).findings()] == [ANNA]


async def test_an_asynchronous_source_will_do() -> None:
    async def source() -> AsyncIterator[Reading]:
        yield resting(70)

    house = House()
    async with house.pipeline as auren:
        assert (await auren.ingest(source())).new == 1


async def test_what_came_before_a_source_breaks_off_is_kept() -> None:
    def source() -> Iterator[Reading]:
        yield resting(70)
        raise MalformedRow("watch.csv", 3, "bpm", "expected a number")

    house = House()
    async with house.pipeline as auren:
        with pytest.raises(MalformedRow, match=r"watch\.csv:3"):
            await auren.ingest(source())
        assert len(await auren.history(ANNA).findings()) == 1


async def test_readings_taken_in_by_pieces_end_as_those_taken_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    days = [DAY - timedelta(days=ago) for ago in range(40)]
    readings = [resting(50 + 3 * (number % 7), day, subject=who) for number, day in enumerate(days) for who in (ANNA, BEN)]
    ended = []
    for piece in (1000, 7, 1):
        monkeypatch.setattr(reading_module, "_BATCH", piece)
        house = House()
        async with house.pipeline as auren:
            report = await auren.ingest(iter(readings))
            found = [await auren.history(who).findings() for who in (ANNA, BEN)]
            ended.append((report.seen, report.new, {f.id for f in report.findings}, found))
    assert ended[0] == ended[1] == ended[2]
    assert ended[0][:2] == (80, 80)
    assert ended[0][2]


async def test_what_a_store_refuses_half_way_is_its_error_and_not_the_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(InMemoryJournal):
        async def _record(self, entry: JournalEntry) -> None:
            raise StoreUnavailable("away")

    monkeypatch.setattr(reading_module, "_BATCH", 1)
    house = House(journal=Failing())
    async with house.pipeline as auren:
        with pytest.raises(StoreUnavailable, match="away"):
            await auren.ingest([resting(70), resting(71, DAY - timedelta(days=1))])


async def test_something_that_is_not_a_reading_is_refused_clearly() -> None:
    house = House()
    async with house.pipeline as auren:
        with pytest.raises(InvalidInput, match=r"dict.*auren\.Reading"):
            await auren.ingest([{"value": 3}])  # type: ignore[list-item]


async def test_pipeline_alone_works() -> None:
    athlete = SimulatedAthlete(days=60, overreaching=None)
    async with Pipeline() as auren:
        report = await auren.ingest(athlete.readings())
        assert report.new == report.seen > 500
        reply = await auren.ask(athlete.subject, "How did I sleep?")
        assert reply.text
        assert (await auren.health()).ok


async def test_pipeline_alone_answers_somebody_it_knows_nothing_of() -> None:
    async with Pipeline() as auren:
        reply = await auren.ask(ANNA, "How did I sleep?")
    assert reply.text
    assert not any(claim.measures for claim in reply.claims)


class Failing(InMemoryJournal):
    """A journal that does not answer once."""

    def __init__(self) -> None:
        super().__init__()
        self.fail = True

    async def _record(self, entry: JournalEntry) -> None:
        if self.fail and entry.seen:
            self.fail = False
            raise StoreUnavailable("The journal does not answer.")
        await super()._record(entry)


async def test_a_fault_between_history_and_journal_loses_no_finding() -> None:
    house = House(journal=Failing())
    async with house.pipeline as auren:
        with pytest.raises(StoreError):
            await auren.ingest([resting(70)])
        assert await auren.history(ANNA).findings() == []
        report = await auren.ingest([resting(70)])
        assert [f.status for f in report.findings] == [FindingStatus.PROVISIONAL]
        assert len((await auren.advance_to(NOON)).advice) == 1


async def test_a_fault_is_made_good_even_if_the_readings_never_come_again() -> None:
    house = House(journal=Failing())
    async with house.pipeline as auren:
        with pytest.raises(StoreError):
            await auren.ingest([resting(70)])
        report = await auren.ingest([resting(50, DAY - timedelta(days=3))])
    assert [finding.day for finding in report.findings] == [DAY]


async def test_a_pipeline_goes_on_after_a_restart(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'auren.db'}"

    def house(start: datetime) -> House:
        return House(history=SQLHistory(url), journal=SQLJournal(url), start=start)

    before = house(NOON)
    async with before.pipeline as auren:
        await auren.ingest([resting(70)])
    after = house(NOON + timedelta(minutes=5))
    async with after.pipeline as auren:
        assert (await auren.ingest([resting(70)])).new == 0
        report = await auren.advance_to(NOON + timedelta(minutes=5))
        assert len(report.advice) == 1
        changes = (await auren.ingest([resting(50, revision=1)])).findings
        assert [f.status for f in changes] == [FindingStatus.WITHDRAWN]


async def test_findings_settle_after_a_restart_without_new_readings() -> None:
    first = House()
    async with first.history, first.journal:
        async with first.pipeline as auren:
            await auren.ingest([resting(70)])
        second = House(history=first.history, journal=first.journal)
        async with second.pipeline as auren:
            await second.later(days=3)
            (finding,) = await auren.history(ANNA).findings()
    assert finding.status is FindingStatus.CONFIRMED


async def test_readings_of_a_day_long_ago_start_no_advice() -> None:
    house = House()
    async with house.pipeline as auren:
        report = await auren.ingest([resting(70, DAY - timedelta(days=10))])
        assert len(report.findings) == 1
        assert (await auren.advance_to(NOON)).advice == ()


async def test_a_reading_beyond_the_horizon_is_counted_and_kept() -> None:
    house = House()
    async with house.pipeline as auren:
        await auren.ingest([resting(50)])
        report = await auren.ingest([resting(70, DAY - timedelta(days=200))])
        assert (report.new, report.too_old, report.findings) == (1, 1, ())
        assert len((await auren.export(ANNA))["readings"]) == 2  # type: ignore[arg-type]


async def test_many_deliveries_at_once_end_in_one_finding() -> None:
    house = House()
    async with house.pipeline as auren:
        reports = await asyncio.gather(*(auren.ingest([resting(70)]) for _ in range(20)))
        assert sum(report.new for report in reports) == 1
        assert len(await auren.history(ANNA).findings()) == 1


async def test_a_pipeline_says_when_it_is_used_at_the_wrong_time() -> None:
    pipeline = Pipeline()
    with pytest.raises(LifecycleError, match="before it was opened"):
        await pipeline.ask(ANNA, "Hello?")
    async with pipeline:
        pass
    with pytest.raises(LifecycleError, match="after it was closed"):
        await pipeline.ingest([])


def test_a_pipeline_says_when_it_is_used_in_another_loop() -> None:
    house = House()
    asyncio.run(_opened(house.pipeline))

    async def elsewhere() -> None:
        with pytest.raises(LifecycleError, match="another event loop"):
            await house.pipeline.ask(ANNA, "Hello?")

    asyncio.run(elsewhere())


async def _opened(pipeline: Pipeline) -> None:
    await pipeline.open()


async def test_replay_delivers_nothing_and_keeps_nothing() -> None:
    house = House()
    days = [DAY + timedelta(days=offset) for offset in range(10)]
    async with house.pipeline as auren:
        report = await auren.replay([resting(70 if day == days[4] else 50, day) for day in days])
        assert await auren.history(ANNA).findings() == []
    assert house.sent == []
    assert report.days == 10
    stages = [event.finding.status for event in report.events if event.finding]
    assert stages == [FindingStatus.PROVISIONAL, FindingStatus.CONFIRMED]
    (advice,) = [event.reply for event in report.events if event.reply]
    assert advice.at == datetime.combine(days[4], NOON.time(), UTC)


async def test_events_come_as_they_happen() -> None:
    house = House()
    kinds: list[str] = []

    async with house.pipeline as auren:

        async def listen() -> None:
            async for event in auren.events():
                kinds.append(event.kind)

        listening = asyncio.create_task(listen())
        await asyncio.sleep(0)
        await auren.ingest([resting(70)])
        await auren.advance_to(NOON)
    await listening
    assert kinds == ["finding", "reply", "delivery", "delivery"]


def test_the_rule_of_the_house_reads_one_metric() -> None:
    assert HIGH.compile().reads == {"heart.resting"}
