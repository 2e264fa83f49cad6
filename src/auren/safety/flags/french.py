"""The French signs and fixed texts, and how the language takes words back."""

from __future__ import annotations

from auren.safety._words import words
from auren.safety.flags.model import Pack
from auren.safety.flags.tables import crisis_lines, numbers, signs_of, texts_of

__all__ = ["FRENCH"]

FRENCH = Pack(
    language="fr",
    signs=signs_of("french", "wide_french"),
    texts=texts_of("french"),
    emergency=numbers("112 en Europe, 911 en Amérique du Nord"),
    crisis=crisis_lines("3114 en France, 988 au Canada, 112 en Europe", "appelle le {}"),
    negations=frozenset(words("pas sans jamais ni aucun aucune")),
    bridges=frozenset(words("de d un une le la les du des mal mon ma mes eu ai")),
    either=frozenset(words("ni ou")),
    breaks=frozenset(words("mais car parce depuis maintenant quand avec après")),
    answers=frozenset(words("non aucun aucune jamais rien négatif")),
    reversals="comme_ça|aussi_fort|jusqu_ici|jusqu'à_présent",
    masked="mort_de_rire|meurs_de_faim|meurs_d'envie|ceinture_thoracique|sous_pression|pression_des_pneus|séance_poitrine|jour_poitrine",
    others=frozenset(words("ami amie frère sœur père mère mari femme collègue coach article film livre il elle")),
    selves=frozenset(words("je j me moi jai mon ma mes")),
    owners=frozenset(words("mon ma mes notre nos")),
    topics="|".join(
        f"{thing}_{link}"
        for thing in words("article livre film documentaire podcast reportage étude vidéo lu")
        for link in words("sur de du")
    ),
    unable=frozenset(words("peux pas jamais peine")),
    without=frozenset({"sans"}),
)
