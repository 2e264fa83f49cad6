"""A small house to test in: in-memory rooms, one simple rule, a steered clock and a channel that notes what it sends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from auren.clock import SimulatedClock
from auren.conversation import Advice, Case, Claim, ClaimKind, Message
from auren.errors import ChannelError
from auren.findings import Citation, Coverage, Finding, Measure
from auren.history import InMemoryHistory
from auren.journal import InMemoryJournal
from auren.memory import Memory
from auren.patterns import Rule, daily
from auren.people import Profile, Subject
from auren.pipeline import Pipeline
from auren.ports import Channel, History, Journal, Model, PatternRule, Specialist, SpecialistContext
from auren.privacy import InMemoryDirectory
from auren.readings import Reading, Window
from auren.safety import MedicalSafetyFilter, RedFlags

ANNA, BEN = Subject("anna"), Subject("ben")
DAY = date(2025, 3, 10)
NOON = datetime(2025, 3, 10, 12, tzinfo=UTC)
HIGH = Rule("high", 1, "Resting heart rate is high", daily("heart.resting").above(60, "bpm"), settle_h=48, repeat_after_days=2)
CITATION = Citation("T0", "A test", "C", verified=True)


def resting(value: float, day: date = DAY, *, subject: Subject = ANNA, revision: int = 0, deleted: bool = False) -> Reading:
    """Give a resting heart rate of a day; the same day is the same reading."""
    at = datetime.combine(day, time(6), UTC)
    return Reading.of(
        subject, "heart.resting", value, unit="bpm", start=at, zone="UTC", source="test", revision=revision, deleted=deleted
    )


class Coach:
    """Says what the findings show, and asks for one thing."""

    name = "coach"
    expertise = frozenset({"heart", "sleep", "hrv"})

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        """Give one observation a finding, and an action."""
        seen = tuple(_claim(finding) for finding in case.findings) or (
            Claim("Nothing stands out in your data.", ClaimKind.OBSERVATION),
        )
        action = Claim("Keep today easy.", ClaimKind.ACTION)
        return Advice(f"advice-{context.today}-{len(case.findings)}", self.name, (*seen, action), confidence=0.7)


def _claim(finding: Finding) -> Claim:
    evidence = finding.evidence[0]
    measure = Measure(
        "test.resting",
        "resting heart rate",
        evidence.value,
        "bpm",
        0,
        Window(finding.day, finding.day),
        Coverage(1, 1),
        CITATION,
        evidence.inputs,
    )
    text = f"Your resting heart rate was {evidence.value:.0f} bpm."
    return Claim(text, ClaimKind.OBSERVATION, (measure,), (finding.id,))


class NotingChannel(Channel):
    """Notes what it sends; fails as often as it is told to."""

    def __init__(self, name: str = "noting", *, fail: int = 0, retryable: bool = True) -> None:
        super().__init__()
        self._name = name
        self._fail = fail
        self._retryable = retryable
        self.sent: list[Message] = []

    @property
    def name(self) -> str:
        return self._name

    async def _send(self, message: Message) -> None:
        if self._fail:
            self._fail -= 1
            raise (Flaky if self._retryable else ChannelError)("The channel does not answer.")
        self.sent.append(message)


class Flaky(ChannelError):
    """A channel's passing fault."""

    retryable = True


@dataclass
class House:
    """A pipeline with handles on its parts."""

    rules: Sequence[PatternRule] = (HIGH,)
    specialists: Sequence[Specialist] = field(default_factory=lambda: (Coach(),))
    gateway: Model | None = None
    channels: Sequence[Channel] = field(default_factory=lambda: (NotingChannel(),))
    profile: Profile = field(default_factory=lambda: Profile(zone="UTC", quiet_hours=None))
    history: History = field(default_factory=InMemoryHistory)
    journal: Journal = field(default_factory=InMemoryJournal)
    memory: Memory | None = None
    start: datetime = NOON
    daily_cap: int = 5
    model_timeout_s: float = 60.0
    safety: MedicalSafetyFilter | None = None
    votes: bool = False
    red_flags: RedFlags | None = None

    def __post_init__(self) -> None:
        self.clock = SimulatedClock(self.start)
        self.directory = InMemoryDirectory({ANNA: self.profile, BEN: self.profile})
        ids = count(1)
        self.pipeline = Pipeline(
            specialists=self.specialists,
            gateway=self.gateway,
            rules=self.rules,
            history=self.history,
            journal=self.journal,
            memory=self.memory,
            channels=self.channels,
            directory=self.directory,
            clock=self.clock,
            daily_cap=self.daily_cap,
            model_timeout_s=self.model_timeout_s,
            safety=self.safety,
            model_votes=self.votes,
            red_flags=self.red_flags,
            new_id=lambda: f"id-{next(ids)}",
        )

    @property
    def sent(self) -> list[Message]:
        """What the first channel has sent."""
        channel = self.channels[0]
        assert isinstance(channel, NotingChannel)
        return channel.sent

    async def later(self, **step: float) -> None:
        """Move the clock and do what is due."""
        await self.pipeline.advance_to(self.clock.now() + timedelta(**step))
