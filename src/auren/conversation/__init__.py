"""What is asked, what specialists say, and what the person is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later

if TYPE_CHECKING:
    from auren.conversation.advice import Action, Advice, Cause, Claim, ClaimKind, Constraint, Plan, Timing
    from auren.conversation.asking import Case, Query
    from auren.conversation.messages import Delivery, DeliveryStatus, Feedback, InboundMessage, Message, Outcome
    from auren.conversation.replies import RedFlag, Reply, Sentence

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

# A specialist alone writes no replies and sends no messages.
__getattr__, __dir__ = later(
    __name__,
    {
        ".advice": ("Action", "Advice", "Cause", "Claim", "ClaimKind", "Constraint", "Plan", "Timing"),
        ".asking": ("Case", "Query"),
        ".messages": ("Delivery", "DeliveryStatus", "Feedback", "InboundMessage", "Message", "Outcome"),
        ".replies": ("RedFlag", "Reply", "Sentence"),
    },
)
