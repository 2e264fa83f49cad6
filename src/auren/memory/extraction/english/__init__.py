"""English: what makes a question, a supposition, another person or a correction, and the rules."""

from __future__ import annotations

from typing import Final

from auren.memory.extraction.english.bare import BARE
from auren.memory.extraction.english.body import BODY
from auren.memory.extraction.english.life import LIFE
from auren.memory.extraction.english.wishes import WISHES
from auren.memory.extraction.language import Language, pattern

__all__ = ["ENGLISH"]

_PEOPLE: Final = (
    r"(?:sister|brother|mum|mom|mother|dad|father|parent|wife|husband|partner|girlfriend|boyfriend|friend|daughter|son|kid|"
    r"child|children|baby|aunt|uncle|cousin|niece|nephew|grand(?:ma|mother|pa|father)|coach|trainer|colleague|boss|"
    r"neighbou?r|roommate|flatmate|team-?mate|twin|buddy|mate|client|fianc[eé]e?|dog|cat|in-laws?)s?"
)
_MONTHS: Final = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"

ENGLISH: Final = Language(
    code="en",
    joints=pattern(
        r"(?i)\s+(?:but|whereas|although|and)\s+(?=(?:i|my|i'm|i've|we)\b)"
        r"|(?<!says)(?<!said)(?<!thinks)(?<!claims)(?<!told me),\s*(?=(?:but |and "
        r"|so |now )?(?:i|my|i'm|i've|i'd)\b(?! ?(?:am |'m )?allergic))"
        r"|,\s*(?=(?:is|are|does|do|should|would|could|can|what|how|why|will|am|where|when|which)\b)"
    ),
    asks=pattern(
        r"(?:(?:so|and|but|ok|hey|hi|well|also|btw|then)[, ]+)*(?:do|does|did|is"
        r"|are|am|was|were|should|shall|can|could|would|will|what(?:'s)?|how|"
        r"why|when(?! i)|who|which|where|may i|might)\b(?!n't (?:do|take))"
    ),
    shadows=pattern(
        r"(?:(?:so|and|but|ok|hey|hi|well|also|btw|then|by the way)[, ]+)*(?:if|unless"
        r"|when i was|as a (?:kid|child|teenager)|suppos(?:e|ing)|imagine|what if"
        r"|let'?s say|assum(?:e|ing)|pretend|say i|in case|had i|were i|provided)\b"
    ),
    leads=pattern(
        r"(?:(?:hey|hi|hello|btw|by the way|also|well|ok|okay|so|fyi|for the record"
        r"|just so you know|quick update|one more thing|small update|"
        r"update|and|but|yes|yeah|no(?=,)|oh|hm+|please note(?: that)?|note(?: that)?"
        r"|good morning|good evening|as i said|just|then|today|in fact|new)\b[\s,.:!-]*)+"
    ),
    tails=pattern(
        r",?\s*(?:just |only )?\b(?:for (?:your|the) (?:notes|information|records?"
        r"|file)|so you know|fyi|btw|by the way|please\b[\w ]*|"
        r"thanks\b[\w ]*|thank you\b[\w ]*|if that (?:helps|matters)|as you (?:know|asked)|you know)\s*[.!]*$"
    ),
    doubts=pattern(
        r"\b(?:if|would|could|should|might|maybe|perhaps|imagine|suppos(?:e|ing)"
        r"|let'?s say|assuming|unless|hypothetically|what if|wish|hope|hoping|"
        r"thinking (?:about|of)|consider(?:ing)?|i may|i'll|i will|going to|about to"
        r"|tempted to|wonder(?:ing)?|pretend|used to|almost|nearly|not sure|i guess"
        r"|dream\w*|remember when|joking|kidding)\b"
    ),
    others=pattern(
        rf"\b(?:(?:my|our|his|her|their|the|an?|this|that)\s+(?:\w+\s+)?{_PEOPLE}(?:'s)?"
        rf"|he|she|they|his|her|their|people|someone|somebody|everyone|everybody|you"
        rf"|your|athletes|runners|women|men|the (?:average|normal|app|summary|report)"
        rf"|an? (?:average|normal))\b"
    ),
    me=pattern(rf"\bi\b|\bmy\b(?!\s+(?:\w+\s+)?{_PEOPLE}\b)|\bme\b|\bmine\b|\bwe\b|\bour\b(?!\s+(?:\w+\s+)?{_PEOPLE}\b)"),
    brief=pattern(
        rf"(?:(?:the|my|body|current|new|another|this morning|today|tonight|on average|in {_MONTHS}|the doctor|gp)\b[\s,]*)*$"
    ),
    reported=pattern(
        r"(?<!scale )(?<!scales )(?<!scan )(?<!watch )(?<!test )(?<!doctor )(?<!results )(?<!i )\b(?:thinks?"
        r"|says?|said|claims?|told|wrote|writes|believes?|reckons?)\b|\baccording to\b"
        r"|\b(?:i (?:read|heard)|summary|you (?:said|told|wrote|noted))\b"
    ),
    past=pattern(r"\b(?:was|were|weighed|had|ate|stayed|spent|lived|did|took|tried|trained|ran|said|showed|drank|smoked)\b"),
    begins=pattern(
        r"\b(?:started|began|begun|moved|went|gone|switched|became|become|turned"
        r"|took up|taken up|picked up|got into|quit|stopped|gave up|given up|hurt"
        r"|injured|sprained|strained|twisted|broke|tore|tweaked|pulled|prescribed"
        r"|diagnosed|put me on|dropped)\b"
    ),
    meant=pattern(
        r"(?:(?:oops|sorry|ah|oh|hm+|wait|no wait|no|well|hey|my bad|apologies)[\s,.!:-]+)*(?:correction"
        r"|i (?:just )?meant(?: to say| to write)?|i mean|i misspoke|i mistyped|i made a (?:mistake"
        r"|typo)|(?:sorry, |sorry )?typo|that was (?:wrong|a typo|a mistake)|that's wrong"
        r"|i got (?:that|it) wrong|let me correct (?:that|myself)|scratch that|strike that"
        r"|i was wrong|i mixed (?:that|it|them) up|wrong (?:side|number|value|one)"
        r"|i said (?:that|it) wrong|mistake|make that|i should have said|to correct myself)\b[\s,.:;-]*(?:it(?:'s"
        r"| is| was)\s+)?"
    ),
    amends=pattern(
        r"(?:(?:oops|sorry|ah|oh|wait|no wait|no(?=[,.!])|hm+|my bad|well)[\s,.!:-]+)*(?:actually"
        r"|sorry|oops|wait|no wait|no(?=[,.!])|"
        r"(?:it'?s |it is )?not(?=\s[^,]+,)|it(?:'?s| is)(?=[^,]*,\s*(?:and )?not\b)"
        r"|rather)(?![\w'])[\s,.!:-]*(?:it(?:'s| is| was)\s+(?!not\b))?"
    ),
    names_old=pattern(r"\bnot\W*$"),
    not_old=pattern(
        r"(?:,\s*|\b)(?:it'?s\s+)?(?:and\s+)?\bnot\s+(?:my\s+|the\s+|at\s+|a\s+)?(?P<old>[^,]+?)(?=\s*(?:,|$|\bbut\b))"
    ),
    rules=(*WISHES, *BODY, *LIFE),
    bare=BARE,
)
