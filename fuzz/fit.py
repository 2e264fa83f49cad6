"""FIT files."""

from __future__ import annotations

import struct

from auren.people import Subject
from auren.sources.vendors.fit import FITFiles
from fuzz._held import hold


def _crc(data: bytes) -> int:
    value = 0
    for octet in data:
        value ^= octet
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value


def _file(*messages: bytes) -> bytes:
    body = b"".join(messages)
    whole = struct.pack("<BBHI4sH", 14, 0x20, 2171, len(body), b".FIT", 0) + body
    return whole + struct.pack("<H", _crc(whole))


def _message(number: int, *fields: tuple[int, int, bytes]) -> bytes:
    definition = b"".join(bytes((field, len(value), base)) for field, base, value in fields)
    values = b"".join(value for _, _, value in fields)
    return struct.pack("<BBBHB", 0x40, 0, 0, number, len(fields)) + definition + b"\0" + values


_AT = (253, 0x86, struct.pack("<I", 1_000_036_800))
_ID = _message(0, (0, 0x00, b"\4"), (1, 0x84, b"\1\0"), (2, 0x84, b"\x0c\4"), (4, 0x86, _AT[2]))
SEEDS = [
    _file(_ID, _message(20, _AT, (3, 0x02, b"\x78")), b"\x80" + _AT[2] + b"\x79"),
    _file(_ID, _message(78, (0, 0x84, b"\x20\3\x2a\3\xff\xff")), _message(30, _AT, (0, 0x84, b"\x9c\x1d"))),
    _file(
        _ID,
        _message(55, _AT, (5, 0x00, b"\6"), (3, 0x86, b"\x88\x13\0\0")),
        _message(55, (26, 0x84, b"\1\2"), (27, 2, b"\x3c")),
    ),
    _file(_ID, _message(275, _AT, (0, 0x00, b"\2")), _message(346, (6, 0x02, b"\x52"))),
    _file(
        _ID,
        _message(132, _AT, (9, 0x86, b"\0\4\0\0"), (6, 2, b"\x50")),
        _message(132, (10, 0x0D, b"\1\2\3"), (6, 2, b"\x50\x51")),
    ),
]


def run(data: bytes) -> None:
    """Read bytes as a FIT file."""
    hold(data, "one.fit", lambda path, mode: FITFiles(path, subject=Subject("p"), zone="Europe/Oslo", on_malformed=mode))
