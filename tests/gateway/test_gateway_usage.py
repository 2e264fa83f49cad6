"""What an answer used is read right from every form seen, and priced to the exact millionth of a dollar."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from usage_shapes import BOUND, PRICE, SHAPES, Shape

from auren.errors import ProtocolError
from auren.gateway.models._chat_answer import AnswerBuilder, Chunk, Whole, read
from auren.gateway.models._usage import _NAMES, Counts
from auren.gateway.prices import cost
from auren.inference import Usage


def streamed(events: list[dict[str, Any]]) -> Usage:
    answer = AnswerBuilder(model="m", bound=BOUND, host="h")
    for event in events:
        answer.add_chunk(read(Chunk, json.dumps(event), host="h"))
    return answer.completion().usage


def test_there_are_forty() -> None:
    assert len(SHAPES) == len({shape.name for shape in SHAPES}) == 40


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_streamed(shape: Shape) -> None:
    usage = streamed(shape.events)
    assert usage == shape.usage
    assert cost(PRICE, usage) == shape.micro_usd


WHOLE = [shape for shape in SHAPES if len(shape.events) == 4 and shape.events[-1].get("choices") == []]


@pytest.mark.parametrize("shape", WHOLE, ids=lambda shape: shape.name)
def test_at_once(shape: Shape) -> None:
    choice = {"index": 0, "message": {"content": "You slept well."}, "finish_reason": "stop"}
    answer = AnswerBuilder(model="m", bound=BOUND, host="h")
    answer.add_whole(read(Whole, json.dumps({**shape.events[-1], "choices": [choice]}), host="h"))
    assert answer.completion().usage == shape.usage


@pytest.mark.parametrize("value", [-1, 1.5, "many", True, [], 2**41, 1e300])
@pytest.mark.parametrize("name", ["prompt_tokens", "total_tokens", "thoughtsTokenCount"])
def test_what_is_no_count(name: str, value: object) -> None:
    with pytest.raises(ProtocolError) as caught:
        Counts.read({name: value}, host="h")
    assert name in str(caught.value)


def test_of_two_names_the_larger_count_stands() -> None:
    for said in ({"prompt_tokens": 100, "input_tokens": 10}, {"input_tokens": 10, "prompt_tokens": 100}):
        assert Counts.read(said, host="h").prompt == 100
        assert Counts.read(dict(reversed(said.items())), host="h").prompt == 100


def test_details_that_are_none() -> None:
    with pytest.raises(ProtocolError):
        Counts.read({"prompt_tokens_details": [1]}, host="h")


usages = st.dictionaries(
    st.sampled_from([name for name, what in _NAMES.items() if isinstance(what, str)]), st.none() | st.integers(0, 10_000)
)


@given(usages, usages)
def test_parts_lie_within_their_whole_whatever_is_said(first: dict[str, Any], second: dict[str, Any]) -> None:
    usage = Counts.read(first, host="h").merged(Counts.read(second, host="h")).usage(BOUND, final=True)
    if usage.exact:
        assert usage.cached_tokens + usage.cache_write_tokens <= usage.input_tokens
        assert usage.reasoning_tokens <= usage.output_tokens
        assert cost(PRICE, usage) >= 0


@given(usages)
def test_saying_it_twice_changes_nothing(said: dict[str, Any]) -> None:
    counts = Counts.read(said, host="h")
    assert counts.merged(counts) == counts
