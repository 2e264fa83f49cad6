"""Fuzz parsers with coverage guidance and print a table: `python -m fuzz [NAME ...] [--seconds 600] [--jobs 1]`.

Each target runs in a process of its own with a bound on memory and on the time of one input. An input that broke a
parser is kept under `.fuzz/NAME/`, and becomes a test.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent
KEPT = Path(".fuzz")
TARGETS = sorted(path.stem for path in HERE.glob("[!_]*.py"))
SLOWEST_INPUT_S = 20
MEMORY_MB = 1024


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one target fared."""

    name: str
    inputs: int
    seconds: int
    peak_mb: int
    broke: str


def fuzz_here(name: str, seconds: int) -> None:
    """Fuzz one target in this process, which ends with it."""
    import atheris

    with atheris.instrument_imports(include=["auren.sources"], enable_loader_override=False):
        target = import_module(f"fuzz.{name}")
    corpus = KEPT / name / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.SEEDS):
        (corpus / f"seed-{number}").write_bytes(seed)
    options = [
        f"-max_total_time={seconds}",
        f"-timeout={SLOWEST_INPUT_S}",
        f"-rss_limit_mb={MEMORY_MB}",
        "-max_len=65536",
        "-print_final_stats=1",
        f"-artifact_prefix={KEPT / name}/",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], target.run)
    atheris.Fuzz()


def fuzz(name: str, seconds: int) -> Outcome:
    """Fuzz one target in a process of its own, and give how it fared."""
    done = subprocess.run(
        [sys.executable, "-m", "fuzz", "--here", name, "--seconds", str(seconds)], capture_output=True, check=False
    )
    told = (done.stdout + done.stderr).decode("utf-8", "replace")
    (KEPT / name).mkdir(parents=True, exist_ok=True)
    (KEPT / name / "log.txt").write_text(told)

    def stat(pattern: str) -> int:
        found = re.findall(pattern, told)
        return int(found[-1]) if found else 0

    broke = ""
    if done.returncode:
        lines = [line for line in told.splitlines() if re.search(r"(Error|Exception|ERROR: libFuzzer|assert)", line)]
        broke = lines[0].strip()[:100] if lines else f"ended with {done.returncode}"
    return Outcome(
        name,
        stat(r"stat::number_of_executed_units:\s*(\d+)") or stat(r"^#(\d+)"),
        stat(r"in (\d+) second"),
        stat(r"stat::peak_rss_mb:\s*(\d+)"),
        broke,
    )


def main() -> int:
    """Fuzz the targets that were named, or all, and say how many broke."""
    arguments = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    arguments.add_argument("names", nargs="*", default=TARGETS, help="targets; all without any")
    arguments.add_argument("--seconds", type=int, default=600, help="for each target")
    arguments.add_argument("--jobs", type=int, default=1, help="targets at the same time")
    arguments.add_argument("--here", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.here:
        fuzz_here(given.here, given.seconds)
        return 0
    unknown = sorted(set(given.names) - set(TARGETS))
    if unknown:
        arguments.error(f"unknown targets {', '.join(unknown)}; there are {', '.join(TARGETS)}")
    print(f"{'target':24}{'inputs':>10}{'seconds':>9}{'peak MB':>9}  outcome")
    broken = 0
    with ThreadPoolExecutor(given.jobs) as pool:
        for outcome in pool.map(lambda name: fuzz(name, given.seconds), given.names):
            broken += bool(outcome.broke)
            fared = outcome.broke or "held"
            print(f"{outcome.name:24}{outcome.inputs:>10}{outcome.seconds:>9}{outcome.peak_mb:>9}  {fared}", flush=True)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
