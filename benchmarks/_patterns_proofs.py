"""What the pattern engine promises, tried on random people: order does not matter, and a table finds what a stream finds."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, replace
from functools import partial

from auren.findings import Finding, FindingStatus
from auren.patterns import Kernel, over_table
from auren.people import Subject
from auren.ports import PatternRule
from auren.readings import Reading
from benchmarks._patterns_workers import Workers
from benchmarks._patterns_workload import END_OF_TIME, arrivals, person_days, streamed

__all__ = ["OrderProof", "TableProof", "order_proof", "same_as_stream", "years_proof"]

YEARS_AT_ONCE = 10
AT_ONCE = (1, 5, 25)


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

    histories: int = 0
    differing: int = 0
    open: int = 0
    findings: int = 0
    withdrawn: int = 0

    def __add__(self, other: OrderProof) -> OrderProof:
        return OrderProof(*map(sum, zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True, slots=True)
class TableProof:
    """How a table compares with a stream.

    Args:
        people: tried.
        differing: those of whom an id or a piece of evidence differed.
        findings: that the table gave.
    """

    people: int = 0
    differing: int = 0
    findings: int = 0

    def __add__(self, other: TableProof) -> TableProof:
        return TableProof(*map(sum, zip(astuple(self), astuple(other), strict=True)))


def order_proof(
    rules: Sequence[PatternRule], histories: int, *, days: int = 100, seed: int = 1, workers: Workers | None = None
) -> OrderProof:
    """Hold late, doubled and shuffled deliveries against one delivery in order.

    Args:
        rules: that are held against them.
        histories: how many random people.
        days: length of each history.
        seed: of the first history.
        workers: share the histories out; None works in this process.
    """
    one = partial(_one_history, tuple(rules), days)
    return (workers or Workers()).total("order, histories", one, range(seed, seed + histories), OrderProof())


def years_proof(rules: Sequence[PatternRule], years: int, *, seed: int = 1, workers: Workers | None = None) -> TableProof:
    """Hold tables of random person-years against streams of the same readings; arguments as in `order_proof`."""
    end = seed + years
    groups = [range(begin, min(begin + YEARS_AT_ONCE, end)) for begin in range(seed, end, YEARS_AT_ONCE)]
    one = partial(_years, tuple(rules))
    return (workers or Workers()).total(f"table, tens of years, {len(rules)} rules", one, groups, TableProof())


def same_as_stream(
    rules: Sequence[PatternRule], people: Sequence[tuple[Subject, Sequence[Reading]]], *, workers: Workers | None = None
) -> TableProof:
    """Hold a table's findings against those that late, doubled streams of the same readings end with.

    Args:
        rules: that are held against them.
        people: each with their readings.
        workers: share the streams out; None works in this process.
    """
    table: dict[Subject, dict[str, Finding]] = {subject: {} for subject, _ in people}
    for finding in over_table(rules, [reading for _, readings in people for reading in readings]).findings:
        table[finding.subject][finding.id] = finding
    held = [(subject, readings, table[subject]) for subject, readings in people]
    return (workers or Workers()).total("table, people", partial(_streams_to, tuple(rules)), held, TableProof())


def _streams_to(rules: Sequence[PatternRule], person: tuple[Subject, Sequence[Reading], dict[str, Finding]]) -> TableProof:
    """Hold what stands at the end of a person's stream against the findings of the table."""
    subject, readings, table = person
    # What settled long ago leaves the state, so the stages are gathered on the way.
    _, stages = streamed(rules, arrivals(readings, subject.id, late=0.02, doubled=0.05), subject)
    last = {finding.id: finding for finding in stages}
    standing = {id: finding for id, finding in last.items() if finding.stands}
    return TableProof(1, table != standing, len(table))


def _one_history(rules: Sequence[PatternRule], days: int, number: int) -> OrderProof:
    subject = Subject(f"order-{number}")
    readings = _with_corrections(person_days(subject, days, number), number)
    kernel = Kernel(rules)
    state, _ = kernel.restore(subject, readings, [])
    kernel.advance_time(state, END_OF_TIME)
    expected = _standing(state.findings.values())
    late, stages = streamed(rules, arrivals(readings, number, late=0.5, doubled=0.05), subject, step_days=2)
    shuffled = [*readings, *readings[::20]]
    random.Random(f"{number}").shuffle(shuffled)
    # One by one, or by the handful as a sync brings them: handfuls cost far less, so more people can be tried.
    once, _ = streamed(rules, shuffled, subject, step_days=days, at_once=AT_ONCE[number % len(AT_ONCE)])
    last = {finding.id: finding for finding in stages}
    return OrderProof(
        histories=1,
        differing=not (expected == _standing(late.findings.values()) == _standing(once.findings.values())),
        open=sum(not finding.settled for finding in last.values()),
        findings=len(last),
        withdrawn=sum(finding.status is FindingStatus.WITHDRAWN for finding in last.values()),
    )


def _years(rules: Sequence[PatternRule], numbers: Iterable[int]) -> TableProof:
    subjects = {number: Subject(f"year-{number}") for number in numbers}
    return same_as_stream(rules, [(subject, person_days(subject, 365, number)) for number, subject in subjects.items()])


def _standing(findings: Iterable[Finding]) -> str:
    """Give what stands to the last bit."""
    # As tuples: the repr of a finding shows no value.
    return repr([astuple(finding) for finding in sorted(findings, key=lambda finding: finding.id) if finding.stands])


def _with_corrections(readings: list[Reading], seed: int) -> list[Reading]:
    """Add corrections to one reading in twenty, and take one in a hundred back."""
    rnd = random.Random(f"corrected-{seed}")
    corrected = [replace(r, value=r.value * 1.05, revision=1) for r in readings if rnd.random() < 0.05]
    deleted = [replace(r, deleted=True, revision=2) for r in readings if rnd.random() < 0.01]
    return [*readings, *corrected, *deleted]
