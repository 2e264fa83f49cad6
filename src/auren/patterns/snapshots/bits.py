"""Whole numbers as bits, few for those that were expected, and texts beside them.

A column is written as what is left of its numbers once the usual step was taken: of the numbers themselves, of their
differences, or of the differences of those, whichever is shortest. What is left is written in exponential Golomb codes.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from statistics import median_low
from typing import Any, Final

__all__ = ["BitReader", "BitWriter"]

_ORDERS: Final = 3
_HEADER: Final = 6
"""Order of the code of a number that stands alone."""
_MOST_BITS: Final = 600
"""More than any number that is written has; bytes that were made up could name larger ones."""
_ORDER_BITS: Final = 2
_ORDER_OF_CODE_BITS: Final = 9
_MOST_TEXT: Final = 1 << 28


class BitWriter:
    """Collects numbers and texts, to be read again in the same order."""

    def __init__(self) -> None:
        self._bits: list[str] = []
        self._texts: list[Any] = []

    def text(self, text: Any) -> None:
        """Write a text, or any other value of JSON."""
        self._texts.append(text)

    def number(self, number: int) -> None:
        """Write a number."""
        self._bits.append(_code(_folded(number), _HEADER))

    def date(self, day: date | None) -> None:
        """Write a date, or that there is none."""
        self.number(0 if day is None else day.toordinal())

    def column(self, numbers: Sequence[int], *, counted: bool = False) -> None:
        """Write numbers that are alike.

        Args:
            numbers: how many there are is not written.
            counted: each number takes a bit at least, so that bytes are never fewer than an eighth of the numbers.
        """
        if numbers:
            shapes = (_Shape(numbers, order, counted=counted) for order in range(min(_ORDERS, len(numbers))))
            self._bits.extend(min(shapes, key=lambda shape: shape.length).codes())

    def to_bytes(self) -> bytes:
        """Give all that was written."""
        packer = zlib.compressobj(9, wbits=-15)
        texts = json.dumps(self._texts, separators=(",", ":")).encode()
        packed = packer.compress(texts) + packer.flush()
        # A last 1 marks where the bits end.
        bits = "".join((*self._bits, "1"))
        bits += "0" * (-len(bits) % 8)
        return len(packed).to_bytes(4) + packed + int(bits, 2).to_bytes(len(bits) // 8)


class BitReader:
    """Reads what a `BitWriter` wrote; ValueError, LookupError or StopIteration where the bytes are others.

    Args:
        data: what `to_bytes` gave.
    """

    def __init__(self, data: bytes) -> None:
        end = 4 + int.from_bytes(data[:4])
        unpacker = zlib.decompressobj(wbits=-15)
        texts = json.loads(unpacker.decompress(data[4:end], _MOST_TEXT))
        if not unpacker.eof or unpacker.unused_data or not isinstance(texts, list):
            raise ValueError("texts that are cut off")
        self._texts = iter(texts)
        packed = data[end:]
        self._bits = f"{int.from_bytes(packed):0{8 * len(packed)}b}"
        self._end = self._bits.rindex("1")
        self._at = 0

    def text(self) -> Any:
        """Give the next text."""
        return next(self._texts)

    def number(self) -> int:
        """Give the next number."""
        return _unfolded(self._code(_HEADER))

    def count(self) -> int:
        """Give the next number, which says how many others come, each of a bit at least."""
        count = self.number()
        if not 0 <= count <= self._end - self._at:
            raise ValueError("more numbers than there are bits")
        return count

    def date(self) -> date | None:
        """Give the next date, or None."""
        ordinal = self.number()
        return date.fromordinal(ordinal) if ordinal else None

    def column(self, count: int) -> list[int]:
        """Give the next numbers that are alike."""
        if not count:
            return []
        order = self._plain(_ORDER_BITS)
        flat = self._plain(1)
        code = 0 if flat else self._plain(_ORDER_OF_CODE_BITS)
        measure, centre = self.number(), self.number()
        firsts = [self.number() for _ in range(order)]
        left = [0] * (count - order) if flat else [_unfolded(self._code(code)) for _ in range(count - order)]
        numbers = [centre + measure * number for number in left]
        for first in reversed(firsts):
            numbers = _sums(first, numbers)
        return numbers

    def _plain(self, width: int) -> int:
        bits = self._bits[self._at : self._at + width]
        self._at += width
        if self._at > self._end:
            raise ValueError("fewer bits than there should be")
        return int(bits, 2)

    def _code(self, order: int) -> int:
        first = self._bits.index("1", self._at)
        width = first - self._at + 1 + order
        if width > _MOST_BITS:
            raise ValueError("a number that is too large")
        self._at = first
        return self._plain(width) - (1 << order)


class _Shape:
    """A column as it looks after so many differences: what came first, the usual step, and what is left."""

    def __init__(self, numbers: Sequence[int], order: int, *, counted: bool) -> None:
        self._order = order
        self._firsts: list[int] = []
        for _ in range(order):
            self._firsts.append(numbers[0])
            numbers = [number - before for before, number in pairwise(numbers)]
        self._centre = median_low(numbers)
        self._measure = math.gcd(*(number - self._centre for number in numbers)) or 1
        self._left = [_folded((number - self._centre) // self._measure) for number in numbers]
        self._flat = not counted and not any(self._left)
        mean = sum(self._left) // len(self._left)
        likely = range(max(0, mean.bit_length() - 3), mean.bit_length() + 1)
        self._code = min(likely, key=self._length)
        self.length = 0 if self._flat else self._length(self._code)
        self.length += sum(map(int.bit_length, (*self._firsts, self._centre, self._measure)))

    def codes(self) -> list[str]:
        """Give its bits."""
        codes = [f"{self._order:0{_ORDER_BITS}b}", str(int(self._flat))]
        if not self._flat:
            codes.append(f"{self._code:0{_ORDER_OF_CODE_BITS}b}")
        codes.extend(_code(_folded(number), _HEADER) for number in (self._measure, self._centre, *self._firsts))
        if not self._flat:
            codes.extend(_code(number, self._code) for number in self._left)
        return codes

    def _length(self, order: int) -> int:
        return sum(2 * (number + (1 << order)).bit_length() - 1 - order for number in self._left)


def _code(number: int, order: int) -> str:
    """Give a number from 0 on in the exponential Golomb code: a zero for each bit beyond the order, and the number."""
    bits = f"{number + (1 << order):b}"
    return "0" * (len(bits) - 1 - order) + bits


def _folded(number: int) -> int:
    """Give 0, -1, 1, -2 … as 0, 1, 2, 3 …"""
    return 2 * number if number >= 0 else -2 * number - 1


def _unfolded(number: int) -> int:
    return -(number + 1) // 2 if number % 2 else number // 2


def _sums(first: int, steps: list[int]) -> list[int]:
    sums = [first]
    for step in steps:
        sums.append(sums[-1] + step)
    return sums
