"""The gateway: asks its models in the best order until one answers, within one deadline and one budget."""

from __future__ import annotations

import itertools
import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final, TypeVar

from auren._resource import Resource
from auren._telemetry import SPAN_MODEL, traced
from auren._withheld import withheld
from auren.clock import Clock, SystemClock
from auren.errors import ConfigurationError, GatewayError, ProtocolError
from auren.gateway._attempts import Attempts, falls_on
from auren.gateway._call import Call
from auren.gateway._deadline import Deadline
from auren.gateway._desk import Desk, Once
from auren.gateway._endpoint import Endpoint
from auren.gateway._meters import Meters
from auren.gateway._passes import Passes, Turn
from auren.gateway._spans import StreamSpan, describe_answer, request_attributes
from auren.gateway.breakers import Breaker, BreakerSettings, Probes
from auren.gateway.budgets.plans import Plans
from auren.gateway.cache import AnswerCache
from auren.gateway.prices import PriceTable, bound
from auren.gateway.retries import Hedging, Retries, race
from auren.gateway.routing import Ranking, RoutingPolicy, StandardPolicy
from auren.gateway.tokens import ByteBound, TokenBound
from auren.gateway.tracking import TrackedTokens
from auren.inference import Account, Completion, Delta, ModelRequest, ModelTraits, Plan, Price, Rate, Usage
from auren.people import Subject
from auren.ports.ledger import Ledger
from auren.ports.limiter import Limiter
from auren.ports.model import Model

__all__ = ["Gateway"]

T = TypeVar("T")

_USUAL_BREAKER: Final = BreakerSettings()


class Gateway(Model):
    """Several models with the shape of one.

    A failure of one model leads to the next, unless no other model could mend it: DeadlineExceeded, ConfigurationError,
    LifecycleError, a person's or plan's rate, and every error that is not about a model are raised at once. A streamed
    answer changes models only before its first text; later failures are raised with the text so far as `partial`.

    Args:
        models: what can be asked; opened and closed with the gateway. A second one of one name is called "name#2". Empty is
            allowed: every request then ends in GatewayUnavailable, and the host renders plainly.
        ledger: holds people and plans to their budgets; every request then needs an account, and every model a price. A
            gateway within this one is one call to it: what that one's failed tries and hedges may have cost is not booked, so
            only models of price 0 belong there. Embeddings name nobody, so none that cost are made.
        plans: who may use what; needed with a ledger.
        limiter: holds people, plans and models to rates.
        rates: how often each model may be asked, by its name; needs a limiter.
        policy: in which order models are asked; None for StandardPolicy.
        prices: what models cost that do not state it themselves; None for the list prices that ship.
        tokens: tells how many input tokens a request has at most; None for one a byte.
        breaker: when a failing or slow model is left alone, each model for itself; None for never.
        probes: shares the trial requests to a resting model among workers; None for each worker on its own.
        retries: how often models are asked again once every model has failed; None for once, `Retries(attempts=1)` for never.
        hedging: when a second model is asked beside a slow one; None for never.
        cache: keeps answers for identical requests of one person; None keeps none.
        clock: tells when a request's deadline has come.
        new_id: gives a text that the id of each call's reservation begins with; chance is added to it. None for chance alone.
        hold_s: seconds after which what was held for a call ends by itself, above the time any call takes.
        timeout_s: seconds that a whole answer, or the next piece of a streamed one, may take over all models together;
            None leaves it to the models and the request's deadline.
        legacy_metrics: also records under the names of the GenAI conventions up to 1.36.

    Raises:
        ConfigurationError: a ledger without plans or without a model's price, or rates without a limiter.
    """

    def __init__(
        self,
        models: Sequence[Model],
        *,
        ledger: Ledger | None = None,
        plans: Plans | None = None,
        limiter: Limiter | None = None,
        rates: Mapping[str, Rate] | None = None,
        policy: RoutingPolicy | None = None,
        prices: PriceTable | None = None,
        tokens: TokenBound | None = None,
        breaker: BreakerSettings | None = _USUAL_BREAKER,
        probes: Probes | None = None,
        retries: Retries | None = None,
        hedging: Hedging | None = None,
        cache: AnswerCache | None = None,
        clock: Clock | None = None,
        new_id: Callable[[], str] | None = None,
        hold_s: float = 900.0,
        timeout_s: float | None = 120.0,
        legacy_metrics: bool = False,
    ) -> None:
        super().__init__(timeout_s=timeout_s)
        self._clock = SystemClock() if clock is None else clock
        self._rates = dict(rates or {})
        self._prices = PriceTable.standard() if prices is None else prices
        self._breaker = breaker
        self._probes = probes
        self._policy = StandardPolicy() if policy is None else policy
        self._tokens = ByteBound() if tokens is None else tokens
        self._retries = Retries() if retries is None else retries
        self._hedging = hedging
        self._cache = cache
        self._new_id: Callable[[], str] = _random_id if new_id is None else lambda: f"{new_id()}-{_random_id()}"
        self._ledger = ledger
        self._limiter = limiter
        self._desk = Desk(ledger=ledger, plans=plans, limiter=limiter, clock=self._clock, hold_s=hold_s)
        self._meters = Meters(legacy=legacy_metrics)
        self._held = AsyncExitStack()
        if ledger is not None and plans is None:
            raise ConfigurationError("A ledger was given without plans; hand the gateway plans=Plans([...]).")
        if self._rates and limiter is None:
            raise ConfigurationError("Rates were given without a limiter; hand the gateway limiter=InMemoryLimiter().")
        self._endpoints: list[Endpoint] = []
        for model in models:
            self._endpoints.append(self._endpoint(model))
        unknown = sorted(self._rates.keys() - {endpoint.name for endpoint in self._endpoints})
        if unknown:
            raise ConfigurationError(f"A rate was given for {unknown[0]!r}, which is no model of this gateway.")

    @property
    def name(self) -> str:
        """How the gateway is called in routes and metrics."""
        return "gateway"

    @property
    def traits(self) -> ModelTraits:
        """What some model of the gateway can do, at the price of the dearest."""
        every = [endpoint.traits for endpoint in self._endpoints]
        if not every:
            return ModelTraits()
        prices = [endpoint.price(self._clock.now().date()) for endpoint in self._endpoints]
        known = [price for price in prices if price is not None]
        contexts = [traits.context_tokens for traits in every]
        return ModelTraits(
            context_tokens=None if None in contexts else max(tokens for tokens in contexts if tokens is not None),
            tools=any(traits.tools for traits in every),
            json_schema=any(traits.json_schema for traits in every),
            quality=max(traits.quality for traits in every),
            price=_dearest(known) if len(known) == len(prices) else None,
            tags=frozenset().union(*(traits.tags for traits in every)),
        )

    def __repr__(self) -> str:
        return f"Gateway([{', '.join(endpoint.name for endpoint in self._endpoints)}])"

    def track_tokens(
        self,
        account: Account | Callable[..., Account],
        *,
        model: str,
        input_tokens: int,
        max_tokens: int,
        price: Price | None = None,
    ) -> TrackedTokens:
        """Hold a call that the host makes itself to the same budget, as a context manager or as a decorator.

        Args:
            account: whose budget it counts against; for a decorator also a function of the call's arguments that gives it.
            model: its name, for the price table and metrics.
            input_tokens: the most tokens that the call reads.
            max_tokens: the most tokens that it writes; send the same bound to the endpoint.
            price: of the model; None looks it up.

        Raises:
            ConfigurationError: nobody knows the model's price.
            InvalidInput: a number of tokens is below 0.
            BudgetExceeded: on entering; the budget does not cover the call.
        """
        return TrackedTokens(
            self._desk,
            self._meters,
            self._new_id,
            account,
            model=model,
            price=price or self._prices.price(model, self._clock.now().date()),
            input_tokens=input_tokens,
            max_tokens=max_tokens,
        )

    async def join(self, model: Model) -> None:
        """Add a model while the gateway works, as a replica that starts.

        Raises:
            ConfigurationError: its price is not known, and the gateway has a ledger.
            LifecycleError: the gateway is not open.
        """
        self._check_open()
        self._endpoint(model)
        await model.open()
        if not self.is_open:
            await model.close()
            self._check_open()
        self._held.push_async_exit(model)
        # Named now, since others may have joined meanwhile.
        self._endpoints = [*self._endpoints, self._endpoint(model)]

    async def leave(self, name: str) -> None:
        """Ask a model nothing new from now on; it is closed with the gateway. One that is not there changes nothing."""
        self._endpoints = [endpoint for endpoint in self._endpoints if endpoint.name != name]

    async def forget(self, subject: Subject) -> int:
        """Make all that the gateway keeps about a person unreachable: cached answers, budget and rates.

        Raises:
            StoreError: the ledger or the limiter could not do it.
            LifecycleError: the gateway is not open.
        """
        self._check_open()
        forgotten = 0 if self._cache is None else self._cache.forget(subject)
        self._desk.forget(subject.id)
        if self._ledger is not None:
            forgotten += await self._ledger.forget(subject)
        if self._limiter is not None:
            forgotten += await self._limiter.forget(subject)
        return forgotten

    async def _open(self) -> None:
        async with AsyncExitStack() as stack:
            if self._ledger is not None:
                await stack.enter_async_context(self._ledger)
            if self._limiter is not None:
                await stack.enter_async_context(self._limiter)
            probes: object = self._probes
            if isinstance(probes, Resource):
                await stack.enter_async_context(probes)
            for endpoint in self._endpoints:
                await stack.enter_async_context(endpoint.model)
            stack.push_async_callback(self._desk.close)
            self._held = stack.pop_all()

    async def _close(self) -> None:
        await self._held.aclose()

    async def _complete(self, request: ModelRequest) -> Completion:
        kept = self._kept(request)
        if kept is not None:
            return kept
        era = self._era()
        with Deadline(self._clock, request.deadline) as deadline:
            asked = await self._asked(request, deadline)
            answer = await asked.passes.until(lambda turn: self._answer(asked, turn))
        return self._keep(request, answer, era)

    def _answer(self, asked: _Asked, turn: Turn) -> Awaitable[Completion]:
        """Give one model's whole answer, or that of another one that was asked beside it."""
        delay_s = self._hedge_after_s(asked, turn)
        return self._answer_of(asked, turn) if delay_s is None else self._first_answer(asked, turn, delay_s)

    async def _first_answer(self, asked: _Asked, turn: Turn, delay_s: float) -> Completion:
        pieces = self._raced(asked, turn, delay_s, self._answer_alone)
        async with aclosing(pieces):
            async for answer in pieces:
                return answer
        raise ProtocolError(f"{turn.endpoint.name} gave no answer; mend the adapter.")

    async def _answer_alone(self, asked: _Asked, turn: Turn) -> AsyncGenerator[Completion, None]:
        yield await self._answer_of(asked, turn)

    async def _answer_of(self, asked: _Asked, turn: Turn) -> Completion:
        model = turn.endpoint.model
        with traced(SPAN_MODEL, **request_attributes(turn.endpoint.name, asked.request, stream=False)) as span:
            async with self._call(asked, turn, stream=False) as call:
                completion = call.answered(await asked.deadline.bounding(model.complete(asked.request)))
            describe_answer(span, completion)
        return asked.attempts.answered(turn.endpoint.name, completion, turn.why)

    async def _stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        kept = self._kept(request)
        if kept is not None:
            if kept.text:
                yield Delta(kept.text)
            yield Delta(completion=kept)
            return
        era = self._era()
        with Deadline(self._clock, request.deadline) as deadline:
            asked = await self._asked(request, deadline)
            first, pieces = await asked.passes.until(lambda turn: self._opened(asked, turn))
            async with aclosing(pieces):
                yield self._kept_at_the_end(request, first, era)
                try:
                    async for delta in pieces:
                        yield self._kept_at_the_end(request, delta, era)
                except Exception as error:
                    if isinstance(error, GatewayError) or not falls_on(error):
                        raise
                    raise ProtocolError(
                        f"A model broke off its answer with {type(error).__name__}; the cause has the details."
                    ) from withheld(error)

    async def _opened(self, asked: _Asked, turn: Turn) -> tuple[Delta, AsyncGenerator[Delta, None]]:
        """Give a stream's first piece, and the rest of it: until there is a piece, another model may still be asked."""
        delay_s = self._hedge_after_s(asked, turn)
        pieces = self._pieces_of(asked, turn) if delay_s is None else self._raced(asked, turn, delay_s, self._pieces_of)
        try:
            return await anext(pieces), pieces
        except BaseException:
            await pieces.aclose()
            raise

    async def _pieces_of(self, asked: _Asked, turn: Turn) -> AsyncGenerator[Delta, None]:
        """Give one model's pieces, without the empty ones, up to the one that carries the completion."""
        model = turn.endpoint.model
        pieces = model.stream(asked.request)
        try:
            with StreamSpan(turn.endpoint.name, asked.request) as span:
                async with self._call(asked, turn, stream=True) as call:
                    while True:
                        with span.step():
                            async with asked.deadline.step():
                                delta = await anext(pieces, None)
                        if delta is None:
                            raise ProtocolError(
                                f"{turn.endpoint.name} ended its answer without a completion; mend the adapter."
                            )
                        call.spoke()
                        if delta.completion is not None:
                            completion = call.answered(delta.completion)
                            break
                        if delta.text:
                            yield delta
                describe_answer(span.span, completion)
            # Settled before the last piece goes out, since nobody may ask for more after it.
            yield Delta(delta.text, asked.attempts.answered(turn.endpoint.name, completion, turn.why))
        finally:
            await pieces.aclose()

    def _hedge_after_s(self, asked: _Asked, turn: Turn) -> float | None:
        """Give the seconds after which a second model is asked beside this one; None for never."""
        if self._hedging is None or turn.lone or turn.again:
            return None
        deadline = asked.request.deadline
        left_s = None if deadline is None else (deadline - self._clock.now()).total_seconds()
        return self._hedging.delay_s(turn.endpoint.first_tokens, left_s=left_s)

    def _raced(
        self,
        asked: _Asked,
        turn: Turn,
        delay_s: float,
        begin: Callable[[_Asked, Turn], AsyncGenerator[T, None]],
    ) -> AsyncGenerator[T, None]:
        """Give the pieces of whichever of two models speaks first; the second is asked only when the first is slow."""

        def later() -> AsyncGenerator[T, None] | None:
            other = asked.passes.beside(turn)
            if other is None or not self._retries.budget.take(self._clock.now()):
                return None
            self._meters.hedged(other.endpoint.name)
            return begin(asked, other)

        async def delay() -> None:
            await self._clock.sleep_until(self._clock.now() + timedelta(seconds=delay_s))

        return race(begin(asked, turn), later, delay)

    async def _embed(self, texts: Sequence[str]) -> list[list[float]]:
        # Vectors of two models cannot be compared, so a failure is raised rather than answered by another model.
        priced = [endpoint for endpoint in self._endpoints if self._ledger is not None and self._costs(endpoint)]
        for endpoint in self._endpoints:
            if endpoint in priced:
                continue
            try:
                return await endpoint.model.embed(texts)
            except ConfigurationError:
                continue
        if priced:
            raise ConfigurationError(
                "Embeddings name nobody whose budget they count against, and the models that are left cost money; embed with "
                "the model itself inside gateway.track_tokens(account, ...), or give one of price 0."
            )
        raise ConfigurationError("No model of this gateway has embeddings; hand it one that serves /v1/embeddings.")

    async def _asked(self, request: ModelRequest, deadline: Deadline) -> _Asked:
        """Find out what a request falls under, and in which order models are asked."""
        plan = self._desk.plan_of(request.account)
        now = self._clock.now()
        tokens = await deadline.bounding(self._tokens.bound(request))
        endpoints = self._endpoints
        candidates = [endpoint.candidate(place, request, tokens, now) for place, endpoint in enumerate(endpoints)]
        share = 1.0
        if plan is not None and self._ledger is not None:
            share = await deadline.bounding(self._desk.share_left(request.account, plan, now))
        ranking = self._policy.rank(request, candidates, plan=plan, share_left=share)
        attempts = Attempts(ranking.left_out)
        passes = Passes(
            self._chosen(ranking, endpoints),
            attempts=attempts,
            retries=self._retries,
            clock=self._clock,
            deadline=request.deadline,
        )
        return _Asked(request, deadline, plan, Once(), tokens, passes, attempts)

    def _chosen(self, ranking: Ranking, endpoints: Sequence[Endpoint]) -> list[tuple[Endpoint, str]]:
        """Give the models that a policy ranked, each once: a second call in one pass would be a retry that nobody counted."""
        whys: dict[int, str] = {}
        for choice in ranking.choices:
            place = choice.candidate.place
            if not 0 <= place < len(endpoints):
                raise ConfigurationError(
                    f"{type(self._policy).__name__} ranked a model that was not among its candidates; rank only those."
                )
            whys.setdefault(place, choice.why)
        return [(endpoints[place], why) for place, why in whys.items()]

    def _costs(self, endpoint: Endpoint) -> bool:
        price = endpoint.price(self._clock.now().date())
        return price is None or bound(price, 1_000_000, 1_000_000) > 0

    def _books_at(self, ledger: Ledger) -> bool:
        """Tell whether it, or a gateway within it, keeps its budgets in this ledger."""
        return self._ledger is ledger or any(_books_at(endpoint.model, ledger) for endpoint in self._endpoints)

    def _call(self, asked: _Asked, turn: Turn, *, stream: bool) -> Call:
        if turn.again:
            self._meters.retried(turn.endpoint.name)
        return Call(
            self._desk,
            self._meters,
            turn,
            asked.request,
            deadline=asked.deadline,
            plan=asked.plan,
            once=asked.once,
            id=self._new_id(),
            input_tokens=asked.input_tokens,
            stream=stream,
        )

    def _endpoint(self, model: Model) -> Endpoint:
        if self._ledger is not None and _books_at(model, self._ledger):
            raise ConfigurationError(
                "A gateway and one within it were given the same ledger, which would book every call twice; give it to one."
            )
        taken = {endpoint.name for endpoint in self._endpoints}
        names = (model.name if number == 1 else f"{model.name}#{number}" for number in itertools.count(1))
        name = next(name for name in names if name not in taken)
        breaker = None if self._breaker is None else Breaker(self._breaker, name=name, probes=self._probes)
        endpoint = Endpoint(name, model, breaker=breaker, rate=self._rates.get(name), prices=self._prices)
        if self._ledger is not None and endpoint.price(self._clock.now().date()) is None:
            raise ConfigurationError(
                f"Nobody knows what {name!r} costs, so no budget can hold it; give it traits=ModelTraits(price=Price(...)), "
                "with 0 for one that you run yourself, or hand the gateway prices=PriceTable.standard().with_prices({...})."
            )
        return endpoint

    def _kept(self, request: ModelRequest) -> Completion | None:
        kept = None if self._cache is None else self._cache.get(request, self._clock.now())
        if kept is None:
            return None
        return replace(kept, usage=Usage(), route=("cache: the same was answered before",), failures=())

    def _era(self) -> int:
        return 0 if self._cache is None else self._cache.era

    def _kept_at_the_end(self, request: ModelRequest, delta: Delta, era: int) -> Delta:
        if delta.completion is not None:
            self._keep(request, delta.completion, era)
        return delta

    def _keep(self, request: ModelRequest, completion: Completion, era: int) -> Completion:
        if self._cache is not None:
            self._cache.put(request, completion, self._clock.now(), era=era)
        return completion


@dataclass(slots=True)
class _Asked:
    """A request on its way; nobody changes it."""

    request: ModelRequest
    deadline: Deadline
    plan: Plan | None
    once: Once
    input_tokens: int
    passes: Passes
    attempts: Attempts


def _random_id() -> str:
    return os.urandom(16).hex()


def _books_at(model: Model, ledger: Ledger) -> bool:
    return isinstance(model, Gateway) and model._books_at(ledger)  # noqa: SLF001 - the gateway's own part


def _dearest(prices: Sequence[Price]) -> Price:
    prices = [tier for price in prices for tier in _tiers(price)]
    return Price(
        max(price.input for price in prices),
        max(price.output for price in prices),
        cached_input=max(price.input if price.cached_input is None else price.cached_input for price in prices),
        cache_write=max(price.input if price.cache_write is None else price.cache_write for price in prices),
        audio_input=max(price.input if price.audio_input is None else price.audio_input for price in prices),
        audio_output=max(price.output if price.audio_output is None else price.audio_output for price in prices),
    )


def _tiers(price: Price) -> list[Price]:
    return [price] if price.beyond is None else [price, *_tiers(price.beyond[1])]
