"""The guard on names: what a sentence names must be named by its claims, its findings, the person or a cited statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from auren.conversation import Claim
from auren.findings import Finding, Measure
from auren.rendering import summary
from auren.safety.naming.days import relative_days
from auren.safety.naming.people import people, spoken
from auren.safety.naming.things import things
from auren.safety.violations import Violation
from auren.science.claims import claims as statements

__all__ = ["NameGround"]


@dataclass(frozen=True, slots=True)
class NameGround:
    """All that may be named.

    Attributes:
        things: foods, exercises, body parts, metrics and circumstances.
        people: words with a capital letter, in lower case.
        shifts: days that were told from today.
        days: the dates of the data.
        today: the date on the person's wall clock.
    """

    things: frozenset[str] = field(repr=False)
    people: frozenset[str] = field(repr=False)
    shifts: frozenset[tuple[int, ...]] = field(repr=False)
    days: frozenset[date] = field(repr=False)
    today: date | None

    @classmethod
    def of(
        cls, claims: Iterable[Claim], findings: Iterable[Finding], words: str, days: frozenset[date], today: date | None
    ) -> NameGround:
        """Gather what may be named.

        Args:
            claims: their words, measures, citations and cited statements.
            findings: their titles and evidence.
            words: what the person said.
            days: the dates of the data.
            today: the date on the person's wall clock.
        """
        told = [*_of_claims(claims), *_of_findings(findings), words]
        return cls(
            frozenset().union(*(things(text) for text in told)),
            frozenset().union(*(spoken(text) for text in told)),
            frozenset().union(*(relative_days(text) for text in told)),
            days,
            today,
        )

    def check(self, sentence: str) -> tuple[Violation, ...]:
        """Give every name that cannot be traced.

        Args:
            sentence: as a model worded it.
        """
        new = [said for thing, said in things(sentence).items() if thing not in self.things]
        new += sorted(people(sentence) - self.people)
        far = [said for shifts, said in relative_days(sentence).items() if not self._traces(shifts)]
        return (
            *(Violation("fact", said, "a name from the claims") for said in new),
            *(Violation("date", said, "a day from the data") for said in far),
        )

    def _traces(self, shifts: tuple[int, ...]) -> bool:
        if shifts in self.shifts:
            return True
        today = self.today
        return today is not None and any(today + timedelta(days=shift) in self.days for shift in shifts)


def _of_claims(claims: Iterable[Claim]) -> Iterable[str]:
    for claim in claims:
        yield claim.text
        yield from (text for measure in claim.measures for text in _of_measure(measure))
        yield from (citation.text for citation in claim.citations)
        for id in claim.statements:
            if (statement := statements().get(id)) is not None:
                yield from statement.texts


def _of_measure(measure: Measure) -> Iterable[str]:
    yield from (measure.title, measure.note, _spoken(measure.name), *(_spoken(value.metric) for value in measure.inputs))
    for part in measure.related:
        yield from _of_measure(part)


def _of_findings(findings: Iterable[Finding]) -> Iterable[str]:
    for finding in findings:
        yield from (finding.title, summary(finding))
        yield from (text for item in finding.evidence for text in (item.signal, _spoken(item.metric)))


def _spoken(name: str) -> str:
    return name.replace(".", " ").replace("_", " ")
