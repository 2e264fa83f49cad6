"""The table of list prices that ships as data, which a host overrides where it pays another price."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.resources import files
from typing import Any, Final, Self

from auren.errors import InvalidInput
from auren.inference import Price

__all__ = ["PriceTable"]

_DATED_NAME: Final = re.compile(r"[-@](?:\d{4}-\d{2}-\d{2}|\d{8}|latest)$")


class PriceTable:
    """Prices by model and date.

    A name is looked up as it stands, then without a provider in front ("openai/gpt-4o"), then without a date at its end
    ("gpt-4o-2024-08-06").

    Args:
        prices: a model's name -> its prices; the latest that is in force on a date counts.
        dated: when the list was written down; None when it is the host's own.

    Raises:
        InvalidInput: a price is below 0.
    """

    def __init__(self, prices: Mapping[str, Sequence[Price]], *, dated: date | None = None) -> None:
        for name, known in prices.items():
            if any(part is not None and part < 0 for price in known for part in _parts(price)):
                raise InvalidInput(f"A price of {name} below 0 was given; expected 0 or more millionths of a dollar.")
        self._prices = {
            name: tuple(sorted(known, key=lambda price: price.since or date.min, reverse=True))
            for name, known in prices.items()
        }
        self.dated = dated

    @classmethod
    def standard(cls) -> Self:
        """Give the list prices that ship with this release."""
        data = json.loads(files("auren.gateway.prices").joinpath("list_prices.json").read_text(encoding="utf-8"))
        prices = {name: (_price(parts),) for name, parts in data["models"].items()}
        return cls(prices, dated=date.fromisoformat(data["dated"]))

    def with_prices(self, prices: Mapping[str, Price | Sequence[Price]]) -> PriceTable:
        """Give a table in which these stand in place of what was known of the same names."""
        given = {name: (price,) if isinstance(price, Price) else tuple(price) for name, price in prices.items()}
        return PriceTable({**self._prices, **given}, dated=self.dated)

    def price(self, name: str, at: date) -> Price | None:
        """Give a model's price on a date, or None when it is not known."""
        for spelling in _spellings(name):
            for price in self._prices.get(spelling, ()):
                if price.since is None or price.since <= at:
                    return price
        return None


def _price(parts: dict[str, Any]) -> Price:
    beyond = parts.pop("beyond", None)
    return Price(**parts, beyond=None if beyond is None else (beyond.pop("input_tokens"), _price(beyond)))


def _parts(price: Price) -> tuple[int | None, ...]:
    own = (price.input, price.output, price.cached_input, price.cache_write, price.audio_input, price.audio_output)
    return own if price.beyond is None else (*own, price.beyond[0], *_parts(price.beyond[1]))


def _spellings(name: str) -> list[str]:
    bare = name.rpartition("/")[2]
    return [name, bare, _DATED_NAME.sub("", bare)]
