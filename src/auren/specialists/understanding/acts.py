"""What is wanted, and for when: told by the words a question begins with or holds."""

from __future__ import annotations

from typing import Final, Literal

from auren.conversation import Timing
from auren.specialists.understanding.lazy import LazyPattern

__all__ = ["Act", "act_of", "timing_of"]

Act = Literal["status", "plan", "why", "what_is", "report", "greeting"]
"""What is wanted: how things are, what to do, why, what something is; or something is told, or only greeted."""

_GREETING: Final = LazyPattern(
    r"(?:(?:hi|hello|hey|yo|hiya|good (?:morning|evening|afternoon|night)|morning|thanks?|thank you|thx|bye"
    r"|cheers|there|coach|again"
    r"|hallo|moin|servus|guten (?:morgen|tag|abend)|gute nacht|danke|tschuss|hola|buenos dias|buenas(?: tardes"
    r"| noches)?|gracias"
    r"|bonjour|bonsoir|salut|merci|ola|bom dia|boa (?:tarde|noite)|obrigad[oa]|zusammen|a lot|very much"
    r"|beaucoup|dir|all)(?: |$))+"
)
_GREETS: Final = frozenset(
    (
        *("hi", "hello", "hey", "yo", "hiya", "good", "morning", "thank", "thanks", "thx", "bye", "cheers", "there", "coach"),
        *("again", "hallo", "moin", "servus", "guten", "gute", "danke", "tschuss", "hola", "buenos", "buenas", "gracias"),
        *("bonjour", "bonsoir", "salut", "merci", "ola", "bom", "boa", "obrigado", "obrigada", "zusammen", "a", "very"),
        *("beaucoup", "dir", "all"),
    )
)
"""The words that a greeting may begin with."""
_WHY: Final = LazyPattern(
    r"\b(?:why|how come|what gives|whats (?:behind|causing|wrong)|what (?:causes|caused)|reasons? (?:for|why)|due to what"
    r"|warum|wieso|weshalb|woran liegt|woher kommt|por que|a que se debe|pourquoi|dou vient)\b"
)
_WHAT_IS: Final = LazyPattern(
    r"^(?:in (?:plain|simple|short) ?(?:words|terms|english)? |simply put |quick question |just curious )?"
    r"(?:what (?:even |actually |exactly )?(?:is|are) (?:an? |the )?(?!my\b|your\b|best\b|right\b|good\b|next\b|for\b|on\b)"
    r"|whats (?:an? )(?!good\b|realistic\b)"
    r"|explain\b|define\b|what does .* (?:mean|do|tell|show)\b|how does .* work\b|difference between"
    r"|was (?:ist|sind|bedeutet|heisst) (?!heute\b|mein)|erklar|que es\b|que significa|quest ce que|cest quoi"
    r"|o que (?:e|sao|significa)\b)"
    r"|\bwhat (?:does|do) (?:it|that|this|they|.{1,40}) mean$"
)
_PLAN: Final = LazyPattern(
    r"\b(?:plan|plans|programme?|schedule|routine|menu|should i|shall i|can i|could i|may i|how do i|how can i"
    r"|how should i|how to"
    r"|what (?:should|can|do|could) i|when should i|how (?:much|many|often|long|late) (?:should|can|do) i"
    r"|help me|give me|make me"
    r"|build me|write me|tips|ideas|advice|what now|what to|best way|best|how do you|any good|which"
    r"|soll ich|sollte ich|darf ich|kann ich|wie (?:kann|werde|verbessere|steigere|baue|schaffe) ich|mach mir"
    r"|erstell|plane|tipps"
    r"|was (?:kann|soll|hilft|tun|mache|esse)|hilft|debo|puedo|que (?:hago|como|ceno|entreno)|como (?:mejoro|gano|puedo)|hazme"
    r"|comment|que (?:faire|manger)|dois je|puis je|fais moi|devo|posso|o que (?:faco|comer|fazer)"
    r"|como (?:melhorar|aumentar)|monte)\b"
)
_WHAT_ELSE: Final = LazyPattern(r"^what(?:s| is| are)\b(?!.*\bmy\b)|\bwhat (?:does|do) .* mean\b")
_REPORT: Final = LazyPattern(
    r"^(?:i (?:did|ate|ran|slept|had|drank|lifted|finished|skipped|trained|went|took|walked|rode|swam|weigh|feel|felt|am|was)"
    r"|im\b|ive\b|just (?:did|ran|had|finished|ate)|my \w+ (?:hurts?|is|was|feels)|slept\b|ate\b|ran\b"
    r"|ich (?:habe?|bin|war)\b|hab\b|bin\b|he (?:dormido|comido|corrido)|jai\b|eu (?:comi|dormi|corri)\b)"
)
_TIMINGS: Final[tuple[tuple[Timing, LazyPattern], ...]] = (
    (
        "tonight",
        LazyPattern(
            r"\b(?:tonight|this evening|before bed|heute (?:abend|nacht)|esta noche|ce soir|cette nuit"
            r"|hoje a noite|esta noite)\b"
        ),
    ),
    (
        "today",
        LazyPattern(
            r"\b(?:today|2day|right now|now|this morning|this afternoon|heute|jetzt|gerade|hoy|ahora"
            r"|aujourd ?hui|maintenant|hoje|agora)\b"
        ),
    ),
    ("tomorrow", LazyPattern(r"\b(?:tomorrow|tmrw|tmr|morgen(?! fruh)|manana|demain|amanha)\b")),
    (
        "this_block",
        LazyPattern(
            r"\b(?:block|mesocycle|season|(?:this|next) month|(?:\d+|two|three|four|six|eight|ten|twelve|few"
            r"|several) (?:weeks|months)"
            r"|by (?:spring|summer|autumn|winter)|wochen|monate?|saison|temporada|meses|semanas|semaines|mois"
            r"|summer|trainingsblock)\b"
        ),
    ),
    (
        "this_week",
        LazyPattern(
            r"\b(?:(?:this|next|the|coming) week|weekly|weekend|next days|monday|tuesday"
            r"|wednesday|thursday|friday"
            r"|saturday|sunday|diese woche|nachste woche|wochenende|wochenplan|esta semana|cette semaine)\b"
        ),
    ),
    ("this_week", LazyPattern(r"\bweek\b|\bdays ahead\b")),
    ("this_block", LazyPattern(r"\b(?:months?|weeks|long term)\b")),
)


_NOT_THEN: Final = LazyPattern(
    r"\b(?:not|nicht) (?:today|tonight|tomorrow|now|this week|heute|morgen|jetzt)\b"
    r"|\b(?:today|tonight|tomorrow) (?:doesnt|does not|wont|will not|isnt|is not) (?:work|fit|happen|be possible|possible|on)\b"
)
"""A time that is ruled out is not asked about."""


def act_of(said: str, *, asks: bool) -> Act:
    """Give what is wanted.

    Args:
        said: in plain spelling.
        asks: whether it was written as a question.
    """
    # What asks or reports is longer than most greetings, and for it no pattern is made.
    if not said or (_GREETS.issuperset(said.split()[:1]) and _GREETING.fullmatch(said)):
        return "greeting"
    if _WHY.search(said):
        return "why"
    if _WHAT_IS.search(said):
        return "what_is"
    if _REPORT.search(said) and not asks and not _PLAN.search(said):
        return "report"
    if _PLAN.search(said):
        return "plan"
    return "what_is" if _WHAT_ELSE.search(said) else "status"


def timing_of(said: str) -> Timing | None:
    """Give the time that is asked about; None where none is named.

    Args:
        said: in plain spelling.
    """
    said = _NOT_THEN.sub(" ", said)
    return next((timing for timing, pattern in _TIMINGS if pattern.search(said)), None)
