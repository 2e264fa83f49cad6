"""The app's names of metrics and units, and what they are here."""

from __future__ import annotations

from typing import Final

from auren.errors import MalformedRow, UnitMismatch
from auren.readings import STANDARD_METRICS, convert
from auren.sources.draft import Draft
from auren.sources.record import Record

__all__ = ["METRICS", "put_quantity"]

METRICS: Final = {
    "step_count": "activity.steps",
    "walking_running_distance": "activity.distance",
    "flights_climbed": "activity.floors",
    "apple_exercise_time": "activity.exercise",
    "active_energy": "energy.active",
    "basal_energy_burned": "energy.basal",
    "resting_heart_rate": "heart.resting",
    "walking_heart_rate_average": "heart.walking",
    "cardio_recovery": "heart.recovery_1min",
    # Apple's variability is SDNN, whatever its name leaves open.
    "heart_rate_variability": "hrv.sdnn",
    "respiratory_rate": "vital.respiratory_rate",
    "blood_oxygen_saturation": "vital.spo2",
    "body_temperature": "vital.temperature",
    "apple_sleeping_wrist_temperature": "vital.skin_temperature",
    "blood_glucose": "vital.glucose",
    "vo2_max": "fitness.vo2max",
    "weight_body_mass": "body.weight",
    "height": "body.height",
    "body_fat_percentage": "body.fat",
    "body_mass_index": "body.bmi",
    "lean_body_mass": "body.lean_mass",
    "waist_circumference": "body.waist",
    "dietary_energy": "nutrition.energy",
    "protein": "nutrition.protein",
    "carbohydrates": "nutrition.carbohydrate",
    "total_fat": "nutrition.fat",
    "fiber": "nutrition.fiber",
    "dietary_sugar": "nutrition.sugar",
    "sodium": "nutrition.sodium",
    "caffeine": "nutrition.caffeine",
    "dietary_water": "nutrition.water",
    "alcohol_consumption": "nutrition.alcohol",
    "mindful_minutes": "mind.mindful",
}
"""Metrics whose values stand in `qty`, by the app's name."""

# Unit as written, folded and without blanks: what it can be, each with its factor. Which one it is depends on the metric.
_UNITS: Final[dict[str, tuple[tuple[str, float], ...]]] = {
    "count": (("count", 1.0), ("kg/m2", 1.0)),
    "count/min": (("bpm", 1.0), ("breaths/min", 1.0)),
    "bpm": (("bpm", 1.0),),
    "breaths/min": (("breaths/min", 1.0),),
    "%": (("%", 1.0),),
    "ms": (("ms", 1.0),),
    "s": (("s", 1.0),),
    "sec": (("s", 1.0),),
    "min": (("min", 1.0),),
    "hr": (("h", 1.0),),
    "h": (("h", 1.0),),
    "kcal": (("kcal", 1.0),),
    "kj": (("kJ", 1.0),),
    "km": (("km", 1.0),),
    "mi": (("mi", 1.0),),
    "m": (("m", 1.0),),
    "cm": (("cm", 1.0),),
    "ft": (("ft", 1.0),),
    "in": (("in", 1.0),),
    "yd": (("yd", 1.0),),
    "kg": (("kg", 1.0),),
    "lb": (("lb", 1.0),),
    "lbs": (("lb", 1.0),),
    "st": (("st", 1.0),),
    "g": (("g", 1.0),),
    "mg": (("mg", 1.0),),
    "mcg": (("ug", 1.0),),
    "ml": (("mL", 1.0),),
    "l": (("L", 1.0),),
    "fl_oz_us": (("fl oz", 1.0),),
    "fl_oz_imp": (("fl oz imp", 1.0),),
    "degc": (("degC", 1.0),),
    "degf": (("degF", 1.0),),
    "mmhg": (("mmHg", 1.0),),
    "kpa": (("kPa", 1.0),),
    "mg/dl": (("mg/dL", 1.0),),
    # The molar mass of glucose, the only substance here that is told in moles.
    "mmol/l": (("mg/dL", 18.0156),),
    "mmol<180.1558800000541>/l": (("mg/dL", 18.0156),),
    "ml/(kg·min)": (("mL/kg/min", 1.0),),
    "ml/min·kg": (("mL/kg/min", 1.0),),
    "ml/kg·min": (("mL/kg/min", 1.0),),
    "ml/kg/min": (("mL/kg/min", 1.0),),
    "kmph": (("km/h", 1.0),),
    "km/hr": (("km/h", 1.0),),
    "km/h": (("km/h", 1.0),),
    "mph": (("km/h", 1.609344),),
    "mi/hr": (("km/h", 1.609344),),
    "m/s": (("km/h", 3.6),),
    "w": (("W", 1.0),),
    "rpm": (("rpm", 1.0),),
}


def put_quantity(metric: str, record: Record, field: str, units: str, draft: Draft, *, at: str = "units") -> None:
    """Read a number in a written unit as a metric; an unknown or unfit unit is a fault of its field.

    Args:
        metric: its name.
        record: where the number stands.
        field: the number's field.
        units: the unit as the app writes it; empty when it wrote none.
        draft: takes the reading.
        at: the unit's field, for errors.
    """
    if record.data.get(field) is None:
        draft.absent(record, field, "no value was given")
        return
    try:
        number = record.number(field)
    except MalformedRow as error:
        draft.fault(error)
        return
    for unit, factor in _UNITS.get("".join(units.casefold().split()), ()):
        if _fits(metric, unit):
            draft.put(metric, number * factor, unit, record, field)
            return
    draft.fault(record.wrong(at, f"expected a unit that auren knows for {metric}"))


def _fits(metric: str, unit: str) -> bool:
    try:
        convert(1.0, unit, STANDARD_METRICS[metric].unit)
    except UnitMismatch:
        return False
    return True
