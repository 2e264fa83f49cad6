"""The same load on LiteLLM's provider budget: the router sums up what was spent and looks at the sum before each call.

python -m benchmarks._ledger_litellm REDIS_PORT PROCESSES TASKS CALLS     (it prints one line of JSON)
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import time
from typing import Any

from benchmarks._ledger_load import CALL_S, fork

MESSAGE = [{"role": "user", "content": "How did I sleep?"}]
PRICE_USD = 0.001


def main(port: int, processes: int, tasks: int, calls: int) -> None:
    """Race for a budget that covers half of the calls, and print what was let through."""
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    import litellm

    litellm.suppress_debug_info = True
    logging.disable(logging.CRITICAL)
    cost = asyncio.run(_price(litellm))
    covered = processes * tasks * calls // 2
    began = time.perf_counter()
    results = fork(processes, lambda number: _worker(litellm, port, cost * covered, number, tasks, calls), abrupt=True).get()
    admitted, refused = (sum(column) for column in zip(*results, strict=True))
    seconds = time.perf_counter() - began
    print(json.dumps({"admitted": admitted, "refused": refused, "covered": covered, "seconds": seconds}))
    sys.stdout.flush()
    # Its workers log in the background and would be waited for.
    os._exit(0)


def _router(litellm: Any, port: int | None, budget_usd: float) -> Any:
    model = {
        "model_name": "stub",
        "litellm_params": {
            "model": "openai/stub",
            "api_key": "none",
            "mock_response": "You slept well.",
            "input_cost_per_token": PRICE_USD,
            "output_cost_per_token": PRICE_USD,
        },
    }
    shared = {} if port is None else {"redis_host": "127.0.0.1", "redis_port": port}
    budget = {} if port is None else {"provider_budget_config": {"openai": {"budget_limit": budget_usd, "time_period": "1d"}}}
    return litellm.Router(model_list=[model], num_retries=0, **shared, **budget)


async def _price(litellm: Any) -> float:
    answer = await _router(litellm, None, 0).acompletion(model="stub", messages=MESSAGE)
    return float(answer._hidden_params["response_cost"])  # noqa: SLF001 - where it says the price


async def _worker(litellm: Any, port: int, budget_usd: float, number: int, tasks: int, calls: int) -> tuple[int, ...]:
    router = _router(litellm, port, budget_usd)
    counts = {"admitted": 0, "refused": 0}

    async def task() -> None:
        for _ in range(calls):
            try:
                await router.acompletion(model="stub", messages=MESSAGE, mock_delay=CALL_S)
                counts["admitted"] += 1
            except Exception as error:
                if "budget" not in str(error).lower():
                    raise
                counts["refused"] += 1

    await asyncio.sleep(0.1 * number)
    await asyncio.gather(*(task() for _ in range(tasks)))
    return tuple(counts.values())


if __name__ == "__main__":
    main(*map(int, sys.argv[1:5]))
