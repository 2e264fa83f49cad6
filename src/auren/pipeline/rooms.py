"""Everything a journey passes through, held together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from auren.clock import Clock
from auren.inference import Account
from auren.memory import Memory
from auren.patterns import Engine
from auren.people import Profile, Subject, zone_info
from auren.pipeline.agenda import Agenda
from auren.pipeline.events import EventBoard
from auren.pipeline.holding import Holding
from auren.pipeline.locks import Locks
from auren.ports import Channel, Directory, History, Journal, Model, PatternRule
from auren.privacy.audit import AuditLog
from auren.privacy.consent import ConsentBook
from auren.privacy.disclosure import DisclosureLedger
from auren.readings import Window
from auren.safety import MedicalSafetyFilter, RedFlags
from auren.specialists import Orchestrator

__all__ = ["Person", "Rooms"]


@dataclass(frozen=True, slots=True)
class Person:
    """Who a journey is about, as far as it needs to know.

    Args:
        subject: the pseudonym.
        profile: what is known.
        zone: the profile's zone, else the one of the latest reading; empty when neither is known.
        today: the date on the person's wall clock.
        now: the instant the journey takes for now.
        life: how often the person had been erased when the journey began.
    """

    subject: Subject
    profile: Profile
    zone: str
    today: date
    now: datetime
    life: int = 0

    @property
    def account(self) -> Account:
        """Whose budget the journey's calls of models count against."""
        return Account(self.subject, self.profile.plan or "", self.zone or "UTC")


@dataclass(frozen=True, slots=True)
class Rooms:
    """The rooms of one pipeline.

    Args:
        gateway: None when the host configured no model; everything is then rendered plainly.
        agenda: what is to be learned of whom, and when.
        channels: where advice may go; the first one is used.
        holding: what is off for whom until a human clears it.
        erasures: how often each person was erased while this pipeline was open.
        half_erased: people whom a room could not yet forget; nothing is done for them until it has.
        new_id: gives a fresh unique text.
        advise_within_days: days after its anchor day in which a finding may still start advice.
        daily_cap: how many pieces of advice one person gets a day.
        model_timeout_s: seconds a model may take to word one reply, or to answer a specialist once.
        votes: whether the gateway's model is asked for red flags where no sign was found.
        consents: who allowed what; gateway and channels ask it by themselves. None when the host's word holds.
        disclosures: whose data went where; gateway and channels note it by themselves.
        audit: who asked for a person's data or their erasure.
    """

    clock: Clock
    history: History
    journal: Journal
    memory: Memory
    agenda: Agenda
    directory: Directory
    engine: Engine
    rules: dict[str, PatternRule]
    orchestrator: Orchestrator
    gateway: Model | None
    red_flags: RedFlags
    safety: MedicalSafetyFilter
    channels: tuple[Channel, ...]
    events: EventBoard
    locks: Locks
    holding: Holding
    erasures: Counter[Subject]
    half_erased: set[Subject]
    new_id: Callable[[], str]
    advise_within_days: int
    daily_cap: int
    model_timeout_s: float
    votes: bool
    consents: ConsentBook | None = None
    disclosures: DisclosureLedger | None = None
    audit: AuditLog | None = None

    async def person(self, subject: Subject, now: datetime) -> Person:
        """Look up who a journey is about."""
        life = self.erasures[subject]
        profile = await self.directory.profile(subject)
        zone = profile.zone or await self._zone_of_readings(subject)
        # Without a profile and without a reading there is nothing that a date could be wrong about.
        today = now.astimezone(zone_info(zone)).date() if zone else now.date()
        return Person(subject, profile, zone, today, now, life)

    def lives(self, person: Person) -> bool:
        """Tell whether the person has not been erased since the journey began; ask under the "data" lock."""
        return self.erasures[person.subject] == person.life and person.subject not in self.half_erased

    async def _zone_of_readings(self, subject: Subject) -> str:
        last = await self.history.last_day(subject)
        if last is None:
            return ""
        readings = await self.history.readings(subject, (), Window(last, last))
        return readings[-1].zone if readings else ""
