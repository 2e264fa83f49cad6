"""What the person is told, with its provenance."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from auren.conversation.advice import Advice, Claim, Plan
from auren.findings import Finding
from auren.inference.usage import Usage
from auren.people import Subject

__all__ = ["RedFlag", "Reply", "Sentence"]


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A sign that a human must look, raised before any model was asked.

    Args:
        id: row of the red-flag table, for example "R1".
        level: "E0" emergency now, "E1" same day, "E2" clinician before any plan, "G" gate, "R" refuse.
        text: the fixed text for the person, already in their language.
        noticed: what was noticed, in plain words; never a diagnosis.
        origin: whether the person's words or the data raised it.
    """

    id: str
    level: Literal["E0", "E1", "E2", "G", "R"]
    text: str = field(repr=False)
    noticed: str = field(repr=False)
    origin: Literal["text", "data"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a reply.

    Args:
        text: the words.
        origin: fixed safety text, a model's wording that was checked, or the plain form.
        claim: index of the claim it words; None for fixed text and greetings.
        replaced: why a model's sentence was replaced by the plain form; empty when it was not.
    """

    text: str = field(repr=False)
    origin: Literal["fixed", "model", "plain"]
    claim: int | None = None
    replaced: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to the person, with its provenance.

    Args:
        id: unique.
        subject: who it is for.
        kind: an answer to a question, advice from findings, or a correction of advice.
        sentences: what is said, in order.
        at: when it was made; aware.
        advice: what the specialists said.
        findings: what the rules had found.
        flags: red flags that were raised; they come first.
        query_id: the question it answers; empty for none.
        usage: what all model calls used together.
        route: which model worded it, and why.
        failures: one line for each thing that went wrong on the way; no personal data.
        degraded: whether something the host configured could not be used.
        asks_action: whether the person is asked to do something.
        plan: what the team wants done, made one.
    """

    id: str
    subject: Subject
    kind: Literal["answer", "advice", "correction"]
    sentences: tuple[Sentence, ...]
    at: datetime
    advice: tuple[Advice, ...] = ()
    findings: tuple[Finding, ...] = ()
    flags: tuple[RedFlag, ...] = ()
    query_id: str = ""
    usage: Usage = field(default_factory=Usage)
    route: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()
    degraded: bool = False
    asks_action: bool = False
    plan: Plan = field(default_factory=Plan)

    @property
    def text(self) -> str:
        """The whole answer as plain text."""
        return " ".join(sentence.text for sentence in self.sentences)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim in the order in which `Sentence.claim` counts them."""
        return tuple(claim for advice in self.advice for claim in advice.claims)

    def explain(self) -> str:
        """Give the why: each number down to the daily values and the ids of their readings, as plain text."""
        from auren.rendering import explain

        return explain(self)
