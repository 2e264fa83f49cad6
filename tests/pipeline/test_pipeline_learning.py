"""Learning over time: talk becomes facts, days become laws, once, for the living, and whatever else fails."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from pipeline_house import ANNA, BEN, DAY, NOON, Coach, House

from auren.clock import SimulatedClock
from auren.conversation import Advice, Case
from auren.errors import ConfigurationError, StoreUnavailable
from auren.facts import Fact, Statement
from auren.history import InMemoryHistory, SQLHistory
from auren.memory import Memory
from auren.memory.extraction import Extraction
from auren.memory.facts import InMemoryFactStore, SQLFactStore
from auren.memory.laws import BOOK_SLOT, laws_of
from auren.memory.stores import InMemoryStore, SQLStore
from auren.people import Subject
from auren.pipeline import AdvanceReport, Learned, Pipeline
from auren.pipeline.agenda import Task
from auren.ports import SpecialistContext
from auren.ports.fact_store import Revision
from auren.privacy import InMemoryDirectory
from auren.readings import Reading

WEIGHT = "I weigh 82 kg these days."
SIX_HOURS = timedelta(hours=6)


class Facts(InMemoryFactStore):
    """Notes how often it is asked for what is due, and fails for whom it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.looks = 0
        self.failing: set[Subject] = set()
        self.down = False

    async def _cursors(self, name: str, until: str | None, limit: int) -> list[tuple[Subject, str]]:
        self.looks += 1
        return await super()._cursors(name, until, limit)

    async def _cursor(self, subject: Subject, name: str) -> str:
        if self.down:
            raise StoreUnavailable("The store does not answer.")
        return await super()._cursor(subject, name)

    async def _hear(self, statements: Sequence[Statement], cursor: tuple[str, str] | None) -> Revision:
        if statements[0].subject in self.failing:
            raise StoreUnavailable("The store does not answer.")
        return await super()._hear(statements, cursor)


class Learner:
    """A pipeline that learns, with handles on its parts."""

    def __init__(self, memory: Memory | None = None, **arguments: Any) -> None:
        self.facts = Facts()
        self.memory = memory or Memory(facts=self.facts)
        self.clock = SimulatedClock(NOON)
        self.history = InMemoryHistory()
        given: dict[str, Any] = {"specialists": (Coach(),), "rules": (), "history": self.history, "clock": self.clock}
        self.pipeline = Pipeline(memory=self.memory, directory=House().directory, **(given | arguments))

    async def later(self, **step: float) -> AdvanceReport:
        return await self.pipeline.advance_to(self.clock.now() + timedelta(**step))

    async def values(self, subject: Subject = ANNA, attribute: str = "body.weight") -> list[str]:
        assert self.memory.facts is not None
        return [fact.value for fact in await self.memory.facts.facts(subject, attribute=attribute)]


async def test_talk_becomes_facts_when_it_has_waited_long_enough() -> None:
    house = Learner()
    async with house.pipeline:
        await house.pipeline.ask(ANNA, WEIGHT)
        assert (await house.later(hours=5)).learned == Learned()
        assert await house.values() == []
        learned = (await house.later(hours=1)).learned
        assert (learned.people, learned.turns) == (1, 1)
        assert [(fact.attribute, fact.value) for fact in learned.opened] == [("body.weight", "82")]
        assert await house.values() == ["82"]


async def test_how_long_it_waits_is_the_hosts_to_say() -> None:
    house = Learner(learn_every=timedelta(minutes=10))
    async with house.pipeline:
        await house.pipeline.ask(ANNA, WEIGHT)
        assert (await house.later(minutes=9)).learned.turns == 0
        assert (await house.later(minutes=1)).learned.turns == 1


@pytest.mark.parametrize("wait", [timedelta(0), timedelta(hours=-1), 6])
def test_a_wait_that_is_none_is_refused(wait: Any) -> None:
    with pytest.raises(ConfigurationError, match="learn_every"):
        Pipeline(learn_every=wait)


async def test_the_default_pipeline_learns() -> None:
    clock = SimulatedClock(NOON)
    async with Pipeline(clock=clock) as auren:
        await auren.ask(ANNA, WEIGHT)
        report = await auren.advance_to(NOON + SIX_HOURS)
        assert [fact.value for fact in report.learned.opened] == ["82"]
        assert report.failures == ()


async def test_a_memory_without_facts_learns_nothing_and_fails_nothing() -> None:
    house = Learner(Memory())
    async with house.pipeline:
        await house.pipeline.ask(ANNA, WEIGHT)
        report = await house.later(hours=7)
        assert (report.learned, report.failures) == (Learned(), ())


async def test_nothing_is_learned_twice_and_idle_people_cost_nothing() -> None:
    house = Learner()
    async with house.pipeline:
        await house.pipeline.ask(ANNA, WEIGHT)
        assert (await house.later(hours=6)).learned.turns == 1
        # The look that finds nothing more ends it.
        assert (await house.later(hours=6)).learned.turns == 0
        assert await house.facts.cursors(Task.TALK) == []
        looks = house.facts.looks
        for _ in range(50):
            assert (await house.later(minutes=1)).learned == Learned()
        assert house.facts.looks == looks
        await house.pipeline.ask(ANNA, "I weigh 80 kg now.")
        assert [fact.value for fact in (await house.later(hours=6)).learned.opened if not fact.valid_to] == ["80"]


async def test_one_persons_failure_is_one_line_and_stops_nobody() -> None:
    house = Learner()
    async with house.pipeline:
        await house.pipeline.ask(ANNA, WEIGHT)
        await house.pipeline.ask(BEN, "I weigh 91 kg.")
        house.facts.failing = {ANNA}
        report = await house.later(hours=6)
        assert report.failures == ("learning: StoreUnavailable: The store does not answer.",)
        assert (await house.values(), await house.values(BEN)) == ([], ["91"])
        # Not at once again: others come first, and the store may need a while.
        assert (await house.later(minutes=1)).failures == ()
        house.facts.failing = set()
        assert (await house.later(hours=6)).failures == ()
        assert await house.values() == ["82"]


async def test_a_fault_that_is_no_error_of_ours_is_told_by_its_kind_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    house = Learner()

    async def broken(*_: object, **__: object) -> None:
        raise ValueError(WEIGHT)

    async with house.pipeline:
        await house.pipeline.ask(ANNA, WEIGHT)
        monkeypatch.setattr(house.memory, "extract", broken)
        assert (await house.later(hours=6)).failures == ("learning: ValueError",)


async def test_a_store_that_was_down_when_somebody_spoke_is_told_later() -> None:
    house = Learner()
    async with house.pipeline:
        house.facts.down = True
        await house.pipeline.ask(ANNA, WEIGHT)
        house.facts.down = False
        assert await house.facts.cursors(Task.TALK) == []
        assert (await house.later(hours=6)).learned.turns == 1


async def test_a_run_cut_off_halfway_is_done_again_and_changes_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    house = Learner()
    async with house.pipeline:
        await house.pipeline.ask(ANNA, WEIGHT)

        async def cut_off(*_: object) -> None:
            raise asyncio.CancelledError

        # Heard, and the cursor has not moved yet.
        with monkeypatch.context() as patch:
            patch.setattr(house.facts, "move_cursor", _after(house.facts, cut_off))
            with pytest.raises(asyncio.CancelledError):
                await house.later(hours=6)
        assert await house.values() == ["82"]
        learned = (await house.later(hours=6)).learned
        assert (learned.turns, learned.opened) == (1, ())
        assert await house.values() == ["82"]


def _after(facts: Facts, then: Any) -> Any:
    move = facts.move_cursor

    async def moving(subject: Subject, name: str, to: str) -> None:
        await (move if name in list(Task) else then)(subject, name, to)

    return moving


async def test_it_survives_a_restart(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'auren.db'}"

    def built() -> Learner:
        stores = [SQLStore(url, name=name) for name in ("immediate", "structured", "semantic")]
        return Learner(Memory(*stores, facts=SQLFactStore(url)))

    house = built()
    async with house.pipeline:
        await house.pipeline.ask(ANNA, WEIGHT)
    house = built()
    async with house.pipeline:
        assert (await house.later(hours=6)).learned.turns == 1
    house = built()
    async with house.pipeline:
        assert (await house.later(hours=13)).learned.turns == 0
        assert await house.values() == ["82"]


async def test_a_step_learns_of_so_many_people_at_once_and_of_the_others_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auren.pipeline.learning.AT_ONCE", 3)
    people = [Subject(f"p{number}") for number in range(7)]
    house = Learner()
    async with house.pipeline:
        for person in people:
            await house.pipeline.ask(person, WEIGHT)
        first = (await house.later(hours=6)).learned.people
        steps = [first, *[(await house.later(minutes=1)).learned.people for _ in range(3)]]
        assert steps == [3, 3, 1, 0]
        for person in people:
            assert await house.values(person) == ["82"]


async def test_the_erased_are_not_learned_of_again() -> None:
    house = Learner()
    async with house.pipeline:
        await house.pipeline.ask(ANNA, WEIGHT)
        await house.pipeline.erase(ANNA)
        report = await house.later(hours=6)
        assert (report.learned, report.failures) == (Learned(), ())
        assert await house.facts.cursor(ANNA, Task.TALK) == ""
        assert await house.values() == []


async def test_erasure_in_the_middle_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    house = Learner()
    due = house.facts.cursors

    async def erased_meanwhile(name: str, **arguments: Any) -> list[tuple[Subject, str]]:
        found = await due(name, **arguments)
        if found and name == Task.TALK:
            await house.pipeline.erase(ANNA)
        return found

    async with house.pipeline:
        await house.pipeline.ask(ANNA, WEIGHT)
        monkeypatch.setattr(house.facts, "cursors", erased_meanwhile)
        assert (await house.later(hours=6)).learned.people == 0
        assert await house.facts.cursor(ANNA, Task.TALK) == ""
        assert house.facts._people == {}


async def test_memory_that_missed_its_vectors_gets_them_with_what_is_learned() -> None:
    from auren.errors import GatewayUnavailable
    from auren.ports import Embedder

    class Words(Embedder):
        down = True

        @property
        def model_id(self) -> str:
            return "words"

        @property
        def dimensions(self) -> int:
            return 2

        async def embed(self, texts: Sequence[str]) -> list[list[float]]:
            if self.down:
                raise GatewayUnavailable("The embedder does not answer.")
            return [[1.0, float(len(text))] for text in texts]

    embedder = Words()
    facts = Facts()
    house = Learner(Memory(semantic=InMemoryStore(), facts=facts, embedder=embedder))
    async with house.pipeline:
        await house.pipeline.ask(ANNA, WEIGHT)
        report = await house.later(hours=6)
        assert report.failures == ("learning: GatewayUnavailable: The embedder does not answer.",)
        assert report.learned.turns == 1
        embedder.down = False
        assert (await house.later(hours=6)).learned.embedded > 0


class Asking:
    """Says what facts it was given."""

    name = "asking"
    expertise = frozenset({"body"})

    def __init__(self) -> None:
        self.given: list[tuple[Fact, ...]] = []

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        self.given.append(await context.facts("body.*"))
        self.given.append(await context.facts("allergy"))
        self.given.append(await context.facts())
        return Advice(f"a-{len(self.given)}", self.name, ())


async def test_a_specialist_reads_the_facts_of_its_person_and_of_nobody_else() -> None:
    asking = Asking()
    house = Learner(specialists=(asking,))
    async with house.pipeline:
        await house.facts.hear([_said(ANNA, "82"), _said(ANNA, "80", 9)])
        await house.facts.hear([_said(BEN, "91")])
        await house.pipeline.ask(ANNA, "How is my weight?")
        values = [[fact.value for fact in facts] for facts in asking.given]
        # What holds now: neither what held before, nor another's.
        assert values == [["80"], [], ["80"]]
        assert {fact.subject for facts in asking.given for fact in facts} == {ANNA}


def _said(subject: Subject, value: str, day: int = 0) -> Statement:
    at = NOON - timedelta(days=30 - day)
    return Statement(subject, "body.weight", "holds", value, said_at=at, recorded_at=at, unit="kg")


async def test_no_facts_reach_a_specialist_where_there_are_none() -> None:
    asking = Asking()
    house = Learner(Memory(), specialists=(asking,))
    async with house.pipeline:
        await house.pipeline.ask(ANNA, "How is my weight?")
        assert asking.given == [(), (), ()]


FIRST = datetime.combine(DAY, time(7), UTC)
DAYS = 182


def _days(first: int, last: int, *, effect: float = -0.15) -> list[Reading]:
    """Give readings in which a drink in the evening lowers the HRV of the next night."""
    from random import Random

    random = Random(5)
    drinks = [float(random.random() < 0.35) for _ in range(500)]
    noise = [random.lognormvariate(0, 0.06) for _ in range(500)]
    readings = []
    for number in range(first, last):
        at = FIRST + timedelta(days=number)
        hrv = 60 * (1 + effect * drinks[number - 1] * (number > 0)) * noise[number]
        for metric, value, unit in (("nutrition.alcohol", drinks[number], "count"), ("hrv.rmssd", hrv, "ms")):
            readings.append(Reading.of(ANNA, metric, value, unit=unit, start=at, zone="UTC", source="test"))
    return readings


async def _lived(house: Learner, weeks: int, *, start: int = 0, **arguments: float) -> list[AdvanceReport]:
    reports = []
    for week in range(start, start + weeks):
        await house.pipeline.advance_to(FIRST + timedelta(days=7 * week + 6, hours=12))
        await house.pipeline.ingest(_days(7 * week, 7 * week + 7, **arguments))
        reports.append(await house.later(hours=7))
    return reports


async def test_a_law_is_found_kept_as_a_fact_tested_again_and_withdrawn() -> None:
    house = Learner()
    async with house.pipeline:
        reports = await _lived(house, 26)
        assert [report.failures for report in reports] == [()] * 26
        assert sum(report.learned.laws_found for report in reports) == 1
        held = await house.facts.facts(ANNA, attribute="law.*")
        (law,) = laws_of(held)
        assert law.low < -15 < law.high
        assert law.candidate.slot == "law.nutrition.alcohol.hrv.rmssd.1d"
        assert held[0].source == "computed"
        assert (law.tested_on - law.found_on).days >= 7
        opened = [fact.attribute for report in reports for fact in report.learned.opened]
        assert law.candidate.slot in opened
        assert BOOK_SLOT not in opened
        gone = await _lived(house, 26, start=26, effect=0.0)
        assert sum(report.learned.laws_withdrawn for report in gone) == 1
        assert laws_of(await house.facts.facts(ANNA, attribute="law.*")) == []


async def test_whoever_sends_nothing_more_is_reviewed_no_more_until_they_do() -> None:
    house = Learner()
    async with house.pipeline:
        await _lived(house, 2)
        assert [subject for subject, _ in await house.facts.cursors(Task.LAWS)] == [ANNA]
        await house.later(days=30)
        assert await house.facts.cursors(Task.LAWS) == []
        looks = house.facts.looks
        await house.later(minutes=1)
        assert house.facts.looks == looks
        await _lived(house, 1, start=8)
        assert [subject for subject, _ in await house.facts.cursors(Task.LAWS)] == [ANNA]


async def test_readings_that_no_law_rests_on_bring_no_review() -> None:
    house = Learner()
    steps = Reading.of(ANNA, "activity.steps", 9000, unit="count", start=NOON, zone="UTC", source="test")
    async with house.pipeline:
        await house.pipeline.ingest([steps])
        assert await house.facts.cursors(Task.LAWS) == []


async def test_a_replay_learns_nothing() -> None:
    house = Learner()
    async with house.pipeline:
        await house.pipeline.replay(_days(0, 14))
        assert house.facts._people == {}
        assert await house.facts.cursors(Task.LAWS) == []


async def test_laws_survive_a_restart(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'auren.db'}"
    directory = InMemoryDirectory({ANNA: House().profile})
    clock = SimulatedClock(NOON)

    def built() -> Pipeline:
        parts: dict[str, Any] = {"history": SQLHistory(url), "memory": Memory(facts=SQLFactStore(url)), "directory": directory}
        return Pipeline(specialists=(Coach(),), rules=(), clock=clock, **parts)

    found = 0
    for week in range(1, 27):
        async with built() as auren:
            await auren.advance_to(FIRST + timedelta(days=7 * week, hours=12))
            await auren.ingest(_days(7 * week - 7, 7 * week))
            found += (await auren.advance_to(clock.now() + timedelta(hours=7))).learned.laws_found
    assert found == 1


async def test_readings_that_come_in_heaps_are_reviewed_when_they_have_come() -> None:
    house = Learner()
    found = 0
    async with house.pipeline:
        for month in range(7):
            await house.pipeline.advance_to(FIRST + timedelta(days=28 * month + 27, hours=12))
            await house.pipeline.ingest(_days(28 * month, 28 * month + 28))
            found += (await house.later(hours=7)).learned.laws_found
    assert found == 1


async def test_erasure_waits_for_what_is_being_learned_and_takes_it_along(monkeypatch: pytest.MonkeyPatch) -> None:
    house = Learner()
    begun, go_on = asyncio.Event(), asyncio.Event()
    extract = house.memory.extract

    async def slowly(*arguments: Any, **named: Any) -> Any:
        begun.set()
        await go_on.wait()
        return await extract(*arguments, **named)

    async with house.pipeline:
        await house.pipeline.ask(ANNA, WEIGHT)
        monkeypatch.setattr(house.memory, "extract", slowly)
        learning = asyncio.create_task(house.later(hours=6))
        await begun.wait()
        erasing = asyncio.create_task(house.pipeline.erase(ANNA))
        for _ in range(10):
            await asyncio.sleep(0)
        go_on.set()
        assert (await learning).failures == ()
        assert (await erasing).complete
        assert house.facts._people == {}


async def test_nothing_is_learned_of_somebody_half_erased(monkeypatch: pytest.MonkeyPatch) -> None:
    house = Learner()

    async def down(*_: object) -> int:
        raise StoreUnavailable("The store does not answer.")

    async with house.pipeline:
        await house.pipeline.ask(ANNA, WEIGHT)
        monkeypatch.setattr(house.memory, "forget", down)
        assert not (await house.pipeline.erase(ANNA)).complete
        assert (await house.later(hours=6)).learned.people == 0
        assert await house.values() == []


async def test_what_is_said_while_the_last_words_are_read_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    house = Learner()
    extract = house.memory.extract
    said: list[str] = ["I weigh 80 kg now."]

    async def spoken_meanwhile(*arguments: Any, **named: Any) -> Any:
        extracted = await extract(*arguments, **named)
        if extracted.read == 0 and said:
            await house.pipeline.ask(ANNA, said.pop())
        return extracted

    async with house.pipeline:
        monkeypatch.setattr(house.memory, "extract", spoken_meanwhile)
        await house.pipeline.ask(ANNA, WEIGHT)
        assert [(await house.later(hours=6)).learned.turns for _ in range(4)] == [1, 0, 1, 0]
        assert (await house.values())[-1] == "80"


async def test_long_talk_is_read_bit_by_bit_without_waiting() -> None:
    facts = Facts()
    house = Learner(Memory(facts=facts, extraction=Extraction(facts, limit=2)))
    async with house.pipeline:
        for number in range(5):
            await house.pipeline.ask(ANNA, f"I weigh {80 + number} kg.")
            house.clock.move_to(house.clock.now() + timedelta(minutes=1))
        steps = [(await house.later(hours=6)).learned.turns, *[(await house.later(minutes=1)).learned.turns for _ in range(3)]]
        assert steps == [2, 2, 1, 0]


async def test_two_pipelines_on_one_store_do_the_work_once(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'auren.db'}"

    def built() -> Learner:
        stores = [SQLStore(url, name=name) for name in ("immediate", "structured", "semantic")]
        return Learner(Memory(*stores, facts=SQLFactStore(url)))

    one, two = built(), built()
    async with one.pipeline, two.pipeline:
        # The other has looked already, and hears of nothing that this one enters until it looks again.
        assert (await two.later(minutes=1)).learned == Learned()
        await one.pipeline.ask(ANNA, WEIGHT)
        turns = [(await house.later(hours=7)).learned.turns for house in (one, two)]
        assert turns == [1, 0]


async def test_facts_of_a_store_that_is_down_keep_no_specialist_from_answering(monkeypatch: pytest.MonkeyPatch) -> None:
    asking = Asking()
    house = Learner(specialists=(asking,))

    async def down(*_: object) -> list[Fact]:
        raise StoreUnavailable("The store does not answer.")

    async with house.pipeline:
        monkeypatch.setattr(house.facts, "_facts", down)
        reply = await house.pipeline.ask(ANNA, "How is my weight?")
        assert asking.given == [(), (), ()]
        assert reply.text


async def test_run_learns() -> None:
    house = Learner()
    async with house.pipeline:
        await house.pipeline.ask(ANNA, WEIGHT)
        running = asyncio.create_task(house.pipeline.run(every=timedelta(hours=1)))
        # A database answers from a thread of its own: how many turns of the loop it takes is not known.
        async with asyncio.timeout(60):
            while await house.values() != ["82"]:
                await asyncio.sleep(0)
                if house.clock.now() < NOON + timedelta(hours=8):
                    house.clock.move_to(house.clock.now() + timedelta(hours=1))
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert await house.values() == ["82"]
