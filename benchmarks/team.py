"""The team's laws over generated states, and its speed: `python -m benchmarks.team [STATES [PYTHON]]`.

STATES is 1,000 unless given; PYTHON is an interpreter that has PydanticAI, where this one has not.

Worse sleep, more pain or less energy never raises what is prescribed: neither what the plan allows of load, intensity, impact
and maximal strength, nor what its actions ask for (where an action asks for no amount, the usual is meant). No plan contradicts
itself. The same state gives the same decision, again and with the specialists in another order.

Speed is the median of 30 rounds on contexts that do not wait, of advice on one case, in processor time of this process, since a
busy machine's wall time says little. A round times all five in one gather, and then each alone. The overhead over the sum is
the gather's time less the sum of the five alone (one thread does their work; what is left is what the gather adds); that over
the slowest alone is given, too. Against PydanticAI: building one agent with its TestModel
and the first run, beside building five specialists and their first run, each in a fresh interpreter after the imports.
"""

from __future__ import annotations

import asyncio
import gc
import importlib.util
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Awaitable
from datetime import UTC, datetime
from typing import Final

from auren.conversation import Case, Query
from auren.evaluation import TEAM_TYPES
from auren.evaluation.judging import ZERO, contradictions
from auren.people import Profile, Subject
from auren.science import Inputs
from auren.testing.context import ScriptedContext
from benchmarks._report import Mark, at_least, at_most, report
from benchmarks._team_states import ON, TODAY, decide, prescribed, state, worse

LAWS: Final = ("sleep", "pain", "energy")
RUNS: Final = 30
_OURS: Final = """
import asyncio, time
from benchmarks.team import case, context
from auren.evaluation import TEAM_TYPES
began = time.perf_counter()
team = [kind() for kind in TEAM_TYPES]
async def run():
    await asyncio.gather(*(member.advise(case(), context()) for member in team))
asyncio.run(run())
print(time.perf_counter() - began)
"""
_THEIRS: Final = """
import asyncio, time
from pydantic_ai import Agent
from pydantic_ai.models.test import TestModel
began = time.perf_counter()
agent = Agent(TestModel(), system_prompt="Say how to train today.")
asyncio.run(agent.run("Should I train hard today?"))
print(time.perf_counter() - began)
"""


def case() -> Case:
    """Give what is asked in the measurements of speed."""
    query = Query("q", Subject("p"), "Should I train hard today?", datetime(2025, 3, 6, 8, tzinfo=UTC))
    return Case(TODAY, (), Profile(zone="Europe/Berlin"), query)


def context() -> ScriptedContext:
    """Give a context that answers at once, without a model."""
    return ScriptedContext(TODAY, Profile(zone="Europe/Berlin"), Inputs({}))


def laws(count: int) -> list[Mark]:
    """Look at every law over states.

    Args:
        count: how many.
    """
    broken: Counter[str] = Counter()
    shown: set[str] = set()
    for seed in range(count):
        given = state(seed)
        said = decide(given)
        broken["same"] += decide(given) != said
        broken["order"] += decide(given, [kind() for kind in reversed(TEAM_TYPES)]) != said
        broken["contradictions"] += bool(contradictions(said.plan))
        for law in LAWS:
            after = decide(worse(given, law))
            rose = [on for on in ON if _rose(prescribed(said.plan, on), prescribed(after.plan, on))]
            broken[law] += bool(rose)
            if rose and law not in shown:
                shown.add(law)
                print(f"{law}: {rose} rises in state {given}")
    return [at_most(f"team.{law}", broken[law], "states", 0) for law in (*LAWS, "contradictions", "same", "order")]


def _rose(before: tuple[float, float], after: tuple[float, float]) -> bool:
    return any(then > now + ZERO for now, then in zip(before, after, strict=True))


def overhead() -> list[Mark]:
    """Measure what asking five at once adds."""
    team = [kind() for kind in TEAM_TYPES]
    asked = case()

    async def all_at_once() -> None:
        await asyncio.gather(*(member.advise(asked, context()) for member in team))

    async def measured() -> tuple[list[float], list[float]]:
        over_sum: list[float] = []
        over_slowest: list[float] = []
        await all_at_once()
        for _ in range(RUNS):
            together = await _timed(all_at_once())
            alone = [await _timed(member.advise(asked, context())) for member in team]
            over_sum.append(together - sum(alone))
            over_slowest.append(together - max(alone))
        return over_sum, over_slowest

    gc.collect()
    over_sum, over_slowest = asyncio.run(measured())
    return [
        at_most("team.overhead_over_sum", 1000 * statistics.median(over_sum), "ms", 5),
        at_most("team.overhead_over_slowest", 1000 * statistics.median(over_slowest), "ms", 5),
    ]


async def _timed(run: Awaitable[object]) -> float:
    began = time.process_time()
    await run
    return time.process_time() - began


def building(peer: str | None) -> list[Mark]:
    """Measure building and the first run, beside PydanticAI's.

    Args:
        peer: an interpreter that has PydanticAI; None takes this one.
    """
    if peer is None and importlib.util.find_spec("pydantic_ai") is None:
        print("PydanticAI is not installed here and no interpreter was given, so building was not compared.")
        return [at_least("team.building_ratio", None, "times", 5)]
    pairs = ((sys.executable, _OURS), (peer or sys.executable, _THEIRS))
    runs = [[_fresh(python, program) for python, program in pairs] for _ in range(7)]
    ours, theirs = (statistics.median(run[column] for run in runs) for column in (0, 1))
    print(f"building and first run: five specialists {1000 * ours:.1f} ms, one agent {1000 * theirs:.1f} ms")
    return [at_least("team.building_ratio", theirs / ours, "times", 5)]


def _fresh(python: str, program: str) -> float:
    run = subprocess.run([python, "-c", program], capture_output=True, text=True, check=True)
    return float(run.stdout)


def main(arguments: list[str]) -> None:
    """Look at the laws, measure, and report.

    Args:
        arguments: how many states, 1,000 unless given; then an interpreter that has PydanticAI.
    """
    count = int(arguments[0]) if arguments else 1000
    report("team", [*laws(count), *overhead(), *building(arguments[1] if len(arguments) > 1 else None)])


if __name__ == "__main__":
    main(sys.argv[1:])
