"""How every benchmark reports: a table to read, and last one line of JSON for a machine."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

__all__ = ["Mark", "at_least", "at_most", "report", "table"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One number and what was promised of it.

    Args:
        id: lower-case dotted name, stable from one release to the next.
        value: what was measured, in `unit`; None when it could not be measured, which is never ok.
        unit: unit of the value.
        mark: the promise in words, for example "<= 50".
        ok: whether it was kept.
    """

    id: str
    value: float | None
    unit: str
    mark: str
    ok: bool


def at_most(id: str, value: float | None, unit: str, limit: float) -> Mark:
    """Give a mark that is kept up to a limit."""
    return Mark(id, value, unit, f"<= {limit:g}", value is not None and value <= limit)


def at_least(id: str, value: float | None, unit: str, limit: float) -> Mark:
    """Give a mark that is kept from a limit on."""
    return Mark(id, value, unit, f">= {limit:g}", value is not None and value >= limit)


def report(benchmark: str, marks: Sequence[Mark], *, peers: Mapping[str, Mapping[str, float]] | None = None) -> None:
    """Print the marks as a table, and last everything as one line of JSON.

    Args:
        benchmark: the module's name.
        marks: what was measured.
        peers: the same numbers of other libraries, where they are installed.
    """
    table(
        ["mark", "value", "unit", "promised", ""],
        [
            [m.id, "not measured" if m.value is None else f"{m.value:g}", m.unit, m.mark, "ok" if m.ok else "MISSED"]
            for m in marks
        ],
    )
    print(json.dumps({"benchmark": benchmark, "marks": [asdict(mark) for mark in marks], "peers": dict(peers or {})}))


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under a head, each column as wide as its widest cell."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    for row in (head, ["-" * width for width in widths], *rows):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    print()
