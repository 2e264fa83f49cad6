"""Pain as a guide to loading: the pain-monitoring rule, what change of pain counts, and how far the next run may go."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from auren.science._said import NOTHING, by_hand, check, flag, number, word
from auren.science.direct import Beside, Figure, Lacking, direct
from auren.science.parameters import Arguments, ChoiceParameter, FlagParameter, QuantityParameter
from auren.science.person import PersonFacts

__all__ = ["COMPLAINT", "COMPUTATIONS", "PainCourse", "not_for", "pain_change", "pain_course", "run_cap"]

_GO_UP_TO: Final = 2.0
_ACCEPTABLE_UP_TO: Final = 5.0
_CHANGE_POINTS: Final = 2.0
_CHANGE_PERCENT: Final = 30.0
_RUN_FACTOR: Final = 1.10

COMPLAINT: Final = ChoiceParameter("complaint", "where the pain is", ("tendon", "kneecap", "bone", "other"))
"""What hurts; pain in a bone is never loaded by these rules."""

_DURING = QuantityParameter("during", "pain during the session", "0-10", 0, 10)
_MORNING = QuantityParameter("next_morning", "pain on the next morning", "0-10", 0, 10)
_USUAL = QuantityParameter("usual_morning", "pain on a usual morning", "0-10", 0, 10)
_RISE = FlagParameter("weekly_rise", "whether the pain rises from week to week")
_BEFORE = QuantityParameter("before", "pain before", "0-10", 0.1, 10)
_AFTER = QuantityParameter("after", "pain now", "0-10", 0, 10)
_LONGEST = QuantityParameter("longest", "longest run of the last month", "km", 0.1, 300)


class PainCourse(StrEnum):
    """What the pain-monitoring rule says of a session."""

    GO = "go"
    ACCEPTABLE = "acceptable"
    REGRESS = "regress"
    STOP = "stop"


_SAID: Final = {
    PainCourse.GO: "Go on: pain this low does not limit the session.",
    PainCourse.ACCEPTABLE: "Acceptable: it had settled by the next morning and does not rise from week to week.",
    PainCourse.REGRESS: "Take a step back: it had not settled by the next morning, or it rises from week to week.",
    PainCourse.STOP: "Stop: pain above 5 of 10 is for a physical therapist or doctor to look at before any further loading.",
}


def pain_course(during: float, next_morning: float, usual_morning: float, *, weekly_rise: bool) -> PainCourse:
    """Give what the pain-monitoring rule says; P4: Silbernagel 2007 AJSM 35:897. For tendon and kneecap pain only.

    Args:
        during: pain during the session, 0 to 10.
        next_morning: pain on the morning after, 0 to 10.
        usual_morning: pain on a usual morning, 0 to 10.
        weekly_rise: whether pain rises from week to week.

    Raises:
        InvalidInput: a pain is out of range.
    """
    for parameter, value in ((_DURING, during), (_MORNING, next_morning), (_USUAL, usual_morning)):
        check(parameter, value)
    worst = max(during, next_morning)
    if worst > _ACCEPTABLE_UP_TO:
        return PainCourse.STOP
    if worst <= _GO_UP_TO:
        return PainCourse.GO
    return PainCourse.ACCEPTABLE if next_morning <= usual_morning and not weekly_rise else PainCourse.REGRESS


def pain_change(before: float, after: float) -> float:
    """Give the change of pain in percent of what it was, below 0 when it became less; P5: Farrar 2001 Pain 94:149.

    Args:
        before: pain before, 0.1 to 10.
        after: pain now, 0 to 10.

    Raises:
        InvalidInput: a pain is out of range.
    """
    check(_BEFORE, before)
    check(_AFTER, after)
    return 100 * (after - before) / before


def run_cap(longest_km: float) -> float:
    """Give 1.10 * the longest run of the last 30 days in km; P12: Frandsen 2025.

    Args:
        longest_km: longest run of the last 30 days in km, 0.1 to 300.

    Raises:
        InvalidInput: the distance is out of range.
    """
    check(_LONGEST, longest_km)
    return _RUN_FACTOR * longest_km


def not_for(complaint: str) -> Lacking | None:
    """Give why rules for tendon and kneecap pain do not apply to a complaint, or None when they do.

    Args:
        complaint: one of the words of `COMPLAINT`.
    """
    if complaint == "bone":
        return Lacking(
            "a doctor's or physical therapist's word first: pain in a bone is never loaded by this rule, so stop running and "
            "jumping until it was looked at"
        )
    if complaint == "other":
        return Lacking("a tendon or kneecap complaint, which the rule was made for; ask a physical therapist about any other")
    return None


def _course(facts: PersonFacts, asked: Arguments) -> PainCourse | Lacking:
    complaint = word(facts, COMPLAINT)
    pains = [number(facts, parameter) for parameter in (_DURING, _MORNING, _USUAL)]
    rise = flag(facts, asked, _RISE)
    if complaint == "bone":
        # What else is missing does not matter then, and must not hide the one thing to be said.
        facts.missing.clear()
    if facts.missing:
        return NOTHING
    return not_for(complaint) or pain_course(pains[0], pains[1], pains[2], weekly_rise=rise)


def _monitoring(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    course = _course(facts, asked)
    if isinstance(course, Lacking):
        return course
    morning = Beside("next_morning", "your pain on the next morning", asked.number(_MORNING.name), "0-10", 0)
    return Figure(asked.number(_DURING.name), _SAID[course], (morning,))


def _change(facts: PersonFacts, _: Arguments) -> Figure | Lacking:
    before, after = number(facts, _BEFORE), number(facts, _AFTER)
    value = pain_change(before, after)
    points, percent = by_hand(abs(after - before)), by_hand(abs(value))
    if points < _CHANGE_POINTS and percent < _CHANGE_PERCENT:
        note = "Less than 2 points and less than 30 %: too small a change to count."
    elif after < before:
        note = "A meaningful relief: at least 2 points or 30 %."
    else:
        note = "A rise as large as what counts as a meaningful change; tell your physical therapist or doctor."
    return Figure(value, note, (Beside("points", "that change in points", after - before, "score", 1),))


def _cap(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    longest = number(facts, _LONGEST)
    course = _course(facts, asked)
    if isinstance(course, Lacking):
        return course
    if course is PainCourse.STOP:
        return Lacking("pain low enough to run; have a physical therapist or doctor look at it first")
    if course is PainCourse.REGRESS:
        return Lacking("pain that settles by the next morning and does not rise; go back to the last step that was settled")
    return Figure(
        run_cap(longest),
        "At most a tenth more than your longest run of the last 30 days; build up by walking and running in turn, and "
        "judge each step by the pain during it and on the morning after.",
    )


_PAINS = (COMPLAINT, _DURING, _MORNING, _USUAL, _RISE)

COMPUTATIONS: Final = (
    direct(
        "P4",
        "rehab.pain_monitoring",
        title="your pain during the session",
        formula="0-2 go; above 2 to 5 acceptable if settled on the next morning and without a weekly rise, else regress; above "
        "5 stop",
        unit="0-10",
        digits=0,
        guard="tendon or kneecap pain; never pain in a bone",
        accepts=_PAINS,
        gives=_monitoring,
    ),
    direct(
        "P5",
        "rehab.pain_change",
        title="your change of pain",
        formula="100 * (after - before) / before; at least 2 points or 30 % counts",
        unit="%",
        digits=1,
        guard="there was pain before",
        accepts=(_BEFORE, _AFTER),
        gives=_change,
    ),
    direct(
        "P12",
        "rehab.run_cap",
        title="your longest next run",
        formula="1.10 * the longest run of the last 30 days, given only when the pain-monitoring rule lets the person go on",
        unit="km",
        digits=1,
        guard="tendon or kneecap pain that is acceptable by the pain-monitoring rule; never pain in a bone",
        accepts=(*_PAINS, _LONGEST),
        gives=_cap,
    ),
)
"""What the catalogue offers on pain as a guide to loading."""
