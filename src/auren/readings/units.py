"""Units and the only conversions that are allowed between them."""

from __future__ import annotations

from auren.errors import UnitMismatch

__all__ = ["convert", "known_units"]

# unit -> (dimension, factor to the dimension's base unit). Temperature is handled apart, since it has an offset.
_UNITS: dict[str, tuple[str, float]] = {
    "ms": ("duration", 0.001),
    "s": ("duration", 1.0),
    "min": ("duration", 60.0),
    "h": ("duration", 3600.0),
    "d": ("duration", 86400.0),
    "wk": ("duration", 604800.0),
    "y": ("age", 1.0),
    "ug": ("mass", 1e-9),
    "mg": ("mass", 1e-6),
    "g": ("mass", 0.001),
    "kg": ("mass", 1.0),
    "lb": ("mass", 0.45359237),
    "oz": ("mass", 0.028349523125),
    "st": ("mass", 6.35029318),
    "m": ("length", 1.0),
    "cm": ("length", 0.01),
    "mm": ("length", 0.001),
    "km": ("length", 1000.0),
    "mi": ("length", 1609.344),
    "yd": ("length", 0.9144),
    "ft": ("length", 0.3048),
    "in": ("length", 0.0254),
    "kcal": ("energy", 4.184),
    "kJ": ("energy", 1.0),
    "mL": ("volume", 0.001),
    "L": ("volume", 1.0),
    "fl oz": ("volume", 0.0295735295625),
    "fl oz imp": ("volume", 0.0284130625),
    "bpm": ("frequency of beats", 1.0),
    "breaths/min": ("frequency of breaths", 1.0),
    "rpm": ("frequency of turns or steps", 1.0),
    "mmHg": ("pressure", 1.0),
    "kPa": ("pressure", 7.500615758456563),
    "%": ("share", 1.0),
    "count": ("count", 1.0),
    "AU": ("session load", 1.0),
    "ln ms": ("logarithm of a duration", 1.0),
    "kcal/d": ("energy a day", 1.0),
    "kcal/min": ("energy a minute", 1.0),
    "kcal/kg/d": ("energy a day and kilogram", 1.0),
    "kcal/kg": ("energy a kilogram", 1.0),
    "g/d": ("mass a day", 1.0),
    "g/h": ("mass an hour", 1.0),
    "g/min": ("mass a minute", 1.0),
    "g/kg": ("mass share a meal", 1.0),
    "g/kg/d": ("mass share a day", 1.0),
    "mg/kg": ("dose share", 1.0),
    "mg/d": ("dose a day", 1.0),
    "kg/wk": ("mass change a week", 1.0),
    "%/wk": ("share change a week", 1.0),
    "kg/m2": ("mass over height squared", 1.0),
    "g/cm3": ("density", 1.0),
    "L/h": ("flow an hour", 1.0),
    "L/min": ("flow a minute", 1.0),
    "mL/kg/min": ("oxygen uptake share", 1.0),
    "m/s": ("speed", 1.0),
    "m/min": ("speed a minute", 1.0),
    "km/h": ("speed an hour", 1.0),
    "W": ("power", 1.0),
    "Nm": ("torque", 1.0),
    "deg": ("angle", 1.0),
    "1/s": ("reciprocal time", 1.0),
    "Hz": ("frequency", 1.0),
    "ms2": ("spectral power", 1.0),
    "mg/dL": ("mass concentration", 1.0),
    "uU/mL": ("activity concentration", 1.0),
    "J/m2": ("dose of light", 1.0),
    "per 1000 h": ("rate of events", 1.0),
    "d per 1000 h": ("rate of days", 1.0),
    "degC": ("temperature", 1.0),
    "degF": ("temperature", 1.0),
    "delta degC": ("temperature difference", 1.0),
    "1-5": ("five-point rating", 1.0),
    "0-10": ("ten-point rating", 1.0),
    "score": ("index", 1.0),
    "ratio": ("ratio", 1.0),
}


def known_units() -> frozenset[str]:
    """Give every unit that auren knows."""
    return frozenset(_UNITS)


def convert(value: float, given: str, wanted: str) -> float:
    """Give the value in another unit of the same dimension.

    Args:
        value: a number in unit `given`.
        given: unit of the value, one of `known_units()`.
        wanted: unit to give it in, one of `known_units()`.

    Raises:
        UnitMismatch: a unit is unknown, or the two measure different things.
    """
    for unit in (given, wanted):
        if unit not in _UNITS:
            raise UnitMismatch(f"Unit {unit!r} is unknown; use one of {', '.join(sorted(_UNITS))}.")
    if given == wanted:
        return value
    (given_dimension, given_factor), (wanted_dimension, wanted_factor) = _UNITS[given], _UNITS[wanted]
    if given_dimension != wanted_dimension:
        raise UnitMismatch(
            f"{given!r} measures {given_dimension} and {wanted!r} measures {wanted_dimension}; they must not be mixed."
        )
    if given_dimension == "temperature":
        return (value - 32) / 1.8 if given == "degF" else value * 1.8 + 32
    return value * given_factor / wanted_factor
