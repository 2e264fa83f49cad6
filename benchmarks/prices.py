"""What calls cost, to the exact millionth of a dollar, in every form in which endpoints say what they used.

    python -m benchmarks.prices

Every form goes through `OpenAIModel` as a stream, and as an answer at once where endpoints send it so. What it costs is
compared with a sum worked out by hand, which fractions of another computation check. Beside it: what `litellm` makes of
the same usage at the same price, where it is installed.
"""

from __future__ import annotations

import asyncio
import json
import math
import os
from collections.abc import AsyncIterator
from fractions import Fraction
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

import httpx

from auren.gateway import OpenAIModel
from auren.gateway.prices import bound, cost
from auren.inference import ChatMessage, ModelRequest, Price, Usage
from benchmarks._report import Mark, at_most, report, table
from benchmarks._usage_forms import FORMS, PRICES, Form

__all__ = ["REQUEST", "by_hand", "main", "used"]

REQUEST: Final = ModelRequest((ChatMessage("user", "How did I sleep?"),), max_tokens=50)


def main() -> None:
    """Measure, and print."""
    rows, wrong, miscounted = [], 0, 0
    for form in FORMS:
        for stream in (True, False) if form.whole else (True,):
            usage, sent = asyncio.run(used(form, stream=stream))
            priced = cost(PRICES[form.price], usage)
            right = by_hand(form, sent)
            miscounted += form.micro_usd not in (None, right)
            wrong += priced != right
            way = "stream" if stream else "at once"
            rows.append([form.name, way, form.price, str(right), str(priced), "" if priced == right else "WRONG"])
    table(["form", "asked", "price", "by hand", "priced", ""], rows)
    peers = {"litellm": _litellm()} if find_spec("litellm") is not None else {}
    report(
        "prices",
        [
            Mark("prices.forms", len(FORMS), "forms", ">= 40", len(FORMS) >= 40),
            at_most("prices.wrong", wrong, "answers", 0),
            at_most("prices.miscounted_by_hand", miscounted, "forms", 0),
            at_most("prices.above_bound", _above_bound(), "forms", 0),
        ],
        peers=peers,
    )


async def used(form: Form, *, stream: bool) -> tuple[Usage, int]:
    """Give what a model says that an answer of a form used, and the bytes of the request."""
    sent = 0

    def answer(request: httpx.Request) -> httpx.Response:
        nonlocal sent
        sent = len(request.content)
        return httpx.Response(200, content=_sent(_events(form) if stream else [_whole(form)]))

    async with (
        httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client,
        OpenAIModel("http://endpoint/v1", model="m", client=client) as model,
    ):
        if not stream:
            return (await model.complete(REQUEST)).usage, sent
        found = [delta.completion.usage async for delta in model.stream(REQUEST) if delta.completion is not None]
    return found[0], sent


def by_hand(form: Form, sent: int) -> int:
    """Give what a form's parts cost, by another way than the gateway's: as fractions, rounded up at the end.

    Args:
        form: the form.
        sent: bytes of the request, which stand in where nobody says what was read.
    """
    price = PRICES[form.price]
    read = sum(tokens for part, tokens in form.parts.items() if "output" not in part)
    if price.beyond is not None and read > price.beyond[0]:
        price = price.beyond[1]
    parts = {("input" if part == "all" else part): sent if part == "all" else tokens for part, tokens in form.parts.items()}
    return math.ceil(sum(Fraction(tokens * _each(price, part), 1_000_000) for part, tokens in parts.items()))


def _each(price: Price, part: str) -> int:
    own: int | None = getattr(price, part)
    whole = price.output if "output" in part else price.input
    return whole if own is None else own


async def _sent(parts: list[bytes]) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


def _events(form: Form) -> list[bytes]:
    usage = {} if form.usage is None else {"usage": form.usage}
    text = {"choices": [{"index": 0, "delta": {"content": "Well."}, "finish_reason": None}]}
    end = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
    events = form.events or (text, end, {"choices": [], **usage, **(form.beside or {})})
    return [*(f"data: {json.dumps(event)}\n\n".encode() for event in events), b"data: [DONE]\n\n"]


def _whole(form: Form) -> bytes:
    choice = {"index": 0, "message": {"role": "assistant", "content": "Well."}, "finish_reason": "stop"}
    usage = {} if form.usage is None else {"usage": form.usage}
    return json.dumps({"choices": [choice], **usage, **(form.beside or {})}).encode()


def _above_bound() -> int:
    """Give how many forms of text cost more than what was held for them."""
    above = 0
    for form in FORMS:
        usage, _ = asyncio.run(used(form, stream=True))
        if not usage.audio_input_tokens and not usage.audio_output_tokens:
            price = PRICES[form.price]
            above += cost(price, usage) > bound(price, usage.input_tokens, usage.output_tokens)
    return above


def _litellm() -> dict[str, float]:
    """Give how many whole answers litellm prices within a millionth of a dollar of the sum by hand, and how many otherwise."""
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    litellm: Any = import_module("litellm")
    right = other = 0
    for form in FORMS:
        if form.usage is None or form.micro_usd is None or not form.whole:
            continue
        price = PRICES[form.price]
        parts = {
            "input_cost_per_token": price.input,
            "output_cost_per_token": price.output,
            "cache_read_input_token_cost": price.input if price.cached_input is None else price.cached_input,
            "cache_creation_input_token_cost": price.input if price.cache_write is None else price.cache_write,
            "input_cost_per_audio_token": price.input if price.audio_input is None else price.audio_input,
            "output_cost_per_audio_token": price.output if price.audio_output is None else price.audio_output,
        }
        if price.beyond is not None:
            parts["input_cost_per_token_above_200k_tokens"] = price.beyond[1].input
            parts["output_cost_per_token_above_200k_tokens"] = price.beyond[1].output
            parts["cache_read_input_token_cost_above_200k_tokens"] = price.beyond[1].cached_input or 0
        known = {name: each / 1e12 for name, each in parts.items()}
        litellm.register_model({f"openai/{form.price}": {**known, "litellm_provider": "openai", "mode": "chat"}})
        try:
            answer = litellm.ModelResponse(model=form.price, usage=litellm.Usage(**form.usage))
            asked = litellm.completion_cost(completion_response=answer, model=f"openai/{form.price}") * 1e6
            right += abs(asked - form.micro_usd) < 1
            other += abs(asked - form.micro_usd) >= 1
        except Exception:  # noqa: BLE001 - what it cannot read, it does not price
            other += 1
    return {"priced_alike": right, "priced_otherwise_or_not": other}


if __name__ == "__main__":
    main()
