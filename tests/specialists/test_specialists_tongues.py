"""A language is told where small words tell it surely, and never for English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auren.specialists.understanding.tongues import ENGLISH_FOR_NOW, tongue_of

ASKED = {
    "de": (
        "Soll ich heute hart trainieren?",
        "Wie habe ich geschlafen?",
        "Mein Knie tut weh, was kann ich tun?",
        "Wie viel Eiweiß brauche ich nach dem Laufen?",
        "Warum bin ich so müde?",
    ),
    "es": (
        "¿Puedo entrenar fuerte hoy?",
        "¿Cómo he dormido esta noche? Me duele la rodilla",
        "¿Cuánta proteína necesito después de correr?",
        "¿Por qué estoy tan cansado hoy?",
        "Me duele el hombro",
    ),
    "fr": (
        "Est-ce que je peux m'entraîner dur aujourd'hui ?",
        "J'ai mal au genou, que dois-je faire ?",
        "Combien de protéines me faut-il après la course ?",
        "Pourquoi suis-je si fatigué ?",
        "Comment est mon sommeil ?",
    ),
    "pt": (
        "Posso treinar forte hoje?",
        "O meu joelho dói, o que devo fazer?",
        "Quanta proteína devo comer depois de correr?",
        "Como posso dormir melhor?",
        "Estou muito cansado hoje",
    ),
}


@pytest.mark.parametrize(("language", "text"), [(language, text) for language, texts in ASKED.items() for text in texts])
def test_a_plain_question_is_known_by_its_language(language: str, text: str) -> None:
    assert tongue_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "Should I train hard today?",
        "How did I sleep?",
        "HRV?",
        "protein",
        "café con leche before my run, is that ok?",
        "la la la",
        "I die in the gym, war das?",
        "Is a no carb plan ok for me?",
        "VO2max 52, marathon 3:10",
        "",
    ],
)
def test_english_and_what_is_unsure_get_no_word_on_the_language(text: str) -> None:
    assert tongue_of(text) not in ENGLISH_FOR_NOW


@given(st.text(max_size=80))
def test_any_text_has_one_language_or_none(text: str) -> None:
    assert tongue_of(text) in ("", "en", *ENGLISH_FOR_NOW)
