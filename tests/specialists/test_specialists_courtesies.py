"""A courtesy gets a kind word and no advice; whatever asks for something is no courtesy."""

from __future__ import annotations

import pytest

from auren.specialists.understanding.courtesies import courtesy_of

TEAM = ("neuroscientist", "training_coach")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("hi", "greeting"),
        ("Hello there!", "greeting"),
        ("How are you today?", "greeting"),
        ("Good morning, coach", "greeting"),
        ("Guten Tag", "greeting"),
        ("¡Hola!", "greeting"),
        ("thanks, that helped!", "thanks"),
        ("Ok great, thank you so much for your help", "thanks"),
        ("Vielen Dank!", "thanks"),
        ("muchas gracias", "thanks"),
        ("Cheers, you're a star", "thanks"),
        ("Merci beaucoup", "thanks"),
        ("muito obrigada", "thanks"),
        ("see you tomorrow", "farewell"),
        ("Gute Nacht", "farewell"),
        ("What can you do for me?", "abilities"),
        ("Was kannst du alles?", "abilities"),
        ("¿Quién eres?", "abilities"),
    ],
)
def test_a_courtesy_is_answered_in_its_language(text: str, kind: str) -> None:
    found = courtesy_of(text, TEAM)
    assert found is not None
    assert found.kind == kind
    assert found.answer.endswith(".")


@pytest.mark.parametrize(
    "text",
    [
        "hi, how did I sleep?",
        "thanks, and tomorrow?",
        "good night's sleep, how?",
        "what can you do about my knee?",
        "ok",
        "help me sleep",
        "hello darkness my old friend",
        "",
    ],
)
def test_what_asks_for_something_is_no_courtesy(text: str) -> None:
    assert courtesy_of(text, TEAM) is None


def test_only_areas_of_the_team_are_named() -> None:
    found = courtesy_of("hello", TEAM)
    assert found is not None
    assert "training" in found.answer
    assert "food" not in found.answer
    assert courtesy_of("hello", ["sommelier"]) is None
    assert courtesy_of("thanks", ["sommelier"]) is not None
