"""The nutritionist: energy, food, drink and supplements, around the training that a person does."""

from __future__ import annotations

from typing import Final

from auren.specialists.framework import Persona, Speaker, TopicSpecialist
from auren.specialists.nutritionist.amounts import feeding
from auren.specialists.nutritionist.energy import energy, limits
from auren.specialists.nutritionist.protein import macros

__all__ = ["Nutritionist"]

_PERSONA: Final = Persona("Dr. Fuel", "energy, food, drink and supplements", "practical and unfussy; no food is forbidden")

_SPEAKERS: Final = (
    Speaker(
        "nutrition.energy",
        energy,
        figures=("energy.availability", "energy.weight_pace", "energy.adaptive", "energy.resting", "nutrition.protein"),
        facts=("goal", "body.*"),
        metrics=frozenset({"energy", "nutrition"}),
        asks="What do you want to reach, and what does a usual day of food look like?",
    ),
    Speaker(
        "nutrition.macros",
        macros,
        figures=("nutrition.protein", "nutrition.protein_meal", "nutrition.fibre"),
        facts=("diet", "goal"),
        asks="What do you weigh, and what does a usual day of food look like?",
    ),
    Speaker(
        "nutrition.micros",
        feeding("nutrition.micros"),
        facts=("diet",),
        asks="How do you eat, and has anyone found that you lack something?",
    ),
    Speaker(
        "nutrition.supplements",
        feeding("nutrition.supplements", "nutrition.creatine", "nutrition.caffeine"),
        figures=("nutrition.creatine", "nutrition.caffeine"),
        facts=("supplement*", "medication"),
        asks="Which supplements do you take, and do you take any medicine?",
    ),
    Speaker(
        "nutrition.metabolic_flexibility",
        feeding("nutrition.metabolic_flexibility", "nutrition.glucose_indicator"),
        figures=("nutrition.glucose_indicator",),
        asks="When do you eat your first and your last meal?",
    ),
    Speaker(
        "nutrition.timing",
        feeding("nutrition.timing", "nutrition.protein_meal"),
        figures=("nutrition.protein_meal",),
        facts=("schedule.*",),
        asks="When do you train, and when do you eat?",
    ),
    Speaker(
        "nutrition.gut",
        feeding("nutrition.gut", "nutrition.fibre"),
        figures=("nutrition.fibre",),
        facts=("diet", "allergy"),
        asks="After which foods do you notice it?",
    ),
    Speaker(
        "nutrition.hydration",
        feeding("nutrition.hydration", "hydration.sweat_rate"),
        figures=("hydration.sweat_rate",),
        facts=("intake.water",),
        asks="How much do you drink on a usual day, and how long do you train?",
    ),
    Speaker(
        "nutrition.anti_inflammatory",
        feeding("nutrition.anti_inflammatory", "nutrition.mediterranean"),
        figures=("nutrition.mediterranean",),
        asks="How often do you eat fish, vegetables and olive oil in a week?",
    ),
    Speaker(
        "nutrition.sport",
        feeding("nutrition.sport", "nutrition.carbohydrate_recovery"),
        figures=("nutrition.carbohydrate_recovery",),
        facts=("training.*", "goal"),
        asks="How long is the session or race that you eat for?",
    ),
)


class Nutritionist(TopicSpecialist):
    """Says how to eat and drink for what a person does and wants; never less than a body in training needs."""

    def __init__(self) -> None:
        super().__init__(
            "nutritionist", _PERSONA, _SPEAKERS, expertise=("nutrition", "energy", "hydration", "weight"), limit=limits
        )
