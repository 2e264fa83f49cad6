"""What a question takes for granted: something that was done, or a figure that moved, said as if it were so."""

from __future__ import annotations

import re
from typing import Final

from auren.specialists.understanding.lazy import LazyPattern

__all__ = ["premises_of"]

_DONE: Final = (
    r"run|runs|ran|jog|5k|10k|marathon|parkrun|ride|rode|bike|cycling|swim|swam|row|walk|hike|match|game|race|triathlon|workout|"
    r"session|lift|squats?|deadlifts?|bench|class|yoga|crossfit|climb|intervals?|sprints?|training|gym"
)
_KEPT: Final = r"meditat\w*|mindful\w*|breathing|mobility|stretch\w*|naps?|sauna|ice bath|cold plunge|massage"
_SEEN: Final = r"hrv|heart rate variability|resting heart rate|rhr|pulse|sleep|night|weight"
_MOVED: Final = (
    r"up|high|higher|raised|rising|rose|risen|great|better|improv\w*|increas\w*|spik\w*|down|low|lower|dropp?\w*|fell|falling|"
    r"crash\w*|bad|terrible|poor|worse|lost|gained|normal|perfect"
)
_PRAISED: Final = r"great|nice|awesome|amazing|fantastic|super|brilliant|congrat\w*|proud"
_FINISHED: Final = r"finished|completed|crushed|smashed|nailed|did|had|won|ran|rode|swam|lifted|hit"
_OWN: Final = r"my|the|that|today's|yesterday's|this morning's|last night's"
_SCALE: Final = r"(?:weight|kilos|pounds|scales?)\s+(?:is|are|keeps?|has been)"
_GOES: Final = r"(?:coming off|melting|dropp\w*|falling|going (?:up|down)|creeping up|rising)"
_TRAINED: Final = r"train(?:ed|ing)|work(?:ed|ing) out|exercis(?:ed|ing)|gone to the gym"
_ALWAYS: Final = r"every (?:single )?day|daily|like (?:a )?(?:maniac|mad\w*|crazy|beast|machine)|never missed"
_GRANTED: Final = tuple(
    LazyPattern(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:{_PRAISED})\b[^.?!]{{0,40}}?\b(?:{_DONE})\b",
        rf"\b(?:just|i|i've|we)\s+(?:just\s+)?(?:{_FINISHED})\b[^.?!]{{0,40}}",
        rf"\b(?:after|since|following|despite|thanks to)\s+(?:{_OWN})\b[^.?!]{{0,40}}?\b(?:{_DONE})\b",
        rf"\b(?:{_OWN})\s+[\d.,]+\s*-?\s*\w+[^.?!]{{0,20}}?\b(?:{_DONE})\b",
        rf"\b(?:{_OWN}|yesterday's|this morning's)\b[^.?!]{{0,25}}?\b(?:{_DONE})\b[^.?!]{{0,25}}?\b(?:was|went|felt)\b",
        rf"\b(?:why|since|because|now that|given|glad)\b[^.?!]{{0,30}}?\b(?:{_SEEN})\b[^.?!]{{0,20}}?\b(?:{_MOVED})\b",
        rf"\b(?:{_OWN})\b[^.?!]{{0,30}}?\b(?:{_KEPT})\b[^.?!]{{0,30}}?\bi (?:logged|recorded|tracked|did|had|took)\b",
        rf"\b(?:since|because|now that|after)\b[^.?!]{{0,30}}?\bi (?:did|do|had|took)\b[^.?!]{{0,30}}?\b(?:{_KEPT})\b",
        rf"\b(?:{_PRAISED})\b[^.?!]{{0,20}}?\bi\s+(?:hit|met|made|reached|kept)\b[^.?!]{{0,10}}?\b(?:goals?|targets?|macros)\b",
        r"\bi(?:'ve)?\s+(?:hit|met|reached)\s+my\s+\w+\s+(?:goals?|targets?)\b",
        rf"(?:^|[.!,;]\s*|\b(?:that|since|because)\s+)(?:my|the)\s+{_SCALE}\b[^.?!]{{0,20}}?\b{_GOES}\b",
        rf"\bi(?:['’]ve| have)?\s+(?:been\s+)?(?:{_TRAINED})\b[^.?!]{{0,30}}?\b(?:{_ALWAYS})\b",
        r"\bi(?:'ve)?\s+(?:lost|gained)\b[^.?!]{0,20}\b(?:kg|kilos?|pounds?|lbs?|weight)\b",
    )
)

_CUES: Final = (
    *("great", "nice", "awesome", "amazing", "fantastic", "super", "brilliant", "congrat", "proud"),
    *("finished", "completed", "crushed", "smashed", "nailed", "did", "had", "won", "ran", "rode", "swam", "lifted", "hit"),
    *("lost", "gained", "after", "since", "following", "despite", "thanks to", "my", "the", "that", "today's", "yesterday's"),
    *("trained", "training", "worked out", "exercis", "gym"),
    *("this morning's", "last night's", "why", "because", "given", "glad"),
)
"""Each of these patterns needs one of these; a question without any is not searched at all."""


def premises_of(words: str) -> tuple[str, ...]:
    """Give what a question takes for granted, in the person's own words.

    Args:
        words: the person's own; untrusted.
    """
    folded = " ".join(words.casefold().split())
    if not any(cue in folded for cue in _CUES):
        return ()
    return tuple(match[0].strip() for pattern in _GRANTED for match in pattern.finditer(words))
