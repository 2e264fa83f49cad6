"""Turns that live on those before them: what goes on from an earlier question, and what puts one right."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from auren.specialists.understanding.corrections import Correction, correction, folded
from auren.specialists.understanding.lazy import LazyPattern
from auren.specialists.understanding.plain import plain

__all__ = ["corrected", "goes_on", "leans", "limits", "returns_to"]

_SHORT: Final = 120


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_GOES_ON: Final = _words(
    "and then so what how about why is that it the day after tomorrow today tonight later now next this week weekend again "
    "else for on monday tuesday wednesday thursday friday saturday sunday morning evening afternoon instead or"
)
"""A question of such words alone says nothing by itself."""
_OPENS: Final = _words("and then so what how why or for on tomorrow today tonight later next instead")
_MOST_WORDS: Final = 6
_THAT: Final = r"(?:it|that|this|those|them|these|one|so)"
_NAMES_NOTHING: Final = LazyPattern(
    r"(?:(?:and|but|so|or|then|ok|okay|thanks|thank you|cheers|great|good|perfect|nice|cool|alright|right|well|got it) )*(?:"
    # "at what time", "on which days", "how often should I do that", "for how long"
    r"(?:(?:at|by|on|in|until|till|from) )?(?:what|which) (?:time|times|day|days|hour)(?: of (?:the )?day)?"
    rf"(?: (?:is|works|would be) (?:best|better|good)| (?:should|shall|can|do|must|would) i(?: \w+)? {_THAT})?"
    r"|(?:(?:for|by|to) )?how (?:often|long|much|many(?: times)?|late|early|soon|hard|fast|far)"
    r"(?: (?:should|shall|can|do|must|would|could) i"
    rf"(?: (?:do|take|use|have|keep|hold|try|repeat|need|continue)(?: {_THAT})?)?)?"
    rf"|how (?:do|should|can) i (?:do|start|begin|try) {_THAT}"
    # "in the evening", "on Sundays", "at night"
    r"|(?:(?:in|on|at|for|what about|how about) )*(?:the )?"
    r"(?:mornings?|evenings?|afternoons?|nights?|noon|weekends?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|rest days?)"
    # "which exercise first", "which one is best"
    r"|which (?:\w+ )?(?:first|next|is (?:best|better)|comes first|one|ones)(?: should i (?:do|take|try|choose))?"
    r"|which (?:\w+ )?(?:should|shall|do|can) i (?:do|take|try|start|begin|choose|use|pick)(?: with)?(?: first| next)?"
    # "why does it matter at all"
    rf"|why (?:does|do|did|is|are|would) {_THAT} (?:matter|help|work|hurt|count|happen|important|bad|good)(?: at all| so much)?"
    r"|(?:what|where) (?:first|next|then|instead|else)"
    # "what should I do about it", "is that normal"
    rf"|what (?:should|shall|can|could|do|must) i do(?: (?:about|with|for|against) {_THAT})?"
    r"(?: (?:first|next|now|instead|today|tonight|tomorrow|this (?:week|evening|morning|afternoon)))?"
    rf"|(?:is|was) {_THAT} (?:bad|good|ok|okay|fine|normal|much|a lot|enough|too much|too little|low|high)"
    # "it is 6 out of 10", "about 3/10": how strong what was told of is
    r"|(?:(?:its|it is|it was|id say|i would say|maybe|about|around|now|only|just|a|at|like|say) )*\d{1,2} (?:(?:out )?of )?10"
    r"(?: (?:now|today|at rest|when i (?:run|walk|move)))*"
    # "what about the days I don't train", "and on rest days"
    r"|(?:(?:what|how) about |and |on )*(?:the |my )?(?:days|weeks|nights|evenings|times)(?: off)?"
    r" (?:on which |when |that |where )?i (?:dont|do not|am not|cant|cannot|work|rest|travel|have no)(?: \w+){0,3}"
    # "not today, this week"
    r"|not (?:today|tonight|tomorrow|now|this week)(?: (?:but )?(?:today|tonight|tomorrow|(?:this|next) week|later))?"
    r")(?: then)?(?: please)?"
)
"""Turns that are full sentences and name nothing all the same: what they are about was said before."""
_FEW: Final = 6
_LIMIT_WORDS: Final = 14
_STEM: Final = 4
_LEANING: Final = _words("and but so ok okay then oh hm hmm well also sorry though instead or because cause")
_POINTING: Final = _words("it them they those these that this one ones there then")
_OWN: Final = _words("my our")
"""A turn that opens with something of one's own tells of something new."""
_ANEW: Final = LazyPattern(
    r"\b(?:different|other|another|new) (?:thing|question|topic|matter)\b|\bby the way\b|\bbtw\b|\bsomething else\b"
    r"|\bswitching\b"
)
_LIMITS: Final = LazyPattern(
    r"(?:(?:but|and|sorry|actually|oh|also|well|though) )*"
    r"(?:i (?:can only|only have|have only|just have|have no|dont have|do not have|dont like|do not like|hate"
    r"|cant (?:do|eat|have|use)|forgot to say|forgot)|only (?:\w+ )?(?:minutes|days|dumbbells)"
    r"|(?:scrap|skip|drop|cancel|swap|move|shift|leave out|not on|add) (?:the |on |a )?"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
    r"|no (?:gym|equipment|time|weights))\b(?!.*\bhow\b)"
)
"""What somebody says of how they live, on top of what they asked: the answer is wanted anew."""
_RETURNS: Final = LazyPattern(
    r"(?:(?:ok|okay|and|now|so|but|anyway|right|well|no|yes|lets go|go|coming) )*back to (?:the |my |that |those )?(\w+)"
)
_WORD: Final = LazyPattern(r"[^\W\d_]+")


_AMENDS: Final = LazyPattern(
    r"(?=.*\b(?:\d+|half|quarter|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|hundred"
    r"|noon|midnight|minutes?|hours?|days?|weeks?|months?|years?|kg|kilos?|km|miles?)\b)"
    r"(?:(?:(?:sorry|oops|wait|actually|correction|no|my mistake|i got that wrong) )+(?:(?:i meant?|it (?:was|is)|its|that was"
    r"|make (?:it|that))\b|.*\bnot (?:\w+ ){0,2}\w+$)|i meant\b)"
)
"""What puts an amount or a time right that stands for no word of another: "sorry, I meant half past nine, not eleven"."""
_MOST_AMENDS: Final = 14
_MISTOOK: Final = LazyPattern(
    r"\b(?:i (?:\w+ )?(?:read|got|had|put|typed|wrote|said|spelled|mixed|muddled) (?:it|that|this|them|those|the \w+|my \w+)"
    r" (?:wrong|up|the wrong way round)|my mistake|my bad|i misspoke|i mistyped|correction|scratch that"
    r"|i (?:left out|forgot to (?:say|mention|add))|forgot to (?:say|mention|add))\b"
)
"""What says that something before was wrong or wanting; what follows puts it right."""
_MOST_MISTOOK: Final = 30


def goes_on(text: str) -> bool:
    """Tell whether a turn can only be understood from those before it: "and tomorrow?", "why?", "no, I meant my knee".

    Args:
        text: the person's words; untrusted.
    """
    if len(text) > _SHORT:
        return False
    words = [word.casefold() for word in _WORD.findall(text)]
    bare = 0 < len(words) <= _MOST_WORDS and words[0] in _OPENS and _GOES_ON.issuperset(words)
    said = plain(text)
    amends = len(words) <= _MOST_AMENDS and _AMENDS.match(said) is not None
    amends = amends or (len(words) <= _MOST_MISTOOK and _MISTOOK.search(said) is not None)
    return bare or amends or correction(text) is not None or _NAMES_NOTHING.fullmatch(said) is not None


def leans(said: str, *, names: bool) -> bool:
    """Tell whether a turn reads as said on top of those before it: short, or opened or held by words that point back.

    Args:
        said: in plain spelling.
        names: whether it names a topic, so that shortness alone tells nothing.
    """
    words = said.split()
    if not words or _ANEW.search(said) or words[0] in _OWN:
        return False
    return (len(words) <= _FEW and not names) or words[0] in _LEANING or not _POINTING.isdisjoint(words)


def limits(said: str) -> bool:
    """Tell whether a turn only says how somebody lives, such as "I only have dumbbells", on top of what they asked before.

    Args:
        said: in plain spelling.
    """
    return len(said.split()) <= _LIMIT_WORDS and _LIMITS.match(said) is not None


def returns_to(said: str, earlier: Sequence[str]) -> int | None:
    """Give the earlier turn that a person comes back to; None where they come back to nothing.

    "back to the flight" is the latest turn before the last that shares its word, or where none does, the one before the last.

    Args:
        said: in plain spelling.
        earlier: the turns before, the latest last; untrusted.
    """
    found = _RETURNS.match(said)
    if found is None or len(earlier) < 2:
        return None
    stem = found[1][:_STEM]
    known = (at for at in reversed(range(len(earlier))) if any(word.startswith(stem) for word in plain(earlier[at]).split()))
    return next(known, len(earlier) - 2)


def corrected(turns: Iterable[str], last: str = "") -> tuple[str, ...]:
    """Give what was asked with what was put right by later turns: "no, I meant my knee" changes the turn before it.

    Args:
        turns: what a person asked, the oldest first; untrusted.
        last: the newest turn, which may put the others right, and is not given back.
    """
    told: list[str] = []
    for text in (*turns, last):
        found = correction(text)
        if told and found is not None:
            at = _place(told, found)
            if at is not None:
                told[at] = _put_right_by(told[at], found)
        told.append(text)
    return tuple(told[:-1])


def _put_right_by(text: str, found: Correction) -> str:
    meant = [word.casefold() for word in _WORD.findall(found.meant)]
    for kind in found.kinds:
        instead = next((word for word in meant if folded(word) in kind), None)
        if instead is not None:
            # Where what is named as wrong is not said in so many letters, what is of its kind is meant.
            denied = {folded(word) for word in found.wrong} & {folded(word) for word in _WORD.findall(text)}
            text = _with(text, instead, (denied & kind or kind) - {folded(instead)})
    return text


def _with(text: str, instead: str, wrong: Collection[str]) -> str:
    return _WORD.sub(lambda found: instead if folded(found[0]) in wrong else found[0], text)


def _place(told: Sequence[str], found: Correction) -> int | None:
    """Give the latest turn that says something of the kind that is put right."""
    return next((at for at in reversed(range(len(told))) if _put_right_by(told[at], found) != told[at]), None)
