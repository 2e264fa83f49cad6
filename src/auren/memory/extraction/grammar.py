"""What a turn says about the person who said it: clause by clause, by a language's rules and guards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, tzinfo
from enum import IntEnum
from fnmatch import fnmatchcase
from typing import Final, Literal

from auren.facts import EVER, Statement
from auren.memory.extraction.language import Found, Language, Rule
from auren.memory.extraction.moments import Span, deadline, span
from auren.memory.extraction.text import Clause, clauses, folded
from auren.memory.facts.slots import SLOTS
from auren.memory.facts.timeline import REACH
from auren.people import Subject

__all__ = ["Said", "own_statements", "read"]

_SIDED: Final = re.compile(r"^(?:left|right) ")
_FEW_WORDS: Final = 4
_CERTAIN_WORDS: Final = 8
"""Longer than this it is no bare value, but a sentence about something else."""
_MOMENT: Final = timedelta(microseconds=1)
_SINCE_EVER: Final = frozenset({"birthday", "sex"})
_LASTING: Final = frozenset({"injury", "allergy", "condition", "training.sport", "goal", "home", "supplement", "medication"})
"""Slots of which a past tense with a time tells a beginning: "I hurt my knee last week"."""
_TIMELESS: Final = ("goal", "preference.")
"""Slots in which a time belongs to the value."""
_NEAR: Final = timedelta(days=10)
"""A measurement of so short ago stands until the next one."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something a turn says.

    Args:
        act: what it does to the slot.
        found: slot and value; a correction that names no slot has an empty attribute, and its value is the words.
        at: when it was said.
        span: the time it names, if any.
        past: whether it speaks of a time that is over.
        measured: whether it is a measurement.
        replaces: the value that was wrong, as it was named.
        confidence: 0 to 1; what the grammar reads is certain.
        turn: id of the turn.
    """

    act: Literal["holds", "corrects", "ended", "denies"]
    found: Found
    at: datetime
    turn: str = field(repr=False)
    span: Span | None = None
    past: bool = False
    measured: bool = False
    replaces: str = field(default="", repr=False)
    confidence: float = 1.0

    def statement(self, subject: Subject, zone: tzinfo, now: datetime) -> Statement:
        """Give the statement of it."""
        start, end, said_at = self._times(zone)
        return Statement(
            subject=subject,
            attribute=self.found.attribute,
            act=self.act,
            value=self.found.value,
            unit=self.found.unit,
            said_at=said_at,
            recorded_at=now,
            since=start,
            until=end,
            replaces=self.replaces,
            confidence=self.confidence,
            evidence=(self.turn,),
        )

    def _times(self, zone: tzinfo) -> tuple[datetime | None, datetime | None, datetime]:
        if self.found.attribute in _SINCE_EVER:
            return EVER, None, self.at
        if self.span is None or self.span.vague or self.found.attribute.startswith(_TIMELESS):
            return None, None, self.at
        start, end = self.span.instants(zone)
        if self.act == "ended" or self.span.lasting:
            return (start if start < self.at else None if self.act == "ended" else start), None, self.at
        if not self.past:
            return start, end, self.at
        if self.found.attribute in _LASTING:
            return start, None, self.at
        if self.measured and self.at - start <= _NEAR:
            # A measurement of the day before yesterday stands, but says nothing of the days since then.
            return start, None, start
        return start, min(end, self.at) if start < self.at else end, self.at


class _Cue(IntEnum):
    """What announces a correction: words that surely mean what was said before, or words that may."""

    NONE = 0
    AMENDS = 1
    MEANT = 2


def read(
    text: str, at: datetime, turn: str, *, zone: tzinfo, languages: Sequence[Language], before: Sequence[Said] = ()
) -> list[Said]:
    """Give what a turn says about the person who said it.

    Args:
        text: the person's words.
        at: when they were said.
        turn: id of the turn.
        zone: the person's, for words such as "yesterday".
        languages: tried in turn; the first in which the text says something counts.
        before: what was said before, oldest first, which a correction may mean.
    """
    for language in languages:
        found = _read(text, at, turn, zone, language, [said for said in before if at - said.at <= REACH])
        if found:
            return found
    return []


def own_statements(text: str, language: Language) -> list[str]:
    """Give the clauses of a turn that state something of the person: no questions, suppositions, wishes or other people."""
    stated = [
        _bared(clause.text, language)
        for clause in clauses(text, joints=language.joints, asks=language.asks, shadows=language.shadows)
        if not clause.question and not clause.supposed
    ]
    return [clause for clause in stated if _is_own(folded(clause), language)]


def _is_own(low: str, language: Language) -> bool:
    mine = language.me.search(low) is not None
    return mine and not _is_of_others(low, language) and language.doubts.search(low) is None


def _read(text: str, at: datetime, turn: str, zone: tzinfo, language: Language, before: Sequence[Said]) -> list[Said]:
    found: list[Said] = []
    correcting = _Cue.NONE
    for clause in clauses(text, joints=language.joints, asks=language.asks, shadows=language.shadows):
        said, correcting = _heard(clause, at, turn, zone, language, [*before, *found], correcting)
        # In the order of the words, since what comes later in a turn counts.
        found += [replace(one, at=at + _MOMENT * (len(found) + n)) for n, one in enumerate(said)]
    return found


def _heard(
    clause: Clause, at: datetime, turn: str, zone: tzinfo, language: Language, before: Sequence[Said], correcting: _Cue
) -> tuple[list[Said], _Cue]:
    if clause.question or clause.supposed:
        return [], _Cue.NONE
    cue, rest = _after_cue(_bared(clause.text, language), language)
    cue = max(cue, correcting)
    if not rest:
        return [], cue
    if _is_of_others(folded(rest), language):
        return [], cue
    old, new = _parted(rest, language) if cue else ("", rest)
    doubtful = language.doubts.search(folded(new)) is not None
    said = _by_rules(new, at, turn, day=at.astimezone(zone).date(), language=language, doubtful=doubtful)
    if cue:
        certain = cue is _Cue.MEANT or bool(old)
        fixed = _corrected(said, old, new, at, turn, language, before, certain=certain)
        if fixed is not None:
            return fixed, _Cue.NONE
    return said, _Cue.NONE


def _after_cue(text: str, language: Language) -> tuple[_Cue, str]:
    low = folded(text)
    meant = language.meant.match(low)
    amends = None if meant else language.amends.match(low)
    found = meant or amends
    if found is None:
        return _Cue.NONE, text
    # "Not 80, 82": the cue is a part of what names the wrong value.
    named = language.names_old.search(found[0])
    return (_Cue.MEANT if meant else _Cue.AMENDS), text[named.start() if named else found.end() :].strip(" ,")


def _bared(text: str, language: Language) -> str:
    lead = language.leads.match(folded(text))
    text = text[lead.end() :] if lead else text
    tail = language.tails.search(folded(text))
    return text[: tail.start()] if tail else text


def _is_of_others(low: str, language: Language) -> bool:
    if language.reported.search(low):
        return True
    other, me = language.others.search(low), language.me.search(low)
    return other is not None and (me is None or other.start() < me.start())


def _parted(text: str, language: Language) -> tuple[str, str]:
    """Part a correction into the value that was wrong and the words that are right."""
    found = language.not_old.search(folded(text))
    if found is None:
        return "", text
    old = text[found.start("old") : found.end("old")]
    return old, (text[: found.start()] + " " + text[found.end() :]).strip(" ,")


def _by_rules(text: str, at: datetime, turn: str, *, day: date, language: Language, doubtful: bool) -> list[Said]:
    low = folded(text)
    named = span(low, day)
    mine = language.me.search(low) is not None
    past, begins = language.past.search(low) is not None, language.begins.search(low) is not None
    found: list[Said] = []
    for rule in language.rules:
        if doubtful and not rule.open_to_doubt:
            continue
        match = rule.pattern.search(low)
        if match is None or (rule.unless is not None and rule.unless.search(low)):
            continue
        if not mine and not language.brief.match(low[: match.start()]):
            continue
        values = [value for value in rule.read(match, text) if value.attribute not in {one.found.attribute for one in found}]
        if past and not begins and named is None and rule.act == "holds" and not _may_be_past(rule, values):
            continue
        where = named if not begins or named is None else replace(named, lasting=True)
        values = [_with_deadline(value, day) for value in values]
        found += [Said(rule.act, value, at, turn, where, past and not begins, rule.measured) for value in values]
        if rule.closes and values:
            break
    return found


def _with_deadline(found: Found, day: date) -> Found:
    if found.attribute != "goal":
        return found
    parted = deadline(found.value, day)
    return replace(found, value=f"{parted[0]} (by {parted[1]})") if parted and parted[0] else found


def _may_be_past(rule: Rule, values: Sequence[Found]) -> bool:
    return rule.measured or any(value.attribute in _LASTING or value.attribute in _SINCE_EVER for value in values)


def _corrected(
    said: Sequence[Said],
    old: str,
    new: str,
    at: datetime,
    turn: str,
    language: Language,
    before: Sequence[Said],
    *,
    certain: bool,
) -> list[Said] | None:
    """Make a correction of what a clause says, or of its bare value; None when there is nothing that it could correct."""
    if said:
        return [_amended(one, old, language, certain=certain) for one in said]
    recent = [one for one in before if one.act in ("holds", "corrects")]
    if len(new.split()) > (_CERTAIN_WORDS if certain else _FEW_WORDS):
        return None
    for held in reversed(recent):
        if not certain and SLOTS.of(held.found.attribute).kind == "additive" and held.found.attribute != "injury":
            continue
        value = _bare(held.found, new, language)
        if value is None or value == held.found:
            continue
        named = _wrong_place(old, language) if value.attribute == "injury" else ""
        several = SLOTS.of(value.attribute).kind == "additive"
        return [Said("corrects", value, at, turn, replaces=named or (held.found.value if several else ""))]
    return None


def _bare(held: Found, new: str, language: Language) -> Found | None:
    if held.attribute == "injury":
        return _other_side(held, new, language)
    for attribute, read_value in language.bare.items():
        if fnmatchcase(held.attribute, attribute):
            value = read_value(new)
            return None if value is None else replace(value, attribute=held.attribute)
    return None


def _other_side(held: Found, new: str, language: Language) -> Found | None:
    named = language.bare["injury"](new)
    if named is not None:
        return named
    side = re.search(r"\b(left|right)\b", new.lower())
    part = _SIDED.sub("", held.value).split(" (")[0]
    return Found("injury", f"{side[1]} {part}") if side else None


def _amended(one: Said, old: str, language: Language, *, certain: bool) -> Said:
    """Make a correction of a statement, whatever was said before: the store finds what it corrects, if there is something."""
    attribute, value = one.found.attribute, one.found.value
    if one.act != "holds":
        return one
    if attribute == "injury":
        wrong = _wrong_place(old, language) or (_SIDED.sub("", value) if _SIDED.match(value) else "")
        return replace(one, act="corrects", replaces=wrong) if wrong else one
    if SLOTS.of(attribute).kind == "additive" and not certain:
        # "Actually, I do yoga" may be one more.
        return one
    return replace(one, act="corrects")


def _wrong_place(old: str, language: Language) -> str:
    named = language.bare["injury"](old) if old else None
    return named.value if named else ""
