"""Models, accounts and plans that the tests of the gateway share."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime

from auren.errors import GatewayError
from auren.gateway.budgets import InMemoryLedger, Plans
from auren.inference import Account, ChatMessage, Completion, Delta, ModelRequest, ModelTraits, Plan, Price, Usage
from auren.people import Subject
from auren.ports import Model
from auren.ports.ledger import Balance

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
PRICE = Price(1_000_000, 2_000_000)
"""One micro-dollar for a token that is read, and two for one that is written."""
ANNA = Account(Subject("anna"), "pioneer", "Europe/Oslo")
PLAN = Plan("pioneer", limit_micro_usd=10_000, limit_tokens=1_000_000)
PLANS = Plans([PLAN])


def asked(text: str = "How did I sleep?", *, max_tokens: int = 50, account: Account | None = ANNA) -> ModelRequest:
    """Give a request of Anna's."""
    return ModelRequest((ChatMessage("user", text),), max_tokens=max_tokens, account=account)


async def balance(ledger: InMemoryLedger, account: Account = ANNA, plan: Plan = PLAN) -> Balance:
    """Give what is left, after checking that nothing was lost or made."""
    found = await ledger.balance(account, plan, now=NOW)
    assert found.limit_micro_usd is None or found.remaining_micro_usd is not None
    if found.limit_micro_usd is not None and found.remaining_micro_usd is not None:
        assert found.remaining_micro_usd + found.held_micro_usd + found.spent_micro_usd == found.limit_micro_usd
    return found


class Priced(Model):
    """Answers with a text and a usage, or raises, or waits until it is let go.

    Args:
        answer: the text, or what to raise.
        usage: what it says it used; None for nothing.
        traits: what it can do.
        waits: whether it waits to be let go before it answers.
    """

    def __init__(
        self,
        answer: str | Exception = "You slept well.",
        *,
        name: str = "priced",
        usage: Usage | None = None,
        traits: ModelTraits | None = None,
        waits: bool = False,
        counts: int | None = None,
    ) -> None:
        super().__init__(timeout_s=None)
        self._name = name
        self._answer = answer
        self._usage = Usage(100, 20) if usage is None else usage
        self._traits = ModelTraits(price=PRICE) if traits is None else traits
        self._counts = counts
        self.asked: list[ModelRequest] = []
        self.under_way = asyncio.Event()
        self.let_go = asyncio.Event()
        if not waits:
            self.let_go.set()

    @property
    def name(self) -> str:
        return self._name

    @property
    def traits(self) -> ModelTraits:
        return self._traits

    async def _count_tokens(self, request: ModelRequest) -> int | None:
        return self._counts

    async def _complete(self, request: ModelRequest) -> Completion:
        self.asked.append(request)
        self.under_way.set()
        await self.let_go.wait()
        if isinstance(self._answer, Exception):
            raise self._answer
        return Completion(self._answer, self._name, self._usage)

    async def _stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        completion = await self._complete(request)
        for word in completion.text.split(" "):
            yield Delta(f"{word} ")
        yield Delta(completion=completion)


def unbilled(error: GatewayError) -> GatewayError:
    """Give an error of an endpoint that surely charged nothing."""
    error.unbilled = True
    return error
