"""How often each shipped rule speaks, and whether it spoke before an injury more often than chance would have it.

    python -m benchmarks.shipped_rules [PMDATA]

PMDATA holds `p01` to `p08`. A rule is counted on those of these eight people who recorded what it needs, over the days on which
it could tell, and on simulated people, labelled so, where nobody did. Those vary by chance alone, around a usual that stays.

An injury is a report after a week without one; it counts as preceded when the rule held on one of the three days before. Beside
it stands the share of all the person's days with such a finding before them, which is what chance gives. The recordings hold
no reports of illness.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from itertools import product
from pathlib import Path
from random import Random

from auren.patterns import Condition, Rule, shipped_rules
from auren.patterns.conditions import All, Not, OnDays
from auren.patterns.conditions import Any as AnyOf
from auren.people import Subject
from auren.readings import STANDARD_METRICS, DailyValue, Reading, form_day
from auren.sources import PMDataExport
from auren.testing import SimulatedAthlete
from benchmarks._report import Mark, at_least, at_most, report, table

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data" / "pmdata"
PEOPLE = tuple(f"p{number:02}" for number in range(1, 9))
SIMULATED = 8
SIMULATED_DAYS = 150
BEFORE_DAYS = 3
QUIET_DAYS = 7
MONTH_DAYS = 365.25 / 12
FEWEST_DAYS = 60

# What no simulated athlete has: the usual, how far days lie from it (sd), and on what share of the days there is a value.
DRAWN: dict[str, tuple[float, float, float]] = {
    "activity.steps": (9000, 2500, 1),
    "activity.sedentary": (620, 70, 1),
    "body.lean_mass": (55, 0.4, 0.5),
    "body.waist": (80, 0.8, 0.15),
    "body.weight": (70, 0.45, 0.9),
    "exercise.distance": (8, 2, 0.5),
    "exercise.energy": (500, 120, 0.6),
    "injury.reports": (0, 0, 1),
    "nutrition.alcohol": (1, 1.2, 1),
    "nutrition.caffeine": (220, 90, 0.9),
    "nutrition.energy": (2500, 350, 0.9),
    "nutrition.fiber": (27, 6, 0.9),
    "nutrition.protein": (110, 20, 0.9),
    "strength.weight": (100, 6, 0.4),
    "vital.respiratory_rate": (14.5, 0.5, 0.95),
    "vital.spo2": (96.5, 1, 0.95),
    "vital.temperature": (36.7, 0.25, 0.3),
    "vital.temperature_deviation": (0, 0.2, 0.95),
}


@dataclass(slots=True)
class Person:
    """One person's daily values.

    Args:
        values: by metric and date.
    """

    values: dict[tuple[str, date], DailyValue]
    days: list[date] = field(init=False)
    metrics: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.metrics = frozenset(metric for metric, _ in self.values)
        known = sorted({day for _, day in self.values})
        span = (known[-1] - known[0]).days + 1 if known else 0
        self.days = [known[0] + timedelta(days=passed) for passed in range(span)]

    def value(self, metric: str, day: date) -> DailyValue | None:
        """Give the value of a metric on a date, or None for a missing day."""
        return self.values.get((metric, day))

    def injuries(self) -> list[date]:
        """Give the days on which an injury was reported after a week without a report."""
        reported = [day for day in self.days if (seen := self.value("injury.reports", day)) is not None and seen.value > 0]
        return [
            day for day in reported if not any(timedelta(0) < day - other <= timedelta(days=QUIET_DAYS) for other in reported)
        ]


@dataclass(slots=True)
class Count:
    """What a rule came to among some people.

    Args:
        people: how many people recorded what it needs.
        judged: days on which it could tell.
        found: days on which it held.
        episodes: those of them that are not left out as repetitions.
        injuries: injuries with a day before them on which it could tell.
        preceded: those of them with a finding before them.
        by_chance: how many of them chance would give a finding.
    """

    people: int = 0
    judged: int = 0
    found: int = 0
    episodes: int = 0
    injuries: int = 0
    preceded: int = 0
    by_chance: float = 0.0

    @property
    def a_month(self) -> float:
        """Findings per person-month of days on which it could tell."""
        return self.found * MONTH_DAYS / self.judged


def main() -> None:
    """Count, print the table, and last the line for a machine."""
    begin = time.monotonic()
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    rules = [rule for rule in shipped_rules("all") if isinstance(rule, Rule)]
    recorded, simulated = people(folder), simulate()
    if not recorded:
        print("No recordings here; every rule is counted on simulated people.\n")
    marks: list[Mark] = []
    rows: list[list[str]] = []
    counts: list[Count] = []
    on_recorded = without = 0
    for rule in rules:
        count, where = counted(rule, recorded), "PMData"
        if count.judged < FEWEST_DAYS:
            count, where = counted(rule, simulated), "simulated"
        counts.append(count)
        on_recorded += where == "PMData"
        without += not count.judged
        rows.append(_row(rule, count, where))
        rate = count.a_month if count.judged else None
        marks.append(Mark(f"shipped_rules.{where.lower()}.{rule.name}", rate, "per person-month", "shown", rate is not None))
    table(["rule", "field", "on", "people", "days", "found", "a month", "episodes", "injuries", "preceded", "by chance"], rows)
    injuries = sum(len(person.injuries()) for person in recorded)
    table(["report", "number", "people", "preceded, over all rules", "by chance"], _reports(recorded, counts))
    better = sum(count.preceded > count.by_chance for count in counts)
    print(
        f"{better} of {sum(count.injuries > 0 for count in counts)} rules spoke before more injuries than chance would have it."
    )
    print(
        "An injury counts for a rule when the rule could tell on one of the three days before it. Episodes leave out what the"
    )
    print(
        "rule's own repeat_after_days leaves without advice. Simulated lifters do not progress, so stalled_progress is right.\n"
    )
    rates = [mark.value for mark in marks if mark.value is not None]
    report(
        "shipped_rules",
        [
            at_least("shipped_rules.rules", len(rules), "rules", 25),
            Mark("shipped_rules.on_recorded", on_recorded, "rules", "shown", ok=True),
            at_most("shipped_rules.never_judged", without, "rules", 0),
            at_most("shipped_rules.median_a_month", statistics.median(rates), "per person-month", 2),
            Mark("shipped_rules.injuries", injuries, "reports", "shown", ok=True),
            Mark("shipped_rules.illnesses", 0, "reports", "none in the recordings", ok=True),
            Mark("shipped_rules.preceded", sum(count.preceded for count in counts), "injuries and rules", "shown", ok=True),
            Mark("shipped_rules.by_chance", sum(count.by_chance for count in counts), "injuries and rules", "shown", ok=True),
            at_most("shipped_rules.seconds", round(time.monotonic() - begin, 1), "s", 60),
            *marks,
        ],
    )


def people(folder: Path) -> list[Person]:
    """Read the recorded people."""
    found = []
    for name in PEOPLE:
        if (folder / name).is_dir():
            found.append(formed(PMDataExport(folder / name, subject=Subject(name), zone="Europe/Oslo")))
    return found


def simulate() -> list[Person]:
    """Simulate people who train as ever, eat as ever, and vary by chance alone."""
    found = []
    for seed in range(1, SIMULATED + 1):
        athlete = SimulatedAthlete(seed=seed, days=SIMULATED_DAYS, overreaching=None)
        person = formed(athlete.readings())
        random = Random(seed)
        drawn = {
            (metric, day): _daily(metric, day, random.gauss(usual, sd))
            for metric, (usual, sd, share) in DRAWN.items()
            for day in athlete.window.dates()
            if random.random() < share
        }
        found.append(Person({**drawn, **person.values}))
    return found


def formed(readings: Iterable[Reading]) -> Person:
    """Form the daily values of readings."""
    by_day: dict[tuple[str, date], list[Reading]] = {}
    for reading in readings:
        by_day.setdefault((reading.metric, reading.day), []).append(reading)
    values = {key: form_day(STANDARD_METRICS[key[0]], some) for key, some in by_day.items()}
    return Person({key: value for key, value in values.items() if value is not None})


def counted(rule: Rule, among: Iterable[Person]) -> Count:
    """Judge a rule on every day of some people that has a value of its metrics."""
    count, program = Count(), rule.compile()
    for person in among:
        # A rule that lacks one half is false as soon as the other half is, and would look as if it had been quiet.
        if not any(way <= person.metrics for way in ways(rule.when)):
            continue
        verdicts = {
            day: verdict.holds
            for day in person.days
            if any(person.value(metric, day) is not None for metric in program.reads)
            and (verdict := program.judge(person, day)).holds is not None
        }
        count.people += bool(verdicts)
        count.judged += len(verdicts)
        held = [day for day, holds in verdicts.items() if holds]
        count.found += len(held)
        count.episodes += episodes(held, rule.repeat_after_days)
        _precede(count, person, verdicts)
    return count


def ways(condition: Condition) -> set[frozenset[str]]:
    """Give the sets of metrics any of which is enough for a condition to hold."""
    if isinstance(condition, All):
        return {frozenset().union(*choice) for choice in product(*map(ways, condition.parts))}
    if isinstance(condition, AnyOf):
        return set().union(*map(ways, condition.parts))
    if isinstance(condition, Not | OnDays):
        return ways(condition.part)
    return {condition.reads}


def episodes(held: Iterable[date], repeat_after_days: int) -> int:
    """Count the days, in order, but for those that follow a counted one so soon that they get no advice."""
    counted_day: date | None = None
    number = 0
    for day in held:
        if counted_day is None or (day - counted_day).days > repeat_after_days:
            counted_day, number = day, number + 1
    return number


def _precede(count: Count, person: Person, verdicts: Mapping[date, bool]) -> None:
    def before(day: date) -> list[bool]:
        return [verdicts[at] for back in range(1, BEFORE_DAYS + 1) if (at := day - timedelta(days=back)) in verdicts]

    told = {day: any(seen) for day in person.days if (seen := before(day))}
    injuries = [day for day in person.injuries() if day in told]
    count.injuries += len(injuries)
    count.preceded += sum(told[day] for day in injuries)
    count.by_chance += len(injuries) * sum(told.values()) / len(told) if told else 0.0


def _daily(metric: str, day: date, value: float) -> DailyValue:
    known = STANDARD_METRICS[metric]
    noon = datetime.combine(day, clock(12), UTC)
    kept = min(max(value, known.low), known.high)
    return DailyValue(metric, day, kept, known.unit, (f"{metric}:{day}",), noon, noon)


def _reports(recorded: Sequence[Person], counts: Sequence[Count]) -> list[list[str]]:
    """Give the rows of what was reported; the recordings hold no illness, so there is none to foretell."""
    found = [len(person.injuries()) for person in recorded]
    asked, preceded, chance = (sum(getattr(count, name) for count in counts) for name in ("injuries", "preceded", "by_chance"))
    share = "-" if not asked else f"{preceded} of {asked} ({100 * preceded / asked:.0f} %)"
    by_chance = "-" if not asked else f"{chance:.1f} ({100 * chance / asked:.0f} %)"
    return [
        ["injury", str(sum(found)), str(sum(map(bool, found))), share, by_chance],
        ["illness", "0", "0", "-", "-"],
    ]


def _row(rule: Rule, count: Count, where: str) -> list[str]:
    rate = f"{count.a_month:.2f}" if count.judged else "-"
    preceded, chance = "-", "-"
    if count.injuries:
        preceded = f"{count.preceded} ({100 * count.preceded / count.injuries:.0f} %)"
        chance = f"{count.by_chance:.1f} ({100 * count.by_chance / count.injuries:.0f} %)"
    numbers = [str(count.people), str(count.judged), str(count.found), rate, str(count.episodes), str(count.injuries or "-")]
    return [rule.name, rule.domain, where, *numbers, preceded, chance]


if __name__ == "__main__":
    main()
