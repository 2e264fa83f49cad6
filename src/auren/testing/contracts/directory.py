"""What every directory must do."""

from __future__ import annotations

import asyncio
from datetime import time
from typing import Final

import pytest

from auren.errors import StoreConflict
from auren.people import Profile, QuietHours, Subject
from auren.ports import Directory
from auren.testing.contracts._shared import ANNA, BEN, ODD_IDS, closes_with_its_last_holder, works_only_while_open

__all__ = ["DirectoryContract"]

PHONE: Final = "+47 400 00 001"
OTHER_PHONE: Final = "+47 400 00 002"
FULL: Final = Profile(
    zone="Europe/Oslo",
    locale="nb",
    birth_year=1990,
    sex="female",
    height_m=1.71,
    plan="club",
    quiet_hours=QuietHours(time(22), time(6, 30)),
    consents=frozenset({"channel", "model_provider"}),
    sleep_need_h=7.75,
)


@pytest.mark.asyncio
class DirectoryContract:
    """Subclass it and give the fixture `directory`: a new Directory that holds nobody and is not open yet."""

    @pytest.fixture
    def directory(self) -> Directory:
        raise NotImplementedError("Give the fixture `directory`: a new Directory that is not open yet.")

    async def test_it_works_only_while_it_is_open(self, directory: Directory) -> None:
        await works_only_while_open(
            directory,
            [
                lambda: directory.put_profile(ANNA, FULL),
                lambda: directory.profile(ANNA),
                lambda: directory.put_address(ANNA, "sms", PHONE),
                lambda: directory.address_of(ANNA, "sms"),
                lambda: directory.subject_of("sms", PHONE),
                lambda: directory.forget(ANNA),
            ],
        )

    async def test_it_closes_with_its_last_holder(self, directory: Directory) -> None:
        await closes_with_its_last_holder(directory, lambda: directory.profile(ANNA))

    async def test_nothing_is_known_of_a_stranger(self, directory: Directory) -> None:
        async with directory:
            assert await directory.profile(ANNA) == Profile()
            assert await directory.address_of(ANNA, "sms") is None
            assert await directory.subject_of("sms", PHONE) is None

    async def test_a_profile_comes_back_and_the_next_one_replaces_it(self, directory: Directory) -> None:
        async with directory:
            await directory.put_profile(ANNA, FULL)
            assert await directory.profile(ANNA) == FULL
            assert await directory.profile(BEN) == Profile()
            await directory.put_profile(ANNA, Profile(quiet_hours=None))
            assert await directory.profile(ANNA) == Profile(quiet_hours=None)

    async def test_an_address_leads_both_ways_on_its_channel_alone(self, directory: Directory) -> None:
        async with directory:
            await directory.put_address(ANNA, "sms", PHONE)
            await directory.put_address(ANNA, "sms", PHONE)
            await directory.put_address(BEN, "voice", PHONE)
            assert await directory.address_of(ANNA, "sms") == PHONE
            assert await directory.subject_of("sms", PHONE) == ANNA
            assert await directory.subject_of("voice", PHONE) == BEN
            assert await directory.address_of(ANNA, "voice") is None

    async def test_a_new_address_frees_the_one_before(self, directory: Directory) -> None:
        async with directory:
            await directory.put_address(ANNA, "sms", PHONE)
            await directory.put_address(ANNA, "sms", OTHER_PHONE)
            assert await directory.address_of(ANNA, "sms") == OTHER_PHONE
            assert await directory.subject_of("sms", PHONE) is None
            await directory.put_address(BEN, "sms", PHONE)
            assert await directory.subject_of("sms", PHONE) == BEN

    async def test_somebody_elses_address_is_refused_and_nothing_changes(self, directory: Directory) -> None:
        async with directory:
            await directory.put_address(ANNA, "sms", PHONE)
            await directory.put_address(BEN, "sms", OTHER_PHONE)
            with pytest.raises(StoreConflict) as refused:
                await directory.put_address(BEN, "sms", PHONE)
            assert "400" not in f"{refused.value!r} {refused.value.__cause__!r}"
            assert await directory.subject_of("sms", PHONE) == ANNA
            assert await directory.address_of(BEN, "sms") == OTHER_PHONE
            assert await directory.subject_of("sms", OTHER_PHONE) == BEN

    async def test_of_many_who_claim_an_address_at_once_one_gets_it(self, directory: Directory) -> None:
        people = [Subject(f"p{number}") for number in range(32)]
        async with directory:
            ended = await asyncio.gather(
                *(directory.put_address(person, "sms", PHONE) for person in people), return_exceptions=True
            )
            assert [type(end) for end in ended if end is not None] == [StoreConflict] * 31
            winner = people[ended.index(None)]
            assert await directory.subject_of("sms", PHONE) == winner
            assert [p for p in people if await directory.address_of(p, "sms") is not None] == [winner]

    async def test_who_was_forgotten_is_a_stranger(self, directory: Directory) -> None:
        async with directory:
            await directory.put_profile(ANNA, FULL)
            await directory.put_address(ANNA, "sms", PHONE)
            await directory.put_address(ANNA, "mail", "anna@example.org")
            await directory.put_address(BEN, "sms", OTHER_PHONE)
            assert await directory.forget(ANNA) == 3
            assert await directory.profile(ANNA) == Profile()
            assert await directory.address_of(ANNA, "sms") is None
            assert await directory.subject_of("sms", PHONE) is None
            assert await directory.forget(ANNA) == 0
            assert await directory.subject_of("sms", OTHER_PHONE) == BEN
            await directory.put_address(BEN, "mail", "anna@example.org")
            assert await directory.subject_of("mail", "anna@example.org") == BEN

    async def test_an_address_shows_in_no_repr(self, directory: Directory) -> None:
        async with directory:
            await directory.put_address(ANNA, "sms", PHONE)
            assert "400" not in f"{directory!r} {directory!s}"

    async def test_odd_ids_are_told_apart(self, directory: Directory) -> None:
        async with directory:
            for id in ODD_IDS:
                await directory.put_address(Subject(id), "sms", f"address of {id}")
            for id in ODD_IDS:
                assert await directory.address_of(Subject(id), "sms") == f"address of {id}"
                assert await directory.subject_of("sms", f"address of {id}") == Subject(id)
