"""Rules held against history: how often each would have spoken, how long before what happened, and which say the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from statistics import median

from auren.errors import InvalidInput
from auren.patterns.kernel import Kernel
from auren.patterns.table import Progress, Table, TablePeople
from auren.people import Subject
from auren.ports.pattern_rule import PatternRule
from auren.readings import STANDARD_METRICS, MetricRegistry

__all__ = ["Backtest", "Event", "Foresight", "Overlap", "RuleRecord", "backtest"]

_DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a person, which rules may have seen coming.

    Args:
        subject: to whom.
        day: when, or when it was reported.
        label: what, for example "illness".
    """

    subject: Subject
    day: date
    label: str


@dataclass(frozen=True, slots=True)
class Foresight:
    """How often a rule spoke in the days before events of one label.

    Args:
        label: of the events.
        events: those on whose days before the rule's metrics had a value.
        preceded: those with a finding in these days.
        lead_days: for each of these, days from the first such finding to the event.
        by_chance: share of any of these people's days that has a finding in the days before; None without such a day.
    """

    label: str
    events: int
    preceded: int
    lead_days: tuple[int, ...]
    by_chance: float | None

    @property
    def share(self) -> float | None:
        """The share of events that were preceded; None without events."""
        return self.preceded / self.events if self.events else None

    @property
    def median_lead_days(self) -> float | None:
        """The median lead; None when no event was preceded."""
        return median(self.lead_days) if self.lead_days else None


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """How a rule did.

    Args:
        rule: its name.
        findings: days on which it held.
        episodes: runs of such days, at most a day apart.
        people: people with a finding.
        person_days: days with a value of a metric that it reads.
        foresight: for each label of events, by label.
    """

    rule: str
    findings: int
    episodes: int
    people: int
    person_days: int
    foresight: tuple[Foresight, ...] = ()

    @property
    def per_person_month(self) -> float | None:
        """Findings a person and month (30.4 days) that could be looked at; None when none could."""
        return self.findings / self.person_days * _DAYS_A_MONTH if self.person_days else None


@dataclass(frozen=True, slots=True)
class Overlap:
    """How far two rules say the same.

    Args:
        first, second: the rules' names, in the order in which the rules were given.
        both: person-days with a finding of both.
        either: person-days with a finding of at least one.
    """

    first: str
    second: str
    both: int
    either: int

    @property
    def share(self) -> float | None:
        """Both of either (Jaccard); None when neither ever held."""
        return self.both / self.either if self.either else None


@dataclass(frozen=True, slots=True)
class Backtest:
    """What a back-test showed.

    Args:
        rules: a record for each rule, in the order in which they were given.
        overlaps: for each pair of rules.
        people: how many people the table holds.
        within_days: how many days before an event a finding counts.
    """

    rules: tuple[RuleRecord, ...]
    overlaps: tuple[Overlap, ...]
    people: int
    within_days: int


def backtest(
    rules: Sequence[PatternRule],
    table: Table,
    *,
    events: Iterable[Event] = (),
    within_days: int = 3,
    metrics: MetricRegistry = STANDARD_METRICS,
    progress: Callable[[Progress], None] | None = None,
) -> Backtest:
    """Hold rules against history.

    A finding counts for an event when its anchor day lies 1 to `within_days` days before it; the day of the event itself
    does not count, since on it the body tells what the person does.

    Args:
        rules: the rules; names must differ.
        table: a data frame of polars, or rows, as `over_table` takes it.
        events: what happened; events of people who are not in the table are left out.
        within_days: 1 or more.
        metrics: the registry that says how a day is formed.
        progress: told after each person.

    Raises:
        RuleError: two rules have one name, or a rule has no meaning over the metrics.
        InvalidInput: a column is missing, a row cannot be read, or the days are under 1.
        MissingExtra: a data frame was given and polars is not installed.
    """
    if within_days < 1:
        raise InvalidInput(f"A back-test within {within_days} days was asked for; expected at least 1.")
    kernel = Kernel(rules, metrics=metrics)
    people = TablePeople(kernel, table, progress)
    found: dict[str, dict[Subject, set[date]]] = {rule.name: {} for rule in rules}
    looked: dict[str, dict[Subject, list[date]]] = {rule.name: {} for rule in rules}
    for state, findings in people:
        for name, days in kernel.days_looked_at(state).items():
            looked[name][state.subject] = days
        for finding in findings:
            found[finding.rule].setdefault(state.subject, set()).add(finding.day)
    happened = sorted(set(events), key=lambda event: (event.label, event.subject, event.day))
    return Backtest(
        tuple(_record(rule.name, found[rule.name], looked[rule.name], happened, within_days) for rule in rules),
        tuple(_overlap(a.name, b.name, found[a.name], found[b.name]) for a, b in combinations(rules, 2)),
        len(people),
        within_days,
    )


def _record(
    rule: str, found: dict[Subject, set[date]], looked: dict[Subject, list[date]], events: list[Event], within: int
) -> RuleRecord:
    labels = sorted({event.label for event in events})
    return RuleRecord(
        rule=rule,
        findings=sum(map(len, found.values())),
        episodes=sum(day - timedelta(days=1) not in days for days in found.values() for day in days),
        people=len(found),
        person_days=sum(map(len, looked.values())),
        foresight=tuple(
            _foresight(label, [event for event in events if event.label == label], found, looked, within) for label in labels
        ),
    )


def _foresight(
    label: str, events: list[Event], found: dict[Subject, set[date]], looked: dict[Subject, list[date]], within: int
) -> Foresight:
    seen = [event for event in events if not _before(event.day, within).isdisjoint(looked.get(event.subject, ()))]
    leads = [
        max((event.day - day).days for day in earlier)
        for event in seen
        if (earlier := _before(event.day, within) & found.get(event.subject, set()))
    ]
    chance = [
        not _before(day, within).isdisjoint(found.get(subject, set()))
        for subject in sorted({event.subject for event in seen})
        for day in looked[subject]
    ]
    return Foresight(label, len(seen), len(leads), tuple(leads), sum(chance) / len(chance) if chance else None)


def _before(day: date, within: int) -> set[date]:
    return {day - timedelta(days=back) for back in range(1, within + 1)}


def _overlap(first: str, second: str, one: dict[Subject, set[date]], other: dict[Subject, set[date]]) -> Overlap:
    mine = {(subject, day) for subject, days in one.items() for day in days}
    theirs = {(subject, day) for subject, days in other.items() for day in days}
    return Overlap(first, second, len(mine & theirs), len(mine | theirs))
