"""What kind of record a head is: its metric, unit, origin and id, told once for the many records that share it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from auren.readings import Metric, MetricRegistry, Reading
from auren.sources.vendors.apple_health.origins import digest, origin
from auren.sources.vendors.apple_health.units import scale_of

__all__ = ["SLEEP", "Lane", "Lanes", "Way"]

Way = Literal["quantity", "duration", "sleep", "passed over"]
"""How records of a type are read."""

SLEEP: Final = "HKCategoryTypeIdentifierSleepAnalysis"
_PREFIXES: Final = ("HKQuantityTypeIdentifier", "HKCategoryTypeIdentifier", "HKDataType")
_DURATIONS: Final = {"HKCategoryTypeIdentifierMindfulSession": "mind.mindful"}
_HELD: Final = 20_000
_KINDS: Final = 1000
_IDENTIFIER: Final = re.compile(r"[A-Z][A-Za-z0-9]{0,79}")


@dataclass(slots=True)
class Lane:
    """Records of one type, unit and origin, on their way into the report.

    Attributes:
        kind: the type without its prefix, for the report.
        way: how they are read.
        device: their origin's label.
        mark: stands for the label in ids.
        known: the metric; None where none is read.
        scale, summand: turn the value into the metric's unit.
        refused: whether the unit is none of the metric.
        keys: ids of records since the last batch.
        readings: their readings.
        beats: the lane of their beat-to-beat intervals.
    """

    kind: str
    way: Way
    device: str = field(default="", repr=False)
    mark: str = ""
    known: Metric | None = None
    scale: float = 1.0
    summand: float = 0.0
    refused: bool = False
    keys: list[str] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    beats: Lane | None = None
    # What the loop over millions of records needs at hand.
    metric: str = ""
    exact: bool = False
    adds: bool = False
    by_end: bool = False
    low: float = 0.0
    high: float = 0.0
    before: str = ""
    after: str = ""

    def __post_init__(self) -> None:
        known = self.known
        if known is None or self.way != "quantity" or self.refused:
            return
        self.metric, self.low, self.high = known.name, known.low, known.high
        self.exact = (self.scale, self.summand) == (1.0, 0.0)
        self.adds, self.by_end = known.day_rule == "sum", known.day_of == "end"
        self.before, self.after = f"apple_health:{self.kind}:{self.mark}:", f":{known.name}"


class Lanes:
    """Gives each record its lane.

    Args:
        metrics: the registry whose HealthKit identifiers say what is read.
    """

    def __init__(self, metrics: MetricRegistry) -> None:
        self._metrics = metrics
        self._by_type = _read_types(metrics)
        self._lanes: dict[tuple[str, str, str], Lane] = {}
        self._origins: dict[tuple[str, str, str], str] = {}
        self._kinds: set[str] = set()

    def of(self, attributes: Mapping[str, str]) -> Lane:
        """Give the lane of a record.

        Args:
            attributes: its type, source, device and unit; others do not matter.
        """
        kind, unit = attributes.get("type", ""), attributes.get("unit", "")
        label = self.origin_of(attributes)
        held = self._lanes.get((kind, unit, label))
        if held is None:
            if len(self._lanes) >= _HELD:
                self._lanes.clear()
            held = self._lanes[(kind, unit, label)] = self._new(kind, unit, label)
        return held

    def origin_of(self, attributes: Mapping[str, str]) -> str:
        """Give the label of what measured a record or workout; see `origin`.

        Args:
            attributes: its source and device; others do not matter.
        """
        source, version, device = (attributes.get(name, "") for name in ("sourceName", "sourceVersion", "device"))
        held = self._origins.get((source, version, device))
        if held is None:
            if len(self._origins) >= _HELD:
                self._origins.clear()
            held = self._origins[(source, version, device)] = origin(source, version, device)
        return held

    def kind_of(self, kind: str) -> str:
        """Give what a type is called in the report; the same for all beyond a thousand of them."""
        short = kind
        for prefix in _PREFIXES:
            short = short.removeprefix(prefix)
        # What is no identifier may be anything, even the person's own words.
        short = short if _IDENTIFIER.fullmatch(short) else "record of no known type"
        if short not in self._kinds and len(self._kinds) >= _KINDS:
            return "other types"
        self._kinds.add(short)
        return short

    def _new(self, kind: str, unit: str, label: str) -> Lane:
        name, mark = self.kind_of(kind), digest(label)
        if kind == SLEEP:
            return Lane(name, "sleep", label, mark)
        lasting = _DURATIONS.get(kind)
        if lasting in self._metrics:
            return Lane(name, "duration", label, mark, self._metrics[str(lasting)])
        known = self._by_type.get(kind)
        if known is None:
            return Lane(name, "passed over")
        found = scale_of(unit, known.unit)
        scale, summand = found or (1.0, 0.0)
        beats = None
        if known.name == "hrv.sdnn" and "hrv.rr" in self._metrics:
            beats = Lane(name, "quantity", label, mark, self._metrics["hrv.rr"])
        return Lane(name, "quantity", label, mark, known, scale, summand, found is None, beats=beats)


def _read_types(metrics: MetricRegistry) -> dict[str, Metric]:
    # Of a workout's sums the identifier is that of the samples they were formed of, and a sample belongs to no workout.
    return {
        metric.healthkit: metric
        for metric in reversed(list(metrics.values()))
        if metric.healthkit.startswith("HKQuantityTypeIdentifier") and not metric.name.startswith("exercise.")
    }
