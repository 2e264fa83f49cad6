"""Where a file's messages come from: the device by name, and a key that is the same whenever the file is delivered again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
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

    device: str = field(default="", repr=False)
    device_key: str = field(default="unknown", repr=False)
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
        if name != "device_info":
            # A wellness day carries the time at which the device was last seen, days ahead of the messages that follow.
            self.clock.hear(record)
        if name == "file_id":
            self.origin = origin_of(record)
        elif name == "device_info" and not self.origin.device and record.data.get("device_index") == "creator":
            self.origin = replace(self.origin, device=_device(record))
        elif name == "user_profile":
            self.users += 1


def origin_of(file_id: Record) -> Origin:
    """Give the origin that a file_id message names."""
    data = file_id.data
    identity = "|".join(str(data.get(key)) for key in ("manufacturer", "product", "serial_number"))
    device_key = blake2b(identity.encode("utf-8", "replace"), digest_size=6).hexdigest()
    created, number = data.get("time_created"), data.get("number")
    file = next((str(part) for part in (created, number) if isinstance(part, int)), "undated")
    return Origin(_device(file_id), device_key, f"{device_key}-{file}")


def _device(record: Record) -> str:
    product = next((record.data[key] for key in _PRODUCTS if key in record.data), "")
    maker, model = _words(record.data.get("manufacturer", "")), _words(product)
    device = model if maker and model.casefold().startswith(maker.casefold()) else f"{maker} {model}".strip()
    return device[:LABEL_LENGTH]


def _words(part: object) -> str:
    return clean(str(part).replace("_", " "))
