"""What every specialist needs to draft advice: figures that remember their gaps, and a draft that becomes Advice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from statistics import fmean
from typing import Final, Literal

from auren.conversation import Action, Advice, Case, Claim, ClaimKind, Constraint
from auren.findings import Finding, FindingStatus, Grade, Insufficient, Measure
from auren.ports.specialist import SpecialistContext
from auren.rendering import quantity, span

__all__ = ["Draft", "Figures", "confidence", "shown"]

_WEIGHT: Final[dict[Grade, float]] = {"A": 0.95, "B": 0.85, "C": 0.65, "D": 0.5}
_UNREAD: Final = 0.9
_UNSETTLED: Final = 0.9
_NOTHING: Final = 0.2


def shown(measure: Measure) -> str:
    """Give a measure's value with its unit, for example "6 h 18 min".

    Args:
        measure: any measure.
    """
    return quantity(measure.value, measure.unit, measure.digits)


def confidence(measures: Iterable[Measure], *, unsettled: bool = False) -> float:
    """Give how far advice can be relied on, 0 to 1, two decimals.

    The mean over its measures of coverage (days with a value / days expected) times the weight of the evidence's grade
    (A 0.95, B 0.85, C 0.65, D 0.5), times 0.9 where a constant of the formula has not been read in the paper itself; the
    whole times 0.9 while a finding it rests on may still change. Advice without a measure has 0.2.

    Args:
        measures: what the claims rest on; one that several claims share counts once.
        unsettled: whether it rests on a finding that is not settled.
    """
    parts = [
        _WEIGHT[measure.citation.grade]
        * (1.0 if measure.citation.verified else _UNREAD)
        * min(1.0, measure.coverage.have / max(1, measure.coverage.expected))
        for measure in {measure.name: measure for measure in measures}.values()
    ]
    return round((fmean(parts) if parts else _NOTHING) * (_UNSETTLED if unsettled else 1.0), 2)


class Figures:
    """Computes each figure once, and remembers those that could not be computed.

    Args:
        context: the specialist's context.
    """

    def __init__(self, context: SpecialistContext) -> None:
        self._context = context
        self._known: dict[str, Measure | Insufficient] = {}

    async def get(self, name: str) -> Measure | None:
        """Give a figure, or None when the data do not suffice.

        Args:
            name: a computation of the catalogue that needs no arguments.
        """
        if name not in self._known:
            self._known[name] = await self._context.compute(name)
        result = self._known[name]
        return result if isinstance(result, Measure) else None

    @property
    def gaps(self) -> tuple[Insufficient, ...]:
        """What could not be computed, in the order in which it was asked for."""
        return tuple(result for result in self._known.values() if isinstance(result, Insufficient))


class Draft:
    """Advice in the making.

    Args:
        specialist: whose advice it will be.
    """

    def __init__(self, specialist: str) -> None:
        self._specialist = specialist
        self._claims: list[Claim] = []
        self._actions: list[Action] = []
        self._constraints: list[Constraint] = []
        self._consulted: list[str] = []
        self._dated: set[date] = set()

    def say(self, kind: ClaimKind, text: str, *measures: Measure | None, findings: Iterable[Finding] = ()) -> None:
        """Add a claim.

        Args:
            kind: what it does.
            text: one or two sentences; its first letter is made a capital.
            measures: the numbers it rests on; None is passed over.
            findings: the findings it rests on.
        """
        known = tuple(measure for measure in measures if measure is not None)
        ids = tuple(finding.id for finding in findings)
        self._claims.append(Claim(text[:1].upper() + text[1:], kind, known, ids))

    def dated(self, measure: Measure) -> str:
        """Give a measure's title, with its dates where none that end on the same day were given yet.

        Args:
            measure: any measure.
        """
        if measure.window.last in self._dated:
            return measure.title
        self._dated.add(measure.window.last)
        return f"over {span(measure.window)}, {measure.title}"

    def urge(self, text: str, timing: Literal["today", "tonight", "this_week"], *, findings: Iterable[Finding] = ()) -> None:
        """Add an action and the claim that says it.

        Args:
            text: what to do, in the imperative, without a full stop and without numerals.
            timing: when.
            findings: the findings it rests on.
        """
        self._actions.append(Action(text, timing))
        self.say(ClaimKind.ACTION, f"{text}.", findings=findings)

    def demand(self, *constraints: Constraint) -> None:
        """Add constraints on all specialists.

        Args:
            constraints: one's own, or those of a colleague who was consulted.
        """
        self._constraints.extend(constraint for constraint in constraints if constraint not in self._constraints)

    def consulted(self, colleague: str) -> None:
        """Note that a colleague answered.

        Args:
            colleague: its name.
        """
        self._consulted.append(colleague)

    def advice(self, case: Case, gaps: tuple[Insufficient, ...]) -> Advice:
        """Give the advice, under an id that is the same for the same case and the same words.

        Args:
            case: what it answers.
            gaps: what could not be computed.
        """
        used = {finding for claim in self._claims for finding in claim.findings}
        unsettled = any(f.status is not FindingStatus.CONFIRMED for f in case.findings if f.id in used)
        return Advice(
            id=self._id(case),
            specialist=self._specialist,
            claims=tuple(self._claims),
            actions=tuple(self._actions),
            confidence=confidence((m for claim in self._claims for m in claim.measures), unsettled=unsettled),
            constraints=tuple(self._constraints),
            insufficient=gaps,
            consulted=tuple(self._consulted),
        )

    def _id(self, case: Case) -> str:
        digest = hashlib.blake2b(
            f"{self._specialist}|{case.today}|{case.query.id if case.query else ''}".encode(), digest_size=12
        )
        for finding in case.findings:
            digest.update(f"|{finding.id}:{finding.revision}:{finding.status}".encode())
        for claim in self._claims:
            digest.update(f"|{claim.text}".encode())
        return f"a_{digest.hexdigest()}"
