"""What was computed and what was found: citations, measures, and findings with their evidence."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final, Literal

from auren.people import Subject
from auren.readings import DailyValue, Window

__all__ = [
    "Baseline",
    "Citation",
    "Coverage",
    "Evidence",
    "Finding",
    "FindingStatus",
    "Grade",
    "Insufficient",
    "Measure",
    "evidence_digest",
    "finding_id",
]

Grade = Literal["A", "B", "C", "D"]
"""Strength of the evidence for acting on a number: A consensus, B cohort, C expert, D convention (describe only)."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a computation comes from.

    Args:
        id: row of the formula collection, for example "N2".
        text: the reference, short form.
        grade: evidence for acting on the number.
        verified: False while a constant has not been read in the paper itself.
    """

    id: str
    text: str
    grade: Grade
    verified: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the expected days had a value."""

    have: int
    expected: int

    def __str__(self) -> str:
        return f"{self.have} of {self.expected} days"


@dataclass(frozen=True, slots=True)
class Measure:
    """The result of one cited computation.

    Args:
        name: the computation's name in the catalogue, for example "hrv.weekly_mean".
        title: how it is called in a sentence.
        value: in `unit`.
        unit: one of `readings.known_units()`.
        digits: decimals to show.
        window: the dates it was computed over.
        coverage: how many of those dates had a value.
        citation: where the formula comes from.
        inputs: the daily values it was computed of.
        note: anything a reader must know, for example that a vendor's own figure differs.
        related: figures that belong beside it, such as a band's two ends.
    """

    name: str
    title: str
    value: float = field(repr=False)
    unit: str
    digits: int
    window: Window
    coverage: Coverage
    citation: Citation
    inputs: tuple[DailyValue, ...] = ()
    note: str = field(default="", repr=False)
    related: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class Insufficient:
    """Why a computation gave no number.

    Args:
        name: the computation's name in the catalogue.
        title: how it is called in a sentence.
        missing: what is missing, in plain words.
        have: how much there is.
        need: how much it takes.
        window: the dates that were looked at.
    """

    name: str
    title: str
    missing: str
    have: int
    need: int
    window: Window


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is usual for this person.

    Args:
        window: the dates looked at; they end the day before the window that is compared.
        coverage: how many of those dates had a value.
        mean, sd: of the daily values, in `unit`; sd with n - 1.
        low, high: ends of the personal band, in `unit`.
        unit: unit of all four.
        inputs: the daily values it was computed of.
    """

    window: Window
    coverage: Coverage
    mean: float = field(repr=False)
    sd: float = field(repr=False)
    low: float = field(repr=False)
    high: float = field(repr=False)
    unit: str
    inputs: tuple[DailyValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One signal's value on the day a rule held, with all that it rests on.

    Args:
        signal: the signal in plain words, for example "7-day mean of ln RMSSD".
        metric: name of the metric it was derived from.
        value: in `unit`.
        window: the dates it was computed over.
        coverage: how many of those dates had a value.
        inputs: the daily values it was computed of.
        baseline: what it was compared with, if a baseline was.
        limit: the number it was compared with, if a plain limit was.
    """

    signal: str
    metric: str
    value: float = field(repr=False)
    unit: str
    window: Window
    coverage: Coverage
    inputs: tuple[DailyValue, ...] = ()
    baseline: Baseline | None = None
    limit: float | None = None


CAPPED: Final = "the number of partial matches given up, since there were too many,"
"""The signal of the evidence that says so; its value is how many."""


class FindingStatus(StrEnum):
    """The life of a finding."""

    PROVISIONAL = "provisional"
    CONFIRMED = "confirmed"
    REVISED = "revised"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a pattern rule found in one person's data.

    Args:
        id: the same for the same subject, rule, rule version and anchor day, always.
        subject: whose data it is.
        rule, rule_version: which rule found it.
        title: what was found, in plain words.
        day: the anchor day on which the rule held.
        status: where it is in its life.
        revision: a digest of the evidence; changes when the evidence does.
        evidence: the signals that made the rule hold.
        flag: id of the red flag that this finding raises, for example "R5"; empty for none.
    """

    id: str
    subject: Subject
    rule: str
    rule_version: int
    title: str
    day: date
    status: FindingStatus
    revision: str
    evidence: tuple[Evidence, ...]
    flag: str = ""

    @property
    def stands(self) -> bool:
        """Whether the finding has not been withdrawn."""
        return self.status is not FindingStatus.WITHDRAWN

    @property
    def capped(self) -> int:
        """How many partial matches of its sequences were given up because there were too many; 0 for nearly every finding."""
        return int(sum(item.value for item in self.evidence if item.signal == CAPPED))

    @property
    def settled(self) -> bool:
        """Whether nothing more is awaited for it."""
        return self.status in (FindingStatus.CONFIRMED, FindingStatus.WITHDRAWN)

    def with_status(self, status: FindingStatus) -> Finding:
        """Give the same finding in another stage of its life."""
        return replace(self, status=status)


def finding_id(subject: Subject, rule: str, rule_version: int, day: date) -> str:
    """Give the one id of a rule's finding on a day for a person."""
    # Loaded here, since its module is slow to load and advice without findings needs none.
    from hashlib import blake2b

    digest = blake2b(f"{subject.id}|{rule}|{rule_version}|{day.isoformat()}".encode(), digest_size=12)
    return f"f_{digest.hexdigest()}"


def evidence_digest(evidence: tuple[Evidence, ...], words: dict[int, tuple[DailyValue, str]] | None = None) -> str:
    """Give a digest that changes when any number, window or reading under a finding does.

    Args:
        evidence: all of the finding.
        words: daily values already put in words, by identity; findings of near days rest on nearly the same ones, and putting
            them in words takes nearly all of the time.
    """
    from hashlib import blake2b

    if words is None:
        words = {}
    said: list[str] = []
    for item in evidence:
        said.append(f"{item.signal}|{item.value!r}|{item.window}|{item.limit!r}")
        baseline = item.baseline
        if baseline is not None:
            said.append(f"|{baseline.window}|{baseline.mean!r}|{baseline.sd!r}|{baseline.low!r}|{baseline.high!r}")
        for value in (*item.inputs, *(baseline.inputs if baseline else ())):
            known = words.get(id(value))
            if known is None:
                # Held beside its words, so that no other value takes its identity.
                known = words[id(value)] = (value, f"|{value.day}|{value.value!r}|{','.join(value.reading_ids)}")
            said.append(known[1])
    return blake2b("".join(said).encode(), digest_size=8).hexdigest()
