"""Whether a budget holds when many race for it, when processes are killed mid-call, and when its server goes away.

    python -m benchmarks.ledger [--processes N] [--tasks N] [--calls N] [--kills N] [--postgres-kills N] [--without-litellm]

Against a real Valkey and a real PostgreSQL: processes race for one budget, once for one that covers the worst case (nothing
may be refused) and once for one that covers half (exactly half may pass). After every step the balance is looked at, and
meanwhile somebody adds up all holds anew. Then processes are killed mid-call, and the server is stopped and killed under
load. LiteLLM's provider budget gets the same race for half beside it.
"""

from __future__ import annotations

import argparse
import gc
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from itertools import product
from pathlib import Path

from auren.inference import Plan
from benchmarks._ledger_down import Outage, outage
from benchmarks._ledger_kills import KillProof, kill_proof
from benchmarks._ledger_load import BOUND, Load, race
from benchmarks._ledger_servers import Valkey, postgres, valkey
from benchmarks._report import Mark, at_least, at_most, report, table

USED = 700
DECISION_MS = 50


def main(arguments: Sequence[str]) -> None:
    """Race, kill, take the server away, and print."""
    options = _options(arguments)
    marks: list[Mark] = []
    peers: dict[str, Mapping[str, float]] = {}
    rows: list[list[str]] = []
    gc.freeze()
    with valkey() as server:
        marks += _races("valkey", server.url, options, rows)
        marks += _kills("valkey", kill_proof(server.url, options.kills, within_s=0.03))
        marks += _outages(server, rows)
        if not options.without_litellm and find_spec("litellm"):
            peers["litellm"] = _litellm(server, options, rows)
    with postgres() as url:
        marks += _races("postgres", url, options, rows)
        marks += _kills("postgres", kill_proof(url, options.postgres_kills, within_s=0.25))
    table(["run", "let through", "refused", "seconds", "steps looked at", "added up anew"], rows)
    report("ledger", marks, peers=peers)


def _races(store: str, url: str, options: argparse.Namespace, rows: list[list[str]]) -> list[Mark]:
    size = {"processes": options.processes, "tasks": options.tasks, "calls": options.calls}
    worst = options.processes * options.tasks * options.calls * BOUND
    fits = race(url, Plan("fits", limit_micro_usd=worst), **size, used=USED)
    half = race(url, Plan("half", limit_micro_usd=worst // 2), **size, used=BOUND)
    for name, load in (("all fits", fits), ("half fits", half)):
        rows.append([f"{store}, {name}", *_shown(load)])
    refused_falsely = fits.refused + max(0, worst // 2 // BOUND - half.admitted)
    name = f"ledger.{store}"
    return [
        at_most(f"{name}.false_refusals", refused_falsely + fits.failed + half.failed, "calls", 0),
        at_most(f"{name}.overspend", max(0, half.balance.spent_micro_usd - worst // 2), "micro-USD", 0),
        at_most(f"{name}.booked_wrong", abs(fits.balance.spent_micro_usd - fits.admitted * USED), "micro-USD", 0),
        at_most(f"{name}.broken_steps", fits.broken + half.broken + fits.wrong + half.wrong, "steps", 0),
        at_least(f"{name}.recounts", fits.recounts + half.recounts, "times", 2),
    ]


def _shown(load: Load) -> list[str]:
    return [f"{load.admitted}", f"{load.refused}", f"{load.seconds:.1f}", f"{load.steps}", f"{load.recounts}"]


def _kills(store: str, proof: KillProof) -> list[Mark]:
    print(
        f"{store}: {proof.kills} processes killed mid-call, with {proof.unsent} calls unsent, {proof.sent} sent and "
        f"not settled, {proof.settled} settled."
    )
    name = f"ledger.{store}.kills"
    return [
        at_most(f"{name}.wrong", proof.wrong, "budgets", 0),
        at_most(f"{name}.changed_elsewhere", proof.changed, "budgets", 0),
        at_least(f"{name}.unsent", proof.unsent, "calls", 1),
        at_least(f"{name}.sent", proof.sent, "calls", 1),
    ]


def _outages(server: Valkey, rows: list[list[str]]) -> list[Mark]:
    found: list[Outage] = []
    for killed, closed in product((False, True), repeat=2):
        some = outage(server, killed=killed, closed=closed)
        found.append(some)
        how = f"server {'killed' if killed else 'stopped'}, {'closed' if closed else 'local quota'}"
        let, slowest = f"{some.let_through}", f"slowest {some.slowest_ms:.1f} ms"
        rows.append([how, let, f"{some.decided - some.let_through}", slowest, "", ""])
    return [
        at_most("ledger.down.decision_ms", max(some.slowest_ms for some in found), "ms", DECISION_MS),
        at_most("ledger.down.unaccounted", max(abs(some.unaccounted_micro_usd) for some in found), "micro-USD", 0),
    ]


def _litellm(server: Valkey, options: argparse.Namespace, rows: list[list[str]]) -> Mapping[str, float]:
    size = [str(server.port), str(options.processes), str(options.tasks), str(options.calls)]
    command = [sys.executable, "-m", "benchmarks._ledger_litellm", *size]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=60, check=True, cwd=Path(__file__).resolve().parents[1]
        )
        found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    except (subprocess.SubprocessError, IndexError, ValueError) as error:
        print(f"LiteLLM could not be driven: {type(error).__name__}.")
        return {}
    rows.append(
        ["litellm, half fits", f"{found['admitted']}", f"{found['refused']}", f"{found['seconds']:.1f}", "", ""],
    )
    over = max(0.0, found["admitted"] - found["covered"])
    return {"overspent_calls": over, "overspent_share": over / found["covered"], "admitted": found["admitted"]}


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ledger", description=__doc__.splitlines()[0])
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--tasks", type=int, default=50)
    parser.add_argument("--calls", type=int, default=1, help="of each task, one after another")
    parser.add_argument("--kills", type=int, default=100, help="of processes that use Valkey")
    parser.add_argument("--postgres-kills", type=int, default=20)
    parser.add_argument("--without-litellm", action="store_true")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
