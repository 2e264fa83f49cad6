"""What goes to a language model and what comes back, and the budget it is held to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

__all__ = [
    "ChatMessage",
    "Completion",
    "Delta",
    "ModelRequest",
    "Plan",
    "Reservation",
    "ToolCall",
    "ToolSpec",
    "Usage",
]


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A model's wish to call a tool.

    Args:
        id: the model's id for the call.
        name: the tool.
        arguments: JSON text, not yet validated.
    """

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """A tool that a model may ask for.

    Args:
        name: the tool.
        description: what it gives.
        parameters: JSON schema of its arguments.
    """

    name: str
    description: str
    parameters: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message to a model."""

    role: Literal["system", "user", "assistant", "tool"]
    content: str
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str = ""


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """A question to a language model.

    Args:
        messages: the conversation, oldest first.
        max_tokens: the most tokens the answer may have; always sent.
        temperature: 0 to 2.
        deadline: one absolute instant for all attempts together; None leaves the endpoint's own timeout.
        purpose: what it is for, for routing and metrics, for example "wording".
        tools: tools the model may ask for.
        json_schema: the answer must be JSON of this schema; None for free text.
        stop: texts that end the answer.
    """

    messages: tuple[ChatMessage, ...]
    max_tokens: int = 600
    temperature: float = 0.2
    deadline: datetime | None = None
    purpose: str = "wording"
    tools: tuple[ToolSpec, ...] = ()
    json_schema: Mapping[str, object] | None = None
    stop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """What a completion used.

    Args:
        input_tokens, output_tokens: tokens read and written.
        cached_tokens: tokens of the input that were served from the endpoint's cache.
        cost_micro_usd: price in millionths of a US dollar.
        exact: False when the endpoint did not say and a bound stands in.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    cost_micro_usd: int = 0
    exact: bool = True

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cached_tokens + other.cached_tokens,
            self.cost_micro_usd + other.cost_micro_usd,
            self.exact and other.exact,
        )


@dataclass(frozen=True, slots=True)
class Completion:
    """A model's whole answer.

    Args:
        text: the words; empty when only tools were asked for.
        model: which model answered.
        usage: what it used.
        finish_reason: why it ended.
        tool_calls: tools it asked for.
        route: one line for each step of the routing, in order.
        failures: one line for each endpoint that failed before this one.
    """

    text: str
    model: str
    usage: Usage = field(default_factory=Usage)
    finish_reason: Literal["stop", "length", "tool_calls", "content_filter", "unknown"] = "stop"
    tool_calls: tuple[ToolCall, ...] = ()
    route: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of a streamed answer; the last one carries the completion.

    Args:
        text: what was added.
        completion: the whole answer, on the last piece only.
    """

    text: str = ""
    completion: Completion | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a person's plan allows in a window of time.

    Args:
        name: the plan.
        limit_micro_usd: spending limit of the window, millionths of a US dollar; None for no limit.
        limit_tokens: token limit of the window; None for no limit.
        window: length of the window, in the person's zone.
        features: names of features the plan unlocks.
    """

    name: str
    limit_micro_usd: int | None = None
    limit_tokens: int | None = None
    window: Literal["day", "month"] = "month"
    features: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reservation:
    """A part of a budget that is held for one call.

    Args:
        id: reserving or settling the same id twice changes nothing.
        held_micro_usd, held_tokens: the upper bound that is held.
        expires_at: when an unsent hold is released and a sent one settles at its bound.
        labels: what it is for, as pairs of name and text.
    """

    id: str
    held_micro_usd: int
    held_tokens: int
    expires_at: datetime
    labels: tuple[tuple[str, str], ...] = ()
