"""A finding taken back at every moment of its advice's life, with a crash at every point: one correction, or none.

A crash comes before or after anything that outlasts the process: readings kept, an entry recorded, a message sent. After it,
a new pipeline on the same stores does the step again, as a host does that knows of no crash.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta

import pytest
from pipeline_house import ANNA, DAY, NOON, Coach, House, resting

from auren.conversation import Advice, Case, ClaimKind, Delivery, DeliveryStatus, Message, Reply
from auren.history import InMemoryHistory
from auren.journal import InMemoryJournal
from auren.people import Profile, QuietHours
from auren.pipeline import Pipeline
from auren.ports import Channel, JournalEntry, SpecialistContext
from auren.readings import Reading

NIGHT = datetime.combine(DAY, time(23), UTC)
TAKEN_BACK = resting(50, revision=1)


class Crash(BaseException):
    """The process ends here."""


@dataclass
class Fate:
    """Counts the points at which a process can die, and lets it die at one of them, once."""

    at: int | None = None
    passed: int = 0

    def point(self) -> None:
        self.passed += 1
        if self.passed == self.at:
            raise Crash


class DoomedHistory(InMemoryHistory):
    def __init__(self, fate: Fate) -> None:
        super().__init__()
        self._fate = fate

    async def _append(self, readings: Sequence[Reading]) -> None:
        self._fate.point()
        await super()._append(readings)
        self._fate.point()


class DoomedJournal(InMemoryJournal):
    def __init__(self, fate: Fate) -> None:
        super().__init__()
        self._fate = fate

    async def _record(self, entry: JournalEntry) -> None:
        self._fate.point()
        await super()._record(entry)
        self._fate.point()


class Phone(Channel):
    """Sending one id twice has one effect, as the port asks; `meanwhile` happens while the first message is on its way."""

    def __init__(self, fate: Fate) -> None:
        super().__init__()
        self._fate = fate
        self.told: dict[str, Message] = {}
        self.meanwhile: Callable[[], Awaitable[object]] | None = None

    @property
    def name(self) -> str:
        return "phone"

    async def _send(self, message: Message) -> None:
        self._fate.point()
        if self.meanwhile is not None:
            await self.meanwhile()
        self.told[message.id] = message
        self._fate.point()


class Thinking(Coach):
    """Takes its time over advice, and asks for nothing where it is told to."""

    meanwhile: Callable[[], Awaitable[object]] | None = None
    asks = True

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        if self.meanwhile is not None:
            await self.meanwhile()
        advice = await super().advise(case, context)
        if self.asks:
            return advice
        return replace(advice, claims=tuple(claim for claim in advice.claims if claim.kind is not ClaimKind.ACTION))


@dataclass
class World:
    """What outlasts a process."""

    fate: Fate
    house: House = field(init=False)
    coach: Thinking = field(default_factory=Thinking)
    start: datetime = NOON
    quiet: QuietHours | None = None

    def __post_init__(self) -> None:
        self.phone = Phone(self.fate)
        self.house = House(
            specialists=(self.coach,),
            channels=(self.phone,),
            history=DoomedHistory(self.fate),
            journal=DoomedJournal(self.fate),
            profile=Profile(zone="UTC", quiet_hours=self.quiet),
            start=self.start,
        )
        self.pipeline = self.house.pipeline

    def anew(self) -> Pipeline:
        """Give a new process's pipeline."""
        house = self.house
        self.pipeline = Pipeline(
            specialists=house.specialists,
            rules=house.rules,
            history=house.history,
            journal=house.journal,
            channels=house.channels,
            directory=house.directory,
            clock=house.clock,
        )
        return self.pipeline

    async def take(self, reading: Reading) -> None:
        await self.pipeline.ingest([reading])

    async def live(self, steps: Sequence[Reading | float]) -> list[Reply]:
        """Take readings in and let hours pass, whatever the crashes, and give the replies that were made."""
        house = self.house
        async with house.history, house.journal:
            for step in steps:
                until = house.clock.now() + timedelta(hours=0 if isinstance(step, Reading) else step)
                done = False
                while not done:
                    try:
                        async with self.anew() as auren:
                            await (auren.ingest([step]) if isinstance(step, Reading) else auren.advance_to(until))
                        done = True
                    except* Crash:
                        pass
            return await house.journal.replies(ANNA)


def before_wording(world: World) -> list[Reading | float]:
    return [resting(70), TAKEN_BACK, 0.0, 1.0]


def while_being_worded(world: World) -> list[Reading | float]:
    world.coach.meanwhile = lambda: world.take(TAKEN_BACK)
    return [resting(70), 0.0, 1.0]


def before_delivery(world: World) -> list[Reading | float]:
    return [resting(70), 0.0, TAKEN_BACK, 0.0, 9.0, 1.0]


def while_being_sent(world: World) -> list[Reading | float]:
    world.phone.meanwhile = lambda: world.take(TAKEN_BACK)
    return [resting(70), 0.0, 0.0, 1.0]


def after_delivery(world: World) -> list[Reading | float]:
    # Back and forth in the end: the advice has had its one correction.
    return [resting(70), 0.0, 47.0, TAKEN_BACK, 0.0, resting(70, revision=2), resting(50, revision=3), 0.0, 1.0]


def at_48_hours(world: World) -> list[Reading | float]:
    return [resting(70), 0.0, 48.0, TAKEN_BACK, 0.0, 1.0]


def after_48_hours(world: World) -> list[Reading | float]:
    return [resting(70), 0.0, 48.01, TAKEN_BACK, 0.0, 1.0]


def long_after_wording_not_after_delivery(world: World) -> list[Reading | float]:
    """Made at 23:00 and told at 8:00: the 48 hours run from when the person was told, and a correction waits for morning."""
    return [resting(70), 0.0, 9.0, 40.0, TAKEN_BACK, 0.0, 9.0]


def nothing_was_asked(world: World) -> list[Reading | float]:
    world.coach.asks = False
    return [resting(70), 0.0, 1.0, TAKEN_BACK, 0.0, 1.0]


ADVICE, BOTH = ["advice"], ["advice", "correction"]
MOMENTS = [
    # when the late reading comes, whether at night, what the person is told
    (before_wording, False, []),
    (while_being_worded, False, []),
    (before_delivery, True, []),
    (while_being_sent, False, BOTH),
    (after_delivery, False, BOTH),
    (at_48_hours, False, BOTH),
    (after_48_hours, False, ADVICE),
    (long_after_wording_not_after_delivery, True, BOTH),
    (nothing_was_asked, False, ADVICE),
]


@pytest.mark.parametrize(("moment", "at_night", "told"), MOMENTS, ids=[moment[0].__name__ for moment in MOMENTS])
async def test_a_withdrawal_is_told_once_or_not_at_all_whatever_crashes(
    moment: Callable[[World], list[Reading | float]], at_night: bool, told: list[str]
) -> None:
    async def lived(at: int | None) -> tuple[World, list[str]]:
        world = World(Fate(at), start=NIGHT, quiet=QuietHours()) if at_night else World(Fate(at))
        replies = {reply.id: reply for reply in await world.live(moment(world))}
        assert sum(reply.kind == "correction" for reply in replies.values()) == told.count("correction")
        assert not any(d.status is DeliveryStatus.PENDING for d in await deliveries(world))
        return world, [replies[message.reply_id].kind for message in world.phone.told.values()]

    undisturbed, kinds = await lived(None)
    assert kinds == told
    for at in range(1, undisturbed.fate.passed + 1):
        _, kinds = await lived(at)
        # Killed while it was being sent, advice may not have come through; its correction does not ask whether it has.
        assert kinds == told or (moment is while_being_sent and kinds == ["correction"]), f"a crash at point {at}"


async def deliveries(world: World) -> list[Delivery]:
    async with world.house.journal as journal:
        return await journal.deliveries(ANNA)
