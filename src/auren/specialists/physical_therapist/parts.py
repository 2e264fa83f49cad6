"""Parts of the body by name, and an easy stretch for each; none of them needs kneeling or equipment."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final, NamedTuple

from auren.conversation import Timing
from auren.specialists.framework import Dose, Plans

__all__ = ["stretched"]


class _Stretch(NamedTuple):
    """An easy stretch: by which words its part is named, how the part is called, and what to do."""

    words: str
    part: str
    how: str


_STRETCHES: Final = (
    _Stretch(r"hips?|glutes?|pigeon", "your hip", "lie on your back and draw a knee towards you"),
    _Stretch(
        r"hamstrings?|back of (?:my|the) thighs?|touch (?:my|the) toes",
        "your hamstring",
        "lie on your back and raise a straight leg",
    ),
    _Stretch(r"groin|adductors?|inner thighs?", "your inner thigh", "sit with your soles together and let the knees sink"),
    _Stretch(r"quads?|thighs?", "your thigh", "stand, hold a wall, and draw a heel towards your seat"),
    _Stretch(r"calf|calves|achilles", "your calf", "step a foot back and press its heel down"),
    _Stretch(r"ankles?|dorsiflexion", "your ankle", "let the knee travel over the toes with the heel down"),
    _Stretch(r"shoulders?|overhead", "your shoulder", "slide both arms up a wall"),
    _Stretch(r"chest|pecs?", "your chest", "rest a forearm on a door frame and turn away from it"),
    _Stretch(r"neck|traps?", "your neck", "let an ear sink towards the shoulder, and turn the head slowly"),
    _Stretch(
        r"upper back|thoracic|mid(?:dle)? back", "your upper back", "sit tall with folded arms and turn from side to side"
    ),
    _Stretch(
        r"(?:lower |low )?back|lumbar|spine", "your back", "lie on your back and let both bent knees sink from side to side"
    ),
    _Stretch(r"wrists?|forearms?", "your wrist", "stretch the arm and draw the fingers gently back"),
)
"""In the order in which they are looked for."""
_STIFF: Final = ("the stiff part", "the stiff joint")


def stretched(plans: Plans, words: str) -> Plans:
    """Give plans that name the part which the words name, with a stretch for it today; as they are where none is named.

    Args:
        plans: of mobility.
        words: the person's own; untrusted.
    """
    said = words.casefold()
    found = next((one for one in _STRETCHES if re.search(rf"\b(?:{one.words})\b", said)), None)
    if found is None:
        return plans
    made: dict[Timing, tuple[str | Dose, ...]] = {
        timing: tuple(_of(plan, found.part) for plan in texts) for timing, texts in plans.items()
    }
    return {**made, "today": tuple(_with(plan, found.how) for plan in made.get("today", ()))}


def _of(plan: str | Dose, name: str) -> str | Dose:
    text = plan if isinstance(plan, str) else plan.text
    for stiff in _STIFF:
        text = text.replace(f"for {stiff}", f"for {name}").replace(stiff, name)
    return text if isinstance(plan, str) else replace(plan, text=text)


def _with(plan: str | Dose, how: str) -> str | Dose:
    text = f"{plan if isinstance(plan, str) else plan.text}; for example, {how}"
    return text if isinstance(plan, str) else replace(plan, text=text)
