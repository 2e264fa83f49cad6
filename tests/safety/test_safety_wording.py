"""Wording that diagnoses, treats, doses, promises or clears is found, and everyday words are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auren.safety.wording import check_wording

BEYOND = [
    ("You have insomnia.", "diagnosis"),
    ("You probably have sleep apnoea.", "diagnosis"),
    ("You may be suffering from depression.", "diagnosis"),
    ("You're anemic.", "diagnosis"),
    ("This pattern suggests overtraining syndrome.", "diagnosis"),
    ("Your HRV is consistent with an infection.", "diagnosis"),
    ("These are signs of atrial fibrillation.", "diagnosis"),
    ("You do not have a heart condition.", "diagnosis"),
    ("Your insomnia needs a new routine.", "diagnosis"),
    ("The diagnosis is clear.", "diagnosis"),
    ("Du hast eine Schlafstörung.", "diagnosis"),
    ("You\u2019ve got a vitamin deficiency.", "diagnosis"),
    ("**You have** in\u200bsomnia.", "diagnosis"),
    ("This will cure your tiredness.", "treatment"),
    ("Walking treats depression.", "treatment"),
    ("This routine will fix your sleep for good.", "treatment"),
    ("Breathing prevents high blood pressure.", "treatment"),
    ("Das heilt den Schlaf.", "treatment"),
    ("Take 5 mg melatonin before bed.", "dose"),
    ("Take 5 mg before bed.", "dose"),
    ("Try some ibuprofen for the knee.", "dose"),
    ("A low dose of melatonin helps.", "dose"),
    ("Stop taking your medication.", "dose"),
    ("Double your dose tonight.", "dose"),
    ("Two puffs, or 2 tablets, will do.", "dose"),
    ("Nimm Melatonin vor dem Schlafen.", "dose"),
    ("Results are guaranteed.", "promise"),
    ("Your HRV will definitely rise.", "promise"),
    ("This is clinically proven.", "promise"),
    ("There is no risk.", "promise"),
    ("Besserung ist garantiert.", "promise"),
    ("There is no need to see a doctor.", "reassurance"),
    ("It is nothing to worry about.", "reassurance"),
    ("Your heart is fine.", "reassurance"),
    ("Training on is completely safe.", "reassurance"),
]

WITHIN = [
    "Your HRV is below your usual band.",
    "Treat yourself to an early night.",
    "A walk is a real treat.",
    "Cured ham is salty.",
    "Secure the strap first.",
    "This is not a diagnosis.",
    "auren cannot diagnose this.",
    "There is no guarantee that it helps.",
    "I cannot guarantee a better night.",
    "Please see a doctor about this.",
    "If you have asthma, ask your doctor first.",
    "Ask your pharmacist before you change any medication.",
    "Do not stop your medication on your own.",
    "Limit caffeine to 200 mg today.",
    "You have three easy days ahead.",
    "You have slept less than usual.",
    "Lower your training load for two days.",
    "Reduce screen time in the evening.",
    "Skip the second session.",
    "Your resting heart rate is higher than usual.",
    "Heavy legs after a hard week are common.",
    "Stop the set when your form breaks.",
    "Start with ten easy minutes.",
    "Take it easy today.",
    "Take a short walk after lunch.",
    "Use a lighter gear.",
    "Your fatigue rating was 4 of 5.",
    "A regular bedtime helps many people sleep better.",
    "Try breathing slowly for five minutes.",
    "Gönn dir heute Ruhe.",
]


@pytest.mark.parametrize(("sentence", "kind"), BEYOND)
def test_wording_beyond_wellness_is_found(sentence: str, kind: str) -> None:
    assert kind in [violation.kind for violation in check_wording(sentence)]


@pytest.mark.parametrize("sentence", WITHIN)
def test_wellness_wording_passes(sentence: str) -> None:
    assert check_wording(sentence) == ()


@given(st.text())
def test_any_text_can_be_checked(text: str) -> None:
    assert all(violation.found for violation in check_wording(text))


def test_an_endless_sentence_does_not_pass() -> None:
    assert [violation.kind for violation in check_wording("you " * 600)] == ["error"]
