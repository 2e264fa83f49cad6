"""What a person says of how they live and what they have at hand: it shapes advice at once, before memory has learned it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from auren.specialists.understanding.weekdays import weekdays_of

__all__ = ["SLOTS", "Circumstances", "circumstances", "names_any", "names_sport"]

_DIETS: Final[Mapping[str, tuple[str, frozenset[str]]]] = MappingProxyType(
    {
        "vegan": (r"vegan\w*|plant[- ]based|végétalien\w*", frozenset({"meat", "fish", "dairy", "eggs"})),
        "vegetarian": (r"vegetari\w*|végétarien\w*", frozenset({"meat", "fish"})),
        "pescatarian": (r"pesc[ae]tari\w*", frozenset({"meat"})),
        "gluten-free": (
            r"gluten[- ]?free|glutenfrei|(?:sin|sans|sem) gl[uú]ten|co?eliac\w*|zöliakie|celíac\w*",
            frozenset({"gluten"}),
        ),
        "dairy-free": (r"(?:dairy|lactose|milk)[- ]?free|lactose|laktose\w*|lactosa", frozenset({"dairy"})),
    }
)
"""A way to eat: by which words it is told, and which foods it leaves out."""
_FOODS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "meat": r"meats?|pork|beef|chicken|turkey|poultry|ham|fleisch|carne|viande",
        "fish": (
            r"(?:shell)?fish|seafood|salmon|tuna|sardines?|mackerel|shrimps?|prawns?|fisch|meeresfrüchte|pescado|marisco\w*"
            r"|poisson|peixe"
        ),
        "dairy": (r"dairy|milk|lactose|yogh?urts?|cheese|whey|casein|quark|skyr|kefir|butter|milch|leche|lait|leite"),
        "eggs": r"eggs?|eier|huevos?|œufs?|oeufs?|ovos?",
        "gluten": (r"gluten|wheat|bread|toast|pasta|oats|oatmeal|porridge|whole grains?|couscous|barley|rye|weizen|trigo|blé"),
        "nuts": r"(?:pea|tree |wal|hazel)?nuts?|almonds?|cashews?|(?:erd)?nüsse|nueces|cacahuetes?|noix|amendoim|nozes",
        "soy": r"soya?|tofu|tempeh|edamame|soja",
        "legumes": r"legumes|beans|lentils|chickpeas|pulses",
    }
)
_STEMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "vegan": "vegan plant végétal",
        "vegetarian": "vegetar végétar",
        "pescatarian": "pescatar pescetar",
        "gluten-free": "gluten glúten eliac zöliak celíac",
        "dairy-free": "dairy lacto lakto milk",
        "meat": "meat pork beef chick turkey poultry ham fleisch carne viande",
        "fish": "fish seafood salmon tuna sardine mackerel shrimp prawn fisch meeres pescado marisco poisson peixe",
        "dairy": "dairy milk lacto yog cheese whey casein quark skyr kefir butter milch leche lait leite",
        "eggs": "egg eier huevo œuf oeuf ovo",
        "gluten": "gluten wheat bread toast pasta oat porridge grain couscous barley rye weizen trigo blé",
        "nuts": "nut almond cashew nüsse nueces cacahuete noix amendoim nozes",
        "soy": "soy tofu tempeh edamame soja",
        "legumes": "legume bean lentil pea pulse",
    }
)
"""What a text must hold at all before a pattern is made for it: most questions name none of these."""
_LEFT_OUT: Final = (
    r"(?:allerg(?:ic|y|isch|ique|ie)(?: to| gegen| auf| aux?| à la)?|intolerant to|alérgic[oa] (?:al?|aos?|às?)"
    r"|(?:do not|don['’]?t|cannot|can['’]?t|never|won['’]?t) (?:eat|have|drink|tolerate|stand|touch|like|want)(?: any)?"
    r"|hate|dislike|avoid(?:ing)?|no more|cut out|without)\s+(?:[\w'’]+[ ,]+(?:and |or )?){0,3}?"
)
_HARMS: Final = (
    r"(?:\s*(?:,|and|or|&)\s*\w+)?\s+(?:is|are|was|were)?\s*(?:out|off the (?:menu|table)|a no[- ]go|forbidden"
    r"|(?:really |always )?(?:brings?|breaks?|gives?|makes?) me (?:out|hives|a rash|rashes|cramps|bloat\w*|gas|sick|itch\w*)"
    r"|(?:upsets?|disagrees? with|does(?:n['’]?t| not) agree with|do(?:n['’]?t| not) agree with|bloats?) (?:me|my))\b"
)
_UNTRUE: Final = (
    r"(?:not|no longer|stopped being|used to be|isn['’]?t|never|nicht mehr|nicht|kein|ya no soy|plus|não sou)\s+(?:an? |\w+ )?"
)
_NIGHTS: Final = (
    r"\bnight[- ]?shifts?\b|\bnight[- ]duty\b|\b(?:work\w*|on|doing) nights\b|\bgraveyard shift|\bnacht(?:schicht|dienst)\w*"
    r"|\bturnos? de noche\b|\bturno da noite\b|\btravaill?e? de nuit\b|\brotating shifts?\b|\bshift[- ]work\w*"
)
_HAVE: Final = (
    r"\b(?:only|just|no more than|at most|max(?:imum)?|i have|i['’]?ve(?: got)?|got|up to|make (?:that|it))\s+"
    r"(?:about |around |like |got |have )*"
)
_MINUTES: Final = (
    rf"(?:{_HAVE}|\b(?:only|just|ive|i['’]ve|i have) (?:only |just )?(?:got |have )?[^.?!]{{0,40}}?\b(?:and|with) )"
    r"(\d{1,3}|[a-z]+(?:-five)?)\s*-?\s*(?:min|mins|minutes?)\b(?! (?:ago|late|of sleep))"
)
_NUMBERS: Final[Mapping[str, float]] = MappingProxyType(
    {"ten": 10, "fifteen": 15, "twenty": 20, "twenty-five": 25, "thirty": 30, "forty": 40, "forty-five": 45, "sixty": 60}
)
_HALF_HOUR: Final = rf"{_HAVE}half an hour\b(?! ago)"
_DAYS: Final = (
    r"\b(?:only|just|can|could|have|have got|at most|up to|max(?:imum)?|train|lift|run|ride|work out|on)\s+(?:\w+\s+){0,2}?"
    r"([1-7]|one|two|three|four|five|six|seven) (?:free )?(?:days|times|sessions|evenings|mornings)\b"
    r"(?! (?:ago|in a row|late|off|straight|of (?:rest|sleep|pain)))"
)
_DAYS_PLAN: Final = (
    r"\b([1-7]|one|two|three|four|five|six|seven)(?:[- ]days?(?:[- ](?:a|per)[- ]week)?|(?:x|[- ]times?)[- ](?:a|per)[- ]week)"
    r" (?:\w+ ){0,2}?(?:plan|split|programme?|program|routine|schedule)\b"
)
"""A plan for so many days: "a 3 day gym plan"."""
_COUNTS: Final[Mapping[str, int]] = MappingProxyType(
    {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
)
_FLOOR: Final = (
    r"\b(?:no|without|avoid|hate|dislike|can['’]?t|cannot|don['’]?t|do not|not)\b[^.?!]{0,30}"
    r"\b(?:floor|ground)\b"
)
_HEAT: Final = (
    r"\b(?:3[0-9]|4[0-5]) ?(?:degrees|°|º|c\b|celsius|grad\b)|\b(?:8[6-9]|9[0-9]|1[01][0-9]) ?(?:°? ?f\b|fahrenheit)"
    r"|\bheat ?waves?\b|\b(?:scorching|sweltering|boiling hot)\b"
)
_EACH: Final = r"\b(?:a|per|each|every) (?:day|session|workout|time|morning|evening)\b"
_NO_GEAR: Final = (
    r"\b(?:no|without(?: any| a)?|don['’]?t have(?: any| a)?) (?:gym|equipment|weights|gear|barbell|machines?)\b|\bat home\b"
    r"|\bhotel\b|\bbody ?weight (?:only|exercises?|workout|training)\b|\bin my (?:living ?room|bedroom|flat|apartment|room)\b"
)
_GEAR: Final = r"(?<!no )(?<!without )\b(?:dumbbells?|kettlebells?|barbell|home gym|rack)\b"
_SHUNS: Final = (
    r"\b(?:hate|loathe|despise|dislike|can['’]?t stand|(?:don['’]?t|do not|never) (?:like|enjoy|want)|not a fan of|sick of"
    r"|bored (?:of|with)|anything but)\s+(?:to )?(run|jog|swim|cycl|rid|row)(?:ning|ging|ming|ing|e)?\b"
)
SLOTS: Final = ("diet", "allergy", "condition", "work", "schedule")
"""Slots of facts by which it is told how somebody lives."""


class Circumstances(NamedTuple):
    """How a person lives and what they have at hand, in their own words.

    Args:
        diets: ways to eat, for example "vegan".
        without: kinds of food that are not eaten, for example "fish".
        nights: whether they work at night or in changing shifts.
        minutes: how long they have for training, in minutes; None where they set no limit.
        bare: whether they train without equipment.
        shuns: kinds of endurance that they do not want, by the beginning of the word, for example "run"; "floor" for exercises
            on the floor.
        days: on how many days of a week they can train, 1 to 7; None where they do not say.
        weekdays: the names of these days in the week's order, where they say which.
        heat: whether they speak of a hot day.
    """

    diets: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    nights: bool = False
    minutes: float | None = None
    bare: bool = False
    shuns: frozenset[str] = frozenset()
    days: int | None = None
    weekdays: tuple[str, ...] = ()
    heat: bool = False


def circumstances(words: str, earlier: Sequence[str] = (), facts: Iterable[tuple[str, str]] = ()) -> Circumstances:
    """Give what a person says of how they live.

    Args:
        words: the question, after what it goes on from; untrusted.
        earlier: what they asked before in the same conversation, the latest last; untrusted.
        facts: slot and value of what is known of them.
    """
    known = [f"allergic to {value}" if slot == "allergy" else value for slot, value in facts if slot in SLOTS]
    said = " . ".join((*known, *earlier, words)).casefold()
    diets = frozenset(diet for diet in _DIETS if _names(said, diet) and _holds(diet, said))
    weekdays = weekdays_of(words, earlier)
    days = (_days(text) for text in (words.casefold(), *map(str.casefold, reversed(earlier))))
    shunned = frozenset(food for food in _FOODS if _names(said, food) and _leaves_out(food, said))
    return Circumstances(
        diets,
        shunned.union(*(_DIETS[diet][1] for diet in diets)),
        _any(said, "shift night nacht noche noite nuit") and _has(_NIGHTS, said),
        _minutes(words.casefold())
        or next((_minutes(text.casefold()) for text in reversed(earlier) if _has(_EACH, text)), None),
        _any(said, "gym equipment weight gear machine home hotel room flat apartment barbell")
        and _has(_NO_GEAR, said)
        and not _has(_GEAR, said),
        _shunned(said),
        len(weekdays) or next(filter(None, days), None),
        weekdays,
        _hot(words.casefold()),
    )


def names_any(text: str, foods: Iterable[str]) -> bool:
    """Tell whether a text names any of some kinds of food.

    Args:
        text: in English.
        foods: kinds, as in `Circumstances.without`.
    """
    said = text.casefold()
    return any(_names(said, food) and _has(rf"\b(?:{_FOODS[food]})\b", said) for food in foods)


def names_sport(text: str, sports: Iterable[str]) -> bool:
    """Tell whether a text names any of some kinds of endurance.

    Args:
        text: in English.
        sports: kinds, as in `Circumstances.shuns`.
    """
    said = text.casefold()
    return any(re.search(rf"\b{sport}\w*", said) for sport in sports)


def _hot(text: str) -> bool:
    """Tell whether a text names a hot day: most name neither a number nor heat, and a joint has degrees, too."""
    if _any(text, "bend flex angle incline rotat tilt extens"):
        return False
    return (any(map(str.isdecimal, text)) or _any(text, "heat scorch swelter boil")) and _has(_HEAT, text)


def _minutes(text: str) -> float | None:
    """Give how many minutes somebody says they have."""
    if "min" in text and (found := re.search(_MINUTES, text)) is not None:
        return float(found[1]) if found[1].isdecimal() else _NUMBERS.get(found[1])
    return 30.0 if "half an hour" in text and _has(_HALF_HOUR, text) else None


def _shunned(said: str) -> frozenset[str]:
    sports = (match[1] for match in re.finditer(_SHUNS, said)) if _any(said, "run jog swim cycl rid row") else ()
    floor = ("floor",) if _any(said, "floor ground") and _has(_FLOOR, said) else ()
    return frozenset((*sports, *floor))


def _days(text: str) -> int | None:
    """Give on how many days of a week somebody says they can train."""
    found = re.search(_DAYS, text) if _any(text, "days times sessions evenings mornings") else None
    if found is None and _any(text, "plan split program routine schedule"):
        found = re.search(_DAYS_PLAN, text)
    if found is None:
        return None
    return int(found[1]) if found[1].isdecimal() else _COUNTS[found[1]]


def _holds(diet: str, said: str) -> bool:
    """Tell whether a way to eat is named, and the last time not only to say that it holds no more."""
    names = _DIETS[diet][0]
    named = [match.end() for match in re.finditer(rf"\b(?:{names})\b", said)]
    denied = [match.end() for match in re.finditer(rf"\b{_UNTRUE}(?:{names})\b", said)]
    return bool(named) and named[-1:] != denied[-1:]


def _leaves_out(food: str, said: str) -> bool:
    names = _FOODS[food]
    before = rf"\b{_LEFT_OUT}(?:{names})\b"
    after = rf"\b(?:{names})(?:{_HARMS}|[- ](?:allerg\w+|intoleran\w+|free)\b)|(?:{names})allergie\b"
    return _has(f"{before}|{after}", said)


def _names(said: str, what: str) -> bool:
    return _any(said, _STEMS[what])


def _any(said: str, stems: str) -> bool:
    return any(stem in said for stem in stems.split())


def _has(pattern: str, said: str) -> bool:
    return re.search(pattern, said) is not None
