"""A whole house for the canaries: a pipeline with all that a host would put into it, and a provider that repeats everything."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from auren._resource import Resource
from auren.clock import SimulatedClock
from auren.conversation import Advice, Case, Claim, ClaimKind, InboundMessage, Message
from auren.errors import CircuitOpen, GatewayUnavailable, RateLimited
from auren.facts import MemoryRecord, Statement
from auren.gateway import Gateway
from auren.gateway.cache import AnswerCache
from auren.gateway.retries import Retries
from auren.history import InMemoryHistory
from auren.inference import ChatMessage, Completion, Delta, ModelRequest, ToolCall, ToolSpec, Usage
from auren.journal import SQLJournal
from auren.memory import InMemoryStore, Memory, SQLStore
from auren.memory.facts import SQLFactStore
from auren.patterns import Rule, daily
from auren.people import Profile, Subject
from auren.pipeline import Pipeline
from auren.ports import Channel, Directory, FactStore, History, Journal, MemoryStore, Model, SpecialistContext
from auren.privacy import InMemoryDirectory, KnownValues, RedactedModel
from auren.readings import Reading
from benchmarks.safety._canary_faults import KINDS, Faults
from benchmarks.safety._canary_sinks import Sinks
from benchmarks.safety._canary_values import IDENTIFIERS, Person

__all__ = ["PORTS", "House"]

NOW: Final = datetime(2026, 3, 2, 12, tzinfo=UTC)
PORTS: Final = ("history", "journal", "memory", "facts", "directory", "channel", "provider", "specialist", "known")
"""What faults are put into."""
_HIGH: Final = Rule("high", 1, "Resting heart rate is high", daily("heart.resting").above(60, "bpm"))
_LOOK: Final = ToolSpec("look", "Looks a person up.", {"type": "object", "properties": {"who": {"type": "string"}}})


class Provider(Model):
    """A provider that fails now and then, and repeats all that it was sent, in words and as a tool's arguments.

    Args:
        name: how it is called.
        sent: is told what it gets.
        strike: raises what goes wrong, besides.
        flaky: every how many calls it is not there; 0 for never.
    """

    def __init__(
        self,
        name: str,
        sent: Callable[[ModelRequest], None],
        strike: Callable[[str], Awaitable[object]],
        *,
        flaky: int = 0,
    ) -> None:
        super().__init__(timeout_s=None)
        self._name, self._sent, self._strike, self._flaky = name, sent, strike, flaky
        self._calls = 0

    @property
    def name(self) -> str:
        """How it is called."""
        return self._name

    async def _complete(self, request: ModelRequest) -> Completion:
        self._sent(request)
        self._calls += 1
        garbage = await self._strike("provider") and "%PDF-1.7 \x00 no answer at all"
        if self._flaky and self._calls % self._flaky == 0:
            raise (GatewayUnavailable, RateLimited, CircuitOpen)[self._calls % 3]("The provider does not answer.")
        said = " ".join(message.content for message in request.messages if message.role != "system")
        calls = (ToolCall("1", "look", json.dumps({"who": said})),) if request.tools else ()
        text = f"{garbage} " if garbage else f"[1] {said}"
        return Completion(text, self._name, Usage(len(said), len(said)), "stop", calls)

    async def _stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        completion = await self._complete(request)
        for at in range(0, len(completion.text), 40):
            yield Delta(completion.text[at : at + 40])
        yield Delta(completion=completion)


class Repeating:
    """Hands all it gets to see of a person to a model, uses a tool on it, and says back what came of it."""

    name = "repeating"
    expertise = frozenset({"sleep", "heart", "hrv", "training"})

    def __init__(self, sinks: Sinks, faults: Faults) -> None:
        self._sinks, self._faults = sinks, faults

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        """Give what the model said of everything."""
        await self._faults.strike("specialist")
        held = [*case.recalled, *await context.recall("name address number", limit=6)]
        facts = await context.facts()
        asked = case.query.text if case.query else "What now?"
        texts = [*(one.record.text for one in held), *case.earlier, *(fact.value for fact in facts)]
        request = ModelRequest(
            (
                ChatMessage("user", asked),
                ChatMessage("assistant", "", (ToolCall("1", "look", json.dumps({"who": asked[-300:]})),)),
                ChatMessage("tool", json.dumps({"found": texts}, ensure_ascii=False), tool_call_id="1"),
            ),
            tools=(_LOOK,),
            stop=(asked[:40],),
            purpose="repeat",
            conversation="main",
        )
        completion = await context.complete(request)
        claim = Claim(f"You wrote: {completion.text[:500]}", ClaimKind.OBSERVATION)
        advice = Advice(f"advice-{context.today}", self.name, (claim,), confidence=0.9)
        self._sinks.printed(case, held, facts, request, completion, claim, advice, context)
        return advice


class Hook(Channel):
    """The host's web hook."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[str] = []

    @property
    def name(self) -> str:
        """How it is called."""
        return "hook"

    async def _send(self, message: Message) -> None:
        self.sent.append(message.text)


class House:
    """The pipeline with its parts.

    Args:
        folder: where its databases are.
        everyone: who uses it.
        sinks: where what it leaves behind is noted.
        redacted: puts the guard around the gateway; another one stands for a host that does it wrong.
    """

    def __init__(
        self,
        folder: Path,
        everyone: list[Person],
        sinks: Sinks,
        redacted: Callable[[Model, Callable[[Subject], Awaitable[KnownValues]]], Model],
    ) -> None:
        self.sinks, self.faults = sinks, Faults()
        self._known: Mapping[Subject, KnownValues] = {person.subject: person.known for person in everyone}
        addresses = {(person.subject, "hook"): person.address for person in everyone}
        profiles = {person.subject: Profile(zone="UTC", quiet_hours=None) for person in everyone}
        self.directory = InMemoryDirectory(profiles, addresses)
        self.channel = Hook()
        self.history = InMemoryHistory()
        self.journal = SQLJournal(f"sqlite+aiosqlite:///{folder}/journal.db", timeout_s=30)
        self.stores = [InMemoryStore(), InMemoryStore(), SQLStore(f"sqlite+aiosqlite:///{folder}/memory.db")]
        self.facts = SQLFactStore(f"sqlite+aiosqlite:///{folder}/facts.db")
        self.memory = Memory(*self.stores, facts=self.facts)
        providers = [Provider(f"provider-{n}", sinks.sent, self.faults.strike, flaky=n and 3) for n in (2, 1, 0)]
        self.gateway = Gateway(providers, cache=AnswerCache(most_entries=100_000), retries=Retries(attempts=2, first_wait_s=0))
        self.model = redacted(self.gateway, self.known)
        self.clock = SimulatedClock(NOW)
        self.pipeline = Pipeline(
            specialists=[Repeating(sinks, self.faults)],
            gateway=self.model,
            memory=self.memory,
            rules=[_HIGH],
            history=self.history,
            journal=self.journal,
            channels=[self.channel],
            directory=self.directory,
            clock=self.clock,
            daily_cap=10,
        )
        self.faults.within("history", self.history, History)
        self.faults.within("journal", self.journal, Journal)
        self.faults.within("memory", self.stores[2], MemoryStore)  # the others have no driver
        self.faults.within("facts", self.facts, FactStore)
        self.faults.within("directory", self.directory, Directory)
        self.faults.within("channel", self.channel, Channel)

    async def known(self, subject: Subject) -> KnownValues:
        """Give a person's own values, as a host's directory would."""
        await self.faults.strike("known")
        return self._known[subject]

    async def live(self, person: Person) -> None:
        """Have one person do all that people do, and then all of it again while a port is broken, in two ways."""
        await self._remembered(person)
        await self._told(person, 0)
        for turn in (1, 2):
            way = 2 * person.number + turn - 1
            await self._faced(person, turn, PORTS[way % len(PORTS)], KINDS[way // len(PORTS) % len(KINDS)])
        await self._kept(person)

    async def _faced(self, person: Person, turn: int, port: str, kind: str) -> None:
        parts: dict[str, Resource] = {
            "history": self.history,
            "journal": self.journal,
            "memory": self.stores[2],
            "facts": self.facts,
            "channel": self.channel,
        }
        broken = parts.get(port)
        usual = None if broken is None else broken._timeout_s  # noqa: SLF001 - nobody should have to wait for it
        if broken is not None and kind == "late":
            broken._timeout_s = 0.02  # noqa: SLF001 - as above
        try:
            with self.faults.at(port, kind, " ".join(person.sentences[:18])):
                await self._told(person, turn)
        finally:
            if broken is not None:
                broken._timeout_s = usual  # noqa: SLF001 - as above

    async def _remembered(self, person: Person) -> None:
        me, said = person.subject, person.sentences
        records = [MemoryRecord(f"{me.id}-{n}", me, "fact", text, NOW, data=(("name", text),)) for n, text in enumerate(said)]
        statements = [Statement(me, "note.own", "holds", text, NOW, NOW) for text in said[:4]]
        self.sinks.printed(*records, *statements)
        await self._tried(self.memory.remember(*records))
        await self._tried(self.facts.hear(statements))

    async def _told(self, person: Person, turn: int) -> None:
        me, said, auren = person.subject, person.sentences, self.pipeline
        day = NOW - timedelta(days=1, hours=turn)
        reading = Reading.of(
            me,
            "heart.resting",
            70 + turn,
            unit="bpm",
            start=day,
            zone="UTC",
            source="watch",
            device=said[12],
            revision=turn,
        )
        await self._tried(auren.ingest([reading]))
        # In peace everything is told; a broken port is given one set of the eighteen.
        asked, messaged = (said[:9], said[9:18]) if turn else (said[::2], said[1::2])
        first = await self._tried(auren.ask(me, " ".join(asked), idempotency_key=f"ask-{turn}"))
        message = InboundMessage(f"hook-{turn}", "hook", person.address, " ".join(messaged), NOW)
        answer = await self._tried(auren.receive(message))
        sentences = await self._tried(self._streamed(person))
        for reply in (first, answer):
            for advice in getattr(reply, "advice", ()):
                await self._tried(auren.feedback(me, advice.id, "followed", note=said[0]))
        report = await self._tried(auren.advance_to(self.clock.now() + timedelta(minutes=1)))
        self.sinks.printed(reading, first, message, answer, sentences, report, me)
        self.sinks.texts["own"] += [str(getattr(reply, "text", "")) for reply in (first, answer)]

    async def _streamed(self, person: Person) -> list[object]:
        return [sentence async for sentence in self.pipeline.stream(person.subject, " ".join(person.sentences[4:10]))]

    async def _kept(self, person: Person) -> None:
        """Look at what is kept for a person, and how it prints."""
        me = person.subject
        kept = [
            *await self.memory.export(me),
            *await self.facts.export(me),
            *await self.facts.facts(me),
            *await self.journal.replies(me),
            *await self.journal.feedback(me),
            *await self.history.readings(me, ()),
        ]
        self.sinks.printed(*kept, self.pipeline, self.model, self.gateway, self.directory, self._known[me])
        self.sinks.texts["own"].append(json.dumps(await self.pipeline.export(me), ensure_ascii=False, default=str))
        if person.number % 5 == 4:
            self.sinks.printed(await self.pipeline.erase(me))

    async def _tried(self, work: Awaitable[object]) -> object:
        """Do a piece of work in a task of its own, and note what it raises."""
        task = asyncio.ensure_future(work)
        await asyncio.wait({task})
        if task.cancelled():
            return None
        error = task.exception()
        if error is None:
            return task.result()
        self.sinks.raised(error)
        return None


def guarded(gateway: Model, known: Callable[[Subject], Awaitable[KnownValues]]) -> Model:
    """Give the gateway as it should be: redacted as a whole, so that no part of it sees a person."""
    return RedactedModel(gateway, known=known)


assert len(IDENTIFIERS) == 18  # noqa: S101 - the rule has eighteen
