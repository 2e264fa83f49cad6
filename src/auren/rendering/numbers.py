"""Numbers with their units, as a person reads them."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal

__all__ = ["exact", "figure", "milliseconds", "number", "quantity"]

_NO_NUMBER = "no number"
_SHOWN: dict[str, str] = {
    "count": "",
    "score": "",
    "ratio": "",
    "degC": " °C",
    "degF": " °F",
    "delta degC": " °C",
    "1-5": " of 5",
    "0-10": " of 10",
    "deg": "°",
    "y": " years",
    "wk": " weeks",
    "ug": " µg",
    "ms2": " ms²",
    "kg/m2": " kg/m²",
    "g/cm3": " g/cm³",
    "J/m2": " J/m²",
    "per 1000 h": " per 1,000 h",
    "d per 1000 h": " days per 1,000 h",
}
_WIDE = Context(prec=400)
_DIGITS: dict[str, int] = {"ln ms": 3, "min": 0, "AU": 0, "kcal": 0, "kJ": 0, "ratio": 2}
_EXACT_DIGITS = 4


def quantity(value: float, unit: str, digits: int = 0) -> str:
    """Give a value with its unit, for example "39.5 ms", "6 h 18 min" or "2 of 5".

    Args:
        value: in `unit`.
        unit: one of `readings.known_units()`; any other is shown as it stands.
        digits: decimals to show; halves round away from zero, as one rounds by hand.
    """
    if not math.isfinite(value):
        return _NO_NUMBER
    shown = _rounded(value, digits)
    if unit == "min" and abs(shown) >= 60:
        return _hours_and_minutes(shown)
    if unit == "d":
        return f"{shown} day" if abs(shown) == 1 else f"{shown} days"
    sign = "+" if unit == "delta degC" and shown > 0 else ""
    return f"{sign}{shown:f}{_SHOWN.get(unit, f' {unit}')}"


def number(value: float, digits: int = 0) -> str:
    """Give a value without its unit, rounded as `quantity` rounds it.

    Args:
        value: the number.
        digits: decimals to show.
    """
    return f"{_rounded(value, digits):f}" if math.isfinite(value) else _NO_NUMBER


def figure(value: float, unit: str, digits: int | None = None) -> str:
    """Give a value with its unit; a logarithm is followed by the milliseconds it stands for.

    Args:
        value: in `unit`.
        unit: one of `readings.known_units()`.
        digits: decimals to show; None takes what suits the unit, and none for a whole number.
    """
    decimals = _fitting(value, unit) if digits is None else digits
    shown = quantity(value, unit, decimals)
    return f"{shown} ({milliseconds(value)})" if unit == "ln ms" else shown


def milliseconds(logarithm: float) -> str:
    """Give the milliseconds that a logarithm of milliseconds stands for.

    Args:
        logarithm: in "ln ms".
    """
    return quantity(math.exp(logarithm), "ms", 1) if logarithm < 100 else _NO_NUMBER


def exact(value: float, unit: str) -> str:
    """Give a value with its unit and as many decimals as it has, at most four.

    Args:
        value: in `unit`.
        unit: one of `readings.known_units()`.
    """
    if not math.isfinite(value):
        return _NO_NUMBER
    decimals = -int(_rounded(value, _EXACT_DIGITS).normalize(_WIDE).as_tuple().exponent)
    return quantity(value, unit, max(0, decimals))


def _fitting(value: float, unit: str) -> int:
    if unit != "ln ms" and math.isfinite(value) and value == int(value):
        return 0
    return _DIGITS.get(unit, 1)


def _rounded(value: float, digits: int) -> Decimal:
    # repr gives the decimal that the reader sees elsewhere: 2.675 becomes 2.68, though its binary form lies just below.
    shown = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, _WIDE)
    return abs(shown) if shown.is_zero() else shown


def _hours_and_minutes(minutes: Decimal) -> str:
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else ""
    return f"{sign}{hours:f} h" if rest == 0 else f"{sign}{hours:f} h {rest:f} min"
