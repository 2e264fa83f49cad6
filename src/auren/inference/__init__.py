"""What goes to a language model and what comes back, and the budget it is held to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later

if TYPE_CHECKING:
    from auren.inference.budgets import Account, Plan, Rate, Reservation
    from auren.inference.exchange import ChatMessage, Completion, Delta, ModelRequest, ToolCall, ToolSpec
    from auren.inference.traits import ModelTraits, Price
    from auren.inference.usage import Usage

__all__ = [
    "Account",
    "ChatMessage",
    "Completion",
    "Delta",
    "ModelRequest",
    "ModelTraits",
    "Plan",
    "Price",
    "Rate",
    "Reservation",
    "ToolCall",
    "ToolSpec",
    "Usage",
]

__getattr__, __dir__ = later(
    __name__,
    {
        ".budgets": ("Account", "Plan", "Rate", "Reservation"),
        ".exchange": ("ChatMessage", "Completion", "Delta", "ModelRequest", "ToolCall", "ToolSpec"),
        ".traits": ("ModelTraits", "Price"),
        ".usage": ("Usage",),
    },
)
