"""What an OpenAI-compatible endpoint answers, checked and put together from whole bodies or from chunks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from auren._withheld import withheld
from auren.errors import GatewayUnavailable, ProtocolError
from auren.gateway.models._usage import Counts
from auren.inference import Completion, ToolCall, Usage

__all__ = ["AnswerBuilder", "Chunk", "Embeddings", "Whole", "read"]

FinishReason = Literal["stop", "length", "tool_calls", "content_filter", "unknown"]

_FINISH: Final[dict[str, FinishReason]] = {
    "stop": "stop",
    "length": "length",
    "tool_calls": "tool_calls",
    "content_filter": "content_filter",
}


class _Wire(BaseModel):
    # What cannot be read may hold personal data, so a validation error must not quote it.
    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True, allow_inf_nan=False)


class _Function(_Wire):
    name: str | None = None
    arguments: str | None = None


class _Call(_Wire):
    index: int | None = None
    id: str | None = None
    function: _Function | None = None


class _Piece(_Wire):
    content: str | None = None
    refusal: str | None = None
    tool_calls: list[_Call] | None = None


class _StreamedChoice(_Wire):
    usage: dict[str, object] | None = None
    index: int = 0
    delta: _Piece | None = None
    finish_reason: str | None = None


class _WholeChoice(_Wire):
    index: int = 0
    message: _Piece
    finish_reason: str | None = None


class _Metered(_Wire):
    usage: dict[str, object] | None = None


class _Answer(_Metered):
    usage_metadata: dict[str, object] | None = Field(None, alias="usageMetadata")
    groq: _Metered | None = Field(None, alias="x_groq")
    error: object = None


class Chunk(_Answer):
    """One event of a streamed answer."""

    choices: list[_StreamedChoice] | None = None


class Whole(_Answer):
    """The body of an answer that came at once."""

    choices: list[_WholeChoice] | None = None


class _Vector(_Wire):
    index: int
    embedding: list[float]


class Embeddings(_Wire):
    """The body of an answer with vectors."""

    data: list[_Vector]


_Shape = TypeVar("_Shape", bound=_Wire)


def read(shape: type[_Shape], text: str | bytes, *, host: str) -> _Shape:
    """Give the body as what it should be.

    Raises:
        ProtocolError: it is no JSON, or of another shape.
        GatewayUnavailable: it says that the endpoint failed.
    """
    try:
        answer = shape.model_validate_json(text)
    except ValidationError as error:
        raise ProtocolError(f"{host} answered something that is not a {shape.__name__} of the OpenAI API.") from withheld(error)
    if isinstance(answer, _Answer) and answer.error is not None:
        raise GatewayUnavailable(f"{host} reported an error inside its answer.")
    return answer


class AnswerBuilder:
    """Puts an answer together.

    Args:
        model: which model answers.
        bound: what the answer used at most, for endpoints that do not say.
        host: the endpoint, for messages.
    """

    def __init__(self, *, model: str, bound: Usage, host: str) -> None:
        self._model = model
        self._bound = bound
        self._host = host
        self._text: list[str] = []
        self._calls: list[_OpenCall] = []
        self._finish: FinishReason | None = None
        self._counts: Counts | None = None
        self._spoke_since = False
        self._refused = False

    @property
    def finished(self) -> bool:
        """Whether the endpoint has said why the answer ended."""
        return self._finish is not None

    def add_chunk(self, chunk: Chunk) -> str:
        """Take one event in, and give the text that it adds."""
        said = chunk.usage or chunk.usage_metadata or (chunk.groq.usage if chunk.groq else None)
        added = ""
        for choice in chunk.choices or ():
            said = said or choice.usage
            if choice.index == 0:
                added += self._take(choice.delta, choice.finish_reason)
        self._count(said)
        return added

    def add_whole(self, whole: Whole) -> None:
        """Take a whole body in.

        Raises:
            ProtocolError: it holds no answer.
        """
        first = next((choice for choice in whole.choices or () if choice.index == 0), None)
        if first is None:
            raise ProtocolError(f"{self._host} answered without any choice.")
        self._take(first.message, first.finish_reason)
        self._count(whole.usage or whole.usage_metadata)

    def completion(self) -> Completion:
        """Give the whole answer.

        Raises:
            ProtocolError: a tool call has no name.
        """
        calls = tuple(call.closed(number, self._host) for number, call in enumerate(self._calls))
        finish: FinishReason = self._finish or "unknown"
        if calls and finish in ("stop", "unknown"):
            finish = "tool_calls"
        if self._refused:
            finish = "content_filter"
        return Completion("".join(self._text), self._model, self._usage(), finish, calls)

    def _take(self, piece: _Piece | None, finish_reason: str | None) -> str:
        if finish_reason:
            self._finish = _FINISH.get(finish_reason, "unknown")
        if piece is None:
            return ""
        self._refused = self._refused or bool(piece.refusal)
        for call in piece.tool_calls or ():
            self._call_of(call).take(call)
        text = piece.content or ""
        if text:
            self._text.append(text)
        self._spoke_since = self._spoke_since or bool(text or piece.tool_calls or piece.refusal)
        return text

    def _call_of(self, piece: _Call) -> _OpenCall:
        """Give the call that a chunk goes on with, or open one: some endpoints leave out the index, some the id."""
        named = piece.function is not None and bool(piece.function.name)
        for call in reversed(self._calls):
            if piece.id and call.id:
                same = piece.id == call.id and piece.index in (None, call.index)
            elif piece.index is None:
                same = not named
            else:
                same = piece.index == call.index
            if same:
                return call
        self._calls.append(_OpenCall(len(self._calls) if piece.index is None else piece.index))
        return self._calls[-1]

    def _count(self, said: Mapping[str, object] | None) -> None:
        if said:
            counts = Counts.read(said, host=self._host)
            self._counts = counts if self._counts is None else self._counts.merged(counts)
            self._spoke_since = False

    def _usage(self) -> Usage:
        return self._bound if self._counts is None else self._counts.usage(self._bound, final=not self._spoke_since)


class _OpenCall:
    """A tool call whose arguments may still be arriving."""

    def __init__(self, index: int) -> None:
        self.index = index
        self.id = ""
        self.name = ""
        self.arguments: list[str] = []

    def take(self, piece: _Call) -> None:
        self.id = self.id or piece.id or ""
        if piece.function is not None:
            self.name = self.name or piece.function.name or ""
            self.arguments.append(piece.function.arguments or "")

    def closed(self, number: int, host: str) -> ToolCall:
        if not self.name:
            raise ProtocolError(f"{host} asked for a tool without naming it.")
        return ToolCall(self.id or f"call_{number}", self.name, "".join(self.arguments) or "{}")
