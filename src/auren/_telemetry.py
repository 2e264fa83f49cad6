"""Span and metric names, and the one way to trace and to count; only OpenTelemetry's API, and never any content."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Final

from opentelemetry import context, metrics, trace
from opentelemetry.trace import Span, Status, StatusCode

__all__ = [
    "METRIC_CAPPED",
    "METRIC_REPLIES",
    "SPAN_ADVANCE",
    "SPAN_ADVISE",
    "SPAN_ASK",
    "SPAN_DELIVER",
    "SPAN_ERASE",
    "SPAN_INGEST",
    "SPAN_LEARN",
    "SPAN_MODEL",
    "SPAN_RECALL",
    "SPAN_WORD",
    "counted",
    "traced",
    "traced_over_yields",
]

SPAN_INGEST: Final = "auren.ingest"
SPAN_ASK: Final = "auren.ask"
SPAN_ADVANCE: Final = "auren.advance"
SPAN_ADVISE: Final = "invoke_agent"
SPAN_WORD: Final = "auren.word"
SPAN_MODEL: Final = "chat"
SPAN_RECALL: Final = "auren.recall"
SPAN_DELIVER: Final = "auren.deliver"
SPAN_ERASE: Final = "auren.erase"
SPAN_LEARN: Final = "auren.learn"

METRIC_CAPPED: Final = "auren.findings.capped"
"""Findings recorded of a sequence that branched too often to be followed to the end, by rule."""
METRIC_REPLIES: Final = "auren.replies"
"""Questions answered, by which turn of their conversation they were (`depth`, 10 for the tenth and all after it) and by
whether a specialist consulted another (`consulted`)."""


def counted(name: str, amount: int = 1, **attributes: str | int | float | bool) -> None:
    """Add to a counter.

    Args:
        name: one of the METRIC_ names.
        amount: how many, 0 or more.
        attributes: counts and names; never a subject, a value or a text.
    """
    metrics.get_meter("auren").create_counter(name).add(amount, attributes)


class _Traced:
    """A block as a span that is current in it; a class, since a generator costs each call of a model as much as the span."""

    __slots__ = ("_attributes", "_name", "_token", "span")

    def __init__(self, name: str, attributes: dict[str, str | int | float | bool]) -> None:
        self._name = name
        self._attributes = attributes

    def __enter__(self) -> Span:
        self.span = trace.get_tracer("auren").start_span(self._name, attributes=self._attributes)
        # Without an SDK the span is of no trace, and nothing has to know of it.
        valid = self.span.get_span_context().is_valid
        self._token = context.attach(trace.set_span_in_context(self.span)) if valid else None
        return self.span

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if kind is not None:
            # Exception text may quote what a caller gave; only the class goes out.
            self.span.set_status(Status(StatusCode.ERROR, kind.__name__))
            self.span.set_attribute("error.type", kind.__name__)
        if self._token is not None:
            context.detach(self._token)
        self.span.end()


def traced(name: str, **attributes: str | int | float | bool) -> AbstractContextManager[Span]:
    """Record the block as a span, and give it.

    Args:
        name: one of the SPAN_ names.
        attributes: counts and names; never a subject, a value or a text.
    """
    return _Traced(name, attributes)


@contextmanager
def traced_over_yields(name: str, **attributes: str | int | float | bool) -> Iterator[None]:
    """Record a block that yields to its consumer as a span; arguments as in `traced`.

    The span is never current: a generator that kept it current across its yields would make it the parent of what its
    consumer does, and could be closed in another context than it was opened in.
    """
    span = trace.get_tracer("auren").start_span(name, attributes=attributes)
    try:
        yield
    except GeneratorExit:
        raise
    except BaseException as error:
        span.set_status(Status(StatusCode.ERROR, type(error).__name__))
        raise
    finally:
        span.end()
