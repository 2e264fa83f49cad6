"""An answer in a shape: valid at once, repaired once, or honestly refused."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Annotated, Literal

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from auren.errors import GatewayUnavailable, ProtocolError, RequestRejected
from auren.gateway import ScriptedModel
from auren.gateway.structured import Structured, schema_of, structured
from auren.inference import ChatMessage, Completion, ModelRequest, Usage

REQUEST = ModelRequest((ChatMessage("user", "How was my night?"),))


class Nap(BaseModel):
    minutes: Annotated[int, Field(ge=0)]
    place: Literal["bed", "sofa"] = "bed"


class Night(BaseModel):
    model_config = ConfigDict(extra="forbid")

    hours: float
    naps: list[Nap] = []
    default: str | None = None


GOOD = '{"hours": 7.5, "naps": [{"minutes": 20, "place": "sofa"}], "default": null}'


async def test_valid_at_once() -> None:
    async with ScriptedModel(GOOD) as model:
        answer = await structured(model, REQUEST, Night)
    assert answer.value == Night(hours=7.5, naps=[Nap(minutes=20, place="sofa")])
    assert answer.completion.usage == Usage(4, len(GOOD.split()))
    (asked,) = model.requests
    assert asked == replace(REQUEST, json_schema=schema_of(Night))


@pytest.mark.parametrize("fence", ["```json\n{}\n```", "```\n{}\n```\n", "  ```json\n{}```"])
async def test_a_fence_around_it_costs_no_repair(fence: str) -> None:
    async with ScriptedModel(fence.replace("{}", GOOD)) as model:
        assert (await structured(model, REQUEST, Night)).value.hours == 7.5
    assert len(model.requests) == 1


async def test_repaired_once_and_both_are_paid_for() -> None:
    wrong = '{"hours": 7.5, "naps": [{"minutes": -3}]}'
    answers = [
        Completion(wrong, "m", Usage(10, 5, cost_micro_usd=3), route=("m: first",), failures=("x: failed",)),
        Completion(GOOD, "m", Usage(30, 6, 10, 4), route=("m: second",)),
    ]
    async with ScriptedModel(answers) as model:
        answer = await structured(model, REQUEST, Night)
    assert isinstance(answer, Structured)
    assert answer.value.hours == 7.5
    assert answer.completion.usage == Usage(40, 11, 10, 7)
    assert answer.completion.route == ("m: first", "m: second")
    assert answer.completion.failures == ("x: failed",)
    repair = model.requests[1]
    assert repair.json_schema == schema_of(Night)
    assert repair.messages[:2] == (*REQUEST.messages, ChatMessage("assistant", wrong))
    assert "naps.0.minutes: Input should be greater than or equal to 0" in repair.messages[2].content


async def test_no_third_attempt() -> None:
    async with ScriptedModel(lambda _: '{"hours": "secret"}') as model:
        with pytest.raises(ProtocolError, match="hours: float_parsing") as caught:
            await structured(model, REQUEST, Night)
    assert len(model.requests) == 2
    assert "secret" not in str(caught.value)
    assert caught.value.partial == '{"hours": "secret"}'


@pytest.mark.parametrize(
    ("completion", "kind"),
    [
        (Completion('{"hours": 7', "m", finish_reason="length"), ProtocolError),
        (Completion("", "m", finish_reason="content_filter"), RequestRejected),
    ],
)
async def test_what_no_repair_could_mend(completion: Completion, kind: type[Exception]) -> None:
    async with ScriptedModel([completion, completion]) as model:
        with pytest.raises(kind):
            await structured(model, REQUEST, Night)
    assert len(model.requests) == 1


async def test_a_failure_on_the_way_to_the_repair() -> None:
    async with ScriptedModel(["no json", GatewayUnavailable("down")]) as model:
        with pytest.raises(GatewayUnavailable):
            await structured(model, REQUEST, Night)


def test_the_schema_is_strict_all_the_way_down() -> None:
    schema = schema_of(Night)
    assert schema["required"] == ["hours", "naps", "default"]
    assert schema["additionalProperties"] is False
    text = json.dumps(schema)
    assert '"default": "bed"' not in text
    assert "default" in json.loads(text)["properties"]
    assert json.loads(text)["$defs"]["Nap"]["required"] == ["minutes", "place"]


@given(st.builds(Night, hours=st.floats(0, 24), naps=st.lists(st.builds(Nap, minutes=st.integers(0, 90)), max_size=3)))
def test_whatever_fits_the_shape_fits_the_schema(night: Night) -> None:
    jsonschema.validate(json.loads(night.model_dump_json()), schema_of(Night))
