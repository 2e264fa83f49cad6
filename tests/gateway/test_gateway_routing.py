"""What cannot answer is left out and said so; the rest is ranked by rules that can be told, and a host may bring its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

import pytest
from gateway_cases import ANNA, NOW, PRICE, Priced, asked
from hypothesis import given
from hypothesis import strategies as st

from auren.clock import FrozenClock
from auren.errors import GatewayUnavailable
from auren.gateway import Gateway, Plans
from auren.gateway.budgets import InMemoryLedger
from auren.gateway.routing import Candidate, Choice, Ranking, StandardPolicy
from auren.inference import ChatMessage, ModelRequest, ModelTraits, Plan, ToolSpec

POLICY = StandardPolicy()
REQUEST = ModelRequest((ChatMessage("user", "Well?"),), max_tokens=10)
TOOL = ToolSpec("sleep", "Gives the night.", {})
ANY = ModelTraits()


def ranked(
    candidates: Sequence[Candidate], request: ModelRequest = REQUEST, *, plan: Plan | None = None, share_left: float = 1.0
) -> Ranking:
    return POLICY.rank(request, candidates, plan=plan, share_left=share_left)


def names(ranking: Ranking) -> list[str]:
    return [choice.candidate.name for choice in ranking.choices]


def two(first: Candidate, second: Candidate) -> list[Candidate]:
    return [replace(first, place=0, name="first"), replace(second, place=1, name="second")]


USUAL = Candidate(0, "x", ANY, bound_tokens=100, bound_micro_usd=100, first_token_s=0.2)


class TestLeavingOut:
    @pytest.mark.parametrize(
        ("request_", "traits", "plan", "reason"),
        [
            (replace(REQUEST, tools=(TOOL,)), ModelTraits(tools=False), None, "it cannot ask for tools"),
            (replace(REQUEST, json_schema={}), ModelTraits(json_schema=False), None, "it cannot be held to a JSON schema"),
            (REQUEST, ANY, Plan("p", models=frozenset({"other"})), "the plan does not include it"),
            (REQUEST, ANY, Plan("p", models=frozenset()), "the plan does not include it"),
            (REQUEST, ModelTraits(context_tokens=10), None, "request and answer are longer than its 10 tokens"),
        ],
    )
    def test_what_cannot_answer(self, request_: ModelRequest, traits: ModelTraits, plan: Plan | None, reason: str) -> None:
        ranking = ranked(two(replace(USUAL, traits=traits), replace(USUAL, traits=traits)), request_, plan=plan)
        assert ranking.choices == ()
        assert ranking.left_out == (f"first: left out, {reason}", f"second: left out, {reason}")

    def test_what_is_not_asked_for_is_not_needed(self) -> None:
        weak = replace(USUAL, traits=ModelTraits(tools=False, json_schema=False))
        assert names(ranked(two(weak, weak))) == ["first", "second"]

    @pytest.mark.parametrize("models", [{"second"}, {"health"}, {"second", "other"}])
    def test_a_plan_includes_by_name_or_tag(self, models: set[str]) -> None:
        health = replace(USUAL, traits=ModelTraits(tags=frozenset({"health"})))
        assert names(ranked(two(USUAL, health), plan=Plan("p", models=frozenset(models)))) == ["second"]

    def test_a_plan_without_a_list_includes_all(self) -> None:
        assert names(ranked(two(USUAL, USUAL), plan=Plan("p"))) == ["first", "second"]

    async def test_the_request_fails_with_the_reasons_when_nobody_is_left(self) -> None:
        async with Gateway([Priced(traits=ModelTraits(tools=False))], clock=FrozenClock(NOW)) as gateway:
            with pytest.raises(GatewayUnavailable, match="it cannot ask for tools") as caught:
                await gateway.complete(replace(asked(), tools=(TOOL,)))
        assert caught.value.failures == ("priced: left out, it cannot ask for tools",)


class TestOrder:
    CASES: ClassVar[tuple[tuple[Candidate, Candidate, dict[str, object], float, str], ...]] = (
        (replace(USUAL, healthy=False), USUAL, {}, 1.0, "first in order of those that do not rest"),
        (replace(USUAL, traits=ModelTraits(context_tokens=50)), USUAL, {}, 1.0, "large enough for sure"),
        (replace(USUAL, bound_micro_usd=200), USUAL, {}, 0.29, "cheaper, as less than 30 % of the budget is left"),
        (replace(USUAL, traits=ModelTraits(quality=3)), replace(USUAL, traits=ModelTraits(quality=4)),
         {"complexity": "hard"}, 1.0, "strong enough for a hard request"),
        (USUAL, replace(USUAL, traits=ModelTraits(tags=frozenset({"health"}))), {"prefers": ("health",)}, 1.0,
         "wished for as 'health'"),
        (USUAL, USUAL, {"prefers": ("second", "first")}, 1.0, "wished for as 'second'"),
        (replace(USUAL, first_token_s=0.7), USUAL, {}, 1.0, "faster to its first word"),
        (replace(USUAL, bound_micro_usd=200), USUAL, {"latency": "relaxed"}, 1.0, "cheaper, and nobody waits"),
    )  # fmt: skip

    @pytest.mark.parametrize(("first", "second", "asking", "share_left", "why"), CASES)
    def test_what_puts_a_model_first_is_what_the_route_says(
        self, first: Candidate, second: Candidate, asking: dict[str, object], share_left: float, why: str
    ) -> None:
        request = replace(REQUEST, **asking)  # type: ignore[arg-type]
        ranking = ranked(two(first, second), request, share_left=share_left)
        assert names(ranking) == ["second", "first"]
        assert ranking.choices[0].why == why
        # The other way round nothing had to be decided.
        swapped = ranked(two(second, first), request, share_left=share_left)
        if "second" not in request.prefers:
            assert names(swapped) == ["first", "second"]
            assert [choice.why for choice in swapped.choices] == ["first in order", "next in order"]

    @pytest.mark.parametrize(
        ("first", "second", "asking", "share_left"),
        [
            (replace(USUAL, bound_micro_usd=200), USUAL, {}, 0.3),
            (replace(USUAL, first_token_s=0.6), USUAL, {}, 1.0),
            (replace(USUAL, first_token_s=5.0), USUAL, {"latency": "relaxed"}, 1.0),
            (replace(USUAL, traits=ModelTraits(quality=2)), replace(USUAL, traits=ModelTraits(quality=5)), {}, 1.0),
            (replace(USUAL, first_token_s=None), USUAL, {}, 1.0),
            (USUAL, replace(USUAL, bound_micro_usd=None), {}, 0.1),
            (USUAL, USUAL, {"prefers": ("third",)}, 1.0),
        ],
    )
    def test_what_does_not_put_the_second_first(
        self, first: Candidate, second: Candidate, asking: dict[str, object], share_left: float
    ) -> None:
        request = replace(REQUEST, **asking)  # type: ignore[arg-type]
        assert names(ranked(two(first, second), request, share_left=share_left)) == ["first", "second"]

    def test_two_reasons_are_both_told(self) -> None:
        health = ModelTraits(tags=frozenset({"health"}))
        three = [
            replace(USUAL, place=0, name="resting", healthy=False),
            replace(USUAL, place=1, name="plain"),
            replace(USUAL, place=2, name="own", traits=health),
        ]
        first = ranked(three, replace(REQUEST, prefers=("health",))).choices[0]
        assert first.candidate.name == "own"
        assert first.why == "first in order of those that do not rest and wished for as 'health'"

    @given(st.integers(0, 8))
    def test_equal_models_keep_the_hosts_order(self, count: int) -> None:
        equal = [replace(USUAL, place=place, name=str(place)) for place in range(count)]
        assert names(ranked(equal, share_left=0.1)) == [str(place) for place in range(count)]


candidates = st.builds(
    Candidate,
    st.just(0),
    st.just(""),
    st.builds(
        ModelTraits,
        context_tokens=st.none() | st.integers(1, 200),
        tools=st.booleans(),
        json_schema=st.booleans(),
        quality=st.integers(1, 5),
        tags=st.frozensets(st.sampled_from(["health", "own"])),
    ),
    healthy=st.booleans(),
    bound_tokens=st.integers(0, 300),
    bound_micro_usd=st.none() | st.integers(0, 5),
    first_token_s=st.none() | st.floats(0.01, 5),
)
requests = st.builds(
    ModelRequest,
    st.just(REQUEST.messages),
    tools=st.sampled_from([(), (TOOL,)]),
    json_schema=st.sampled_from([None, {}]),
    complexity=st.sampled_from(["simple", "normal", "hard"]),
    latency=st.sampled_from(["interactive", "relaxed"]),
    prefers=st.sampled_from([(), ("health",), ("own", "health")]),
)


@given(st.lists(candidates, max_size=6), requests, st.floats(0, 1))
def test_laws(given_: list[Candidate], request: ModelRequest, share_left: float) -> None:
    named = [replace(candidate, place=place, name=f"m{place}") for place, candidate in enumerate(given_)]
    ranking = ranked(named, request, share_left=share_left)
    out = {line.split(":")[0] for line in ranking.left_out}
    # Each is asked once or left out, with a reason for either.
    assert sorted([*names(ranking), *out]) == sorted(candidate.name for candidate in named)
    assert all(choice.why for choice in ranking.choices)
    health = [choice.candidate.healthy for choice in ranking.choices]
    assert health == sorted(health, reverse=True)
    if ranking.choices:
        first = ranking.choices[0].candidate
        able = [choice.candidate for choice in ranking.choices]
        assert (ranking.choices[0].why == "first in order") == (first.place == min(one.place for one in able))
        if share_left < 0.3:
            same = [c for c in able if c.healthy == first.healthy and (c.traits.context_tokens or 999) >= c.bound_tokens]
            cost = float("inf") if first.bound_micro_usd is None else first.bound_micro_usd
            if first in same:
                assert cost == min(float("inf") if c.bound_micro_usd is None else c.bound_micro_usd for c in same)
    for choice in ranking.choices:
        assert choice.candidate.traits.tools or not request.tools
        assert choice.candidate.traits.json_schema or request.json_schema is None


class TestGateway:
    async def test_a_policy_of_the_hosts_own(self) -> None:
        class Last:
            def rank(
                self, request: ModelRequest, candidates: Sequence[Candidate], *, plan: Plan | None, share_left: float
            ) -> Ranking:
                return Ranking((Choice(candidates[-1], "the last is the best"),), ("all others: left out, on principle",))

        async with Gateway([Priced(name="a"), Priced(name="b")], policy=Last(), clock=FrozenClock(NOW)) as gateway:
            completion = await gateway.complete(asked())
        assert completion.route == ("all others: left out, on principle", "b: answered, the last is the best")

    async def test_a_plan_and_a_wish_mean_every_replica_of_a_model(self) -> None:
        plans = Plans([Plan("pioneer", models=frozenset({"own"}))])
        models = [Priced(GatewayUnavailable("x"), name="own"), Priced(name="own"), Priced(name="other")]
        async with Gateway(models, ledger=InMemoryLedger(), plans=plans, clock=FrozenClock(NOW)) as gateway:
            completion = await gateway.complete(asked(account=ANNA))
        assert completion.route == (
            "other: left out, the plan does not include it",
            "own: tried, failed with GatewayUnavailable",
            "own#2: answered, next in order after 1 failed",
        )

    async def test_a_wish_reaches_the_model_and_the_route_says_so(self) -> None:
        own = Priced(name="own", traits=ModelTraits(price=PRICE, tags=frozenset({"health"})))
        async with Gateway([Priced(name="other"), own], clock=FrozenClock(NOW)) as gateway:
            completion = await gateway.complete(replace(asked(), prefers=("health",)))
        assert completion.route == ("own: answered, wished for as 'health'",)
