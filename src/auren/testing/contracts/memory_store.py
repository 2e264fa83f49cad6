"""What every memory store must do."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from typing import Final

import pytest

from auren.errors import ConfigurationError, InvalidInput
from auren.facts import MemoryQuery, MemoryRecord, Recollection, VectorSpace
from auren.people import Subject
from auren.ports import MemoryStore
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

__all__ = ["MemoryStoreContract"]

NOW: Final = datetime(2024, 5, 20, 12, tzinfo=UTC)
LATEST: Final = MemoryQuery(limit=1000)
PLANE: Final = VectorSpace("east-and-north", 2)


def _record(
    id: str = "m1",
    text: str = "slept badly before the race",
    *,
    subject: Subject = ANNA,
    kind: str = "question",
    hours_ago: float = 1.0,
    conversation: str = "main",
    expires_at: datetime | None = None,
) -> MemoryRecord:
    at = NOW - timedelta(hours=hours_ago)
    return MemoryRecord(id, subject, kind, text, at, conversation=conversation, expires_at=expires_at)


def _ids(found: Iterable[Recollection]) -> list[str]:
    return [item.record.id for item in found]


@pytest.mark.asyncio
class MemoryStoreContract:
    """Subclass it and give the fixture `store`: a new MemoryStore that holds nothing and is not open yet."""

    @pytest.fixture
    def store(self) -> MemoryStore:
        raise NotImplementedError("Give the fixture `store`: a new MemoryStore that is not open yet.")

    async def test_it_works_only_while_it_is_open(self, store: MemoryStore) -> None:
        await works_only_while_open(
            store,
            [
                lambda: store.put([_record()]),
                lambda: store.get(ANNA, "m1", now=NOW),
                lambda: store.find(ANNA, LATEST, now=NOW),
                lambda: store.forget(ANNA),
                lambda: store.export(ANNA),
                lambda: store.purge(NOW),
            ],
        )

    async def test_it_closes_with_its_last_holder(self, store: MemoryStore) -> None:
        await closes_with_its_last_holder(store, lambda: store.put([_record()]))

    async def test_it_holds_nothing_at_first(self, store: MemoryStore) -> None:
        async with store:
            await store.put([])
            assert await store.get(ANNA, "m1", now=NOW) is None
            assert await store.find(ANNA, LATEST, now=NOW) == []
            assert await store.export(ANNA) == []
            assert await store.forget(ANNA) == 0
            assert await store.purge(NOW) == 0

    async def test_what_was_put_comes_back_field_by_field(self, store: MemoryStore) -> None:
        zone = timezone(timedelta(hours=5, minutes=45))
        given = MemoryRecord(
            id="m1",
            subject=ANNA,
            kind="question",
            text="Line one\nline two\t“quoted” 🏃 \\ ' \" %",
            at=datetime(2024, 5, 20, 9, 1, 2, 345678, tzinfo=zone),
            origin="person",
            conversation="evening",
            expires_at=NOW + timedelta(microseconds=1),
            data=(("b", "2"), ("a", ""), ("a", "twice")),
        )
        bare = MemoryRecord("m2", ANNA, "fact", "", datetime(1969, 7, 20, tzinfo=UTC), origin="device")
        async with store:
            await store.put([given, bare])
            assert await store.get(ANNA, "m1", now=NOW) == given
            assert await store.get(ANNA, "m2", now=NOW) == bare
            assert await store.export(ANNA) == [bare, given]
            assert {item.record.id: item.record for item in await store.find(ANNA, LATEST, now=NOW)} == {
                "m1": given,
                "m2": bare,
            }

    async def test_a_record_replaces_the_one_with_its_id(self, store: MemoryStore) -> None:
        async with store:
            await store.put([_record(text="first")])
            await store.put([_record(text="second"), _record(text="third", kind="fact")])
            assert await store.export(ANNA) == [_record(text="third", kind="fact")]
            assert await store.find(ANNA, MemoryQuery("first"), now=NOW) == [] or "text_search" not in store.abilities

    async def test_one_persons_records_are_not_anothers(self, store: MemoryStore) -> None:
        async with store:
            await store.put([_record(text="knee hurts"), _record(subject=BEN, text="knee is fine")])
            for subject, text in ((ANNA, "knee hurts"), (BEN, "knee is fine")):
                assert [item.record.text for item in await store.find(subject, MemoryQuery("knee"), now=NOW)] == [text]
                assert [record.text for record in await store.export(subject)] == [text]
            assert await store.forget(BEN) == 1
            assert await store.get(ANNA, "m1", now=NOW) is not None
            assert await store.get(BEN, "m1", now=NOW) is None

    async def test_what_has_expired_is_not_found_and_is_exported_until_it_is_purged(self, store: MemoryStore) -> None:
        gone, going, stays = (
            _record("gone", expires_at=NOW),
            _record("going", expires_at=NOW + timedelta(microseconds=1)),
            _record("stays"),
        )
        async with store:
            await store.put([gone, going, stays, replace(gone, subject=BEN)])
            assert await store.get(ANNA, "gone", now=NOW) is None
            assert sorted(_ids(await store.find(ANNA, MemoryQuery("race"), now=NOW))) == ["going", "stays"]
            assert sorted(_ids(await store.find(ANNA, LATEST, now=NOW))) == ["going", "stays"]
            if "ttl" in store.abilities:
                assert sorted(record.id for record in await store.export(ANNA)) == ["going", "gone", "stays"]
            assert await store.purge(NOW) == 2
            assert await store.purge(NOW) == 0
            assert sorted(record.id for record in await store.export(ANNA)) == ["going", "stays"]
            assert await store.export(BEN) == []

    async def test_what_has_expired_takes_no_place_in_the_limit(self, store: MemoryStore) -> None:
        async with store:
            await store.put([_record(f"old{n}", expires_at=NOW) for n in range(20)] + [_record("new", hours_ago=99)])
            assert _ids(await store.find(ANNA, MemoryQuery(limit=1), now=NOW)) == ["new"]
            assert _ids(await store.find(ANNA, MemoryQuery("race", limit=1), now=NOW)) == ["new"]

    async def test_without_words_the_latest_come_first(self, store: MemoryStore) -> None:
        records = [_record(f"h{hours}", f"text {hours}", hours_ago=hours) for hours in (5, 1, 900, 3, 100_000, 2)]
        async with store:
            await store.put(records)
            assert _ids(await store.find(ANNA, MemoryQuery(limit=4), now=NOW)) == ["h1", "h2", "h3", "h5"]
            assert _ids(await store.find(ANNA, LATEST, now=NOW)) == ["h1", "h2", "h3", "h5", "h900", "h100000"]

    async def test_scores_are_from_0_to_1_and_fall(self, store: MemoryStore) -> None:
        async with store:
            await store.put([_record(f"m{n}", "race " * n + "day", hours_ago=n) for n in range(1, 30)])
            for query in (MemoryQuery("race", limit=30), LATEST):
                scores = [item.score for item in await store.find(ANNA, query, now=NOW)]
                assert len(scores) == 29
                assert scores == sorted(scores, reverse=True)
                assert all(0 <= score <= 1 for score in scores)

    async def test_words_are_found_whatever_their_case_or_form(self, store: MemoryStore) -> None:
        self._needs_words(store)
        texts = {
            "en": "The LEFT knee, after 10k?",
            "no": "Søvn på høyfjellet",
            "fr": "une soire\u0301e agite\u0301e",
            "de": "die Straße entlang",
            "ru": "Сон был плохим",
            "hi": "नींद अच्छी थी",
            "zh": "昨晚的睡眠质量不好",
        }
        async with store:
            await store.put([_record(id, text) for id, text in texts.items()])
            asked = (
                ("en", "KNEE"),
                ("en", "10K"),
                ("no", "HØYFJELLET"),
                ("fr", "soir\u00e9e"),
                ("de", "STRASSE"),
                ("ru", "сон"),
                ("hi", "नींद"),
                ("zh", "睡眠"),
            )
            for id, text in asked:
                assert _ids(await store.find(ANNA, MemoryQuery(text), now=NOW)) == [id]

    async def test_without_a_common_word_nothing_is_found(self, store: MemoryStore) -> None:
        self._needs_words(store)
        async with store:
            texts = ("kneecap", "the knees", "", "नींद अच्छी थी")
            await store.put([_record(f"m{n}", text) for n, text in enumerate(texts)])
            assert await store.find(ANNA, MemoryQuery("knee"), now=NOW) == []
            # Marks belong to their letter.
            assert await store.find(ANNA, MemoryQuery("न"), now=NOW) == []
            assert await store.find(ANNA, MemoryQuery("% _ * ' \" -- OR 1=1"), now=NOW) == []

    async def test_more_and_rarer_words_come_first(self, store: MemoryStore) -> None:
        self._needs_words(store)
        common = [_record(f"c{n}", "the run was long", hours_ago=1) for n in range(20)]
        async with store:
            await store.put(
                [
                    *common,
                    _record("rare", "my achilles was sore", hours_ago=400),
                    _record("both", "achilles run", hours_ago=800),
                ]
            )
            found = _ids(await store.find(ANNA, MemoryQuery("run achilles", limit=5), now=NOW))
            assert found[:2] == ["both", "rare"]

    async def test_of_equal_words_the_newer_comes_first(self, store: MemoryStore) -> None:
        self._needs_words(store)
        async with store:
            await store.put([_record(f"h{hours}", hours_ago=hours) for hours in (40, 10, 30, 20)])
            assert _ids(await store.find(ANNA, MemoryQuery("race"), now=NOW)) == ["h10", "h20", "h30", "h40"]

    async def test_a_query_narrows_by_kind_conversation_and_time(self, store: MemoryStore) -> None:
        async with store:
            await store.put(
                [
                    _record("a", kind="fact", hours_ago=1),
                    _record("b", kind="reply", hours_ago=2),
                    _record("c", conversation="other", hours_ago=3),
                    _record("d", hours_ago=4),
                ]
            )
            for text in ("", "race"):
                narrowed = {
                    "ab": MemoryQuery(text, kinds=frozenset({"fact", "reply"})),
                    "c": MemoryQuery(text, conversation="other"),
                    "abc": MemoryQuery(text, since=NOW - timedelta(hours=3)),
                    "b": MemoryQuery(text, kinds=frozenset({"reply"}), conversation="main", since=NOW - timedelta(hours=2)),
                    "": MemoryQuery(text, kinds=frozenset({"nothing"})),
                }
                for ids, query in narrowed.items():
                    assert _ids(await store.find(ANNA, query, now=NOW)) == list(ids)

    @pytest.mark.parametrize("limit", [0, -1, 1001])
    async def test_a_limit_out_of_range_is_refused(self, store: MemoryStore, limit: int) -> None:
        async with store:
            with pytest.raises(InvalidInput):
                await store.find(ANNA, MemoryQuery(limit=limit), now=NOW)

    async def test_an_export_is_oldest_first(self, store: MemoryStore) -> None:
        records = [_record(f"m{n:02}", hours_ago=n) for n in range(50)]
        async with store:
            await store.put(random.Random(1).sample(records, len(records)))
            assert await store.export(ANNA) == records[::-1]

    async def test_what_was_forgotten_is_gone_and_may_come_anew(self, store: MemoryStore) -> None:
        async with store:
            await store.put([_record(f"m{n}") for n in range(30)])
            assert await store.forget(ANNA) == 30
            assert await store.get(ANNA, "m1", now=NOW) is None
            assert await store.find(ANNA, LATEST, now=NOW) == []
            assert await store.find(ANNA, MemoryQuery("race"), now=NOW) == []
            assert await store.export(ANNA) == []
            assert await store.forget(ANNA) == 0
            await store.put([_record("m1")])
            assert await store.export(ANNA) == [_record("m1")]

    async def test_a_batch_is_kept_whole_or_not_at_all(self, store: MemoryStore) -> None:
        batch = [_record(f"m{n:03}") for n in range(300)] + [_record("unwritable", UNWRITABLE)]
        async with store:
            with suppress(Exception):
                await store.put(batch)
            assert len(await store.export(ANNA)) in (0, len(batch))
            await store.put(batch[:300])
            assert len(await store.export(ANNA)) >= 300

    async def test_the_same_record_put_at_once_is_kept_once(self, store: MemoryStore) -> None:
        async with store:
            await asyncio.gather(*(store.put([_record()]) for _ in range(64)))
            assert await store.export(ANNA) == [_record()]
            assert await store.forget(ANNA) == 1

    async def test_records_of_many_people_put_at_once_are_all_kept(self, store: MemoryStore) -> None:
        people = [Subject(f"p{number}") for number in range(32)]
        batches = [[_record(f"m{n}", subject=person) for person in people] for n in range(8)]
        async with store:
            await asyncio.gather(*(store.put(batch) for batch in batches))
            for person in people:
                assert sorted(record.id for record in await store.export(person)) == [f"m{n}" for n in range(8)]

    async def test_a_put_that_was_cancelled_leaves_all_of_it_or_nothing(self, store: MemoryStore) -> None:
        people = [Subject(f"cut-{number}") for number in range(len(CUTS_S))]
        batches = [[_record(f"m{n}", subject=subject) for n in range(400)] for subject in people]
        async with store:
            await store.put([_record()])
            await cut([partial(store.put, batch) for batch in batches])
            for subject, batch in zip(people, batches, strict=True):
                assert len(await store.export(subject)) in (0, len(batch))
                await store.put(batch)
                assert len(await store.export(subject)) == len(batch)
            assert await store.export(ANNA) == [_record()]

    async def test_odd_ids_are_told_apart(self, store: MemoryStore) -> None:
        async with store:
            for owner in ODD_IDS:
                await store.put([_record(id, id, subject=Subject(owner), kind=id, conversation=id) for id in ODD_IDS])
            for owner in ODD_IDS:
                subject = Subject(owner)
                assert {record.id for record in await store.export(subject)} == set(ODD_IDS)
                for id in ODD_IDS:
                    kept = await store.get(subject, id, now=NOW)
                    assert kept is not None
                    assert (kept.subject, kept.id, kept.text) == (subject, id, id)
                    assert _ids(await store.find(subject, MemoryQuery(conversation=id), now=NOW)) == [id]

    async def test_five_thousand_records_go_in_at_once(self, store: MemoryStore) -> None:
        batch = [_record(f"m{n:04}", f"note number {n}", hours_ago=n / 60) for n in range(5000)]
        async with store:
            await store.put(batch)
            assert len(await store.export(ANNA)) == len(batch)
            assert len(await store.find(ANNA, MemoryQuery("note", limit=1000), now=NOW)) == 1000
            assert await store.forget(ANNA) == len(batch)

    async def test_neighbours_words_find_a_record_and_are_not_its_text(self, store: MemoryStore) -> None:
        self._needs_words(store)
        own, near = _record("own", "my achilles"), replace(_record("near", "since monday"), context="how is your achilles")
        async with store:
            await store.put([own, near, _record("other")])
            found = await store.find(ANNA, MemoryQuery("achilles"), now=NOW)
            assert [item.record for item in found] == [own, near]

    async def test_a_part_is_forgotten_by_id_or_time(self, store: MemoryStore) -> None:
        async with store:
            await store.put([_record(f"m{n}", hours_ago=n) for n in range(6)] + [_record("m1", subject=BEN)])
            with pytest.raises(InvalidInput):
                await store.forget_some(ANNA)
            assert await store.forget_some(ANNA, ids={"m1", "none"}) == 1
            since, until = NOW - timedelta(hours=4), NOW - timedelta(hours=2)
            assert await store.forget_some(ANNA, ids=set()) == 0
            assert await store.forget_some(ANNA, since=since, until=until) == 2
            assert await store.forget_some(ANNA, since=since, until=until) == 0
            assert [record.id for record in await store.export(ANNA)] == ["m5", "m2", "m0"]
            assert _ids(await store.find(ANNA, LATEST, now=NOW)) == ["m0", "m2", "m5"]
            assert await store.get(ANNA, "m1", now=NOW) is None
            assert await store.get(BEN, "m1", now=NOW) is not None

    async def test_the_nearest_vectors_come_first_and_no_one_elses(self, store: MemoryStore) -> None:
        self._needs_vectors(store)
        records = [_record("east"), _record("north"), _record("west"), _record("bare"), _record("east", subject=BEN)]
        async with store:
            await store.adopt(PLANE)
            await store.put(records, [[2, 0], [0, 0.5], [-1, 0], None, [1, 0]])
            found = await store.nearest(ANNA, [3, 1], LATEST, now=NOW)
            assert _ids(found) == ["east", "north", "west"]
            assert [item.score for item in found] == pytest.approx([3 / 10**0.5, 1 / 10**0.5, 0], abs=1e-5)
            assert all(item.parts == {"vectors": item.score} for item in found)
            assert _ids(await store.nearest(ANNA, [3, 1], MemoryQuery(limit=1), now=NOW)) == ["east"]
            assert await store.forget(ANNA) == 4
            assert await store.nearest(ANNA, [3, 1], LATEST, now=NOW) == []
            assert [item.record.subject for item in await store.nearest(BEN, [3, 1], LATEST, now=NOW)] == [BEN]

    async def test_a_record_put_again_has_the_vector_it_was_put_with(self, store: MemoryStore) -> None:
        self._needs_vectors(store)
        async with store:
            await store.adopt(PLANE)
            await store.put([_record()], [[1, 0]])
            await store.put([_record()], [[0, 1]])
            (found,) = await store.nearest(ANNA, [0, 1], LATEST, now=NOW)
            assert found.score == pytest.approx(1)
            await store.put([_record()])
            assert await store.nearest(ANNA, [0, 1], LATEST, now=NOW) == []
            assert [record.id for record in await store.unembedded()] == ["m1"]

    async def test_vectors_of_two_models_never_stand_side_by_side(self, store: MemoryStore) -> None:
        self._needs_vectors(store)
        async with store:
            with pytest.raises(ConfigurationError):
                await store.put([_record()], [[1, 0]])
            with pytest.raises(ConfigurationError):
                await store.nearest(ANNA, [1, 0], LATEST, now=NOW)
            assert not await store.adopt(PLANE)
            await store.put([_record(), _record("bare")], [[1, 0], None])
            assert not await store.adopt(PLANE)
            assert [record.id for record in await store.unembedded()] == ["bare"]
            for vector in ([1, 0, 0], [], [1]):
                with pytest.raises(ConfigurationError):
                    await store.put([_record()], [vector])
                with pytest.raises(ConfigurationError):
                    await store.nearest(ANNA, vector, LATEST, now=NOW)
            assert await store.adopt(VectorSpace("another", 2))
            assert await store.nearest(ANNA, [1, 0], LATEST, now=NOW) == []
            assert sorted(record.id for record in await store.unembedded()) == ["bare", "m1"]
            assert len(await store.unembedded(1)) == 1
            assert len(await store.export(ANNA)) == 2

    async def test_vectors_are_attached_only_to_what_is_still_kept(self, store: MemoryStore) -> None:
        self._needs_vectors(store)
        kept, changed, gone = _record("kept"), _record("changed"), _record("gone")
        async with store:
            await store.adopt(PLANE)
            await store.put([kept, replace(changed, text="another text")])
            assert await store.attach([kept, changed, gone], [[1, 0]] * 3) == 1
            assert _ids(await store.nearest(ANNA, [1, 0], LATEST, now=NOW)) == ["kept"]
            assert sorted(record.id for record in await store.export(ANNA)) == ["changed", "kept"]
            assert [record.id for record in await store.unembedded()] == ["changed"]

    @staticmethod
    def _needs_words(store: MemoryStore) -> None:
        if "text_search" not in store.abilities:
            pytest.skip("this store does not find by words")

    @staticmethod
    def _needs_vectors(store: MemoryStore) -> None:
        if "vector_search" not in store.abilities:
            pytest.skip("this store does not find by vectors")
