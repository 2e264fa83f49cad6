"""The pipeline: the one object that a host composes, and through which everything goes."""

from __future__ import annotations

import asyncio
import uuid
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from auren._resource import Resource
from auren._telemetry import SPAN_ASK, traced_over_yields
from auren.clock import Clock, SimulatedClock, SystemClock, require_aware
from auren.conversation import Feedback, InboundMessage, Outcome, Reply, Sentence
from auren.errors import AurenError, ChannelError, ConfigurationError, InvalidInput
from auren.history import InMemoryHistory
from auren.holds import Hold
from auren.journal import InMemoryJournal
from auren.memory import Memory
from auren.patterns import Engine, shipped_rules
from auren.people import Subject
from auren.pipeline.agenda import Agenda
from auren.pipeline.answer import Draft
from auren.pipeline.edges import guarded_channels, guarded_model
from auren.pipeline.events import EventBoard, PipelineEvent
from auren.pipeline.health import Health, looked_at
from auren.pipeline.holding import Holding
from auren.pipeline.importing import ImportReport, import_
from auren.pipeline.learning import Learning
from auren.pipeline.locks import Locks
from auren.pipeline.person_history import PersonHistory
from auren.pipeline.question import Questions
from auren.pipeline.reading import IngestReport, Readings
from auren.pipeline.replay import ReplayReport, by_noon, play
from auren.pipeline.rights import ErasureReport, erase, export, share
from auren.pipeline.rooms import Rooms
from auren.pipeline.schedule import AdvanceReport, Schedule
from auren.ports import Channel, Directory, History, Journal, JournalEntry, Model, PatternRule, Specialist
from auren.privacy import InMemoryDirectory
from auren.privacy.audit import AuditLog
from auren.privacy.consent import ConsentBook
from auren.privacy.disclosure import DisclosureLedger
from auren.readings import STANDARD_METRICS, MetricRegistry, Reading
from auren.safety import MedicalSafetyFilter, RedFlags
from auren.specialists import Neuroscientist, Orchestrator

__all__ = ["Pipeline"]


class Pipeline(Resource):
    """Turns readings and questions into timely, grounded, personal advice.

    `Pipeline()` alone runs on SQLite in memory, the shipped rules and plain rendering. Open it with `async with`. It
    opens its parts and closes what it opened; a part that the host opened itself stays open. It is not safe to share
    across forks or event loops, and says so when tried.

    Args:
        specialists: the team; names must differ.
        gateway: who words replies; None renders everything plainly.
        memory: what is remembered of people; one without a fact store learns nothing. The default keeps all in the process.
        rules: the pattern rules; names must differ.
        history: people's readings and daily values.
        journal: what was seen, found, advised and delivered.
        channels: where advice may go; the first one is used, and answers go back where the question came from.
        directory: people's profiles and addresses.
        clock: tells the time.
        metrics: the registry of metrics; the history must use the same.
        red_flags: what is looked for before anything else.
        safety: what every text must pass on its way out.
        horizon_days: how far before a person's latest day a reading may still change findings, 1 or more.
        advise_within_days: days after its anchor day in which a finding may still start advice, 0 or more.
        daily_cap: how many pieces of advice one person gets a day, 1 or more.
        learn_every: how long what people said waits until it becomes facts, above 0; personal laws are reviewed weekly.
        model_timeout_s: seconds a model may take to word one reply, above 0; the rest is then said plainly. A specialist waits
            as long for one answer, and then goes without.
        model_votes: whether the gateway's model is asked, for each question in which no sign of a red flag was found, if it
            hears one; it can raise a row and never lower one, at the price of one more call.
        new_id: gives a fresh unique text of up to 64 letters, digits, "-" and "_".
        consents: who allowed what; it is asked before readings are taken in, a model is asked, a message is sent, or an
            export is shared. Without one the host's word holds.
        disclosures: where it is noted whose data went to which model, channel or recipient, before it goes.
        audit: where it is noted that a person's data were given out, shared or erased.

    Raises:
        ConfigurationError: parts that cannot work together.
        RuleError: two rules have one name, or a rule has no meaning over the metrics.
    """

    def __init__(
        self,
        *,
        specialists: Sequence[Specialist] | None = None,
        gateway: Model | None = None,
        memory: Memory | None = None,
        rules: Sequence[PatternRule] | None = None,
        history: History | None = None,
        journal: Journal | None = None,
        channels: Sequence[Channel] = (),
        directory: Directory | None = None,
        clock: Clock | None = None,
        metrics: MetricRegistry = STANDARD_METRICS,
        red_flags: RedFlags | None = None,
        safety: MedicalSafetyFilter | None = None,
        horizon_days: int = 120,
        advise_within_days: int = 3,
        daily_cap: int = 2,
        learn_every: timedelta = timedelta(hours=6),
        model_timeout_s: float = 60.0,
        model_votes: bool = False,
        new_id: Callable[[], str] | None = None,
        consents: ConsentBook | None = None,
        disclosures: DisclosureLedger | None = None,
        audit: AuditLog | None = None,
    ) -> None:
        super().__init__()
        if horizon_days < 1 or advise_within_days < 0 or daily_cap < 1 or model_timeout_s <= 0:
            raise ConfigurationError(
                "A horizon, an advice window, a daily cap or a model time out of range was given; see Pipeline's arguments."
            )
        if not isinstance(learn_every, timedelta) or learn_every <= timedelta(0):
            raise ConfigurationError("A learn_every that is not a timedelta above 0 was given; expected, say, six hours.")
        if len({channel.name for channel in channels}) < len(channels):
            raise ConfigurationError("Two channels have one name; give each channel a name of its own.")
        history = history or _sql_history(metrics)
        if history.metrics is not metrics:
            raise ConfigurationError("The history was built with another metric registry; hand the same one to both.")
        memory = memory or _own_memory()
        clock = clock or SystemClock()
        own_rules = shipped_rules() if rules is None else tuple(rules)
        journal, locks = journal or _sql_journal(), Locks()
        erasures: Counter[Subject] = Counter()
        self._rooms = Rooms(
            clock=clock,
            history=history,
            journal=journal,
            memory=memory,
            agenda=Agenda(memory.facts, learn_every),
            directory=directory or InMemoryDirectory(),
            engine=Engine(own_rules, metrics=metrics, horizon_days=horizon_days),
            rules={rule.name: rule for rule in own_rules},
            orchestrator=Orchestrator(specialists if specialists is not None else (Neuroscientist(),)),
            gateway=guarded_model(gateway, consents, disclosures, clock),
            red_flags=red_flags or RedFlags(),
            safety=safety or MedicalSafetyFilter(),
            channels=guarded_channels(channels, consents, disclosures, clock),
            events=EventBoard(),
            locks=locks,
            holding=Holding(journal, locks, erasures),
            erasures=erasures,
            half_erased=set(),
            new_id=new_id or (lambda: uuid.uuid4().hex),
            advise_within_days=advise_within_days,
            daily_cap=daily_cap,
            model_timeout_s=model_timeout_s,
            votes=model_votes,
            consents=consents,
            disclosures=disclosures,
            audit=audit,
        )
        self._readings = Readings(self._rooms)
        self._questions = Questions(self._rooms)
        self._schedule = Schedule(self._rooms, self._readings, Learning(self._rooms, learn_every))
        self._opened: AsyncExitStack | None = None

    async def ingest(self, readings: Iterable[Reading] | AsyncIterable[Reading]) -> IngestReport:
        """Take readings in, find what they show, and record it; advice is made by `advance_to` or `run`.

        Args:
            readings: of any people, in any order; a source of `auren.sources` will do. What was seen before is
                counted and left. More than 100,000 of one person are taken in piece by piece; days that are older than
                the horizon by then are kept, and no finding is made of them.

        Raises:
            SourceError: the source broke off; what it gave before is kept.
            InvalidInput: something that is not a Reading was handed in; what came before is kept.
            StoreError: history or journal could not do its work; hand the same readings in again.
        """
        self._check_open()
        return await self._readings.ingest(readings, self._rooms.clock.now())

    async def ask(self, subject: Subject, text: str, *, idempotency_key: str = "", conversation: str = "main") -> Reply:
        """Answer a person's question.

        Args:
            subject: who asks.
            text: the words, 1 to 8000 characters; treated as data, never as instructions.
            idempotency_key: the same key again gives the same reply; empty for none.
            conversation: which conversation it belongs to.

        Raises:
            InvalidInput: the question is empty or too long.
            StoreConflict: the idempotency key was used for another question.
            StoreError: history or journal could not do its work.
        """
        self._check_open()
        _given(subject, text)
        return await self._questions.ask(
            subject, text, key=idempotency_key, conversation=conversation, now=self._rooms.clock.now()
        )

    async def stream(
        self, subject: Subject, text: str, *, idempotency_key: str = "", conversation: str = "main"
    ) -> AsyncGenerator[Sentence, None]:
        """Answer a person's question sentence by sentence, each already checked; arguments and errors as in `ask`.

        The reply is recorded when the last sentence has been taken; a stream that is left early records nothing.
        """
        self._check_open()
        _given(subject, text)
        sentences = self._questions.stream(
            subject, text, key=idempotency_key, conversation=conversation, now=self._rooms.clock.now(), draft=Draft()
        )
        with traced_over_yields(SPAN_ASK):
            try:
                async for sentence in sentences:
                    yield sentence
            finally:
                await sentences.aclose()

    async def events(self) -> AsyncGenerator[PipelineEvent, None]:
        """Give findings, replies and deliveries as they happen, until the pipeline closes.

        Raises:
            LifecycleError: the listener fell too far behind; what it missed is in the journal.
        """
        self._check_open()
        listening = self._rooms.events.listen()
        try:
            async for event in listening:
                yield event
        finally:
            await listening.aclose()

    async def advance_to(self, instant: datetime) -> AdvanceReport:
        """Do all that is due by an instant: confirm findings, make advice, send deliveries, drop expired memories, learn.

        Args:
            instant: aware; a simulated clock is moved there.

        Raises:
            InvalidInput: the instant is naive.
            StoreError: the journal could not say what is due.
        """
        self._check_open()
        # In UTC: arithmetic within a zone counts by the wall clock, which stands still or jumps when clocks change.
        instant = require_aware(instant, "An instant").astimezone(UTC)
        clock = self._rooms.clock
        if isinstance(clock, SimulatedClock) and instant > clock.now():
            clock.move_to(instant)
        return await self._schedule.advance_to(instant)

    async def run(self, *, every: timedelta = timedelta(minutes=1)) -> None:
        """Do what falls due again and again, until cancelled.

        A store that does not answer for a while is waited for.

        Args:
            every: how long to wait between two looks, above 0.

        Raises:
            InvalidInput: the wait is not above 0.
            AurenError: something that waiting does not mend.
        """
        self._check_open()
        if not isinstance(every, timedelta) or every <= timedelta(0):
            raise InvalidInput("A wait that is not a timedelta above 0 was given; expected, for example, timedelta(minutes=1).")
        clock = self._rooms.clock
        while True:
            now = clock.now()
            try:
                await self._schedule.advance_to(now)
            except AurenError as error:
                if not error.retryable:
                    raise
            await clock.sleep_until(now + every)

    async def receive(self, message: InboundMessage) -> Reply:
        """Answer a message that came in over a channel, and send the answer back there.

        The same message delivered twice is answered once. A reply with a red flag that cannot be sent back is given all the
        same, with the fault among its failures: show it.

        Raises:
            ChannelError: the channel is not one of the pipeline's, or nobody is known under the address.
            InvalidInput: the message is empty or too long.
            StoreError: history or journal could not do its work.
        """
        self._check_open()
        rooms = self._rooms
        channel = next((channel for channel in rooms.channels if channel.name == message.channel), None)
        if channel is None:
            raise ChannelError(f"A message from channel {message.channel!r} came in; hand that channel to the pipeline.")
        subject = await rooms.directory.subject_of(message.channel, message.address)
        if subject is None:
            raise ChannelError("A message from an unknown address came in; put the address into the directory first.")
        reply = await self.ask(subject, message.text, idempotency_key=f"{message.channel}:{message.id}")
        try:
            await self._schedule.answer(subject, reply, channel, rooms.clock.now())
        except AurenError as error:
            if not reply.flags:
                raise
            # Whoever is in danger gets the reply from the host, which can show it.
            failed = (*reply.failures, f"delivery: {type(error).__name__}")
            reply = replace(reply, failures=failed, degraded=True)
        return reply

    async def feedback(
        self,
        subject: Subject,
        advice_id: str,
        outcome: Outcome,
        *,
        note: str = "",
    ) -> None:
        """Record what became of advice.

        Args:
            subject: who it was given to.
            advice_id: `Advice.id`, found in `Reply.advice`.
            outcome: what became of it.
            note: further words; treated as data.

        Raises:
            InvalidInput: this person was given no such advice.
            StoreError: the journal could not do its work.
        """
        self._check_open()
        _given(subject, note)
        if outcome not in get_args(Outcome):
            raise InvalidInput(f"An unknown outcome was given; expected one of {', '.join(get_args(Outcome))}.")
        if await self._rooms.journal.reply(subject, advice_id=advice_id) is None:
            raise InvalidInput(
                "Feedback on advice that this person was not given; use the id of an advice in one of their replies."
            )
        feedback = Feedback(advice_id, outcome, self._rooms.clock.now(), note)
        await self._rooms.journal.record(JournalEntry(subject, feedback=(feedback,)))

    async def replay(self, readings: Iterable[Reading]) -> ReplayReport:
        """Play readings day by day through the same rules and specialists; nothing is kept and nothing delivered.

        Args:
            readings: of any people, in any order; each counts as arriving at noon (UTC) of its day.

        Raises:
            SourceError: the source broke off.
        """
        self._check_open()
        batches = by_noon(readings)
        people = {reading.subject for batch in batches.values() for reading in batch}
        rooms = self._rooms
        if not batches:
            return ReplayReport(0, ())
        copy = Pipeline(
            specialists=rooms.orchestrator.specialists,
            rules=tuple(rooms.rules.values()),
            history=InMemoryHistory(metrics=rooms.history.metrics),
            journal=InMemoryJournal(),
            memory=Memory(),
            directory=InMemoryDirectory({subject: await rooms.directory.profile(subject) for subject in people}),
            clock=SimulatedClock(min(batches)),
            metrics=rooms.history.metrics,
            red_flags=rooms.red_flags,
            horizon_days=rooms.engine.kernel.horizon_days,
            advise_within_days=rooms.advise_within_days,
            daily_cap=rooms.daily_cap,
        )
        async with copy:
            return await play(copy, copy._rooms.events, batches)

    def history(self, subject: Subject) -> PersonHistory:
        """Give a look at one person's past."""
        self._check_open()
        _given(subject)
        return PersonHistory(self._rooms, subject)

    async def holds(self, subject: Subject, *, cleared: bool = False) -> tuple[Hold, ...]:
        """Give what is switched off for a person since a red flag was raised, by row of the table.

        Args:
            subject: whose.
            cleared: whether those that a human cleared, or that only lasted a day, are given, too.

        Raises:
            StoreError: the journal could not answer.
        """
        self._check_open()
        _given(subject)
        now = self._rooms.clock.now()
        return tuple(hold for hold in await self._rooms.holding.of(subject) if cleared or hold.stands(now))

    async def clear_hold(self, subject: Subject, row: str, *, by: str) -> Hold:
        """Switch on again what a row of the red-flag table switched off, once a human has looked.

        Only the host can: nothing that a person, a model or a text says reaches this. A flag that is raised afterwards sets
        the hold anew.

        Args:
            subject: whose hold.
            row: the hold's row, for example "R10".
            by: which human cleared it, in the host's own words, 1 to 200 characters; kept, exported and erased with it.

        Raises:
            InvalidInput: no such hold stands, or it is not said who cleared it.
            StoreError: the journal could not do its work; the hold stands.
        """
        self._check_open()
        _given(subject, row)
        _given(subject, by)
        rooms = self._rooms
        return await rooms.holding.clear(subject, row, by=by, at=rooms.clock.now(), id=rooms.new_id())

    async def export(self, subject: Subject) -> dict[str, object]:
        """Give all that is kept about a person, as plain values ready for JSON.

        Raises:
            StoreError: a room could not answer.
        """
        self._check_open()
        _given(subject)
        return await export(self._rooms, subject)

    async def import_(self, document: Mapping[str, Any]) -> ImportReport:
        """Take in what `export` of another pipeline gave, or of this one before; again, it changes nothing.

        What is there already stays as it is. Deliveries that were pending are not sent here. Consents and disclosures are those
        of whom the export came from, and are left out. What memory was told to forget for good does not come back.

        Args:
            document: of one person, whose pseudonym it keeps; all of it is read before anything of it is kept.

        Raises:
            InvalidInput: it is no such document, or holds statements and memory has no fact store.
            ConsentError: the person has not allowed "collect" here.
            StoreConflict: a room has not yet forgotten the person.
            StoreError: a room could not keep it; import again.
        """
        self._check_open()
        return await import_(self._rooms, document)

    async def share(self, subject: Subject, recipient: str) -> dict[str, object]:
        """Give a person's export to hand on to somebody else, such as their doctor, if the person allows it.

        Args:
            subject: whose data.
            recipient: who gets it, 1 to 200 characters; noted among the disclosures.

        Raises:
            ConsentError: the person has not allowed "share", or that could not be told.
            InvalidInput: the recipient is empty or too long.
            StoreError: a room could not answer, or the disclosure could not be noted.
        """
        self._check_open()
        _given(subject, recipient)
        return await share(self._rooms, subject, recipient)

    async def erase(self, subject: Subject) -> ErasureReport:
        """Make all that is kept about a person unreachable at once, in every room.

        The report names the rooms that could not; erasing again finishes the work.
        """
        self._check_open()
        _given(subject)
        return await erase(self._rooms, subject)

    async def health(self) -> Health:
        """Say how each part is; never raises for a part that is not well."""
        self._check_open()
        return await looked_at(self._rooms)

    async def _open(self) -> None:
        rooms = self._rooms
        async with AsyncExitStack() as stack:
            parts: list[Resource] = [rooms.history, rooms.journal, rooms.memory, rooms.directory]
            # Before what asks or notes in them.
            parts += [part for part in (rooms.consents, rooms.disclosures, rooms.audit) if part is not None]
            parts += rooms.channels
            if rooms.gateway is not None:
                parts.append(rooms.gateway)
            for part in parts:
                await stack.enter_async_context(part)
            self._opened = stack.pop_all()

    async def _close(self) -> None:
        self._rooms.events.close()
        if self._opened is not None:
            stack, self._opened = self._opened, None
            await asyncio.shield(stack.aclose())


def _sql_history(metrics: MetricRegistry) -> History:
    # Imported when it is built: SQLAlchemy would cost every host that brings its own history most of the import time.
    from auren.history import SQLHistory

    return SQLHistory(metrics=metrics)


def _own_memory() -> Memory:
    from auren.memory.facts import InMemoryFactStore

    return Memory(facts=InMemoryFactStore())


def _sql_journal() -> Journal:
    from auren.journal import SQLJournal

    return SQLJournal()


def _given(subject: Subject, text: str = "") -> None:
    """Refuse what is not a subject or a text, before it gets anywhere."""
    if not isinstance(subject, Subject):
        raise InvalidInput(f"A {type(subject).__name__} was given for a person; expected auren.Subject(...).")
    if not isinstance(text, str):
        raise InvalidInput(f"A {type(text).__name__} was given for a text; expected str.")
