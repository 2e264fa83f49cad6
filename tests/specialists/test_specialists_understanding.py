"""What a question means: whom it concerns, what is wanted and for when; spelling and politeness change nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auren.specialists.understanding import understand


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Hello!", "greeting"),
        ("Guten Morgen", "greeting"),
        ("Why is my HRV low?", "why"),
        ("Warum ist mein Ruhepuls hoch?", "why"),
        ("What is RMSSD?", "what_is"),
        ("Should I train today?", "plan"),
        ("Soll ich heute trainieren?", "plan"),
        ("I ran 5 km.", "report"),
        ("How did I sleep?", "status"),
    ],
)
def test_what_is_wanted(text: str, act: str) -> None:
    assert understand(text).act == act
    assert understand(f"Please, {text.upper()}").act == act


@pytest.mark.parametrize(
    ("text", "timing"),
    [
        ("What should I train today?", "today"),
        ("What do I eat tonight?", "tonight"),
        ("Plan my week, this week", "this_week"),
        ("Was trainiere ich in den nächsten vier Wochen?", "this_block"),
        ("How did I sleep?", None),
    ],
)
def test_the_time_that_is_asked_about(text: str, timing: str | None) -> None:
    assert understand(text).timing == timing


def test_a_follow_up_keeps_the_topic_and_takes_its_own_time() -> None:
    before = understand("How should I train today?")
    after = understand("And tomorrow?", ("How should I train today?",))
    assert after.follows_up
    assert after.topics == before.topics
    assert after.timing == "this_week"
    assert not understand("What about protein?", ("How did I sleep?",)).follows_up


@given(st.text(max_size=200))
def test_any_text_means_something_or_nothing_and_always_the_same(text: str) -> None:
    assert understand(text) == understand(text)
    assert understand(f"  {text}  ") == understand(text)
