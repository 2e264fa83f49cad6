"""A state's findings, by what found them; their evidence is left out where the rule finds it again."""

from __future__ import annotations

from datetime import date
from typing import Final

from auren.errors import StoreCorrupted
from auren.findings import Finding, FindingStatus, evidence_digest, finding_id
from auren.patterns.snapshots.bits import BitReader, BitWriter
from auren.patterns.snapshots.evidence import Judge, evidence_of, evidence_row
from auren.patterns.state import PersonState

__all__ = ["finding_of", "read", "write"]

_STATUSES: Final = tuple(FindingStatus)


def write(out: BitWriter, state: PersonState, judge: Judge) -> None:
    """Write all findings; the state's readings must be written before."""
    by_kind: dict[tuple[str, int, str, str], list[Finding]] = {}
    for finding in sorted(state.findings.values(), key=lambda f: (f.rule, f.rule_version, f.title, f.flag, f.day)):
        by_kind.setdefault((finding.rule, finding.rule_version, finding.title, finding.flag), []).append(finding)
    out.text(list(by_kind))
    for (rule, version, _, _), found in by_kind.items():
        again = [judge(state, rule, version, finding.day) == finding.evidence for finding in found]
        out.number(len(found))
        out.column([finding.day.toordinal() for finding in found], counted=True)
        out.column([_STATUSES.index(finding.status) for finding in found])
        out.column([int(same) for same in again])
        for finding, same in zip(found, again, strict=True):
            if not same:
                out.text([evidence_row(state, item) for item in finding.evidence])


def read(source: BitReader, state: PersonState, judge: Judge) -> None:
    """Have a state keep the findings that were written."""
    for rule, version, title, flag in source.text():
        count = source.count()
        columns = zip(source.column(count), source.column(count), source.column(count), strict=True)
        for ordinal, status, again in columns:
            if status < 0:
                raise ValueError("a status that is not there")
            row = None if again else source.text()
            day = date.fromordinal(ordinal)
            state.keep(finding_of(state, judge, rule, version, title, flag, day, _STATUSES[status], row))


def finding_of(
    state: PersonState,
    judge: Judge,
    rule: str,
    version: int,
    title: str,
    flag: str,
    day: date,
    status: FindingStatus,
    row: list[list[object]] | None,
) -> Finding:
    """Give the finding that was written.

    Args:
        state: with its readings.
        judge: what gives evidence again.
        rule, version, title, flag, day, status: as in `Finding`.
        row: what was written of the evidence; None when the rule gives it again.
    """
    items = judge(state, rule, version, day) if row is None else tuple(evidence_of(state, item) for item in row)
    if items is None:
        raise StoreCorrupted("A state's finding does not hold on the days of the state; restore it from history and journal.")
    id = finding_id(state.subject, rule, version, day)
    return Finding(id, state.subject, rule, version, title, day, status, evidence_digest(items), items, flag)
