# ruff: noqa: E501 - a sentence stands on one line
"""What is said, kindly and without the name of any condition, when something is left out; one sentence a language and case."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

__all__ = ["TEXTS", "HoldTexts"]


class HoldTexts(NamedTuple):
    """One language's sentences.

    Args:
        off: said when a question or an answer touches what is off until a human has looked.
        day: said for the rest of the day on which a human's look was asked for.
        alone: said instead of everything else on a day on which nothing but help counts.
        unknown: said when what the person once stated could not be read.
    """

    off: str
    day: str
    alone: str
    unknown: str


TEXTS: Final[Mapping[str, HoldTexts]] = MappingProxyType(
    {
        "en": HoldTexts(
            "I leave that out for now, because a person who knows you should look at it with you first; once they have, we can "
            "talk about it again.",
            "Earlier I asked you to have something looked at by a person. Please do that first; until then I only say what I see, "
            "and not what to do.",
            "What you told me earlier matters more than anything I can show you. Please talk to the people I named; I will leave "
            "the rest for another day.",
            "Right now I cannot look up what you told me about yourself. So I only say what I see, and not what to do; please ask "
            "again later.",
        ),
        "de": HoldTexts(
            "Das lasse ich vorerst weg, denn zuerst sollte ein Mensch, der sich auskennt, mit dir darauf schauen; danach können "
            "wir wieder darüber reden.",
            "Vorhin habe ich dich gebeten, etwas von einem Menschen ansehen zu lassen. Bitte tu das zuerst; bis dahin sage ich nur, "
            "was ich sehe, und nicht, was zu tun ist.",
            "Was du mir vorhin gesagt hast, ist wichtiger als alles, was ich dir zeigen kann. Bitte sprich mit den Menschen, die "
            "ich genannt habe; den Rest lasse ich für einen anderen Tag.",
            "Gerade kann ich nicht nachsehen, was du mir über dich gesagt hast. Darum sage ich nur, was ich sehe, und nicht, was zu "
            "tun ist; bitte frag später noch einmal.",
        ),
        "es": HoldTexts(
            "Por ahora dejo eso de lado, porque antes conviene que una persona que te conozca lo mire contigo; después podremos "
            "volver a hablar de ello.",
            "Antes te pedí que una persona mirara algo. Hazlo primero, por favor; hasta entonces solo digo lo que veo, y no qué hacer.",
            "Lo que me contaste antes importa más que todo lo que puedo mostrarte. Habla, por favor, con las personas que te nombré; "
            "lo demás lo dejo para otro día.",
            "Ahora mismo no puedo consultar lo que me contaste sobre ti. Por eso solo digo lo que veo, y no qué hacer; pregúntame de "
            "nuevo más tarde, por favor.",
        ),
        "fr": HoldTexts(
            "Je laisse cela de côté pour le moment, car une personne qui te connaît devrait d'abord le regarder avec toi ; ensuite "
            "nous pourrons en reparler.",
            "Tout à l'heure, je t'ai demandé de faire regarder quelque chose par une personne. Fais-le d'abord, s'il te plaît ; "
            "d'ici là, je dis seulement ce que je vois, et pas quoi faire.",
            "Ce que tu m'as dit tout à l'heure compte plus que tout ce que je peux te montrer. Parle, s'il te plaît, aux personnes "
            "que j'ai nommées ; je laisse le reste pour un autre jour.",
            "En ce moment, je ne peux pas relire ce que tu m'as dit de toi. Je dis donc seulement ce que je vois, et pas quoi faire ; "
            "redemande-moi plus tard, s'il te plaît.",
        ),
        "pt": HoldTexts(
            "Por agora deixo isso de lado, porque primeiro uma pessoa que te conheça deve olhar para isso contigo; depois podemos "
            "voltar a falar disso.",
            "Há pouco pedi-te que uma pessoa visse uma coisa. Faz isso primeiro, por favor; até lá digo só o que vejo, e não o que fazer.",
            "O que me contaste há pouco importa mais do que tudo o que te posso mostrar. Fala, por favor, com as pessoas que nomeei; "
            "o resto fica para outro dia.",
            "Neste momento não consigo consultar o que me contaste sobre ti. Por isso digo só o que vejo, e não o que fazer; pergunta "
            "de novo mais tarde, por favor.",
        ),
    }
)
"""By language; English stands in for the others."""
