"""How fast, how small and how true the pattern engine is.

    python -m benchmarks.patterns [--only speed,order,table,kills] [--workers N] [--seed N]
                                  [--events N] [--histories N] [--person-years N] [--kills N]

The proofs are small by default; the options give the full ones (1000 histories, 10000 person-years, 200 kills), which share
the people out over processes and tell on the error stream how far they are. Speeds are those of one core, and of this machine.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from auren.patterns import Kernel, shipped_rules
from auren.people import Subject
from auren.readings import STANDARD_METRICS, Reading
from auren.sources import PMDataExport
from benchmarks._patterns_kills import kill_proof
from benchmarks._patterns_proofs import order_proof, same_as_stream, years_proof
from benchmarks._patterns_speed import DUE, FLINK_EVENTS_S, IDLE, form, speed, state_bytes, table_rates, time_steps
from benchmarks._patterns_workers import Workers
from benchmarks._report import Mark, at_least, at_most, report, table

PMDATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "pmdata"
SIMULATED = {"hrv.rmssd", "heart.resting", "sleep.duration"}
# All shipped rules cost far more than the default ones, so they are tried on one person-year in so many.
YEARS_OF_ALL = 20

Peers = dict[str, dict[str, float]]


def main(arguments: Sequence[str]) -> None:
    """Measure, prove, and print."""
    options = _options(arguments)
    marks: list[Mark] = []
    peers: Peers = {}
    for name, part in PARTS.items():
        if name in options.only:
            marks.extend(part(options, peers))
    report("patterns", marks, peers=peers)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.patterns")
    parser.add_argument("--only", type=_parts, default=tuple(PARTS), help=f"some of {','.join(PARTS)}")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes that share a proof out")
    parser.add_argument("--seed", type=int, default=1, help="of the first random person, to prove a large number in parts")
    parser.add_argument("--events", type=int, default=150_000, help="readings of the stream")
    parser.add_argument("--histories", type=int, default=8, help="random histories that are shuffled")
    parser.add_argument("--person-years", type=int, default=10, help="random years held against the table")
    parser.add_argument("--kills", type=int, default=3, help="points at which a replay is killed")
    return parser.parse_args(arguments)


def _parts(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    for name in names:
        if name not in PARTS:
            raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(PARTS)}")
    return names


def _speed(options: argparse.Namespace, peers: Peers) -> list[Mark]:
    shipped = shipped_rules("all")
    one = [rule for rule in shipped if rule.name == "hrv_drop"]
    own, rates = form(), speed(shipped, options.events)
    rows = [
        ("engine, 1 rule", own, rates.one),
        ("engine, 10 rules", own, rates.ten),
        (f"engine, all {len(shipped)} shipped", own, rates.shipped),
        ("engine, 1 dense rule: it reads every event", own, rates.dense),
        ("loop written by hand, 1 rule", "pure Python", rates.by_hand),
        ("everything judged again at each event", own, rates.naive),
        ("Flink CEP, published: local, one core, three stages", "JVM", FLINK_EVENTS_S),
    ]
    table(["events/s on one core", "form", ""], [[what, how, f"{rate:,.0f}"] for what, how, rate in rows])
    loads = {"half of the promised load": rates.half_load, "half of its own maximum": rates.half_own}
    table(
        ["from arrival to answer, 1 rule", "form", "p50 ms", "p99 ms", "p99.9 ms"],
        [[name, own, *(f"{ms:.3f}" for ms in (wait.p50, wait.p99, wait.p999))] for name, wait in loads.items()],
    )
    steps = time_steps()
    state_b, allowed_b, memory_b = state_bytes(shipped)
    one_b, one_allowed_b, one_memory_b = state_bytes(one)
    table(
        ["time step", "form", "ms"],
        [
            [f"{DUE} due beside {IDLE:,} idle people", own, f"{steps.beside_idle * 1e3:.3f}"],
            [f"{DUE} due alone", own, f"{steps.alone * 1e3:.3f}"],
            ["nobody due", own, f"{steps.nothing_due * 1e3:.3f}"],
        ],
    )
    table(
        ["state of a person after 240 days", "bytes", "promised", "in memory"],
        [
            ["1 rule", f"{one_b:,.0f}", f"{one_allowed_b:,.0f}", f"{one_memory_b:,.0f}"],
            [f"all {len(shipped)} shipped", f"{state_b:,.0f}", f"{allowed_b:,.0f}", f"{memory_b:,.0f}"],
        ],
    )
    dense_rows, daily_rows = table_rates(one)
    peers["hand_written"] = {"events_per_s": round(rates.by_hand)}
    peers["naive"] = {"events_per_s": round(rates.naive)}
    peers["flink_cep_published"] = {"events_per_s": FLINK_EVENTS_S}
    idle_ns = max(0.0, steps.beside_idle - steps.alone) / IDLE * 1e9
    return [
        at_least("patterns.events_per_s.one_rule", rates.one, "events/s", 200_000),
        at_least("patterns.events_per_s.ten_rules", rates.ten, "events/s", 60_000),
        at_least("patterns.table_rows_per_s", dense_rows, "rows/s", 1_000_000),
        Mark("patterns.table_daily_rows_per_s", daily_rows, "rows/s", "none: every row is judged", True),
        Mark("patterns.latency_p50", rates.half_load.p50, "ms", "none", True),
        at_most("patterns.latency_p99", rates.half_load.p99, "ms", 1.0),
        Mark("patterns.latency_p999", rates.half_load.p999, "ms", "none", True),
        Mark("patterns.latency_p99.half_of_own_maximum", rates.half_own.p99, "ms", "none", True),
        Mark("patterns.latency_to_finding_worst", rates.half_load.worst_found, "ms", "none", True),
        at_most("patterns.idle_slope", idle_ns, "ns/person", 1.0),
        Mark("patterns.step_nothing_due", steps.nothing_due * 1e6, "us", "none", True),
        at_most("patterns.state_bytes.one_rule", one_b, "bytes/person", one_allowed_b),
        at_most("patterns.state_bytes.shipped", state_b, "bytes/person", allowed_b),
        Mark("patterns.state_bytes_in_memory.one_rule", one_memory_b, "bytes/person", "none", True),
    ]


def _order(options: argparse.Namespace, _: Peers) -> list[Mark]:
    tried = [rule for rule in shipped_rules("all") if rule.compile(STANDARD_METRICS).reads <= SIMULATED]
    proof = order_proof(tried, options.histories, seed=options.seed, workers=Workers(options.workers))
    share = 100 * proof.withdrawn / max(1, proof.findings)
    table(
        ["order: late by 0 to 72 h, 5 % doubled, corrected, shuffled", ""],
        [
            ["histories", str(proof.histories)],
            ["rules", str(len(tried))],
            ["histories whose final findings differ", str(proof.differing)],
            ["findings", str(proof.findings)],
            ["still provisional in the end", str(proof.open)],
            ["withdrawn in the end", f"{proof.withdrawn} ({share:.1f} %)"],
        ],
    )
    return [
        at_most("patterns.order.differing", proof.differing, "histories", 0),
        at_most("patterns.order.open", proof.open, "findings", 0),
    ]


def _table(options: argparse.Namespace, _: Peers) -> list[Mark]:
    workers = Workers(options.workers)
    default, shipped = shipped_rules(), shipped_rules("all")
    recorded = _recorded()
    of_all = -(-options.person_years // YEARS_OF_ALL)
    proofs = [
        (
            f"recorded: {', '.join(subject.id for subject, _ in recorded) or 'none here'}",
            shipped,
            same_as_stream(shipped, recorded),
        ),
        ("random person-years", default, years_proof(default, options.person_years, seed=options.seed, workers=workers)),
        ("random person-years", shipped, years_proof(shipped, of_all, seed=options.seed, workers=workers)),
    ]
    table(
        ["stream = table", "rules", "people", "findings", "people that differ"],
        [[who, str(len(rules)), *map(str, (same.people, same.findings, same.differing))] for who, rules, same in proofs],
    )
    return [at_most("patterns.table.differing", sum(same.differing for *_, same in proofs), "people", 0)]


def _kills(options: argparse.Namespace, _: Peers) -> list[Mark]:
    proof = kill_proof(options.kills, seed=options.seed, workers=Workers(options.workers))
    table(
        ["kill -9 of a replay with the SQLite journal", ""],
        [
            ["kills that hit", str(proof.kills)],
            ["starts", str(proof.starts)],
            ["findings", str(proof.findings)],
            ["lost", str(proof.lost)],
            ["doubled", str(proof.doubled)],
        ],
    )
    return [
        at_most("patterns.kills.lost", proof.lost, "findings", 0),
        at_most("patterns.kills.doubled", proof.doubled, "findings", 0),
    ]


def _recorded() -> list[tuple[Subject, list[Reading]]]:
    """Give the recorded people that lie beside the checkout, with what the shipped rules read."""
    reads = Kernel(shipped_rules("all")).reads
    found: list[tuple[Subject, list[Reading]]] = []
    for folder in sorted(PMDATA.glob("p0[1-8]")):
        subject = Subject(folder.name)
        source = PMDataExport(folder, subject=subject, zone="Europe/Oslo")
        found.append((subject, [reading for reading in source if reading.metric in reads]))
    return found


PARTS: dict[str, Callable[[argparse.Namespace, Peers], list[Mark]]] = {
    "speed": _speed,
    "order": _order,
    "table": _table,
    "kills": _kills,
}

if __name__ == "__main__":
    main(sys.argv[1:])
