"""Which statement answers a question: those that are passed over unread would not have been said."""

from __future__ import annotations

import pytest
from specialists_cases import asked, living

from auren.evaluation import shipped
from auren.science.claims import applicable, by_topic, claims
from auren.specialists import TrainingCoach
from auren.specialists.framework import View
from auren.specialists.framework.stating import best
from auren.specialists.understanding import understand
from auren.specialists.understanding.asked import NEAR

_QUESTIONS = sorted({turn.ask for scenario in shipped() for turn in scenario.turns})


@pytest.mark.asyncio
@pytest.mark.parametrize("topic", sorted(by_topic()))
async def test_statements_that_are_not_read_for_a_question_would_not_have_been_said(topic: str) -> None:
    for question in [*_QUESTIONS[::25], "Is coffee before bed bad?", "carbs for a marathon", "Should I train hard today?"]:
        view = View(asked(question), living(), understand(question))
        everything = applicable(topic, measures={}, facts={}, profile={})
        unread = {one.id for one in everything} - {one.id for one in await view.statements(topic)}
        assert all(one.narrow and view.asks_for(one) == 0 for one in everything if one.id in unread)


@pytest.mark.asyncio
async def test_a_question_finds_the_narrow_statement_that_answers_it_and_one_that_asks_for_nothing_finds_none() -> None:
    named = claims()["training-kettlebell"]
    view = View(asked("How do I swing a kettlebell?"), living(), understand("How do I swing a kettlebell?"))
    assert best(view, await view.statements("training.strength"))[0] == named
    view = View(asked("Hello there"), living(), understand("Hello there"))
    assert not any(one.narrow for one in await view.statements("training.strength"))


@pytest.mark.asyncio
async def test_a_narrow_statement_that_others_answer_far_better_is_not_said() -> None:
    question = "Can I train with sore muscles?"
    view = View(asked(question), living(), understand(question))
    told = view.asked
    far = [id for id, by in told.items() if by < NEAR * max(told.values())]
    assert far
    assert all(view.asks_for(claims()[id]) == 0 for id in far)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("What is a deload?", "A deload is"),
        ("What's the difference between training for strength and training for power?", "Strength is how much force"),
        ("what is progressive overload", "Progressive overload means"),
    ],
)
async def test_who_asks_what_something_is_hears_that_first_and_no_plan(question: str, begins: str) -> None:
    advice = await TrainingCoach().advise(asked(question), living())
    assert advice.claims[0].text.startswith(begins)
    assert not advice.actions


@pytest.mark.asyncio
@pytest.mark.parametrize("question", ["What is a good warm-up for squats?", "What is the best way to deload?"])
async def test_what_is_good_asks_for_advice_and_not_for_what_something_is(question: str) -> None:
    assert (await TrainingCoach().advise(asked(question), living())).actions
