"""How near the numbers of an RR recording come to Kubios HRV, and what an injected artefact still does to them.

    python -m benchmarks.hrv_kubios [DIR]

DIR holds `series_*.npy` (RR intervals in ms) with `series_*_kubios_report.txt` beside each.
"""

from __future__ import annotations

import contextlib
import io
import math
import re
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from auren.errors import AurenError
from auren.science.rr import (
    RRSeries,
    correct_artefacts,
    dfa_alpha1,
    mean_rr_ms,
    nn50_count,
    pnn50_percent,
    poincare_plot,
    rmssd_ms,
    sdnn_ms,
    welch_power,
)
from benchmarks._report import Mark, at_least, at_most, report, table

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data" / "rr_kubios"
STRETCH_S = 300.0
STRETCHES = 100
PEER_STRETCHES = 12
PEER_BUDGET_S = 20.0
RAW_MOVED = 0.10
KINDS = ("missed", "extra", "ectopic")
SEED = 20190716

Values = dict[str, float]
# name -> (what the report calls it, unit)
REPORTED = {
    "mean_rr": (r"Mean RR\s+\(ms\)", "ms"),
    "sdnn": (r"STD RR\s+\(ms\)", "ms"),
    "rmssd": (r"RMSSD\s+\(ms\)", "ms"),
    "nn50": (r"NNxx\s+\(beats\)", "count"),
    "pnn50": (r"pNNxx\s+\(%\)", "%"),
    "sd1": (r"SD1\s+\(ms\)", "ms"),
    "sd2": (r"SD2\s+\(ms\)", "ms"),
    "lf": (r"LF\s+\(ms\^2\)", "ms2"),
    "hf": (r"HF\s+\(ms\^2\)", "ms2"),
    "alpha1": (r"alpha 1", "ratio"),
}
EXACT = ("mean_rr", "sdnn", "rmssd", "nn50", "pnn50", "sd1")
# Recordings whose alpha 1 the formula collection names.
DFA_NAMED = ("series_1", "series_4")


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording and what Kubios says of it."""

    name: str
    rr_ms: tuple[float, ...]
    kubios: Values


def recordings(folder: Path) -> list[Recording]:
    """Give every recording of the folder that has a report."""
    found = []
    for path in sorted(folder.glob("series_*.npy")):
        said = path.with_name(f"{path.stem}_kubios_report.txt")
        if said.is_file():
            rr = np.asarray(np.load(path), float).ravel()
            found.append(Recording(path.stem, tuple(rr.tolist()), reported(said.read_text(encoding="latin-1"))))
    return found


def reported(text: str) -> Values:
    """Read the results of a Kubios report; of several spectra the first, which is Welch's."""
    values = {}
    for name, (label, _) in REPORTED.items():
        line = re.search(rf"^[ \t]*{label}:\s*,\s*(-?[\d.]+)", text, re.MULTILINE)
        if line:
            values[name] = float(line[1])
    return values


def ours(rr_ms: Sequence[float]) -> Values:
    """Give auren's numbers of the intervals as recorded, since these reports were made without correction."""
    series = RRSeries(rr_ms)
    plot, power = poincare_plot(series), welch_power(series)
    return {
        "mean_rr": mean_rr_ms(series),
        "sdnn": sdnn_ms(series),
        "rmssd": rmssd_ms(series),
        "nn50": float(nn50_count(series)),
        "pnn50": pnn50_percent(series),
        "sd1": plot.sd1_ms,
        "sd2": plot.sd2_ms,
        "lf": power.lf_ms2,
        "hf": power.hf_ms2,
        "alpha1": dfa_alpha1(series),
    }


def pyhrv_values(rr_ms: Sequence[float]) -> Values:
    """Give pyHRV's numbers with its own defaults, figures left out where it can."""
    nni = np.asarray(rr_ms, float)
    td, nl, fd = (import_module(f"pyhrv.{name}") for name in ("time_domain", "nonlinear", "frequency_domain"))
    counts, plot = td.nn50(nni=nni), nl.poincare(nni=nni, show=False, mode="dev")
    power = fd.welch_psd(nni=nni, show=False, mode="dev")[0]
    return {
        "mean_rr": float(td.nni_parameters(nni=nni)["nni_mean"]),
        "sdnn": float(td.sdnn(nni=nni)["sdnn"]),
        "rmssd": float(td.rmssd(nni=nni)["rmssd"]),
        "nn50": float(counts["nn50"]),
        "pnn50": float(counts["pnn50"]),
        "sd1": float(plot["sd1"]),
        "sd2": float(plot["sd2"]),
        "lf": float(power["fft_abs"][1]),
        "hf": float(power["fft_abs"][2]),
        "alpha1": float(nl.dfa(nn=nni, short=[4, 16], show=False, mode="dev")["dfa_alpha1"]),
    }


def hrvanalysis_values(rr_ms: Sequence[float]) -> Values:
    """Give hrv-analysis's numbers with its own defaults."""
    hrv = import_module("hrvanalysis")
    nni = list(rr_ms)
    td, power, plot = (
        hrv.get_time_domain_features(nni),
        hrv.get_frequency_domain_features(nni),
        hrv.get_poincare_plot_features(nni),
    )
    return {
        "mean_rr": float(td["mean_nni"]),
        "sdnn": float(td["sdnn"]),
        "rmssd": float(td["rmssd"]),
        "nn50": float(td["nni_50"]),
        "pnn50": float(td["pnni_50"]),
        "sd1": float(plot["sd1"]),
        "sd2": float(plot["sd2"]),
        "lf": float(power["lf"]),
        "hf": float(power["hf"]),
    }


def neurokit_corrected(rr_ms: Sequence[float]) -> list[float]:
    """Correct with NeuroKit2's `kubios` method, which follows Lipponen & Tarvainen 2019, too."""
    neurokit = import_module("neurokit2")
    peaks = np.concatenate(([0.0], np.cumsum(rr_ms))).astype(int)
    _, clean = neurokit.signal_fixpeaks(peaks, sampling_rate=1000, method="Kubios", iterative=True)
    return [float(rr) for rr in np.diff(clean)]


def quietly(call: Callable[[], Any]) -> Any | None:
    """Call another library; None when it is not installed or does not run here."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        with contextlib.suppress(ImportError):
            import_module("matplotlib").use("Agg")
        try:
            return call()
        except Exception:  # noqa: BLE001 - whatever a peer raises, the benchmark goes on without it
            return None


def main() -> None:
    """Measure and report."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    found = recordings(folder)
    if not found:
        print(f"No series_*.npy with its report in {folder}.\n")
    marks, peers = _agreement(found)
    more_marks, more_peers = _artefacts(found)
    report("hrv_kubios", marks + more_marks, peers=peers | more_peers)


def _agreement(found: list[Recording]) -> tuple[list[Mark], dict[str, Values]]:
    print("Each number as Kubios HRV reports it and as computed here, of the intervals as recorded, without correction.")
    print("Spectrum: 4 Hz cubic spline, mean of the recording taken out once, Welch with 300 s Hann windows, 50 % overlap,")
    print("no detrending, trapezoids over 0.04-0.15 and 0.15-0.4 Hz, both edges in. DFA: 4-16 beats, overlapping windows.\n")
    errors: dict[str, list[float]] = {}
    alphas: dict[str, float] = {}
    libraries: dict[str, Callable[[Sequence[float]], Values]] = {"pyhrv": pyhrv_values, "hrvanalysis": hrvanalysis_values}
    apart: dict[str, dict[str, list[float]]] = {name: {} for name in libraries}
    for recording in found:
        try:
            mine = ours(recording.rr_ms)
        except AurenError as error:
            print(f"{recording.name}: {error}\n")
            errors.setdefault("unread", []).append(1)
            continue
        others: dict[str, Values] = {name: quietly(partial(call, recording.rr_ms)) or {} for name, call in libraries.items()}
        rows = []
        for name, kubios in recording.kubios.items():
            off = mine[name] - kubios
            share = off / kubios if kubios else math.nan if off else 0.0
            errors.setdefault(name, []).append(abs(off) if name in ("sd2", "alpha1") else abs(share))
            if name == "alpha1":
                alphas[recording.name] = abs(off)
            for library, values in others.items():
                if name in values:
                    away = abs(values[name] - kubios)
                    apart[library].setdefault(name, []).append(away if name in ("sd2", "alpha1") else away / abs(kubios or 1))
            cells = [f"{values[name]:.4f}" if name in values else "-" for values in others.values()]
            rows.append([name, REPORTED[name][1], f"{kubios:.4f}", f"{mine[name]:.4f}", f"{100 * share:+.4f} %", *cells])
        print(f"{recording.name}, {len(recording.rr_ms)} beats")
        table(["number", "unit", "Kubios", "auren", "off by", *others], rows)
    for name, seen in apart.items():
        print(f"{name}: {'beside ours above, with its own defaults' if seen else 'not installed, or it does not run here'}")
    print()

    def worst(name: str) -> float | None:
        return max(errors[name]) if errors.get(name) and len(errors[name]) == len(found) else None

    marks = [at_most(f"hrv_kubios.{name}", worst(name), "relative", 1e-3) for name in EXACT]
    marks.append(at_most("hrv_kubios.sd2", worst("sd2"), "ms", 0.1))
    marks += [at_most(f"hrv_kubios.{name}", worst(name), "relative", 0.05) for name in ("lf", "hf")]
    named = {name: off for name, off in alphas.items() if name in DFA_NAMED}
    marks += [at_most(f"hrv_kubios.alpha1.{name}", off, "ratio", 0.02) for name, off in named.items()]
    rest = {name: off for name, off in alphas.items() if name not in DFA_NAMED}
    if rest:
        print("Kubios detrends before DFA, in a way its report does not say; off by, without a mark: ", end="")
        print(", ".join(f"{name} {off:.3f}" for name, off in rest.items()) + "\n")
    return marks, {name: {key: max(seen) for key, seen in table.items()} for name, table in apart.items() if table}


@dataclass(frozen=True, slots=True)
class Case:
    """A stretch of five minutes and the same with one artefact."""

    kind: str
    clean: tuple[float, ...]
    hurt: tuple[float, ...]
    place: int


def cases(found: Sequence[Recording], stretches: int) -> list[Case]:
    """Draw stretches of each recording, and put one artefact of each kind anywhere into each."""
    drawn = Random(SEED)
    made = []
    for recording in found:
        ends = np.concatenate(([0.0], np.cumsum(recording.rr_ms))) / 1000
        last = int(np.searchsorted(ends, ends[-1] - STRETCH_S, side="right")) - 1
        for _ in range(stretches if last >= 0 else 0):
            begin = drawn.randint(0, last)
            end = int(np.searchsorted(ends, ends[begin] + STRETCH_S))
            clean = recording.rr_ms[begin:end]
            made += [_injected(kind, clean, drawn.randrange(len(clean) - 1), drawn) for kind in KINDS]
    return made


def _injected(kind: str, clean: tuple[float, ...], at: int, drawn: Random) -> Case:
    if kind == "missed":
        hurt = (*clean[:at], clean[at] + clean[at + 1], *clean[at + 2 :])
    elif kind == "extra":
        part = clean[at] * drawn.uniform(0.3, 0.7)
        hurt = (*clean[:at], part, clean[at] - part, *clean[at + 1 :])
    else:
        early = clean[at] * drawn.uniform(0.2, 0.4)
        hurt = (*clean[:at], clean[at] - early, clean[at + 1] + early, *clean[at + 2 :])
    return Case(kind, clean, hurt, at)


def rmssd(rr_ms: Sequence[float]) -> float:
    """Give the RMSSD of intervals that may hold artefacts."""
    return float(np.sqrt(np.mean(np.square(np.diff(rr_ms)))))


def corrected_rmssd(rr_ms: Sequence[float]) -> float:
    """Give the RMSSD after auren's correction."""
    return rmssd(correct_artefacts(rr_ms).series.rr_ms)


def told(case: Case) -> float:
    """Give the RMSSD of a repair that was told where the artefact is and of what kind."""
    rr, at = list(case.hurt), case.place
    if case.kind == "missed":
        rr[at : at + 1] = [rr[at] / 2] * 2
    elif case.kind == "extra":
        rr[at : at + 2] = [rr[at] + rr[at + 1]]
    else:
        rr[at : at + 2] = [(rr[at] + rr[at + 1]) / 2] * 2
    return rmssd(rr)


@dataclass(frozen=True, slots=True)
class Moved:
    """By what share an artefact moved RMSSD: raw, between corrected ones, from the recorded one, and at best."""

    kind: str
    raw: float
    corrected: float
    from_recorded: float
    at_best: float
    own_artefact: bool


def moves(made: Sequence[Case], correct: Callable[[Sequence[float]], float]) -> list[Moved]:
    """Measure the artefacts that move the raw RMSSD by more than a tenth."""
    known: dict[tuple[float, ...], float] = {}
    moved = []
    for case in made:
        true = rmssd(case.clean)
        raw = abs(rmssd(case.hurt) / true - 1)
        if raw <= RAW_MOVED:
            continue
        if case.clean not in known:
            known[case.clean] = correct(case.clean)
        clean, after = known[case.clean], correct(case.hurt)
        moved.append(
            Moved(case.kind, raw, abs(after / clean - 1), abs(after / true - 1), abs(told(case) / true - 1), clean != true)
        )
    return moved


def _artefacts(found: list[Recording]) -> tuple[list[Mark], dict[str, Values]]:
    made = cases(found, STRETCHES)
    moved = moves(made, corrected_rmssd)
    print(f"One missed, extra or ectopic beat anywhere in {STRETCHES} stretches of 5 minutes of each recording: two beats")
    print("merged, one split at 30-70 %, or one 20-40 % early with the next late. Counted where the raw RMSSD moved by")
    print("more than 10 %; it is corrected without knowing of the artefact.\n")
    rows = []
    for kind in (*KINDS, "all"):
        some = [move for move in moved if kind in (move.kind, "all")]
        count = sum(1 for case in made if kind in (case.kind, "all"))
        if some:
            rows.append(
                [
                    kind,
                    str(count),
                    f"{100 * len(some) / count:.0f} %",
                    f"{100 * statistics.median(move.raw for move in some):.1f} %",
                    *_shown([move.corrected for move in some]),
                    *_shown([move.at_best for move in some]),
                ]
            )
    head = ["kind", "cases", "raw moved > 10 %", "raw, median", "corrected, median", "worst", "beyond 3 %"]
    table([*head, "told place and kind, median", "worst", "beyond 3 %"], rows)
    own = [move for move in moved if move.own_artefact]
    if moved:
        print(
            "The last three are a repair that was told the place and the kind: what is lost with a beat is not in the series."
        )
        print(
            f"{100 * len(own) / len(moved):.1f} % of these stretches hold a beat that was corrected without any injected one."
        )
        for words, some in (("all", moved), ("the others", [move for move in moved if not move.own_artefact])):
            if some:
                median, most, beyond = _shown([move.from_recorded for move in some])
                print(f"Against the RMSSD as recorded, {words}: median {median}, worst {most}, beyond 3 % {beyond}.")
        print()
    shifts = [100 * move.corrected for move in moved]
    marks = [
        at_least("hrv_kubios.artefact_raw_median", 100 * statistics.median(m.raw for m in moved) if moved else None, "%", 10),
        at_most("hrv_kubios.artefact_median", statistics.median(shifts) if shifts else None, "%", 1),
        at_most("hrv_kubios.artefact_worst", max(shifts, default=None), "%", 3),
    ]
    return marks, _neurokit(found)


def _neurokit(found: list[Recording]) -> dict[str, Values]:
    begin = time.monotonic()
    made = cases(found, PEER_STRETCHES)
    if not made or quietly(lambda: neurokit_corrected(made[0].hurt)) is None:
        print("neurokit2: not installed, or it does not run here\n")
        return {}
    moved: list[Moved] = []
    for case in made:
        if time.monotonic() - begin > PEER_BUDGET_S:
            break
        moved += quietly(partial(moves, [case], lambda rr: rmssd(neurokit_corrected(rr)))) or []
    if not moved:
        return {}
    own = moves(made, corrected_rmssd)
    rows = [
        [name, str(len(some)), *_shown([move.corrected for move in some]), *_shown([move.from_recorded for move in some])]
        for name, some in (("neurokit2", moved), ("auren", own))
    ]
    print("The same correction by NeuroKit2 (method kubios, iterative), on fewer stretches, and auren on those.")
    table(["library", "cases", "corrected, median", "worst", "> 3 %", "from the recorded, median", "worst", "> 3 %"], rows)
    return {
        "neurokit2": {
            "artefact_median_percent": 100 * statistics.median(move.corrected for move in moved),
            "artefact_worst_percent": 100 * max(move.corrected for move in moved),
        }
    }


def _shown(shares: Sequence[float]) -> list[str]:
    beyond = sum(1 for share in shares if share > 0.03) / len(shares)
    return [f"{100 * statistics.median(shares):.3f} %", f"{100 * max(shares):.2f} %", f"{100 * beyond:.2f} %"]


def agreement(values: Mapping[str, float], kubios: Mapping[str, float]) -> float:
    """Give the largest relative distance from Kubios among the numbers that every library gives."""
    shared = ("mean_rr", "sdnn", "rmssd", "sd1", "sd2", "lf", "hf")
    return max(
        (abs(values[name] / kubios[name] - 1) for name in shared if name in values and kubios.get(name)), default=math.inf
    )


if __name__ == "__main__":
    main()
