"""When to ask a second endpoint before the first has said a word."""

from __future__ import annotations

from dataclasses import dataclass

from auren.errors import InvalidInput
from auren.gateway.breakers.times import RecentTimes

__all__ = ["Hedging"]


@dataclass(frozen=True, slots=True)
class Hedging:
    """When a second call starts: after fixed seconds, or later than most first tokens come.

    Args:
        after_s: seconds after which a second call starts; None learns them.
        quantile: share of the last first tokens that came earlier than a second call starts, 0 to below 1.
        least_calls: with fewer first tokens seen, nothing is learned and nothing hedged.
        least_s: a second call never starts sooner, seconds.

    Raises:
        InvalidInput: a number is out of range.
    """

    after_s: float | None = None
    quantile: float = 0.95
    least_calls: int = 20
    least_s: float = 0.05

    def __post_init__(self) -> None:
        if (
            (self.after_s is not None and self.after_s < 0)
            or not 0 <= self.quantile < 1
            or self.least_calls < 1
            or self.least_s < 0
        ):
            raise InvalidInput("A hedging setting is out of range; Hedging says what each may be.")

    def delay_s(self, first_tokens: RecentTimes, *, left_s: float | None = None) -> float | None:
        """Give the seconds after which a second call should start; None for not at all.

        Args:
            first_tokens: the times to the first token of the endpoint that is asked first.
            left_s: seconds until the deadline: a second call that would start after half of them comes too late to help.
        """
        delay = self.after_s
        if delay is None:
            learned = first_tokens.quantile(self.quantile) if len(first_tokens) >= self.least_calls else None
            if learned is None:
                return None
            delay = max(self.least_s, learned)
        return None if left_s is not None and delay > left_s / 2 else delay
