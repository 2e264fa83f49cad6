"""An answer is found again by the person it was given to, for the same question, for a while; and not after forgetting."""

from __future__ import annotations

import asyncio
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from gateway_cases import ANNA, NOW, PLANS, PRICE, Priced, asked, balance
from hypothesis import given
from hypothesis import strategies as st

from auren.clock import FrozenClock
from auren.errors import GatewayUnavailable, InvalidInput
from auren.gateway import Gateway, ScriptedModel
from auren.gateway.budgets import InMemoryLedger
from auren.gateway.cache import AnswerCache
from auren.gateway.retries import Retries
from auren.inference import Account, ChatMessage, Completion, ModelRequest, ModelTraits, ToolCall, ToolSpec, Usage
from auren.people import Subject

BEN = Account(Subject("ben"), "pioneer")
WELL = Completion("Well.", "m", Usage(1, 1))
CHANGES: dict[str, object] = {
    "messages": (ChatMessage("user", "Something else?"),),
    "max_tokens": 51,
    "temperature": 0.3,
    "tools": (ToolSpec("sleep", "Gives the night.", {}),),
    "json_schema": {"type": "object"},
    "stop": ("\n",),
    "complexity": "hard",
    "prefers": ("health",),
}
"""What makes a question another one."""
SAME: dict[str, object] = {
    "deadline": datetime(2027, 1, 1, tzinfo=UTC),
    "purpose": "asking",
    "conversation": "c",
    "latency": "relaxed",
}
"""When and for what it is asked."""


def kept(cache: AnswerCache, request: ModelRequest, *, at: datetime = NOW) -> Completion | None:
    return cache.get(request, at)


def filled(request: ModelRequest, completion: Completion = WELL, **options: float) -> AnswerCache:
    cache = AnswerCache(**options)  # type: ignore[arg-type]
    cache.put(request, completion, NOW, era=cache.era)
    return cache


def test_every_part_of_a_request_is_thought_of() -> None:
    assert {each.name for each in fields(ModelRequest)} == {*CHANGES, *SAME, "account"}


@pytest.mark.parametrize("part", CHANGES)
def test_another_question_has_another_answer(part: str) -> None:
    assert kept(filled(asked()), replace(asked(), **{part: CHANGES[part]})) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("part", SAME)
def test_the_same_question_at_another_time_has_the_same_answer(part: str) -> None:
    assert kept(filled(asked()), replace(asked(), **{part: SAME[part]})) == WELL  # type: ignore[arg-type]


def test_nobody_gets_anothers_answer() -> None:
    cache = filled(asked())
    assert kept(cache, asked(account=BEN)) is None
    assert kept(cache, asked(account=None)) is None
    assert kept(filled(asked(account=None)), asked(account=None)) is None


@given(st.lists(st.tuples(st.sampled_from("abc"), st.text(max_size=3)), max_size=30))
def test_whatever_is_asked_an_answer_is_the_askers_own(questions: list[tuple[str, str]]) -> None:
    cache = AnswerCache(most_entries=10)
    for person, text in questions:
        request = asked(text, account=Account(Subject(person)))
        found = cache.get(request, NOW)
        assert found is None or found.text == f"{person}: {text}"
        cache.put(request, replace(WELL, text=f"{person}: {text}"), NOW, era=cache.era)


@pytest.mark.parametrize("finish", ["length", "content_filter", "unknown"])
def test_what_did_not_end_by_itself_is_not_kept(finish: str) -> None:
    assert kept(filled(asked(), replace(WELL, finish_reason=finish)), asked()) is None  # type: ignore[arg-type]


def test_an_answer_is_good_until_its_time_is_up() -> None:
    cache = filled(asked(), ttl_s=60.0)
    assert kept(cache, asked(), at=NOW + timedelta(seconds=59.9)) == WELL
    assert kept(cache, asked(), at=NOW + timedelta(seconds=60)) is None
    assert kept(cache, asked()) is None


def test_the_one_unused_longest_goes_first() -> None:
    cache = AnswerCache(most_entries=2)
    for text in ("a", "b"):
        cache.put(asked(text), WELL, NOW, era=cache.era)
    assert kept(cache, asked("a")) == WELL
    cache.put(asked("c"), WELL, NOW, era=cache.era)
    assert [kept(cache, asked(text)) is not None for text in "abc"] == [True, False, True]


@pytest.mark.parametrize(("ttl_s", "most"), [(0.0, 1), (-1.0, 1), (float("inf"), 1), (float("nan"), 1), (1.0, 0)])
def test_what_is_no_cache(ttl_s: float, most: int) -> None:
    with pytest.raises(InvalidInput):
        AnswerCache(ttl_s=ttl_s, most_entries=most)


def test_forgetting_takes_all_of_one_person_and_nothing_of_another() -> None:
    cache = filled(asked("a"))
    cache.put(asked("b"), WELL, NOW, era=cache.era)
    cache.put(asked(account=BEN), WELL, NOW, era=cache.era)
    assert cache.forget(ANNA.subject) == 2
    assert kept(cache, asked("a")) is kept(cache, asked("b")) is None
    assert kept(cache, asked(account=BEN)) == WELL


class TestGateway:
    @pytest.mark.parametrize("stream", [False, True])
    async def test_an_answer_under_way_is_not_kept_of_somebody_who_was_forgotten(self, stream: bool) -> None:
        model = Priced(waits=True)
        async with Gateway([model], cache=AnswerCache(), clock=FrozenClock(NOW)) as gateway:
            asking = asyncio.create_task(said(gateway, stream=stream))
            await model.under_way.wait()
            await gateway.forget(ANNA.subject)
            model.let_go.set()
            assert await asking == "You slept well."
            await said(gateway, stream=stream)
            assert len(model.asked) == 2
            await said(gateway, stream=stream)
        assert len(model.asked) == 2

    async def test_a_stream_that_was_left_or_broke_off_is_not_kept(self) -> None:
        model = ScriptedModel(["You slept well.", GatewayUnavailable("x"), "You slept badly."])
        again = Retries(first_wait_s=0.0)
        async with Gateway([model], cache=AnswerCache(), clock=FrozenClock(NOW), retries=again) as gateway:
            pieces = gateway.stream(asked())
            await anext(pieces)
            await pieces.aclose()
            assert await said(gateway, stream=True) == "You slept badly."

    async def test_what_is_kept_costs_nothing_and_says_so(self) -> None:
        ledger = InMemoryLedger()
        async with Gateway([Priced()], ledger=ledger, plans=PLANS, cache=AnswerCache(), clock=FrozenClock(NOW)) as gateway:
            await gateway.complete(asked())
            again = await gateway.complete(asked())
            assert (await balance(ledger)).spent_micro_usd == 140
        assert again.usage == Usage()
        assert again.route == ("cache: the same was answered before",)

    async def test_kept_tool_calls_come_without_an_empty_piece(self) -> None:
        called = Completion("", "m", Usage(1, 1), "tool_calls", (ToolCall("1", "sleep", "{}"),))
        model = ScriptedModel([called], traits=ModelTraits(price=PRICE))
        async with Gateway([model], cache=AnswerCache(), clock=FrozenClock(NOW)) as gateway:
            for _ in range(2):
                pieces = [piece async for piece in gateway.stream(asked())]
                assert len(pieces) == 1
                assert pieces[0].completion is not None
                assert pieces[0].completion.tool_calls == called.tool_calls


async def said(gateway: Gateway, *, stream: bool) -> str:
    if not stream:
        return (await gateway.complete(asked())).text
    return "".join([piece.text async for piece in gateway.stream(asked())]).strip()
