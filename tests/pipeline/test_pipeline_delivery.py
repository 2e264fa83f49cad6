"""Delivery: at a decent hour, not too often, once, and tried again when the channel is down."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta

import pytest
from pipeline_house import ANNA, DAY, HIGH, NOON, House, NotingChannel, resting

from auren.conversation import DeliveryStatus, InboundMessage
from auren.errors import ChannelError, InvalidInput
from auren.patterns import Rule, daily
from auren.people import Profile, QuietHours
from auren.ports import PatternRule


async def test_quiet_hours_are_kept_in_the_person_s_own_zone() -> None:
    house = House(profile=Profile(zone="America/New_York"), start=datetime(2025, 3, 11, 2, tzinfo=UTC))
    async with house.pipeline as auren:
        await auren.ingest([resting(70)])
        await auren.advance_to(house.clock.now())
        (delivery,) = await auren.history(ANNA).deliveries()
        assert delivery.not_before == datetime(2025, 3, 11, 11, 30, tzinfo=UTC)
        await auren.advance_to(delivery.not_before - timedelta(seconds=1))
        assert house.sent == []
        await auren.advance_to(delivery.not_before)
    assert len(house.sent) == 1


async def test_a_third_piece_of_advice_waits_for_the_next_day() -> None:
    rules: list[PatternRule] = [HIGH, _over(65), _over(70)]
    house = House(rules=rules, daily_cap=2)
    async with house.pipeline as auren:
        for revision, value in enumerate((62, 67, 72)):
            await auren.ingest([resting(value, DAY - timedelta(days=2 - revision))])
            await auren.advance_to(house.clock.now())
        assert len(house.sent) == 2
        await house.later(days=1)
        assert len(house.sent) == 3


async def test_an_episode_is_advised_once() -> None:
    house = House()
    async with house.pipeline as auren:
        for offset in range(3):
            await auren.ingest([resting(70, DAY + timedelta(days=offset))])
            await auren.advance_to(NOON + timedelta(days=offset))
        assert len(house.sent) == 1
        await auren.ingest([resting(70, DAY + timedelta(days=3))])
        await auren.advance_to(NOON + timedelta(days=3))
        assert len(house.sent) == 2


async def test_a_rule_that_waits_for_confirmation_does() -> None:
    rule = Rule("slow", 1, "Slow", daily("heart.resting").above(60, "bpm"), acts_on="confirmed", settle_h=24)
    house = House(rules=(rule,))
    async with house.pipeline as auren:
        await auren.ingest([resting(70)])
        await auren.advance_to(NOON)
        assert house.sent == []
        await auren.advance_to(datetime.combine(DAY + timedelta(days=2), time(), UTC))
    assert len(house.sent) == 1


async def test_a_channel_that_is_down_is_tried_again_and_the_message_goes_once() -> None:
    channel = NotingChannel(fail=2)
    house = House(channels=(channel,))
    async with house.pipeline as auren:
        await auren.ingest([resting(70)])
        await auren.advance_to(NOON)
        (delivery,) = await auren.history(ANNA).deliveries()
        assert (delivery.status, delivery.attempts) == (DeliveryStatus.PENDING, 1)
        await house.later(minutes=1)
        await house.later(minutes=1)
        await house.later(minutes=1)
        (delivery,) = await auren.history(ANNA).deliveries()
        assert (delivery.status, delivery.attempts) == (DeliveryStatus.SENT, 3)
        await house.later(days=1)
    assert len(channel.sent) == 1


@pytest.mark.parametrize("retryable", [True, False])
async def test_a_channel_that_stays_down_is_given_up(retryable: bool) -> None:
    house = House(channels=(NotingChannel(fail=1000, retryable=retryable),))
    async with house.pipeline as auren:
        await auren.ingest([resting(70)])
        for _ in range(20):
            await house.later(hours=1)
        (delivery,) = await auren.history(ANNA).deliveries()
    assert delivery.status is DeliveryStatus.FAILED
    assert delivery.attempts == (6 if retryable else 1)


async def test_two_steps_at_once_send_once() -> None:
    house = House()
    async with house.pipeline as auren:
        await auren.ingest([resting(70)])
        await asyncio.gather(*(auren.advance_to(NOON) for _ in range(5)))
        assert len(await auren.history(ANNA).replies()) == 1
    assert len(house.sent) == 1


async def test_a_message_is_answered_where_it_came_from_and_once() -> None:
    first, second = NotingChannel("first"), NotingChannel("second")
    house = House(channels=(first, second), profile=Profile(zone="UTC", quiet_hours=QuietHours(time(0), time(23, 59))))
    message = InboundMessage("m1", "second", "+4912345678", "How am I?", NOON)
    async with house.pipeline as auren:
        await house.directory.put_address(ANNA, "second", "+4912345678")
        replies = await asyncio.gather(*(auren.receive(message) for _ in range(4)))
        assert len({reply.id for reply in replies}) == 1
    assert [sent.text for sent in second.sent] == [replies[0].text]
    assert first.sent == []


@pytest.mark.parametrize(("channel", "address"), [("noting", "+49000"), ("pigeon", "+4912345678")])
async def test_a_message_from_nowhere_is_refused_without_naming_the_address(channel: str, address: str) -> None:
    house = House()
    async with house.pipeline as auren:
        with pytest.raises(ChannelError) as caught:
            await auren.receive(InboundMessage("m", channel, address, "Hello", NOON))
    assert address not in str(caught.value)


async def test_run_does_what_falls_due_until_it_is_cancelled() -> None:
    house = House()
    async with house.pipeline as auren:
        running = asyncio.create_task(auren.run(every=timedelta(minutes=1)))
        await asyncio.sleep(0)
        await auren.ingest([resting(70)])
        while not house.sent:
            house.clock.move_by(timedelta(minutes=1))
            for _ in range(20):
                await asyncio.sleep(0)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
    assert len(house.sent) == 1


async def test_feedback_is_recorded_for_advice_that_was_given_and_for_no_other() -> None:
    house = House()
    async with house.pipeline as auren:
        await auren.ingest([resting(70)])
        reply = await auren.ask(ANNA, "How am I?")
        await auren.feedback(ANNA, reply.advice[0].id, "helped", note="slept better")
        with pytest.raises(InvalidInput, match="not given"):
            await auren.feedback(ANNA, "no-such-advice", "helped")
        assert [item.outcome for item in await auren.history(ANNA).feedback()] == ["helped"]


def _over(limit: int) -> Rule:
    return Rule(f"over_{limit}", 1, f"Over {limit}", daily("heart.resting").above(limit, "bpm"))
