"""The orchestrator chooses, asks all at once, and makes one plan; consultations stay bounded."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from specialists_cases import TODAY, Coach, asked, finding, found, living

from auren.conversation import Action, Advice, Case, Cause, Claim, ClaimKind, Constraint
from auren.errors import ConfigurationError, SpecialistError, StoreUnavailable
from auren.findings import FindingStatus
from auren.ports.specialist import Specialist, SpecialistContext
from auren.specialists import Consultation, Consultations, Neuroscientist, Orchestrator, resolve
from auren.specialists.orchestrator.brevity import short
from auren.specialists.orchestrator.precedence import CAUSES, leading, speaking
from auren.specialists.understanding import understand
from auren.testing.context import ScriptedContext
from auren.testing.contracts.specialist import SpecialistContract


@dataclass(frozen=True)
class Broken(Coach):
    """A specialist that fails."""

    name: str = "broken"
    error: Exception | None = None
    answer: object = None

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        if self.error is not None:
            raise self.error
        return self.answer  # type: ignore[return-value]


def context_for(specialist: Specialist) -> SpecialistContext:
    return living()


def names(specialists: tuple[Specialist, ...]) -> list[str]:
    return [specialist.name for specialist in specialists]


NUTRITION = Coach("nutritionist", frozenset({"nutrition", "weight", "body"}))
TEAM = (Neuroscientist(), Coach(), NUTRITION)


def test_names_stand_once_and_somebody_is_there() -> None:
    with pytest.raises(ConfigurationError, match="same name were given: training_coach"):
        Orchestrator([Coach(), Coach()])
    with pytest.raises(ConfigurationError, match="at least one"):
        Orchestrator([])
    assert names(Orchestrator(TEAM).specialists) == ["neuroscientist", "nutritionist", "training_coach"]


@pytest.mark.parametrize(
    ("case", "chosen"),
    [
        (found(finding("hrv_drop", "hrv.rmssd")), ["neuroscientist"]),
        (found(finding("load_up", "load.srpe")), ["training_coach"]),
        (found(finding("a", "load.srpe"), finding("b", "sleep.duration")), ["neuroscientist", "training_coach"]),
        (found(finding("a", "load.srpe", status=FindingStatus.WITHDRAWN)), ["neuroscientist"]),
        (found(), ["neuroscientist"]),
        (asked("How did I sleep?"), ["neuroscientist"]),
        (asked("Hard session today?"), ["training_coach", "neuroscientist"]),
        (asked("How much protein do I need?", finding("hrv_drop", "hrv.rmssd")), ["nutritionist"]),
        (asked("Hello", finding("load_up", "load.srpe")), ["training_coach"]),
        (asked("Hello"), ["neuroscientist"]),
    ],
)
def test_whom_a_case_concerns(case: Case, chosen: list[str]) -> None:
    assert names(Orchestrator(TEAM).choose(case)) == chosen
    assert names(Orchestrator(reversed(TEAM)).choose(case)) == chosen


def test_three_at_most_are_asked() -> None:
    team = [Coach(f"coach_{n}", frozenset({"load"})) for n in range(5)]
    assert names(Orchestrator(team).choose(asked("Hard session?"))) == ["coach_0", "coach_1", "coach_2"]


@given(st.text(max_size=60))
def test_any_question_finds_somebody(text: str) -> None:
    assert 1 <= len(Orchestrator(TEAM).choose(asked(text))) <= 3
    assert understand(text).topics == understand(text.upper()).topics or not text.isascii()


@pytest.mark.asyncio
async def test_without_a_concern_whom_the_question_is_for_speaks_first_however_sure_another_is() -> None:
    team = [Coach("b", confidence=0.5), Coach("a", confidence=0.5), Coach("c", confidence=0.9, ceiling=0.8)]
    said = await Orchestrator(team).advise(asked("Hard session?"), context_for)
    assert [advice.specialist for advice in said.advice] == ["a", "b", "c"]
    assert said.failures == ()


_ADVICE = st.lists(st.tuples(st.lists(st.sampled_from(CAUSES), max_size=3), st.floats(0, 1)), min_size=1, max_size=3)


def _team(causes: list[tuple[list[Cause], float]]) -> list[Advice]:
    return [
        Advice(
            f"a{n}",
            f"s{n}",
            (),
            confidence=sure,
            constraints=tuple(Constraint("training_load", 0.5, TODAY, "why", f"s{n}", cause=cause) for cause in mine),
        )
        for n, (mine, sure) in enumerate(causes)
    ]


@given(_ADVICE, st.data())
def test_a_graver_concern_never_makes_anybody_speak_later(causes: list[tuple[list[Cause], float]], data: st.DataObject) -> None:
    team = _team(causes)
    asked_for = data.draw(st.permutations([advice.specialist for advice in team]))
    who = data.draw(st.sampled_from(team))
    gravest = min((CAUSES.index(demand.cause) for demand in who.constraints), default=len(CAUSES))
    graver = data.draw(st.sampled_from(CAUSES[: gravest + 1]))
    acting = Action("Do it", "today", data.draw(st.sampled_from(["", "training_load", "impact"])))
    team = [replace(advice, actions=(acting,)) if advice is not who else who for advice in team]
    more = replace(who, constraints=(*who.constraints, Constraint("impact", 0.0, TODAY, "why", who.specialist, cause=graver)))
    before = leading(team, asked_for)
    after = leading([more if advice is who else advice for advice in team], asked_for)
    assert after.index(more) <= before.index(who)
    # The others keep their order, and whoever has the gravest concern of all speaks first.
    assert [a for a in after if a is not more] == [a for a in before if a is not who]
    if graver == "safety" and not any(d.cause == "safety" for a in team if a is not who for d in a.constraints):
        assert after[0] is more


@pytest.mark.parametrize(("on", "first"), [("training_load", "s1"), ("", "s0")])
def test_a_bad_night_comes_before_a_hard_session_and_not_before_dinner(on: str, first: str) -> None:
    asked_for, tired = _team([([], 0.9), (["sleep"], 0.1)])
    acting = replace(asked_for, actions=(Action("Do it", "today", on),))
    assert leading([acting, tired], ["s0", "s1"])[0].specialist == first


def test_a_demand_that_is_passed_on_is_no_concern_of_ones_own() -> None:
    own, none = _team([([], 0.9), (["pain"], 0.1)])
    passed_on = replace(own, constraints=none.constraints)
    assert [advice.specialist for advice in leading([passed_on, none], ["s0", "s1"])] == ["s1", "s0"]
    assert speaking([passed_on, none], {"s0", "s1"}) == [none]


@pytest.mark.parametrize(("cause", "spoken"), [("sleep", ["s0"]), ("pain", ["s0", "s1"])])
def test_a_demand_that_a_colleague_passes_on_is_said_once_unless_it_is_grave(cause: Cause, spoken: list[str]) -> None:
    main, barely = _team([([], 0.9), ([cause], 0.1)])
    passing_on = replace(main, constraints=barely.constraints)
    assert [advice.specialist for advice in speaking([passing_on, barely], {"s1"})] == spoken
    assert [advice.specialist for advice in speaking([main, barely], {"s1"})] == ["s0", "s1"]


@given(_ADVICE, st.frozensets(st.sampled_from(["s0", "s1", "s2"])))
def test_whom_a_question_barely_concerns_speaks_only_with_a_demand(
    causes: list[tuple[list[Cause], float]], barely: frozenset[str]
) -> None:
    team = _team(causes)
    heard = speaking(team, barely)
    silent = [advice for advice in team if advice not in heard]
    assert heard
    assert all(advice.specialist in barely and not advice.constraints for advice in silent)
    assert heard == team or all(advice.specialist not in barely or advice.constraints for advice in heard)


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (StoreUnavailable("The store does not answer."), "broken: The store does not answer."),
        (KeyError("ole@example.org"), "broken: an unexpected KeyError was raised"),
        (None, "broken: its contract was broken: expected Advice under its own name"),
    ],
)
@pytest.mark.asyncio
async def test_one_failure_does_not_stop_the_others(error: Exception | None, line: str) -> None:
    said = await Orchestrator([Broken(error=error), Coach()]).advise(asked("Hard session?"), context_for)
    assert [advice.specialist for advice in said.advice] == ["training_coach"]
    assert said.failures == (line,)


@dataclass(frozen=True)
class Careful(Coach):
    """A specialist of one's own that demands something whoever is asked, or fails at it."""

    name: str = "careful"
    expertise: frozenset[str] = frozenset({"tides"})
    error: Exception | None = None

    async def limits(self, case: Case, context: SpecialistContext) -> tuple[Constraint, ...]:
        if self.error is not None:
            raise self.error
        return (Constraint("training_load", 0.4, TODAY + timedelta(days=1), "High water", self.name, cause="safety"),)


@pytest.mark.asyncio
async def test_what_one_demands_holds_though_another_is_asked() -> None:
    said = await Orchestrator([Careful(), Coach()]).advise(asked("Hard session?"), context_for)
    assert [advice.specialist for advice in said.advice] == ["training_coach"]
    assert said.plan.ceiling("training_load") == 0.4


@pytest.mark.asyncio
async def test_a_demand_that_cannot_be_known_is_told() -> None:
    team = [Careful(error=KeyError("ole@example.org")), Coach()]
    said = await Orchestrator(team).advise(asked("Hard session?"), context_for)
    assert [advice.specialist for advice in said.advice] == ["training_coach"]
    assert said.failures == ("careful: an unexpected KeyError was raised",)


@pytest.mark.asyncio
async def test_advice_under_another_name_is_refused() -> None:
    borrowed = await Coach().advise(found(), living())
    said = await Orchestrator([Broken(answer=borrowed)]).advise(found(), context_for)
    assert said.advice == ()
    assert len(said.failures) == 1


@pytest.mark.asyncio
async def test_a_context_that_cannot_be_made_is_a_failure_of_that_one() -> None:
    def fails(specialist: Specialist) -> SpecialistContext:
        raise SpecialistError("no context")

    said = await Orchestrator([Coach()]).advise(found(), fails)
    assert said.failures == ("training_coach: no context",)


@pytest.mark.asyncio
async def test_all_are_asked_at_the_same_time_and_cancelled_together() -> None:
    both = asyncio.Barrier(3)
    stopped: list[str] = []

    @dataclass(frozen=True)
    class Slow(Coach):
        async def advise(self, case: Case, context: SpecialistContext) -> Advice:
            try:
                await both.wait()
                await asyncio.Event().wait()
            finally:
                stopped.append(self.name)
            raise AssertionError("not reached")

    work = asyncio.create_task(Orchestrator([Slow("a"), Slow("b")]).advise(asked("Hard session?"), context_for))
    await both.wait()
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert sorted(stopped) == ["a", "b"]


@pytest.mark.asyncio
async def test_one_plan_drops_what_breaks_a_constraint() -> None:
    team = [Coach(), Coach("physio", ceiling=0.5, says="Keep the hard sets out today")]
    said = await Orchestrator(team).advise(asked("Hard session?"), context_for)
    by_name = {advice.specialist: advice for advice in said.advice}
    assert by_name["training_coach"].actions == ()
    assert [claim.text for claim in by_name["training_coach"].claims] == ["You trained."]
    assert by_name["physio"].actions == (Action("Keep the hard sets out today", "today"),)
    assert [(limit.on, limit.ceiling) for limit in said.constraints] == [("training_load", 0.5)]


@pytest.mark.asyncio
async def test_a_tired_body_gets_no_intervals() -> None:
    tired = living({"hrv.rmssd": 41.0}, days=7)
    said = await Orchestrator([Neuroscientist(), Coach()]).advise(asked("Hard session today?"), lambda _: replace(tired))
    words = " ".join(claim.text for advice in said.advice for claim in advice.claims)
    assert "your body asks for an easy day" in words
    assert "intervals" not in words


limits = st.builds(
    Constraint,
    st.sampled_from(["training_load", "caffeine"]),
    st.floats(0, 2),
    st.integers(0, 5).map(lambda n: TODAY + timedelta(days=n)),
    st.sampled_from(["sore", "tired"]),
    st.sampled_from(["a", "b"]),
)


@given(st.lists(limits, max_size=8))
def test_the_lowest_ceiling_holds_whatever_the_order(constraints: list[Constraint]) -> None:
    kept = resolve(constraints)
    assert kept == resolve([*reversed(constraints), *constraints])
    assert resolve(kept) == kept
    assert {limit.on for limit in kept} == {limit.on for limit in constraints}
    for limit in kept:
        assert limit.ceiling == min(other.ceiling or 0.0 for other in constraints if other.on == limit.on)


def test_consultations_are_bounded() -> None:
    chain = Consultations(["a", "b", "c", "d"]).begin("a")
    assert chain.enter("b").enter("c").trail == ("a", "b", "c")
    with pytest.raises(SpecialistError, match="a -> b -> a would go round in a circle"):
        chain.enter("b").enter("a")
    with pytest.raises(SpecialistError, match="a -> a would go round"):
        chain.enter("a")
    with pytest.raises(SpecialistError, match="more than 2 questions deep"):
        chain.enter("b").enter("c").enter("d")
    with pytest.raises(SpecialistError, match="No colleague is called 'x'; the team has a, b, c, d"):
        chain.enter("x")
    with pytest.raises(SpecialistError, match="more than 0 questions deep"):
        Consultations(["a", "b"], depth=0).begin("a").enter("b")
    with pytest.raises(ConfigurationError, match="0 or more"):
        Consultations(["a"], depth=-1)


class TeamContext(ScriptedContext):
    """A context whose colleagues are real: consulting one lets it consult in turn."""

    def __init__(self, team: dict[str, Specialist], consultation: Consultation) -> None:
        super().__init__(TODAY, inputs=living().inputs)
        self._team, self._consultation = team, consultation

    async def consult(self, colleague: str, question: str) -> Advice:
        entered = self._consultation.enter(colleague)
        return await self._team[colleague].advise(asked(question), TeamContext(self._team, entered))


@pytest.mark.asyncio
async def test_a_circle_between_real_specialists_ends() -> None:
    team: dict[str, Specialist] = {"neuroscientist": Neuroscientist(), "training_coach": Coach(asks="neuroscientist")}
    chains = Consultations(team)
    said = await team["neuroscientist"].advise(asked("Hard session?"), TeamContext(team, chains.begin("neuroscientist")))
    assert said.consulted == ()
    looped = Consultation(frozenset(team), ("neuroscientist", "training_coach"))
    with pytest.raises(SpecialistError, match="circle"):
        await team["training_coach"].advise(asked("Hard?"), TeamContext(team, looped))
    asked_once: dict[str, Specialist] = {"neuroscientist": Neuroscientist(), "training_coach": Coach()}
    chain = Consultations(asked_once).begin("neuroscientist")
    said = await asked_once["neuroscientist"].advise(asked("Hard session?"), TeamContext(asked_once, chain))
    assert said.consulted == ("training_coach",)


class TestCoach(SpecialistContract):
    """The contract accepts a third party's small specialist, too."""

    @pytest.fixture
    def specialist(self) -> Specialist:
        return Coach()


def test_several_say_little_and_keep_what_is_asked_for() -> None:
    long = " ".join(["word"] * 60)

    def advice(name: str) -> Advice:
        said = [Claim("Rest.", ClaimKind.ACTION), Claim(f"{name} {long}", ClaimKind.MEANING)]
        held = [Claim(f"{name} found {long}", ClaimKind.OBSERVATION, (), ("f1",)), Claim(f"{name}?", ClaimKind.QUESTION)]
        return Advice(f"a_{name}", name, (*said, *held, Claim(f"{name} gap {long}", ClaimKind.MISSING)), (), 0.5)

    kinds = [[claim.kind for claim in one.claims] for one in short([advice("a"), advice("b")])]
    assert kinds == [[ClaimKind.ACTION, ClaimKind.OBSERVATION, ClaimKind.QUESTION]] * 2
    assert short([advice("a")]) == (advice("a"),)
