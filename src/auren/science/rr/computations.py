"""What the catalogue offers on RR intervals: artefacts are corrected first, and a poor recording gives no number."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from auren.science.direct import Beside, Figure, Lacking, direct
from auren.science.parameters import Arguments, SeriesParameter
from auren.science.person import PersonFacts

if TYPE_CHECKING:
    from auren.science.rr.artefacts import Correction
    from auren.science.rr.frequency import BandPower
    from auren.science.rr.series import RRSeries

__all__ = ["COMPUTATIONS"]

# The functions import what they need when they are called: numpy must not be loaded with the catalogue.

_MINUTE_S: Final = 60
_DFA_S: Final = 120
_FIVE_MINUTES_S: Final = 300
_FEWEST_BEATS: Final = 11
_DFA_CLEAN_PERCENT: Final = 97
_CLEAN_PERCENT: Final = 90
_AEROBIC: Final = 0.75
_ANAEROBIC: Final = 0.5

RR: Final = SeriesParameter("rr", "successive RR intervals of one recording without a gap, as recorded", "ms", 1, 10_000)
_CORRECTED: Final = "artefacts are corrected first; no number when more than 10 % of the beats are affected"


def _measured(
    asked: Arguments,
    gives: Callable[[Correction, str], Figure | Lacking],
    *,
    seconds: int = 0,
    clean_percent: int = _CLEAN_PERCENT,
) -> Figure | Lacking:
    recorded_ms = asked.series(RR.name)
    if len(recorded_ms) < _FEWEST_BEATS:
        return Lacking("RR intervals of a recording", have=len(recorded_ms), need=_FEWEST_BEATS)
    from auren.science.rr.artefacts import correct_artefacts

    correction = correct_artefacts(recorded_ms)
    clean = 100 - correction.affected_percent
    if not correction.usable or (clean_percent > _CLEAN_PERCENT and clean <= clean_percent):
        return Lacking(
            "a cleaner recording: too large a share of its beats is affected by artefacts", math.ceil(clean) - 1, clean_percent
        )
    if correction.series.duration_s < seconds:
        return Lacking("a longer recording, in seconds", int(correction.series.duration_s), seconds)
    return gives(correction, _note(correction))


def _note(correction: Correction) -> str:
    note = f"{_length(correction.series)} long; {correction.corrected_percent:.1f} % of the beats were corrected."
    if correction.flagged:
        note += f" {correction.affected_percent:.1f} % are affected by artefacts, so read it with care."
    return note


def _length(series: RRSeries) -> str:
    minutes, seconds = divmod(int(series.duration_s), 60)
    return f"{minutes} min {seconds} s"


def _artefacts(_: PersonFacts, asked: Arguments) -> Figure | Lacking:
    def gives(correction: Correction, note: str) -> Figure:
        kinds = ("missed", "extra", "ectopic", "long", "short")
        counts = {kind: sum(found.beats for found in correction.artefacts if found.kind == kind) for kind in kinds}
        beside = tuple(Beside(kind, f"{kind} beats", float(count), "count") for kind, count in counts.items())
        unresolved = Beside("unresolved", "beats left that look ectopic", float(correction.unresolved), "count")
        return Figure(correction.corrected_percent, note, (*beside, unresolved))

    return _measured(asked, gives)


def _mean(_: PersonFacts, asked: Arguments) -> Figure | Lacking:
    def gives(correction: Correction, note: str) -> Figure:
        from auren.science.rr.time_domain import mean_rr_ms

        mean = mean_rr_ms(correction.series)
        return Figure(mean, note, (Beside("rate", "your mean heart rate of the recording", 60_000 / mean, "bpm", 1),))

    return _measured(asked, gives)


def _rmssd(_: PersonFacts, asked: Arguments) -> Figure | Lacking:
    def gives(correction: Correction, note: str) -> Figure:
        from auren.science.rr.time_domain import rmssd_ms

        return Figure(rmssd_ms(correction.series), note)

    return _measured(asked, gives, seconds=_MINUTE_S)


def _sdnn(_: PersonFacts, asked: Arguments) -> Figure | Lacking:
    def gives(correction: Correction, note: str) -> Figure:
        from auren.science.rr.time_domain import sdnn_ms

        return Figure(sdnn_ms(correction.series), f"{note} SDNN grows with the length; compare equal lengths only.")

    return _measured(asked, gives, seconds=_FIVE_MINUTES_S)


def _pnn50(_: PersonFacts, asked: Arguments) -> Figure | Lacking:
    def gives(correction: Correction, note: str) -> Figure:
        from auren.science.rr.time_domain import nn50_count, pnn50_percent

        count = Beside("count", "differences larger than 50 ms", float(nn50_count(correction.series)), "count")
        return Figure(pnn50_percent(correction.series), note, (count,))

    return _measured(asked, gives, seconds=_MINUTE_S)


def _poincare(_: PersonFacts, asked: Arguments) -> Figure | Lacking:
    def gives(correction: Correction, note: str) -> Figure:
        from auren.science.rr.poincare import poincare_plot

        plot = poincare_plot(correction.series)
        sd2 = Beside("sd2", "your SD2 of the recording", plot.sd2_ms, "ms", 1)
        return Figure(plot.sd1_ms, f"{note} SD2 grows with the length; compare equal lengths only.", (sd2,))

    return _measured(asked, gives, seconds=_FIVE_MINUTES_S)


def _dfa(_: PersonFacts, asked: Arguments) -> Figure | Lacking:
    def gives(correction: Correction, note: str) -> Figure | Lacking:
        from auren.science.rr.dfa import dfa_alpha1

        if len(set(correction.series.rr_ms)) == 1:
            return Lacking("RR intervals that differ from one another", have=1, need=2)
        alpha = dfa_alpha1(correction.series)
        if alpha > _AEROBIC:
            zone = f"above {_AEROBIC}, where the aerobic threshold is looked for"
        elif alpha > _ANAEROBIC:
            zone = f"between {_ANAEROBIC} and {_AEROBIC}, the anaerobic and the aerobic threshold"
        else:
            zone = f"at or below {_ANAEROBIC}, where the anaerobic threshold is looked for"
        return Figure(alpha, f"{note} It is {zone}; that holds in 2-minute windows of rising exercise, not at rest.")

    return _measured(asked, gives, seconds=_DFA_S, clean_percent=_DFA_CLEAN_PERCENT)


def _welch(_: PersonFacts, asked: Arguments) -> Figure | Lacking:
    def gives(correction: Correction, note: str) -> Figure:
        from auren.science.rr.frequency import welch_power

        return _power(welch_power(correction.series), note)

    return _measured(asked, gives, seconds=_FIVE_MINUTES_S)


def _lomb(_: PersonFacts, asked: Arguments) -> Figure | Lacking:
    def gives(correction: Correction, note: str) -> Figure:
        from auren.science.rr.frequency import lomb_power

        return _power(lomb_power(correction.series), note)

    return _measured(asked, gives, seconds=_FIVE_MINUTES_S)


def _power(power: BandPower, note: str) -> Figure:
    beside = [
        Beside("lf", "your LF power of the recording", power.lf_ms2, "ms2"),
        Beside("vlf", "your VLF power of the recording", power.vlf_ms2, "ms2"),
    ]
    if power.lf_hf_ratio is not None:
        beside.append(Beside("lf_hf", "your LF/HF ratio of the recording", power.lf_hf_ratio, "ratio", 2))
    return Figure(power.hf_ms2, f"{note} {power.settings}. LF/HF is no measure of stress.", tuple(beside))


COMPUTATIONS: Final = (
    direct(
        "N5",
        "rr.artefacts",
        title="your share of corrected beats in the recording",
        formula="beats corrected / beats recorded, in percent; beside it how many of each kind",
        unit="%",
        digits=1,
        guard="at least 11 beats, and no more than 10 % of them affected; more than 5 % is said in the note",
        accepts=(RR,),
        gives=_artefacts,
    ),
    direct(
        "N1",
        "rr.mean",
        title="your mean RR interval of the recording",
        formula="mean of the corrected RR intervals; beside it 60000 / mean",
        unit="ms",
        digits=1,
        guard=f"at least 11 beats; {_CORRECTED}",
        accepts=(RR,),
        gives=_mean,
    ),
    direct(
        "N1",
        "rr.rmssd",
        title="your RMSSD of the recording",
        formula="root mean square of the successive differences of the corrected RR intervals",
        unit="ms",
        digits=1,
        guard=f"at least 60 s; {_CORRECTED}",
        accepts=(RR,),
        gives=_rmssd,
    ),
    direct(
        "N1",
        "rr.sdnn",
        title="your SDNN of the recording",
        formula="standard deviation (n - 1) of the corrected RR intervals",
        unit="ms",
        digits=1,
        guard=f"at least 300 s; {_CORRECTED}",
        accepts=(RR,),
        gives=_sdnn,
    ),
    direct(
        "N1",
        "rr.pnn50",
        title="your pNN50 of the recording",
        formula="100 * number of successive differences above 50 ms / (n - 1); beside it that number",
        unit="%",
        digits=1,
        guard=f"at least 60 s; {_CORRECTED}",
        accepts=(RR,),
        gives=_pnn50,
    ),
    direct(
        "N1",
        "rr.poincare",
        title="your SD1 of the recording",
        formula="sd(RR[i+1] - RR[i]) / sqrt(2), n - 1; beside it SD2 = sd(RR[i+1] + RR[i]) / sqrt(2)",
        unit="ms",
        digits=1,
        guard=f"at least 300 s; {_CORRECTED}",
        accepts=(RR,),
        gives=_poincare,
    ),
    direct(
        "N6",
        "rr.dfa_alpha1",
        title="your DFA alpha 1 of the recording",
        formula="slope of log F(n) over log n, n = 4 to 16 beats, a line taken out of each overlapping window",
        unit="ratio",
        digits=2,
        guard="at least 120 s, intervals that differ, and fewer than 3 % of the beats affected by artefacts",
        accepts=(RR,),
        gives=_dfa,
    ),
    direct(
        "N1",
        "rr.power_welch",
        title="your HF power of the recording (Welch)",
        formula="power from 0.15 to 0.4 Hz; 4 Hz cubic spline, 300 s Hann windows, half overlapping; beside it LF and VLF",
        unit="ms2",
        digits=0,
        guard=f"at least 300 s; {_CORRECTED}; needs the extra auren[signals]",
        accepts=(RR,),
        gives=_welch,
    ),
    direct(
        "N1",
        "rr.power_lomb",
        title="your HF power of the recording (Lomb-Scargle)",
        formula="power from 0.15 to 0.4 Hz; 300 s Hann windows of the beats themselves, half overlapping; beside it LF and VLF",
        unit="ms2",
        digits=0,
        guard=f"at least 300 s; {_CORRECTED}; needs the extra auren[signals]",
        accepts=(RR,),
        gives=_lomb,
    ),
)
"""What the catalogue offers on RR intervals."""
