"""What burns and what circulates: fat and carbohydrate from breath, energy from breath, and glucose figures to discuss."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from auren.errors import InvalidInput
from auren.science.bounds import within
from auren.science.direct import Beside, Figure, Lacking, direct
from auren.science.nutrition.facts import tidy
from auren.science.parameters import Arguments, QuantityParameter, SeriesParameter
from auren.science.person import PersonFacts
from auren.science.statistics import coefficient_of_variation, mean

__all__ = [
    "COMPUTATIONS",
    "carbohydrate_oxidation",
    "exchange_ratio",
    "fat_oxidation",
    "glucose_management_indicator",
    "homa_ir",
    "weir",
]

_GAS_L_MIN: Final = (0.05, 10.0)
_STEADY_RATIO: Final = (0.70, 1.0)
_GLUCOSE_MG_DL: Final = (20.0, 600.0)
_INSULIN_UU_ML: Final = (0.1, 300.0)
_GLUCOSE_SEEN_BELOW: Final = 70.0
_GLUCOSE_SEEN_ABOVE: Final = 250.0

_GASES: Final = (
    QuantityParameter("vo2", "oxygen taken up", "L/min", *_GAS_L_MIN),
    QuantityParameter("vco2", "carbon dioxide given off", "L/min", *_GAS_L_MIN),
)


def exchange_ratio(vo2_l_min: float, vco2_l_min: float) -> float:
    """Give carbon dioxide given off / oxygen taken up; C16: Frayn 1983 J Appl Physiol 55:628.

    Args:
        vo2_l_min, vco2_l_min: gases in L a minute, 0.05 to 10.

    Raises:
        InvalidInput: a gas is out of range.
    """
    for gas in (vo2_l_min, vco2_l_min):
        within("A gas", gas, "L/min", *_GAS_L_MIN)
    return vco2_l_min / vo2_l_min


def fat_oxidation(vo2_l_min: float, vco2_l_min: float) -> float:
    """Give the fat burnt in g a minute, 1.67 * (VO2 - VCO2); C16: Frayn 1983 J Appl Physiol 55:628.

    Args:
        vo2_l_min, vco2_l_min: gases in L a minute, 0.05 to 10, with a ratio from 0.70 to 1.0.

    Raises:
        InvalidInput: a gas or the ratio is out of range.
    """
    _steady(vo2_l_min, vco2_l_min)
    return 1.67 * max(0.0, vo2_l_min - vco2_l_min)


def carbohydrate_oxidation(vo2_l_min: float, vco2_l_min: float) -> float:
    """Give the carbohydrate burnt in g a minute, 4.55 * VCO2 - 3.21 * VO2, not below 0; C16: Frayn 1983 J Appl Physiol 55:628.

    Args:
        vo2_l_min, vco2_l_min: gases in L a minute, 0.05 to 10, with a ratio from 0.70 to 1.0.

    Raises:
        InvalidInput: a gas or the ratio is out of range.
    """
    _steady(vo2_l_min, vco2_l_min)
    # At a ratio just above 0.70 the equation falls a little below nothing.
    return max(0.0, 4.55 * vco2_l_min - 3.21 * vo2_l_min)


def weir(vo2_l_min: float, vco2_l_min: float) -> float:
    """Give the energy spent in kcal a minute, 3.941 * VO2 + 1.106 * VCO2; C17: Weir 1949 J Physiol 109:1.

    Args:
        vo2_l_min, vco2_l_min: gases in L a minute, 0.05 to 10.

    Raises:
        InvalidInput: a gas is out of range.
    """
    for gas in (vo2_l_min, vco2_l_min):
        within("A gas", gas, "L/min", *_GAS_L_MIN)
    return 3.941 * vo2_l_min + 1.106 * vco2_l_min


def glucose_management_indicator(mean_mg_dl: float) -> float:
    """Give 3.31 + 0.02392 * mean glucose in %; C22: Bergenstal 2018 Diabetes Care 41:2275.

    Args:
        mean_mg_dl: mean sensor glucose in mg/dL, 20 to 600.

    Raises:
        InvalidInput: the glucose is out of range.
    """
    return 3.31 + 0.02392 * within("A glucose", mean_mg_dl, "mg/dL", *_GLUCOSE_MG_DL)


def homa_ir(glucose_mg_dl: float, insulin_uu_ml: float) -> float:
    """Give fasting glucose * fasting insulin / 405; C23: Matthews 1985 Diabetologia 28:412.

    Args:
        glucose_mg_dl: fasting glucose in mg/dL, 20 to 600.
        insulin_uu_ml: fasting insulin in uU/mL, 0.1 to 300.

    Raises:
        InvalidInput: a value is out of range.
    """
    within("A glucose", glucose_mg_dl, "mg/dL", *_GLUCOSE_MG_DL)
    return glucose_mg_dl * within("An insulin", insulin_uu_ml, "uU/mL", *_INSULIN_UU_ML) / 405


def _is_steady(ratio: float) -> bool:
    return _STEADY_RATIO[0] <= tidy(ratio) <= _STEADY_RATIO[1]


def _steady(vo2_l_min: float, vco2_l_min: float) -> None:
    if not _is_steady(exchange_ratio(vo2_l_min, vco2_l_min)):
        raise InvalidInput("A ratio of the gases out of range was given; expected 0.7 to 1, at a steady effort.")


def _oxidation(facts: PersonFacts, _: Arguments) -> Figure | Lacking:
    vo2, vco2 = facts.number("vo2", "the oxygen taken up"), facts.number("vco2", "the carbon dioxide given off")
    ratio = exchange_ratio(vo2, vco2)
    if not _is_steady(ratio):
        return Lacking("gases of a steady effort; outside the usual ratio the equations do not hold")
    return Figure(
        fat_oxidation(vo2, vco2),
        "Holds at a steady effort only.",
        (
            Beside("carbohydrate", "your carbohydrate oxidation", carbohydrate_oxidation(vo2, vco2), "g/min", 3),
            Beside("ratio", "your respiratory exchange ratio", ratio, "ratio", 2),
        ),
    )


def _weir(facts: PersonFacts, _: Arguments) -> Figure:
    vo2 = facts.number("vo2", "the oxygen taken up")
    return Figure(weir(vo2, facts.number("vco2", "the carbon dioxide given off")))


def _glucose(facts: PersonFacts, asked: Arguments) -> Figure:
    readings = asked.series("glucose")
    average = mean(readings) if readings else facts.number("mean_glucose", "glucose readings, or their mean")
    beside = [Beside("mean", "your mean sensor glucose", average, "mg/dL")]
    if len(readings) > 1:
        beside.append(Beside("cv", "the variation of your glucose", coefficient_of_variation(readings), "%", 1))
    return Figure(glucose_management_indicator(average), _glucose_note(readings or (average,)), tuple(beside))


def _glucose_note(readings: Sequence[float]) -> str:
    note = (
        "For display only, best of two weeks of readings: no diagnosis, and nothing to change insulin or a medicine by. "
        "Without diabetes its meaning is not settled."
    )
    if min(readings) < _GLUCOSE_SEEN_BELOW or max(readings) > _GLUCOSE_SEEN_ABOVE:
        return f"{note} Some of it lies below 70 or above 250 mg/dL: speak with a doctor today."
    return note


def _homa(facts: PersonFacts, _: Arguments) -> Figure:
    glucose = facts.number("glucose", "the fasting glucose")
    value = homa_ir(glucose, facts.number("insulin", "the fasting insulin"))
    return Figure(value, "A figure to discuss with a clinician, together with the laboratory's own ranges; no diagnosis.")


COMPUTATIONS: Final = (
    direct(
        "C16",
        "energy.fat_oxidation",
        title="your fat oxidation",
        formula="fat 1.67 * (VO2 - VCO2), carbohydrate 4.55 * VCO2 - 3.21 * VO2 not below 0, ratio VCO2 / VO2",
        unit="g/min",
        digits=3,
        guard="a ratio from 0.70 to 1.0, at a steady effort",
        accepts=_GASES,
        gives=_oxidation,
    ),
    direct(
        "C17",
        "energy.spent",
        title="your energy expenditure from breath",
        formula="3.941 * VO2 + 1.106 * VCO2",
        unit="kcal/min",
        digits=3,
        guard="both gases",
        accepts=_GASES,
        gives=_weir,
    ),
    direct(
        "C22",
        "nutrition.glucose_indicator",
        title="your glucose management indicator",
        formula="3.31 + 0.02392 * mean glucose; beside it the coefficient of variation of the readings",
        unit="%",
        digits=2,
        guard="glucose readings, or their mean",
        accepts=(
            SeriesParameter("glucose", "sensor glucose readings", "mg/dL", *_GLUCOSE_MG_DL),
            QuantityParameter(
                "mean_glucose", "mean sensor glucose, where the readings are not at hand", "mg/dL", *_GLUCOSE_MG_DL
            ),
        ),
        gives=_glucose,
    ),
    direct(
        "C23",
        "nutrition.homa_ir",
        title="your HOMA-IR",
        formula="fasting glucose * fasting insulin / 405",
        unit="score",
        digits=2,
        guard="fasting glucose and fasting insulin",
        accepts=(
            QuantityParameter("glucose", "fasting glucose", "mg/dL", *_GLUCOSE_MG_DL),
            QuantityParameter("insulin", "fasting insulin", "uU/mL", *_INSULIN_UU_ML),
        ),
        gives=_homa,
    ),
)
"""What the catalogue offers on what burns and what circulates."""
