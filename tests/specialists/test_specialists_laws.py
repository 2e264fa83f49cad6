"""Laws of the team over generated states; `python -m benchmarks.team` looks at a thousand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from benchmarks._team_states import ON, State, decide, prescribed, state, worse
from hypothesis import given, settings
from hypothesis import strategies as st

from auren.evaluation import TEAM_TYPES
from auren.evaluation.judging import ZERO, contradictions

STATES = st.integers(0, 100_000).map(state)


def rises(before: State, after: State) -> list[str]:
    one, other = decide(before).plan, decide(after).plan
    pairs = {on: zip(prescribed(one, on), prescribed(other, on), strict=True) for on in ON}
    return [on for on, pair in pairs.items() if any(then > now + ZERO for now, then in pair)]


@settings(max_examples=8, deadline=None, derandomize=True)
@given(STATES)
@pytest.mark.parametrize("law", ["sleep", "energy"])
def test_worse_sleep_or_less_energy_never_raises_what_is_prescribed(law: str, before: State) -> None:
    assert rises(before, worse(before, law)) == []


@settings(max_examples=8, deadline=None, derandomize=True)
@given(STATES)
def test_more_of_a_pain_that_is_told_never_raises_what_is_prescribed(before: State) -> None:
    assert rises(before, worse(before, "pain")) == []


@pytest.mark.parametrize("pain", range(1, 11))
def test_pain_that_is_told_of_never_lifts_the_limit_of_recovery(pain: int) -> None:
    fine = replace(state(43), pain=0)
    assert prescribed(decide(fine).plan, "training_load") == (0.8, 0.8)
    assert rises(fine, replace(fine, pain=pain)) == []


@settings(max_examples=8, deadline=None, derandomize=True)
@given(STATES)
def test_the_same_state_gives_one_decision_without_contradiction(before: State) -> None:
    said = decide(before)
    assert contradictions(said.plan) == ()
    assert decide(before) == said
    assert decide(before, [kind() for kind in reversed(TEAM_TYPES)]) == said
