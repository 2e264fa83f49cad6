"""Stems, forms and questions as recall reads them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auren.facts import MemoryRecord
from auren.memory.recall.cards import Cards, neighbours_words
from auren.memory.recall.language import forms, prose, stem, terms
from auren.memory.recall.question import read
from auren.people import Subject

NOW = datetime(2024, 5, 20, 12, tzinfo=UTC)
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.mark.parametrize(
    "alike",
    [
        ("paint", "paints", "painted", "painting"),
        ("story", "stories"),
        ("race", "races", "racing", "raced"),
        ("run", "runs", "running"),
        ("match", "matches"),
        ("study", "studies", "studied"),
        ("class", "classes"),
    ],
)
def test_forms_share_a_stem(alike: tuple[str, ...]) -> None:
    assert len({stem(word) for word in alike}) == 1
    assert set(alike) & set(forms(alike[0])) >= {alike[0]}


@pytest.mark.parametrize("word", ["søvn", "睡眠", "10k", "bus", "sing", "red", "iris"])
def test_what_is_no_form_stays(word: str) -> None:
    assert stem(word) == word


@given(anything)
def test_nothing_that_is_asked_breaks_the_reading(text: str) -> None:
    question = read(text, NOW, {"ola"})
    assert set(question.weights) <= set(terms(text))
    assert question.window is None or question.window.since < question.window.until


@given(st.sampled_from(("", "in ", "on ", "since ", "last ")), st.integers(0, 40), st.integers(0, 99999))
def test_no_date_breaks_the_reading(before: str, day: int, year: int) -> None:
    for text in (f"{before}{day} February {year}", f"{before}february {year}", f"{before}{day} weeks"):
        window = read(text, NOW).window
        assert window is None or window.since < window.until


def test_a_windows_bounds() -> None:
    assert read("in December", NOW).window == read("in December 2023", NOW).window
    window = read("since March", NOW).window
    assert window is not None
    assert (window.since, window.until) == (datetime(2024, 3, 1, tzinfo=UTC), datetime(2024, 5, 21, tzinfo=UTC))
    assert read("I may run", NOW).window is None


def test_code_and_addresses_are_no_prose() -> None:
    assert prose("before ```python\nx = 1\n``` after https://example.org/a?b").split() == ["before", "after"]
    assert prose("```all of it```") == "```all of it```"


def test_neighbours_stand_nearest_first_before_and_after_in_turn() -> None:
    assert neighbours_words(["b1", "b2", "b3", "b4"], ["a1"]) == "b1\na1\nb2\n\nb3"
    assert neighbours_words([], []) == ""


def test_cards_are_few() -> None:
    cards = Cards(people=2, of_a_person=3)
    for name in ("a", "b", "c"):
        subject = Subject(name)
        assert len(cards.of(subject, [MemoryRecord(str(n), subject, "note", "x", NOW) for n in range(9)])) == 9
    assert {subject.id: list(kept) for subject, kept in cards._kept.items()} == {"b": ["6", "7", "8"], "c": ["6", "7", "8"]}
