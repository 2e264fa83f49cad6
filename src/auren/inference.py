"""What goes to a language model and what comes back, and the budget it is held to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from auren.errors import InvalidInput
from auren.people import Subject

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
class Account:
    """Whose budget a call counts against.

    Args:
        subject: the person.
        plan: name of the plan the person is on; empty for the gateway's default plan.
        zone: IANA name or fixed offset in which the days and months of the budget turn.
    """

    subject: Subject
    plan: str = ""
    zone: str = "UTC"


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
class Usage:
    """What a completion used.

    Args:
        input_tokens, output_tokens: tokens read and written, each with all its parts below.
        cached_tokens: part of the input that was served from the endpoint's cache.
        cost_micro_usd: price in millionths of a US dollar.
        exact: False when the endpoint did not say and a bound stands in.
        cache_write_tokens: part of the input that the endpoint charged for keeping in its cache.
        reasoning_tokens: part of the output that is not shown.
        audio_input_tokens, audio_output_tokens: parts that are sound.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    cost_micro_usd: int = 0
    exact: bool = True
    cache_write_tokens: int = 0
    reasoning_tokens: int = 0
    audio_input_tokens: int = 0
    audio_output_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cached_tokens + other.cached_tokens,
            self.cost_micro_usd + other.cost_micro_usd,
            self.exact and other.exact,
            self.cache_write_tokens + other.cache_write_tokens,
            self.reasoning_tokens + other.reasoning_tokens,
            self.audio_input_tokens + other.audio_input_tokens,
            self.audio_output_tokens + other.audio_output_tokens,
        )

    def costing(self, micro_usd: int) -> Usage:
        """Give the same usage at another price, in millionths of a US dollar."""
        return Usage(
            self.input_tokens,
            self.output_tokens,
            self.cached_tokens,
            micro_usd,
            self.exact,
            self.cache_write_tokens,
            self.reasoning_tokens,
            self.audio_input_tokens,
            self.audio_output_tokens,
        )

    @property
    def tokens(self) -> int:
        """Tokens read and written together."""
        return self.input_tokens + self.output_tokens


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


@dataclass(frozen=True, slots=True)
class Price:
    """What a model costs from a date on, in millionths of a US dollar for a million tokens.

    A price of 0.15 USD for a million tokens is 150,000. A part without a price of its own costs what its whole does.

    Args:
        input: text that is read.
        output: text that is written; hidden reasoning is written, too.
        cached_input: input served from the endpoint's cache.
        cache_write: input that the endpoint keeps in its cache.
        audio_input: sound that is read.
        audio_output: sound that is written.
        since: first day it is in force; None for always.
        beyond: how many input tokens are at this price at the most, and the price of a call that reads more.
    """

    input: int
    output: int
    cached_input: int | None = None
    cache_write: int | None = None
    audio_input: int | None = None
    audio_output: int | None = None
    since: date | None = None
    beyond: tuple[int, Price] | None = None


@dataclass(frozen=True, slots=True)
class ModelTraits:
    """What a router has to know of a model.

    Args:
        context_tokens: the most tokens that request and answer may have together; None when it is not known.
        tools: whether it can ask for tools.
        json_schema: whether it can be held to a JSON schema.
        quality: 1 (weak) to 5 (strong), for choosing among models.
        price: what it costs; None leaves it to the price table.
        tags: what it is good for or where it runs, for example "health" or "self-hosted".
    """

    context_tokens: int | None = None
    tools: bool = True
    json_schema: bool = True
    quality: int = 3
    price: Price | None = None
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rate:
    """How often something may happen: on average, and at once.

    Args:
        count: how many, 1 or more.
        per_s: in how many seconds, above 0.
        burst: how many at once, 1 or more; None for `count`.

    Raises:
        InvalidInput: a number is out of range.
    """

    count: int
    per_s: float
    burst: int | None = None

    def __post_init__(self) -> None:
        if self.count < 1 or not 0 < self.per_s < float("inf") or (self.burst is not None and self.burst < 1):
            raise InvalidInput(
                f"A rate of {self.count} in {self.per_s:g} s with a burst of {self.burst} was given; "
                "expected a count and a burst of 1 or more in some seconds."
            )


@dataclass(frozen=True, slots=True)
class Plan:
    """What people on a plan may use: the hook on which a host hangs its payment system.

    Args:
        name: the plan.
        limit_micro_usd: what one person may spend in a window, millionths of a US dollar; None for no limit.
        limit_tokens: tokens one person may use in a window; None for no limit.
        window: length of the window, in the person's zone.
        features: names of features the plan unlocks.
        pool_micro_usd: what all people on the plan may spend together in a window, in UTC; None for no limit.
        pool_tokens: tokens that they may use together; None for no limit.
        rate: how often one person may ask; None for no limit.
        pool_rate: how often all people on the plan together may ask; None for no limit.
        models: names or tags of the models it may use; None for all.
    """

    name: str
    limit_micro_usd: int | None = None
    limit_tokens: int | None = None
    window: Literal["day", "month"] = "month"
    features: frozenset[str] = frozenset()
    pool_micro_usd: int | None = None
    pool_tokens: int | None = None
    rate: Rate | None = None
    pool_rate: Rate | None = None
    models: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Reservation:
    """A part of a budget that is held for one call of one model.

    Args:
        id: reserving or settling the same id twice changes nothing.
        held_micro_usd, held_tokens: the upper bound that is held.
        expires_at: when an unsent hold is released and a sent one settles at its bound.
        labels: what it is for, as pairs of name and text; never content.
    """

    id: str
    held_micro_usd: int
    held_tokens: int
    expires_at: datetime
    labels: tuple[tuple[str, str], ...] = ()
