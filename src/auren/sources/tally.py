"""The count that a source keeps while it is read; a report is a snapshot of it."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from auren.errors import MalformedRow
from auren.readings import STANDARD_METRICS, MetricRegistry, Reading
from auren.sources.comparison import Comparison
from auren.sources.draft import Draft
from auren.sources.report import Skipped, SourceReport

__all__ = ["Tally"]

_LISTED_EACH = 100
_LISTED_IN_ALL = 10_000
_NAMES = 1000
_FEW = 10_000


class Tally:
    """Counts one pass over a source.

    Args:
        source: name of the source.
        recognised: why it was chosen for the path.
        metrics: the registry that says how a day is formed, by which devices are compared.
    """

    def __init__(self, source: str, recognised: str = "", metrics: MetricRegistry = STANDARD_METRICS) -> None:
        self._source = source
        self._recognised = recognised
        self._records: Counter[str] = Counter()
        self._used: Counter[str] = Counter()
        self._unused: Counter[str] = Counter()
        # Only hashes, eight bytes a record: an export holds millions of them. What repeats is counted when asked.
        self._keys: dict[str, array[int]] = {}
        self._metrics: Counter[str] = Counter()
        self._empty: Counter[str] = Counter()
        self._adjusted: Counter[str] = Counter()
        self._skipped: list[Skipped] = []
        self._listed: Counter[tuple[str, str, str, bool]] = Counter()
        self._rest: dict[tuple[str, str, str, bool], Skipped] = {}
        self._devices: set[str] = set()
        self._comparison = Comparison(metrics)
        self._readings = 0
        self._first: date | None = None
        self._last: date | None = None
        self._missing: list[str] = []
        self._unread: list[str] = []
        self._complete = False

    def kind(self, kind: str) -> None:
        """Show a kind of record in the report, even if none of it comes."""
        self._records[kind] += 0

    def settle(
        self, kind: str, draft: Draft, failure: MalformedRow | None = None, *, keys: Sequence[Hashable] | None = None
    ) -> None:
        """Enter one vendor record, or several that were joined into one draft, which either gave readings or did not.

        Args:
            kind: the kind of vendor record.
            draft: what was made of it.
            failure: why the record as a whole could not be read.
            keys: what tells the joined records apart, one a record; None for a single record, whose id does.
        """
        count = 1 if keys is None else len(keys)
        self._records[kind] += count
        self._empty.update(draft.empty)
        self._adjusted.update(draft.adjusted)
        if keys is not None:
            self._keys_of(kind).extend(map(hash, keys))
        elif draft.id_prefix:
            self._keys_of(kind).append(hash(draft.id_prefix))
        if failure is not None:
            draft.discard()
            self._skip(draft.problems)
            self._skip([Skipped(failure.file, failure.line, failure.field, failure.reason, count=count)])
        elif draft.readings:
            self._skip(draft.problems)
        else:
            self._skip(_of_unused(draft, count))
        (self._used if draft.readings else self._unused)[kind] += count

    def settle_used(self, kind: str, keys: Sequence[str]) -> None:
        """Enter many vendor records of one kind, each of which gave all that it holds.

        Args:
            kind: the kind of vendor record.
            keys: the id that the readings of each record share, one a record.
        """
        self._records[kind] += len(keys)
        self._used[kind] += len(keys)
        self._keys_of(kind).extend(map(hash, keys))

    def give(self, reading: Reading) -> Reading:
        """Enter one reading, and give it back."""
        self._readings += 1
        self._metrics[reading.metric] += 1
        if reading.device and len(self._devices) < _NAMES:
            self._devices.add(reading.device)
        self._comparison.add(reading)
        self._first = reading.day if self._first is None else min(self._first, reading.day)
        self._last = reading.day if self._last is None else max(self._last, reading.day)
        return reading

    def give_run(self, readings: Sequence[Reading]) -> None:
        """Enter many readings of one metric, source and device.

        Args:
            readings: one or more; fastest where those of a day stand together.
        """
        first = readings[0]
        self._readings += len(readings)
        self._metrics[first.metric] += len(readings)
        if first.device and len(self._devices) < _NAMES:
            self._devices.add(first.device)
        self._comparison.add_run(readings)
        days = {reading.day for reading in readings}
        self._first = min(days) if self._first is None else min(self._first, *days)
        self._last = max(days) if self._last is None else max(self._last, *days)

    def refuse(self, failure: MalformedRow) -> None:
        """Enter a file, or the rest of one, that could not be read."""
        self._skip([Skipped(failure.file, failure.line, failure.field, failure.reason, "file")])

    def pass_over(self, kind: str, file: str, reason: str, *, line: int | None = None, field: str = "", count: int = 1) -> None:
        """Enter records that are well-formed and of which nothing is read.

        Args:
            kind: the kind of vendor record.
            file: where they stand.
            reason: why nothing is read of them.
            line: of the record, when it is one.
            field: the field that tells.
            count: how many.
        """
        self._records[kind] += count
        self._unused[kind] += count
        self._skip([Skipped(file, line, field, reason, "record", malformed=False, count=count)])

    def missing(self, name: str) -> None:
        """Enter a file that is not there."""
        self._missing.append(name)

    def unread(self, *names: str) -> None:
        """Enter files or columns that are there and are not read."""
        fresh = [name for name in dict.fromkeys(names) if name not in self._unread]
        self._unread += fresh[: max(0, _NAMES - len(self._unread))]

    def finish(self) -> None:
        """Say that the source was read to its end."""
        self._complete = True

    def report(self) -> SourceReport:
        """Give the count so far."""
        return SourceReport(
            source=self._source,
            records=dict(self._records),
            used=dict(self._used),
            unused=dict(self._unused),
            repeated={kind: twice for kind, keys in self._keys.items() if (twice := _repeats(keys))},
            readings=self._readings,
            skipped=(*self._skipped, *self._rest.values()),
            first_day=self._first,
            last_day=self._last,
            metrics=dict(sorted(self._metrics.items())),
            devices=tuple(sorted(self._devices)),
            disagreements=self._comparison.disagreements(),
            missing=tuple(self._missing),
            unread=tuple(self._unread),
            empty_cells=dict(self._empty),
            adjusted=dict(self._adjusted),
            recognised=self._recognised,
            complete=self._complete,
        )

    def _keys_of(self, kind: str) -> array[int]:
        return self._keys.setdefault(kind, array("q"))

    def _skip(self, items: Iterable[Skipped]) -> None:
        """List an entry; where the same came very often, only count it."""
        for item in items:
            sort = (item.scope, item.field, item.reason, item.malformed)
            if len(self._skipped) < _LISTED_IN_ALL and self._listed[sort] < _LISTED_EACH:
                self._listed[sort] += 1
                self._skipped.append(item)
                continue
            if sort not in self._rest and len(self._rest) >= _LISTED_IN_ALL:
                sort = (item.scope, "", "there are too many different faults to list", item.malformed)
            held = self._rest.get(sort)
            self._rest[sort] = (
                replace(held, count=held.count + item.count)
                if held is not None
                else Skipped(item.file, None, sort[1], sort[2], item.scope, item.malformed, item.count)
            )


def _of_unused(draft: Draft, count: int) -> list[Skipped]:
    # A record that gave nothing has exactly one entry of scope "record", so that the report adds up by counting.
    if len(draft.problems) == 1:
        only = draft.problems[0]
        return [Skipped(only.file, only.line, only.field, only.reason, "record", only.malformed, count)]
    reason = "none of its fields could be used" if draft.problems else "it holds nothing that is read"
    malformed = any(problem.malformed for problem in draft.problems)
    return [*draft.problems, Skipped(draft.file, draft.line, "", reason, "record", malformed, count)]


def _repeats(keys: array[int]) -> int:
    # Sorted in place of a set, which would take ten times the memory.
    if len(keys) < _FEW:
        return len(keys) - len(set(keys))
    import numpy as np

    return len(keys) - int(np.unique(np.array(keys, dtype=np.int64)).size)
