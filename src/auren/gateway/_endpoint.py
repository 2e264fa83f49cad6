"""One model of a gateway, with what the gateway knows and has learned of it."""

from __future__ import annotations

from datetime import date, datetime

from auren.gateway.breakers import Breaker, RecentTimes
from auren.gateway.prices import PriceTable, bound
from auren.gateway.routing import Candidate
from auren.inference import ModelRequest, Price, Rate, Usage
from auren.ports.model import Model

__all__ = ["Endpoint"]


class Endpoint:
    """A model with its breaker, its rate, its price and its usual speed.

    Args:
        name: its own among the gateway's models.
        model: what is asked.
        breaker: None lets every request through.
        rate: how often it may be asked; None for no limit.
        prices: where the price stands when the model does not state one.
    """

    def __init__(self, name: str, model: Model, *, breaker: Breaker | None, rate: Rate | None, prices: PriceTable) -> None:
        self.model = model
        self.name = name
        self.traits = model.traits
        self.rate = rate
        self.in_flight = 0
        self.first_tokens = RecentTimes()
        self.breaker = breaker
        self._prices = prices

    def price(self, at: date) -> Price | None:
        """Give its price on a date, or None when nobody knows it."""
        return self.traits.price or self._prices.price(self.model.name, at)

    def bound(self, request: ModelRequest, input_tokens: int, at: date) -> Usage:
        """Give the most that a call can use and cost.

        Args:
            request: what is asked.
            input_tokens: the most tokens that it has.
            at: the date whose price counts.
        """
        price = self.price(at)
        micro_usd = 0 if price is None else bound(price, input_tokens, request.max_tokens)
        return Usage(input_tokens, request.max_tokens, cost_micro_usd=micro_usd, exact=False)

    def candidate(self, place: int, request: ModelRequest, input_tokens: int, now: datetime) -> Candidate:
        """Give it as a routing policy sees it."""
        price = self.price(now.date())
        return Candidate(
            place,
            self.name,
            self.traits,
            healthy=self.breaker is None or self.breaker.state(now) != "open",
            bound_tokens=input_tokens + request.max_tokens,
            bound_micro_usd=None if price is None else bound(price, input_tokens, request.max_tokens),
            first_token_s=self.first_tokens.quantile(0.5),
            in_flight=self.in_flight,
            model=self.model.name,
        )

    def spoke_after(self, seconds: float, at: datetime) -> None:
        """Learn how long the first token took."""
        self.first_tokens.add(seconds, at)
