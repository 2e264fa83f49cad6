"""Where a file's messages come from: the device by name, and a key that is the same whenever the file is delivered again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import tzinfo
from hashlib import blake2b

from auren.sources.record import LABEL_LENGTH, Record, clean
from auren.sources.vendors.fit.clock import Clock

__all__ = ["Origin", "Told", "origin_of"]

_PRODUCTS = ("product_name", "garmin_product", "favero_product", "product")


@dataclass(frozen=True, slots=True)
class Origin:
    """The device that wrote a file.

    Attributes:
        device: maker and product as words, never the serial number; may be empty.
        device_key: tells devices apart without naming them.
        file_key: tells files apart.
    """

    device: str = ""
    device_key: str = "unknown"
    file_key: str = "unknown"


@dataclass(slots=True)
class Told:
    """What a file has told so far and later messages need.

    Attributes:
        clock: its time.
        origin: its device.
        users: how many users of the device it names.
    """

    clock: Clock
    origin: Origin = field(default_factory=Origin)
    users: int = 0

    @classmethod
    def nothing(cls, tz: tzinfo) -> Told:
        """Give what is known before a file was begun."""
        return cls(Clock(tz))

    def hear(self, name: str, record: Record) -> None:
        """Note what a message tells for those after it."""
        self.clock.hear(record)
        if name == "file_id":
            self.origin = origin_of(record)
        elif name == "user_profile":
            self.users += 1


def origin_of(file_id: Record) -> Origin:
    """Give the origin that a file_id message names."""
    data = file_id.data
    product = next((data[key] for key in _PRODUCTS if key in data), None)
    maker, model = (_words(part) for part in (data.get("manufacturer", ""), "" if product is None else product))
    device = model if maker and model.casefold().startswith(maker.casefold()) else f"{maker} {model}".strip()
    identity = "|".join(str(data.get(key)) for key in ("manufacturer", "product", "serial_number"))
    device_key = blake2b(identity.encode("utf-8", "replace"), digest_size=6).hexdigest()
    created, number = data.get("time_created"), data.get("number")
    file = next((str(part) for part in (created, number) if isinstance(part, int)), "undated")
    return Origin(device[:LABEL_LENGTH], device_key, f"{device_key}-{file}")


def _words(part: object) -> str:
    return clean(str(part).replace("_", " "))
