"""What the gateway adds to a call: milliseconds and requests a second over the raw client, beside other routers.

    python -m benchmarks.gateway [--calls 150] [--rounds 3]

One local endpoint answers fixed bytes at once, from a process of its own. Every arm asks it the same, in turns, so that
whatever else the machine does falls on all of them alike. Requests a second are counted per second of this process's own
processor time, which is what one core can do.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from auren.errors import MissingExtra
from auren.gateway import Gateway, OpenAIModel
from auren.gateway.breakers import BreakerSettings
from auren.gateway.budgets import InMemoryLedger, Plans, RedisLedger
from auren.gateway.limits import InMemoryLimiter
from auren.gateway.retries import Retries
from auren.gateway.transports import AiohttpTransport, HttpxTransport
from auren.inference import Account, ChatMessage, ModelRequest, ModelTraits, Plan, Price, Rate
from auren.people import Subject
from auren.ports import Ledger
from benchmarks._gateway_stub import ANSWER, serving
from benchmarks._report import Mark, at_least, at_most, report, table
from benchmarks._servers import valkey

MESSAGES = [
    {"role": "system", "content": "You word the statements of a wellness team for one person."},
    {"role": "user", "content": "I slept 7 h 40 min. May I train hard today?"},
]
AT_ONCE = 64
Ask = Callable[[], Awaitable[str]]
PRICE = Price(150_000, 600_000)


def main(arguments: Sequence[str]) -> None:
    """Measure every arm, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gateway")
    parser.add_argument("--calls", type=int, default=150, help="calls of an arm in one round, one after another")
    parser.add_argument("--rounds", type=int, default=3, help="rounds over all arms")
    options = parser.parse_args(arguments)
    with serving() as url, valkey() as redis_url:
        asyncio.run(_measure(url, redis_url, options.calls, options.rounds))


async def _measure(url: str, redis_url: str | None, calls: int, rounds: int) -> None:
    async with AsyncExitStack() as stack:
        arms: dict[str, Ask] = {}
        streams: dict[str, Callable[[], Awaitable[float]]] = {}
        for transport in ("aiohttp", "httpx"):
            arms[f"raw {transport}"], streams[f"raw {transport}"] = await stack.enter_async_context(_raw(transport, url))
            ledgers: list[tuple[str, Ledger | None]] = [("no ledger", None), ("in memory", InMemoryLedger())]
            if redis_url is not None:
                ledgers.append(("Redis", RedisLedger(redis_url)))
            for name, ledger in ledgers:
                gateway = await stack.enter_async_context(_gateway(transport, url, ledger))
                arms[f"auren {transport}, {name}"] = _complete(gateway, named=ledger is not None)
                streams[f"auren {transport}, {name}"] = _first_token(gateway, named=ledger is not None)
        slow = await _peers(url)
        waits: dict[str, list[float]] = {name: [] for name in (*arms, *slow)}
        loads: dict[str, list[tuple[float, float]]] = {name: [] for name in (*arms, *slow)}
        firsts: dict[str, list[float]] = {name: [] for name in streams}
        for ask in (*arms.values(), *slow.values()):
            for _ in range(20):
                if await ask() != ANSWER:
                    raise RuntimeError("An arm gave another answer than the endpoint's.")
        gc.collect()
        gc.freeze()
        for _ in range(rounds):
            for name, ask in (*arms.items(), *slow.items()):
                share = 10 if name in slow else 1
                waits[name] += await _one_by_one(ask, max(10, calls // share))
                loads[name].append(await _at_once(ask, max(AT_ONCE * 2, calls * 4 // share)))
            for name, first in streams.items():
                firsts[name] += [await first() for _ in range(max(10, calls // 8))]
    _report(waits, loads, firsts)


def _report(waits: dict[str, list[float]], loads: dict[str, list[tuple[float, float]]], firsts: dict[str, list[float]]) -> None:
    p50 = {name: statistics.median(found) * 1e3 for name, found in waits.items()}
    p99 = {name: sorted(found)[int(len(found) * 0.99)] * 1e3 for name, found in waits.items()}
    core = {name: statistics.median(rate for rate, _ in found) for name, found in loads.items()}
    wall = {name: statistics.median(rate for _, rate in found) for name, found in loads.items()}
    first = {name: statistics.median(found) * 1e3 for name, found in firsts.items()}
    rows: list[list[str]] = []
    for name in waits:
        raw = f"raw {'httpx' if 'httpx' in name else 'aiohttp'}" if name.startswith("auren") else ""
        added = p50[name] - p50[raw] if raw else None
        added99 = p99[name] - p99[raw] if raw else None
        rows.append(
            [
                name,
                f"{p50[name]:.3f}",
                f"{p99[name]:.3f}",
                "" if added is None else f"{added:+.3f}",
                "" if added99 is None else f"{added99:+.3f}",
                f"{first[name]:.3f}" if name in first else "",
                f"{core[name]:,.0f}",
                f"{wall[name]:,.0f}",
            ]
        )
    head = ["arm", "p50 ms", "p99 ms", "added p50", "added p99", "first token ms", f"calls/core-s at {AT_ONCE}", "calls/s"]
    table(head, rows)
    router = core.get("litellm.Router")
    own, plain = core["auren aiohttp, in memory"], core["auren aiohttp, no ledger"]
    marks = [
        at_most("gateway.added_ms.in_memory", p50["auren aiohttp, in memory"] - p50["raw aiohttp"], "ms", 0.3),
        at_most(
            "gateway.added_ms.redis",
            p50["auren aiohttp, Redis"] - p50["raw aiohttp"] if "auren aiohttp, Redis" in p50 else None,
            "ms",
            1.0,
        ),
        at_least("gateway.calls_per_core_s.no_ledger", plain, "calls/s", 4000),
        at_least("gateway.calls_per_core_s.in_memory", own, "calls/s", 4000),
        # The router is set up without a budget, too.
        at_least("gateway.times_litellm_router.no_ledger", None if router is None else plain / router, "times", 15),
        at_least("gateway.times_litellm_router.in_memory", None if router is None else own / router, "times", 15),
        Mark("gateway.calls_per_core_s.redis", core.get("auren aiohttp, Redis"), "calls/s", "none", True),
        Mark("gateway.calls_per_core_s.httpx", core["auren httpx, in memory"], "calls/s", "none", True),
        Mark("gateway.first_token_ms", first["auren aiohttp, in memory"], "ms", "none", True),
    ]
    peers = {
        name: {"p50_ms": round(p50[name], 3), "p99_ms": round(p99[name], 3), "calls_per_core_s": round(core[name])}
        for name in waits
        if not name.startswith("auren")
    }
    report("gateway", marks, peers=peers)


async def _one_by_one(ask: Ask, calls: int) -> list[float]:
    clock = time.perf_counter
    found: list[float] = []
    for _ in range(calls):
        began = clock()
        await ask()
        found.append(clock() - began)
    return found


async def _at_once(ask: Ask, calls: int) -> tuple[float, float]:
    """Give calls per second of processor time, and per second."""
    left = calls

    async def worker() -> None:
        nonlocal left
        while left > 0:
            left -= 1
            await ask()

    began, worked = time.perf_counter(), time.process_time()
    await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
    return calls / (time.process_time() - worked), calls / (time.perf_counter() - began)


@asynccontextmanager
async def _gateway(transport: str, url: str, ledger: Ledger | None) -> AsyncIterator[Gateway]:
    """Give a gateway as a host would set it up: a breaker, retries, rates and a budget."""
    wire = AiohttpTransport(max_connections=AT_ONCE) if transport == "aiohttp" else HttpxTransport(max_connections=AT_ONCE)
    model = OpenAIModel(url, model="stub", transport=wire, max_connections=AT_ONCE, traits=ModelTraits(price=PRICE))
    plans = Plans([Plan("pioneer", limit_micro_usd=10**12, limit_tokens=10**12, rate=Rate(10**6, 1.0))], default="pioneer")
    async with Gateway(
        [model],
        ledger=ledger,
        plans=plans,
        limiter=None if ledger is None else InMemoryLimiter(),
        breaker=BreakerSettings(slow_floor_s=10.0),  # the load is made on purpose, and slow here
        retries=Retries(),
    ) as gateway:
        yield gateway


def _request(*, named: bool) -> ModelRequest:
    messages = tuple(ChatMessage("system" if place == 0 else "user", m["content"]) for place, m in enumerate(MESSAGES))
    return ModelRequest(messages, max_tokens=200, account=Account(Subject("s1")) if named else None)


def _complete(gateway: Gateway, *, named: bool) -> Ask:
    request = _request(named=named)

    async def ask() -> str:
        return (await gateway.complete(request)).text

    return ask


def _first_token(gateway: Gateway, *, named: bool) -> Callable[[], Awaitable[float]]:
    request = _request(named=named)

    async def first() -> float:
        began = time.perf_counter()
        found = 0.0
        async for delta in gateway.stream(request):
            if not found and delta.text:
                found = time.perf_counter() - began
        return found

    return first


@asynccontextmanager
async def _raw(transport: str, url: str) -> AsyncIterator[tuple[Ask, Callable[[], Awaitable[float]]]]:
    """Give the least that a program can do with a client: send JSON, read JSON."""
    body = {"model": "stub", "messages": MESSAGES, "max_tokens": 200, "temperature": 0.2}
    target = f"{url}/chat/completions"
    client: Any
    if transport == "aiohttp":
        aiohttp: Any = import_module("aiohttp")
        client = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE))

        async def ask() -> str:
            async with client.post(target, json=body) as answer:
                said: str = json.loads(await answer.read())["choices"][0]["message"]["content"]
                return said

        async def first() -> float:
            began = time.perf_counter()
            found = 0.0
            async with client.post(target, json={**body, "stream": True}) as answer:
                async for line in answer.content:
                    if not found and b'"content"' in line:
                        found = time.perf_counter() - began
            return found

    else:
        httpx: Any = import_module("httpx")
        client = httpx.AsyncClient(limits=httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE))

        async def ask() -> str:
            answer = await client.post(target, json=body)
            said: str = answer.json()["choices"][0]["message"]["content"]
            return said

        async def first() -> float:
            began = time.perf_counter()
            found = 0.0
            async with client.stream("POST", target, json={**body, "stream": True}) as answer:
                async for line in answer.aiter_lines():
                    if not found and '"content"' in line:
                        found = time.perf_counter() - began
            return found

    try:
        yield ask, first
    finally:
        await (client.close() if transport == "aiohttp" else client.aclose())


async def _peers(url: str) -> dict[str, Ask]:
    """Give the other routers that are installed."""
    found: dict[str, Ask] = {}
    if find_spec("litellm") is not None:
        os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
        litellm: Any = import_module("litellm")
        litellm.suppress_debug_info = True
        parameters = {"model": "openai/stub", "api_base": url, "api_key": "none"}
        router = litellm.Router(model_list=[{"model_name": "stub", "litellm_params": parameters}], num_retries=0)

        async def through_router() -> str:
            answer = await router.acompletion(model="stub", messages=MESSAGES, max_tokens=200, temperature=0.2)
            said: str = answer.choices[0].message.content
            return said

        found["litellm.Router"] = through_router
    if find_spec("any_llm") is not None:
        any_llm: Any = import_module("any_llm")

        async def through_any_llm() -> str:
            answer = await any_llm.acompletion(
                provider="openai", model="stub", messages=MESSAGES, max_tokens=200, api_base=url, api_key="none"
            )
            said: str = answer.choices[0].message.content
            return said

        try:
            await through_any_llm()
        except Exception as error:  # noqa: BLE001 - a peer that does not work here is left out, and said so
            print(f"any-llm is left out: {type(error).__name__}")
        else:
            found["any-llm"] = through_any_llm
    return found


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except MissingExtra as error:
        print(error)
