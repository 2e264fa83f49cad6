"""The team's laws over generated states, and its speed: `python -m benchmarks.team [STATES [PYTHON]]`.

STATES is 1,000 unless given; PYTHON is an interpreter that has PydanticAI, where this one has not.

Worse sleep, more pain or less energy never raises what is prescribed: neither what the plan allows of load, intensity, impact
and maximal strength, nor what its actions ask for (where an action asks for no amount, the usual is meant). No plan contradicts
itself. The same state gives the same decision, again and with the specialists in another order.

Speed is the median of 30 rounds on contexts that do not wait, of advice on one case, in processor time of this process, since a
busy machine's wall time says little. A round times all five in one gather, and then each alone. The overhead over the sum is
the gather's time less the sum of the five alone (one thread does their work; what is left is what the gather adds); that over
the slowest alone is given, too. Against PydanticAI: building one agent with its TestModel
and the first run, beside building five specialists and their first run, one question each and no model that waits, each in a
fresh interpreter with byte code, in processor time. It is told both ways: with every module that a side loads, early or
late, imported before the clock, and with all imports counted, those of asyncio included.
"""

from __future__ import annotations

import asyncio
import gc
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Sequence
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
import asyncio
from datetime import UTC, date, datetime
from auren.conversation import Case, Query
from auren.people import Profile, Subject
from auren.science import Inputs
from auren.specialists import AestheticConsultant, Neuroscientist, Nutritionist, PhysicalTherapist, TrainingCoach
from auren.testing.context import ScriptedContext

async def run():
    team = [Neuroscientist(), Nutritionist(), TrainingCoach(), PhysicalTherapist(), AestheticConsultant()]
    today, profile = date(2025, 3, 6), Profile(zone="Europe/Berlin")
    query = Query("q", Subject("p"), "Should I train hard today?", datetime(2025, 3, 6, 8, tzinfo=UTC))
    case = Case(today, (), profile, query)
    await asyncio.gather(*(member.advise(case, ScriptedContext(today, profile, Inputs({}))) for member in team))
"""
_THEIRS: Final = """
import asyncio
from pydantic_ai import Agent
from pydantic_ai.models.test import TestModel

async def run():
    await Agent(TestModel(), system_prompt="Say how to train today.").run("Should I train hard today?")
"""
_TIMED: Final = """
import importlib, json, sys, time
began = time.process_time()
{program}
for name in {loaded!r}:
    importlib.import_module(name)
imported, known = time.process_time(), set(sys.modules)
asyncio.run(run())
ended = time.process_time()
print(json.dumps([imported - began, ended - imported, [name for name in sys.modules if name not in known]]))
"""
_FRESH: Final = 7


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
    """Measure building and the first run, beside PydanticAI's, without and with what is imported.

    Args:
        peer: an interpreter that has PydanticAI; None takes this one.
    """
    if peer is None and importlib.util.find_spec("pydantic_ai") is None:
        print("PydanticAI is not installed here and no interpreter was given, so building was not compared.")
        return [at_least(f"team.{name}", None, "times", 5) for name in ("building_ratio", "building_ratio_with_imports")]
    sides = ((sys.executable, _OURS), (peer or sys.executable, _THEIRS))
    # The first round writes byte code, and tells what each side loads only once it runs.
    late = [_fresh(*side)[2] for side in sides]
    without = [[_fresh(*side, names)[1] for side, names in zip(sides, late, strict=True)] for _ in range(_FRESH)]
    whole = [[sum(_fresh(*side)[:2]) for side in sides] for _ in range(_FRESH)]
    marks: list[Mark] = []
    for name, told, runs in (
        ("building_ratio", "all imports before the clock", without),
        ("building_ratio_with_imports", "imports counted", whole),
    ):
        ours, theirs = (statistics.median(run[side] for run in runs) for side in (0, 1))
        print(f"Building and first run, {told}: five specialists {1000 * ours:.1f} ms, one agent {1000 * theirs:.1f} ms")
        marks.append(at_least(f"team.{name}", theirs / ours, "times", 5))
    return marks


def _fresh(python: str, program: str, loaded: Sequence[str] = ()) -> tuple[float, float, list[str]]:
    """Run a program in a fresh interpreter; give the seconds for imports and for the run, and what the run loaded itself."""
    # Byte code is used on both sides, as where a wheel was installed.
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    code = _TIMED.format(program=program, loaded=list(loaded))
    run = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True, env=surroundings)
    imports, ran, names = json.loads(run.stdout)
    return imports, ran, names


def main(arguments: list[str]) -> None:
    """Look at the laws, measure, and report.

    Args:
        arguments: how many states, 1,000 unless given; then an interpreter that has PydanticAI.
    """
    count = int(arguments[0]) if arguments else 1000
    report("team", [*laws(count), *overhead(), *building(arguments[1] if len(arguments) > 1 else None)])


if __name__ == "__main__":
    main(sys.argv[1:])
