"""What the English rules are made of: turns of phrase that many of them share, and readers of their own."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from auren.memory.extraction.language import Found, pattern
from auren.memory.extraction.lexicon import (
    DIETS,
    PARTS,
    SUPPLEMENTS,
    one_of,
)
from auren.memory.extraction.quantities import (
    DOSE,
    MASS,
    clock,
    number,
)
from auren.memory.extraction.reading import named, slug

__all__ = [
    "ADJECTIVE_DIET",
    "ALSO",
    "DOSED",
    "DOSED_AFTER",
    "END",
    "FREE",
    "GOAL",
    "GOAL_PASSING",
    "GONE",
    "HURT",
    "LIKE_PASSING",
    "ME",
    "MONTHS",
    "NAME",
    "NOT_BODY",
    "NOW",
    "NO_PLACE",
    "PER_DAY",
    "PER_WEEK",
    "PLACE",
    "REST",
    "SIDE",
    "SIDES",
    "SPEAKER",
    "STATES",
    "STOPPED",
    "TAKE",
    "bedtime",
    "lived",
    "picked",
    "steps",
    "taken_away",
    "travelled",
    "waketime",
    "wanted",
]


MONTHS: Final = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
NOW: Final = (
    r"(?:now|these days|at the moment|since|anymore|any more|again|today|currently|lately|right now|for now|too|as well|"
    r"nowadays|this week|every|each|once|twice|for (?:a|the|about|\d)|whenever|when|because|so|but)"
)
END: Final = rf"(?=\s+{NOW}\b|\s*[,;.!?:()\"]|\s+-\s|\s*$)"
REST: Final = rf"(?P<v>\S.*?){END}"
FREE: Final = r"(?P<v>[^,;!?\"]+?)(?=\s*[,;!?:()\"]|\.(?:\s|$)|\s+(?:too|as well|anymore|any more)\b|\s*$)"
ME: Final = r"\bi(?:'m|'ve|'d|'ll)?\b"
ALSO: Final = (
    r"(?:(?:also|now|usually|normally|currently|still|really|actually|regularly"
    r"|always|just|recently|generally|typically|often)\s+)*"
)
PER_DAY: Final = r"(?:a|per|each|every)\s+(?:single\s+)?day\b|/\s*day\b|\bdaily\b"
PER_WEEK: Final = r"(?:(?:a|per|each|every)\s+week\b|/\s*week\b|\bweekly\b)"


NOT_BODY: Final = pattern(
    rf"\b(?:lose|lost|losing|gain|gained|drop|dropped|bench\w*|squat\w*|deadlift\w*"
    rf"|lift\w*|press\w*|curl\w*|snatch\w*|clean\w*|row\w*|"
    rf"with|using|carry|carrying|hold|at birth)\W+(?:\w+\W+){{0,2}}?{MASS}|{MASS}\s*(?:of\b"
    rf"|for \d|per\b|heavier|lighter|less|more|over|under|"
    r"too|dumbbell|kettlebell|barbell|away|overweight|underweight)|\b(?:goal|target|ideal|dream|used to)\b"
)
GONE: Final = (
    r"(?:fine|better|heal(?:ed|s)|recover(?:ed|s)|gone|back to normal|pain[- ]?free|good again|great again|ok(?:ay)? again|"
    r"all right again|alright again|no longer|does(?:n't| not)|do(?:n't| not)|stopped|any ?more|resolved|cleared up|"
    r"no (?:more )?(?:pain|trouble|problems?|issues?)|has(?:n't| not) hurt|is(?:n't| not))"
)
HURT: Final = (
    r"(?:hurt\w*|injur\w*|pain\w*|sore\w*|ach(?:e|es|ed|ing|y)|twist\w*|sprain\w*"
    r"|strain\w*|tweak\w*|pulled|troubl\w*|problems?|"
    r"issues?|stiff\w*|swollen|swelling|torn|tore|tear|broke|broken|fractur\w*|acting up|bother\w*|niggl\w*|inflam\w*|"
    r"tend[io]ni\w*|bruis\w*|dislocat\w*|rolled|banged up|busted|playing up|killing me|surgery|operat\w*|tender|messed up)"
)
SIDE: Final = r"(?:(?P<side>left|right|both)\s+)?"
SIDES: Final = {"left": ("left",), "right": ("right",), "both": ("left", "right")}
STATES: Final = {
    "sprain": "sprain",
    "strain": "strain",
    "pulled": "strain",
    "tor[en]": "tear",
    "tear": "tear",
    "broke": "fracture",
    "fractur": "fracture",
    "dislocat": "dislocation",
    "tend[io]ni": "tendinitis",
    "surgery": "surgery",
}
SPEAKER: Final = r"(?=.*\b(?:i|my|me)\b|\W*(?:(?:the|an?|some|sharp|bad|slight|sore|pain in)\s+)*(?:left|right)\b)"
"""At the beginning of a clause: it speaks of the person's own body, and not of bodies at large."""
PLACE: Final = rf"{SIDE}(?P<part>{one_of(PARTS)})\b"
NAME: Final = rf"(?P<name>{one_of(SUPPLEMENTS)})\b"
DOSED: Final = rf"(?:(?P<dose>{DOSE})\s*(?:of\s+)?)?{NAME}"
DOSED_AFTER: Final = rf"{NAME}\W+(?P<dose>{DOSE})"
TAKE: Final = (
    r"(?:take|taking|taken|took|supplement(?:ing)? with|use|using|started on|start on|on|add|added|have|having|drink|swallow)"
)
STOPPED: Final = (
    r"(?:no longer|stopp?(?:ed|ing)?|quit(?:ting)?|don't|do not|not|ceased|gave up"
    r"|given up|giving up|dropped|off(?: of)?|done with|"
    r"finished with|came off|cut out|ditched|discontinued|through with|never)"
)
LIKE_PASSING: Final = pattern(
    r"(?:this|that|it|you|your|how|what|to see|to know|the (?:idea|plan|app|advice"
    r"|answer)|these|those|them|him|her|my (?!\w+ing\b))\b"
)
GOAL_PASSING: Final = pattern(
    r"(?:know|ask|talk|see|understand|tell|say|check|hear|thank|cancel|show|report"
    r"|share|log|note|add|update|correct|mention|discuss|"
    r"be honest|change my|clarify|speak|book|remind)\b"
)
GOAL: Final = (
    r"(?:\bi(?:'d| would)? (?:really |also |still |just )*(?:want|like|love|wish|hope|aim|plan|intend|mean)(?: to)?\b(?<=to)"
    r"|\bi(?:'m| am)(?: \w+)? (?:aiming|planning|trying|hoping|going|working|looking)(?: (?:to|towards|for))+(?: this)?"
    r"|\bi(?:'ve| have)(?: \w+)? (?:decided|resolved|vowed) to"
    r"|\b(?:goals?|target|aim|objective|plan|ambition)(?: (?:of mine|for (?:this"
    r"|next) (?:year|month|season)|this (?:year|season)|now|right now))?"
    r"(?: (?:is|are|will be))(?: still| now)?(?: to)?"
    r"|\bset (?:myself|me) (?:the|a) (?:goal|target) (?:to|of)|\b(?:set|have) (?:a"
    r"|the|myself a) (?:new )?(?:goal|target)(?: to| of|:)"
    r"|\bgoals?(?: of mine)?:(?: to)?|\btarget:(?: to)?|\b(?:training|preparing) for)"
)


def wanted(match: re.Match[str], _clause: str) -> list[Found]:
    text = re.sub(r"^(?:to|is to|is)\s+", "", " ".join(match["v"].split()).strip(" ,.;:!?-"))
    if not text or GOAL_PASSING.match(text):
        return []
    return [Found("goal", text)]


def taken_away(match: re.Match[str], _clause: str) -> list[Found]:
    name = SUPPLEMENTS[match["name"]]
    return [Found("supplement", name), Found(f"supplement.{slug(name)}.dose", "")]


def steps(text: str) -> float | None:
    return number(text)


bedtime: Final = partial(clock, evening=True, plain_hours=True)
waketime: Final = partial(clock, plain_hours=True)
ADJECTIVE_DIET: Final = one_of(DIETS)


def picked(attribute: str, match: re.Match[str]) -> list[Found]:
    text = next((match[name] for name in ("v", "w", "x", "y") if name in match.re.groupindex and match[name]), "")
    text = re.sub(r"\s+any ?more$", "", " ".join(text.split()).strip(" ,.;:!?-"))
    return [] if not text or LIKE_PASSING.match(text) else [Found(attribute, text)]


NO_PLACE: Final = pattern(
    r"(?:bed|the|a|an|my|pain|work|school|hospital|home|shape|training|january"
    r"|february|march|april|may|june|july|august|september|october|november|december"
    r"|this|last|next|total|general|love|town|rehab|run|do|take|make|get|see"
    r"|sleep|eat|lose|gain)\b"
)


def travelled(match: re.Match[str], clause: str) -> list[Found]:
    return [] if NO_PLACE.match(match["v"]) else named("travel")(match, clause)


def lived(match: re.Match[str], clause: str) -> list[Found]:
    return [] if NO_PLACE.match(match["v"]) or match["v"][0].isdigit() else named("home")(match, clause)
