"""Through a whole pipeline, a specialist gets only those tool calls that its request declared."""

from __future__ import annotations

from auren import Pipeline, Subject
from auren.conversation import Advice, Case, Claim, ClaimKind
from auren.inference import ChatMessage, Completion, ModelRequest, ToolCall, ToolSpec
from auren.ports import SpecialistContext
from auren.testing import ScriptedModel

TREND = ToolSpec("trend", "Gives a trend.", {"type": "object", "properties": {"metric": {"type": "string"}}})
WISHED = (
    ToolCall("1", "erase", "{}"),
    ToolCall("2", "trend", '{"metric": "hrv"}'),
    ToolCall("3", "trend", '{"metric": "hrv", "subject": "ben"}'),
)


class Asking:
    """Asks a model with one tool, and keeps what came back."""

    name, expertise = "asking", frozenset({"sleep"})

    def __init__(self) -> None:
        self.got: list[Completion] = []

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        """Say one thing, whatever the model wishes for."""
        assert case.query is not None
        self.got.append(await context.complete(ModelRequest((ChatMessage("user", "?"),), purpose="advice", tools=(TREND,))))
        return Advice("a", self.name, (Claim("Nothing stands out in your data.", ClaimKind.OBSERVATION),))


async def test_only_declared_calls_with_fitting_arguments_come_back() -> None:
    asking = Asking()
    async with Pipeline(specialists=[asking], gateway=ScriptedModel(lambda _: Completion("", "m", tool_calls=WISHED))) as auren:
        await auren.ask(Subject("anna"), "How did I sleep?")
    [completion] = asking.got
    assert [call.id for call in completion.tool_calls] == ["2"]
    assert completion.failures == (
        "a tool call was refused: not declared",
        "a tool call was refused: arguments do not fit",
    )
