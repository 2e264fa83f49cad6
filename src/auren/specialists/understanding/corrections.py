"""What puts an earlier turn right, in each of the five languages: "no, I meant my knee", "nein, ich meinte die Schulter"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

__all__ = ["Correction", "correction", "folded"]

_SHORT: Final = 120
_WORD: Final = re.compile(r"[^\W\d_]+")
_SENTENCE: Final = re.compile(r"[^.!?]{8,}[.!?](?=\s+\S)")


@dataclass(frozen=True, slots=True)
class Correction:
    """What a turn puts right.

    Args:
        meant: what was meant, in the person's own words; untrusted.
        wrong: words that are named as wrong; none where only what is right is named.
        kinds: words of the language that can stand for one another, folded; what is put right is of the same kind.
    """

    meant: str = field(repr=False)
    wrong: tuple[str, ...] = field(repr=False)
    kinds: tuple[frozenset[str], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Tongue:
    """One language; its words stand folded in kinds and as spelt in patterns.

    Args:
        no, meant: marks that something is put right.
        negation, but, small: words around what was wrong and what is right.
        kinds: words that can stand for one another in a question, parted by strokes.
        one: what may stand for the thing itself, as in "the left one".
    """

    no: str
    meant: str
    negation: str
    but: str
    small: str
    kinds: str
    one: str = "one|side"

    def pattern(self) -> re.Pattern[str]:
        small = rf"(?:(?:{self.small})(?:\s+|['’]))*"
        return re.compile(
            rf"\s*(?P<mark>(?:(?:{self.no})\b[\s,.;:!]*)*(?:(?:{self.meant})(?:\s+|['’]|$))?)\s*"
            rf"(?:(?:{self.negation})\s+{small}(?P<denied>\w+)[\s,;]*(?:(?:{self.but})\s+)?)?"
            rf"{small}(?P<meant>\w+(?:\s+\w+){{0,2}}?)(?:\s+(?:{self.one}))?"
            rf"(?:[\s,;]+(?:(?:and|und|y|et|e)\s+)?(?:{self.negation})\s+{small}(?P<ruled_out>\w+))?[\s.!?]*",
            re.IGNORECASE,
        )


_TONGUES: Final = (
    _Tongue(
        no="no|nope|sorry|oops|wait|actually|correction|typo|slip|my mistake",
        meant=r"(?:i\s+)?meant?|make\s+(?:that|it)",
        negation="not",
        but="but",
        small="in|on|for|my|the|a|an|it|its|is|was|s|that|thats",
        kinds=(
            "ankle ankles arm arms back calf calves elbow elbows finger foot feet forearm groin hamstring hamstrings hand "
            "head heel hip hips knee knees leg legs neck quad quads shin shins shoulder shoulders thigh thumb toe toes "
            "wrist wrists | left right | today tonight tomorrow yesterday monday tuesday wednesday thursday friday "
            "saturday sunday week weekend month | one two three four five six seven eight nine ten eleven twelve fifteen "
            "twenty thirty forty fifty sixty hundred | minutes hours days weeks months years | marathon run running "
            "ride riding cycling swim swimming row rowing walk walking "
            "lift lifting hike hiking ski skiing | breakfast lunch dinner snack snacks | morning noon afternoon evening "
            "night"
        ),
    ),
    _Tongue(
        no="nein|nee|ne|sorry|doch|halt|moment|entschuldigung|quatsch|korrektur",
        meant=r"(?:ich\s+)?(?:meine|meinte|meint)|gemeint\s+(?:war|ist|sind)",
        negation="nicht|kein|keine|keinen",
        but="sondern",
        small="es|ist|war|sind|in|im|am|an|auf|für|beim|zum|mein|meine|meinen|meinem|meiner|der|die|das|den|dem|ein|eine|einen",
        kinds=(
            "knochel arm arme rucken wade waden ellbogen ellenbogen finger fuss fusse leiste hand kopf ferse hufte huften "
            "knie bein beine nacken schienbein schulter schultern oberschenkel daumen zeh zehen handgelenk achillessehne "
            "| links rechts linke rechte linken rechten linkes rechtes | heute morgen gestern montag dienstag mittwoch "
            "donnerstag freitag samstag sonntag woche wochenende monat | laufen lauf joggen radfahren rad schwimmen "
            "rudern gehen krafttraining wandern | fruhstuck mittagessen abendessen snack | morgens mittags nachmittags "
            "abends nachts"
        ),
    ),
    _Tongue(
        no="no|perdón|perdon|espera|corrección|correccion",
        meant=r"(?:yo\s+)?(?:quise|quería|queria)\s+decir|me\s+refer[ií]a?\s+(?:a|al)|digo",
        negation="no",
        but="sino",
        small="es|era|son|en|el|la|los|las|mi|mis|del|de|a|al|para|por|un|una",
        kinds=(
            "tobillo brazo espalda pantorrilla codo dedo pie pies ingle isquiotibial mano cabeza talon cadera rodilla "
            "rodillas pierna piernas cuello cuadriceps espinilla hombro hombros muslo muneca tendon | izquierdo derecho "
            "izquierda derecha | hoy manana ayer lunes martes miercoles jueves viernes sabado domingo semana mes | correr "
            "bici ciclismo nadar remar caminar pesas | desayuno almuerzo comida cena merienda"
        ),
    ),
    _Tongue(
        no="non|pardon|attends|désolé|désolée|correction",
        meant=r"je\s+voulais\s+dire|je\s+parlais\s+(?:de|du)|je\s+parle\s+(?:de|du)",
        negation="pas",
        but="mais",
        small="c|est|c’est|était|ce|le|la|les|l|du|de|des|d|mon|ma|mes|à|au|pour|un|une",
        kinds=(
            "cheville bras dos mollet coude doigt pied pieds aine main tete talon hanche hanches genou genoux jambe "
            "jambes cou nuque tibia epaule epaules cuisse pouce orteil poignet tendon | gauche droit droite | demain hier "
            "lundi mardi mercredi jeudi vendredi samedi dimanche semaine mois | course velo natation rame marche "
            "musculation | dejeuner diner gouter"
        ),
    ),
    _Tongue(
        no="não|nao|desculpa|desculpe|espera|correção",
        meant=r"(?:eu\s+)?(?:quis|queria)\s+dizer|(?:eu\s+)?me\s+referia\s+(?:a|ao|à)|estava\s+falando\s+d[oae]",
        negation="não|nao",
        but=r"mas|e\s+sim",
        small="é|era|são|o|a|os|as|meu|minha|no|na|em|do|da|de|ao|para|um|uma",
        kinds=(
            "tornozelo braco costas panturrilha cotovelo dedo pe pes virilha mao cabeca calcanhar quadril joelho joelhos "
            "perna pernas pescoco canela ombro ombros coxa polegar punho tendao | esquerdo direito esquerda direita | "
            "hoje amanha ontem segunda terca quarta quinta sexta sabado domingo semana mes | corrida correr bicicleta "
            "ciclismo nadar remar caminhada musculacao | almoco jantar lanche"
        ),
    ),
)


def folded(word: str) -> str:
    """Give a word in lower case and without accents.

    Args:
        word: one word.
    """
    bare = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


_SHAPES: Final = frozenset(("bigger", "smaller", "larger", "stronger", "thicker", "thinner", "leaner", "upper", "lower"))
"""Words that may stand before what is meant: "I meant bigger legs"."""
_READ: Final = tuple(
    (tongue.pattern(), tuple(frozenset(words.split()) for words in tongue.kinds.split("|"))) for tongue in _TONGUES
)


def correction(text: str) -> Correction | None:
    """Give what a turn puts right: it has a mark such as "no" or "I meant", and names something that can be put right.

    Args:
        text: the person's words; untrusted.
    """
    if len(text) > _SHORT:
        return None
    # What follows the first sentence tells more of what is meant.
    first = _SENTENCE.match(text)
    for pattern, kinds in _READ:
        match = pattern.fullmatch(text) or (first and pattern.fullmatch(first[0]))
        if match is None or not (match["mark"].strip() or match["denied"]):
            continue
        meant = {folded(word) for word in _WORD.findall(match["meant"])}
        known = frozenset[str]().union(*kinds)
        if not meant.isdisjoint(known) and meant <= known | _SHAPES:
            wrong = tuple(word for word in (match["denied"], match["ruled_out"]) if word)
            return Correction(match["meant"], wrong, kinds)
    return None
