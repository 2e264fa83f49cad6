"""Which statement answers a question: those that are passed over unread would not have been said."""

from __future__ import annotations

import pytest
from specialists_cases import asked, living

from auren.evaluation import shipped
from auren.science.claims import by_topic, claims
from auren.specialists import TrainingCoach
from auren.specialists.framework import View
from auren.specialists.framework.stating import best, naming
from auren.specialists.understanding import understand

_QUESTIONS = sorted({turn.ask for scenario in shipped() for turn in scenario.turns})


@pytest.mark.asyncio
@pytest.mark.parametrize("topic", sorted(by_topic()))
async def test_statements_that_are_not_read_for_a_question_would_not_have_been_said(topic: str) -> None:
    for question in [*_QUESTIONS[::25], "Is coffee before bed bad?", "carbs for a marathon", "Should I train hard today?"]:
        view = View(asked(question), living(), understand(question))
        all_of_them = best(view, await view.statements(topic))
        assert best(view, await view.statements(topic, naming(view))) == all_of_them


@pytest.mark.asyncio
async def test_a_question_that_names_nothing_reads_no_narrow_statement_and_one_that_does_finds_it() -> None:
    view = View(asked("Should I train hard today?"), living(), understand("Should I train hard today?"))
    assert naming(view) == frozenset()
    assert not any(one.narrow for one in await view.statements("training.strength", naming(view)))
    named = next(one for one in claims().values() if one.id == "training-kettlebell")
    view = View(asked("How do I swing a kettlebell?"), living(), understand("How do I swing a kettlebell?"))
    assert named in await view.statements("training.strength", naming(view))


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
