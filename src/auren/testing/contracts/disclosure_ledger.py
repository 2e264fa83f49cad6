"""What every ledger of disclosures must do."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

import pytest

from auren.clock import SimulatedClock
from auren.errors import InvalidInput
from auren.people import Subject
from auren.privacy.audit import verify
from auren.privacy.disclosure import Disclosure, DisclosureLedger
from auren.testing.contracts._shared import (
    ANNA,
    BEN,
    CUTS_S,
    ODD_IDS,
    UNWRITABLE,
    closes_with_its_last_holder,
    cut,
    works_only_while_open,
)

__all__ = ["DisclosureLedgerContract"]

NOON: Final = datetime(2025, 3, 3, 12, tzinfo=UTC)


def went(to: str = "a model", minutes: float = 0, *, subject: Subject = ANNA) -> Disclosure:
    """Give a disclosure, some minutes after noon."""
    return Disclosure(subject, to, ("wording", "question"), NOON + timedelta(minutes=minutes), "model_provider")


@pytest.mark.asyncio
class DisclosureLedgerContract:
    """Subclass it and give the fixture `ledger`: a new DisclosureLedger on `key` and `clock`, empty and not open yet."""

    @pytest.fixture
    def key(self) -> bytes:
        """The secret of the ledger."""
        return bytes(range(32))

    @pytest.fixture
    def clock(self) -> SimulatedClock:
        """A clock that stands an hour after noon until it is moved."""
        return SimulatedClock(NOON + timedelta(hours=1))

    @pytest.fixture
    def ledger(self, key: bytes, clock: SimulatedClock) -> DisclosureLedger:
        raise NotImplementedError("Give the fixture `ledger`: a new DisclosureLedger that is not open yet.")

    async def test_it_works_only_while_it_is_open(self, ledger: DisclosureLedger) -> None:
        uses = [
            lambda: ledger.note(went()),
            lambda: ledger.disclosures(ANNA),
            lambda: ledger.erased_disclosures(ANNA),
            lambda: ledger.erased_at(ANNA),
            lambda: ledger.entries(),
            lambda: ledger.anchor(),
            lambda: ledger.forget(ANNA),
        ]
        await works_only_while_open(ledger, uses)

    async def test_it_closes_with_its_last_holder(self, ledger: DisclosureLedger) -> None:
        await closes_with_its_last_holder(ledger, lambda: ledger.disclosures(ANNA))

    async def test_it_tells_whose_data_went_where(self, ledger: DisclosureLedger) -> None:
        async with ledger:
            for noted in (went("b", 5), went("a"), went("c", subject=BEN)):
                await ledger.note(noted)
            assert await ledger.disclosures(ANNA) == (went("a"), went("b", 5))
            assert await ledger.disclosures(BEN) == (went("c", subject=BEN),)
            assert await ledger.disclosures(Subject("nobody")) == ()
            assert await ledger.erased_disclosures(ANNA) == ()
            assert await ledger.erased_at(ANNA) is None

    async def test_the_chain_shows_neither_who_nor_what_and_is_whole(self, ledger: DisclosureLedger) -> None:
        async with ledger:
            for minutes in range(5):
                await ledger.note(went(minutes=minutes))
            anchor, entries = await ledger.anchor(), await ledger.entries()
            assert verify(entries, [anchor]).ok
            assert anchor.count == len(entries) == 5
            assert not {"anna", "wording"} & {word for entry in entries for word in repr(entry).split("'")}
            assert not verify([*entries[:2], *entries[3:]], [anchor]).ok
            assert not verify(entries[:-1], [anchor]).ok

    async def test_erasure_leaves_a_chain_that_proves_it(self, ledger: DisclosureLedger, clock: SimulatedClock) -> None:
        async with ledger:
            for noted in (went("a"), went("b", subject=BEN), went("c", 5)):
                await ledger.note(noted)
            before = await ledger.anchor()
            assert await ledger.forget(ANNA) == 2
            assert await ledger.disclosures(ANNA) == ()
            assert [to for to, _ in await ledger.erased_disclosures(ANNA)] == ["a", "c"]
            assert await ledger.erased_at(ANNA) == clock.now()
            assert await ledger.erased_disclosures(BEN) == ()
            assert await ledger.erased_at(BEN) is None
            assert len(await ledger.disclosures(BEN)) == 1
            assert verify(await ledger.entries(), [before, await ledger.anchor()]).ok

    async def test_forgetting_again_is_harmless(self, ledger: DisclosureLedger) -> None:
        async with ledger:
            await ledger.note(went())
            assert [await ledger.forget(ANNA) for _ in range(3)] == [1, 0, 0]
            assert (await ledger.anchor()).count == 2
            assert await ledger.forget(BEN) == 0
            assert await ledger.erased_at(BEN) is None

    async def test_somebody_erased_may_start_again(self, ledger: DisclosureLedger) -> None:
        async with ledger:
            await ledger.note(went("a"))
            await ledger.forget(ANNA)
            await ledger.note(went("b", 5))
            assert await ledger.disclosures(ANNA) == (went("b", 5),)
            assert [to for to, _ in await ledger.erased_disclosures(ANNA)] == ["a"]

    @pytest.mark.parametrize("unwritable", [UNWRITABLE, "half of a pair\x00"])
    async def test_what_no_ledger_could_keep_is_refused(self, unwritable: str) -> None:
        with pytest.raises(InvalidInput) as refused:
            went(unwritable)
        assert "half of a pair" not in f"{refused.value!r} {refused.value.__cause__!r}"

    async def test_odd_ids_are_told_apart(self, ledger: DisclosureLedger) -> None:
        async with ledger:
            for id in ODD_IDS:
                await ledger.note(went(f"to {id}", subject=Subject(id)))
            for id in ODD_IDS:
                assert [one.recipient for one in await ledger.disclosures(Subject(id))] == [f"to {id}"]

    async def test_many_at_once_make_one_chain(self, ledger: DisclosureLedger) -> None:
        async with ledger:
            await asyncio.gather(*(ledger.note(went(str(n), subject=(ANNA, BEN)[n % 2])) for n in range(40)))
            await asyncio.gather(ledger.forget(ANNA), *(ledger.note(went(str(n), subject=BEN)) for n in range(10)))
            assert verify(await ledger.entries(), [await ledger.anchor()]).ok
            assert (await ledger.anchor()).count == 51
            assert len(await ledger.disclosures(BEN)) == 30

    async def test_a_note_that_was_cut_off_leaves_a_whole_chain(self, ledger: DisclosureLedger) -> None:
        async with ledger:
            await cut(partial(ledger.note, went(str(n))) for n in range(len(CUTS_S)))
            await ledger.note(went("last"))
            assert verify(await ledger.entries(), [await ledger.anchor()]).ok
            assert len(await ledger.disclosures(ANNA)) == (await ledger.anchor()).count
