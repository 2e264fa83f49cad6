"""Quantities with their unit: {"inKilograms": 70.1} as records are read, {"value": 70.1, "unit": "kilograms"} as written."""

from __future__ import annotations

from typing import Final

from auren.errors import MalformedRow, UnitMismatch
from auren.sources.draft import Draft
from auren.sources.record import Record

__all__ = ["put_plain", "put_quantity"]

# One of each pair is enough: apps give a quantity in all its units at once.
_UNITS: Final[dict[str, tuple[str, float]]] = {
    "kilograms": ("kg", 1.0),
    "grams": ("g", 1.0),
    "milligrams": ("mg", 1.0),
    "micrograms": ("ug", 1.0),
    "pounds": ("lb", 1.0),
    "ounces": ("oz", 1.0),
    "meters": ("m", 1.0),
    "kilometers": ("km", 1.0),
    "miles": ("mi", 1.0),
    "feet": ("ft", 1.0),
    "inches": ("in", 1.0),
    "liters": ("L", 1.0),
    "milliliters": ("mL", 1.0),
    "fluidOuncesUs": ("fl oz", 1.0),
    "kilocalories": ("kcal", 1.0),
    "kilojoules": ("kJ", 1.0),
    "calories": ("kcal", 0.001),
    "joules": ("kJ", 0.001),
    "celsius": ("degC", 1.0),
    "fahrenheit": ("degF", 1.0),
    "millimetersOfMercury": ("mmHg", 1.0),
    "milligramsPerDeciliter": ("mg/dL", 1.0),
    # The molar mass of glucose, the only substance that is told in moles.
    "millimolesPerLiter": ("mg/dL", 18.0156),
}


def put_quantity(metric: str, record: Record, field: str, draft: Draft) -> None:
    """Read a quantity as a metric; a bare number names no unit and is refused."""
    try:
        quantity = record.child(field)
        name, at = _unit_of(quantity)
        number = quantity.number(at)
    except MalformedRow as error:
        draft.fault(error)
        return
    unit, factor = _UNITS[name]
    try:
        draft.put(metric, number * factor, unit, quantity, at)
    except UnitMismatch:
        draft.fault(quantity.wrong("unit", f"expected a unit that measures {metric}"))


def put_plain(metric: str, record: Record, field: str, unit: str, draft: Draft) -> None:
    """Read a number whose unit the record type fixes; some apps wrap it as {"value": 97.0}."""
    try:
        place, at = (record.child(field), "value") if isinstance(record.data.get(field), dict) else (record, field)
    except MalformedRow as error:
        draft.fault(error)
        return
    draft.measure(metric, place, at, unit)


def _unit_of(quantity: Record) -> tuple[str, str]:
    if quantity.has("value"):
        unit = quantity.text("unit")
        if unit not in _UNITS:
            raise quantity.wrong("unit", "expected a unit of Health Connect")
        return unit, "value"
    for name in _UNITS:
        field = f"in{name[0].upper()}{name[1:]}"
        if quantity.has(field):
            return name, field
    raise quantity.wrong("", "expected a number with its unit")
