"""What is measured of every call of a model, in the names of OpenTelemetry's GenAI conventions 0.1.0."""

from __future__ import annotations

from typing import Final

from opentelemetry import metrics

from auren.inference import Usage

__all__ = ["Meters"]

_SECONDS: Final = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92)
_TOKENS: Final = (1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864)


class Meters:
    """The instruments of one gateway; attributes name models and errors, never people or content.

    Args:
        legacy: also records under the names of the conventions up to 1.36: `gen_ai.client.operation.duration` and
            `gen_ai.client.token.usage`.
    """

    def __init__(self, *, legacy: bool) -> None:
        meter = metrics.get_meter("auren")
        seconds, inference = "s", "gen_ai.client.inference"
        self._duration = meter.create_histogram(
            f"{inference}.duration", seconds, "Duration of a call", explicit_bucket_boundaries_advisory=_SECONDS
        )
        self._first = meter.create_histogram(
            f"{inference}.time_to_first_chunk", seconds, "Time to the first piece", explicit_bucket_boundaries_advisory=_SECONDS
        )
        self._used = {
            part: meter.create_counter(f"{inference}.usage.{part}", "{token}", f"Tokens: {part}")
            for part in (
                "input_tokens",
                "output_tokens",
                "cache_read.input_tokens",
                "cache_write.input_tokens",
                "reasoning.output_tokens",
            )
        }
        self._cost = meter.create_counter("auren.gateway.cost", "{uUSD}", "Millionths of a US dollar")
        self._uncertain = meter.create_counter("auren.gateway.uncertain", "{call}", "Calls that were settled at their bound")
        self._retries = meter.create_counter("auren.gateway.retries", "{call}", "Calls that repeat an earlier one")
        self._hedges = meter.create_counter("auren.gateway.hedges", "{call}", "Calls begun beside a slow one")
        self._legacy_duration = self._legacy_tokens = None
        if legacy:
            self._legacy_duration = meter.create_histogram(
                "gen_ai.client.operation.duration", seconds, explicit_bucket_boundaries_advisory=_SECONDS
            )
            self._legacy_tokens = meter.create_histogram(
                "gen_ai.client.token.usage", "{token}", explicit_bucket_boundaries_advisory=_TOKENS
            )

    def ended(self, model: str, *, seconds: float, first_s: float | None, error: str) -> None:
        """Record that a call ended.

        Args:
            model: as it was asked for.
            seconds: it took.
            first_s: seconds to the first piece of a streamed answer; None otherwise.
            error: class of what it failed with; empty when it did not.
        """
        attributes = {"gen_ai.operation.name": "chat", "gen_ai.request.model": model}
        if error:
            attributes["error.type"] = error
        self._duration.record(seconds, attributes)
        if first_s is not None:
            self._first.record(first_s, attributes)
        if self._legacy_duration is not None:
            self._legacy_duration.record(seconds, attributes)

    def used(self, model: str, usage: Usage) -> None:
        """Record what a call used; a bound that stands in for it is no measurement, and only counted."""
        attributes = {"gen_ai.operation.name": "chat", "gen_ai.request.model": model}
        if usage.cost_micro_usd:
            self._cost.add(usage.cost_micro_usd, attributes)
        if not usage.exact:
            self._uncertain.add(1, attributes)
            return
        parts = (
            usage.input_tokens,
            usage.output_tokens,
            usage.cached_tokens,
            usage.cache_write_tokens,
            usage.reasoning_tokens,
        )
        for instrument, tokens in zip(self._used.values(), parts, strict=True):
            if tokens:
                instrument.add(tokens, attributes)
        if self._legacy_tokens is not None:
            self._legacy_tokens.record(usage.input_tokens, {**attributes, "gen_ai.token.type": "input"})
            self._legacy_tokens.record(usage.output_tokens, {**attributes, "gen_ai.token.type": "output"})

    def retried(self, model: str) -> None:
        """Count a call that repeats an earlier one."""
        self._retries.add(1, {"gen_ai.request.model": model})

    def hedged(self, model: str) -> None:
        """Count a call that was begun beside a slow one."""
        self._hedges.add(1, {"gen_ai.request.model": model})
