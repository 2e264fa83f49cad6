"""What a completion used."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Usage"]


@dataclass(frozen=True, slots=True)
class Usage:
    """What a completion used.

    Args:
        input_tokens, output_tokens: tokens read and written, each with all its parts below.
        cached_tokens: part of the input that was served from the endpoint's cache.
        cost_micro_usd: price in millionths of a US dollar.
        exact: False when the endpoint did not say and a bound stands in.
        cache_write_tokens: part of the input that the endpoint charged for keeping in its cache.
        reasoning_tokens: part of the output that is not shown.
        audio_input_tokens, audio_output_tokens: parts that are sound.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    cost_micro_usd: int = 0
    exact: bool = True
    cache_write_tokens: int = 0
    reasoning_tokens: int = 0
    audio_input_tokens: int = 0
    audio_output_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cached_tokens + other.cached_tokens,
            self.cost_micro_usd + other.cost_micro_usd,
            self.exact and other.exact,
            self.cache_write_tokens + other.cache_write_tokens,
            self.reasoning_tokens + other.reasoning_tokens,
            self.audio_input_tokens + other.audio_input_tokens,
            self.audio_output_tokens + other.audio_output_tokens,
        )

    def costing(self, micro_usd: int) -> Usage:
        """Give the same usage at another price, in millionths of a US dollar."""
        return Usage(
            self.input_tokens,
            self.output_tokens,
            self.cached_tokens,
            micro_usd,
            self.exact,
            self.cache_write_tokens,
            self.reasoning_tokens,
            self.audio_input_tokens,
            self.audio_output_tokens,
        )

    @property
    def tokens(self) -> int:
        """Tokens read and written together."""
        return self.input_tokens + self.output_tokens
