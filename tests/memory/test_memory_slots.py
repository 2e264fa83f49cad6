"""Slots: names, units, ranges, and which values speak of one another."""

from __future__ import annotations

import pytest

from auren.errors import InvalidInput
from auren.memory.facts import SLOTS, Slot, Slots


def test_a_number_is_kept_in_its_slots_unit_range_and_digits() -> None:
    slot = SLOTS.of("body.weight")
    assert [slot.checked(text, "kg") for text in ("80", "80.04", "80.25")] == ["80", "80", "80.2"]
    for wrong, unit in (("19", "kg"), ("401", "kg"), ("80", "lb"), ("80", ""), ("much", "kg"), ("nan", "kg"), ("inf", "kg")):
        with pytest.raises(InvalidInput):
            slot.checked(wrong, unit)


def test_a_text_is_trimmed_bounded_and_of_the_slots_values() -> None:
    assert SLOTS.of("goal").checked("  run   a marathon ") == "run a marathon"
    for attribute, wrong in (("goal", " "), ("goal", "x" * 201), ("smoking", "sometimes")):
        with pytest.raises(InvalidInput):
            SLOTS.of(attribute).checked(wrong)


def test_a_message_never_holds_the_value() -> None:
    for attribute, value in (("smoking", "secret"), ("body.weight", "secret"), ("body.weight", "7777")):
        with pytest.raises(InvalidInput) as error:
            SLOTS.of(attribute).checked(value, SLOTS.of(attribute).unit)
        assert value not in str(error.value)


def test_a_family_gives_its_slot_to_each_of_its_names() -> None:
    assert SLOTS.of("supplement.zinc.dose").attribute == "supplement.*.dose"
    assert SLOTS.of("training.best.10k").unit == "s"
    assert SLOTS.of("preference.likes").kind == "additive"
    assert SLOTS.of("preference.tone").kind == "single"
    assert SLOTS.of("unheard.of") == Slot("unheard.of")


def test_a_host_adds_slots_of_its_own() -> None:
    slots = Slots(SLOTS)
    slots.add(Slot("body.grip", unit="kg", low=1, high=120))
    assert slots.of("body.grip").is_number
    assert not SLOTS.of("body.grip").is_number
    for again in ("body.grip", "body.weight", "supplement.*.dose", "", "a b", ".x"):
        with pytest.raises(InvalidInput):
            slots.add(Slot(again))


def test_words_for_a_part_of_the_body_cover_both_of_its_sides() -> None:
    injury = SLOTS.of("injury")
    assert injury.covers("knee", "left knee (sprain)")
    assert injury.covers("left knee", "Left  knee")
    assert not injury.covers("right knee", "left knee")
    assert not injury.covers("knee", "left hip")
    assert injury.key("left knee (sprain)") == injury.key("left knee")
