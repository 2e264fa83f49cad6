"""The neuroscientist's sentences: what was seen, with numbers and dates, and what it means in plain words.

Every numeral comes from a measure or finding that the claim names; the rest is said without numerals.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from auren.conversation import ClaimKind
from auren.findings import Finding, Insufficient, Measure
from auren.rendering import day, quantity, span
from auren.science.claims import claims
from auren.specialists.framework import Draft, View, shown
from auren.specialists.neuroscientist.recovery import Recovery

__all__ = ["say_debt", "say_gap", "say_heart", "say_hrv", "say_night", "say_regularity", "say_week"]

_EVERY_NIGHT: Final = "wear your device every night"

# name -> (what cannot be told, the most useful next datum)
_GAPS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "hrv.weekly_mean": ("how your HRV has been this week", _EVERY_NIGHT),
        "hrv.band": ("which HRV is usual for you", _EVERY_NIGHT),
        "heart.resting_weekly_mean": ("your resting heart rate this week", "wear your device day and night this week"),
        "heart.resting_usual": ("which resting heart rate is usual for you", "keep wearing your device day and night"),
        "sleep.last_night": ("how your night was", "sync your device, or wear it from now on"),
        "sleep.weekly_mean": ("how much you sleep in a week", _EVERY_NIGHT),
        "sleep.efficiency": ("how much of your time in bed you slept", "sync your device, or wear it from now on"),
        "sleep.debt": ("how much sleep you are short of", _EVERY_NIGHT),
        "sleep.regularity": ("how regular your sleep is", _EVERY_NIGHT),
        "load.weekly": ("how hard your week of training was", "rate your next session and note its length"),
    }
)


def say_hrv(draft: Draft, seen: Recovery, *, meaning: bool = True) -> None:
    """Say this week's HRV against the person's own band.

    Args:
        draft: what it is added to.
        seen: the figures.
        meaning: whether to say what it means, too.
    """
    hrv, band, side, drop = seen.hrv, seen.band, seen.hrv_side, seen.hrv_drop
    found = () if drop is None else (drop,)
    if hrv is None or band is None or side is None:
        if drop is not None:
            draft.say(ClaimKind.OBSERVATION, f"{drop.title}, seen on {day(drop.day)}.", findings=found)
        elif hrv is not None:
            draft.say(ClaimKind.OBSERVATION, f"{draft.dated(hrv)} was {shown(hrv)}.", hrv)
        if drop is not None and meaning:
            draft.say(ClaimKind.MEANING, _HRV_MEANS["below"], findings=found)
        return
    low, high = (end.value for end in band.related)
    usual = f"your usual {_range(low, high, band)}"
    text = f"{draft.dated(hrv)} was {shown(hrv)}, {side} {usual}."
    if drop is not None and side != "below":
        text = f"{text[:-1]}; on {day(drop.day)} it was below what was usual then."
    draft.say(ClaimKind.OBSERVATION, text, hrv, band, findings=found)
    if meaning:
        draft.say(ClaimKind.MEANING, _HRV_MEANS[side], hrv, band, findings=found)


_HRV_MEANS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "below": "A whole week below your own range is a reason to ease off, not to worry.",
        "inside": "That is your normal, so nothing here asks for a change.",
        "above": "Above your usual mostly means that you are rested. It is no reason to jump ahead in training.",
    }
)


def say_heart(draft: Draft, seen: Recovery, *, meaning: bool = True) -> None:
    """Say the resting heart rate against what is usual.

    Args:
        draft: what it is added to.
        seen: the figures.
        meaning: whether to say what it means, too.
    """
    resting, usual, rise = seen.resting, seen.usual, seen.resting_rise
    found = () if rise is None else (rise,)
    if rise is not None:
        draft.say(ClaimKind.OBSERVATION, _rise(rise), resting, usual, findings=found)
    elif resting is not None and usual is not None and seen.resting_side is not None:
        verdict = {"above": "clearly above", "inside": "close to", "below": "clearly below"}[seen.resting_side]
        text = f"{draft.dated(resting)} was {shown(resting)}, {verdict} your usual {shown(usual)}."
        draft.say(ClaimKind.OBSERVATION, text, resting, usual)
    elif resting is not None:
        draft.say(ClaimKind.OBSERVATION, f"{draft.dated(resting)} was {shown(resting)}.", resting)
    else:
        return
    if not meaning:
        return
    if seen.resting_raised:
        draft.say(
            ClaimKind.MEANING,
            "A resting heart rate above your usual often goes with short sleep, heat, alcohol or hard training. If you also "
            "feel unwell, rest, and ask a doctor.",
            findings=found,
        )
    elif resting is not None and usual is not None:
        draft.say(ClaimKind.MEANING, "Your heart is no busier at rest than it usually is.", resting, usual)


def _rise(finding: Finding) -> str:
    evidence = next((item for item in finding.evidence if item.baseline is not None and item.unit == "bpm"), None)
    if evidence is None or evidence.baseline is None:
        return f"{finding.title}, seen on {day(finding.day)}."
    mean, high = (quantity(value, "bpm", 1) for value in (evidence.value, evidence.baseline.high))
    return f"Your resting heart rate was {mean} over {span(evidence.window)}, above your usual range, which ends at {high}."


def say_night(draft: Draft, night: Measure | None, efficiency: Measure | None) -> None:
    """Say last night's sleep, and what the device states differently.

    Args:
        draft: what it is added to.
        night: time asleep last night.
        efficiency: sleep efficiency of the same night.
    """
    if night is not None and draft.tells(night):
        night = None
    parts: list[str] = []
    if night is not None:
        parts.append(f"you slept {shown(night)} last night ({day(night.window.last)})")
        draft.dated(night)
    if efficiency is not None:
        parts.append(
            f"{shown(efficiency)} of your time in bed"
            if night is not None
            else f"you slept {shown(efficiency)} of your time in bed last night ({day(efficiency.window.last)})"
        )
    if parts:
        note = f" {efficiency.note}" if efficiency is not None and efficiency.note else ""
        draft.say(ClaimKind.OBSERVATION, f"{', '.join(parts)}.{note}", night, efficiency)


def say_week(draft: Draft, week: Measure | None) -> None:
    """Say the mean of the week's nights.

    Args:
        draft: what it is added to.
        week: mean time asleep.
    """
    if week is not None:
        text = f"{draft.dated(week)} was {shown(week)}."
        draft.say(ClaimKind.OBSERVATION, text, week)


def say_debt(draft: Draft, seen: Recovery, *, meaning: bool = True) -> None:
    """Say how much sleep the person is short of.

    Args:
        draft: what it is added to.
        seen: the figures.
        meaning: whether to say what it means, too.
    """
    debt, found = seen.debt, () if seen.sleep_debt is None else (seen.sleep_debt,)
    if debt is not None:
        need = next((part for part in debt.related if part.name == "sleep.need"), None)
        against = f", against {need.title} of {shown(need)} a night" if need is not None else ""
        known = f" ({debt.coverage} known)" if debt.coverage.have < debt.coverage.expected else ""
        text = f"{draft.dated(debt)} was {shown(debt)}{against}{known}."
        draft.say(ClaimKind.OBSERVATION, text, debt, findings=found)
    elif seen.sleep_debt is not None:
        draft.say(ClaimKind.OBSERVATION, f"{seen.sleep_debt.title}, seen on {day(seen.sleep_debt.day)}.", findings=found)
    else:
        return
    if not meaning:
        return
    if seen.debt_some:
        draft.cite(claims()["sleep-debt-adds-up"], debt)
    else:
        draft.say(ClaimKind.MEANING, "Your nights come close to what you need.", debt)


def say_regularity(draft: Draft, regularity: Measure | None) -> None:
    """Say how regular sleep is.

    Args:
        draft: what it is added to.
        regularity: the sleep regularity index.
    """
    if regularity is not None:
        best = "it is best when you sleep and wake at the same times every day"
        text = f"{draft.dated(regularity)} was {shown(regularity)}; {best}."
        draft.say(ClaimKind.OBSERVATION, text, regularity)


def say_gap(view: View, draft: Draft, *wanted: str) -> None:
    """Say what cannot be told, what is missing for it, and what would help most; only the most telling one.

    Args:
        view: the case.
        draft: what it is added to.
        *wanted: computations, the most telling first.
    """
    gap = view.gap(*wanted)
    if gap is not None:
        draft.say(ClaimKind.MISSING, _gap(gap))


def _gap(gap: Insufficient) -> str:
    what, next_datum = _GAPS.get(gap.name, ("more about that", "keep recording in the next days"))
    # How many days are missing is a numeral without a measure, so only the words go out; the advice carries the gap itself.
    # Nor may a night be named of which there is no record.
    bare = not any(sign.isdigit() for sign in gap.missing) and "last night" not in gap.missing
    worded = gap.missing if gap.missing and bare else "more data"
    return f"I cannot tell yet {what}. It takes {worded}; what helps most is to {next_datum}."


def _range(low: float, high: float, band: Measure) -> str:
    # "40.1 to 43.4 ms": the unit once, as one says it.
    first = quantity(low, band.unit, band.digits).removesuffix(f" {band.unit}")
    return f"{first} to {quantity(high, band.unit, band.digits)}"
