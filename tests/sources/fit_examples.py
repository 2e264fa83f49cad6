"""A small writer of FIT files, and messages as devices write them."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

ENUM, UINT8, SINT8, STRING, BYTE = 0x00, 0x02, 0x01, 0x07, 0x0D
SINT16, UINT16, SINT32, UINT32, FLOAT32, UINT32Z = 0x83, 0x84, 0x85, 0x86, 0x88, 0x8C
_FORMATS: dict[int, str] = dict(
    zip((ENUM, UINT8, BYTE, SINT8, SINT16, UINT16, SINT32, UINT32, FLOAT32, UINT32Z), "BBBbhHiIfI", strict=True)
)
NOON = 1_000_036_800
"""2021-09-08 12:00 UTC in FIT seconds."""
NOON_UNIX = NOON + 631_065_600

Field = tuple[int, int, object]
"""Number, base type, and value or values."""


@dataclass(frozen=True, slots=True)
class Message:
    """One data message with its own definition.

    Attributes:
        number: of the profile.
        fields: its fields.
        developer: number, developer index and value (one byte) of developer fields.
        big: most significant byte first.
        offset: of a compressed time, 0 to 31; None for a usual header.
    """

    number: int
    fields: Sequence[Field]
    developer: Sequence[tuple[int, int, int]] = field(default=())
    big: bool = False
    offset: int | None = None

    def encoded(self) -> bytes:
        """Give definition and data."""
        order = ">" if self.big else "<"
        values = [_packed(order, base, value) for _, base, value in self.fields]
        parts = [struct.pack(f"{order}BBBHB", 0x40 | 0x20 * bool(self.developer), 0, self.big, self.number, len(values))]
        parts += [bytes((n, len(v), base)) for (n, base, _), v in zip(self.fields, values, strict=True)]
        if self.developer:
            parts.append(bytes((len(self.developer),)))
            parts += [bytes((n, 1, index)) for n, index, _ in self.developer]
        head = 0 if self.offset is None else 0x80 | self.offset
        return b"".join([*parts, bytes((head,)), *values, *(bytes((v,)) for _, _, v in self.developer)])


def _packed(order: str, base: int, value: object) -> bytes:
    if isinstance(value, str):
        return value.encode() + b"\0"
    many = value if isinstance(value, tuple) else (value,)
    return struct.pack(f"{order}{len(many)}{_FORMATS[base]}", *many)


def crc(data: bytes) -> int:
    """Give the checksum of FIT."""
    value = 0
    for octet in data:
        value ^= octet
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value


def sealed(body: bytes) -> bytes:
    """Give a FIT file of encoded messages."""
    head = struct.pack("<BBHI4s", 14, 0x20, 2171, len(body), b".FIT")
    whole = head + struct.pack("<H", crc(head)) + body
    return whole + struct.pack("<H", crc(whole))


def fit(*messages: Message) -> bytes:
    """Give a FIT file of messages."""
    return sealed(b"".join(message.encoded() for message in messages))


def file_id(created: int = NOON, serial: int = 4711, kind: int = 4) -> Message:
    """Give what a Garmin Edge 500 writes first."""
    return Message(0, [(0, ENUM, kind), (1, UINT16, 1), (2, UINT16, 1036), (3, UINT32Z, serial), (4, UINT32, created)])


def at(seconds: int = NOON) -> Field:
    """Give a message's time."""
    return (253, UINT32, seconds)


def record(seconds: int, rate: int) -> Message:
    """Give a second of an activity."""
    return Message(20, [at(seconds), (3, UINT8, rate)])


def session(**changes: int) -> Message:
    """Give the totals of an hour's ride; a change is a raw value by field name."""
    raw = {
        "start_time": NOON,
        "total_elapsed_time": 3_700_000,
        "total_timer_time": 3_600_000,
        "total_distance": 3_012_300,
        "total_calories": 640,
        "avg_speed": 8367,
        "avg_heart_rate": 141,
        "max_heart_rate": 172,
        "avg_cadence": 84,
        "avg_power": 201,
        "total_ascent": 312,
        "sport": 2,
        "sub_sport": 7,
    } | changes
    numbers = {
        "start_time": (2, UINT32),
        "total_elapsed_time": (7, UINT32),
        "total_timer_time": (8, UINT32),
        "total_distance": (9, UINT32),
        "total_calories": (11, UINT16),
        "avg_speed": (14, UINT16),
        "avg_heart_rate": (16, UINT8),
        "max_heart_rate": (17, UINT8),
        "avg_cadence": (18, UINT8),
        "avg_power": (20, UINT16),
        "total_ascent": (22, UINT16),
        "sport": (5, ENUM),
        "sub_sport": (6, ENUM),
    }
    return Message(18, [at(NOON + 3700), *((*numbers[name], value) for name, value in raw.items())])


def beats(*milliseconds: int) -> Message:
    """Give beat-to-beat intervals, filled up to five as devices do."""
    return Message(78, [(0, UINT16, (*milliseconds, *(0xFFFF,) * (5 - len(milliseconds))))])


def weighed(seconds: int, raw: int, user: int | None = None) -> Message:
    """Give a weighing; raw in 10 g."""
    fields: list[Field] = [
        at(seconds),
        (0, UINT16, raw),
        (1, UINT16, 2230),
        (5, UINT16, 3400),
        (4, UINT16, 310),
        (2, UINT16, 5520),
    ]
    return Message(30, fields if user is None else [*fields, (12, UINT16, user)])


def walked(seconds: int, strides_twice: int, activity: int = 6) -> Message:
    """Give the running total of a day, in steps."""
    return Message(55, [at(seconds), (5, ENUM, activity), (3, UINT32, strides_twice)])


def level(seconds: int, stage: int) -> Message:
    """Give a level of sleep: 1 awake, 2 light, 3 deep, 4 REM."""
    return Message(275, [at(seconds), (0, ENUM, stage)])


DAY = fit(
    file_id(),
    Message(103, [at(NOON - 43_200), (0, UINT32, NOON - 43_200 + 7200)]),
    record(NOON, 120),
    beats(800, 810),
    session(),
    weighed(NOON + 60, 7580),
    walked(NOON + 120, 5000),
    level(NOON + 180, 2),
    level(NOON + 1980, 3),
    level(NOON + 3780, 1),
    Message(346, [(6, UINT8, 82), (11, UINT8, 3)]),
    Message(227, [(0, SINT16, 31), (1, UINT32, NOON)]),
)
"""One file with a little of everything."""
