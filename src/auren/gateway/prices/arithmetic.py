"""Tokens and a price made money, in whole millionths of a US dollar; what falls between two is rounded up, once."""

from __future__ import annotations

from typing import Final

from auren.inference import Price, Usage

__all__ = ["bound", "cost"]

_MILLION: Final = 1_000_000


def cost(price: Price, usage: Usage) -> int:
    """Give what a call cost, in millionths of a US dollar, rounded up.

    Args:
        price: of the model.
        usage: what was used; a part that is larger than its whole counts in full.
    """
    price = _in_force(price, usage.input_tokens)
    text_in = usage.input_tokens - usage.cached_tokens - usage.cache_write_tokens - usage.audio_input_tokens
    text_out = usage.output_tokens - usage.audio_output_tokens
    parts = (
        (text_in, price.input),
        (usage.cached_tokens, _own(price.cached_input, price.input)),
        (usage.cache_write_tokens, _own(price.cache_write, price.input)),
        (usage.audio_input_tokens, _own(price.audio_input, price.input)),
        (text_out, price.output),
        (usage.audio_output_tokens, _own(price.audio_output, price.output)),
    )
    return _rounded_up(sum(max(0, tokens) * rate for tokens, rate in parts))


def bound(price: Price, input_tokens: int, output_tokens: int) -> int:
    """Give the most that a call of text can cost, in millionths of a US dollar.

    Args:
        price: of the model.
        input_tokens: the most that are read.
        output_tokens: the most that are written.
    """
    most = 0
    while True:
        # A call that reads less may fall under a price that is dearer.
        read = input_tokens if price.beyond is None else min(input_tokens, price.beyond[0])
        dearest = max(price.input, _own(price.cached_input, 0), _own(price.cache_write, 0))
        most = max(most, read * dearest + output_tokens * price.output)
        if price.beyond is None or input_tokens <= price.beyond[0]:
            return _rounded_up(most)
        price = price.beyond[1]


def _in_force(price: Price, input_tokens: int) -> Price:
    while price.beyond is not None and input_tokens > price.beyond[0]:
        price = price.beyond[1]
    return price


def _own(price: int | None, otherwise: int) -> int:
    return otherwise if price is None else price


def _rounded_up(millionths_of_a_micro_usd: int) -> int:
    return -(-millionths_of_a_micro_usd // _MILLION)
