"""What goes to a language model, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from auren.inference.budgets import Account
from auren.inference.usage import Usage

__all__ = ["ChatMessage", "Completion", "Delta", "ModelRequest", "ToolCall", "ToolSpec"]


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
    arguments: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """A tool that a model may ask for.

    Args:
        name: the tool.
        description: what it gives.
        parameters: JSON schema of its arguments.
    """

    name: str
    description: str = field(repr=False)
    parameters: Mapping[str, object] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message to a model."""

    role: Literal["system", "user", "assistant", "tool"]
    content: str = field(repr=False)
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
        account: whose budget it counts against; None where the host holds nobody to one.
        conversation: the same for all turns of one conversation, so that they reach a replica that has read the earlier ones.
        complexity: how hard the request is to answer well.
        latency: whether somebody is waiting for the first word.
        prefers: tags of models that would suit, the best first, for example "health".
    """

    messages: tuple[ChatMessage, ...]
    max_tokens: int = 600
    temperature: float = 0.2
    deadline: datetime | None = None
    purpose: str = "wording"
    tools: tuple[ToolSpec, ...] = ()
    json_schema: Mapping[str, object] | None = field(default=None, repr=False)
    stop: tuple[str, ...] = field(default=(), repr=False)
    account: Account | None = None
    conversation: str = ""
    complexity: Literal["simple", "normal", "hard"] = "normal"
    latency: Literal["interactive", "relaxed"] = "interactive"
    prefers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Completion:
    """A model's whole answer.

    Args:
        text: the words; empty when only tools were asked for.
        model: which model answered.
        usage: what it used; left out, nobody knows, and it counts at the bound.
        finish_reason: why it ended.
        tool_calls: tools it asked for.
        route: one line for each step of the routing, in order.
        failures: one line for each endpoint that failed before this one.
    """

    text: str = field(repr=False)
    model: str
    usage: Usage = field(default_factory=lambda: Usage(exact=False))
    finish_reason: Literal["stop", "length", "tool_calls", "content_filter", "unknown"] = "stop"
    tool_calls: tuple[ToolCall, ...] = ()
    route: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()

    def using(self, usage: Usage) -> Completion:
        """Give the same answer with another usage."""
        return Completion(self.text, self.model, usage, self.finish_reason, self.tool_calls, self.route, self.failures)


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of a streamed answer; the last one carries the completion.

    Args:
        text: what was added.
        completion: the whole answer, on the last piece only.
    """

    text: str = field(default="", repr=False)
    completion: Completion | None = None
