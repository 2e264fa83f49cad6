"""Span and metric names, and the one way to trace and to count; only OpenTelemetry's API, and never any content."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from opentelemetry import metrics, trace
from opentelemetry.trace import Status, StatusCode

__all__ = [
    "METRIC_CAPPED",
    "SPAN_ADVANCE",
    "SPAN_ADVISE",
    "SPAN_ASK",
    "SPAN_DELIVER",
    "SPAN_ERASE",
    "SPAN_INGEST",
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

METRIC_CAPPED: Final = "auren.findings.capped"
"""Findings recorded of a sequence that branched too often to be followed to the end, by rule."""


def counted(name: str, amount: int = 1, **attributes: str | int | float | bool) -> None:
    """Add to a counter.

    Args:
        name: one of the METRIC_ names.
        amount: how many, 0 or more.
        attributes: counts and names; never a subject, a value or a text.
    """
    metrics.get_meter("auren").create_counter(name).add(amount, attributes)


@contextmanager
def traced(name: str, **attributes: str | int | float | bool) -> Iterator[None]:
    """Record the block as a span.

    Args:
        name: one of the SPAN_ names.
        attributes: counts and names; never a subject, a value or a text.
    """
    tracer = trace.get_tracer("auren")
    with tracer.start_as_current_span(
        name, attributes=attributes, record_exception=False, set_status_on_exception=False
    ) as span:
        try:
            yield
        except BaseException as error:
            # Exception text may quote what a caller gave; only the class goes out.
            span.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise


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
