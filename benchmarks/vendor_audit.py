"""Vendors' figures held against what their own parts give.

    python -m benchmarks.vendor_audit DIR

DIR holds `pmdata/*/fitbit/sleep.json` and `garmin/*.json`. Fitbit's efficiency is held against time asleep over time in
bed for every log; Garmin's acute to chronic ratio against the ratio of its own two loads, cut to one decimal.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path

from auren.science.statistics import mean, sample_sd
from auren.science.vendors import cut_ratio, efficiency_gap
from benchmarks._report import Mark, at_least, report, table

DEFAULT = Path(__file__).parents[2] / "shared" / "data"
_OVER = 5.0


def sleep_logs(folder: Path) -> Iterator[tuple[str, dict[str, float]]]:
    """Give every Fitbit sleep log with the person's folder."""
    for path in sorted(folder.glob("pmdata/*/fitbit/sleep.json")):
        for log in json.loads(path.read_text()):
            yield path.parts[-3], log


def workloads(node: object) -> Iterator[tuple[str, float, float, float]]:
    """Give (date, acute, chronic, ratio) of every day in a Garmin answer that has all three."""
    if isinstance(node, dict):
        acute, chronic = node.get("dailyTrainingLoadAcute"), node.get("dailyTrainingLoadChronic")
        ratio = node.get("dailyAcuteChronicWorkloadRatio")
        if all(isinstance(value, int | float) for value in (acute, chronic, ratio)) and chronic:
            yield str(node.get("calendarDate")), float(acute), float(chronic), float(ratio)  # type: ignore[arg-type] - all three were just seen to be numbers
        for value in node.values():
            yield from workloads(value)
    elif isinstance(node, list):
        for value in node:
            yield from workloads(value)


def main(folder: Path) -> None:
    """Print both audits."""
    gaps: dict[str, list[float]] = {}
    for person, log in sleep_logs(folder):
        gap = efficiency_gap(log["minutesAsleep"], log["timeInBed"], log["efficiency"])
        gaps.setdefault(person, []).append(gap)
    table(
        ["person", "logs", "mean gap", f"over {_OVER:g} points"],
        [[who, str(len(own)), f"{mean(own):+.2f}", str(sum(abs(gap) > _OVER for gap in own))] for who, own in gaps.items()],
    )
    every = [gap for own in gaps.values() for gap in own]
    days: dict[tuple[str, float, float, float], None] = {}
    for path in sorted(folder.glob("garmin/*.json")):
        days.update(dict.fromkeys(workloads(json.loads(path.read_text()))))
    agreeing = sum(math.isclose(cut_ratio(acute, chronic), ratio) for _, acute, chronic, ratio in days)
    marks: list[Mark] = []
    if len(every) > 1:
        print(
            f"Fitbit: stated minus recomputed efficiency {mean(every):+.1f} ± {sample_sd(every):.1f} points, {len(every)} logs."
        )
        share = 100 * sum(abs(gap) > _OVER for gap in every) / len(every)
        marks.append(at_least("vendor.fitbit_over_5_points", round(share, 1), "% of logs", 0))
    if days:
        print(f"Garmin: ratio = floor(10 * acute / chronic) / 10 on {agreeing} of {len(days)} days.\n")
        marks.append(at_least("vendor.garmin_ratio_is_cut", round(100 * agreeing / len(days), 1), "% of days", 0))
    report("vendor_audit", marks)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT)
