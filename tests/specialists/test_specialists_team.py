"""All five specialists: every topic is served, and what they say is grounded, worded as wellness, and always the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from specialists_cases import TODAY, WHO, asked, found, living

from auren.conversation import Advice, Case, Claim, ClaimKind
from auren.facts import Fact
from auren.holds import Hold
from auren.people import Subject
from auren.ports.specialist import Specialist
from auren.safety import Ground, check_wording
from auren.science import Inputs
from auren.specialists import (
    AestheticConsultant,
    Neuroscientist,
    Nutritionist,
    Orchestrator,
    PhysicalTherapist,
    TrainingCoach,
)
from auren.specialists.framework import Draft, TopicSpecialist, View
from auren.specialists.framework.premises import weigh_premises
from auren.specialists.understanding import TOPICS, Understanding
from auren.testing.context import ScriptedContext
from auren.testing.contracts.specialist import SpecialistContract

TEAM: tuple[TopicSpecialist, ...] = (
    AestheticConsultant(),
    Neuroscientist(),
    Nutritionist(),
    PhysicalTherapist(),
    TrainingCoach(),
)
STATES = (
    ScriptedContext(TODAY, WHO),
    living(),
    living({"hrv.rmssd": 41.0, "heart.resting": 63.0, "sleep.duration": 318.0}),
    living({"load.srpe": 900.0}, days=7),
)


def questions() -> list[tuple[TopicSpecialist, str]]:
    by_name = {specialist.name: specialist for specialist in TEAM}
    return [
        (by_name[topic.specialist], f"{way} {topic.words[0].rstrip('*').replace('_', ' ')}?")
        for topic in TOPICS.values()
        if topic.specialist in by_name
        for way in ("What should I do about my", "Why does it matter,", "Plan this week for my")
    ]


def injury(where: str) -> Fact:
    since = asked("x").query
    assert since is not None
    return Fact("f1", Subject("p01"), "injury", where, "", since.asked_at, None, since.asked_at, None, 1.0, "stated")


class TestTrainingCoach(SpecialistContract):
    @pytest.fixture
    def specialist(self) -> Specialist:
        return TrainingCoach()


class TestNutritionist(SpecialistContract):
    @pytest.fixture
    def specialist(self) -> Specialist:
        return Nutritionist()


class TestPhysicalTherapist(SpecialistContract):
    @pytest.fixture
    def specialist(self) -> Specialist:
        return PhysicalTherapist()


class TestAestheticConsultant(SpecialistContract):
    @pytest.fixture
    def specialist(self) -> Specialist:
        return AestheticConsultant()


def test_every_topic_of_a_domain_is_spoken_on() -> None:
    for specialist in TEAM:
        mine = {topic.id for topic in TOPICS.values() if topic.specialist == specialist.name}
        assert set(specialist.topics) == mine


@pytest.mark.asyncio
@pytest.mark.parametrize(("specialist", "question"), questions(), ids=lambda value: getattr(value, "name", value))
async def test_what_is_said_may_be_said(specialist: TopicSpecialist, question: str) -> None:
    for state in STATES:
        given = await specialist.advise(asked(question), state)
        assert given == await specialist.advise(asked(question), state)
        assert given.claims
        assert sum(claim.kind is ClaimKind.QUESTION for claim in given.claims) <= 1
        for claim in given.claims:
            assert check_wording(claim.text) == ()
            assert _untraced(claim) == []


def _untraced(claim: Claim) -> list[str]:
    ground = Ground.of([replace(claim, text="")], today=TODAY)
    return [str(violation) for violation in ground.check(claim.text) if violation.kind not in ("direction", "fact")]


@pytest.mark.asyncio
async def test_the_more_it_hurts_the_less_is_asked_for() -> None:
    ceilings: list[float] = []
    for level in (0, 2, 4, 6, 7, 10):
        given = await PhysicalTherapist().advise(asked(f"My knee pain is {level}/10, can I run?"), living())
        load = [limit.ceiling for limit in given.constraints if limit.on == "training_load" and limit.ceiling is not None]
        ceilings.append(min(load, default=1.0))
    assert ceilings == sorted(ceilings, reverse=True)
    assert ceilings[0] == 1.0
    assert ceilings[-1] == 0.0


@pytest.mark.asyncio
async def test_an_injury_that_is_known_limits_training_asked_about_in_other_words() -> None:
    hurt = replace(living(), known=(injury("left knee"),))
    given = await PhysicalTherapist().advise(asked("How do I get more mobile?"), hurt)
    assert {limit.on for limit in given.constraints} == {"training_load", "impact"}


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("told", "most"),
    [
        ("My left shoulder is sore when I swim.", 1.0),
        ("My shoulder hurts when I swim.", 0.8),
        ("A sharp spot on my shin hurts with every step and gets worse. Can I run?", 0.5),
        ("Twisted my ankle yesterday, swollen and blue, I can barely stand on it. Match on Saturday?", 0.0),
    ],
)
async def test_what_is_told_of_a_part_limits_more_the_less_the_part_can_do(told: str, most: float) -> None:
    limits = await PhysicalTherapist().limits(asked(told), living())
    assert min(limit.ceiling for limit in limits if limit.on == "training_load" and limit.ceiling is not None) == most


@pytest.mark.asyncio
@pytest.mark.parametrize(("asks", "owns"), [("Are my hips getting more flexible?", True), ("Is stretching any good?", False)])
async def test_who_asks_how_it_is_is_told_where_there_is_no_figure(asks: str, owns: bool) -> None:
    given = await PhysicalTherapist().advise(asked(asks), ScriptedContext(TODAY, WHO, Inputs({})))
    assert any(claim.text == "I have no figures on this yet." for claim in given.claims) is owns


@pytest.mark.asyncio
async def test_the_one_part_that_hurts_is_named() -> None:
    one = await PhysicalTherapist().advise(asked("My shoulder hurts when I swim."), living())
    two = await PhysicalTherapist().advise(asked("My shoulder and my knee hurt."), living())
    assert any("hurt your shoulder little" in action.text for action in one.actions)
    assert any("movements that hurt little" in action.text for action in two.actions)


@pytest.mark.asyncio
async def test_the_team_makes_one_plan_of_recovery_pain_and_training() -> None:
    worn = living({"hrv.rmssd": 41.0, "heart.resting": 63.0, "sleep.duration": 318.0}, days=7)
    team = Orchestrator(TEAM)
    said = await team.advise(asked("Hard session today, though my knee pain is 8/10?"), lambda _: worn)
    ceiling = said.plan.ceiling("training_load")
    assert ceiling is not None
    assert ceiling == 0.0
    for action in said.plan.actions:
        assert action.on != "training_load" or action.change is None or action.change <= ceiling


@pytest.mark.asyncio
async def test_findings_alone_start_advice() -> None:
    given = await TrainingCoach().advise(found(), living())
    assert isinstance(given, Advice)
    assert given.actions
    assert all(limit.until >= TODAY - timedelta(days=1) for limit in given.constraints)


def test_a_case_without_words_names_nobody_in_particular() -> None:
    assert Orchestrator(TEAM).choose(Case(TODAY, (), WHO))


@pytest.mark.asyncio
@pytest.mark.parametrize(("specialist", "question"), questions(), ids=lambda value: getattr(value, "name", value))
async def test_what_to_do_comes_first_and_an_answer_is_short(specialist: TopicSpecialist, question: str) -> None:
    for state in STATES[1:]:
        given = await specialist.advise(asked(question), state)
        assert given.claims[0].kind is ClaimKind.ACTION
        assert 2 <= len(given.claims) <= 5
        assert sum(claim.kind is ClaimKind.ACTION for claim in given.claims) <= 2
        assert len({claim.text for claim in given.claims}) == len(given.claims)
        assert [f"{action.text[:1].upper()}{action.text[1:]}." for action in given.actions] == [
            claim.text for claim in given.claims if claim.kind is ClaimKind.ACTION
        ]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("question", "timing"),
    [
        ("Plan a workout for today", "today"),
        ("Plan my training for this week", "this_week"),
        ("Plan my training block", "this_block"),
    ],
)
async def test_a_plan_is_for_the_time_that_is_asked_about(question: str, timing: str) -> None:
    given = await TrainingCoach().advise(asked(question), living())
    assert given.actions[0].timing == timing


@pytest.mark.asyncio
async def test_a_plan_names_amounts_within_what_the_body_allows() -> None:
    worn = living({"hrv.rmssd": 41.0, "heart.resting": 63.0, "sleep.duration": 318.0}, days=7)
    worn.colleagues = {"neuroscientist": await Neuroscientist().advise(asked("How recovered am I?"), worn)}
    usual = await TrainingCoach().advise(asked("Plan my training for this week"), living())
    less = await TrainingCoach().advise(asked("Plan my training for this week"), worn)
    assert [action.change for action in (*usual.actions[:1], *less.actions)] == [1.0, 0.8]
    week = next(m for claim in less.claims for m in claim.measures if m.name == "plan.week_load")
    month = next(m for claim in usual.claims for m in claim.measures if m.name == "plan.week_load")
    assert week.value == pytest.approx(0.8 * month.value, abs=10)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("premise", "said"),
    [
        ("Great 5-mile run! What now?", "I have no record of that run, so I cannot go by it."),
        ("Why is my HRV so low?", "I do not see that of your HRV in your data."),
        ("Why is my HRV normal?", ""),
        ("I lost 3 kg of weight", "I see nothing on your weight in your data, so I cannot go by it."),
        ("The weather was nice", ""),
    ],
)
async def test_what_is_taken_for_granted_is_looked_up_and_never_repeated(premise: str, said: str) -> None:
    state = living({"load.srpe": None}, days=3)
    view, draft = View(asked(premise), state, Understanding({}, {})), Draft("nutritionist")
    await weigh_premises(view, draft)
    texts = [claim.text for claim in draft.advice(view.case, ()).claims if claim.kind is ClaimKind.MISSING]
    assert texts == ([said] if said else [])
    trained = View(asked("Great 5-mile run! What now?"), living(), Understanding({}, {}))
    calm = Draft("nutritionist")
    await weigh_premises(trained, calm)
    assert calm.empty


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "After my marathon yesterday, how do I recover?",
            "The most I have for a day since yesterday is 6.2 km, so I go by that.",
        ),
        ("Great 5-mile run! What now?", "The most I have for a day since yesterday is 6.2 km, so I go by that."),
        ("Great 6 km run! What now?", ""),
        ("How do I prepare for a marathon?", ""),
        ("After my 9 hours of sleep, can I train hard?", "I have 6 h 40 min asleep for last night, so I go by that."),
        ("I slept 7 hours, can I train?", ""),
        ("Should I get 9 hours of sleep?", ""),
        (
            "I did 20,000 steps, is that enough?",
            "The most I have for a day since yesterday is 4000 steps, so I go by that.",
        ),
        ("I walked 4k steps", ""),
        ("Can I lift after my rest day?", "I have training in your data for yesterday, so I do not count it as a rest day."),
        ("Do I need a rest day?", ""),
        ("After my 2 hour ride yesterday, may I run?", "The most I have for a day since yesterday is 40 min, so I go by that."),
        ("After my 40 minute ride yesterday, may I run?", ""),
        ("After my 9 hours of sleep since Monday", ""),
        (
            "After my marathon last weekend, how do I recover?",
            "The most I have for a day of the last week is 6.4 km, so I go by that.",
        ),
        ("After my marathon last year, how do I train now?", ""),
        ("After my marathon in May, how do I train now?", ""),
        ("Should I ride 2 hours tomorrow?", ""),
    ],
)
async def test_a_stated_amount_stands_beside_what_the_data_show(words: str, said: str) -> None:
    lately = {"exercise.distance": 6.2, "sleep.duration": 400.0, "activity.steps": 4000.0, "exercise.duration": 40.0}
    view, draft = View(asked(words), living(lately), Understanding({}, {})), Draft("training_coach")
    await weigh_premises(view, draft)
    claims = [claim for claim in draft.advice(view.case, ()).claims if claim.text.endswith(("go by that.", "rest day."))]
    assert [claim.text for claim in claims] == ([said] if said else [])
    assert all(claim.measures for claim in claims)


@pytest.mark.asyncio
@pytest.mark.parametrize(("kilometres", "doubted"), [(30, True), (10, False)])
async def test_a_run_of_which_only_the_time_is_kept_must_fit_into_it(kilometres: int, doubted: bool) -> None:
    context = living({"exercise.duration": 40.0})
    view = View(asked(f"Yesterday's {kilometres} km run left my legs tired. What now?"), context, Understanding({}, {}))
    draft = Draft("training_coach")
    await weigh_premises(view, draft)
    said = " ".join(claim.text for claim in draft.advice(view.case, ()).claims)
    assert ("no record of that distance" in said) is doubted


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "words", ["After my marathon yesterday", "After my 9 hours of sleep", "I did 20,000 steps", "After my rest day"]
)
async def test_what_no_device_recorded_is_not_disputed_by_amount(words: str) -> None:
    view, draft = View(asked(words), living({"sleep.duration": None}), Understanding({}, {})), Draft("training_coach")
    await weigh_premises(view, draft)
    claims = draft.advice(view.case, ()).claims
    assert not [claim for claim in claims if claim.measures]
    assert all("no record" in claim.text for claim in claims)


@pytest.mark.asyncio
async def test_what_is_held_is_not_spoken_of_even_without_a_pipeline() -> None:
    case = asked("How is my HRV?")
    assert case.query is not None
    hold = Hold(case.query.subject, "R10", "E2", case.query.asked_at, ("heart_rhythm",))
    free = await Neuroscientist().advise(case, living())
    kept = await Neuroscientist().advise(replace(case, holds=(hold,)), living())
    assert any("HRV" in claim.text for claim in free.claims)
    assert not any("HRV" in claim.text for claim in kept.claims)
    assert kept.claims
