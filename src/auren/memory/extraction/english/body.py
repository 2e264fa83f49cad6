"""Rules for the body, the heart, sleep, training and injuries, in English."""

from __future__ import annotations

from typing import Final

from auren.memory.extraction.english.words import (
    GONE,
    HURT,
    ME,
    NOT_BODY,
    PER_WEEK,
    PLACE,
    SIDES,
    SPEAKER,
    STATES,
    STOPPED,
    bedtime,
    waketime,
)
from auren.memory.extraction.language import Found, Rule, pattern
from auren.memory.extraction.lexicon import (
    PARTS,
    SPORTS,
    one_of,
)
from auren.memory.extraction.quantities import (
    CLOCK,
    DISTANCE,
    HEIGHT,
    HOURS,
    MASS,
    NUMBER,
    RACE,
    clock,
    distance,
    height,
    hours,
    mass,
    number,
    race,
)
from auren.memory.extraction.reading import known, measured, places, spoken

__all__ = ["BODY"]

BODY: Final = (
    # The body.
    Rule(
        pattern(rf"(?:\bweigh(?:ed|ing|s|t)?\b|\bweigh-in\b|\bscales?\b)(?:[^,]|,(?=\s*\d)){{0,40}}?(?P<v>{MASS})"),
        measured("body.weight", mass),
        unless=NOT_BODY,
        measured=True,
    ),
    Rule(
        pattern(
            rf"{ME}(?:\s+(?:am|was|have|had|went|got|gone|been|come|came|put|dropped|climbed"
            rf"|sitting|back|down|up|at|to|around|about|roughly|now|currently|exactly"
            rf"|again|still|just|over|under)){{0,6}}\s+(?P<v>{MASS})"
        ),
        measured("body.weight", mass),
        unless=pattern(NOT_BODY.pattern + "|body fat|tall"),
        measured=True,
    ),
    Rule(
        pattern(
            rf"(?:{ME}[^,]{{0,15}}?\b(?P<v>{HEIGHT})(?=[^,]{{0,12}}\b(?:tall|in height)\b)"
            rf"|\bheight\b[^,]{{0,20}}?(?P<w>{HEIGHT})|\bi stand\s+(?:at\s+)?(?P<x>{HEIGHT})"
            rf"|\bi measure\s+(?P<y>{HEIGHT}))"
        ),
        measured("body.height", height, groups="vwxy"),
        unless=pattern(r"\bjump|box\b|\bheels?\b"),
    ),
    Rule(
        pattern(
            r"(?:(?P<v>\d{1,2}(?:[.,]\d)?)\s*(?:%|percent|per cent)\s*(?:of\s+)?body[- ]?fat"
            r"|body[- ]?fat\b[^,\d]{0,30}?(?P<w>\d{1,2}(?:[.,]\d)?)\s*(?:%|percent|per cent))"
        ),
        measured("body.fat", number, groups="vw"),
        measured=True,
    ),
    Rule(pattern(r"\bwaist\b[^,\d]{0,25}?(?P<v>\d{2,3}(?:[.,]\d)?)\s*cm\b"), measured("body.waist", number), measured=True),
    # The heart.
    Rule(
        pattern(
            r"\b(?:resting (?:heart ?rate|pulse|hr)|rhr|(?:heart ?rate|pulse) at rest"
            r"|at rest my (?:heart|pulse)\b)[^,\d]{0,30}?(?P<v>\d{2,3})(?![\d:%]| ?ms)"
        ),
        measured("heart.resting_rate", number),
        measured=True,
    ),
    Rule(
        pattern(
            r"\b(?:max(?:imum|imal)?\.? ?(?:heart ?rate|pulse|hr)|hr ?max|highest heart ?rate)[^,\d]{0,30}?(?P<v>\d{3}"
            r")(?![\d:%])"
        ),
        measured("heart.max_rate", number),
        measured=True,
    ),
    # Sleep.
    Rule(
        pattern(
            rf"\b(?:(?:to|in|into) bed|bedtime|turn(?:ing)? in|asleep|(?:go|going|get) to sleep"
            rf"|lights[- ]out|hit the (?:sack|hay))\b[^,\d]{{0,30}}?(?P<v>{CLOCK})"
        ),
        spoken("sleep.usual_bedtime", bedtime),
        unless=pattern(
            r"\b(?:went|fell|was|got|turned|yesterday|last night|tonight|tomorrow)\b(?!.*\busually\b)"
            r"|\bdon't\b|\bcan't\b|\bnever\b"
        ),
    ),
    Rule(
        pattern(rf"\b(?:wak(?:e|ing)(?: up)?|get(?:ting)? up|alarm|(?:'m|am) up|rise)\b[^,\d]{{0,30}}?(?P<v>{CLOCK})"),
        spoken("sleep.usual_waketime", waketime),
        unless=pattern(
            r"\b(?:woke|got|was|yesterday|last night|this morning|tomorrow|today|kept)\b|\bdon't\b|\bcan't\b|(?:times|to pee)\b"
        ),
    ),
    Rule(
        pattern(rf"\b(?:sleep|sleeping)\b[^,\d]{{0,25}}?(?P<v>{HOURS})"),
        measured("sleep.usual_duration", hours),
        unless=pattern(
            r"\b(?:slept|last night|yesterday|tonight|need|deep|rem|should|lost|nap\w*|only when)\b|\bdon't\b|\bcan't\b"
        ),
    ),
    Rule(
        pattern(rf"(?P<v>{HOURS})\s+(?:of\s+)?(?:sleep|a night|per night|each night|every night)\b"),
        measured("sleep.usual_duration", hours),
        unless=pattern(r"\b(?:slept|got|had|last night|yesterday|tonight|need|deep|rem|lost|work|train)\b|\bdon't\b|\bcan't\b"),
    ),
    # Training.
    Rule(
        pattern(
            rf"\b(?:train(?:ing)?|work(?:ing)? ?out|exercis(?:e|ing)|(?:hit|go to|going to"
            rf"|at) the gym)\s+(?:about |around |roughly |usually |now )*(?P<v>{NUMBER})\s*(?:x"
            rf"|times|days?|sessions?)?\s*{PER_WEEK}"
        ),
        measured("training.days_per_week", number),
    ),
    Rule(
        pattern(
            rf"(?P<v>{NUMBER})\s*(?:x\s*)?(?:training\s+)?(?:workouts?|sessions?|trainings?"
            rf"|training days|gym days)\s*(?:in\s+)?{PER_WEEK}"
        ),
        measured("training.days_per_week", number),
    ),
    Rule(
        pattern(
            rf"(?P<v>{DISTANCE})\s*(?:in\s+)?{PER_WEEK}|\bweekly (?:mileage|distance"
            rf"|volume|kilomet\w+|total)\b[^,\d]{{0,20}}?(?P<w>{DISTANCE})"
        ),
        measured("training.weekly_distance", distance, groups="vw"),
    ),
    *(
        Rule(
            pattern(rf"(?:\b(?:{said})\b[^,\d]{{0,30}}?(?P<v>{RACE})|(?P<w>{RACE})[^,]{{0,20}}?\b(?:{said})\b)"),
            measured(f"training.best.{distance_name}", race, groups="vw"),
            unless=pattern(r"\b(?:goal|target|yesterday|today|last|this)\b(?!.*\b(?:pb|pr|best|record)\b)"),
        )
        for distance_name, said in (
            ("5k", r"5 ?k|5 ?km"),
            ("10k", r"10 ?k|10 ?km"),
            ("half_marathon", r"half[- ]marathon|half"),
            ("marathon", r"(?<!half )(?<!half-)marathon"),
        )
    ),
    Rule(
        pattern(
            rf"\b(?:train(?:ing)?|work(?:ing)? ?outs?|exercis(?:e|ing)|gym)\b[^,\d]{{0,30}}?\b(?:at"
            rf"|around|to|by|is|about|start)\s+(?:at |about |around )?(?P<v>{CLOCK})"
        ),
        spoken("schedule.training", clock),
        unless=pattern(r"\b(?:yesterday|today|tomorrow|tonight|trained|worked|was)\b"),
    ),
    Rule(
        pattern(rf"(?:\b{STOPPED}\s+(?:doing |do |practi[cs]ing |playing |play |going |go )?(?P<v>{one_of(SPORTS)})\b)"),
        known("training.sport", SPORTS),
        act="ended",
        closes=True,
        unless=pattern(r"\bcan't\b|\bwon't stop\b"),
    ),
    Rule(
        pattern(
            rf"(?:\b(?:start(?:ed|ing)?|took up|tak(?:en|e|ing) up|picked up|got(?:ten)? into"
            rf"|'m into|am into|practi[cs]e|practi[cs]ing|been doing|doing|do|play|playing"
            rf"|been playing|go|been going|going|get into|begun|began|joined|signed up for)\s+"
            rf"(?:a lot of |some |a bit of |with |doing |playing |regular )?(?P<v>{one_of(SPORTS)})"
            rf"|\b(?:my|main|favou?rite) sports? (?:is|are)\s+(?P<w>{one_of(SPORTS)}))\b"
        ),
        lambda m, _: [Found("training.sport", SPORTS[m["v"] or m["w"]])],
        unless=pattern(
            r"\b(?:yesterday|today|tomorrow|tonight|last (?:week|night)|did|went|won't"
            r"|can't|don't|not|never|no longer|stop\w*)\b"
        ),
    ),
    # Injuries.
    Rule(
        pattern(
            rf"^{SPEAKER}(?=.*\b{GONE})(?!.*\b(?:still|not (?:yet )?(?:better|fine|healed|gone"
            rf"|recovered|good)|isn't (?:better|fine|good)|never)\b).*?\b{PLACE}"
        ),
        places(PARTS, SIDES, {}),
        act="ended",
        closes=True,
        unless=pattern(r"\bsurgery\b|\bmy (?:\w+ )?(?:bed|chair)\b"),
    ),
    Rule(
        pattern(rf"^{SPEAKER}(?=.*\b{HURT}\b).*?\b{PLACE}"),
        places(PARTS, SIDES, STATES),
        closes=True,
        unless=pattern(r"\b(?:stretch\w*|used to|prevent\w*|avoid\w*|without|free)\b"),
    ),
)
