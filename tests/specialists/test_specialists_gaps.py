"""The one missing datum that is named is the most useful one, whatever the order, and it is said why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from specialists_cases import TODAY, asked

from auren.findings import Insufficient
from auren.people import Profile
from auren.readings import Window
from auren.specialists import Nutritionist
from auren.specialists.framework.gaps import most_useful, reason
from auren.testing.context import ScriptedContext


def gap(name: str, missing: str, title: str = "") -> Insufficient:
    return Insufficient(name, title or f"your {name.partition('.')[2]}", missing, 0, 1, Window.ending(TODAY, 7))


WAIST = gap("physique.fat", "waist")
WEIGHT = gap("nutrition.protein", "a body weight")
ALSO = gap("nutrition.creatine", "a body weight")
HRV = gap("hrv.weekly_mean", "more nights")
ALL = (WAIST, WEIGHT, ALSO, HRV)


@given(st.permutations(ALL), st.permutations([one.name for one in ALL]))
def test_what_may_change_a_decision_comes_first_and_then_what_tells_most(gaps: list[Insufficient], names: list[str]) -> None:
    assert most_useful(gaps, names) is HRV
    rest = [name for name in names if name != HRV.name]
    assert most_useful(gaps, rest) in (WEIGHT, ALSO)
    assert most_useful(gaps, [WAIST.name]) is WAIST
    assert most_useful(gaps, ["load.monotony"]) is None


def test_what_is_said_by_its_title_and_holds_a_numeral_comes_last() -> None:
    numbered = gap("sleep.debt", "10 of the 14 nights")
    assert most_useful([numbered, *ALL], [numbered.name, WAIST.name], by_title=True) is WAIST
    assert most_useful([numbered, *ALL], [WAIST.name, numbered.name]) is numbered
    assert most_useful([numbered], [numbered.name], by_title=True) is numbered


def test_of_equal_ones_the_one_named_first_is_missing_most() -> None:
    assert most_useful(ALL, [ALSO.name, WEIGHT.name]) is ALSO


@pytest.mark.parametrize(
    ("one", "why"),
    [(HRV, "it can change what I ask of you"), (WEIGHT, "it would also tell me your creatine"), (WAIST, "")],
)
def test_the_reason_is_what_it_changes_or_tells_besides(one: Insufficient, why: str) -> None:
    assert reason(one, ALL) == why


def test_a_title_with_a_numeral_is_no_reason() -> None:
    assert reason(WEIGHT, (WEIGHT, gap("x.y", "a body weight", "your 7-day mean"))) == ""


async def test_a_reply_names_it_with_its_reason() -> None:
    context = ScriptedContext(TODAY, Profile(zone="Europe/Oslo"))
    advice = await Nutritionist().advise(asked("What should I eat after training?"), context)
    texts = [claim.text for claim in advice.claims if "still need" in claim.text]
    assert len(texts) == 1
    assert "; it would also tell me your " in texts[0] or "; it can change what I ask of you" in texts[0]
