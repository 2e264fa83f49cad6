"""Entries of a journal that hold something of everything."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal

from auren.conversation import (
    Action,
    Advice,
    Claim,
    ClaimKind,
    Constraint,
    Delivery,
    DeliveryStatus,
    Feedback,
    RedFlag,
    Reply,
    Sentence,
)
from auren.findings import (
    Baseline,
    Citation,
    Coverage,
    Evidence,
    Finding,
    FindingStatus,
    Insufficient,
    Measure,
    evidence_digest,
    finding_id,
)
from auren.holds import HoldChange, Tool
from auren.inference import Usage
from auren.people import Subject
from auren.ports import Disposition, FindingRecord, Journal, JournalEntry
from auren.readings import DailyValue, Reading, Window
from auren.testing.contracts._shared import ANNA

__all__ = ["DAY", "NOTHING", "NOW", "STATE", "daily", "delivery", "entry", "everything", "finding", "hold", "reading", "reply"]

NOW: Final = datetime(2024, 5, 20, 12, 0, 0, 123456, tzinfo=UTC)
DAY: Final = NOW.date()


def reading(number: int = 0, *, subject: Subject = ANNA, value: float = 50.0, revision: int = 0, id: str = "") -> Reading:
    return Reading.of(
        subject,
        "hrv.rmssd",
        value,
        unit="ms",
        start=NOW + timedelta(minutes=number),
        zone="Europe/Oslo",
        source="contract",
        id=id or f"r{number}",
        revision=revision,
    )


def daily(day: date) -> DailyValue:
    return DailyValue("hrv.rmssd", day, 41.1, "ms", ("r1", "r2"), NOW - timedelta(hours=8), NOW)


def finding(
    day: date = DAY,
    *,
    subject: Subject = ANNA,
    status: FindingStatus = FindingStatus.PROVISIONAL,
    rule: str = "hrv.low",
    value: float = 0.1 + 0.2,
) -> Finding:
    window = Window.ending(day, 7)
    inputs = tuple(daily(one) for one in window.dates())
    baseline = Baseline(window.before(60), Coverage(41, 60), 4.1, 0.2, 3.9, 4.3, "ln ms", inputs[:2])
    evidence = (Evidence("7-day mean of ln RMSSD", "hrv.rmssd", value, "ln ms", window, Coverage(7, 7), inputs, baseline),)
    return Finding(
        id=finding_id(subject, rule, 1, day),
        subject=subject,
        rule=rule,
        rule_version=1,
        title="Heart rate variability is below your usual range",
        day=day,
        status=status,
        revision=evidence_digest(evidence),
        evidence=evidence,
        flag="R5",
    )


def reply(id: str = "reply-1", *, subject: Subject = ANNA, text: str = "Rest today.", at: datetime = NOW) -> Reply:
    citation = Citation("N2", "Plews et al. 2013", "B", verified=True)
    window = Window.ending(DAY, 7)
    related = Measure("hrv.band", "your usual range", 60.3, "ms", 0, window, Coverage(7, 7), citation)
    measure = Measure(
        "hrv.weekly_mean", "mean", 41.1, "ms", 0, window, Coverage(5, 7), citation, (daily(DAY),), "as recorded", (related,)
    )
    advice = Advice(
        id=f"advice-of-{id}",
        specialist="neuroscientist",
        claims=(Claim(text, ClaimKind.ACTION, (measure,), (finding(subject=subject).id,), (citation,)),),
        actions=(Action("Keep today easy.", "today"),),
        confidence=0.75,
        constraints=(Constraint("training_load", 1.0, DAY + timedelta(days=2), "low HRV", "neuroscientist"),),
        insufficient=(Insufficient("sleep.debt", "sleep debt", "nights", 3, 7, window),),
        consulted=("training_coach",),
    )
    return Reply(
        id=id,
        subject=subject,
        kind="advice",
        sentences=(Sentence(text, "model", 0), Sentence("Take care. 🫀", "fixed")),
        at=at,
        advice=(advice,),
        findings=(finding(subject=subject),),
        flags=(RedFlag("R1", "E0", "Call 113 now.", "chest pain", "text"),),
        query_id="q1",
        usage=Usage(100, 20, 50, 1234, exact=False),
        route=("vllm: chosen",),
        failures=("openai: no answer",),
        degraded=True,
        asks_action=True,
    )


def delivery(
    id: str = "d1",
    *,
    subject: Subject = ANNA,
    status: DeliveryStatus = DeliveryStatus.PENDING,
    hours: int = 0,
    kind: Literal["advice", "correction"] = "advice",
) -> Delivery:
    return Delivery(id, subject, "console", "reply-1", kind, NOW + timedelta(hours=hours), status, NOW, attempts=1)


def hold(id: str = "h1", *, subject: Subject = ANNA, change: Literal["set", "cleared"] = "set", hours: int = 0) -> HoldChange:
    at, by = NOW + timedelta(hours=hours), "the clinic's dietitian" if change == "cleared" else ""
    off: tuple[Tool, ...] = ("weight", "energy") if change == "set" else ()
    return HoldChange(id, subject, "R10", "E2", change, off, at, NOW + timedelta(days=1) if off else None, by)


def entry(subject: Subject = ANNA, key: str = "key-1") -> JournalEntry:
    return JournalEntry(
        subject=subject,
        seen=tuple(reading(number, subject=subject) for number in range(3)),
        findings=(FindingRecord(finding(subject=subject), Disposition.ADVISED, "reply-1"),),
        reply=reply(subject=subject),
        key=key,
        deliveries=(delivery(subject=subject),),
        feedback=(Feedback("advice-of-reply-1", "helped", NOW, "thanks 👍"),),
        holds=(hold(subject=subject), hold("h2", subject=subject, change="cleared")),
    )


async def everything(journal: Journal, subject: Subject = ANNA) -> tuple[object, ...]:
    return (
        await journal.findings(subject),
        await journal.replies(subject),
        await journal.deliveries(subject),
        await journal.feedback(subject),
        await journal.holds(subject),
        len(await journal.unseen(subject, [reading(number, subject=subject) for number in range(3)])),
    )


STATE: Final = bytes(range(256)) * 40
NOTHING: Final[tuple[object, ...]] = ([], [], [], [], [], 3)
