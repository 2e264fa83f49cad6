"""ScriptedModel says what its script says, and keeps the port's promises."""

from __future__ import annotations

import pytest

from auren.errors import GatewayUnavailable, InvalidInput, ProtocolError, RateLimited
from auren.gateway import ScriptedModel
from auren.inference import ChatMessage, Completion, ModelRequest, ToolCall, Usage
from auren.ports import Model
from auren.testing.contracts.model import ModelContract

REQUEST = ModelRequest((ChatMessage("system", "Be plain."), ChatMessage("user", "How was my night?")))


class TestContract(ModelContract):
    @pytest.fixture
    def model(self) -> Model:
        return ScriptedModel("You slept seven hours, and that is enough.")

    @pytest.fixture
    def broken_model(self) -> Model:
        return ScriptedModel("You slept seven hours.", fail_at=9)

    def expected_text(self) -> str:
        return "You slept seven hours, and that is enough."


async def test_answers_in_order_and_then_no_more() -> None:
    async with ScriptedModel(["one", RateLimited("wait"), "three"]) as model:
        assert (await model.complete(REQUEST)).text == "one"
        with pytest.raises(RateLimited):
            await model.complete(REQUEST)
        assert (await model.complete(REQUEST)).text == "three"
        with pytest.raises(GatewayUnavailable):
            await model.complete(REQUEST)


async def test_answers_by_function_and_remembers_what_was_asked() -> None:
    async with ScriptedModel(lambda request: request.messages[-1].content.upper(), name="loud") as model:
        completion = await model.complete(REQUEST)
    assert completion == Completion("HOW WAS MY NIGHT?", "loud", Usage(6, 4))
    assert model.requests == (REQUEST,)


async def test_a_whole_completion_may_be_scripted() -> None:
    scripted = Completion("", "", Usage(1, 2), "tool_calls", (ToolCall("a", "sleep_debt", "{}"),))
    async with ScriptedModel([scripted, scripted], name="caller") as model:
        completion = await model.complete(REQUEST)
        (piece,) = [piece async for piece in model.stream(REQUEST)]
    assert piece.completion == completion
    assert completion.model == "caller"
    assert completion.tool_calls == scripted.tool_calls


async def test_streams_in_pieces() -> None:
    async with ScriptedModel("abcdefgh", piece_chars=3) as model:
        assert [piece.text async for piece in model.stream(REQUEST)] == ["abc", "def", "gh", ""]


@pytest.mark.parametrize("fail_at", [0, 1, 4, 8, 20])
async def test_fails_where_it_is_told_to(fail_at: int) -> None:
    said: list[str] = []

    async def listen(model: Model) -> None:
        async for piece in model.stream(REQUEST):
            said.append(piece.text)

    async with ScriptedModel("abcdefgh", piece_chars=3, fail_at=fail_at, failure=ProtocolError) as model:
        with pytest.raises(ProtocolError) as caught:
            await listen(model)
        with pytest.raises(ProtocolError):
            await model.complete(REQUEST)
    assert "".join(said) == caught.value.partial == "abcdefgh"[:fail_at]


@pytest.mark.parametrize("options", [{"piece_chars": 0}, {"fail_at": -1}])
def test_options_that_mean_nothing(options: dict[str, int]) -> None:
    with pytest.raises(InvalidInput):
        ScriptedModel("x", piece_chars=options.get("piece_chars", 8), fail_at=options.get("fail_at"))
