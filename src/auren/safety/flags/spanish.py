"""The Spanish signs and fixed texts, and how the language takes words back."""

from __future__ import annotations

from auren.safety._words import words
from auren.safety.flags.model import Pack
from auren.safety.flags.tables import crisis_lines, numbers, signs_of, texts_of

__all__ = ["SPANISH"]

SPANISH = Pack(
    language="es",
    signs=signs_of("spanish", "wide_spanish"),
    texts=texts_of("spanish"),
    emergency=numbers("112 en Europa, 911 en América"),
    crisis=crisis_lines("024 en España, 988 en Estados Unidos, 112 en Europa", "llama al {}"),
    negations=frozenset(words("no sin nunca ni tampoco ningún ninguna")),
    bridges=frozenset(words("tengo tiene he había hay el la los las un una ningún ninguna mi me siento sentí nada de más")),
    either=frozenset(words("ni o")),
    breaks=frozenset(words("pero sino aunque porque ahora desde mientras cuando solo")),
    answers=frozenset(words("no ninguno ninguna nada negativo")),
    reversals="así|como_esta|como_este|hasta_ahora|hasta_hoy",
    masked="me_mata_de_risa|día_de_pecho|press_de_pecho|banda_de_pecho|me_muero_de|muero_por|fuerza_de_pecho|entrenamiento_de_pecho|presión_de_los_neumáticos",
    others=frozenset(
        words(
            "amigo amiga hermano hermana padre madre esposo esposa pareja compañero entrenador artículo película libro él ella"
        )
    ),
    selves=frozenset(words("yo me mi mí tengo estoy soy siento")),
    owners=frozenset(words("mi mis nuestro nuestra")),
    topics="|".join(
        f"{thing}_{link}"
        for thing in words("artículo libro película documental podcast noticia estudio vídeo leí")
        for link in words("sobre de del acerca")
    ),
    unable=frozenset(words("no puedo nunca apenas")),
    without=frozenset({"sin"}),
)
