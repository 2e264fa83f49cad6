"""Every edit, drop, insertion, change of order and missing end of an audit chain is found; a crash loses no kept entry."""

from __future__ import annotations

import asyncio
import os
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auren.clock import SimulatedClock
from auren.errors import ConfigurationError, InvalidInput, StoreConflict, StoreCorrupted, StoreUnavailable
from auren.people import Subject
from auren.privacy.audit import (
    GENESIS,
    Anchor,
    AuditEntry,
    AuditLog,
    InMemoryAuditLog,
    JsonLinesAuditLog,
    verify,
)

ANNA = Subject("anna")
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
KEY = bytes(range(32))


def chain(count: int, actor: str = "host") -> list[AuditEntry]:
    made: list[AuditEntry] = []
    for number in range(count):
        head = Anchor(number, made[-1].digest if made else GENESIS)
        made.append(AuditEntry.chained(head, at=NOW + timedelta(seconds=number), action=f"act{number % 3}", actor=actor))
    return made


def anchor_of(entries: list[AuditEntry]) -> Anchor:
    return Anchor(len(entries), entries[-1].digest if entries else GENESIS)


WHOLE = chain(12)
PLACES = st.integers(0, len(WHOLE) - 1)
NAMES = st.sampled_from([field.name for field in fields(AuditEntry)])


def edited(entry: AuditEntry, name: str, by: int) -> AuditEntry:
    value: Any = getattr(entry, name)
    changed: Any = {name: value + by if isinstance(value, int) else value[by:] + "f" * by}
    return replace(entry, **changed)


@given(PLACES, NAMES, st.integers(1, 5))
def test_every_edit_is_found_where_it_is(place: int, name: str, by: int) -> None:
    changed = edited(WHOLE[place], name, by)
    verdict = verify([*WHOLE[:place], changed, *WHOLE[place + 1 :]])
    assert verdict.fault
    assert (verdict.fault.place, verdict.fault.kind) == (place, "edited")


@given(PLACES, PLACES)
def test_every_change_of_order_is_found(one: int, other: int) -> None:
    moved = list(WHOLE)
    moved.insert(other, moved.pop(one))
    verdict = verify(moved)
    assert verdict.ok == (one == other)
    if verdict.fault:
        assert verdict.fault.place == min(one, other)


@given(st.sets(PLACES, min_size=1))
def test_every_drop_is_found_and_a_missing_end_only_against_an_anchor(gone: set[int]) -> None:
    left = [entry for entry in WHOLE if entry.number not in gone]
    cut_off = left == WHOLE[: len(left)]
    assert verify(left).ok == cut_off
    verdict = verify(left, [anchor_of(WHOLE)])
    assert verdict.fault
    assert verdict.fault.place == min(gone)
    assert (verdict.fault.kind == "truncated") == cut_off


@given(st.integers(0, len(WHOLE)), PLACES)
def test_every_insertion_is_found(place: int, copy: int) -> None:
    inserted = [*WHOLE[:place], WHOLE[copy], *WHOLE[place:]]
    assert not verify(inserted).ok


@given(PLACES, st.booleans())
def test_a_forged_entry_with_a_right_digest_is_found_by_its_neighbour_or_an_anchor(place: int, anchored: bool) -> None:
    before = anchor_of(WHOLE[:place])
    forged = AuditEntry.chained(before, at=NOW, action="other", actor="somebody")
    verdict = verify([*WHOLE[:place], forged, *WHOLE[place + 1 :]], [anchor_of(WHOLE)] if anchored else [])
    assert verdict.ok == (place == len(WHOLE) - 1 and not anchored)


@given(st.integers(1, len(WHOLE)), st.integers(0, len(WHOLE)))
def test_a_chain_computed_anew_shows_only_against_an_anchor(count: int, anchored: int) -> None:
    anew = chain(count, actor="somebody")
    assert verify(anew).ok
    assert verify(anew, [anchor_of(WHOLE[:anchored])]).ok == (anchored == 0)


@given(st.lists(st.integers(0, len(WHOLE)), max_size=5))
def test_a_whole_chain_passes_all_its_own_anchors(counts: list[int]) -> None:
    verdict = verify(WHOLE, [anchor_of(WHOLE[:count]) for count in counts])
    assert verdict.ok
    assert verdict.anchored == max(counts, default=0)
    assert verdict.head == anchor_of(WHOLE)


@given(st.lists(st.text(max_size=4), min_size=4, max_size=4), st.lists(st.text(max_size=4), min_size=4, max_size=4))
def test_no_two_contents_have_one_digest(one: list[str], other: list[str]) -> None:
    digests = {
        AuditEntry.chained(Anchor(0, GENESIS), at=NOW, action=a, actor=b, person=c, details=d).digest
        for a, b, c, d in (one, other)
    }
    assert len(digests) == (1 if one == other else 2)


@pytest.fixture(params=["memory", "file"])
def log(request: pytest.FixtureRequest, tmp_path: Path) -> AuditLog:
    clock = SimulatedClock(NOW)
    return InMemoryAuditLog(KEY, clock) if request.param == "memory" else JsonLinesAuditLog(tmp_path / "audit", KEY, clock)


async def test_a_log_keeps_what_when_who_and_neither_person_nor_payload(log: AuditLog) -> None:
    async with log:
        assert await log.anchor() == Anchor(0, GENESIS)
        entry = await log.append("erase", "host", subject=ANNA, details=b"knee")
        other = await log.append("export", "support-desk")
        assert await log.entries() == [entry, other]
        assert (entry.at, entry.action, entry.actor, entry.person) == (NOW, "erase", "host", log.hashed_subject(ANNA))
        assert (other.person, other.details) == ("", "")
        assert "anna" not in repr(entry)
        assert "knee" not in repr(entry)
        assert verify(await log.entries(), [await log.anchor()]).ok


async def test_at_once_is_one_after_the_other(log: AuditLog) -> None:
    async with log:
        await asyncio.gather(*(log.append("ask", f"host{n}") for n in range(50)))
        assert verify(await log.entries()).head == await log.anchor() == Anchor(50, (await log.entries())[-1].digest)


async def test_what_cannot_be_an_entry_is_refused(log: AuditLog) -> None:
    async with log:
        for action, actor in (("", "host"), ("erase", ""), ("x" * 201, "host")):
            with pytest.raises(InvalidInput):
                await log.append(action, actor)
        assert await log.entries() == []
    with pytest.raises(ConfigurationError):
        InMemoryAuditLog(b"short", SimulatedClock(NOW))
    with pytest.raises(InvalidInput):
        Anchor(-1, GENESIS)


def filed(path: Path, *anchors: Anchor) -> JsonLinesAuditLog:
    return JsonLinesAuditLog(path, KEY, SimulatedClock(NOW), anchors)


async def test_a_torn_last_line_is_dropped_and_the_chain_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "audit"
    async with filed(path) as log:
        await log.append("one", "host")
        await log.append("two", "host")
    whole = path.read_bytes()
    first = whole.index(b"\n") + 1
    for cut in range(first, len(whole)):
        path.write_bytes(whole[:cut])
        async with filed(path) as log:
            await log.append("three", "host")
            assert [entry.action for entry in await log.entries()] == ["one", "three"]
            assert verify(await log.entries(), [await log.anchor()]).ok


async def test_a_changed_file_is_not_added_to(tmp_path: Path) -> None:
    path = tmp_path / "audit"
    async with filed(path) as log:
        for _ in range(3):
            await log.append("erase", "host", subject=ANNA)
        anchor = await log.anchor()
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    for changed in (
        whole.replace(b"erase", b"graze", 1),
        b"".join(lines[1:]),
        lines[0] + lines[2],
        b"".join((lines[0], b"\n", *lines[1:])),
        b"[1]\n" + whole,
        b"\xff\n",
        b"[" * 100_000 + b"\n",
    ):
        path.write_bytes(changed)
        with pytest.raises(StoreCorrupted):
            await filed(path).open()
        assert path.read_bytes() == changed
    path.write_bytes(b"".join(lines[:2]))
    with pytest.raises(StoreCorrupted, match="cut off"):
        await filed(path, anchor).open()


async def test_a_second_writer_and_a_full_disk_are_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "audit"
    async with filed(path) as one, filed(path) as other:
        await one.append("erase", "host")
        with pytest.raises(StoreConflict):
            await other.append("erase", "host")

        def full(file: int, line: bytes) -> int:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(os, "write", full)
            with pytest.raises(StoreUnavailable):
                await one.append("export", "host")
        await one.append("export", "host")
        assert [entry.action for entry in await one.entries()] == ["erase", "export"]
    with pytest.raises(StoreUnavailable):
        await filed(tmp_path / "missing" / "audit").open()


async def test_whoever_is_cancelled_leaves_a_whole_chain(tmp_path: Path) -> None:
    async with filed(tmp_path / "audit") as log:
        for _ in range(20):
            asked = asyncio.ensure_future(log.append("ask", "host"))
            await asyncio.sleep(0)
            asked.cancel()
            await asyncio.gather(asked, return_exceptions=True)
        await log.append("last", "host")
        # The anchor first: what was cancelled may still be written by its thread in between.
        anchor = await log.anchor()
        assert verify(await log.entries(), [anchor]).ok
