"""German: what people say about their health most often, as tables for the grammar; English knows more turns of phrase."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from auren.memory.extraction.language import Found, Language, Rule, pattern
from auren.memory.extraction.lexicon import DIETS, ILLNESSES, MEDICINES, PARTS, SPORTS, SUPPLEMENTS, one_of
from auren.memory.extraction.moments import written_date
from auren.memory.extraction.quantities import (
    CLOCK,
    DISTANCE,
    DOSE,
    HEIGHT,
    HOURS,
    MASS,
    NUMBER,
    VOLUME,
    clock,
    distance,
    height,
    hours,
    mass,
    number,
    volume,
)
from auren.memory.extraction.reading import always, bare, dosed, known, measured, named, places, slug, spoken, words

__all__ = ["GERMAN"]

_PEOPLE: Final = (
    r"(?:schwester|bruder|mutter|mama|vater|papa|eltern|frau|mann|partner(?:in)?|freund(?:in)?|tochter|sohn|kind|tante|onkel|"
    r"cousine?|oma|opa|trainer(?:in)?|coach|kolleg(?:e|in)|chef(?:in)?|nachbar(?:in)?|hund|katze)(?:s|e|n|en)?"
)
_MINE: Final = r"(?:mein|meine|meiner|meinem|meinen|meines)"
_DAILY: Final = r"(?:am tag|pro tag|täglich|jeden tag|jeden (?:morgen|abend))"
_WEEKLY: Final = r"(?:pro woche|die woche|in der woche|wöchentlich|jede woche)"
_NOT: Final = r"(?:nicht mehr|kein(?:e|en)?(?: \w+)? mehr|nie mehr)"
_SIDES: Final = {
    **dict.fromkeys(("linke", "linkes", "linker", "linken", "linkem"), ("left",)),
    **dict.fromkeys(("rechte", "rechtes", "rechter", "rechten", "rechtem"), ("right",)),
    "beide": ("left", "right"),
}
_SIDE: Final = rf"(?:(?P<side>{one_of(_SIDES)})\s+)?"
_PLACE: Final = rf"{_SIDE}(?P<part>{one_of(PARTS)})\b"
_STATES: Final = {"verstaucht": "sprain", "gezerrt": "strain", "gerissen": "tear", "gebrochen": "fracture"}
_SUPPLEMENT: Final = rf"(?P<name>{one_of(SUPPLEMENTS)})\b"
_END: Final = r"(?=\s+(?:mehr|jetzt|gerade|derzeit|seit|inzwischen)\b|\s*[,;.!?]|\s*$)"
_NEGATED: Final = pattern(r"\b(?:nicht|kein|keine|keinen|nie)\b")
_BED: Final = partial(clock, evening=True, plain_hours=True)
_WAKE: Final = partial(clock, plain_hours=True)


def _taken_away(match: re.Match[str], _clause: str) -> list[Found]:
    name = SUPPLEMENTS[match["name"]]
    return [Found("supplement", name), Found(f"supplement.{slug(name)}.dose", "")]


_RULES: Final = (
    Rule(
        pattern(
            r"\b(?:mein ziel ist(?: es)?,?|ich will|ich möchte|ich habe vor,?|ich plane,?|ich würde gern)\s+(?P<v>[^.;!?]+)"
        ),
        words("goal", passing=pattern(r"(?:wissen|fragen|sehen|zu wissen|dir|dich)\b")),
        closes=True,
        open_to_doubt=True,
    ),
    Rule(
        pattern(rf"\b(?:wiege|wog|gewogen|gewicht|waage)\b[^,]{{0,40}}?(?P<v>{MASS})"),
        measured("body.weight", mass),
        unless=pattern(r"\b(?:ziel|zielgewicht|abgenommen|zugenommen|hantel\w*)\b"),
        measured=True,
    ),
    Rule(
        pattern(rf"\b(?:bin|körpergröße|größe)\b[^,]{{0,20}}?(?P<v>{HEIGHT})"),
        measured("body.height", height),
        measured=True,
    ),
    Rule(pattern(r"\bruhepuls\b[^,\d]{0,25}?(?P<v>\d{2,3})"), measured("heart.resting_rate", number), measured=True),
    Rule(
        pattern(rf"\b(?:ins bett|im bett|schlafen|schlafe)\b[^,]{{0,5}}?\bum\s+(?P<v>{CLOCK})"),
        spoken("sleep.usual_bedtime", _BED),
    ),
    Rule(
        pattern(rf"\bum\s+(?P<v>{CLOCK})\s+(?:ins bett|schlafen)\b"),
        spoken("sleep.usual_bedtime", _BED),
        unless=pattern(r"\b(?:ging|gestern|heute|bin)\b"),
    ),
    Rule(
        pattern(rf"\b(?:stehe|wache)\b[^,]{{0,25}}?\bum\s+(?P<v>{CLOCK})|\bwecker\b[^,]{{0,15}}?\bum\s+(?P<w>{CLOCK})"),
        spoken("sleep.usual_waketime", _WAKE, groups="vw"),
    ),
    Rule(
        pattern(rf"\bschlafe\b[^,\d]{{0,25}}?(?P<v>{HOURS})"),
        measured("sleep.usual_duration", hours),
    ),
    Rule(
        pattern(rf"\b(?:trainiere|sport)\b[^,\d]{{0,15}}?(?P<v>{NUMBER})\s*(?:mal|x)?\s*{_WEEKLY}"),
        measured("training.days_per_week", number),
    ),
    Rule(pattern(rf"(?P<v>{DISTANCE})\s*{_WEEKLY}"), measured("training.weekly_distance", distance)),
    Rule(
        pattern(
            rf"\b(?P<v>{one_of(SPORTS)})\s+(?:mache ich |gehe ich )?{_NOT}|\b(?:aufgehört mit"
            rf"|mit dem)\s+(?P<w>{one_of(SPORTS)})"
        ),
        known("training.sport", SPORTS, groups="vw"),
        act="ended",
        closes=True,
    ),
    Rule(
        pattern(
            rf"\b(?:mache|gehe|treibe|angefangen mit|angefangen zu|begonnen mit)\s+(?:jetzt "
            rf"|gern |auch |viel )*(?P<v>{one_of(SPORTS)})\b"
        ),
        known("training.sport", SPORTS),
        unless=_NEGATED,
    ),
    Rule(
        pattern(
            rf"^(?=.*\b{_MINE}\b)(?=.*\b(?:wieder gut|wieder in ordnung|geheilt|verheilt"
            rf"|schmerzfrei|nicht mehr|besser)\b).*?\b{_PLACE}"
        ),
        places(PARTS, _SIDES, {}),
        act="ended",
        closes=True,
    ),
    Rule(
        pattern(
            rf"^(?=.*\b(?:{_MINE}|ich|mir)\b)(?=.*(?:schmerz|\btut\b|weh\b|verletzt|verstaucht"
            rf"|gezerrt|gerissen|gebrochen)).*?\b{_PLACE}"
        ),
        places(PARTS, _SIDES, _STATES),
        closes=True,
        unless=pattern(r"\b(?:ohne|keine?)\b"),
    ),
    Rule(
        pattern(rf"\b(?:nicht mehr|nicht) (?:allergisch auf|allergisch gegen)\s+(?P<v>[\w-]+){_END}"),
        words("allergy"),
        act="ended",
        closes=True,
    ),
    Rule(
        pattern(rf"\ballergisch (?:auf|gegen)\s+(?P<v>[\w-]+){_END}|\b(?P<w>[a-zäöüß]+?)(?:-?allergie)\b"),
        words("allergy", groups="vw"),
        closes=True,
        unless=_NEGATED,
    ),
    Rule(pattern(rf"\b(?:nicht mehr|kein|keine)\s+(?P<v>{one_of(DIETS)})\b"), known("diet", DIETS), act="ended", closes=True),
    Rule(
        pattern(
            rf"\b(?:bin|esse|ernähre mich|lebe)\s+(?:jetzt |seit \w+(?: \d+)? |inzwischen "
            rf"|streng |rein )*(?P<v>{one_of(DIETS)})\b"
        ),
        known("diet", DIETS),
        unless=_NEGATED,
    ),
    Rule(pattern(rf"(?=.*\b{_NOT}|.*\b(?:abgesetzt|aufgehört)\b).*?\b{_SUPPLEMENT}"), _taken_away, act="ended", closes=True),
    Rule(
        pattern(rf"\b(?:nehme|nimm|supplementiere|trinke)\b[^,.;]{{0,30}}?(?:(?P<dose>{DOSE})\s*)?{_SUPPLEMENT}"),
        dosed(SUPPLEMENTS),
        unless=_NEGATED,
    ),
    Rule(
        pattern(rf"(?=.*\b{_NOT}|.*\babgesetzt\b).*?\b(?P<v>{one_of(MEDICINES)})\b"),
        known("medication", MEDICINES),
        act="ended",
        closes=True,
    ),
    Rule(
        pattern(rf"\b(?:nehme|bekomme|verschrieben)\b[^,.;]{{0,25}}?\b(?P<v>{one_of(MEDICINES)})\b"),
        known("medication", MEDICINES),
        unless=_NEGATED,
    ),
    Rule(
        pattern(rf"(?P<v>{NUMBER})\s*tassen?\s+(?:kaffee|tee)\b(?=.*{_DAILY})|{_DAILY}\s+(?P<w>{NUMBER})\s*tassen?"),
        measured("caffeine", number, groups="vw"),
    ),
    Rule(pattern(rf"(?P<v>{VOLUME})\s*wasser\b"), measured("intake.water", volume)),
    Rule(
        pattern(r"\b(?:rauche nicht|nichtraucher(?:in)?|mit dem rauchen aufgehört|rauche nicht mehr)\b"),
        always("smoking", "no"),
        closes=True,
    ),
    Rule(pattern(r"\b(?:ich rauche|bin raucher(?:in)?)\b"), always("smoking", "yes"), closes=True),
    Rule(pattern(r"\bnicht mehr schwanger\b|\bgeboren worden\b"), always("pregnancy", "yes"), act="ended", closes=True),
    Rule(pattern(r"\bich bin (?:\w+ ){0,3}schwanger\b"), always("pregnancy", "yes"), closes=True, unless=_NEGATED),
    Rule(
        pattern(rf"\b(?:habe|hab|liege mit)\s+(?:eine?n? |die |das )?(?P<v>{one_of(ILLNESSES)})\b"),
        known("illness", ILLNESSES),
        unless=_NEGATED,
    ),
    Rule(
        pattern(
            r"\b(?:wohne|lebe|gezogen)\b(?:\s+(?:jetzt|seit \w+))?\s+(?:in|nach)\s+(?P<v>[\w-]+)"
            r"|\bnach\s+(?P<w>[\w-]+)\s+gezogen\b"
        ),
        named("home", groups="vw"),
        closes=True,
    ),
    Rule(
        pattern(
            r"\b(?:geboren(?: am)?|am)\s+(?P<v>\d{1,2}\.\s?(?:\d{1,2}\.\s?\d{4}|[a-zä]+(?:\s\d{4})?))"
            r"|\bgeburtstag[^\d]{0,20}(?P<w>\d.+)"
        ),
        spoken("birthday", written_date, groups="vw"),
        unless=pattern(r"^(?!.*\b(?:geboren|geburtstag)\b)"),
        closes=True,
    ),
)

_BARE: Final = {
    "body.weight": bare(rf"(?P<v>{MASS}|{NUMBER})", measured("body.weight", mass)),
    "body.height": bare(rf"(?P<v>{HEIGHT})", measured("body.height", height)),
    "heart.resting_rate": bare(rf"(?P<v>{NUMBER})", measured("heart.resting_rate", number)),
    "sleep.usual_bedtime": bare(rf"(?P<v>{CLOCK})", spoken("sleep.usual_bedtime", _BED)),
    "sleep.usual_waketime": bare(rf"(?P<v>{CLOCK})", spoken("sleep.usual_waketime", _WAKE)),
    "sleep.usual_duration": bare(rf"(?P<v>{HOURS}|{NUMBER})", measured("sleep.usual_duration", hours)),
    "training.days_per_week": bare(rf"(?P<v>{NUMBER})", measured("training.days_per_week", number)),
    "diet": bare(rf"\b(?P<v>{one_of(DIETS)})\b", known("diet", DIETS)),
    "injury": bare(rf"\b{_PLACE}", places(PARTS, _SIDES, {})),
    "caffeine": bare(rf"(?P<v>{NUMBER})", measured("caffeine", number)),
}

GERMAN: Final = Language(
    code="de",
    joints=pattern(
        r"(?i)\s+(?:aber|und)\s+(?=(?:ich|mein|meine)\b)"
        r"|(?<!sagt)(?<!sagte)(?<!meint)(?<!denkt)(?<!behauptet),\s*(?=(?:aber |und )?(?:ich|mein|meine|ist|soll|wie|was)\b)"
    ),
    asks=pattern(
        r"(?:(?:also|und|hallo|hi)[, ]+)*(?:ist|sind|bin|soll|sollte|darf|kann|könnte"
        r"|wird|wie|was|warum|wieso|wann|welche[rs]?|wer|"
        r"wo|hab(?:e)? ich|wiege ich|nehme ich|muss)\b"
    ),
    shadows=pattern(
        r"(?:(?:also|und|aber)[, ]+)*(?:wenn|falls|angenommen|stell dir vor|als ich"
        r"|mal angenommen|hätte ich|wäre ich)\b"
    ),
    leads=pattern(
        r"(?:(?:hallo|hey|hi|also|übrigens|zur info|kurzes update|update|nebenbei"
        r"|und|aber|ja|ach|nur damit du es weißt)\b[\s,.:!-]*)+"
    ),
    tails=pattern(r",?\s*(?:nur )?(?:zur info|zur kenntnis|danke\b[\w ]*|bitte merken)\s*[.!]*$"),
    doubts=pattern(
        r"\b(?:wenn|falls|würde|wäre|hätte|könnte|sollte|vielleicht|eventuell|angenommen"
        r"|wünschte|überlege|fast|früher|glaube nicht)\b"
    ),
    others=pattern(
        rf"\b(?:(?:{_MINE}|unser|unsere|sein|seine|ihr|ihre|der|die|das|ein|eine)\s+(?:\w+\s+)?{_PEOPLE}"
        rf"|er|sie|man|leute|menschen|du|"
        r"dein|deine|jemand)\b"
    ),
    me=pattern(rf"\bich\b|\bmir\b|\bmich\b|\b{_MINE}\b(?!\s+(?:\w+\s+)?{_PEOPLE}\b)|\bwir\b"),
    brief=pattern(r"(?:(?:die|das|der|heute|aktuell|aktuelles)\b[\s,]*)*$"),
    reported=pattern(r"(?<!waage )\b(?:sagt|sagte|meint|denkt|behauptet|schrieb|laut)\b"),
    past=pattern(r"\b(?:war|wog|hatte|gewogen|aß|lebte|wohnte|nahm|schlief)\b"),
    begins=pattern(
        r"\b(?:angefangen|begonnen|gezogen|geworden|aufgehört|abgesetzt|verletzt"
        r"|verstaucht|gezerrt|gerissen|gebrochen|umgestellt)\b"
    ),
    meant=pattern(
        r"(?:(?:ups|sorry|entschuldigung|ach|nein)[\s,.!:-]+)*(?:korrektur|ich meinte|ich meine|tippfehler|das war falsch|"
        r"ich habe mich (?:vertan|verschrieben|vertippt))\b[\s,.:;-]*"
    ),
    amends=pattern(
        r"(?:(?:ups|sorry|ach|moment)[\s,.!:-]+)*(?:eigentlich|sorry|ups|moment|nein(?=[,.!])"
        r"|(?:es ist )?nicht(?=\s[^,]+,))[\s,.!:-]*(?:es (?:ist|sind)\s+)?"
    ),
    names_old=pattern(r"\bnicht\W*$"),
    not_old=pattern(r"(?:,\s*|\b)nicht\s+(?:mein(?:e|en)?\s+|das\s+|die\s+|der\s+)?(?P<old>[^,]+?)(?=\s*(?:,|$|\bsondern\b))"),
    rules=_RULES,
    bare=_BARE,
)
