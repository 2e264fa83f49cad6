"""Sweat and drink: what a session cost in water, and what brings it back."""

from __future__ import annotations

from typing import Final

from auren.errors import InvalidInput
from auren.science.bounds import within
from auren.science.direct import Beside, Figure, Lacking, direct
from auren.science.nutrition.facts import WEIGHT_KG, tidy
from auren.science.parameters import Arguments, QuantityParameter
from auren.science.person import PersonFacts

__all__ = ["COMPUTATIONS", "mass_loss", "rehydration", "sweat_rate"]

_VOLUME_L: Final = (0.0, 20.0)
_HOURS: Final = (0.1, 24.0)
_REHYDRATE_L_KG: Final = (1.25, 1.5)
# Nobody sweats more; beyond it a weight or a volume is wrong.
_MOST_SWEAT_L_H: Final = 6.0

_GAINED: Final = (
    "Body mass rose: more was drunk than lost, which can be dangerous. Drink no more plain water for now; "
    "with headache, confusion or vomiting call emergency help at once"
)


def sweat_rate(before_kg: float, after_kg: float, drink_l: float, urine_l: float, hours: float) -> float:
    """Give (mass before - mass after + drink - urine) / hours in L an hour; C12: Sawka 2007 MSSE 39:377.

    A kilogram counts as a litre.

    Args:
        before_kg, after_kg: body mass before and after the session in kg, 20 to 400.
        drink_l, urine_l: drunk and passed in between in L, 0 to 20.
        hours: length of the session in h, 0.1 to 24.

    Raises:
        InvalidInput: a value is out of range, or together they give less than no sweat.
    """
    for mass in (before_kg, after_kg):
        within("A body mass", mass, "kg", *WEIGHT_KG)
    for volume in (drink_l, urine_l):
        within("A volume", volume, "L", *_VOLUME_L)
    within("A length", hours, "h", *_HOURS)
    lost = _lost(before_kg, after_kg, drink_l, urine_l)
    if lost < 0:
        raise InvalidInput("Masses and volumes that give less than no sweat were given; check them.")
    return lost / hours


def _lost(before_kg: float, after_kg: float, drink_l: float, urine_l: float) -> float:
    return tidy(before_kg - after_kg + drink_l - urine_l)


def mass_loss(before_kg: float, after_kg: float) -> float:
    """Give the loss of body mass in %, a gain below 0; C12: McDermott 2017 J Athl Train 52:877.

    Args:
        before_kg, after_kg: body mass before and after the session in kg, 20 to 400.

    Raises:
        InvalidInput: a mass is out of range.
    """
    for mass in (before_kg, after_kg):
        within("A body mass", mass, "kg", *WEIGHT_KG)
    return 100 * (before_kg - after_kg) / before_kg


def rehydration(lost_kg: float) -> tuple[float, float]:
    """Give 1.25 to 1.5 L per kg lost; C12: Sawka 2007 MSSE 39:377.

    Args:
        lost_kg: body mass lost in kg, 0 to 380.

    Raises:
        InvalidInput: the loss is out of range.
    """
    within("A loss of body mass", lost_kg, "kg", 0, WEIGHT_KG[1] - WEIGHT_KG[0])
    return _REHYDRATE_L_KG[0] * lost_kg, _REHYDRATE_L_KG[1] * lost_kg


def _sweat(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    before = facts.number("mass_before", "the body mass before the session")
    after = facts.number("mass_after", "the body mass after the session")
    drink = facts.number("drink", "what was drunk in the session")
    hours = facts.number("duration", "the length of the session")
    urine = asked.number("urine")
    if after > before and _lost(before, after, drink, urine) < 0:
        return Lacking(f"masses and volumes that fit each other. {_GAINED}")
    rate = sweat_rate(before, after, drink, urine, hours)
    if rate > _MOST_SWEAT_L_H:
        return Lacking("masses, drink and length that fit each other; together these give more sweat than a body makes")
    share = mass_loss(before, after)
    if share < 0:
        return Figure(
            rate,
            f"{_GAINED}.",
            (Beside("gain", "your gain of body mass in the session", -share, "%", 2),),
        )
    low, high = rehydration(before - after)
    return Figure(
        rate,
        "A kilogram counts as a litre; drink it back over hours, with salt or food, not at once.",
        (
            Beside("loss", "your loss of body mass in the session", share, "%", 2),
            Beside("drink_low", "the low end of what brings it back", low, "L", 1),
            Beside("drink_high", "the high end of what brings it back", high, "L", 1),
        ),
    )


COMPUTATIONS: Final = (
    direct(
        "C12",
        "hydration.sweat_rate",
        title="your sweat rate",
        formula="(mass before - mass after + drink - urine) / hours; loss in % of mass before; 1.25 to 1.5 L per kg lost",
        unit="L/h",
        digits=2,
        guard="masses and volumes that fit each other; a gain of body mass is a warning and no success",
        accepts=(
            QuantityParameter("mass_before", "body mass before the session", "kg", *WEIGHT_KG),
            QuantityParameter("mass_after", "body mass after it, as dry and as clothed as before", "kg", *WEIGHT_KG),
            QuantityParameter("drink", "drunk in the session", "L", *_VOLUME_L),
            QuantityParameter("urine", "urine passed in the session", "L", *_VOLUME_L, default=0.0),
            QuantityParameter("duration", "length of the session", "h", *_HOURS),
        ),
        gives=_sweat,
    ),
)
"""What the catalogue offers on sweat and drink."""
