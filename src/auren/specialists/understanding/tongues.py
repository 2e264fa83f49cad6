"""In which of the five languages somebody asks, as far as small words tell surely."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from auren.specialists.understanding.plain import plain

__all__ = ["ENGLISH_FOR_NOW", "tongue_of"]

_LEAST: Final = 2
"""How many small words a text must have of a language, and more of it than of any other. auren's convention."""

_WORDS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        language: frozenset(words.split())
        for language, words in {
            "en": (
                "the a an i im my me is are was were be do does did should can could how what when why which to for of "
                "and or with it this that have has had much many not no after before today train sleep eat in on at you "
                "your"
            ),
            "de": (
                "ich mein meine meinen meinem meiner mir mich nicht kein keine soll sollte kann darf muss wie und ist "
                "sind wenn heute morgen fur zu zum zur der das den dem ein eine einen einem warum wieso wieviel viel "
                "viele habe bin nach vor mit auf beim oder noch mehr besser gut schlafen essen trainieren"
            ),
            "es": (
                "yo mi mis me el la los las un una unos debo deberia puedo como que cuanto cuanta cuantas cuantos hoy "
                "manana por para despues antes tengo estoy es muy con del al y o no si duele hacer comer dormir entrenar "
                "mejor cuando cual"
            ),
            "fr": (
                "je j mon ma mes me m le la les un une des du de est sont dois devrais puis peux quoi que quel quelle "
                "combien comment pourquoi aujourd hui demain pour avec pas ne ai suis apres avant et ou trop plus mieux "
                "manger dormir fait mal"
            ),
            "pt": (
                "eu meu minha meus minhas me o a os um uma devo deveria posso como que quanto quanta quantas quantos hoje "
                "amanha por para depois antes tenho estou e muito com da do dos das ao na nao sim doi fazer comer dormir "
                "treinar melhor quando qual"
            ),
        }.items()
    }
)

ENGLISH_FOR_NOW: Final[Mapping[str, str]] = MappingProxyType(
    {
        "de": "Meine Ratschläge kommen vorerst auf Englisch.",
        "es": "Por ahora mis consejos están en inglés.",
        "fr": "Pour l'instant, mes conseils sont en anglais.",
        "pt": "Por enquanto, os meus conselhos estão em inglês.",
    }
)
"""By language, what is said before advice that is worded in English."""


def tongue_of(text: str) -> str:
    """Give the language of a text by its two letters, or nothing where that is not sure.

    Args:
        text: the person's words; untrusted.
    """
    said = plain(text).split()
    counted = sorted(((sum(word in words for word in said), language) for language, words in _WORDS.items()), reverse=True)
    (most, language), (next_most, _) = counted[:2]
    return language if most >= _LEAST and most > next_most else ""
