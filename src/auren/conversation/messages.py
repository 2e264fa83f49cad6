"""What goes to a person and comes from them over a channel, and what they say of advice."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from auren.people import Subject

__all__ = ["Delivery", "DeliveryStatus", "Feedback", "InboundMessage", "Message", "Outcome"]


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
