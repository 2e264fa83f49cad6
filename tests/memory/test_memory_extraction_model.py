"""A model beside the grammar: it may only point at the person's own words."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from auren.errors import GatewayUnavailable
from auren.facts import MemoryRecord
from auren.gateway import ScriptedModel
from auren.memory.extraction import Extraction, ModelReader
from auren.memory.facts import InMemoryFactStore
from auren.people import Subject

ANNA = Subject("anna-1")
NOW = datetime(2024, 5, 20, 12, tzinfo=UTC)


def _answer(*facts: tuple[str, str, str, int]) -> str:
    return json.dumps({"facts": [dict(zip(("attribute", "value", "act", "sentence"), fact, strict=True)) for fact in facts]})


async def _facts(text: str, *answers: str | Exception) -> tuple[list[tuple[str, str, str, float]], int, ModelReader]:
    async with ScriptedModel(answers) as model, InMemoryFactStore() as facts:
        reader = ModelReader(model)
        record = MemoryRecord("t1", ANNA, "question", text, NOW, origin="person")
        await Extraction(facts, reader=reader).extract([record], ANNA, NOW)
        found = [(fact.attribute, fact.value, fact.unit, fact.confidence) for fact in await facts.facts(ANNA)]
        return found, len(model.requests), reader


async def test_a_value_of_the_persons_words_is_taken_in_our_own_units() -> None:
    answer = _answer(("body.weight", "176 pounds", "holds", 0), ("diet", "plants", "holds", 0))
    found, asked, _ = await _facts("I tip it at 176 pounds by eating plants", answer)
    assert found == [("body.weight", "79.8", "kg", 0.7)]
    assert asked == 1


@pytest.mark.parametrize(
    "fact",
    [
        ("body.weight", "81 kg", "holds", 0),
        ("body.weight", "6 kg", "holds", 0),
        ("body.weight", "176 pounds", "holds", 7),
        ("goal", "fly to the moon", "holds", 0),
        ("supplement.x.dose", "176", "holds", 0),
        ("unheard.of", "176", "holds", 0),
        ("heart.resting_rate", "176", "holds", 0),
    ],
)
async def test_what_does_not_stand_in_the_words_or_fit_its_slot_is_dropped(fact: tuple[str, str, str, int]) -> None:
    found, _, reader = await _facts("I tip it at 176 pounds", _answer(fact))
    assert found == []
    assert reader.failures == 0


@pytest.mark.parametrize("answer", ["no json", '{"facts": 1}', '{"facts": [], "more": 1}', "", GatewayUnavailable("down")])
async def test_a_model_that_fails_costs_only_its_own_part(answer: str | Exception) -> None:
    found, _, reader = await _facts("I tip it at 176 pounds", answer)
    assert found == []
    assert reader.failures == 1


@pytest.mark.parametrize(
    "text",
    [
        "do I tip it at 176 pounds?",
        "my sister tips it at 176 pounds",
        "if I tip it at 176 pounds",
        "last year I tipped it at 176 pounds",
        "I was at 176 pounds once",
        "I weigh 80 kg",
        "hello",
    ],
)
async def test_questions_others_suppositions_and_what_is_known_never_reach_the_model(text: str) -> None:
    _, asked, _ = await _facts(text)
    assert asked == 0
