"""The bounds that formulas hold within, and what is said when a value lies outside."""

from __future__ import annotations

from auren.errors import InvalidInput

__all__ = ["whole", "within"]


def within(what: str, value: float, unit: str, low: float, high: float) -> float:
    """Give the value back, when it lies in its range.

    Args:
        what: how the value is called, with its article.
        value: in `unit`.
        unit: for the message.
        low, high: valid range, both ends valid.

    Raises:
        InvalidInput: the value lies outside, or is no number.
    """
    if not low <= value <= high:
        # The value itself stays out of the message: it is a person's.
        raise InvalidInput(f"{what} out of range was given; expected {f'{low:g} to {high:g} {unit}'.rstrip()}.")
    return value


def whole(what: str, value: float, low: int, high: int) -> int:
    """Give a whole number back, when it lies in its range.

    Args:
        what: what is counted.
        value: how many.
        low, high: valid range, both ends valid.

    Raises:
        InvalidInput: the value lies outside, or is no whole number.
    """
    if not low <= value <= high or value != int(value):
        raise InvalidInput(f"A number of {what} out of range was given; expected a whole number from {low} to {high}.")
    return int(value)
