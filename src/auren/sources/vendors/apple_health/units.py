"""Units as HealthKit writes them; which it writes depends on the person's locale, so each is converted by name."""

from __future__ import annotations

import re
from typing import Final

from auren.errors import UnitMismatch
from auren.readings import convert

__all__ = ["rescaled", "scale_of"]

# HealthKit's unit -> our unit and how many of it one is; what is not here is refused.
_UNITS: Final[dict[str, tuple[tuple[str, float], ...]]] = {
    "%": (("%", 100.0),),  # a share of 0 to 1
    "count": (("count", 1.0), ("kg/m2", 1.0)),  # HealthKit counts the body mass index
    "count/min": (("bpm", 1.0), ("breaths/min", 1.0), ("rpm", 1.0)),
    "count/s": (("bpm", 60.0), ("breaths/min", 60.0), ("rpm", 60.0)),
    "ms": (("ms", 1.0),),
    "s": (("s", 1.0),),
    "min": (("min", 1.0),),
    "hr": (("h", 1.0),),
    "d": (("d", 1.0),),
    "mcg": (("ug", 1.0),),
    "mg": (("mg", 1.0),),
    "g": (("g", 1.0),),
    "kg": (("kg", 1.0),),
    "oz": (("oz", 1.0),),
    "lb": (("lb", 1.0),),
    "st": (("st", 1.0),),
    "mm": (("mm", 1.0),),
    "cm": (("cm", 1.0),),
    "m": (("m", 1.0),),
    "km": (("km", 1.0),),
    "in": (("in", 1.0),),
    "ft": (("ft", 1.0),),
    "yd": (("yd", 1.0),),
    "mi": (("mi", 1.0),),
    "J": (("kJ", 0.001),),
    "kJ": (("kJ", 1.0),),
    "cal": (("kcal", 0.001),),
    "kcal": (("kcal", 1.0),),
    "Cal": (("kcal", 1.0),),
    "mL": (("mL", 1.0),),
    "cL": (("mL", 10.0),),
    "dL": (("mL", 100.0),),
    "L": (("L", 1.0),),
    "fl_oz_us": (("fl oz", 1.0),),
    "fl_oz_imp": (("fl oz imp", 1.0),),
    "cup_us": (("fl oz", 8.0),),
    "cup_imp": (("fl oz imp", 10.0),),
    "pt_us": (("fl oz", 16.0),),
    "pt_imp": (("fl oz imp", 20.0),),
    "degC": (("degC", 1.0),),
    "degF": (("degF", 1.0),),
    "mmHg": (("mmHg", 1.0),),
    "kPa": (("kPa", 1.0),),
    "mg/dL": (("mg/dL", 1.0),),
    "mL/min·kg": (("mL/kg/min", 1.0),),
    "ml/kg*min": (("mL/kg/min", 1.0),),
    "mL/kg·min": (("mL/kg/min", 1.0),),
    "W": (("W", 1.0),),
    "m/s": (("km/h", 3.6),),
    "km/hr": (("km/h", 1.0),),
    "mi/hr": (("km/h", 1.609344),),
}
_MOLES: Final = re.compile(r"mmol<([0-9]{1,4}(?:\.[0-9]{1,20})?)>/L")
_DIGITS: Final = 9


def scale_of(given: str, wanted: str) -> tuple[float, float] | None:
    """Give factor and summand that turn a HealthKit unit into one of ours; None when it is unknown or measures something else.

    Args:
        given: as HealthKit writes it, for example "lb", "degF" or "mmol<180.1558800000541>/L".
        wanted: one of `known_units()`.
    """
    moles = _MOLES.fullmatch(given)
    if moles:
        # Millimoles a litre times grams a mole are milligrams a litre.
        return (float(moles[1]) / 10, 0.0) if wanted == "mg/dL" else None
    for unit, many in _UNITS.get(given, ()):
        try:
            at_zero = convert(0.0, unit, wanted)
            return ((convert(1.0, unit, wanted) - at_zero) * many, at_zero)
        except UnitMismatch:
            continue
    return None


def rescaled(number: float, scale: float, summand: float) -> float:
    """Give a number in another unit, with nine digits, so that it is the same whatever unit the locale chose."""
    return float(f"{number * scale + summand:.{_DIGITS}g}")
