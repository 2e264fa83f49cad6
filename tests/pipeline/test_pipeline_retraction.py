"""A night corrected afterwards takes back or revises what rested on it: before wording, before and after delivery."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, time, timedelta

from pipeline_house import ANNA, DAY, House, resting

from auren.conversation import DeliveryStatus
from auren.findings import FindingStatus
from auren.gateway.models import ScriptedModel
from auren.inference import Delta, ModelRequest
from auren.patterns import Rule, daily
from auren.people import Profile, QuietHours

QUIET_NIGHTS = Profile(zone="UTC", quiet_hours=QuietHours())


async def test_a_finding_withdrawn_before_wording_never_becomes_advice() -> None:
    house = House()
    async with house.pipeline as auren:
        assert [f.status for f in (await auren.ingest([resting(70)])).findings] == [FindingStatus.PROVISIONAL]
        changes = (await auren.ingest([resting(50, revision=1)])).findings
        assert [f.status for f in changes] == [FindingStatus.WITHDRAWN]
        report = await auren.advance_to(house.clock.now())
        assert report.advice == ()
        assert house.sent == []


async def test_a_finding_withdrawn_while_it_is_being_worded_never_becomes_advice() -> None:
    """The model takes its time; the corrected night comes in meanwhile."""
    asked, corrected = asyncio.Event(), asyncio.Event()

    class Slow(ScriptedModel):
        async def _stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
            asked.set()
            await corrected.wait()
            async for delta in super()._stream(request):
                yield delta

    house = House(gateway=Slow("[1] Your resting heart rate was 70 bpm. [2] Keep today easy."))
    async with house.pipeline as auren:
        await auren.ingest([resting(70)])
        advancing = asyncio.create_task(auren.advance_to(house.clock.now()))
        await asked.wait()
        await auren.ingest([resting(50, revision=1)])
        corrected.set()
        assert (await advancing).advice == ()
        assert await auren.history(ANNA).replies() == []
    assert house.sent == []


async def test_a_finding_revised_before_wording_is_worded_with_the_new_number() -> None:
    house = House()
    async with house.pipeline as auren:
        await auren.ingest([resting(70)])
        changes = (await auren.ingest([resting(80, revision=1)])).findings
        assert [f.status for f in changes] == [FindingStatus.REVISED]
        await auren.advance_to(house.clock.now())
    assert [message.text for message in house.sent] == ["Your resting heart rate was 80 bpm. Keep today easy."]


async def test_advice_withdrawn_before_delivery_is_cancelled() -> None:
    house = House(profile=QUIET_NIGHTS, start=_night())
    async with house.pipeline as auren:
        await auren.ingest([resting(70)])
        assert len((await auren.advance_to(house.clock.now())).advice) == 1
        assert [d.status for d in await auren.history(ANNA).deliveries()] == [DeliveryStatus.PENDING]
        await auren.ingest([resting(50, revision=1)])
        assert [d.status for d in await auren.history(ANNA).deliveries()] == [DeliveryStatus.CANCELLED]
        await house.later(days=1)
    assert house.sent == []


async def test_advice_revised_before_delivery_is_made_anew() -> None:
    house = House(profile=QUIET_NIGHTS, start=_night())
    async with house.pipeline as auren:
        await auren.ingest([resting(70)])
        await auren.advance_to(house.clock.now())
        await auren.ingest([resting(80, revision=1)])
        await auren.advance_to(house.clock.now())
        await house.later(hours=9)
    assert [message.text for message in house.sent] == ["Your resting heart rate was 80 bpm. Keep today easy."]


async def test_what_still_stands_of_cancelled_advice_is_advised_anew() -> None:
    house = House(profile=QUIET_NIGHTS, start=_night(), rules=(_named("high"), _named("higher")))
    async with house.pipeline as auren:
        await auren.ingest([resting(70)])
        await auren.advance_to(house.clock.now())
        # Between the two limits: one finding falls, the other stands with new evidence.
        await auren.ingest([resting(62, revision=1)])
        await auren.advance_to(house.clock.now())
        await house.later(hours=9)
    assert [message.text for message in house.sent] == ["Your resting heart rate was 62 bpm. Keep today easy."]


async def test_delivered_advice_gets_one_correction() -> None:
    house = House()
    async with house.pipeline as auren:
        await auren.ingest([resting(70)])
        await auren.advance_to(house.clock.now())
        assert len(house.sent) == 1
        house.clock.move_by(timedelta(hours=6))
        await auren.ingest([resting(50, revision=1)])
        await auren.advance_to(house.clock.now())
        assert len(house.sent) == 2
        assert house.sent[1].text.startswith(
            "A correction: later data took back “Resting heart rate is high” of 10 March 2025."
        )
        # Back and forth again: the advice has had its one correction.
        await auren.ingest([resting(70, revision=2)])
        await auren.ingest([resting(50, revision=3)])
        await house.later(hours=1)
    assert len(house.sent) == 2


async def test_a_revision_that_leaves_the_finding_standing_is_not_a_correction() -> None:
    house = House()
    async with house.pipeline as auren:
        await auren.ingest([resting(70)])
        await auren.advance_to(house.clock.now())
        await auren.ingest([resting(72, revision=1)])
        await house.later(hours=1)
    assert len(house.sent) == 1


async def test_a_withdrawal_after_48_hours_says_nothing_more() -> None:
    house = House()
    async with house.pipeline as auren:
        await auren.ingest([resting(70)])
        await auren.advance_to(house.clock.now())
        house.clock.move_by(timedelta(hours=49))
        await auren.ingest([resting(50, revision=1)])
        await house.later(hours=1)
        assert await auren.history(ANNA).findings() == []
    assert len(house.sent) == 1


async def test_a_deletion_withdraws() -> None:
    house = House()
    async with house.pipeline as auren:
        await auren.ingest([resting(70)])
        changes = (await auren.ingest([resting(70, revision=1, deleted=True)])).findings
    assert [f.status for f in changes] == [FindingStatus.WITHDRAWN]


def _night() -> datetime:
    """Late on the anchor day: quiet hours hold every delivery until morning."""
    return datetime.combine(DAY, time(23), UTC)


def _named(name: str) -> Rule:
    limit = {"high": 60, "higher": 65}[name]
    return Rule(name, 1, f"Over {limit}", daily("heart.resting").above(limit, "bpm"))
