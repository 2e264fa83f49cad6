"""A memory with a journal forgets as one: at once, everywhere, after a crash at any step, and for what comes late."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from erasure_house import ANNA, BACKENDS, BEN, KEY, NOW, Backend, backend, held, shown, talk, turn, unguarded

from auren.errors import ConfigurationError, InvalidInput, StoreUnavailable
from auren.facts import MemoryQuery, Statement
from auren.memory import InMemoryStore, Memory
from auren.memory.erasure import Forgetting, GuardedFacts, Retention, Tombstones
from auren.memory.facts import InMemoryFactStore
from auren.people import Subject
from auren.ports import FactStore, MemoryStore
from auren.testing.contracts import FactStoreContract


class TestGuardedFacts(FactStoreContract):
    @pytest.fixture
    def store(self) -> FactStore:
        return GuardedFacts(InMemoryFactStore(), tombstones=Tombstones(key=KEY))


ALL: Final = {"m1", "m2", "m3", "m4", "m5", "m6", "body.weight", "allergy", "plan.protein", "plan.dinner"}
FORGETTINGS: Final[dict[str, tuple[dict[str, Any], set[str]]]] = {
    "all": ({}, ALL),
    "a turn": ({"ids": ["m3"]}, {"m3", "allergy"}),
    "a span": ({"since": NOW - timedelta(minutes=45), "until": NOW - timedelta(minutes=35)}, {"m3", "m4", "allergy"}),
    "a slot": ({"attribute": "body.weight"}, {"m3", "m5", "body.weight", "plan.protein", "plan.dinner"}),
}


@pytest.fixture(params=BACKENDS)
def kept_in(request: pytest.FixtureRequest, tmp_path: Path) -> Backend:
    return backend(request.param, tmp_path, request)


async def fill(memory: Memory, *people: Subject) -> None:
    """Tell a conversation of each person, have facts drawn from it, and others that rest on those."""
    assert memory.facts is not None
    for subject in people or (ANNA, BEN):
        await memory.remember(*talk(subject))
        await memory.extract(subject, NOW)
        latest = next(said for said in await memory.facts.export(subject) if said.value == "81")
        protein = computed("plan.protein", latest.key, subject)
        await memory.facts.hear([protein, computed("plan.dinner", protein.key, subject)])


def computed(slot: str, evidence: str, subject: Subject) -> Statement:
    at = NOW - timedelta(minutes=5)
    return Statement(subject, slot, "holds", "130 g", at, NOW, source="computed", evidence=(evidence,))


async def forget(memory: Memory, what: dict[str, Any], subject: Subject = ANNA) -> int:
    return await (memory.forget_some(subject, **what) if what else memory.forget(subject))


class Crash(BaseException):
    """The process ends here."""


class Steps:
    """Counts the steps of forgetting, of every store and of the journal, and ends or fails one of them.

    Args:
        at: which step does not happen; with `error` a crash, none from then on does.
        error: what it raises.
    """

    OF: Final = {
        MemoryStore: ("put", "forget", "forget_some"),
        FactStore: ("forget", "move_cursor"),
        Tombstones: ("bury", "done"),
    }

    def __init__(self, patch: pytest.MonkeyPatch, at: int, error: Callable[[], BaseException]) -> None:
        self.at, self.error, self.count = at, error, 0
        for kind, names in self.OF.items():
            for name in names:
                patch.setattr(kind, name, self._counted(getattr(kind, name)))

    def _counted(self, step: Any) -> Any:
        async def counted(*arguments: Any, **options: Any) -> Any:
            self.count += 1
            if self.count == self.at or (self.count > self.at and isinstance(self.error(), Crash)):
                raise self.error()
            return await step(*arguments, **options)

        return counted


@pytest.mark.parametrize("what", FORGETTINGS)
async def test_what_was_forgotten_is_gone_everywhere_and_nothing_else(kept_in: Backend, what: str) -> None:
    asked, goes = FORGETTINGS[what]
    async with kept_in.memory() as memory:
        await fill(memory)
        assert await shown(memory) == ALL
        assert await forget(memory, asked) > 0
        assert await shown(memory) == await held(memory) == ALL - goes
        recall = await memory.recall(ANNA, MemoryQuery("what do I weigh, and the allergy to peanuts?", limit=50), NOW)
        assert not {item.record.id for item in recall.items} & goes
        assert await shown(memory, BEN) == ALL
        assert await forget(memory, asked) == 0


@pytest.mark.parametrize("what", FORGETTINGS)
async def test_a_crash_at_any_step_is_finished_when_opened_again(
    kept_in: Backend, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, goes = FORGETTINGS[what]
    at, crashed = 0, True
    while crashed:
        at += 1
        anna = Subject(f"anna-at-{at}")
        async with kept_in.memory() as memory:
            await fill(memory, anna)
            with monkeypatch.context() as patch:
                crashed = False
                Steps(patch, at, Crash)
                try:
                    await forget(memory, asked, anna)
                except Crash:
                    crashed = True
        async with kept_in.memory() as memory:
            # The first step is to note the request: without it, nothing was asked for.
            left = ALL if at == 1 else ALL - goes
            assert await shown(memory, anna) == left
            assert await held(memory, anna) == left
            assert await memory._erasure.resume() == 0
    assert at > 5
    async with kept_in.memory() as memory:
        assert await shown(memory, Subject("anna-at-1")) == ALL


@pytest.mark.parametrize("what", FORGETTINGS)
async def test_a_step_that_fails_is_told_of_hidden_and_finished_by_purge(
    tmp_path: Path, request: pytest.FixtureRequest, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, goes = FORGETTINGS[what]
    for at in range(2, 40):
        folder = tmp_path / str(at)
        folder.mkdir()
        async with backend("memory", folder, request).memory() as memory:
            await fill(memory)
            with monkeypatch.context() as patch:
                steps = Steps(patch, at, lambda: StoreUnavailable("The server does not answer."))
                try:
                    await forget(memory, asked)
                except StoreUnavailable:
                    assert not await shown(memory) & goes
            await memory.purge(NOW)
            assert await shown(memory) == await held(memory) == ALL - goes
            if steps.count < at:
                return
    raise AssertionError("Forgetting never came to an end.")


@pytest.mark.parametrize("what", FORGETTINGS)
async def test_what_comes_late_does_not_come_back_and_is_counted(kept_in: Backend, what: str) -> None:
    asked, goes = FORGETTINGS[what]
    async with kept_in.memory() as memory:
        await fill(memory)
        assert memory.facts is not None
        said = await memory.facts.export(ANNA)
        await forget(memory, asked)
    async with kept_in.memory() as memory:
        assert memory.facts is not None
        await memory.remember(*talk())
        await memory.facts.hear(said)
        await memory.extract(ANNA, NOW + timedelta(minutes=1))
        assert await shown(memory) == await held(memory) == ALL - goes
        turns = {name for name in goes if name[0] == "m"}
        # Each turn was refused by both of its tiers.
        assert memory.refused >= 2 * len(turns) + len([one for one in said if one.attribute in goes])
        before = memory.refused
        new = turn("new", "I weigh 79 kg today.", -1)
        await memory.remember(new)
        await memory.extract(ANNA, NOW + timedelta(hours=1))
        assert memory.refused == before
        # What is said from then on is another beginning.
        assert [fact.value for fact in await memory.facts.facts(ANNA, attribute="body.weight", valid_at=new.at)] == ["79"]
        assert "new" in await shown(memory)


async def test_what_is_said_late_of_a_forgotten_time_or_slot_for_the_first_time_is_refused_too() -> None:
    facts = InMemoryFactStore()
    async with Memory(facts=facts, tombstones=Tombstones(key=KEY)) as memory:
        assert memory.facts is not None
        await memory.forget_some(ANNA, since=NOW - timedelta(days=2), until=NOW - timedelta(days=1), now=NOW)
        await memory.forget_some(ANNA, attribute="supplement.*", now=NOW)
        weigh, dose = "body.weight", "supplement.creatine.dose"

        def said(slot: str, value: str, days_ago: float) -> Statement:
            return Statement(
                ANNA, slot, "holds", value, NOW - timedelta(days=days_ago), NOW, unit="kg" if slot == weigh else ""
            )

        heard = [said(weigh, "82", 1.5), said(weigh, "81", 0.5), said(dose, "5 g", 0.5), said(dose, "3 g", -1)]
        assert (await memory.facts.hear(heard, cursor=("extraction", "here"))).heard == 2
        assert {one.value for one in await facts.export(ANNA)} == {"81", "3 g"}
        assert (await memory.facts.hear(heard[:1], cursor=("extraction", "there"))).heard == 0
        assert await facts.cursor(ANNA, "extraction") == "there"
        assert memory.refused == 3


async def test_a_slot_may_be_forgotten_without_the_turns_in_which_it_was_said() -> None:
    async with Memory(facts=InMemoryFactStore(), tombstones=Tombstones(key=KEY)) as memory:
        await fill(memory)
        await memory.forget_some(ANNA, attribute="body.weight", with_evidence=False, now=NOW)
        assert await shown(memory) == ALL - {"body.weight", "plan.protein", "plan.dinner"}
        assert memory.facts is not None
        await memory.facts.move_cursor(ANNA, "extraction", "")
        await memory.extract(ANNA, NOW + timedelta(minutes=1))
        assert await shown(memory) == ALL - {"body.weight", "plan.protein", "plan.dinner"}


async def test_a_slot_in_a_span_of_time_takes_only_what_was_said_of_it_then() -> None:
    async with Memory(facts=InMemoryFactStore()) as memory:
        await fill(memory)
        assert memory.facts is not None
        assert await memory.forget_some(ANNA, attribute="body.weight", until=NOW - timedelta(minutes=35)) == 3
        assert [fact.value for fact in await memory.facts.facts(ANNA, attribute="body.weight")] == ["81"]
        assert await shown(memory) == ALL - {"m3"}


@pytest.mark.parametrize("chosen", [{"ids": ["m3"]}, FORGETTINGS["a span"][0], {"attribute": "body.weight"}])
@pytest.mark.parametrize("journal", [True, False], ids=["with a journal", "without one"])
async def test_words_that_were_forgotten_go_from_the_context_of_the_turns_around_them(
    chosen: dict[str, Any], journal: bool
) -> None:
    tombstones = Tombstones(key=KEY) if journal else None
    async with Memory(facts=InMemoryFactStore(), tombstones=tombstones) as memory:
        quoting = replace(
            turn("note", "A summary.", 10, kind="note", talk=""),
            context="Hello\nI weigh 82 kg, quokka. I am allergic to peanuts.",
        )
        await fill(memory)
        await memory.remember(quoting)
        before = {record.id: record for record in await memory.export(ANNA)}
        assert sum("quokka" in record.context for record in before.values()) >= 4
        await memory.forget_some(ANNA, **chosen, now=NOW)
        for store in (memory.immediate, memory.semantic):
            for record in await store.export(ANNA):
                assert "quokka" not in record.context
                assert replace(record, context="", expires_at=None) == replace(before[record.id], context="")
        assert (await memory.semantic.export(ANNA))[-1].context == "Hello"
        others = {record.id: record.context for record in await memory.semantic.export(ANNA)}
        assert "how did I sleep" in others["m2"]
        if journal:
            await memory.remember(*talk())
            assert all("quokka" not in record.context for record in await memory.semantic.export(ANNA))


async def test_turns_that_lost_a_neighbour_have_their_vector_again(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    async with backend("sqlite", tmp_path, request).memory() as memory:
        await fill(memory)
        await memory.forget_some(ANNA, ids=["m3"])
        for store in unguarded(memory)[0]:
            assert await store.unembedded() == []


async def test_ids_and_a_span_take_only_what_is_in_both() -> None:
    for tombstones in (None, Tombstones(key=KEY)):
        async with Memory(tombstones=tombstones) as memory:
            await memory.remember(*talk())
            assert await memory.forget_some(ANNA, ids=["m1", "m3"], until=NOW - timedelta(minutes=45), now=NOW) == 2
            assert {record.id for record in await memory.export(ANNA)} == {"m2", "m3", "m4", "m5", "m6"}


async def test_what_cannot_be_chosen_is_said_and_forgets_nothing() -> None:
    async with Memory(facts=InMemoryFactStore(), tombstones=Tombstones(key=KEY)) as memory:
        await fill(memory)
        both: dict[str, Any] = {"ids": ["m1"], "attribute": "goal"}
        unreadable: list[dict[str, Any]] = [{"attribute": ""}, {"attribute": "*"}, {"attribute": "*.dose"}]
        for wrong in ({}, both, *unreadable):
            with pytest.raises(InvalidInput):
                await memory.forget_some(ANNA, **wrong)
        assert await memory.forget_some(ANNA, ids=[]) == 0
        assert await shown(memory) == ALL
    async with Memory() as memory:
        with pytest.raises(ConfigurationError, match="no fact store"):
            await memory.forget_some(ANNA, attribute="goal")


async def test_two_forgettings_at_once_bring_nothing_back() -> None:
    async with Memory(facts=InMemoryFactStore(), tombstones=Tombstones(key=KEY)) as memory:
        await fill(memory)
        some = (memory.forget_some(ANNA, ids=[f"m{n}"], now=NOW) for n in range(1, 7))
        await asyncio.gather(*some, memory.forget(ANNA, now=NOW))
        assert await held(memory) == set()


async def test_a_request_of_an_earlier_version_is_finished(tmp_path: Path) -> None:
    async with Tombstones(key=KEY) as tombstones:
        await tombstones.bury(Forgetting(ANNA, frozenset({"m1"}), None, None, NOW))
        from auren.memory.erasure.tombstones import _PENDING

        old = '["canary-of-anna", ["m1"], null, null, 1716206400000000]'
        await tombstones._database.write(lambda connection: connection.execute(_PENDING.update().values(request=old)))
        assert [asked for _, asked in await tombstones.pending()] == [Forgetting(ANNA, frozenset({"m1"}), None, None, NOW)]


async def test_a_tier_keeps_a_record_no_longer_than_agreed_also_one_from_before_the_agreement() -> None:
    kept = InMemoryStore()
    async with kept, Memory(semantic=kept) as before:
        await before.remember(turn("old", "long ago", 60 * 24 * 40), turn("new", "lately", 60))
        async with Memory(semantic=kept, retention={"semantic": Retention(days=30), "immediate": Retention(days=1)}) as memory:
            recall = await memory.recall(ANNA, MemoryQuery(), NOW)
            assert [item.record.id for item in recall.items] == ["new"]
            await memory.remember(turn("next", "now", 0))
            assert await memory.purge(NOW + timedelta(days=1)) == 1
            assert await memory.purge(NOW + timedelta(days=30)) == 1
            assert await memory.structured.export(ANNA) == []
    with pytest.raises(ConfigurationError, match="no tier"):
        Memory(retention={"episodic": Retention(days=1)})  # type: ignore[dict-item]
