"""Questionnaires on rhythm, stress and mood, and the person's own ratings against their own days; none is a diagnosis."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from auren.errors import InvalidInput
from auren.findings import Coverage, Insufficient, Measure
from auren.people import Profile
from auren.readings import STANDARD_METRICS, Window
from auren.science._said import series, whole_items
from auren.science.citations import CITATIONS
from auren.science.computation import Computation
from auren.science.direct import Figure, Lacking, direct
from auren.science.inputs import Inputs
from auren.science.parameters import Arguments, SeriesParameter
from auren.science.person import PersonFacts
from auren.science.statistics import baseline

__all__ = [
    "COMPUTATIONS",
    "hooper_index",
    "morningness_score",
    "morningness_type",
    "perceived_stress",
    "standing",
    "well_being",
]

_MEQ_RANGES: Final = (*[(1, 5)] * 2, *[(1, 4)] * 7, (1, 5), (0, 6), (0, 5), *[(1, 4)] * 4, *[(1, 5)] * 2, (0, 6))
_MEQ_TYPES: Final = (
    (30, "definite evening type"),
    (41, "moderate evening type"),
    (58, "intermediate type"),
    (69, "moderate morning type"),
    (86, "definite morning type"),
)
_MEQ_LOW: Final = 16
_PSS_ITEMS, _PSS_REVERSED, _PSS_TOP = 10, frozenset({4, 5, 7, 8}), 4
_WHO_ITEMS, _WHO_TOP, _WHO_FACTOR, _WHO_LOW, _WHO_VERY_LOW = 5, 5, 4, 50, 28
_HOOPER_ITEMS: Final = 4
_BASELINE, _BASELINE_AT_LEAST = 28, 14
_RATINGS: Final = ("fatigue", "mood", "readiness", "sleep_quality", "soreness", "stress")


def _items(meaning: str, low: int, top: int, most: int) -> SeriesParameter:
    return SeriesParameter("items", f"answers of the {meaning}, in order", "score", low, top, at_most=most)


_MEQ = _items("morningness-eveningness questionnaire", 0, 6, len(_MEQ_RANGES))
_PSS = _items("perceived stress scale", 0, _PSS_TOP, _PSS_ITEMS)
_WHO = _items("well-being index", 0, _WHO_TOP, _WHO_ITEMS)
_HOOPER = _items("Hooper questionnaire: sleep, stress, fatigue, soreness", 1, 7, _HOOPER_ITEMS)


def morningness_score(items: Sequence[float]) -> int:
    """Give the sum of the nineteen items, 16 to 86; N13: Horne & Östberg 1976 Int J Chronobiol 4:97.

    Args:
        items: nineteen whole numbers, each in its item's range of points.

    Raises:
        InvalidInput: there are not nineteen, or one is out of its item's range.
    """
    return sum(whole_items("MEQ", items, _MEQ_RANGES))


def morningness_type(score: int) -> str:
    """Give the type of a score, from "definite evening type" to "definite morning type"; N13: Horne & Östberg 1976.

    Args:
        score: 16 to 86.

    Raises:
        InvalidInput: the score is out of range.
    """
    if not _MEQ_LOW <= score <= _MEQ_TYPES[-1][0]:
        raise InvalidInput(f"MEQ: a score of {score} was given; expected {_MEQ_LOW} to {_MEQ_TYPES[-1][0]}.")
    return next(kind for most, kind in _MEQ_TYPES if score <= most)


def perceived_stress(items: Sequence[float]) -> int:
    """Give the sum of the ten items with 4, 5, 7 and 8 reversed, 0 to 40; N14: Cohen 1983 J Health Soc Behav 24:385.

    Args:
        items: ten whole numbers, 0 to 4, as they were answered.

    Raises:
        InvalidInput: there are not ten, or one is out of range.
    """
    answers = whole_items("PSS-10", items, [(0, _PSS_TOP)] * _PSS_ITEMS)
    return sum(_PSS_TOP - answer if place in _PSS_REVERSED else answer for place, answer in enumerate(answers, 1))


def well_being(items: Sequence[float]) -> int:
    """Give four times the sum of the five items, 0 to 100; N15: Topp 2015 Psychother Psychosom 84:167.

    Args:
        items: five whole numbers, 0 to 5.

    Raises:
        InvalidInput: there are not five, or one is out of range.
    """
    return _WHO_FACTOR * sum(whole_items("WHO-5", items, [(0, _WHO_TOP)] * _WHO_ITEMS))


def hooper_index(items: Sequence[float]) -> int:
    """Give the sum of the four items, 4 to 28; N16: Hooper & Mackinnon 1995 Sports Med 20:321.

    Args:
        items: sleep, stress, fatigue and soreness, whole numbers, 1 to 7.

    Raises:
        InvalidInput: there are not four, or one is out of range.
    """
    return sum(whole_items("Hooper", items, [(1, 7)] * _HOOPER_ITEMS))


def standing(value: float, earlier: Sequence[float]) -> float | None:
    """Give (value - mean) / sd of earlier days, or None when these are all alike; N16: Saw 2016 BJSM 50:281.

    Args:
        value: today's rating.
        earlier: ratings of earlier days in the same unit, at least two; sd with n - 1.

    Raises:
        InvalidInput: there are fewer than two, or one is not finite.
    """
    centre, spread = baseline(earlier)
    if not abs(value) < float("inf"):
        raise InvalidInput("A rating that is not a finite number was given; leave a missing day out.")
    return (value - centre) / spread if spread else None


def _scored(
    parameter: SeriesParameter, score: Callable[[Sequence[float]], int], said: Callable[[int], str]
) -> Callable[[PersonFacts, Arguments], Figure | Lacking]:
    def gives(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
        items = series(facts, asked, parameter)
        if len(items) < parameter.at_most:
            return Lacking("the answers to all items", len(items), parameter.at_most)
        total = score(items)
        return Figure(total, said(total))

    return gives


def _well_being_note(score: int) -> str:
    if score <= _WHO_VERY_LOW:
        return (
            "That is very low. Please talk with a doctor or a mental-health professional soon, and with somebody you trust "
            "today. If you think of harming yourself, call your emergency number or a crisis line now."
        )
    if score <= _WHO_LOW:
        return "That is low; if it stays so, talk with a doctor. It follows mood over time and says nothing more."
    return "It follows mood over time and says nothing more."


def _standing_of(rating: str) -> Computation:
    metric = f"wellness.{rating}"
    known = STANDARD_METRICS[metric]

    def window_before(asked: Arguments) -> Window:
        return Window(asked.today, asked.today).before(_BASELINE)

    def looks_at(asked: Arguments) -> Mapping[str, Window]:
        return {metric: Window(window_before(asked).first, asked.today)}

    def formed_by(computation: Computation, inputs: Inputs, asked: Arguments, _: Profile) -> Measure | Insufficient:
        window = looks_at(asked)[metric]
        today = inputs.on(metric, asked.today, unit=known.unit)
        earlier = inputs.days(metric, window_before(asked), unit=known.unit)
        if today is None:
            return computation.insufficient("a rating of today", have=0, need=1, window=window)
        if len(earlier) < _BASELINE_AT_LEAST:
            return computation.insufficient(
                "more rated days in the four weeks before", have=len(earlier), need=_BASELINE_AT_LEAST, window=window
            )
        value = standing(today.value, [daily.value for daily in earlier.values()])
        if value is None:
            return computation.insufficient(
                "days that were rated differently; without any, there is no usual spread", have=1, need=2, window=window
            )
        note = "In standard deviations of your own ratings of the 28 days before; 0 is your usual day."
        return computation.measure(
            value, window, [today, *earlier.values()], coverage=Coverage(1 + len(earlier), window.days), note=note
        )

    return Computation(
        name=f"mind.{rating}_standing",
        title=f"your {known.title} against your usual",
        formula="(today - mean) / sd of the 28 dates before today, sd with n - 1",
        unit="score",
        digits=2,
        guard="today and at least 14 of the 28 dates before are rated, and not all alike",
        citation=CITATIONS["N16"],
        looks_at=looks_at,
        formed_by=formed_by,
    )


COMPUTATIONS: Final = (
    direct(
        "N13",
        "mind.morningness",
        title="your morningness-eveningness score",
        formula="sum of nineteen items; to 30, 31-41, 42-58, 59-69, from 70",
        unit="score",
        digits=0,
        guard="all 19 items were answered",
        accepts=(_MEQ,),
        gives=_scored(_MEQ, morningness_score, lambda score: f"A {morningness_type(score)}.".replace("A i", "An i")),
    ),
    direct(
        "N14",
        "mind.perceived_stress",
        title="your perceived stress score",
        formula="sum of ten items, 0 to 4, with items 4, 5, 7 and 8 reversed",
        unit="score",
        digits=0,
        guard="all 10 items were answered",
        accepts=(_PSS,),
        gives=_scored(_PSS, perceived_stress, lambda _: "Of 40 at most; it has no limit above which something is wrong."),
    ),
    direct(
        "N15",
        "mind.well_being",
        title="your well-being score",
        formula="4 * sum of five items, 0 to 5; 50 or less is low, 28 or less is for a professional to hear of",
        unit="score",
        digits=0,
        guard="all 5 items were answered; for following mood only",
        accepts=(_WHO,),
        gives=_scored(_WHO, well_being, _well_being_note),
    ),
    direct(
        "N16",
        "mind.hooper",
        title="your Hooper index",
        formula="sum of sleep, stress, fatigue and soreness, each 1 to 7",
        unit="score",
        digits=0,
        guard="all 4 items were answered",
        accepts=(_HOOPER,),
        gives=_scored(_HOOPER, hooper_index, lambda _: "Less is better; compare it with your own days."),
    ),
    *(_standing_of(rating) for rating in _RATINGS),
)
"""What the catalogue offers on questionnaires and ratings."""
