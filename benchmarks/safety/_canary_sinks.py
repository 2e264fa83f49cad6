"""Every place where personal data must not be: logs, spans, metrics, errors, what a provider gets, caches and reprs."""

from __future__ import annotations

import io
import logging
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import astuple, dataclass, field
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Final

from opentelemetry import metrics, trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from auren.inference import ModelRequest

__all__ = ["SINKS", "Sinks", "reachable"]

SINKS: Final = ("logs", "output", "spans", "metrics", "errors", "provider", "caches", "reprs")
"""Where nothing may be found."""


@dataclass
class Sinks:
    """What a run has left behind, by sink.

    Args:
        texts: by sink; `own` holds what may hold a person's data: replies to them, and what is kept for them.
    """

    texts: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in (*SINKS, "own")})

    def printed(self, *values: object) -> None:
        """Note how values print."""
        for value in values:
            self.texts["reprs"] += [repr(value), str(value)]

    def raised(self, error: BaseException) -> None:
        """Note all that an error prints, with its causes, its context and its notes."""
        self.texts["errors"] += ["".join(traceback.format_exception(error)), str(error), repr(error)]

    def sent(self, request: ModelRequest) -> None:
        """Note what a provider got, each field of it."""
        self.texts["provider"].append(str(astuple(request)))

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Take in whatever is logged at any level, printed, traced and counted in the block."""
        out, handler = io.StringIO(), _Noting(self.texts["logs"])
        root = logging.getLogger()
        level = root.level
        spans, reader = _telemetry()
        spans.clear()
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)
        logging.captureWarnings(True)
        try:
            with redirect_stdout(out), redirect_stderr(out):
                yield
        finally:
            logging.captureWarnings(False)
            root.setLevel(level)
            root.removeHandler(handler)
            self.texts["output"].append(out.getvalue())
            self.texts["spans"] += [span.to_json(indent=None) for span in spans.get_finished_spans()]
            data = reader.get_metrics_data()
            if data is not None:
                self.texts["metrics"].append(data.to_json(indent=None))


class _Noting(logging.Handler):
    def __init__(self, texts: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
        self._texts = texts

    def emit(self, record: logging.LogRecord) -> None:
        self._texts.append(self.format(record))


_INSTALLED: Final[list[tuple[InMemorySpanExporter, InMemoryMetricReader]]] = []


def _telemetry() -> tuple[InMemorySpanExporter, InMemoryMetricReader]:
    """Give the process's one exporter and reader; OpenTelemetry lets its providers be set once."""
    if not _INSTALLED:
        exporter, reader = InMemorySpanExporter(), InMemoryMetricReader()
        provider = trace.get_tracer_provider()
        if not isinstance(provider, TracerProvider):
            provider = TracerProvider()
            trace.set_tracer_provider(provider)
        provider.add_span_processor(SimpleSpanProcessor(exporter))
        metrics.set_meter_provider(MeterProvider([reader]))
        _INSTALLED.append((exporter, reader))
    return _INSTALLED[0]


def reachable(*roots: object) -> list[str]:
    """Give every text that can be reached from objects: what a dump of a gateway and its caches would hold."""
    texts: list[str] = []
    seen: set[int] = set()
    kept: list[object] = []
    waiting: list[object] = list(roots)
    while waiting:
        held = waiting.pop()
        if id(held) in seen or isinstance(held, (type, ModuleType, FunctionType, MethodType, BuiltinFunctionType)):
            continue
        seen.add(id(held))
        kept.append(held)
        if isinstance(held, str):
            texts.append(held)
        elif isinstance(held, (bytes, bytearray)):
            texts.append(held.decode("utf-8", "replace"))
        elif isinstance(held, Mapping):
            waiting += [*held.keys(), *held.values()]
        elif isinstance(held, (list, tuple, set, frozenset)):
            waiting += held
        else:
            waiting += _parts(held)
    return texts


def _parts(held: object) -> list[object]:
    parts = list(getattr(held, "__dict__", {}).values())
    for kind in type(held).__mro__:
        slots = kind.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            parts.append(getattr(held, name, None))
    return parts
