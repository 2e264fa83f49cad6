"""The device's name without its owner's: "Anna's Apple Watch|iPhone" is "Apple Watch|iPhone"."""

from __future__ import annotations

import re
from typing import Final

from auren.sources.record import LABEL_LENGTH, Record

__all__ = ["device_of"]

# Worn devices stand first, so that a priority by the beginning of the name finds them.
_PRODUCTS: Final = ("Apple Watch", "Oura", "WHOOP", "Garmin", "Polar", "Fitbit", "Withings", "iPhone", "iPad")
_OWNED: Final = re.compile(r"^.*?['’]s\s+|^.*?['’]\s+")


def device_of(record: Record, field: str = "source") -> str:
    """Give the devices that a record names, by product where one is recognised; empty when it names none."""
    names = {_product(part) for part in record.label(field).split("|") if part.strip()}
    ranked = sorted(names, key=lambda name: (_PRODUCTS.index(name) if name in _PRODUCTS else len(_PRODUCTS), name))
    return "|".join(ranked)[:LABEL_LENGTH]


def _product(name: str) -> str:
    folded = name.casefold().replace("\u00a0", " ")
    known = next((product for product in _PRODUCTS if product.casefold() in folded), None)
    return known or _OWNED.sub("", name.strip())
