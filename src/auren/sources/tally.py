"""The count that a source keeps while it is read; a report is a snapshot of it."""

from __future__ import annotations

from collections import Counter
from datetime import date

from auren.errors import MalformedRow
from auren.readings import Reading
from auren.sources.draft import Draft
from auren.sources.report import Skipped, SourceReport

__all__ = ["Tally"]


class Tally:
    """Counts one pass over a source.

    Args:
        source: name of the source.
        recognised: why it was chosen for the path.
    """

    def __init__(self, source: str, recognised: str = "") -> None:
        self._source = source
        self._recognised = recognised
        self._records: Counter[str] = Counter()
        self._used: Counter[str] = Counter()
        self._unused: Counter[str] = Counter()
        self._repeated: Counter[str] = Counter()
        self._metrics: Counter[str] = Counter()
        self._empty: Counter[str] = Counter()
        self._adjusted: Counter[str] = Counter()
        self._skipped: list[Skipped] = []
        self._devices: set[str] = set()
        self._seen: set[str] = set()
        self._readings = 0
        self._first: date | None = None
        self._last: date | None = None
        self._missing: list[str] = []
        self._unread: list[str] = []
        self._complete = False

    def kind(self, kind: str) -> None:
        """Show a kind of record in the report, even if none of it comes."""
        self._records[kind] += 0

    def settle(self, kind: str, draft: Draft, failure: MalformedRow | None = None) -> None:
        """Enter one vendor record, which either gave readings or did not.

        Args:
            kind: the kind of vendor record.
            draft: what was made of it.
            failure: why the record as a whole could not be read.
        """
        self._records[kind] += 1
        self._empty.update(draft.empty)
        self._adjusted.update(draft.adjusted)
        if draft.id_prefix:
            self._repeated[kind] += draft.id_prefix in self._seen
            self._seen.add(draft.id_prefix)
        if failure is not None:
            draft.discard()
            self._skipped += draft.problems
            self._skipped.append(Skipped(failure.file, failure.line, failure.field, failure.reason))
        elif draft.readings:
            self._skipped += draft.problems
        else:
            self._skipped += _of_unused(draft)
        (self._used if draft.readings else self._unused)[kind] += 1

    def give(self, reading: Reading) -> Reading:
        """Enter one reading, and give it back."""
        self._readings += 1
        self._metrics[reading.metric] += 1
        if reading.device:
            self._devices.add(reading.device)
        self._first = reading.day if self._first is None else min(self._first, reading.day)
        self._last = reading.day if self._last is None else max(self._last, reading.day)
        return reading

    def refuse(self, failure: MalformedRow) -> None:
        """Enter a file, or the rest of one, that could not be read."""
        self._skipped.append(Skipped(failure.file, failure.line, failure.field, failure.reason, "file"))

    def missing(self, name: str) -> None:
        """Enter a file that is not there."""
        self._missing.append(name)

    def unread(self, *names: str) -> None:
        """Enter files or columns that are there and are not read."""
        self._unread += names

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
            repeated=dict(+self._repeated),
            readings=self._readings,
            skipped=tuple(self._skipped),
            first_day=self._first,
            last_day=self._last,
            metrics=dict(sorted(self._metrics.items())),
            devices=tuple(sorted(self._devices)),
            missing=tuple(self._missing),
            unread=tuple(self._unread),
            empty_cells=dict(self._empty),
            adjusted=dict(self._adjusted),
            recognised=self._recognised,
            complete=self._complete,
        )


def _of_unused(draft: Draft) -> list[Skipped]:
    # A record that gave nothing has exactly one entry of scope "record", so that the report adds up by counting.
    if len(draft.problems) == 1:
        only = draft.problems[0]
        return [Skipped(only.file, only.line, only.field, only.reason, "record", only.malformed)]
    reason = "none of its fields could be used" if draft.problems else "it holds nothing that is read"
    malformed = any(problem.malformed for problem in draft.problems)
    return [*draft.problems, Skipped(draft.file, draft.line, "", reason, "record", malformed)]
