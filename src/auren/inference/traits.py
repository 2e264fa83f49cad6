"""What a model can do, and its price."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["ModelTraits", "Price"]


@dataclass(frozen=True, slots=True)
class Price:
    """What a model costs from a date on, in millionths of a US dollar for a million tokens.

    A price of 0.15 USD for a million tokens is 150,000. A part without a price of its own costs what its whole does.

    Args:
        input: text that is read.
        output: text that is written; hidden reasoning is written, too.
        cached_input: input served from the endpoint's cache.
        cache_write: input that the endpoint keeps in its cache.
        audio_input: sound that is read.
        audio_output: sound that is written.
        since: first day it is in force; None for always.
        beyond: how many input tokens are at this price at the most, and the price of a call that reads more.
    """

    input: int
    output: int
    cached_input: int | None = None
    cache_write: int | None = None
    audio_input: int | None = None
    audio_output: int | None = None
    since: date | None = None
    beyond: tuple[int, Price] | None = None


@dataclass(frozen=True, slots=True)
class ModelTraits:
    """What a router has to know of a model.

    Args:
        context_tokens: the most tokens that request and answer may have together; None when it is not known.
        tools: whether it can ask for tools.
        json_schema: whether it can be held to a JSON schema.
        quality: 1 (weak) to 5 (strong), for choosing among models.
        price: what it costs; None leaves it to the price table.
        tags: what it is good for or where it runs, for example "health" or "self-hosted".
    """

    context_tokens: int | None = None
    tools: bool = True
    json_schema: bool = True
    quality: int = 3
    price: Price | None = None
    tags: frozenset[str] = frozenset()
