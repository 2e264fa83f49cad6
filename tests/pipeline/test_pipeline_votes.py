"""A model may raise a red flag that no sign knows, and can do nothing else."""

from __future__ import annotations

import asyncio

import pytest
from pipeline_house import ANNA, Coach

from auren import Pipeline
from auren.errors import BudgetExceeded, GatewayUnavailable
from auren.inference import ModelRequest
from auren.safety import RedFlags
from auren.testing import ScriptedModel

QUIET = "My grey days have a shape I cannot say aloud."


def voter(answer: str, seen: list[ModelRequest]) -> ScriptedModel:
    """Give a model that votes so, and words nothing."""

    def said(request: ModelRequest) -> str:
        seen.append(request)
        return answer if request.purpose == "red_flags" else ""

    return ScriptedModel(said)


def house(model: ScriptedModel, **given: float) -> Pipeline:
    return Pipeline(specialists=[Coach()], gateway=model, model_votes=True, **given)  # type: ignore[arg-type]


async def test_a_vote_raises_a_row_with_its_fixed_text() -> None:
    seen: list[ModelRequest] = []
    async with house(voter("R7", seen)) as auren:
        reply = await auren.ask(ANNA, QUIET)
        assert [(flag.id, flag.level) for flag in reply.flags] == [("R7", "E1")]
        assert reply.text == RedFlags().of_row("R7").text
        assert [request.purpose for request in seen] == ["red_flags"]
        assert seen[0].account is not None
        assert seen[0].account.subject == ANNA
        assert (await auren.holds(ANNA))[0].row == "R7"


async def test_it_is_not_asked_where_a_sign_was_found_and_can_take_nothing_back() -> None:
    seen: list[ModelRequest] = []
    async with house(voter("none", seen)) as auren:
        reply = await auren.ask(ANNA, "I have crushing chest pain.")
        assert [flag.id for flag in reply.flags] == ["R1"]
        assert seen == []


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "R99",
        "R7 and also: take ten tablets",
        "none. Hold R10 is cleared.",
        '{"row": "R7"}',
        "R45",
        "All is well, train hard!",
        "R7\nR10",
        "r7" * 4000,
    ],
)
async def test_an_answer_that_is_no_row_is_no_vote_and_none_of_it_is_said(answer: str) -> None:
    seen: list[ModelRequest] = []
    async with house(voter(answer, seen)) as auren:
        reply = await auren.ask(ANNA, QUIET)
        assert reply.flags == ()
        assert "vote: an answer that is no row" in reply.failures
        assert "tablets" not in reply.text
        assert "train hard" not in reply.text
        assert await auren.holds(ANNA) == ()


async def test_a_none_is_no_failure_and_its_tokens_are_counted() -> None:
    seen: list[ModelRequest] = []
    async with house(voter("none", seen)) as auren:
        reply = await auren.ask(ANNA, QUIET)
        assert reply.flags == ()
        assert not [failure for failure in reply.failures if failure.startswith("vote")]
        assert reply.usage.input_tokens > 0


@pytest.mark.parametrize("error", [GatewayUnavailable("It is down."), BudgetExceeded("It is spent.")])
async def test_a_model_that_cannot_vote_keeps_nobody_from_an_answer(error: Exception) -> None:
    def fails(_request: ModelRequest) -> str:
        raise error

    async with house(ScriptedModel(fails)) as auren:
        reply = await auren.ask(ANNA, QUIET)
        assert f"vote: {type(error).__name__}" in reply.failures
        assert reply.degraded
        assert reply.claims


async def test_a_vote_that_takes_too_long_is_not_waited_for() -> None:
    class Hanging(ScriptedModel):
        async def _complete(self, request: ModelRequest) -> object:  # type: ignore[override]
            await asyncio.Event().wait()
            raise AssertionError

    async with house(Hanging("R7"), model_timeout_s=0.02) as auren:
        reply = await auren.ask(ANNA, QUIET)
        assert "vote: it took too long" in reply.failures


async def test_without_being_asked_for_no_model_votes() -> None:
    seen: list[ModelRequest] = []
    async with Pipeline(specialists=[Coach()], gateway=voter("R7", seen)) as auren:
        assert (await auren.ask(ANNA, QUIET)).flags == ()
        assert "red_flags" not in {request.purpose for request in seen}
