"""How fast and in how much memory an Apple Health export is read, and whether its days survive what phones do to it.

    python -m benchmarks.apple_health [--megabytes N] [--file PATH]

Without PATH an export of N million bytes is made up, with the broken document type, control characters, doubled records
and beats of a real one. It is read beside a loop that does nothing but step through the XML of its clean twin.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from random import Random

from auren import STANDARD_METRICS, Subject
from auren.readings import Reading
from auren.readings.days import form_day
from auren.readings.reading import latest_revisions
from auren.sources.vendors.apple_health import AppleHealthExport
from benchmarks._apple_export import CLEAN, PLAIN, Dress, Thing, things, write
from benchmarks._report import Mark, at_least, at_most, report, table

SEED = 20240601
MEGABYTES = 100
IDENTITY_MEGABYTES = 8.0
ROUNDS = 3
ZONE = "Europe/Oslo"

Days = Mapping[tuple[str, date], float]


def export(path: Path) -> AppleHealthExport:
    """Give an export as a source."""
    return AppleHealthExport(path, subject=Subject("p1"), zone=ZONE)


def stream(path: Path) -> int:
    """Read an export to its end, and give the number of readings."""
    source = export(path)
    count = sum(1 for _ in source)
    told = source.report
    if not told.adds_up or any(skip.scope == "file" for skip in told.skipped):
        raise SystemExit("The export was not read to its end.")
    return count


def step_through(path: Path) -> int:
    """Step through XML as a plain parser's loop does."""
    count = 0
    for _, element in ET.iterparse(path):  # noqa: S314 - the file was made here, or is the caller's own
        element.clear()
        count += 1
    return count


def daily_values(path: Path) -> Days:
    """Give every daily value that an export comes to, as the history forms it."""
    latest = latest_revisions(list(export(path)))
    by_day: dict[tuple[str, date], list[Reading]] = defaultdict(list)
    for reading in latest.values():
        by_day[(reading.metric, reading.day)].append(reading)
    formed = {key: form_day(STANDARD_METRICS[key[0]], readings, STANDARD_METRICS.priority) for key, readings in by_day.items()}
    return {key: value.value for key, value in formed.items() if value is not None}


def main() -> None:
    """Measure and report."""
    asked = argparse.ArgumentParser(description="Read an Apple Health export and measure it.")
    asked.add_argument("--megabytes", type=float, default=MEGABYTES, help="size of the export that is made up")
    asked.add_argument("--file", type=Path, help="a real export; no other is made up for speed and memory")
    asked.add_argument("--stream", type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.stream:
        begin = time.perf_counter()
        count = stream(given.stream)
        print(json.dumps({"readings": count, "seconds": time.perf_counter() - begin, "peak_mb": peak_mb()}))
        return
    with tempfile.TemporaryDirectory() as folder:
        marks, peers = _cost(Path(folder), given.megabytes, given.file)
        marks += _identity(Path(folder))
    report("apple_health", marks, peers=peers)


def peak_mb() -> float:
    """Give the largest resident memory of this process in megabytes."""
    try:
        # A child's resource usage begins with its parent's; this line is the process's own.
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024 / 1e6
    except (OSError, StopIteration):
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def _cost(folder: Path, megabytes: float, real: Path | None) -> tuple[list[Mark], dict[str, dict[str, float]]]:
    path = real or folder / "export.xml"
    clean = real or folder / "clean.xml"
    if real is None:
        count = write(path, things(megabytes, SEED), PLAIN)
        write(clean, things(megabytes, SEED), CLEAN)
        print(f"An export of {path.stat().st_size / 1e6:.0f} MB with {count} elements at its top.\n")
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.apple_health", "--stream", str(path)], capture_output=True, text=True, check=True
    )
    alone = json.loads(told.stdout.splitlines()[-1])
    print(f"In a process of its own: {alone['readings']} readings, at most {alone['peak_mb']:.0f} MB resident.\n")
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(_speed(stream, path))
        speed = _speed(step_through, clean)
        if speed is not None:
            theirs.append(speed)
    fast, plain = max(filter(None, ours), default=None), max(theirs, default=None)
    rows = [["auren, to readings", *_shown(ours)], ["iterparse, elements only", *_shown(theirs)]]
    table(["MB/s, turn by turn", *(f"round {number}" for number in range(1, ROUNDS + 1))], rows)
    marks = [
        at_most("apple_health.resident_mb", round(alone["peak_mb"], 1), "MB", 300),
        at_least("apple_health.of_iterparse", round(fast / plain, 3) if fast and plain else None, "ratio", 0.8),
    ]
    return marks, {"xml.etree iterparse": {"mb_per_s": round(plain, 1)}} if plain else {}


def _speed(read: Callable[[Path], int], path: Path) -> float | None:
    # Of the process, since other work on the machine must not count for either.
    begin = time.process_time()
    try:
        read(path)
    except ET.ParseError:
        # A real export may be one that no parser accepts.
        return None
    return path.stat().st_size / 1e6 / (time.process_time() - begin)


def _shown(speeds: Iterable[float | None]) -> list[str]:
    shown = [f"{speed:.1f}" if speed else "-" for speed in speeds]
    return shown + ["-"] * (ROUNDS - len(shown))


def _identity(folder: Path) -> list[Mark]:
    content = list(things(IDENTITY_MEGABYTES, SEED))
    mixed = content.copy()
    Random(SEED).shuffle(mixed)
    doubled = [thing for thing in content for _ in range(2)]
    variants: dict[str, tuple[list[Thing], Dress]] = {
        "shuffled": (mixed, PLAIN),
        "doubled": (doubled, PLAIN),
        "locale": (content, Dress(imperial=True)),
        "addresses": (content, Dress(addresses=2)),
    }
    path = folder / "identity.xml"
    write(path, content, PLAIN)
    wanted = daily_values(path)
    print(
        f"Daily values of an export of {path.stat().st_size / 1e6:.0f} MB, and of the same data as other phones write them:\n"
    )
    rows, marks = [], []
    for name, (held, dress) in variants.items():
        write(path, held, dress)
        found = daily_values(path)
        same = sum(found.get(key) == value for key, value in wanted.items())
        extra = len(found.keys() - wanted.keys())
        rows.append([name, str(len(wanted)), str(same), str(extra)])
        share = same / (len(wanted) + extra) if wanted else None
        marks.append(at_least(f"apple_health.same_days.{name}", share, "share", 1))
    table(["the same data", "daily values", "identical", "more"], rows)
    return marks


if __name__ == "__main__":
    main()
