"""What a text speaks of, by a fixed list of names: nothing is guessed, and a person is known by a role and never by a name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

from auren.memory.extraction.lexicon import ILLNESSES, PARTS, SPORTS, SUPPLEMENTS

__all__ = ["Entity", "EntityKind", "entities_in"]

EntityKind = Literal["sport", "body part", "supplement", "illness", "food", "role", "metric"]


@dataclass(frozen=True, slots=True, order=True)
class Entity:
    """Something that facts and turns speak of.

    Args:
        kind: what it is.
        name: in the form in which facts write it.
    """

    kind: EntityKind
    name: str = field(repr=False)

    @property
    def id(self) -> str:
        """Its node in the graph."""
        return f"{self.kind}:{self.name}"


_FOODS: Final = MappingProxyType(
    {
        other: names.split(" | ")[0]
        for names in (
            "coffee | espresso | cappuccino | kaffee",
            "tea | green tea | tee",
            "alcohol | beer | wine | bier | wein",
            "milk | milch",
            "dairy",
            "lactose | laktose",
            "gluten",
            "bread | brot",
            "oats | oatmeal | porridge | haferflocken",
            "rice | reis",
            "pasta | nudeln",
            "potatoes | potato | kartoffeln",
            "eggs | egg | eier",
            "fish | salmon | tuna | fisch | lachs",
            "shellfish | shrimp | prawns",
            "meat | beef | pork | fleisch",
            "chicken | hähnchen",
            "tofu",
            "soy | soya",
            "peanuts | peanut | peanut butter | erdnüsse",
            "nuts | nut | almonds | walnuts | hazelnuts | nüsse",
            "fruit | apple | banana | berries | obst",
            "vegetables | broccoli | spinach | gemüse",
            "chocolate | schokolade",
            "sugar | sweets | zucker",
            "yoghurt | yogurt | joghurt",
            "cheese | käse",
            "strawberries | strawberry | erdbeeren",
        )
        for other in names.split(" | ")
    }
)
_ROLES: Final = MappingProxyType(
    {
        other: names.split(" | ")[0]
        for names in (
            "coach | trainer | trainerin",
            "physiotherapist | physio | physical therapist",
            "doctor | gp | physician | arzt | ärztin",
            "dietitian | dietician | nutritionist",
            "partner | wife | husband | girlfriend | boyfriend | spouse | frau | mann",
            "mother | mum | mom | mutter",
            "father | dad | vater",
            "child | son | daughter | baby | kids | kind | sohn | tochter",
            "sibling | brother | sister | bruder | schwester",
            "friend | friends | freund | freundin",
            "colleague | colleagues | boss | kollege | kollegin",
            "training partner | running group | team | teammate",
        )
        for other in names.split(" | ")
    }
)
_TABLES: Final[tuple[tuple[EntityKind, Mapping[str, str]], ...]] = (
    ("sport", SPORTS),
    ("body part", PARTS),
    ("supplement", SUPPLEMENTS),
    ("illness", ILLNESSES),
    ("food", _FOODS),
    ("role", _ROLES),
)
_NAMES: Final[Mapping[str, tuple[Entity, ...]]] = MappingProxyType(
    {
        name: tuple(Entity(kind, table[name]) for kind, table in _TABLES if name in table)
        for name in {name for _, table in _TABLES for name in table}
    }
)
_LONGEST: Final = max(len(name.split()) for name in _NAMES)
_WORD: Final = re.compile(r"[\w-]+|[^\w\s-]")
# In talk these words are seldom what they name, unless someone's own is meant: "I'm back", "on the other hand", "a cold day".
_LOOSE: Final = frozenset(
    ("back", "hand", "hands", "arm", "arms", "leg", "foot", "feet", "jaw", "neck", "cold", "virus", "mann", "kind", "bein")
)
_OWNERS: Final = frozenset(
    ("my", "his", "her", "their", "left", "right", "sore", "mein", "meine", "meinem", "meinen", "meiner")
)
_NO_SPORT: Final = frozenset((("running", "late"), ("running", "out"), ("running", "low")))


def entities_in(text: str, *, talk: bool = True) -> frozenset[Entity]:
    """Give what a text speaks of.

    Args:
        text: of a turn, or the value of a fact.
        talk: whether it is free talk, in which some names are taken only where someone's own is meant.
    """
    words = _WORD.findall(text.casefold())
    found: set[Entity] = set()
    at = 0
    while at < len(words):
        name, length = _longest_name(words, at)
        if name and not (talk and _is_loose(words, at, name)):
            found.update(_NAMES[name])
        at += length
    return frozenset(found)


def _longest_name(words: Sequence[str], at: int) -> tuple[str, int]:
    """Give the longest name that begins at a word and how many words it has; an empty one of one word when there is none."""
    for length in range(min(_LONGEST, len(words) - at), 0, -1):
        name = " ".join(words[at : at + length])
        if name in _NAMES:
            return name, length
    return "", 1


def _is_loose(words: Sequence[str], at: int, name: str) -> bool:
    before, after = words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""
    return (name in _LOOSE and before not in _OWNERS) or (name, after) in _NO_SPORT
