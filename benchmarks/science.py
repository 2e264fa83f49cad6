"""What a computation costs: each of the catalogue over a year, and an hour of RR intervals through all of HRV.

    python -m benchmarks.science [DIR]

DIR holds the RR recordings of `benchmarks.hrv_kubios`; the first is the hour that is timed.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from auren.errors import AurenError
from auren.findings import Insufficient
from auren.people import Profile
from auren.readings import STANDARD_METRICS, DailyValue, Reading, form_day
from auren.science import Computation, Inputs, catalogue
from auren.science.parameters import (
    ChoiceParameter,
    FlagParameter,
    NumberParameter,
    Parameter,
    QuantityParameter,
    SeriesParameter,
    TextParameter,
)
from auren.science.rr import (
    COMPUTATIONS,
    RRSeries,
    correct_artefacts,
    dfa_alpha1,
    mean_rr_ms,
    pnn50_percent,
    poincare_plot,
    rmssd_ms,
    sdnn_ms,
    welch_power,
)
from auren.testing import SimulatedAthlete
from benchmarks._report import Mark, at_most, report, table
from benchmarks.hrv_kubios import DEFAULT, Recording, agreement, ours, pyhrv_values, quietly, recordings

DAYS = 365
ROUNDS = 7
SLICE_S = 0.02
BUDGET_S = 20.0
SLOWEST = 12
CHAIN_ROUNDS = 7

Call = Callable[[], object]


def main() -> None:
    """Measure and report."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    marks, peers = _chain(recordings(folder), folder)
    report("science", _catalogue() + marks, peers=peers)


def _catalogue() -> list[Mark]:
    athlete = SimulatedAthlete(days=DAYS, overreaching=(300, 21))
    inputs, today = _year(athlete.readings()), athlete.window.last
    entries = {entry.name: entry for entry in (*catalogue().values(), *COMPUTATIONS)}
    hour = {entry.name for entry in COMPUTATIONS}
    costs: dict[str, tuple[float, str]] = {}
    begin = time.monotonic()
    for name, entry in entries.items():
        if name not in hour and time.monotonic() - begin < BUDGET_S:
            costs[name] = _timed(entry, inputs, today, athlete.profile)
    families: dict[str, list[float]] = defaultdict(list)
    for name, (cost, _) in costs.items():
        families[name.split(".")[0]].append(cost)
    print(
        f"Microseconds per call over {DAYS} days of simulated daily values, the least of up to {ROUNDS} rounds. Arguments are"
    )
    print("the middle of their range; the hour of RR intervals is timed further down.\n")
    table(
        ["family", "computations", "median", "most"],
        [
            [name, str(len(all_)), f"{statistics.median(all_):.1f}", f"{max(all_):.1f}"]
            for name, all_ in sorted(families.items())
        ],
    )
    slowest = sorted(costs.items(), key=lambda item: -item[1][0])[:SLOWEST]
    table(["slowest", "us", "gave"], [[name, f"{cost:.1f}", gave] for name, (cost, gave) in slowest])
    ways = Counter(gave for _, gave in costs.values())
    print(f"{len(costs)} computations gave: {', '.join(f'{count} {way}' for way, count in ways.most_common())}.\n")
    every = [cost for cost, _ in costs.values()]
    return [
        at_most("science.catalogue_median", statistics.median(every) if every else None, "us", 1000),
        at_most("science.catalogue_slowest", max(every, default=None), "us", 100_000),
    ]


def _year(readings: Sequence[Reading]) -> Inputs:
    by_day: dict[tuple[str, date], list[Reading]] = defaultdict(list)
    by_metric: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        by_day[reading.metric, reading.day].append(reading)
        by_metric[reading.metric].append(reading)
    values: dict[str, list[DailyValue]] = defaultdict(list)
    for (metric, _), of_day in by_day.items():
        formed = form_day(STANDARD_METRICS[metric], of_day)
        if formed is not None:
            values[metric].append(formed)
    return Inputs(values, by_metric)


def _timed(entry: Computation, inputs: Inputs, today: date, profile: Profile) -> tuple[float, str]:
    """Give microseconds per call, and what the call gave."""
    needed = entry.needs(today, **(arguments := _arguments(entry)))
    given = Inputs(
        {name: [daily for daily in inputs.values.get(name, ()) if daily.day in window] for name, window in needed.items()},
        inputs.readings if entry.wants_readings else {},
    )

    def call() -> str:
        try:
            found = entry.run(given, today=today, profile=profile, **arguments)
        except AurenError:
            return "refusals"
        return "reasons why not" if isinstance(found, Insufficient) else "numbers"

    gave = call()
    begin = time.perf_counter()
    call()
    count = max(1, int(SLICE_S / ROUNDS / max(time.perf_counter() - begin, 1e-7)))
    return 1e6 * _least(lambda: [call() for _ in range(count)], ROUNDS, SLICE_S * 4) / count, gave


def _arguments(entry: Computation) -> dict[str, object]:
    """Give a middling argument for each that has no value to fall back on."""
    return {parameter.name: value for parameter in entry.accepts if (value := _middling(parameter)) is not None}


def _middling(parameter: Parameter) -> object | None:
    match parameter:
        case NumberParameter() | FlagParameter():
            return None
        case QuantityParameter():
            return (parameter.low + parameter.high) / 2 if parameter.default is None and not parameter.source else None
        case ChoiceParameter():
            return parameter.choices[0] if parameter.default is None and not parameter.source else None
        case TextParameter():
            return "squat"
        case SeriesParameter():
            count = min(max(parameter.at_least, 10), parameter.at_most)
            middle, step = (parameter.low + parameter.high) / 2, (parameter.high - parameter.low) / 100
            return [middle + step * (number % 3 - 1) for number in range(count)]
    return None


def _least(call: Call, rounds: int, budget_s: float) -> float:
    begin = time.monotonic()
    took = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        took.append(time.perf_counter() - start)
        if time.monotonic() - begin > budget_s:
            break
    return min(took)


def our_chain(rr_ms: Sequence[float]) -> list[float]:
    """Give every HRV number of a recording as recorded: correction, time domain, Poincaré, DFA and spectrum."""
    series: RRSeries = correct_artefacts(rr_ms).series
    plot, power = poincare_plot(series), welch_power(series)
    times = [mean_rr_ms(series), sdnn_ms(series), rmssd_ms(series), pnn50_percent(series)]
    return [*times, plot.sd1_ms, plot.sd2_ms, dfa_alpha1(series), power.vlf_ms2, power.lf_ms2, power.hf_ms2]


def neurokit_chain(rr_ms: Sequence[float]) -> object:
    """Do the same with NeuroKit2; its Poincaré plot comes only with measures we do not time, so it is left out."""
    neurokit = import_module("neurokit2")
    peaks = np.concatenate(([0.0], np.cumsum(rr_ms))).astype(int)
    _, clean = neurokit.signal_fixpeaks(peaks, sampling_rate=1000, method="Kubios")
    times = neurokit.hrv_time(clean, sampling_rate=1000)
    powers = neurokit.hrv_frequency(clean, sampling_rate=1000, psd_method="welch", interpolation_rate=4, normalize=False)
    return times, powers, neurokit.fractal_dfa(np.diff(clean), scale=np.arange(4, 17))


def neurokit_values(rr_ms: Sequence[float]) -> dict[str, float]:
    """Give NeuroKit2's numbers of the intervals as recorded, without its correction."""
    neurokit = import_module("neurokit2")
    peaks = np.concatenate(([0.0], np.cumsum(rr_ms))).astype(int)
    times = neurokit.hrv_time(peaks, sampling_rate=1000)
    powers = neurokit.hrv_frequency(peaks, sampling_rate=1000, psd_method="welch", interpolation_rate=4, normalize=False)
    found = {"mean_rr": "HRV_MeanNN", "sdnn": "HRV_SDNN", "rmssd": "HRV_RMSSD"}
    seconds_or_ms = {"lf": "HRV_LF", "hf": "HRV_HF"}
    return {name: float(times[column].iloc[0]) for name, column in found.items()} | {
        name: float(powers[column].iloc[0]) for name, column in seconds_or_ms.items()
    }


def _chain(found: Sequence[Recording], folder: Path) -> tuple[list[Mark], dict[str, Mapping[str, float]]]:
    if not found:
        print(f"No series_*.npy with its report in {folder}.\n")
        return [Mark("science.hrv_chain", None, "ms", "faster than pyhrv and neurokit2", ok=False)], {}
    rr = found[0].rr_ms
    mine = {"ms": 1000 * _least(lambda: our_chain(rr), CHAIN_ROUNDS, 5), "worst_percent": _worst(found, ours)}
    libraries: dict[str, tuple[Call, Callable[[Sequence[float]], Mapping[str, float]]]] = {
        "pyhrv": (lambda: pyhrv_values(rr), pyhrv_values),
        "neurokit2": (lambda: neurokit_chain(rr), neurokit_values),
    }
    peers: dict[str, Mapping[str, float]] = {}
    for name, (chain, values) in libraries.items():
        if find_spec(name) is None:
            print(f"{name}: not installed")
        elif quietly(chain) is None:
            print(f"{name}: installed, but it does not run here")
        else:
            took = quietly(partial(_least, chain, CHAIN_ROUNDS, 5))
            peers[name] = {"ms": 1000 * (took or 0.0), "worst_percent": _worst(found, values)}
    hours = sum(rr) / 3.6e6
    print(
        f"\n{hours:.2f} h of RR intervals ({len(rr)} beats): correction, time domain, Poincaré, DFA and Welch's spectrum, the"
    )
    print(f"least of up to {CHAIN_ROUNDS} runs in this process. pyhrv corrects nothing, and NeuroKit2 gives no Poincaré here.")
    print("Distance from Kubios: the largest of mean RR, SDNN, RMSSD, SD1, SD2, LF and HF over all recordings.\n")
    table(
        ["library", "ms", "furthest from Kubios"],
        [[name, f"{row['ms']:.1f}", f"{row['worst_percent']:.3f} %"] for name, row in {"auren": mine, **peers}.items()],
    )
    faster = [mine["ms"] < row["ms"] for row in peers.values()]
    nearer = [mine["worst_percent"] <= row["worst_percent"] for row in peers.values()]
    beside = ", ".join(peers) or "nobody here to compare with"
    return [
        Mark("science.hrv_chain", round(mine["ms"], 2), "ms", f"faster than {beside}", ok=bool(faster) and all(faster)),
        Mark(
            "science.hrv_agreement",
            round(mine["worst_percent"], 4),
            "% from Kubios",
            f"no further than {beside}",
            ok=bool(nearer) and all(nearer),
        ),
    ], peers


def _worst(found: Sequence[Recording], values: Callable[[Sequence[float]], Mapping[str, float]]) -> float:
    return max(100 * agreement(quietly(partial(values, recording.rr_ms)) or {}, recording.kubios) for recording in found)


if __name__ == "__main__":
    main()
