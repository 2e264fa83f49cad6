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
    "g": ("mass", 0.001),
    "kg": ("mass", 1.0),
    "lb": ("mass", 0.45359237),
    "m": ("length", 1.0),
    "cm": ("length", 0.01),
    "km": ("length", 1000.0),
    "mi": ("length", 1609.344),
    "kcal": ("energy", 4.184),
    "kJ": ("energy", 1.0),
    "mL": ("volume", 0.001),
    "L": ("volume", 1.0),
    "bpm": ("frequency of beats", 1.0),
    "breaths/min": ("frequency of breaths", 1.0),
    "%": ("share", 1.0),
    "count": ("count", 1.0),
    "AU": ("session load", 1.0),
    "ln ms": ("logarithm of a duration", 1.0),
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
