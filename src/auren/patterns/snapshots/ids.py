"""A reading's id as a template of the reading: what it says of its day, its times or a running number is not written again.

A template is text in which characters of the private use area stand for what is filled in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from auren.patterns.snapshots.bits import BitReader, BitWriter
from auren.readings import MetricRegistry, Reading

__all__ = ["read", "write"]

_FIRST: Final = 0xE000
_DERIVED: Final = "\uf000"
_NUMBER: Final = "\uf001"
_HEX: Final = "\uf002"
_UUID: Final = "\uf003"
_WIDTH: Final = 0xF100
_DERIVED_LENGTH: Final = 21
"""Of a derived id beyond its source."""
_RESERVED: Final = re.compile("[\ue000-\uf8ff]")
_UUID_FORM: Final = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_NUMBERS: Final = re.compile(f"{_UUID_FORM}|[0-9a-f]{{16,64}}|[0-9]{{1,64}}")
_SLOTS: Final = re.compile(f"{_UUID}|[{_NUMBER}{_HEX}](.)", re.DOTALL)
_FEW: Final = 3
"""A template that fewer ids share costs more than their text."""

_SPELLINGS: Final[tuple[Callable[[Reading], str], ...]] = (
    lambda reading: reading.metric,
    lambda reading: reading.start.strftime("%Y-%m-%dT%H:%M:%S"),
    lambda reading: reading.end.strftime("%Y-%m-%dT%H:%M:%S"),
    lambda reading: reading.start.strftime("%Y-%m-%d %H:%M:%S"),
    lambda reading: reading.end.strftime("%Y-%m-%d %H:%M:%S"),
    lambda reading: reading.start.strftime("%Y%m%dT%H%M%S"),
    lambda reading: reading.end.strftime("%Y%m%dT%H%M%S"),
    lambda reading: str(_epoch_ms(reading.start)),
    lambda reading: str(_epoch_ms(reading.end)),
    lambda reading: str(_epoch_ms(reading.start) // 1000),
    lambda reading: str(_epoch_ms(reading.end) // 1000),
    lambda reading: reading.day.isoformat(),
    lambda reading: reading.day.strftime("%Y%m%d"),
)
_FEWEST_DIGITS: Final = 8
"""Of all spellings but the first."""


def write(out: BitWriter, readings: Sequence[Reading], metrics: MetricRegistry) -> None:
    """Write the ids of readings of one metric.

    Args:
        out: where to.
        readings: in the order in which they are read.
        metrics: the registry that the readings are of.
    """
    chosen = [_template(reading, metrics, padded=True) for reading in readings]
    if len(_by_template(chosen)) > 1:
        other = [_template(reading, metrics, padded=False) for reading in readings]
        chosen = min(chosen, other, key=lambda way: len(_by_template(way)))
    shared = _by_template(chosen)
    templates = [template for template, rows in shared.items() if len(rows) >= _FEW]
    places = {template: place for place, template in enumerate(templates, 1)}
    out.text(templates)
    out.column([places.get(template, 0) for template, _ in chosen])
    for template in templates:
        for column in zip(*shared[template], strict=True):
            out.column(column)
    out.text([reading.id for reading, (template, _) in zip(readings, chosen, strict=True) if template not in places])


def read(source: BitReader, readings: Sequence[Reading], metrics: MetricRegistry) -> list[Reading]:
    """Give the readings with the ids that were written.

    Args:
        source: where from.
        readings: in the order in which they were written, without an id.
        metrics: the registry that the readings are of.
    """
    templates = source.text()
    chosen = source.column(len(readings))
    shared = Counter(chosen)
    filled = [
        zip(*(source.column(shared[place]) for _ in _SLOTS.findall(template)), strict=True)
        for place, template in enumerate(templates, 1)
    ]
    plain = iter(source.text())
    found: list[Reading] = []
    for reading, place in zip(readings, chosen, strict=True):
        if place < 0:
            raise ValueError("a template that is not there")
        known = templates[place - 1] if place else None
        id = next(plain) if known is None else _filled(known, reading, next(filled[place - 1], ()), metrics)
        if not isinstance(id, str):
            raise TypeError("an id that is no text")
        found.append(replace(reading, id=id))
    return found


def _by_template(rows: Sequence[tuple[str, tuple[int, ...]]]) -> dict[str, list[tuple[int, ...]]]:
    shared: dict[str, list[tuple[int, ...]]] = {}
    for template, numbers in rows:
        shared.setdefault(template, []).append(numbers)
    return shared


def _template(reading: Reading, metrics: MetricRegistry, *, padded: bool) -> tuple[str, tuple[int, ...]]:
    """Give the template that an id follows and the numbers in it; the id itself where it follows none."""
    id = reading.id
    if _RESERVED.search(id):
        return id, ()
    if len(id) == len(reading.source) + _DERIVED_LENGTH and id == _derived(reading, metrics):
        return _DERIVED, ()
    template = id
    dated = sum(map(str.isdecimal, id)) >= _FEWEST_DIGITS
    for number, spelling in enumerate(_SPELLINGS if dated else _SPELLINGS[:1]):
        template = template.replace(spelling(reading), chr(_FIRST + number))
    numbers: list[int] = []

    def slot(match: re.Match[str]) -> str:
        text = match[0]
        if "-" in text:
            numbers.append(int(text.replace("-", ""), 16))
            return _UUID
        is_hex = not text.isdecimal()
        numbers.append(int(text, 16 if is_hex else 10))
        width = len(text) if padded or is_hex or text[0] == "0" else 0
        return (_HEX if is_hex else _NUMBER) + chr(_WIDTH + width)

    template = _NUMBERS.sub(slot, template)
    return (template, tuple(numbers)) if _filled(template, reading, numbers, metrics) == id else (id, ())


def _filled(template: str, reading: Reading, numbers: Sequence[int], metrics: MetricRegistry) -> str:
    if template == _DERIVED:
        return _derived(reading, metrics)
    left = iter(numbers)

    def value(match: re.Match[str]) -> str:
        number = next(left)
        if match[0] == _UUID:
            text = f"{number:032x}"
            return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
        width = max(0, min(ord(match[1]) - _WIDTH, 64))
        return f"{number:0{width}x}" if match[0][0] == _HEX else f"{number:0{width}d}"

    id = _SLOTS.sub(value, template)
    for number, spelling in enumerate(_SPELLINGS):
        if (mark := chr(_FIRST + number)) in id:
            id = id.replace(mark, spelling(reading))
    return id


def _derived(reading: Reading, metrics: MetricRegistry) -> str:
    """Give the id that `Reading.of` derives for such a reading."""
    return Reading.of(
        reading.subject,
        reading.metric,
        0.0,
        unit=metrics[reading.metric].unit,
        start=reading.start,
        end=reading.end,
        day=reading.day,
        zone="UTC",
        source=reading.source,
        deleted=True,  # so that no value is asked for
        metrics=metrics,
    ).id


def _epoch_ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)
