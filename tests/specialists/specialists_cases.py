"""Cases, colleagues and a living person for the tests of the specialists' room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from auren.conversation import Action, Advice, Case, Claim, ClaimKind, Constraint, Query
from auren.findings import Coverage, Evidence, Finding, FindingStatus, evidence_digest, finding_id
from auren.people import Profile, Subject
from auren.ports.specialist import SpecialistContext
from auren.readings import DailyValue, Window
from auren.science import Inputs
from auren.testing.context import ScriptedContext

TODAY = date(2024, 3, 20)
SUBJECT = Subject("p01")
WHO = Profile(zone="Europe/Oslo")
UNITS = {
    "hrv.rmssd": "ms",
    "heart.resting": "bpm",
    "sleep.duration": "min",
    "sleep.in_bed": "min",
    "sleep.efficiency_vendor": "%",
    "load.srpe": "AU",
    "exercise.distance": "km",
    "exercise.duration": "min",
    "activity.steps": "count",
    "mind.mindful": "min",
}
USUAL = {"hrv.rmssd": 60.0, "heart.resting": 52.0, "sleep.duration": 470.0, "sleep.in_bed": 500.0, "load.srpe": 300.0}


def asked(text: str, *findings: Finding) -> Case:
    return Case(TODAY, findings, WHO, Query("q1", SUBJECT, text, datetime(2024, 3, 20, 8, tzinfo=UTC)))


def found(*findings: Finding) -> Case:
    return Case(TODAY, findings, WHO)


def finding(rule: str, metric: str, *, day: date = TODAY, status: FindingStatus = FindingStatus.PROVISIONAL) -> Finding:
    evidence = (Evidence(f"mean of {metric}", metric, 4.5, "score", Window.ending(day, 7), Coverage(6, 7)),)
    id = finding_id(SUBJECT, rule, 1, day)
    return Finding(id, SUBJECT, rule, 1, "Out of the usual", day, status, evidence_digest(evidence), evidence)


def living(lately: Mapping[str, float | None] | None = None, *, days: int = 14, profile: Profile = WHO) -> ScriptedContext:
    """Give a person who lived as usual for 70 days, but for the last ones; None for a metric leaves those days out."""
    values: dict[str, list[DailyValue]] = {}
    for metric in {**USUAL, **(lately or {})}:
        for back in range(70):
            usual = USUAL.get(metric)
            number = lately.get(metric, usual) if lately is not None and back < days else usual
            if number is None:
                continue
            day = TODAY - timedelta(days=back)
            noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
            swing = 1.0 if metric.startswith("sleep.") else 1 + 0.02 * ((back * 7) % 5 - 2)
            values.setdefault(metric, []).append(DailyValue(metric, day, number * swing, UNITS[metric], (), noon, noon))
    return ScriptedContext(TODAY, profile, Inputs(values))


@dataclass(frozen=True)
class Coach:
    """A second, tiny specialist."""

    name: str = "training_coach"
    expertise: frozenset[str] = frozenset({"load", "training"})
    says: str = "Add intervals to the hard session"
    ceiling: float | None = None
    confidence: float = 0.4
    asks: str = ""

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        if self.asks:
            await context.consult(self.asks, "What do you think?")
        limits = () if self.ceiling is None else (Constraint("training_load", self.ceiling, TODAY, "sore legs", self.name),)
        return Advice(
            "a1",
            self.name,
            (Claim("You trained.", ClaimKind.OBSERVATION), Claim(f"{self.says}.", ClaimKind.ACTION)),
            (Action(self.says, "today"),),
            self.confidence,
            limits,
        )
