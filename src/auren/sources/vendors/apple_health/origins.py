"""Who measured: a label for a device that stays the same from one export to the next and names no person.

A device is written with the memory address that it had when it was saved, so that one phone looks like many; its name
and hardware stay. A source is called what its owner called it, "Anna's Apple Watch", of which only the product is kept.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

from auren.sources.record import LABEL_LENGTH, clean

__all__ = ["digest", "origin"]

# The longer name first, where one is the beginning of another.
_PRODUCTS: Final = ("Apple Watch", "iPhone", "iPad", "iPod touch", "AirPods Pro", "AirPods", "MacBook", "iMac", "Mac")
_NAMES_PRODUCT: Final = re.compile("|".join(rf"\b{product}" for product in _PRODUCTS), re.IGNORECASE)
_PROPER: Final = {product.casefold(): product for product in _PRODUCTS}
_OWNER: Final = re.compile(r"^[^'’]{1,60}['’]s?\s+(?=\S)")
_FIELD: Final = re.compile(
    r"(?:^<*|, )(name|manufacturer|model|hardware|firmware|software|localIdentifier|UDIDeviceIdentifier|creation date):"
)


def origin(source: str, version: str, device: str) -> str:
    """Give the label of what measured a record; empty when nothing is said.

    Args:
        source: `sourceName`, personal text.
        version: `sourceVersion`.
        device: the `device` text, with a memory address in it.
    """
    fields = _fields(device)
    product = _without_owner(fields.get("name") or fields.get("model") or "")
    hardware = clean(fields.get("hardware", ""))
    writer = _without_owner(source)
    if not product:
        return writer[:LABEL_LENGTH]
    label = f"{product} ({hardware})" if hardware and hardware != product else product
    # An app is told from the device's own measurements by its version, since these carry that of the system.
    own = writer == product or writer in _PRODUCTS or not writer or bool(version and fields.get("software") == version)
    return (label if own else f"{label} via {writer}")[:LABEL_LENGTH]


def digest(label: str) -> str:
    """Give a short stand-in of a label for ids, which name nobody."""
    return hashlib.blake2b(label.encode(), digest_size=5).hexdigest()


def _fields(device: str) -> dict[str, str]:
    # A value may hold commas, such as hardware:Watch6,7.
    text = device.removesuffix(">")
    marks = list(_FIELD.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return {mark[1]: text[mark.end() : end].strip() for mark, end in zip(marks, ends, strict=False)}


def _without_owner(text: str) -> str:
    cleaned = clean(text)
    product = _NAMES_PRODUCT.search(cleaned)
    return _PROPER[product[0].casefold()] if product else _OWNER.sub("", cleaned)
