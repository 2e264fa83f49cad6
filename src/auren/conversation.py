"""What is asked, what specialists say, and what the person is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from auren.findings import Citation, Finding, Insufficient, Measure
from auren.inference.usage import Usage
from auren.people import Profile, Subject

if TYPE_CHECKING:
    from auren.facts import Recollection
    from auren.holds import Hold

__all__ = [
    "Action",
    "Advice",
    "Case",
    "Cause",
    "Claim",
    "ClaimKind",
    "Constraint",
    "Delivery",
    "DeliveryStatus",
    "Feedback",
    "InboundMessage",
    "Message",
    "Outcome",
    "Plan",
    "Query",
    "RedFlag",
    "Reply",
    "Sentence",
    "Timing",
]


@dataclass(frozen=True, slots=True)
class Query:
    """What a person asked.

    Args:
        id: unique.
        subject: who asked.
        text: the words; untrusted.
        asked_at: aware.
        conversation: which conversation it belongs to.
    """

    id: str
    subject: Subject
    text: str = field(repr=False)
    asked_at: datetime
    conversation: str = "main"


@dataclass(frozen=True, slots=True)
class Case:
    """All that a specialist gets to work with.

    Args:
        today: the date on the person's wall clock.
        findings: what the rules found and what still stands, newest first.
        profile: what is known of the person.
        query: what was asked; None when a finding started it.
        recalled: what was said before that bears on it.
        earlier: what the person asked before in the same conversation, the latest last; untrusted.
        holds: what is switched off until a human clears it; what they forbid is left out whoever says it.
    """

    today: date
    findings: tuple[Finding, ...]
    profile: Profile
    query: Query | None = None
    recalled: tuple[Recollection, ...] = ()
    earlier: tuple[str, ...] = field(default=(), repr=False)
    holds: tuple[Hold, ...] = ()


class ClaimKind(StrEnum):
    """What a claim does."""

    OBSERVATION = "observation"
    MEANING = "meaning"
    ACTION = "action"
    MISSING = "missing"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement, in the plain words that may always be sent.

    Args:
        text: the plain form; one or two sentences.
        kind: what it does.
        measures: the numbers it rests on.
        findings: ids of the findings it rests on.
        citations: what backs it beyond its measures.
        statements: ids of the cited statements of the claim library that it words; their numbers may be said.
    """

    text: str = field(repr=False)
    kind: ClaimKind
    measures: tuple[Measure, ...] = ()
    findings: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    statements: tuple[str, ...] = ()


Timing = Literal["today", "tonight", "this_week", "this_block"]
"""When something is to be done; a block is the weeks until the next thing a person trains or plans for."""

Cause = Literal["safety", "pain", "energy", "sleep", "recovery", "load", "life", "goal"]
"""Why something is demanded, in the order of precedence: what stands first is never given up for what stands later."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do.

    Args:
        text: what, in the imperative.
        timing: when.
        on: what it acts on, for example "training_load"; empty for something that no constraint speaks of.
        change: how much of it is asked for, as a share of the usual; None where no amount is meant.
    """

    text: str = field(repr=False)
    timing: Timing
    on: str = ""
    change: float | None = None


@dataclass(frozen=True, slots=True)
class Constraint:
    """What one specialist demands of all, so that one body gets one plan.

    Args:
        on: what is limited, for example "training_load".
        ceiling: the most that is allowed, as a share of the usual; 1.0 means no increase, None no upper limit.
        until: last day on which it holds.
        reason: why, in plain words.
        specialist: who demands it.
        floor: the least that is demanded, as a share of the usual; None for no lower limit.
        cause: why it is demanded; decides where two demands cannot both be met.
    """

    on: str
    ceiling: float | None
    until: date
    reason: str = field(repr=False)
    specialist: str
    floor: float | None = None
    cause: Cause = "load"


@dataclass(frozen=True, slots=True)
class Plan:
    """What the team wants done, made one: no action breaks a constraint, and no two ask for opposite things.

    Args:
        actions: what to do, the most important first.
        constraints: what holds for all, at most one for each thing that is limited.
        set_aside: what a specialist asked for and a constraint of higher precedence did not allow, in plain words.
    """

    actions: tuple[Action, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    set_aside: tuple[str, ...] = field(default=(), repr=False)

    def when(self, timing: Timing) -> tuple[Action, ...]:
        """Give the actions of one time, in order."""
        return tuple(action for action in self.actions if action.timing == timing)

    def ceiling(self, on: str) -> float | None:
        """Give the most that is allowed of something, as a share of the usual; None where nothing limits it."""
        return min((c.ceiling for c in self.constraints if c.on == on and c.ceiling is not None), default=None)


@dataclass(frozen=True, slots=True)
class Advice:
    """What one specialist says.

    Args:
        id: unique.
        specialist: who says it.
        claims: in the order in which they are to be said.
        actions: what to do, most important first.
        confidence: 0 to 1, from coverage and evidence grade.
        constraints: what it demands of the other specialists.
        insufficient: what could not be computed, and why.
        consulted: names of the colleagues who were asked.
    """

    id: str
    specialist: str
    claims: tuple[Claim, ...]
    actions: tuple[Action, ...] = ()
    confidence: float = 0.5
    constraints: tuple[Constraint, ...] = ()
    insufficient: tuple[Insufficient, ...] = ()
    consulted: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Message:
    """A text on its way to a person.

    Args:
        id: sending the same id twice must have one effect.
        subject: who it is for; the channel finds the address in the directory.
        text: what to send.
        reply_id: the reply it carries.
        helps: whether it is nothing but fixed texts that name help, back to where the person wrote; such a message asks for no
            consent.
    """

    id: str
    subject: Subject
    text: str = field(repr=False)
    reply_id: str
    helps: bool = False


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """A text that came in over a channel.

    Args:
        id: the channel's own id; the same message delivered twice is answered once.
        channel: name of the channel.
        address: where it came from; the directory turns it into a subject and it goes no further.
        text: the words; untrusted.
        received_at: aware.
    """

    id: str
    channel: str
    address: str = field(repr=False)
    text: str = field(repr=False)
    received_at: datetime


class DeliveryStatus(StrEnum):
    """The life of a delivery."""

    PENDING = "pending"
    SENT = "sent"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One effect on one channel, planned or done.

    Args:
        id: the message's id.
        subject: who it is for.
        channel: name of the channel.
        reply_id: the reply it carries.
        kind: an answer to a question, advice from findings, or the one correction that advice may get.
        not_before: earliest instant, after quiet hours; aware.
        status: where it is in its life.
        at: when it reached that status; aware.
        attempts: how often sending was tried.
    """

    id: str
    subject: Subject
    channel: str
    reply_id: str
    kind: Literal["answer", "advice", "correction"]
    not_before: datetime
    status: DeliveryStatus
    at: datetime
    attempts: int = 0


Outcome = Literal["followed", "not_followed", "helped", "did_not_help"]
"""What may become of advice."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person or host said about advice.

    Args:
        advice_id: the advice.
        outcome: what became of it.
        at: aware.
        note: further words; untrusted.
    """

    advice_id: str
    outcome: Outcome
    at: datetime
    note: str = field(default="", repr=False)
