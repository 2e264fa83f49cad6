"""Sentences on health are said when a cited statement says them, and abstained from otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auren.errors import InvalidInput
from auren.safety import Support
from auren.science.claims import claims

SAID = (Path(__file__).parent / "said" / "health_claims.txt").read_text(encoding="utf-8").splitlines()
UNSUPPORTED = [line[2:] for line in SAID if line.startswith("- ")]
OTHERS = [line[2:] for line in SAID if line.startswith("= ")]
HEARD_AS_NO_CLAIM = {"Practice in one block lasts longer than practice spread over days."}


@pytest.fixture(scope="module")
def support() -> Support:
    return Support()


@pytest.mark.parametrize("sentence", sorted(set(UNSUPPORTED) - HEARD_AS_NO_CLAIM))
def test_what_no_statement_says_is_abstained_from(support: Support, sentence: str) -> None:
    found = support.of(sentence)
    assert found.claims
    assert found.confidence < 0.9


@pytest.mark.parametrize("sentence", OTHERS)
def test_what_is_no_claim_on_health_passes(support: Support, sentence: str) -> None:
    assert support.check(sentence) == ()


def test_a_statement_in_its_own_words_is_supported_by_itself(support: Support) -> None:
    wrong = []
    for id, statement in claims().items():
        found = support.of(statement.text)
        if found.claims and (found.confidence < 0.9 or claims()[found.statement].text != statement.text):
            wrong.append(id)
    # A few statements say nearly the same as another one, or deny twice.
    assert len(wrong) <= 0.05 * len(claims()), wrong


@pytest.mark.parametrize(
    ("supported", "turned"),
    [
        ("Light movement can ease soreness for a short while.", "Light movement can worsen soreness for a short while."),
        ("A short nap can restore alertness for some hours.", "A short nap cannot restore alertness for some hours."),
        ("Many plant foods feed the bacteria of the gut.", "Many plant foods harm the bacteria of the gut."),
    ],
)
def test_what_turns_a_statement_round_loses_its_support(support: Support, supported: str, turned: str) -> None:
    assert support.of(turned).confidence < min(0.9, support.of(supported).confidence)


def test_abstaining_says_that_it_is_not_sure_and_names_nothing(support: Support) -> None:
    (violation,) = support.check("You slept well. Ashwagandha raises testosterone.")
    assert violation.kind == "unsure"
    assert "Ashwagandha" not in str(violation)
    assert "Ashwagandha" not in repr(violation)


def test_a_lower_confidence_lets_more_pass() -> None:
    sentence = "Aerobic exercise without pain keeps mood and fitness up while you recover."
    assert Support(confidence=0.9).check(sentence)
    assert not Support(confidence=0.0).check(sentence)
    with pytest.raises(InvalidInput, match="from 0 to 1"):
        Support(confidence=1.1)


def test_one_can_bring_statements_of_ones_own() -> None:
    own = Support({"altitude": "Sleeping at altitude lowers sleep quality in the first nights."})
    assert own.of("Sleeping at altitude lowers sleep quality in the first nights.").statement == "altitude"
    assert own.check("Light movement can ease soreness for a short while.")
    assert Support({}).check("Magnesium improves sleep.")


@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    support = Support({"nap": "A short nap restores alertness."})
    assert 0 <= support.of(text).confidence <= 1
    support.check(text)
