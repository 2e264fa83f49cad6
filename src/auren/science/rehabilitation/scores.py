"""Scored screens and questionnaires of the physical therapist: each needs its answers, and none names a condition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from auren.errors import InvalidInput
from auren.science._said import NOTHING, by_hand, check, series, whole_items, word
from auren.science.direct import Beside, Figure, Lacking, direct
from auren.science.parameters import Arguments, ChoiceParameter, QuantityParameter, SeriesParameter
from auren.science.person import AGE, PersonFacts
from auren.science.statistics import mean

__all__ = [
    "COMPUTATIONS",
    "beighton_score",
    "fms_score",
    "koos_score",
    "lefs_score",
    "odi_percent",
    "quickdash_score",
    "start_back_group",
]

_FMS_ITEMS: Final = 7
_ODI_SECTIONS, _ODI_ANSWERED, _ODI_CHANGE = 10, 8, 10.0
_LEFS_ITEMS, _LEFS_CHANGE = 20, 9
_DASH_ITEMS, _DASH_ANSWERED = 11, 10
_KOOS_ITEMS: Final = {"pain": 9, "symptoms": 7, "daily living": 17, "sport": 5, "quality of life": 4}
_START_ITEMS, _START_FIRST_PSYCH, _START_LIMIT = 9, 4, 4
_BEIGHTON_ITEMS, _BEIGHTON_ADULT, _ADULT_AGE = 9, 5, 18


def _answers(name: str, meaning: str, top: int, most: int) -> SeriesParameter:
    return SeriesParameter(name, meaning, "score", 0, top, at_most=most)


_FMS = _answers("scores", "score of each movement of the screen; nought where it hurts", 3, _FMS_ITEMS)
_ODI = _answers("sections", "answers of the Oswestry sections, those not answered left out", 5, _ODI_SECTIONS)
_ODI_BEFORE = QuantityParameter("before", "the earlier result", "%", 0, 100)
_LEFS = _answers("items", "answers of the lower extremity functional scale", 4, _LEFS_ITEMS)
_DASH = SeriesParameter("items", "answers of the QuickDASH, those not answered left out", "score", 1, 5, at_most=_DASH_ITEMS)
_KOOS = _answers("items", "answers of one KOOS part, those not answered left out", 4, max(_KOOS_ITEMS.values()))
_KOOS_PART = ChoiceParameter("part", "which KOOS part was answered", tuple(_KOOS_ITEMS))
_START = _answers("items", "answers of the STarT Back screen in their order, agreement as one", 1, _START_ITEMS)
_BEIGHTON = _answers("items", "the Beighton movements, one where it was possible", 1, _BEIGHTON_ITEMS)


def fms_score(scores: Sequence[float]) -> int:
    """Give the sum of the seven movements, 0 to 21; P3: Kiesel 2007; no risk of injury follows from it (Moran 2017).

    Args:
        scores: seven whole numbers, 0 to 3; 0 where it hurts.

    Raises:
        InvalidInput: there are not seven, or one is out of range.
    """
    return sum(whole_items("FMS", scores, [(0, 3)] * _FMS_ITEMS))


def odi_percent(sections: Sequence[float]) -> float:
    """Give 100 * sum / (5 * answered) in percent; P6: Fairbank 2000 Spine 25:2940.

    Args:
        sections: answers of the 8 to 10 sections that were answered, whole numbers, 0 to 5.

    Raises:
        InvalidInput: fewer than 8 or more than 10 answers, or one is out of range.
    """
    if not _ODI_ANSWERED <= len(sections) <= _ODI_SECTIONS:
        raise InvalidInput(f"ODI: {len(sections)} answers were given; expected {_ODI_ANSWERED} to {_ODI_SECTIONS}.")
    answers = whole_items("ODI", sections, [(0, 5)] * len(sections))
    return 100 * sum(answers) / (5 * len(answers))


def lefs_score(items: Sequence[float]) -> int:
    """Give the sum, 0 to 80, more being better; P7: Binkley 1999.

    Args:
        items: twenty whole numbers, 0 to 4.

    Raises:
        InvalidInput: there are not twenty, or one is out of range.
    """
    return sum(whole_items("LEFS", items, [(0, 4)] * _LEFS_ITEMS))


def quickdash_score(items: Sequence[float]) -> float:
    """Give (mean - 1) * 25, 0 to 100, less being better; P7: Beaton 2005.

    Args:
        items: answers of the 10 or 11 items that were answered, whole numbers, 1 to 5.

    Raises:
        InvalidInput: fewer than 10 or more than 11 answers, or one is out of range.
    """
    if not _DASH_ANSWERED <= len(items) <= _DASH_ITEMS:
        raise InvalidInput(f"QuickDASH: {len(items)} answers were given; expected {_DASH_ANSWERED} or {_DASH_ITEMS}.")
    return (mean(whole_items("QuickDASH", items, [(1, 5)] * len(items))) - 1) * 25


def koos_score(items: Sequence[float], part: str) -> float:
    """Give 100 - 25 * mean of one part, 0 to 100, more being better; P7: Roos 1998.

    Args:
        items: answers of at least half of the part's items, whole numbers, 0 to 4.
        part: pain (9 items), symptoms (7), daily living (17), sport (5) or quality of life (4).

    Raises:
        InvalidInput: the part is unknown, too few or too many answers were given, or one is out of range.
    """
    if part not in _KOOS_ITEMS:
        raise InvalidInput(f"KOOS: the part {part!r} was given; expected one of {', '.join(_KOOS_ITEMS)}.")
    if not _half(part) <= len(items) <= _KOOS_ITEMS[part]:
        raise InvalidInput(f"KOOS: {len(items)} answers were given; expected {_half(part)} to {_KOOS_ITEMS[part]}.")
    return 100 - 25 * mean(whole_items("KOOS", items, [(0, 4)] * len(items)))


def start_back_group(total: int, psychosocial: int) -> str:
    """Give "low", "medium" or "high"; P8: Hill 2008 Arthritis Rheum 59:632. For low back pain.

    Args:
        total: points of all nine items, 0 to 9.
        psychosocial: points of items 5 to 9, 0 to 5, and no more than the total.

    Raises:
        InvalidInput: the points do not fit each other.
    """
    if not (0 <= psychosocial <= _START_ITEMS - _START_FIRST_PSYCH and 0 <= total - psychosocial <= _START_FIRST_PSYCH):
        raise InvalidInput("STarT Back: points that do not fit were given; expected 0 to 9, of these 0 to 5 psychosocial.")
    if total < _START_LIMIT:
        return "low"
    return "high" if psychosocial >= _START_LIMIT else "medium"


def beighton_score(items: Sequence[float]) -> int:
    """Give the number of movements that were possible, 0 to 9; P15: Malfait 2017 AJMG C 175:8.

    Args:
        items: nine answers, 1 possible and 0 not.

    Raises:
        InvalidInput: there are not nine, or one is neither 0 nor 1.
    """
    return sum(whole_items("Beighton", items, [(0, 1)] * _BEIGHTON_ITEMS))


def _half(part: str) -> int:
    return -(-_KOOS_ITEMS[part] // 2)


def _too_few(items: Sequence[float], need: int) -> Lacking | None:
    return Lacking("the other answers", len(items), need) if len(items) < need else None


def _fms(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    scores = series(facts, asked, _FMS)
    if (few := _too_few(scores, _FMS_ITEMS)) is not None:
        return few
    total = fms_score(scores)
    note = "It describes how the movements went; it says nothing about the risk of injury, and nothing is recommended for it."
    if 0 in scores:
        note += " At least one movement hurt: show that to a physical therapist or doctor."
    return Figure(total, note)


def _odi(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    sections, before = series(facts, asked, _ODI), asked.maybe_number(_ODI_BEFORE.name)
    if (few := _too_few(sections, _ODI_ANSWERED)) is not None:
        return few
    value = odi_percent(sections)
    note = "More means that the back limits more."
    if before is None:
        return Figure(value, note)
    check(_ODI_BEFORE, before)
    counts = "counts as a change" if by_hand(abs(value - before)) >= _ODI_CHANGE else "is too small to count"
    change = Beside("change", "the change since the earlier result", value - before, "%", 0)
    return Figure(value, f"{note} The difference from the earlier result {counts}.", (change,))


def _lefs(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    items = series(facts, asked, _LEFS)
    few = _too_few(items, _LEFS_ITEMS)
    return few or Figure(lefs_score(items), f"More is better, 80 at most; a change of {_LEFS_CHANGE} points or more counts.")


def _quickdash(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    items = series(facts, asked, _DASH)
    few = _too_few(items, _DASH_ANSWERED)
    return few or Figure(quickdash_score(items), "Less is better; 0 is no limit and 100 the most.")


def _koos(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    items, part = series(facts, asked, _KOOS), word(facts, _KOOS_PART)
    if facts.missing:
        return NOTHING
    few = _too_few(items, _half(part))
    return few or Figure(koos_score(items, part), f"Of the part on {part}; more is better, and 100 is no complaint.")


def _start_back(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    items = series(facts, asked, _START)
    if (few := _too_few(items, _START_ITEMS)) is not None:
        return few
    points = whole_items("STarT Back", items, [(0, 1)] * _START_ITEMS)
    total, psychosocial = sum(points), sum(points[_START_FIRST_PSYCH:])
    group = start_back_group(total, psychosocial)
    said = {
        "low": "The low group.",
        "medium": "The medium group: see a physical therapist.",
        "high": "The high group: see a doctor or physical therapist before any plan.",
    }[group]
    beside = Beside("psychosocial", "the points of its psychosocial items", psychosocial, "score")
    return Figure(total, said, (beside,))


def _beighton(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    items, age = series(facts, asked, _BEIGHTON), facts.age()
    if facts.missing:
        return NOTHING
    if age < _ADULT_AGE:
        return Lacking("an adult's age, which the limit was made for; ask a doctor about a young person's joints")
    if (few := _too_few(items, _BEIGHTON_ITEMS)) is not None:
        return few
    score = beighton_score(items)
    many = score >= _BEIGHTON_ADULT
    note = "Enough to mention to a doctor or physical therapist." if many else "Below the number worth mentioning in an adult."
    return Figure(score, f"{note} It is a screen and nothing more.")


COMPUTATIONS: Final = (
    direct(
        "P3",
        "rehab.movement_screen",
        title="your movement screen score",
        formula="sum of seven movements, each 0 to 3; any 0 is pain and is for a physical therapist to see",
        unit="score",
        digits=0,
        guard="all seven movements were scored; describes only, and predicts no injury",
        accepts=(_FMS,),
        gives=_fms,
    ),
    direct(
        "P6",
        "rehab.oswestry",
        title="your Oswestry index",
        formula="100 * sum / (5 * answered); a change of 10 or more counts",
        unit="%",
        digits=0,
        guard="at least 8 of the 10 sections were answered",
        accepts=(_ODI, _ODI_BEFORE),
        gives=_odi,
    ),
    direct(
        "P7",
        "rehab.lower_limb_function",
        title="your lower extremity functional score",
        formula="sum of twenty items, each 0 to 4; a change of 9 or more counts",
        unit="score",
        digits=0,
        guard="all 20 items were answered",
        accepts=(_LEFS,),
        gives=_lefs,
    ),
    direct(
        "P7",
        "rehab.upper_limb_limits",
        title="your QuickDASH score",
        formula="(mean - 1) * 25",
        unit="score",
        digits=1,
        guard="at least 10 of the 11 items were answered",
        accepts=(_DASH,),
        gives=_quickdash,
    ),
    direct(
        "P7",
        "rehab.knee_score",
        title="your KOOS score",
        formula="100 - 25 * mean of one part's items, each 0 to 4",
        unit="score",
        digits=1,
        guard="at least half of the part's items were answered",
        accepts=(_KOOS_PART, _KOOS),
        gives=_koos,
    ),
    direct(
        "P8",
        "rehab.back_screen",
        title="your STarT Back score",
        formula="sum of nine items; below 4 low, else high when items 5 to 9 make 4 or more, else medium",
        unit="score",
        digits=0,
        guard="low back pain, and all 9 items were answered",
        accepts=(_START,),
        gives=_start_back,
    ),
    direct(
        "P15",
        "rehab.joint_mobility",
        title="your Beighton score",
        formula="number of nine movements that were possible; 5 or more in an adult is worth mentioning to a clinician",
        unit="score",
        digits=0,
        guard="an adult, and all 9 movements were tried",
        accepts=(_BEIGHTON, AGE),
        gives=_beighton,
    ),
)
"""What the catalogue offers on scored screens and questionnaires."""
