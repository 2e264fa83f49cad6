"""The directory in memory passes the contract, and takes what it is built with."""

from __future__ import annotations

import pytest

from auren.errors import InvalidInput
from auren.people import Profile, Subject
from auren.ports import Directory
from auren.privacy import InMemoryDirectory
from auren.testing.contracts import DirectoryContract

ANNA, BEN = Subject("anna"), Subject("ben")


class TestInMemoryDirectory(DirectoryContract):
    @pytest.fixture
    def directory(self) -> Directory:
        return InMemoryDirectory()


async def test_it_knows_whom_it_was_built_with() -> None:
    profiles = {ANNA: Profile(zone="Europe/Oslo")}
    async with InMemoryDirectory(profiles, {(ANNA, "sms"): "+47 1", (BEN, "sms"): "+47 2"}) as directory:
        profiles.clear()
        assert (await directory.profile(ANNA)).zone == "Europe/Oslo"
        assert await directory.subject_of("sms", "+47 2") == BEN
        assert await directory.forget(ANNA) == 2


def test_one_address_for_two_people_is_refused_without_being_named() -> None:
    with pytest.raises(InvalidInput) as refused:
        InMemoryDirectory(addresses={(ANNA, "sms"): "+47 123", (BEN, "sms"): "+47 123"})
    assert "123" not in str(refused.value)
