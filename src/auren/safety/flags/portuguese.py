"""The Portuguese signs and fixed texts, and how the language takes words back."""

from __future__ import annotations

from auren.safety._words import words
from auren.safety.flags.model import Pack
from auren.safety.flags.tables import crisis_lines, numbers, signs_of, texts_of

__all__ = ["PORTUGUESE"]

PORTUGUESE = Pack(
    language="pt",
    signs=signs_of("portuguese", "wide_portuguese"),
    texts=texts_of("portuguese"),
    emergency=numbers("112 na Europa, 190 ou 192 no Brasil"),
    crisis=crisis_lines("188 no Brasil, 808 24 24 24 em Portugal, 112 na Europa", "liga para {}"),
    negations=frozenset(words("não sem nunca nem nenhum nenhuma")),
    bridges=frozenset(words("tenho tem tive há o a os as um uma meu minha sinto senti nenhum nenhuma mais de")),
    either=frozenset(words("nem ou")),
    breaks=frozenset(words("mas porque embora agora desde enquanto quando só")),
    answers=frozenset(words("não nenhum nenhuma nada negativo")),
    reversals="assim|como_esta|como_este|até_agora|até_hoje",
    masked="morrendo_de_fome|morrendo_de_rir|morri_de_rir|morro_de|treino_de_peito|cinta_de_peito|sob_pressão|pressão_dos_pneus",
    others=frozenset(words("amigo amiga irmão irmã pai mãe marido esposa colega treinador artigo filme livro ele ela")),
    selves=frozenset(words("eu me mim meu minha tenho estou sou")),
    owners=frozenset(words("meu minha meus minhas nosso nossa")),
    topics="|".join(
        f"{thing}_{link}"
        for thing in words("artigo livro filme documentário podcast notícia estudo vídeo li")
        for link in words("sobre de do")
    ),
    unable=frozenset(words("não consigo nunca mal")),
    without=frozenset({"sem"}),
)
