"""Finding groups of words: one group read for itself finds what all of them read together find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auren.safety.flags import ENGLISH, FRENCH, GERMAN, PORTUGUESE, SPANISH, Pack
from auren.safety.flags.lookup import Group, Lookup, Place

_WORDS = ("knee", "knees", "left", "my", "hurts", "hurt", "40", "41", "200", "müde", "muede", "mude", "")
_ENTRIES = ("knee", "knee*", "my_knee", "my_*_hurts", "hurt*", "#40-60", "over_#40-50", "müde", "left_knee*", "200")


def _alone(group: str, words: list[str]) -> list[Place]:
    return Group(group).places(words, frozenset(words) - {""})[0]


@given(st.lists(st.sampled_from(_ENTRIES), min_size=1, unique=True), st.lists(st.sampled_from(_WORDS), max_size=12))
def test_a_group_alone_finds_what_all_groups_together_find(entries: list[str], words: list[str]) -> None:
    group = "|".join(entries)
    together = Lookup([group, "knee|40", "my_left"]).places(words).of(group)
    assert sorted(set(_alone(group, words))) == sorted(set(together))


@pytest.mark.parametrize(
    ("group", "text", "places"),
    [
        ("im_#65-99", "so im 72 now", [(1, 2)]),
        ("im_#65-99", "so im 7 now", []),
        ("im_#65-99", "so im", []),
        ("hit_*_head", "i hit his head", [(1, 3)]),
        ("hit_*_head", "i hit head", []),
        ("#40-60", "at 45 of 100000000", [(1, 1)]),
        ("knee*", "both knees and a kneecap", [(1, 1), (4, 4)]),
    ],
)
def test_numbers_and_any_word_may_stand_in_a_phrase(group: str, text: str, places: list[Place]) -> None:
    assert _alone(group, text.split()) == places
    assert Lookup([group]).places(text.split()).of(group) == places


@pytest.mark.parametrize("pack", [ENGLISH, GERMAN, SPANISH, FRENCH, PORTUGUESE], ids=lambda pack: pack.language)
def test_every_number_in_a_table_is_a_range(pack: Pack) -> None:
    groups = {group for signs in pack.signs.values() for item in signs for group in (*item.groups, item.unless)}
    parts = {part for group in groups for entry in group.split("|") for part in entry.split("_") if "#" in part}
    assert parts
    for part in parts:
        found = re.fullmatch(r"#(\d+)-(\d+)", part)
        assert found is not None, part
        assert int(found[1]) <= int(found[2]), part
