"""What a trace tells about one call of a model, in the names of OpenTelemetry's GenAI conventions; never its content."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from opentelemetry import trace
from opentelemetry.trace import Span, Status, StatusCode

from auren._telemetry import SPAN_MODEL
from auren.inference import Completion, ModelRequest

__all__ = ["StreamSpan", "describe_answer", "request_attributes"]


def request_attributes(model: str, request: ModelRequest, *, stream: bool) -> dict[str, str | int | float | bool]:
    """Give a span's attributes for a request that goes to a model."""
    return {
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": model,
        "gen_ai.request.max_tokens": request.max_tokens,
        "gen_ai.request.temperature": request.temperature,
        "gen_ai.request.stream": stream,
        "auren.purpose": request.purpose,
    }


def describe_answer(span: Span, completion: Completion) -> None:
    """Add what an answer used and why it ended."""
    if not span.is_recording():
        return
    span.set_attribute("gen_ai.response.model", completion.model)
    span.set_attribute("gen_ai.response.finish_reasons", [completion.finish_reason])
    span.set_attribute("gen_ai.usage.input_tokens", completion.usage.input_tokens)
    span.set_attribute("gen_ai.usage.output_tokens", completion.usage.output_tokens)


class StreamSpan:
    """The span of one streamed answer, current only while the model works.

    A generator that kept it current across its yields would make it the parent of what its consumer does, and could be
    closed in another context than it was opened in.
    """

    def __init__(self, model: str, request: ModelRequest) -> None:
        attributes = request_attributes(model, request, stream=True)
        self.span = trace.get_tracer("auren").start_span(SPAN_MODEL, attributes=attributes)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if kind is not None and kind is not GeneratorExit:
            self.span.set_status(Status(StatusCode.ERROR, kind.__name__))
            self.span.set_attribute("error.type", kind.__name__)
        self.span.end()

    @contextmanager
    def step(self) -> Iterator[None]:
        """Make the span current for one step."""
        with trace.use_span(self.span, end_on_exit=False, record_exception=False, set_status_on_exception=False):
            yield
