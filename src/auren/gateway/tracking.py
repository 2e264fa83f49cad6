"""The host's own calls of models, held to the same budgets as the gateway's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import wraps
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

from auren.errors import ConfigurationError, GatewayError, InvalidInput, LifecycleError, ProtocolError
from auren.gateway._desk import Desk, Hold
from auren.gateway._meters import Meters
from auren.gateway.models._usage import _NAMES, Counts
from auren.gateway.prices import bound
from auren.inference import Account, Price, Usage

__all__ = ["TrackedTokens", "usage_of"]

P = ParamSpec("P")
R = TypeVar("R")


class TrackedTokens:
    """A call that the host makes itself: held on the way in, settled on the way out.

    As an asynchronous context it is good for one call, which says `used(...)`; a block that ends without it settles at the
    bound, as one that fails does. As a decorator it tracks every call of a function, whose answer must be, or have as
    `usage`, what was used.

    Args:
        desk: where it is paid for.
        meters: where it is measured.
        new_id: gives a fresh unique text.
        account: whose budget it counts against; for a decorator also a function of the call's arguments that gives it.
        model: its name, for metrics.
        price: of the model; None where nobody knows it.
        input_tokens, max_tokens: the most that the call reads and writes.

    Raises:
        ConfigurationError: nobody knows the model's price, and there is a ledger.
        InvalidInput: a number of tokens is below 0.
    """

    def __init__(
        self,
        desk: Desk,
        meters: Meters,
        new_id: Callable[[], str],
        account: Account | Callable[..., Account],
        *,
        model: str,
        price: Price | None,
        input_tokens: int,
        max_tokens: int,
    ) -> None:
        if input_tokens < 0 or max_tokens < 0:
            raise InvalidInput("A number of tokens below 0 was given; expected the most that the call can read and write.")
        if price is None and desk.ledger is not None:
            raise ConfigurationError(f"Nobody knows what {model!r} costs, so no budget can hold it; give price=Price(...).")
        self._desk = desk
        self._meters = meters
        self._new_id = new_id
        self._account = account
        self._model = model
        self._price = price
        cost = 0 if price is None else bound(price, input_tokens, max_tokens)
        self._bound = Usage(input_tokens, max_tokens, cost_micro_usd=cost, exact=False)
        self._hold: Hold | None = None
        self._usage: Usage | None = None
        self._unsent = False

    async def __aenter__(self) -> Self:
        if self._hold is not None:
            raise LifecycleError("A tracked call was entered twice; call track_tokens(...) for each.")
        if not isinstance(self._account, Account):
            raise ConfigurationError("A tracked call was entered without an account; give track_tokens(account, ...).")
        plan = self._desk.plan_of(self._account)
        self._hold = await self._desk.hold(
            self._account, plan, id=self._new_id(), model=self._model, price=self._price, bound=self._bound
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        hold = self._hold
        if hold is None:
            return
        unbilled = self._unsent or (isinstance(error, GatewayError) and error.unbilled)
        if unbilled and self._usage is None:
            await self._desk.conclude(hold.give_back())
            return
        usage = self._bound if self._usage is None else hold.priced(self._usage)
        self._meters.used(self._model, usage)
        await self._desk.conclude(hold.settle(usage))

    def __call__(self, work: Callable[P, Awaitable[R]]) -> Callable[P, Awaitable[R]]:
        """Track every call of a function."""

        @wraps(work)
        async def tracked(*args: P.args, **kwargs: P.kwargs) -> R:
            account = self._account
            async with self._for(account if isinstance(account, Account) else account(*args, **kwargs)) as call:
                result = await work(*args, **kwargs)
                # An answer whose usage cannot be read, for whatever reason, is not thrown away: it settles at its bound.
                with suppress(Exception):
                    call.used(getattr(result, "usage", result))
                return result

        return tracked

    def used(self, usage: object) -> None:
        """Say what the call used.

        Args:
            usage: a `Usage`, or what a client calls so: a mapping or an object in any form that `OpenAIModel` reads.

        Raises:
            InvalidInput: no numbers of tokens are in it; the call then settles at its bound.
        """
        self._usage = usage_of(usage)

    def unsent(self) -> None:
        """Say that the call never left, or was surely not charged: all that was held is given back."""
        self._unsent = True

    def _for(self, account: Account) -> TrackedTokens:
        return TrackedTokens(
            self._desk,
            self._meters,
            self._new_id,
            account,
            model=self._model,
            price=self._price,
            input_tokens=self._bound.input_tokens,
            max_tokens=self._bound.output_tokens,
        )


def usage_of(said: object) -> Usage:
    """Give what a client says was used, whatever it calls the numbers.

    Raises:
        InvalidInput: no numbers of tokens are in it.
    """
    if isinstance(said, Usage):
        return said
    try:
        counts = Counts.read(_counts_in(said), host="The client")
    except ProtocolError as error:
        raise InvalidInput(str(error)) from None
    if counts.prompt is None or counts.completion is None:
        raise InvalidInput(
            f"Usage of type {type(said).__name__!r} without numbers of tokens was given; expected prompt_tokens and "
            "completion_tokens, or input_tokens and output_tokens."
        )
    return counts.usage(Usage(), final=True)


def _counts_in(said: object, names: Mapping[str, str | Mapping[str, str]] = _NAMES) -> dict[str, object]:
    """Give the counts of an object or a mapping as a mapping: clients answer with dicts, pydantic models and dataclasses."""
    found: dict[str, object] = {}
    for name, what in names.items():
        value = said.get(name) if isinstance(said, Mapping) else getattr(said, name, None)
        if not isinstance(what, str):
            found[name] = _counts_in(value, what)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            found[name] = value
    return found
