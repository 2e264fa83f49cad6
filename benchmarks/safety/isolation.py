"""Has 100 people use the same stores and pipeline at once, and counts answers that hold anything of somebody else.

Run with `python -m benchmarks.safety isolation [OPERATIONS [QUESTIONS]]`. All people have the same ids, slots and times, so
that only the person tells their data apart, and forget all of it now and then. What each one gets must be exactly what that
person wrote; one that loses something by another's forgetting is a crossing, too. The interleaving follows from the seed.
"""

from __future__ import annotations

import asyncio
import random
import re
import sys
import time
import types
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from datetime import UTC, datetime, timedelta
from typing import Final

from auren.clock import SimulatedClock
from auren.conversation import Advice, Case, Claim, ClaimKind, Reply, Sentence
from auren.facts import MemoryQuery, MemoryRecord, Statement
from auren.history import InMemoryHistory
from auren.inference import ChatMessage, Completion, Delta, ModelRequest
from auren.journal import InMemoryJournal
from auren.memory import InMemoryStore, Memory
from auren.memory.facts import InMemoryFactStore
from auren.people import Subject
from auren.pipeline import Pipeline
from auren.ports import JournalEntry, Model, SpecialistContext
from auren.readings import Reading
from benchmarks._report import Mark, at_least, at_most, report

PEOPLE: Final = 100
OPERATIONS: Final = 1_000_000
QUESTIONS: Final = 2_000
SEED: Final = 8
NOW: Final = datetime(2026, 3, 2, 12, tzinfo=UTC)
SLOT: Final = "note.canary"
CANARY: Final = re.compile(r"canary(\d+)x")


@types.coroutine
def _give_way(times: int) -> Generator[None, None, None]:
    """Let the other people go on, as often as said; the loop takes them in turn."""
    for _ in range(times):
        yield


def main(arguments: list[str]) -> None:
    """Run the people and print the marks."""
    if len(arguments) > 2 or not all(one.isdecimal() for one in arguments):
        sys.exit("Use python -m benchmarks.safety isolation [OPERATIONS [QUESTIONS]], both numbers.")
    operations, questions = [*map(int, arguments), *(OPERATIONS, QUESTIONS)[len(arguments) :]]
    asyncio.run(_run(operations, questions))


async def _run(operations: int, questions: int) -> None:
    start = time.perf_counter()
    done, crossings = await _stores(operations)
    elapsed = time.perf_counter() - start
    asked, leaked, own = await _pipeline(questions)
    report(
        "safety.isolation",
        [
            at_least("isolation.operations", done.total(), "operations", OPERATIONS),
            at_most("isolation.crossings", crossings, "answers", 0),
            Mark("isolation.operations_per_s", round(done.total() / elapsed), "1/s", "as measured", True),
            at_least("isolation.questions", asked, "questions", QUESTIONS),
            at_most("isolation.crossings_of_the_pipeline", leaked, "prompts, replies and exports", 0),
            at_least("isolation.prompts_of_own_memory", own, "prompts", questions / 2),
        ],
    )


class _Turns:
    """Puts other people's turns inside of a store's work: between what the port checks and what the adapter does."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def inside(self, store: object, *hooks: str) -> None:
        for hook in hooks:
            setattr(store, hook, self._interrupted(getattr(store, hook)))

    def _interrupted(self, work: Callable[..., Awaitable[object]]) -> Callable[..., Awaitable[object]]:
        async def interrupted(*given: object, **named: object) -> object:
            await _give_way(self._rng.randrange(3))
            return await work(*given, **named)

        return interrupted


class _Person:
    """One person's operations, and what they must find."""

    def __init__(self, number: int, stores: _Stores, rng: random.Random) -> None:
        self.me, self._stores, self._rng = Subject(f"p{number}"), stores, rng
        self._canary = f"canary{number}x"
        self._memory: dict[str, str] = {}
        self._facts: list[str] = []
        self._replies: dict[str, str] = {}
        self._readings: dict[str, float] = {}
        self._step = 0
        self.crossings = 0
        self.done: Counter[str] = Counter()

    async def run(self, operations: int) -> None:
        ways = (
            *((self.put, self.get, self.find) * 4),
            *((self.hear, self.facts) * 4),
            *((self.record, self.reply) * 4),
            *((self.append, self.readings) * 4),
            *(self.forget_memory, self.forget_facts, self.forget_journal, self.forget_history),
        )
        for self._step in range(operations):
            way = self._rng.choice(ways)
            await way()
            self.done[way.__name__] += 1

    def _expect(self, same: bool) -> None:
        self.crossings += not same

    async def put(self) -> None:
        id, text = f"m{self._rng.randrange(4)}", f"knee {self._canary} {self._step}"
        await self._stores.memory.put([MemoryRecord(id, self.me, "fact", text, NOW)])
        self._memory[id] = text

    async def get(self) -> None:
        id = f"m{self._rng.randrange(4)}"
        held = await self._stores.memory.get(self.me, id, now=NOW)
        self._expect((held.text if held else None) == self._memory.get(id))

    async def find(self) -> None:
        found = await self._stores.memory.find(self.me, MemoryQuery("knee", limit=100), now=NOW)
        self._expect({one.record.id: one.record.text for one in found} == self._memory)

    async def hear(self) -> None:
        if len(self._facts) == 4:
            return await self.forget_facts()
        at = NOW + timedelta(seconds=len(self._facts))
        await self._stores.facts.hear([Statement(self.me, SLOT, "holds", f"{self._canary}{self._step}", at, at)])
        self._facts.append(f"{self._canary}{self._step}")
        return None

    async def facts(self) -> None:
        found = await self._stores.facts.facts(self.me)
        self._expect([fact.value for fact in found] == self._facts)

    async def record(self) -> None:
        if len(self._replies) == 4:
            return await self.forget_journal()
        id, text = f"r{len(self._replies)}", f"{self._canary} {self._step}"
        reply = Reply(id, self.me, "answer", (Sentence(text, "plain"),), NOW)
        await self._stores.journal.record(JournalEntry(self.me, reply=reply, key=f"k{len(self._replies)}"))
        self._replies[id] = text
        return None

    async def reply(self) -> None:
        number = self._rng.randrange(4)
        by = {"key": f"k{number}"} if self._rng.random() < 0.5 else {"id": f"r{number}"}
        held = await self._stores.journal.reply(self.me, **by)
        self._expect((held.text if held else None) == self._replies.get(f"r{number}"))

    async def append(self) -> None:
        number = self._rng.randrange(4)
        day = NOW + timedelta(days=number)
        # The value names the person and the step, as a canary does.
        value = 30 + int(self.me.id[1:]) + (self._step % 97) / 100
        made = Reading(self.me, "heart.resting", value, day, day, day.date(), "UTC", "test", f"h{number}", revision=self._step)
        await self._stores.history.append([made])
        self._readings[made.id] = value

    async def readings(self) -> None:
        found = await self._stores.history.readings(self.me, ())
        self._expect({one.id: one.value for one in found} == self._readings)

    async def forget_memory(self) -> None:
        self._expect(await self._stores.memory.forget(self.me) == len(self._memory))
        self._memory.clear()

    async def forget_facts(self) -> None:
        await self._stores.facts.forget(self.me)
        self._facts.clear()

    async def forget_journal(self) -> None:
        self._expect(await self._stores.journal.forget(self.me) == len(self._replies))
        self._replies.clear()

    async def forget_history(self) -> None:
        self._expect(await self._stores.history.forget(self.me) == len(self._readings))
        self._readings.clear()


class _Stores:
    """The stores that all share."""

    def __init__(self, turns: _Turns) -> None:
        self.memory, self.facts = InMemoryStore(), InMemoryFactStore()
        self.journal, self.history = InMemoryJournal(), InMemoryHistory()
        turns.inside(self.memory, "_put", "_get", "_find", "_forget")
        turns.inside(self.facts, "_hear", "_facts", "_forget")
        turns.inside(self.journal, "_record", "_reply", "_forget")
        turns.inside(self.history, "_append", "_readings", "_forget")


async def _stores(operations: int) -> tuple[Counter[str], int]:
    rng = random.Random(SEED)
    stores = _Stores(_Turns(rng))
    people = [_Person(number, stores, rng) for number in range(PEOPLE)]
    async with stores.memory, stores.facts, stores.journal, stores.history, asyncio.TaskGroup() as group:
        for person in people:
            group.create_task(person.run(-(-operations // PEOPLE)))
    done: Counter[str] = Counter()
    for person in people:
        done += person.done
    return done, sum(person.crossings for person in people)


class _Listening(Model):
    """Says back what it was asked with, and looks at whose canaries are in it."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__(timeout_s=None)
        self._rng = rng
        self.leaks = self.own = 0

    @property
    def name(self) -> str:
        return "listening"

    async def _complete(self, request: ModelRequest) -> Completion:
        assert request.account is not None  # noqa: S101 - the pipeline names whom each request is for
        said = " ".join(message.content for message in request.messages)
        whose = _whose(said)
        self.leaks += bool(whose - {request.account.subject.id})
        self.own += request.purpose == "recall" and request.account.subject.id in whose
        await _give_way(self._rng.randrange(5))
        return Completion(said[-500:], "listening")

    async def _stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        completion = await self._complete(request)
        yield Delta(completion.text)


class _Remembering:
    """Hands all that it gets to see of a person to the model, which looks whose it is."""

    name = "remembering"
    expertise = frozenset({"sleep"})

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        held = [*case.recalled, *await context.recall("my word", limit=20)]
        texts = [*(one.record.text for one in held), *case.earlier, *(fact.value for fact in await context.facts())]
        await context.complete(
            ModelRequest(tuple(ChatMessage("user", text) for text in texts or ["nothing"]), purpose="recall")
        )
        claim = Claim("Nothing stands out in your data.", ClaimKind.OBSERVATION)
        return Advice(f"advice-{case.today}", self.name, (claim,), confidence=0.9)


def _whose(text: str) -> set[str]:
    return {f"p{number}" for number in CANARY.findall(text)}


async def _pipeline(questions: int) -> tuple[int, int, int]:
    """Have the people ask, stream, export and erase through one pipeline."""
    rng = random.Random(SEED)
    model = _Listening(rng)
    asked = leaked = 0

    async def person(number: int, auren: Pipeline) -> None:
        nonlocal asked, leaked
        me = Subject(f"p{number}")
        for _ in range(-(-questions // PEOPLE)):
            text = f"My word is canary{number}x: how did I sleep, and what of my knee?"
            reply = await auren.ask(me, text)
            asked += 1
            leaked += reply.subject != me or bool(_whose(reply.text) - {me.id})
            if rng.random() < 0.1:
                leaked += bool(_whose(str(await auren.export(me))) - {me.id})
            if rng.random() < 0.05:
                await auren.erase(me)
                leaked += bool(_whose(str(await auren.export(me))))

    async with (
        Pipeline(
            specialists=[_Remembering()],
            gateway=model,
            memory=Memory(facts=InMemoryFactStore()),
            history=InMemoryHistory(),
            journal=InMemoryJournal(),
            clock=SimulatedClock(NOW),
        ) as auren,
        asyncio.TaskGroup() as group,
    ):
        for number in range(PEOPLE):
            group.create_task(person(number, auren))
    return asked, leaked + model.leaks, model.own
