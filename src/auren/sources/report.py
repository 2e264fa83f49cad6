"""The account of a reading run: what a source delivered, what it gave, and what was left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

__all__ = ["Disagreement", "Skipped", "SourceReport"]


@dataclass(frozen=True, slots=True)
class Skipped:
    """One thing that a source delivered and that gave no reading, or many of one kind.

    Attributes:
        file: the file, relative to what the caller named.
        line: line number from 1, or the record's index from 1 in formats without lines; None for a whole file, and where
            many are counted together.
        field: the field at fault; empty when the record as a whole is.
        reason: what was expected, or why there was nothing to read.
        scope: a whole file, a whole record, or one field of a record that was otherwise used.
        malformed: False when the vendor itself says that there is no value.
        count: how many; above 1 where a reason came so often that the rest of them is counted together.
    """

    file: str
    line: int | None
    field: str
    reason: str
    scope: Literal["file", "record", "field"] = "record"
    malformed: bool = True
    count: int = 1


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two devices that told different things of the same days; which of them counts is the registry's priority.

    Attributes:
        metric: what they measured.
        one, other: source and device of each.
        days: dates on which both gave a value.
        apart: those dates on which they were more than a tenth apart.
        typical: median of other minus one, in the metric's unit.
        worst_day: the date on which they were furthest apart.
    """

    metric: str
    one: str
    other: str
    days: int
    apart: int
    typical: float
    worst_day: date


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What one pass over a source found; every vendor record in it was either used or skipped.

    Attributes:
        source: name of the source.
        records: vendor records read, by kind, for example {"sleep logs": 155}; repeated ones count again.
        used: those of them that gave at least one reading.
        unused: those of them that gave none; `skipped` has an entry of scope "record" for each.
        repeated: those of them that had been delivered before in this pass. They are read again, so that their readings
            carry the same ids.
        readings: readings given.
        skipped: everything that was left out, in the order in which it was met.
        first_day, last_day: span of the readings' days; None without readings.
        metrics: readings by metric.
        devices: the devices that the source named, sorted; untrusted text.
        disagreements: where two devices differ on the same days.
        missing: files that such a source usually has and this one lacks.
        unread: files and columns that are there and that are not read.
        empty_cells: empty cells of a table by column; not a fault.
        adjusted: values that were set right, by reason.
        recognised: why this source was chosen for the path; empty when the caller chose.
        complete: True once the source was read to its end.
    """

    source: str
    records: Mapping[str, int] = field(default_factory=dict)
    used: Mapping[str, int] = field(default_factory=dict)
    unused: Mapping[str, int] = field(default_factory=dict)
    repeated: Mapping[str, int] = field(default_factory=dict)
    readings: int = 0
    skipped: tuple[Skipped, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    metrics: Mapping[str, int] = field(default_factory=dict)
    devices: tuple[str, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    missing: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    empty_cells: Mapping[str, int] = field(default_factory=dict)
    adjusted: Mapping[str, int] = field(default_factory=dict)
    recognised: str = ""
    complete: bool = False

    @property
    def skipped_by_reason(self) -> dict[str, int]:
        """How often each reason occurs, the most frequent first."""
        reasons: Counter[str] = Counter()
        for item in self.skipped:
            reasons[item.reason] += item.count
        return dict(reasons.most_common())

    @property
    def adds_up(self) -> bool:
        """Whether every vendor record is accounted for: read = used + unused, and each unused one is listed."""
        listed = sum(item.count for item in self.skipped if item.scope == "record")
        return listed == sum(self.unused.values()) and all(
            count == self.used.get(kind, 0) + self.unused.get(kind, 0) for kind, count in self.records.items()
        )
