"""What importing auren costs: time, modules, memory and distributions, beside other libraries where they are installed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires
from importlib.util import find_spec

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from benchmarks._report import Mark, at_most, report, table

ROUNDS = 20
BUDGET_S = 40.0
DOOR = "import auren"
WHOLE = "from auren import Pipeline"
PEERS = ("pydantic_ai", "agents", "litellm")

# Loaded by the adapters and faces that need them, never by the front door.
OPTIONAL = frozenset(
    {
        "aiohttp",
        "aiokafka",
        "asyncpg",
        "chromadb",
        "confluent_kafka",
        "crewai",
        "langgraph",
        "litellm",
        "llama_cpp",
        "matplotlib",
        "mcp",
        "networkx",
        "openai",
        "pandas",
        "polars",
        "prometheus_client",
        "pydantic_ai",
        "pyflink",
        "redis",
        "rich",
        "scipy",
        "tiktoken",
        "torch",
        "typer",
        "wordllama",
    }
)
DRIVERS = OPTIONAL | {"aiosqlite", "httpx", "numpy", "opentelemetry", "pydantic", "sqlalchemy", "sqlite3"}

# `statm` counts what is resident now; where it is missing, the peak stands in, and None where neither exists.
PROGRAM = """
import sys, time
begin = time.perf_counter()
{statement}
took = time.perf_counter() - begin
modules = list(sys.modules)
import json, os
try:
    with open("/proc/self/statm") as file:
        resident = int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
except OSError:
    try:
        import resource
    except ImportError:
        resident = None
    else:
        resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(json.dumps([took * 1000, modules, resident]))
"""


@dataclass(slots=True)
class _Sample:
    ms: float
    modules: frozenset[str]
    resident: int | None
    rounds: int = 1

    def keep(self, other: _Sample) -> None:
        self.ms = min(self.ms, other.ms)
        if self.resident is not None and other.resident is not None:
            self.resident = min(self.resident, other.resident)
        self.rounds += 1

    def above(self, empty: _Sample) -> dict[str, float]:
        """Give the costs above an empty interpreter."""
        costs = {"ms": round(self.ms, 1), "modules": float(len(self.modules - empty.modules))}
        if self.resident is not None and empty.resident is not None:
            costs["mib"] = round((self.resident - empty.resident) / 2**20, 1)
        return costs

    def loaded(self, names: frozenset[str]) -> list[str]:
        return sorted(names & {module.split(".")[0] for module in self.modules})


def main() -> None:
    """Measure and report."""
    statements = ["pass", DOOR, WHOLE, *(f"import {peer}" for peer in PEERS if find_spec(peer))]
    samples = _sampled(statements)
    empty = samples["pass"]
    costs = {statement: sample.above(empty) for statement, sample in samples.items() if statement != "pass"}
    print(f"Above an empty interpreter; the least of up to {ROUNDS} fresh interpreters each, taken in turn.\n")
    table(
        ["statement", "ms", "modules", "MiB", "rounds"],
        [
            [
                statement,
                *(f"{cost[key]:g}" if key in cost else "" for key in ("ms", "modules", "mib")),
                str(samples[statement].rounds),
            ]
            for statement, cost in costs.items()
        ],
    )
    report("imports", _marks(samples, costs), peers={name: cost for name, cost in costs.items() if "auren" not in name})


def _marks(samples: dict[str, _Sample], costs: dict[str, dict[str, float]]) -> list[Mark]:
    marks = [
        at_most("imports.door_ms", costs[DOOR]["ms"], "ms", 50),
        at_most("imports.pipeline_ms", costs.get(WHOLE, {}).get("ms"), "ms", 250),
    ]
    for mark, statement, names in (("door_drivers", DOOR, DRIVERS), ("pipeline_optional", WHOLE, OPTIONAL)):
        found = samples[statement].loaded(names) if statement in samples else None
        if found:
            print(f"{statement} loads {', '.join(found)}\n")
        marks.append(at_most(f"imports.{mark}", None if found is None else len(found), "packages", 0))
    base = distributions("auren")
    print(f"A base install is {len(base)} distributions: {', '.join(sorted(base))}\n")
    marks.append(at_most("imports.distributions", len(base), "distributions", 22))
    return marks


def distributions(name: str) -> set[str]:
    """Give every distribution that installing one brings on this machine, itself included."""
    seen: set[tuple[str, str]] = set()
    waiting = [(canonicalize_name(name), "")]
    while waiting:
        item = waiting.pop()
        if item in seen:
            continue
        seen.add(item)
        distribution, extra = item
        for line in requires(distribution) or ():
            wanted = Requirement(line)
            if wanted.marker is None or wanted.marker.evaluate({"extra": extra}):
                target = canonicalize_name(wanted.name)
                waiting += [(target, ""), *((target, asked) for asked in wanted.extras)]
    return {distribution for distribution, _ in seen}


def _sampled(statements: list[str]) -> dict[str, _Sample]:
    begin = time.monotonic()
    samples: dict[str, _Sample] = {}
    # The first round writes the byte code, and is not counted.
    usable = [statement for statement in statements if _once(statement) is not None]
    for _ in range(ROUNDS):
        for statement in usable:
            if statement not in (DOOR, WHOLE, "pass") and time.monotonic() - begin > BUDGET_S:
                continue
            sample = _once(statement)
            if sample is None:
                continue
            if statement in samples:
                samples[statement].keep(sample)
            else:
                samples[statement] = sample
    return samples


def _once(statement: str) -> _Sample | None:
    program = PROGRAM.format(statement=statement)
    try:
        # Isolated, so that neither the working directory nor the user's own packages are searched.
        done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True, timeout=30)
    except subprocess.CalledProcessError as error:
        print(f"{statement}: {(error.stderr.strip().splitlines() or ['failed'])[-1]}\n")
        return None
    except subprocess.TimeoutExpired:
        print(f"{statement}: took longer than 30 s\n")
        return None
    ms, modules, resident = json.loads(done.stdout.splitlines()[-1])
    return _Sample(ms, frozenset(modules), resident)


if __name__ == "__main__":
    try:
        main()
    except PackageNotFoundError as error:
        print(f"{error}: install auren first, for example with `python -m pip install -e .`")
