"""The standards' units in terms of auren's."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from auren.readings import convert
from auren.sources.record import Record

__all__ = ["length_of", "quantity"]

# unit -> (auren's unit, factor, then what is added)
_UNITS: Final[dict[str, tuple[str, float, float]]] = {
    "%": ("%", 1, 0),
    "beats/min": ("bpm", 1, 0),
    "breaths/min": ("breaths/min", 1, 0),
    "kcal": ("kcal", 1, 0),
    "kg/m2": ("kg/m2", 1, 0),
    "kg/m^2": ("kg/m2", 1, 0),
    "mmHg": ("mmHg", 1, 0),
    "steps": ("count", 1, 0),
    "mg/dL": ("mg/dL", 1, 0),
    # Only glucose is told in moles; a mole of it weighs 180.156 g.
    "mmol/L": ("mg/dL", 18.0156, 0),
    "C": ("degC", 1, 0),
    "F": ("degF", 1, 0),
    "K": ("degC", 1, -273.15),
    "fg": ("ug", 1e-9, 0),
    "pg": ("ug", 1e-6, 0),
    "ng": ("ug", 1e-3, 0),
    "ug": ("ug", 1, 0),
    "mg": ("mg", 1, 0),
    "g": ("g", 1, 0),
    "kg": ("kg", 1, 0),
    "Metric Ton": ("kg", 1000, 0),
    "gr": ("mg", 64.79891, 0),
    "oz": ("oz", 1, 0),
    "lb": ("lb", 1, 0),
    # The short ton, since the metric one has a name of its own.
    "Ton": ("lb", 2000, 0),
    "fm": ("mm", 1e-12, 0),
    "pm": ("mm", 1e-9, 0),
    "nm": ("mm", 1e-6, 0),
    "um": ("mm", 1e-3, 0),
    "mm": ("mm", 1, 0),
    "cm": ("cm", 1, 0),
    "m": ("m", 1, 0),
    "km": ("km", 1, 0),
    "in": ("in", 1, 0),
    "ft": ("ft", 1, 0),
    "yd": ("yd", 1, 0),
    "mi": ("mi", 1, 0),
    "ps": ("ms", 1e-9, 0),
    "ns": ("ms", 1e-6, 0),
    "us": ("ms", 1e-3, 0),
    "ms": ("ms", 1, 0),
    "sec": ("s", 1, 0),
    "min": ("min", 1, 0),
    "h": ("h", 1, 0),
    "d": ("d", 1, 0),
    "wk": ("wk", 1, 0),
}


def quantity(record: Record, field: str) -> tuple[float, str]:
    """Give a field's number, and auren's unit of it.

    Args:
        record: where the field stands; it holds a value with a unit.
        field: its name.

    Raises:
        MalformedRow: the number is not finite, or its unit has no fixed size, as months have none.
    """
    held = record.child(field)
    unit = held.text("unit")
    if unit not in _UNITS:
        raise held.wrong("unit", "expected a unit of a fixed size that auren knows")
    ours, factor, plus = _UNITS[unit]
    return held.number("value") * factor + plus, ours


def length_of(record: Record, field: str) -> timedelta:
    """Give a duration.

    Raises:
        MalformedRow: it is negative, too long for a calendar, or in months or years, which have no fixed length.
    """
    value, unit = quantity(record, field)
    try:
        lasted = timedelta(seconds=convert(value, unit, "s"))
    except (OverflowError, ValueError) as error:
        raise record.wrong(field, "expected a duration that a calendar holds") from error
    if lasted < timedelta(0):
        raise record.wrong(field, "expected a duration of 0 or more")
    return lasted
