"""A reading's journey: seen before? kept, held against the rules, and what it changes recorded."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, Iterable, Iterator, Mapping, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from auren._telemetry import METRIC_CAPPED, SPAN_INGEST, counted, traced
from auren.errors import AurenError, InvalidInput, SourceError
from auren.findings import Finding, FindingStatus
from auren.memory.laws import metrics_needed
from auren.people import Subject
from auren.pipeline.agenda import Task
from auren.pipeline.events import PipelineEvent
from auren.pipeline.retraction import retract
from auren.pipeline.rooms import Person, Rooms
from auren.pipeline.snapshots import Snapshots
from auren.ports import Disposition, FindingRecord, JournalEntry
from auren.privacy.consent import allowed
from auren.readings import Reading

__all__ = ["IngestReport", "Readings", "Skip"]

_FLAG_DAYS = 14
_BATCH = 100_000
_REVIEWED = metrics_needed()


@runtime_checkable
class Skip(Protocol):
    """A row that a source could not read."""

    @property
    def file(self) -> str: ...
    @property
    def line(self) -> int | None: ...
    @property
    def field(self) -> str: ...
    @property
    def reason(self) -> str: ...


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of the readings that were handed in; `seen = new + repeated + in_future + refused`.

    Args:
        seen: readings handed in.
        new: readings that had not been seen before in this form.
        repeated: readings that had.
        too_old: new readings older than the rules' horizon; kept, but no finding of their days changes.
        in_future: readings of days that have not come yet; not taken in, so hand them in again when they have.
        skipped: rows that the source could not read, with reasons.
        findings: findings that are new or entered another stage, by anchor day.
        refused: readings of people who do not allow them to be collected, or of whom the book of consents could not tell;
            not taken in.
    """

    seen: int = 0
    new: int = 0
    repeated: int = 0
    too_old: int = 0
    in_future: int = 0
    skipped: tuple[Skip, ...] = ()
    findings: tuple[Finding, ...] = ()
    refused: int = 0

    def __add__(self, other: IngestReport) -> IngestReport:
        return IngestReport(
            self.seen + other.seen,
            self.new + other.new,
            self.repeated + other.repeated,
            self.too_old + other.too_old,
            self.in_future + other.in_future,
            (*self.skipped, *other.skipped),
            (*self.findings, *other.findings),
            self.refused + other.refused,
        )


class Readings:
    """Takes readings in.

    Args:
        rooms: the pipeline's rooms.
    """

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._snapshots = Snapshots(rooms.engine, rooms.history, rooms.journal)

    async def ingest(self, readings: Iterable[Reading] | AsyncIterable[Reading], now: datetime) -> IngestReport:
        """Take in what a source gives; when the source breaks off, what came before is kept and its error goes on."""
        if not isinstance(readings, AsyncIterable | Iterable):
            raise InvalidInput(f"A {type(readings).__name__} was handed in; expected readings, for example a list or a source.")
        broken: AurenError | None = None
        report = IngestReport()
        waiting: dict[Subject, list[Reading]] = {}
        try:
            async with aclosing(_each(readings)) as each:
                async for reading in each:
                    batch = waiting.setdefault(_checked(reading).subject, [])
                    batch.append(reading)
                    # An export of years does not fit in memory, so people's readings are taken in as they come.
                    if len(batch) >= _BATCH:
                        report += await self._take_all({reading.subject: waiting.pop(reading.subject)}, now)
        except _Broken as error:
            broken = error.ours
        except InvalidInput as error:
            broken = error
        report += await self._take_all(waiting, now)
        if broken is not None:
            raise broken
        source_report = getattr(readings, "report", None)
        skipped = getattr(source_report, "skipped", ())
        return replace(report, skipped=tuple(skipped), findings=_last_stage(report.findings))

    async def _take_all(self, by_subject: Mapping[Subject, Sequence[Reading]], now: datetime) -> IngestReport:
        report = IngestReport()
        with traced(SPAN_INGEST, readings=sum(map(len, by_subject.values())), people=len(by_subject)):
            for subject, batch in by_subject.items():
                async with self._rooms.locks.hold("data", subject):
                    report += await self._take(subject, batch, now)
        return report

    async def settle(self, subject: Subject, now: datetime) -> tuple[Finding, ...]:
        """Confirm a person's findings whose time has come, and give those that changed."""
        async with self._rooms.locks.hold("data", subject):
            person = await self._rooms.person(subject, now)
            if not self._rooms.lives(person):
                return ()
            with self._held(subject):
                restored = await self._snapshots.restore(subject, ())
                changes = _last_stage((*restored, *self._rooms.engine.advance_time(subject, now).changes))
                await self._record(person, (), changes)
        return changes

    async def _take(self, subject: Subject, batch: Sequence[Reading], now: datetime) -> IngestReport:
        rooms = self._rooms
        if rooms.consents is not None and not await allowed(rooms.consents, subject, "collect"):
            return IngestReport(seen=len(batch), refused=len(batch))
        person = await rooms.person(subject, now)
        # A day ahead is allowed for: the person may be east of the zone that is known.
        come = [reading for reading in batch if reading.day <= person.today + timedelta(days=1)]
        in_future = len(batch) - len(come)
        fresh = await rooms.journal.unseen(subject, come)
        if not fresh:
            return IngestReport(seen=len(batch), repeated=len(come), in_future=in_future)
        with self._held(subject):
            restored = await self._snapshots.restore(subject, fresh)
            await self._snapshots.outdate(subject, fresh)
            # History first: a crash before the journal's entry lets the same readings come again and do no harm.
            await rooms.history.append(fresh)
            advance = rooms.engine.advance(subject, fresh)
            changes = _last_stage((*restored, *advance.changes))
            await self._record(await rooms.person(subject, now), fresh, changes)
            await self._snapshots.keep(subject, fresh)
        if any(reading.metric in _REVIEWED for reading in fresh):
            await rooms.agenda.enter(subject, Task.LAWS, now)
        return IngestReport(
            seen=len(batch),
            new=len(fresh),
            repeated=len(come) - len(fresh),
            in_future=in_future,
            too_old=len(advance.too_old),
            findings=changes,
        )

    @contextmanager
    def _held(self, subject: Subject) -> Iterator[None]:
        """Let a person's state go when the block fails: the engine may be ahead of the journal then."""
        try:
            yield
        except BaseException:
            self._rooms.engine.let_go(subject)
            raise

    async def _record(self, person: Person, fresh: Sequence[Reading], changes: Sequence[Finding]) -> None:
        rooms, subject = self._rooms, person.subject
        if not fresh and not changes:
            return
        ids = [finding.id for finding in changes]
        held = {record.finding.id: record for record in await rooms.journal.findings(subject, ids=ids)} if ids else {}
        records = {finding.id: self._recorded(person, finding, held.get(finding.id)) for finding in changes}
        retraction = await retract(rooms, person, records, held)
        records.update(retraction.reopened)
        entry = JournalEntry(subject, tuple(fresh), tuple(records.values()), deliveries=retraction.cancelled)
        # Corrections first: after a crash here the rest is recorded again, and no correction is made twice.
        for correction, delivery in retraction.corrections:
            await rooms.journal.record(JournalEntry(subject, reply=correction, deliveries=(delivery,) if delivery else ()))
        await rooms.journal.record(entry)
        for finding in changes:
            if finding.capped:
                counted(METRIC_CAPPED, rule=finding.rule)
            rooms.events.post(PipelineEvent("finding", subject, person.now, finding=finding))
        for delivery in retraction.cancelled:
            rooms.events.post(PipelineEvent("delivery", subject, person.now, delivery=delivery))
        for correction, _ in retraction.corrections:
            rooms.events.post(PipelineEvent("reply", subject, person.now, reply=correction))

    def _recorded(self, person: Person, finding: Finding, held: FindingRecord | None) -> FindingRecord:
        if held is not None and (held.disposition is Disposition.ADVISED or (finding.settled and finding.stands)):
            return replace(held, finding=finding)
        if not finding.stands:
            return FindingRecord(finding, Disposition.PASSED, held.reply_id if held else "")
        # A red flag is told however late it comes to light; within the weeks in which it can still matter.
        within = max(self._rooms.advise_within_days, _FLAG_DAYS) if finding.flag else self._rooms.advise_within_days
        fresh = finding.day >= person.today - timedelta(days=within)
        return FindingRecord(finding, Disposition.PENDING if fresh else Disposition.PASSED)


class _Broken(Exception):
    """A source broke off; told apart from what goes wrong while its readings are taken in."""

    def __init__(self, ours: AurenError) -> None:
        super().__init__()
        self.ours = ours


async def _each(readings: Iterable[Reading] | AsyncIterable[Reading]) -> AsyncGenerator[Reading, None]:
    try:
        if isinstance(readings, AsyncIterable):
            async for reading in readings:
                yield reading
        else:
            for reading in readings:
                yield reading
    except AurenError as error:
        raise _Broken(error) from error
    except Exception as error:
        broken = SourceError(f"The source broke off with {type(error).__name__}; what it gave before was kept.")
        broken.__cause__ = error
        raise _Broken(broken) from error


def _checked(reading: Reading) -> Reading:
    if not isinstance(reading, Reading):
        raise InvalidInput(f"A {type(reading).__name__} was handed in; expected auren.Reading, which a source gives.")
    return reading


def _last_stage(changes: Sequence[Finding]) -> tuple[Finding, ...]:
    """Give one change a finding: what it came to, however many steps led there."""
    last: dict[str, Finding] = {}
    for finding in changes:
        last[finding.id] = finding
    # Found and taken back within one step was never seen by anybody.
    first = {finding.id: finding.status for finding in reversed(changes)}
    return tuple(
        sorted(
            (f for f in last.values() if f.stands or first[f.id] is not FindingStatus.PROVISIONAL),
            key=lambda finding: (finding.day, finding.rule, finding.id),
        )
    )
