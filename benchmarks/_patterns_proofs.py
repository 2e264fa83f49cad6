"""What the pattern engine promises, tried on random people: order does not matter, and a table finds what a stream finds."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from auren.findings import Finding, FindingStatus
from auren.patterns import Kernel, over_table
from auren.people import Subject
from auren.ports import PatternRule
from auren.readings import Reading
from benchmarks._patterns_workload import END_OF_TIME, arrivals, person_days, streamed

__all__ = ["OrderProof", "TableProof", "order_proof", "same_as_stream"]


@dataclass(frozen=True, slots=True)
class OrderProof:
    """What shuffling showed.

    Args:
        histories: tried.
        differing: those whose final findings were not byte-identical.
        open: provisional findings that were neither confirmed, revised nor withdrawn in the end.
        findings: that were ever given.
        withdrawn: of these, taken back in the end.
    """

    histories: int
    differing: int
    open: int
    findings: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class TableProof:
    """How a table compares with a stream.

    Args:
        people: tried.
        differing: those of whom an id or a piece of evidence differed.
        findings: that the table gave.
    """

    people: int
    differing: int
    findings: int


def order_proof(rules: Sequence[PatternRule], histories: int, *, days: int = 100, seed: int = 1) -> OrderProof:
    """Hold late, doubled and shuffled deliveries against one delivery in order.

    Args:
        rules: that are held against them.
        histories: how many random people.
        days: length of each history.
        seed: of the first history.
    """
    differing = still_open = given = withdrawn = 0
    for number in range(seed, seed + histories):
        subject = Subject(f"order-{number}")
        readings = _with_corrections(person_days(subject, days, number), number)
        kernel = Kernel(rules)
        state, _ = kernel.restore(subject, readings, [])
        kernel.advance_time(state, END_OF_TIME)
        expected = _standing(state.findings.values())
        late, stages = streamed(rules, arrivals(readings, number, late=0.5, doubled=0.05), subject, step_days=2)
        shuffled = [*readings, *readings[::20]]
        random.Random(f"{number}").shuffle(shuffled)
        once, _ = streamed(rules, shuffled, subject, step_days=days)
        last = {finding.id: finding for finding in stages}
        differing += not (expected == _standing(late.findings.values()) == _standing(once.findings.values()))
        still_open += sum(not finding.settled for finding in last.values())
        given += len(last)
        withdrawn += sum(finding.status is FindingStatus.WITHDRAWN for finding in last.values())
    return OrderProof(histories, differing, still_open, given, withdrawn)


def same_as_stream(rules: Sequence[PatternRule], people: Sequence[tuple[Subject, Sequence[Reading]]]) -> TableProof:
    """Hold a table's findings against those that a late, doubled stream of the same readings ends with.

    Args:
        rules: that are held against them.
        people: each with their readings.
    """
    table: dict[Subject, dict[str, Finding]] = {subject: {} for subject, _ in people}
    for finding in over_table(rules, [reading for _, readings in people for reading in readings]).findings:
        table[finding.subject][finding.id] = finding
    differing = 0
    for number, (subject, readings) in enumerate(people):
        # What settled long ago leaves the state, so the stages are gathered on the way.
        _, stages = streamed(rules, arrivals(readings, number, late=0.02, doubled=0.05), subject)
        last = {finding.id: finding for finding in stages}
        differing += table[subject] != {id: finding for id, finding in last.items() if finding.stands}
    return TableProof(len(people), differing, sum(map(len, table.values())))


def _standing(findings: Iterable[Finding]) -> str:
    """Give what stands to the last bit."""
    return repr(sorted((finding for finding in findings if finding.stands), key=lambda finding: finding.id))


def _with_corrections(readings: list[Reading], seed: int) -> list[Reading]:
    """Add corrections to one reading in twenty, and take one in a hundred back."""
    rnd = random.Random(f"corrected-{seed}")
    corrected = [replace(r, value=r.value * 1.05, revision=1) for r in readings if rnd.random() < 0.05]
    deleted = [replace(r, deleted=True, revision=2) for r in readings if rnd.random() < 0.01]
    return [*readings, *corrected, *deleted]
