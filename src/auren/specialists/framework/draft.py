"""Advice in the making: claims with what they rest on, actions with what they change, and demands on all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from math import fsum
from typing import Final

from auren.conversation import Action, Advice, Case, Claim, ClaimKind, Constraint, Timing
from auren.findings import Citation, Finding, FindingStatus, Grade, Insufficient, Measure
from auren.rendering import span
from auren.science.claims import CitedStatement
from auren.specialists.framework.holding import case_allows
from auren.specialists.framework.telling import said, told
from auren.specialists.framework.wording import looks_back, sentence, shown

__all__ = ["Draft", "confidence", "shown"]

_WEIGHT: Final[dict[Grade, float]] = {"A": 0.95, "B": 0.85, "C": 0.65, "D": 0.5}
_UNREAD: Final = 0.9
_UNSETTLED: Final = 0.9
_NOTHING: Final = 0.2


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
    return round((fsum(parts) / len(parts) if parts else _NOTHING) * (_UNSETTLED if unsettled else 1.0), 2)


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
        self._answers: list[Claim] = []

    def say(
        self,
        kind: ClaimKind,
        text: str,
        *measures: Measure | None,
        findings: Iterable[Finding] = (),
        cites: Iterable[Citation] = (),
        statement: CitedStatement | None = None,
    ) -> None:
        """Add a claim.

        Args:
            kind: what it does.
            text: one or two sentences; its first letter is made a capital.
            *measures: the numbers it rests on; None is passed over.
            findings: the findings it rests on.
            cites: what backs it beyond its measures.
            statement: a cited statement whose numbers it may say.
        """
        known = tuple(measure for measure in measures if measure is not None)
        ids = tuple(finding.id for finding in findings)
        stated = () if statement is None else (statement.id,)
        claim = Claim(text[:1].upper() + text[1:], kind, known, ids, tuple(cites), stated)
        if claim not in self._claims:
            self._claims.append(claim)

    def answer(self, kind: ClaimKind, text: str, *measures: Measure | None) -> None:
        """Add a claim that is told before all others, even before what is asked for.

        Args:
            kind: what it does.
            text: one sentence; its first letter is made a capital.
            *measures: the numbers it rests on; None is passed over.
        """
        self.say(kind, text, *measures)
        self._answers.append(self._claims[-1])

    def cite(self, statement: CitedStatement, *measures: Measure | None) -> None:
        """Add a claim that words a cited statement as it stands.

        Args:
            statement: of the claim library.
            *measures: the person's own numbers that it bears on; None is passed over.
        """
        known = tuple(measure for measure in measures if measure is not None)
        claim = Claim(statement.text, ClaimKind.MEANING, known, (), (statement.source,), (statement.id,))
        if claim not in self._claims:
            self._claims.append(claim)

    def ask(self, question: str) -> None:
        """Add the one question whose answer would help most; only the first is kept.

        Args:
            question: in plain words, with its question mark.
        """
        if all(claim.kind is not ClaimKind.QUESTION for claim in self._claims):
            self.say(ClaimKind.QUESTION, question)

    def quote(self, claim: Claim) -> None:
        """Add a colleague's claim as it stands, unless one tells the same measures already.

        Args:
            claim: a claim of a colleague's advice.
        """
        told = {measure for mine in self._claims if mine.kind is claim.kind for measure in mine.measures}
        if not told.intersection(claim.measures):
            self._claims.append(claim)

    def figure(self, measure: Measure | None, *, findings: Iterable[Finding] = ()) -> None:
        """Add a claim that tells one figure, unless a claim tells it already; None is passed over.

        Args:
            measure: any measure.
            findings: the findings it rests on.
        """
        if measure is None or self.tells(measure):
            return
        titled = self.dated(measure) if looks_back(measure) else measure.title
        self.say(ClaimKind.OBSERVATION, sentence(measure, titled), measure, findings=findings)

    def dated(self, measure: Measure) -> str:
        """Give a measure's title, with its dates where none that end on the same day were given yet.

        Args:
            measure: any measure.
        """
        if measure.window.last in self._dated:
            return measure.title
        self._dated.add(measure.window.last)
        return f"over {span(measure.window)}, {measure.title}"

    def urge(
        self,
        text: str,
        timing: Timing,
        *measures: Measure | None,
        on: str = "",
        change: float | None = None,
        findings: Iterable[Finding] = (),
        cites: Iterable[Citation] = (),
        statement: CitedStatement | None = None,
    ) -> None:
        """Add an action and the claim that says it.

        Args:
            text: what to do, in the imperative, without a full stop; its numerals are those of its measures.
            timing: when.
            *measures: the numbers it names; None is passed over.
            on: what it acts on, for example "training_load"; empty for something that no constraint speaks of.
            change: how much of it is asked for, as a share of the usual; None where no amount is meant.
            findings: the findings it rests on.
            cites: what backs it beyond its measures.
            statement: the cited statement whose action it is; its numbers may be said.
        """
        if any(action.text == text for action in self._actions):
            return
        self._actions.append(Action(text, timing, on, change))
        self.say(ClaimKind.ACTION, said(self._actions[-1]), *measures, findings=findings, cites=cites, statement=statement)

    def demand(self, *constraints: Constraint) -> None:
        """Add constraints on all specialists.

        Args:
            constraints: one's own, or those of a colleague who was consulted.
        """
        self._constraints.extend(constraint for constraint in constraints if constraint not in self._constraints)

    @property
    def answered(self) -> bool:
        """Whether what was asked has been told already."""
        return bool(self._answers)

    @property
    def empty(self) -> bool:
        """Whether nothing was said yet."""
        return not self._claims

    @property
    def observes(self) -> bool:
        """Whether anything was told, or owned to be missing, of how things are."""
        return any(claim.kind in (ClaimKind.OBSERVATION, ClaimKind.MISSING) or claim.measures for claim in self._claims)

    def says(self, text: str) -> bool:
        """Tell whether an action says already what a text ends with.

        Args:
            text: one sentence.
        """
        return any(text.casefold().rstrip(".").endswith(action.text.casefold()) for action in self._actions)

    def tells(self, measure: Measure) -> bool:
        """Tell whether an observation tells a figure already.

        Args:
            measure: any measure.
        """
        return any(measure in claim.measures for claim in self._claims if claim.kind is ClaimKind.OBSERVATION)

    def words(self, statement: str) -> bool:
        """Tell whether a claim words a cited statement already.

        Args:
            statement: its id.
        """
        return any(statement in claim.statements for claim in self._claims)

    @property
    def acts(self) -> bool:
        """Whether anything was asked for yet."""
        return bool(self._actions)

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
        claims = told([claim for claim in self._claims if case_allows(case, claim)], answers=self._answers)
        used = {finding for claim in claims for finding in claim.findings}
        unsettled = any(f.status is not FindingStatus.CONFIRMED for f in case.findings if f.id in used)
        return Advice(
            id=self._id(case),
            specialist=self._specialist,
            claims=claims,
            actions=tuple(action for action in self._actions if any(claim.text == said(action) for claim in claims)),
            confidence=confidence((m for claim in claims for m in claim.measures), unsettled=unsettled),
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
