"""What every fact store must do."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Final, Literal

import pytest

from auren.errors import InvalidInput
from auren.facts import EVER, Fact, Statement
from auren.people import Subject
from auren.ports import FactStore
from auren.testing.contracts._shared import ANNA, BEN, ODD_IDS, closes_with_its_last_holder, works_only_while_open

__all__ = ["FactStoreContract"]

CARL: Final = Subject("carl-3")
NOW: Final = datetime(2024, 5, 20, 12, tzinfo=UTC)


def _day(number: float) -> datetime:
    return datetime(2024, 1, 1, 8, tzinfo=UTC) + timedelta(days=number)


def _fact(
    value: str = "80",
    day: float = 0,
    *,
    attribute: str = "body.weight",
    unit: str = "kg",
    until: datetime | None = None,
    recorded: float | None = None,
    subject: Subject = ANNA,
    id: str = "",
) -> Fact:
    return Fact(
        id or f"{attribute}-{value}-{day:g}",
        subject,
        attribute,
        value,
        unit,
        _day(day),
        until,
        _day(day if recorded is None else recorded),
        None,
        1.0,
        "stated",
        (f"turn-{day:g}",),
    )


def _said(
    act: Literal["holds", "corrects", "ended", "denies"],
    value: str,
    day: float,
    *,
    attribute: str = "body.weight",
    since: datetime | None = None,
    until: datetime | None = None,
    replaces: str = "",
    recorded: float | None = None,
) -> Statement:
    unit = "kg" if attribute == "body.weight" else ""
    return Statement(
        ANNA,
        attribute,
        act,
        value,
        _day(day),
        _day(day if recorded is None else recorded),
        unit,
        since,
        until,
        replaces,
        evidence=(f"turn-{day:g}",),
    )


async def _spans(
    store: FactStore, attribute: str | None = "body.weight", *, recorded_at: datetime | None = None
) -> list[tuple[str, datetime | None, datetime | None]]:
    found = await store.facts(ANNA, attribute=attribute, recorded_at=recorded_at)
    return [(fact.value, fact.valid_from, fact.valid_to) for fact in found]


@pytest.mark.asyncio
class FactStoreContract:
    """Subclass it and give the fixture `store`: a new FactStore that holds nothing and is not open yet."""

    @pytest.fixture
    def store(self) -> FactStore:
        raise NotImplementedError("Give the fixture `store`: a new FactStore that is not open yet.")

    async def test_it_works_only_while_it_is_open(self, store: FactStore) -> None:
        await works_only_while_open(
            store,
            [
                lambda: store.record([_fact()]),
                lambda: store.record([]),
                lambda: store.hear([_said("holds", "80", 0)]),
                lambda: store.hear([]),
                lambda: store.retract(ANNA, ["x"], now=NOW),
                lambda: store.facts(ANNA),
                lambda: store.cursor(ANNA, "extraction"),
                lambda: store.move_cursor(ANNA, "extraction", "1"),
                lambda: store.cursors("extraction"),
                lambda: store.forget(ANNA),
                lambda: store.forget(ANNA, "body.weight"),
                lambda: store.export(ANNA),
            ],
        )

    async def test_it_closes_with_its_last_holder(self, store: FactStore) -> None:
        await closes_with_its_last_holder(store, lambda: store.facts(ANNA))

    async def test_it_holds_nothing_at_first(self, store: FactStore) -> None:
        async with store:
            assert await store.facts(ANNA) == []
            assert await store.export(ANNA) == []
            assert await store.cursor(ANNA, "extraction") == ""
            assert await store.retract(ANNA, ["x"], now=NOW) == []
            assert await store.forget(ANNA) == 0
            assert await store.forget(ANNA, "body.weight") == 0

    async def test_what_was_recorded_comes_back_field_by_field(self, store: FactStore) -> None:
        zone = timezone(timedelta(hours=5, minutes=45))
        given = Fact(
            id="f1",
            subject=ANNA,
            attribute="preference.likes",
            value="“søvn” 🏃 \\ ' \" %",
            unit="",
            valid_from=datetime(2024, 5, 20, 9, 1, 2, 345678, tzinfo=zone),
            valid_to=datetime(2024, 5, 21, 9, tzinfo=zone),
            recorded_from=NOW,
            recorded_to=None,
            confidence=0.7,
            source="inferred",
            evidence=("b", "a"),
        )
        bare = _fact("1990-05-01", attribute="birthday", unit="")
        ever = replace(bare, valid_from=None, source="computed", evidence=())
        async with store:
            assert await store.record([given, ever]) == [given, ever]
            assert await store.facts(ANNA) == [ever, given]

    async def test_a_new_fact_closes_the_old_one_of_its_slot_only(self, store: FactStore) -> None:
        async with store:
            await store.record(
                [_fact("80", 0), _fact("180", 0, attribute="body.height", unit="cm"), _fact("90", 0, subject=BEN)]
            )
            await store.record([_fact("78", 30)])
            assert await _spans(store) == [("80", _day(0), _day(30)), ("78", _day(30), None)]
            assert await _spans(store, "body.height") == [("180", _day(0), None)]
            assert [(fact.value, fact.valid_to) for fact in await store.facts(BEN)] == [("90", None)]

    async def test_additive_slots_add_and_their_values_end_one_by_one(self, store: FactStore) -> None:
        async with store:
            await store.hear([_said("holds", "left knee (sprain)", 0, attribute="injury")])
            await store.hear([_said("holds", "right hip", 5, attribute="injury")])
            await store.hear([_said("ended", "knee", 9, attribute="injury")])
            assert await _spans(store, "injury") == [("left knee (sprain)", _day(0), _day(9)), ("right hip", _day(5), None)]

    async def test_disjoint_intervals_stay_and_what_was_before_comes_back(self, store: FactStore) -> None:
        async with store:
            await store.hear([_said("holds", "80", 0)])
            await store.hear([_said("holds", "90", 50, since=_day(-60), until=_day(-30))])
            await store.hear([_said("holds", "85", 51, since=_day(10), until=_day(20))])
            assert await _spans(store) == [
                ("90", _day(-60), _day(-30)),
                ("80", _day(0), _day(10)),
                ("85", _day(10), _day(20)),
                ("80", _day(20), None),
            ]
            assert len({fact.id for fact in await store.facts(ANNA)}) == 4

    async def test_what_was_said_later_counts_also_against_an_end_that_was_foretold(self, store: FactStore) -> None:
        async with store:
            await store.hear([_said("holds", "vegan", 0, attribute="diet", until=_day(150))])
            await store.hear([_said("holds", "keto", 60, attribute="diet")])
            assert await _spans(store, "diet") == [("vegan", _day(0), _day(60)), ("keto", _day(60), None)]

    async def test_a_correction_holds_from_the_time_of_what_it_corrects(self, store: FactStore) -> None:
        async with store:
            await store.hear([_said("holds", "82", 0)])
            await store.hear([_said("corrects", "80", 0.5)])
            assert await _spans(store) == [("80", _day(0), None)]
            assert await _spans(store, recorded_at=_day(0.25)) == [("82", _day(0), None)]

    async def test_a_late_correction_without_the_wrong_value_is_a_change(self, store: FactStore) -> None:
        async with store:
            await store.hear([_said("holds", "82", 0)])
            await store.hear([_said("corrects", "80", 40)])
            assert await _spans(store) == [("82", _day(0), _day(40)), ("80", _day(40), None)]

    async def test_a_denial_withdraws_and_an_end_closes(self, store: FactStore) -> None:
        async with store:
            await store.hear(
                [_said("holds", "left knee", 0, attribute="injury"), _said("holds", "gluten", 0, attribute="allergy")]
            )
            await store.hear([_said("denies", "left knee", 1, attribute="injury"), _said("ended", "", 1, attribute="allergy")])
            assert await _spans(store, "injury") == []
            assert await _spans(store, "allergy") == [("gluten", _day(0), _day(1))]
            assert await _spans(store, "injury", recorded_at=_day(0.5)) == [("left knee", _day(0), None)]

    async def test_as_of_queries_on_both_axes(self, store: FactStore) -> None:
        async with store:
            await store.record([_fact("80", 0)])
            await store.record([_fact("75", 60)])
            await store.record([_fact("78", 30, recorded=90)])

            async def at(valid: float, recorded: float | None) -> list[str]:
                known = None if recorded is None else _day(recorded)
                return [fact.value for fact in await store.facts(ANNA, valid_at=_day(valid), recorded_at=known)]

            assert [await at(valid, None) for valid in (-1, 0, 29, 30, 60, 99)] == [[], ["80"], ["80"], ["78"], ["75"], ["75"]]
            assert [await at(40, recorded) for recorded in (-1, 0, 59, 60, 90)] == [[], ["80"], ["80"], ["80"], ["78"]]
            assert [await at(70, recorded) for recorded in (59, 60)] == [["80"], ["75"]]

    async def test_recording_again_changes_nothing(self, store: FactStore) -> None:
        async with store:
            await store.record([_fact("80", 0), _fact("78", 30)])
            before = await store.facts(ANNA)
            assert await store.record([_fact("80", 0, id="other", recorded=77), _fact("78", 30)]) == []
            assert await store.facts(ANNA) == before
            assert len(await store.export(ANNA)) == 2

    async def test_the_same_said_later_is_one_fact_with_more_evidence(self, store: FactStore) -> None:
        async with store:
            await store.hear([_said("holds", "80", 0), _said("holds", "80", 9)])
            (fact,) = await store.facts(ANNA)
            assert (fact.valid_from, fact.valid_to, fact.evidence) == (_day(0), None, ("turn-0", "turn-9"))

    async def test_many_identical_adds_at_once_leave_one(self, store: FactStore) -> None:
        async with store:
            await asyncio.gather(*(store.record([_fact("80", 0, id=f"f{n}")]) for n in range(64)))
            assert len(await store.facts(ANNA)) == 1
            assert len(await store.export(ANNA)) == 1

    async def test_many_different_adds_at_once_end_in_one_line_of_time(self, store: FactStore) -> None:
        async with store:
            await asyncio.gather(*(store.record([_fact(str(60 + n), n)]) for n in range(16)))
            ends = [_day(n) for n in range(1, 16)]
            assert await _spans(store) == [(str(60 + n), _day(n), end) for n, end in enumerate([*ends, None])]

    async def test_whatever_the_order_the_facts_are_the_same(self, store: FactStore) -> None:
        statements = [
            _said("holds", "82", 0),
            _said("corrects", "81", 0.5),
            _said("holds", "79", 20),
            _said("holds", "90", 25, since=_day(-60), until=_day(-30)),
            _said("ended", "", 40),
            _said("holds", "77", 50),
            _said("denies", "77", 51),
        ]
        async with store:
            for statement in reversed(statements):
                await store.hear([replace(statement, recorded_at=NOW)])
            assert await _spans(store) == [("90", _day(-60), _day(-30)), ("81", _day(0), _day(20)), ("79", _day(20), _day(40))]

    async def test_what_is_retracted_was_never_true_and_opens_what_it_had_closed(self, store: FactStore) -> None:
        async with store:
            await store.record([_fact("80", 0), _fact("75", 30)])
            closed = await store.retract(ANNA, ["body.weight-75-30", "unknown"], now=_day(40))
            assert ("75", _day(40)) in [(fact.value, fact.recorded_to) for fact in closed]
            assert await _spans(store) == [("80", _day(0), None)]
            assert await _spans(store, recorded_at=_day(39)) == [("80", _day(0), _day(30)), ("75", _day(30), None)]
            # Held for true once more when it is said once more.
            await store.record([_fact("75", 45)])
            assert await _spans(store) == [("80", _day(0), _day(45)), ("75", _day(45), None)]

    async def test_a_family_of_slots_is_found_by_a_star(self, store: FactStore) -> None:
        async with store:
            await store.record(
                [_fact("5", attribute="supplement.creatine.dose", unit="g/day"), _fact("zinc", attribute="supplement", unit="")]
            )
            assert [fact.value for fact in await store.facts(ANNA, attribute="supplement.*")] == ["5"]

    async def test_what_does_not_fit_its_slot_takes_nothing_else_with_it(self, store: FactStore) -> None:
        async with store:
            for wrong in (_fact("8000"), _fact("80", unit="lb"), _fact("much"), _fact("")):
                with pytest.raises(InvalidInput):
                    await store.record([_fact("70", 1), wrong])
            with pytest.raises(InvalidInput, match="without a zone"):
                await store.record([replace(_fact(), recorded_from=datetime(2024, 1, 1))])  # noqa: DTZ001
            with pytest.raises(InvalidInput, match="ends before it begins"):
                await store.record([_fact(until=_day(-1))])
            with pytest.raises(InvalidInput, match="0 to 1"):
                await store.record([replace(_fact(), confidence=1.5)])
            with pytest.raises(InvalidInput, match="of 2 people"):
                await store.hear([_said("holds", "80", 0), replace(_said("holds", "80", 0), subject=BEN)])
            assert await store.facts(ANNA) == []
            assert await store.export(ANNA) == []

    async def test_a_cursor_moves_with_what_is_heard(self, store: FactStore) -> None:
        async with store:
            await store.hear([_said("holds", "80", 0)], cursor=("extraction", "1"))
            await store.move_cursor(ANNA, "other", "7")
            assert await store.cursor(ANNA, "extraction") == "1"
            await store.move_cursor(ANNA, "extraction", "2")
            assert (await store.cursor(ANNA, "extraction"), await store.cursor(ANNA, "other")) == ("2", "7")
            assert await store.cursor(BEN, "extraction") == ""

    async def test_cursors_of_one_name_are_listed_the_least_first(self, store: FactStore) -> None:
        async with store:
            for subject, name, to in ((ANNA, "due", "20"), (BEN, "due", "10"), (CARL, "due", "30"), (BEN, "other", "05")):
                await store.move_cursor(subject, name, to)
            assert await store.cursors("due") == [(BEN, "10"), (ANNA, "20"), (CARL, "30")]
            assert await store.cursors("due", until="20") == [(BEN, "10"), (ANNA, "20")]
            assert await store.cursors("due", limit=1) == [(BEN, "10")]
            await store.move_cursor(BEN, "due", "")
            await store.forget(ANNA)
            assert await store.cursors("due") == [(CARL, "30")]
            assert await store.cursors("unknown") == []
            for limit in (0, 10_001):
                with pytest.raises(InvalidInput, match="expected 1 to 10000"):
                    await store.cursors("due", limit=limit)

    async def test_all_of_a_person_is_forgotten(self, store: FactStore) -> None:
        async with store:
            await store.record([_fact("80", 0), _fact("78", 30), _fact("90", 0, subject=BEN)])
            await store.move_cursor(ANNA, "extraction", "1")
            assert await store.forget(ANNA) == 2
            assert await store.facts(ANNA) == []
            assert await store.facts(ANNA, recorded_at=_day(10)) == []
            assert await store.export(ANNA) == []
            assert await store.cursor(ANNA, "extraction") == ""
            assert len(await store.facts(BEN)) == 1
            await store.record([_fact("80", 0)])
            assert await _spans(store) == [("80", _day(0), None)]

    async def test_a_slot_is_forgotten_and_does_not_come_back_from_the_same_words(self, store: FactStore) -> None:
        async with store:
            statements = [_said("holds", "80", 0), _said("holds", "gluten", 0, attribute="allergy")]
            await store.hear(statements)
            assert await store.forget(ANNA, "body.*") == 1
            assert await _spans(store, None) == [("gluten", _day(0), None)]
            assert await store.facts(ANNA, attribute="body.weight", recorded_at=_day(1)) == []
            assert (await store.hear(statements)).heard == 0
            await store.hear([_said("holds", "81", 1)])
            assert await _spans(store) == [("81", _day(1), None)]

    async def test_a_time_is_forgotten_on_both_axes(self, store: FactStore) -> None:
        async with store:
            for value, day in (("80", 0), ("78", 10), ("76", 20)):
                await store.record([_fact(value, day)])
            assert await store.forget(ANNA, since=_day(5), until=_day(15)) == 1
            assert await _spans(store) == [("80", _day(0), _day(20)), ("76", _day(20), None)]
            assert await _spans(store, recorded_at=_day(12)) == [("80", _day(0), None)]
            assert "78" not in {said.value for said in await store.export(ANNA)}

    async def test_what_is_exported_is_heard_again_to_the_same_facts(self, store: FactStore) -> None:
        async with store:
            await store.record([_fact("80", 0), replace(_fact("1990-05-01", attribute="birthday", unit=""), valid_from=None)])
            await store.hear([_said("corrects", "79", 0.5), _said("ended", "79", 30)])
            exported = await store.export(ANNA)
            facts, before = await store.facts(ANNA), await store.facts(ANNA, recorded_at=_day(0.1))
            await store.forget(ANNA)
            for statement in exported:
                await store.hear([statement])
            assert await store.facts(ANNA) == facts
            assert await store.facts(ANNA, recorded_at=_day(0.1)) == before
            assert any(said.since == EVER for said in exported)

    async def test_people_and_slots_with_odd_names_are_told_apart(self, store: FactStore) -> None:
        async with store:
            for n, id in enumerate(ODD_IDS):
                await store.record([_fact(str(60 + n), subject=Subject(id))])
            for n, id in enumerate(ODD_IDS):
                assert [fact.value for fact in await store.facts(Subject(id))] == [str(60 + n)]
