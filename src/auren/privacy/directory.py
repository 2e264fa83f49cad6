"""A directory in the process's own memory: the one place where a pseudonym and an address meet."""

from __future__ import annotations

from collections.abc import Mapping

from auren.errors import InvalidInput, StoreConflict
from auren.people import Profile, Subject
from auren.ports import Directory

__all__ = ["InMemoryDirectory"]


class InMemoryDirectory(Directory):
    """Keeps profiles and addresses as long as the object lives.

    Args:
        profiles: what is known of each person.
        addresses: person and name of the channel -> address on that channel.

    Raises:
        InvalidInput: one address on a channel was given for two people.
    """

    def __init__(
        self,
        profiles: Mapping[Subject, Profile] | None = None,
        addresses: Mapping[tuple[Subject, str], str] | None = None,
    ) -> None:
        super().__init__(timeout_s=None)
        self._profiles = dict(profiles or {})
        self._addresses = dict(addresses or {})
        self._people = {(channel, address): subject for (subject, channel), address in self._addresses.items()}
        if len(self._people) < len(self._addresses):
            raise InvalidInput("One address on a channel was given for two people; an address leads to one person.")

    def __repr__(self) -> str:
        return f"InMemoryDirectory({len(self._profiles)} profiles, {len(self._addresses)} addresses)"

    async def _profile(self, subject: Subject) -> Profile:
        return self._profiles.get(subject, Profile())

    async def _put_profile(self, subject: Subject, profile: Profile) -> None:
        self._profiles[subject] = profile

    async def _put_address(self, subject: Subject, channel: str, address: str) -> None:
        if self._people.get((channel, address), subject) != subject:
            raise StoreConflict("This address on the channel belongs to somebody else; forget that person's first.")
        before = self._addresses.get((subject, channel))
        if before is not None:
            del self._people[channel, before]
        self._addresses[subject, channel] = address
        self._people[channel, address] = subject

    async def _address_of(self, subject: Subject, channel: str) -> str | None:
        return self._addresses.get((subject, channel))

    async def _subject_of(self, channel: str, address: str) -> Subject | None:
        return self._people.get((channel, address))

    async def _forget(self, subject: Subject) -> int:
        held = [(owner, channel) for owner, channel in self._addresses if owner == subject]
        for owner, channel in held:
            del self._people[channel, self._addresses.pop((owner, channel))]
        return len(held) + (self._profiles.pop(subject, None) is not None)
