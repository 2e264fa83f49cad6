"""A restart reads what came since the snapshot, and a crash at any point loses no finding and doubles none."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from pipeline_house import ANNA, DAY, HIGH, House, resting

from auren.errors import StoreUnavailable
from auren.findings import FindingStatus
from auren.history import InMemoryHistory, SQLHistory
from auren.journal import InMemoryJournal, SQLJournal
from auren.patterns import Rule, daily
from auren.people import Subject
from auren.ports import FindingRecord, JournalEntry, PatternRule, Snapshot
from auren.readings import Reading, Window

RESTING = daily("heart.resting")
BAND = Rule("band", 1, "Over the band", RESTING.mean(3, at_least=2).above(RESTING.usual(14, at_least=5, sd=1, at_least_wide=1)))
RULES = tuple(replace(rule, settle_h=48) for rule in (HIGH, BAND))


class NotedHistory(InMemoryHistory):
    """Notes which dates were read."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[Window | None] = []

    async def _readings(
        self, subject: Subject, metrics: frozenset[str], window: Window | None, *, deleted: bool
    ) -> list[Reading]:
        if deleted:  # as only a restore asks
            self.windows.append(window)
        return await super()._readings(subject, metrics, window, deleted=deleted)


async def lived(history: InMemoryHistory, journal: InMemoryJournal, days: range, rules: Sequence[PatternRule] = RULES) -> None:
    """Take in a reading a day in a process of its own."""
    async with House(rules=rules, history=history, journal=journal, start=noon(days[-1])).pipeline as auren:
        for n in days:
            await auren.ingest([resting(50 + 12 * (n % 9 == 0) + n % 4, day(n))])


def day(n: int) -> date:
    return DAY + timedelta(days=n)


def noon(n: int) -> datetime:
    return datetime.combine(day(n), time(12), UTC)


async def test_a_restart_reads_only_what_came_since_the_snapshot() -> None:
    history, journal = NotedHistory(), InMemoryJournal()
    async with history, journal:
        await lived(history, journal, range(40))
        kept = await journal.snapshot(ANNA)
        assert kept is not None
        assert kept.since is not None
        assert day(30) < kept.since < day(40)
        history.windows.clear()
        await lived(history, journal, range(40, 42))
        assert history.windows == [Window(kept.since, date.max)]


async def test_a_snapshot_that_nothing_came_after_needs_no_history() -> None:
    history, journal = NotedHistory(), InMemoryJournal()
    async with history, journal:
        await lived(history, journal, range(1))
        kept = await journal.snapshot(ANNA)
        assert kept is not None
        assert kept.since is None
        history.windows.clear()
        house = House(rules=RULES, history=history, journal=journal, start=noon(0))
        async with house.pipeline as auren:
            await house.later(days=4)  # time alone
            assert [f.status for f in await auren.history(ANNA).findings()] == [FindingStatus.CONFIRMED]
        async with House(rules=RULES, history=history, journal=journal, start=noon(9)).pipeline as auren:
            report = await auren.ingest([resting(40, day(0), revision=1)])
        assert [f.status for f in report.findings] == [FindingStatus.WITHDRAWN]
        assert history.windows == []


class BreakingJournal(InMemoryJournal):
    """Keeps no snapshot."""

    async def _keep_snapshot(self, subject: Subject, data: bytes) -> None:
        raise StoreUnavailable("The journal does not answer.")


async def test_a_snapshot_that_cannot_be_kept_costs_nothing_but_a_longer_restart() -> None:
    history, journal = NotedHistory(), BreakingJournal()
    async with history, journal:
        await lived(history, journal, range(10))
        assert await journal.snapshot(ANNA) is None
        assert len(await journal.findings(ANNA)) > 1
        await lived(history, journal, range(10, 11))
        assert history.windows[-1] is not None
        assert history.windows[-1].first < day(0)


@pytest.mark.parametrize("damage", [b"", b"auren-state\x02 and no more", b"\x00" * 1000])
async def test_a_damaged_snapshot_is_passed_over_and_made_anew(damage: bytes) -> None:
    history, journal = NotedHistory(), InMemoryJournal()
    async with history, journal:
        await lived(history, journal, range(30))
        expected = await journal.findings(ANNA)
        await journal.keep_snapshot(ANNA, damage)
        history.windows.clear()
        await lived(history, journal, range(30, 31))
        assert history.windows[0] is not None
        assert history.windows[0].first < day(0)
        assert (await journal.findings(ANNA))[: len(expected)] == expected
        renewed = await journal.snapshot(ANNA)
        assert renewed is not None
        assert renewed.data != damage
        assert renewed.since is None


async def test_rules_that_come_back_do_not_take_their_old_snapshot_for_whole() -> None:
    history = InMemoryHistory()

    class Unkept(InMemoryJournal):
        """Keeps the first snapshot only."""

        async def _keep_snapshot(self, subject: Subject, data: bytes) -> None:
            if await self._snapshot(subject) is None:
                await super()._keep_snapshot(subject, data)

    journal = Unkept()
    async with history, journal:
        await lived(history, journal, range(1), RULES[:1])
        await lived(history, journal, range(1, 9), RULES[1:])
        async with House(rules=RULES[:1], history=history, journal=journal, start=noon(20)).pipeline as auren:
            found = (await auren.ingest([resting(65, day(12))])).findings
            assert {f.day for f in found if f.rule == "high"} == {day(12)}
            assert await journal.snapshot(ANNA) == Snapshot((await _snapshot(journal)).data, day(1))


async def _snapshot(journal: InMemoryJournal) -> Snapshot:
    kept = await journal.snapshot(ANNA)
    assert kept is not None
    return kept


async def test_a_snapshot_is_erased_with_the_person() -> None:
    history, journal = InMemoryHistory(), InMemoryJournal()
    async with history, journal:
        await lived(history, journal, range(5))
        assert await journal.snapshot(ANNA) is not None
        async with House(rules=RULES, history=history, journal=journal, start=noon(5)).pipeline as auren:
            assert (await auren.erase(ANNA)).complete
            assert await journal.snapshot(ANNA) is None
            assert (await auren.ingest([resting(65, day(5))])).findings != ()
            assert len(await journal.findings(ANNA)) == 1


class Crash(BaseException):
    """The process is gone."""


class Store:
    """Counts what is written, and crashes before or after a write."""

    def __init__(self) -> None:
        self.writes: list[str] = []
        self.crash_at: int | None = None
        self.after = False

    def before(self, write: str) -> None:
        self.writes.append(write)
        if len(self.writes) == self.crash_at and not self.after:
            raise Crash

    def behind(self) -> None:
        if len(self.writes) == self.crash_at and self.after:
            raise Crash


class CrashingHistory(InMemoryHistory):
    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store

    async def _append(self, readings: Sequence[Reading]) -> None:
        self.store.before("append")
        await super()._append(readings)
        self.store.behind()


class CrashingJournal(InMemoryJournal):
    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store

    async def _record(self, entry: JournalEntry) -> None:
        self.store.before("record")
        await super()._record(entry)
        self.store.behind()

    async def _keep_snapshot(self, subject: Subject, data: bytes) -> None:
        self.store.before("keep")
        await super()._keep_snapshot(subject, data)
        self.store.behind()

    async def _outdate_snapshot(self, subject: Subject, since: date) -> None:
        self.store.before("outdate")
        await super()._outdate_snapshot(subject, since)
        self.store.behind()


def arrivals() -> list[list[Reading]]:
    """Give batches in which days come late, twice, corrected and taken back."""
    rnd = random.Random(7)
    batches = [[resting(50 + 14 * (n % 7 == 0) + rnd.randint(0, 6), day(n))] for n in range(14)]
    batches.append([resting(64, day(20)), resting(63, day(19))])
    batches.append([resting(50, day(7), revision=1)])
    batches.append([resting(66, day(18)), resting(66, day(18))])
    batches.append([resting(61, day(0), revision=1, deleted=True), resting(62, day(16))])
    batches.append([resting(55, day(21))])
    return batches


async def ended(crash_at: int | None, *, after: bool, again: bool) -> tuple[list[FindingRecord], list[str]]:
    """Play the batches, crash once, begin again, and give what stands.

    Args:
        crash_at: at which write.
        after: whether it was carried out.
        again: whether the source hands over anew what it handed over when the process was gone.
    """
    store = Store()
    history, journal = CrashingHistory(store), CrashingJournal(store)
    store.crash_at, store.after = crash_at, after
    batches, at = arrivals(), 0
    async with history, journal:
        for _life in range(60):
            house = House(rules=RULES, history=history, journal=journal, start=noon(22), channels=())
            house.clock.move_to(noon(22))
            async with house.pipeline as auren:
                try:
                    while at < len(batches):
                        await auren.ingest(batches[at])
                        at += 1
                        if at % 5 == 0:
                            break  # a restart without a crash
                    else:
                        await auren.advance_to(noon(40))
                        break
                except Crash:
                    at += not again
        store.crash_at = None
        house = House(rules=RULES, history=history, journal=journal, start=noon(40), channels=())
        async with house.pipeline as auren:
            await auren.ingest([resting(40, day(39))])  # wakes what was lost in the crash
            await auren.advance_to(noon(50))
        return await journal.findings(ANNA), store.writes


@pytest.mark.parametrize("after", [False, True])
async def test_a_crash_at_any_write_loses_no_finding_and_doubles_none(after: bool) -> None:
    expected, writes = await ended(None, after=False, again=True)
    assert len(expected) > 8
    assert set(writes) == {"append", "record", "keep", "outdate"}
    for crash_at in range(1, len(writes) + 1):
        found, _ = await ended(crash_at, after=after, again=True)
        assert found == expected, crash_at


async def test_readings_that_reached_the_history_are_not_lost_even_if_they_never_come_again() -> None:
    expected, writes = await ended(None, after=False, again=True)
    appends = [place for place, write in enumerate(writes, 1) if write == "append"]
    assert len(appends) == len(arrivals()) + 1
    for crash_at in appends:
        found, _ = await ended(crash_at, after=True, again=False)
        assert found == expected, crash_at


async def test_a_journal_of_the_first_version_gains_the_table_of_snapshots(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'auren.db'}"
    async with SQLJournal(url) as journal:
        await journal.record(JournalEntry(ANNA, seen=(resting(50),)))
    with sqlite3.connect(tmp_path / "auren.db") as file:
        file.execute("DROP TABLE auren_journal_snapshots")
        file.execute("UPDATE auren_journal_schema SET version = 1")
    file.close()
    for n in range(2):
        async with House(rules=RULES, history=SQLHistory(url), journal=SQLJournal(url), start=noon(2)).pipeline as auren:
            assert (await auren.ingest([resting(50)])).repeated == 1
            await auren.ingest([resting(65, day(n + 1))])
    async with SQLJournal(url) as journal:
        kept = await journal.snapshot(ANNA)
        assert kept is not None
        assert kept.since == day(2)
