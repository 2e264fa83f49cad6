"""Pain: how much there is decides how much training is allowed; the more it hurts, the less is asked for."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from auren.conversation import ClaimKind, Constraint
from auren.specialists.framework import Draft, View, explain, follow, state, to_the_point
from auren.specialists.framework.topic import Decide
from auren.specialists.physical_therapist.parts import stretched
from auren.specialists.physical_therapist.plans import GENTLE, PLANS, TENDON
from auren.specialists.understanding.lazy import LazyPattern

__all__ = ["caring", "limits", "pain", "rated"]

_NAME: Final = "physical_therapist"
_HOLDS_DAYS: Final = 3
_MUCH: Final = 0.5
_RATED: Final = LazyPattern(r"\b(10|[0-9])(?:[.,]\d)?\s*(?:/|of|out of|von|auf)\s*10\b")
_HURTS: Final = LazyPattern(
    r"\b(?:pain\w*|hurt\w*|ach(?:e|es|ing)|niggle|nagging|throb\w*|sprain\w*|twisted|swollen|swelling|injur\w*|schmerz\w*|weh)\b",
    re.IGNORECASE,
)
_UNABLE: Final = LazyPattern(
    r"\b(?:can(?:not|'?t)|can barely|can hardly|could barely|unable to|barely|hardly)\b[^.?!]{0,20}?"
    r"\b(?:stand|walk|step|put (?:any )?weight|bear|move|bend|lift|grip)\b",
    re.IGNORECASE,
)
"""What a part cannot do any more; of such a part more is assumed than of one that hurts. auren's convention."""
_SHARP: Final = LazyPattern(
    r"\b(?:sharp|stabbing|one spot|single spot)\b[^.?!]*\b(?:worse|every step|each step|rest|night)\b"
    r"|\b(?:every|each) step\b[^.?!]*\bworse\b",
    re.IGNORECASE,
)
_PART: Final = LazyPattern(
    r"\b(?:achilles|ankles?|knees?|hips?|groin|hamstrings?|calf|calves|shins?|heels?|foot|feet|toes?|shoulders?|elbows?|wrists?|"
    r"neck|back|tendons?|knie|huefte|hüfte|schulter|rücken|ferse|sehne)\b",
    re.IGNORECASE,
)
_PLURALS: Final = (
    "ankles",
    "knees",
    "hips",
    "hamstrings",
    "calves",
    "shins",
    "heels",
    "feet",
    "toes",
    "shoulders",
    "elbows",
    "wrists",
)
_GERMAN: Final = frozenset({"knie", "huefte", "hüfte", "schulter", "rücken", "ferse", "sehne"})
_FORBIDDEN: Final = LazyPattern(
    r"\b(?:physio\w*|physical therapist|doctor|surgeon|gp|consultant|clinician|specialist)\b[^.?!]{0,25}?"
    r"\b(?:told|said|says|asked|wants|advised|ordered|recommended)\b[^.?!]{0,30}?"
    r"\b(?:not to|don['’]?t|do not|shouldn['’]?t|no|rest|avoid|stay off|wait|off)\b",
    re.IGNORECASE,
)
"""A clinician asked somebody to hold back, which counts before any figure."""
_EXERCISES: Final = LazyPattern(r"\b(?:exercises?|stretches|drills|sets|reps)\b", re.IGNORECASE)
"""Whoever asks for these is told how many."""
_TENDON: Final = LazyPattern(r"\b(?:achilles|tendons?|tendin\w*|jumper'?s knee|tennis elbow)\b", re.IGNORECASE)
_LOADED: Final = frozenset({f"rehabilitation.{topic}" for topic in ("rehabilitation", "mobility", "corrective_exercise")})
"""Topics in which a tendon is loaded rather than stretched."""
_MOBILITY: Final = "rehabilitation.mobility"
_GOOD: Final = LazyPattern(r"\b(?:fresh\w*|good|great|recovered|strong|ready|effort|rpe|flexib\w*|mobil\w*)\b", re.IGNORECASE)
"""What a rating is of where it is not of pain."""
_SORE: Final = LazyPattern(r"\b(?:sore\w*|muskelkater)\b", re.IGNORECASE)
_NOT_YET: Final = LazyPattern(
    r"\b(?:prevent\w*|avoid\w*|without|risk of|pain[- ]free)\b[^.?!]{0,30}?\b(?:injur\w*|pain)\b", re.IGNORECASE
)
_CANNOT: Final = 7
_WORSENING: Final = 6
_SOME: Final = 4
"""The pain, 0 to 10, that is assumed where something hurts and nobody rated it. auren's convention."""

_LITTLE: Final = 2
"""The pain that is assumed of sore muscles. auren's convention."""

# Pain from 0 to 10 -> the share of the usual load, and of impact, that is allowed. P4: up to 5 may be borne; auren's steps.
_STEPS: Final = ((7, 0.0, 0.0), (6, 0.5, 0.0), (4, 0.8, 0.5), (1, 1.0, 0.8))


def rated(words: str) -> int | None:
    """Give the pain that words rate out of ten, the highest where several are rated; None without a rating.

    Args:
        words: the person's own; untrusted.
    """
    return max((int(match[1]) for match in _RATED.finditer(words)), default=None) if _hurts(words) else None


def _hurts(words: str) -> bool:
    return any(pattern.search(words) for pattern in (_HURTS, _SORE)) or _rates_a_part(words)


def _rates_a_part(words: str) -> bool:
    """Tell whether a part of the body is rated, which somebody does of pain: "my achilles is at 4/10"."""
    return all(pattern.search(words) for pattern in (_RATED, _PART)) and not _GOOD.search(words)


def _told(view: View) -> str:
    """Give what is told of pain: by the question, or else by those before it in the same conversation."""
    earlier = " ".join(view.case.earlier)
    return view.words if _hurts(view.words) or not _hurts(earlier) else f"{earlier} {view.words}"


async def limits(view: View) -> tuple[Constraint, ...]:
    """Give what pain and injuries demand of training.

    Args:
        view: the case.
    """
    until = view.today + timedelta(days=_HOLDS_DAYS)
    if _forbidden(view):
        reason = "Your clinician asked you to hold back"
        return (
            Constraint("training_load", _MUCH, until, reason, _NAME, cause="safety"),
            Constraint("impact", 0.0, until, reason, _NAME, cause="safety"),
        )
    injuries = await view.facts("injury")
    reported = view.found("injury_reported")
    told = _told(view)
    level = rated(told)
    said = _NOT_YET.sub("", told)
    if level is None and _HURTS.search(said) and _PART.search(said):
        level = _CANNOT if _UNABLE.search(said) else _WORSENING if _SHARP.search(said) else None
    if level is None and (injuries or reported is not None or _HURTS.search(said)):
        level = _SOME
    if level is None and _SORE.search(said):
        level = _LITTLE
    if level is None:
        return ()
    step = next((step for step in _STEPS if level >= step[0]), None)
    if step is None:
        return ()
    hurts = _hurting(view)
    reason = f"Less training load: {hurts}" if step[1] < 1 else f"No added training load: {hurts}"
    return (
        Constraint("training_load", step[1], until, reason, _NAME, cause="pain"),
        Constraint("impact", step[2], until, f"Less running and jumping: {hurts}", _NAME, cause="pain"),
    )


def _forbidden(view: View) -> bool:
    return _FORBIDDEN.search(view.words) is not None


def _keep_to(draft: Draft) -> None:
    """Ask to keep to what a clinician said."""
    draft.urge("Keep to what your clinician told you, and ask them before you change it", "today", on="impact", change=0.0)
    draft.say(ClaimKind.MEANING, "A device sees how rested you are, not how healed something is.")


async def pain(view: View, draft: Draft) -> None:
    """Decide on pain.

    Args:
        view: the case.
        draft: what it is added to.
    """
    demanded = await limits(view)
    if _forbidden(view):
        _keep_to(draft)
        draft.demand(*demanded)
        return
    share = next((limit.ceiling for limit in demanded if limit.on == "training_load"), 1.0)
    if share == 0.0:
        _leave_out(draft)
    elif share is not None and share <= _MUCH:
        text = "Leave out running and jumping, keep to what hurts little, and have a doctor or physiotherapist look at it"
        draft.urge(text, "today", on="training_load")
    elif demanded:
        # How much is allowed is for all that limits it to say, not for pain alone.
        draft.urge(f"Keep to movements that hurt {_site(view)}little, and stop where pain rises", "today", on="training_load")
    else:
        await follow(view, draft, PLANS["rehabilitation.pain"], usually="today")
    if demanded and view.timing in ("this_week", "this_block") and share:
        await follow(view, draft, PLANS["rehabilitation.pain"])
    draft.figure(view.known("mind.soreness_standing"))
    draft.demand(*demanded)
    await explain(view, draft, "rehabilitation.pain", prefer="pain-monitor" if demanded and not view.asks_to_know else "")
    if demanded and rated(_told(view)) is None:
        draft.ask("How strong is it at rest and when you move, and is it getting better or worse?")


def _site(view: View) -> str:
    """Give the one part of the body that is told of, as "your shoulder "; nothing where none is, or several."""
    found = {match[0].casefold() for match in _PART.finditer(_told(view))} - {"tendon", "tendons"}
    if len(found) != 1 or found & _GERMAN:
        return ""
    (part,) = found
    return f"your {'Achilles tendon' if part == 'achilles' else part} "


def _hurting(view: View) -> str:
    """Give what hurts: "your knee hurts", or "something hurts" where no part, or several, is told of."""
    site = _site(view).strip()
    return "something hurts" if not site else f"{site} {'hurt' if site.endswith(_PLURALS) else 'hurts'}"


def caring(topic: str, *figures: str) -> Decide:
    """Give a way to decide on a topic of movement that minds what hurts.

    Args:
        topic: the topic's id.
        *figures: computations to be told.
    """

    async def decide(view: View, draft: Draft) -> None:
        demanded = await limits(view)
        share = next((limit.ceiling for limit in demanded if limit.on == "training_load"), None)
        draft.demand(*demanded)
        if _forbidden(view):
            _keep_to(draft)
            return
        usual = stretched(PLANS[topic], view.words) if topic == _MOBILITY else PLANS[topic]
        plans = usual
        if share == 0.0:
            _leave_out(draft)
        elif share is not None and share <= _MUCH:
            plans = GENTLE
        elif topic in _LOADED and _TENDON.search(view.words):
            plans = TENDON
        if plans is not usual:
            await follow(view, draft, plans, usually="today")
        elif not demanded and not view.wants_plan and not _EXERCISES.search(view.words):
            await to_the_point(view, draft, topic)
        await state(view, draft, topic, figures, plans)

    return decide


def _leave_out(draft: Draft) -> None:
    text = "Leave out all training of that part, and have a doctor or physiotherapist look at it"
    draft.urge(text, "today", on="training_load", change=0.0)
    draft.say(ClaimKind.MEANING, "Pain of that strength is more than training should go on with.")
