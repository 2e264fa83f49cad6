"""From statements to facts: what holds in a slot, and when, as a function of all that was said of it and of nothing else."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from auren.facts import EVER, Statement
from auren.memory.facts.slots import Slot

__all__ = ["NEVER", "REACH", "Piece", "settled"]

NEVER: Final = datetime.max.replace(tzinfo=UTC)
REACH: Final = timedelta(days=1)
"""How long after a statement a correction that does not name the wrong value may still mean it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A value with the span in which it holds, and the statements it comes from."""

    id: str
    value: str = field(repr=False)
    unit: str
    start: datetime
    end: datetime
    confidence: float
    source: Literal["stated", "computed", "inferred"]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Claim:
    """A statement on its place.

    Args:
        said: the instant from which on it speaks for the time that follows.
        rank: which of two claims about one instant counts: the higher.
        start, end: the span it speaks of; the end is `NEVER` for one that lasts until something else is said.
        ends: whether it says that its value holds no longer.
    """

    statement: Statement
    said: datetime
    rank: int
    start: datetime
    end: datetime
    ends: bool = False
    evidence: tuple[str, ...] = ()

    @property
    def lasts(self) -> bool:
        return self.end == NEVER

    @property
    def anchor(self) -> datetime:
        return max(self.start, self.said)


@dataclass(frozen=True, slots=True)
class _Span:
    start: datetime
    end: datetime
    claim: _Claim


def settled(slot: Slot, statements: Iterable[Statement]) -> list[Piece]:
    """Give what holds in a slot, and when.

    Of two statements about one time the one that was said later counts. A statement that lasts holds until another one
    begins; one with an end leaves what was before and after it, unless the slot's kind says otherwise.
    """
    ordered = sorted(statements, key=lambda statement: (statement.said_at, statement.recorded_at, statement.key))
    claims = _claims(slot, ordered)
    if slot.kind == "constant":
        claims = [replace(claim, start=EVER, end=NEVER, said=EVER) for claim in claims[-1:] if not claim.ends]
    by_key: dict[str, list[_Claim]] = {}
    for claim in claims:
        if not claim.ends:
            by_key.setdefault(_key(slot, claim.statement.value), []).append(claim)
    endings = [claim for claim in claims if claim.ends]
    pieces: list[Piece] = []
    for of_key in by_key.values():
        pieces += _merged(_painted(slot, sorted([*of_key, *endings], key=lambda claim: claim.rank)))
    return pieces


def _key(slot: Slot, value: str) -> str:
    return slot.key(value) if slot.kind == "additive" else ""


def _claims(slot: Slot, ordered: Sequence[Statement]) -> list[_Claim]:
    claims: list[_Claim] = []
    for rank, said in enumerate(ordered):
        if said.act == "denies":
            claims = [claim for claim in claims if not _denied(slot, said, claim)]
            continue
        claim = _Claim(
            said, said.said_at, rank, said.since or said.said_at, said.until or NEVER, said.act == "ended", said.evidence
        )
        if said.act == "corrects":
            wrong = next((held for held in reversed(claims) if _is_meant(slot, said, held)), None)
            if wrong is not None:
                claims.remove(wrong)
                claim = replace(
                    claim,
                    said=wrong.said,
                    rank=wrong.rank,
                    start=said.since or wrong.start,
                    end=said.until or wrong.end,
                    evidence=_united(wrong.evidence, claim.evidence),
                )
        insort(claims, claim, key=lambda held: held.rank)
    return claims


def _is_meant(slot: Slot, correction: Statement, claim: _Claim) -> bool:
    if claim.ends:
        return False
    if correction.replaces:
        return _speaks_of(slot, correction.replaces, claim)
    return correction.said_at - claim.statement.said_at <= REACH


def _denied(slot: Slot, denial: Statement, claim: _Claim) -> bool:
    begun = (denial.since or EVER) <= claim.start < (denial.until or NEVER)
    return begun and not claim.ends and _speaks_of(slot, denial.value, claim)


def _speaks_of(slot: Slot, value: str, claim: _Claim) -> bool:
    return not value or slot.covers(value, claim.statement.value)


def _painted(slot: Slot, claims: Sequence[_Claim]) -> list[_Span]:
    spans = _base(slot, claims)
    for claim in claims:
        if claim.lasts:
            # It speaks also of the time between its beginning and the moment it was said.
            start, end = claim.start, claim.anchor
        else:
            start, end = claim.start, claim.end
        if start < end:
            spans = _overlaid(slot, spans, claim, start, end)
    return spans


def _base(slot: Slot, claims: Sequence[_Claim]) -> list[_Span]:
    lasting = sorted((claim for claim in claims if claim.lasts), key=lambda claim: (claim.anchor, claim.rank))
    spans: list[_Span] = []
    running: _Claim | None = None
    begun = EVER
    for claim in lasting:
        if claim.ends and (running is None or not _speaks_of(slot, claim.statement.value, running)):
            continue
        if running is not None and begun < claim.anchor:
            spans.append(_Span(begun, claim.anchor, running))
        if running is not None and begun == claim.anchor and _says_the_same(running, claim):
            running = replace(running, rank=claim.rank, evidence=_united(running.evidence, claim.evidence))
        else:
            running, begun = (None if claim.ends else claim), claim.anchor
    if running is not None:
        spans.append(_Span(begun, NEVER, running))
    return spans


def _says_the_same(one: _Claim, other: _Claim) -> bool:
    return not other.ends and (one.statement.value, one.statement.unit) == (other.statement.value, other.statement.unit)


def _overlaid(slot: Slot, spans: Sequence[_Span], claim: _Claim, start: datetime, end: datetime) -> list[_Span]:
    kept: list[_Span] = []
    free = [(start, end)]
    for span in spans:
        if span.end <= start or span.start >= end:
            kept.append(span)
        elif span.claim.rank > claim.rank:
            # Said later: it stays, and what is painted goes round it.
            kept.append(span)
            free = [part for hole in free for part in _without(hole, span)]
        elif claim.ends and not _speaks_of(slot, claim.statement.value, span.claim):
            kept.append(span)
        else:
            if span.start < start:
                kept.append(replace(span, end=start))
            if span.end > end and not (slot.kind == "intervals" and not claim.ends and span.start < start):
                kept.append(replace(span, start=end))
    if not claim.ends:
        kept += [_Span(begin, stop, claim) for begin, stop in free]
    return sorted(kept, key=lambda span: span.start)


def _without(hole: tuple[datetime, datetime], span: _Span) -> list[tuple[datetime, datetime]]:
    parts = ((hole[0], min(hole[1], span.start)), (max(hole[0], span.end), hole[1]))
    return [(start, end) for start, end in parts if start < end]


def _merged(spans: Sequence[_Span]) -> list[Piece]:
    pieces: list[Piece] = []
    for span in spans:
        piece = _piece(span)
        last = pieces[-1] if pieces else None
        if last is not None and (last.end, last.value, last.unit) == (piece.start, piece.value, piece.unit):
            pieces[-1] = replace(
                last,
                end=piece.end,
                confidence=max(last.confidence, piece.confidence),
                evidence=_united(last.evidence, piece.evidence),
            )
        else:
            pieces.append(piece)
    return pieces


def _piece(span: _Span) -> Piece:
    said = span.claim.statement
    id, source = said.id or said.key, said.source
    return Piece(id, said.value, said.unit, span.start, span.end, said.confidence, source, span.claim.evidence)


def _united(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))
