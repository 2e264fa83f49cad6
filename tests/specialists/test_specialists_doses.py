"""Sets, repetitions and holds: those of a cited statement, fewer the less the body allows, and none where it hurts much."""

from __future__ import annotations

import re

import pytest
from specialists_cases import asked, living

from auren.conversation import Timing
from auren.science.claims import claims
from auren.specialists.framework import Dose, Draft, Plans, View
from auren.specialists.physical_therapist.pain import caring
from auren.specialists.physical_therapist.plans import PLANS as PAIN_PLANS
from auren.specialists.physical_therapist.plans import TENDON
from auren.specialists.training_coach.plans import AS_PLANNED, NO_TRAINING, lighter
from auren.specialists.understanding import Understanding

_SETS = re.compile(r"(\d) sets?")


@pytest.mark.parametrize("topic", ["training.strength", "training.power"])
@pytest.mark.parametrize("timing", ["today", "this_week"])
def test_less_that_is_allowed_never_means_more_sets(topic: str, timing: Timing) -> None:
    def sets(plans: Plans) -> int:
        first = plans[timing][0]
        found = _SETS.search(first.text if isinstance(first, Dose) else first)
        return int(found[1]) if found else 0

    asked_for = [
        sets(NO_TRAINING),
        *(sets(lighter(topic, share)) for share in (0.1, 0.5, 0.79, 0.8, 0.99)),
        sets(AS_PLANNED[topic]),
    ]
    assert asked_for == sorted(asked_for)
    assert asked_for[-1] == 3


def _doses() -> list[Dose]:
    tables = [
        *AS_PLANNED.values(),
        *(lighter("training.strength", share) for share in (0.5, 0.8)),
        *PAIN_PLANS.values(),
        TENDON,
    ]
    return [plan for plans in tables for texts in plans.values() for plan in texts if isinstance(plan, Dose)]


def test_each_dose_names_amounts_of_its_statement_and_gives_way_to_words() -> None:
    assert len(_doses()) >= 14
    for dose in _doses():
        assert set(re.findall(r"\d+", dose.text)) <= set(re.findall(r"\d+", claims()[dose.statement].text)), dose.text
    for plans in (*AS_PLANNED.values(), *PAIN_PLANS.values(), TENDON):
        assert all(isinstance(texts[-1], str) for texts in plans.values())


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Give me exercises for my knee rehab today.", "2 sets of 10 repetitions"),
        ("My achilles tendon is stiff. What can I do today?", "5 holds of 45 s"),
        ("My knee pain is 6/10. Give me exercises for my knee rehab today.", "as far as it hurts little"),
        ("My knee pain is 8/10. Give me exercises for my knee rehab today.", "Leave out all training of that part"),
    ],
)
async def test_pain_takes_sets_and_repetitions_away(words: str, said: str) -> None:
    view = View(asked(words), living(), Understanding({"rehabilitation.rehabilitation": 1.0}, {}, "plan", "today"))
    draft = Draft("physical_therapist")
    await caring("rehabilitation.rehabilitation")(view, draft)
    first = draft.advice(view.case, ()).claims[0]
    assert said in first.text
    assert ("sets" in first.text) == ("sets" in said)
