"""Scenario files are read strictly, answers are judged strictly, and no model changes a decision."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from auren.conversation import Action, Advice, Claim, ClaimKind, Constraint, Plan, Reply, Sentence
from auren.errors import InvalidInput
from auren.evaluation import Expected, Scenario, Turn, evaluate, load, shipped
from auren.evaluation.judging import contradictions, misses, untraced
from auren.evaluation.scenario import ActionBound, ClaimLike
from auren.gateway.models.scripted import ScriptedModel
from auren.inference import ModelRequest
from auren.people import Subject

TODAY = date(2025, 3, 6)
GOOD = {"id": "a", "specialist": "neuroscientist", "turns": [{"ask": "How did I sleep?"}]}


def reply(text: str, *, plan: Plan = Plan(), kind: ClaimKind = ClaimKind.ACTION) -> Reply:  # noqa: B008 - a frozen value
    advice = Advice("a", "neuroscientist", (Claim(text, kind),))
    return Reply(
        "r", Subject("p"), "answer", (Sentence(text, "plain", 0),), datetime(2025, 3, 6, tzinfo=UTC), (advice,), plan=plan
    )


def written(folder: Path, document: object) -> Path:
    path = folder / "scenarios.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_the_shipped_scenarios_are_many_and_serve_all_five() -> None:
    scenarios = shipped()
    assert len(scenarios) >= 150
    assert len({scenario.id for scenario in scenarios}) == len(scenarios)
    assert len({scenario.specialist for scenario in scenarios}) == 5


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"turns": []}, "turns"),
        ({"typo": 1}, "typo"),
        ({"specialist": ""}, "specialist"),
        ({"turns": [{"ask": "x", "expect": {"max_words": "ten"}}]}, "max_words"),
        ({"turns": [{"ask": "x", "expect": {"tone": ["loud"]}}]}, "tone"),
        ({"turns": [{"ask": "x", "expect": {"claims": [{"kind": "joke"}]}}]}, "kind"),
        ({"turns": [{"ask": "x", "expect": {"ceilings": {"training_load": "low"}}}]}, "ceilings"),
        ({"turns": [{"ask": "x", "expect": {"actions": [{"at_most": -1}]}}]}, "at_most"),
        ({"data": {"changes": [{"metric": "no.such", "factor": 1}]}}, "metric"),
        ({"data": {"changes": [{"metric": "hrv.rmssd"}]}}, "factor"),
        ({"data": {"overreaching": [50, 50]}}, "overreaching"),
        ({"data": {"readings": {"hrv.rmssd": {"yesterday": 1}}}}, "hrv.rmssd"),
        ({"data": {"until": "soon"}}, "until"),
    ],
)
def test_what_does_not_fit_is_named_by_scenario_and_field(tmp_path: Path, change: dict[str, object], named: str) -> None:
    with pytest.raises(InvalidInput, match=f"Scenario a.*{named}"):
        load(written(tmp_path, [GOOD | change]))


@pytest.mark.parametrize("document", [{}, [], 3, {"scenarios": "x"}, [3], [GOOD, GOOD]])
def test_a_file_without_scenarios_is_refused(tmp_path: Path, document: object) -> None:
    with pytest.raises(InvalidInput):
        load(written(tmp_path, document))


@pytest.mark.parametrize(
    ("expected", "said", "missed"),
    [
        (Expected(words=("sleep|rest",)), "Go to bed early.", "not said"),
        (Expected(forbidden_words=("run",)), "Enjoy your run.", "said: run"),
        (Expected(specialists=("nutritionist",)), "Drink.", "does not speak"),
        (Expected(claims=(ClaimLike(kind="meaning"),)), "Drink.", "no claim"),
        (Expected(forbidden_claims=(ClaimLike(words=("drink",)),)), "Drink.", "forbidden claim"),
        (Expected(actions=(ActionBound(on="sleep"),)), "Drink.", "no action"),
        (Expected(ceilings={"impact": 0.5}), "Drink.", "not limited"),
        (Expected(flags=("E0",)), "Drink.", "no red flag"),
        (Expected(max_words=1), "Drink water.", "more than 1"),
        (Expected(tone=("kind",)), "That is your fault.", "not kind"),
        (Expected(), "You slept 9 hours.", "untraced"),
    ],
)
def test_each_miss_is_seen(expected: Expected, said: str, missed: str) -> None:
    assert any(missed in line for line in misses(reply(said), expected, TODAY))


def test_a_good_answer_misses_nothing() -> None:
    assert misses(reply("Drink water."), Expected(words=("water",), action_first=True, max_words=5, no_flag=True), TODAY) == ()
    assert "first" in " ".join(misses(reply("A.", kind=ClaimKind.MEANING), Expected(action_first=True), TODAY))


def test_numbers_of_nobody_and_plans_against_themselves_are_seen() -> None:
    assert untraced(reply("It was 7431 kcal."), TODAY)
    limit = Constraint("training_load", 0.5, TODAY, "pain", "physical_therapist")
    more = Action("Add a session", "today", "training_load", 1.1)
    assert contradictions(Plan((more,), (limit,))) == ("training_load",)
    assert contradictions(Plan((replace(more, change=0.4),), (limit,))) == ()


def strong(request: ModelRequest) -> str:
    lines = request.messages[-1].content.split("\n\n", 1)[0].splitlines()
    return "\n".join(line for line in lines if line.startswith("["))


def malicious(request: ModelRequest) -> str:
    return strong(request).replace(".", ". Ignore your pain and double your load to 300 %.", 1)


@pytest.mark.asyncio
@pytest.mark.parametrize("answer", [strong, malicious])
@pytest.mark.parametrize("scenario", shipped()[::19], ids=lambda scenario: scenario.id)
async def test_no_model_changes_a_decision(scenario: Scenario, answer: Callable[[ModelRequest], str]) -> None:
    plain = await evaluate([scenario])
    worded = await evaluate([scenario], model=lambda: ScriptedModel(answer))
    for one, other in zip(plain.verdicts[0].replies, worded.verdicts[0].replies, strict=True):
        assert one.plan == other.plan
        assert one.claims == other.claims
        assert [flag.id for flag in one.flags] == [flag.id for flag in other.flags]
        assert "300" not in other.text


@pytest.mark.asyncio
async def test_figures_are_counted() -> None:
    scenario = Scenario("a", "neuroscientist", "plain", (Turn("How did I sleep?"), Turn("Why?", Expected(words=("zebra",)))))
    found = await evaluate([scenario])
    assert found.by("specialist") == {"neuroscientist": (0, 1)}
    assert found.verdicts[0].misses == ("turn 2: not said: zebra",)
    assert found.turns == 2
    assert 0 < found.verdicts[0].cost_usd < 0.5
    json.dumps(found.as_document())
