"""The nutritionist's plans by topic: today, this week, this block; "[protein]" stands for foods that the person eats."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from auren.specialists.framework import Plans

__all__ = ["PLANS"]

PLANS: Final[Mapping[str, Plans]] = MappingProxyType(
    {
        "nutrition.energy": {
            "today": (
                "Eat about {energy.daily} today, with {nutrition.protein} of protein in it, and most of it around training",
                "Eat regular meals today, the largest of them after training",
            ),
            "this_week": (
                "Plan each day of this week around {energy.daily}, more on hard days and less on rest days",
                "Eat at regular times on all days of this week, and weigh yourself in the mornings so that the trend can tell",
            ),
            "this_block": (
                "Start the block at about {energy.daily}, and correct it by your weight's trend every few weeks",
                "Keep your meals steady for a few weeks, and correct them by your weight's trend",
            ),
        },
        "nutrition.macros": {
            "today": (
                "Put {nutrition.protein_meal} of protein in each meal today, from [protein], beside vegetables and [grain]",
                "Put a source of protein such as [protein], [grain] and vegetables in each meal today",
            ),
            "this_week": (
                "Plan {nutrition.protein} of protein and {nutrition.carbohydrate} of carbohydrate for each day of this week",
                "Plan a source of protein for each meal of this week, such as [protein], with more carbohydrate on hard days",
            ),
            "this_block": (
                "Hold {nutrition.protein} of protein through the block, and let carbohydrate rise and fall with training",
                "Keep protein steady through the block, and let carbohydrate rise and fall with training",
            ),
        },
        "nutrition.micros": {
            "today": ("Put vegetables of different colours on your plate today, and a handful of [nuts]",),
            "this_week": ("Plan [omega], legumes, leafy vegetables and [nuts] into this week's meals",),
            "this_block": ("Ask for a blood test before you take anything for a lack, and eat varied food until then",),
        },
        "nutrition.supplements": {
            "today": ("Ask a pharmacist before you start a supplement, and write down what you take already",),
            "this_week": ("Change at most one supplement this week, and note what you feel",),
            "this_block": ("Put food and sleep first in this block, and try one supplement at a time after that",),
        },
        "nutrition.metabolic_flexibility": {
            "today": ("Eat your meals at regular times today, with carbohydrate around training",),
            "this_week": ("Keep one easy session of this week before breakfast if it feels good, and fuel the hard ones",),
            "this_block": ("Build easy endurance in this block, and match carbohydrate to the work of each day",),
        },
        "nutrition.timing": {
            "today": (
                "Build each meal today from {nutrition.protein_meal} of protein ([protein]), then [starch], and vegetables",
                "Build each meal today from a source of protein such as [protein], then [starch], and vegetables or fruit",
            ),
            "this_week": (
                "Spread your protein over the day, {nutrition.protein_meal} a meal, and eat more around hard sessions",
                "Spread your protein over all meals of the day, with [protein], and eat more in the meals around hard sessions",
            ),
            "this_block": ("Settle your meal times around your training times, and keep them through the block",),
        },
        "nutrition.gut": {
            "today": ("Eat slowly today, in smaller meals, and note what you ate when the gut is upset",),
            "this_week": ("Keep a short diary of food and gut this week, and change one thing at a time",),
            "this_block": ("Raise fibre in small steps over the block, with plants that are new to you",),
        },
        "nutrition.hydration": {
            "today": ("Drink with each meal and when you are thirsty, and a glass more around training",),
            "this_week": ("Weigh yourself before and after one session of this week, so that we know your sweat loss",),
            "this_block": ("Practise your drinking in long sessions of this block, in cool and in warm weather",),
        },
        "nutrition.anti_inflammatory": {
            "today": ("Cook with olive oil today, with vegetables and [dish]; for omega-3 there is [omega]",),
            "this_week": ("Plan [omega], legumes, [nuts] and vegetables into most days of this week",),
            "this_block": ("Move the whole pattern towards Mediterranean food over the block, a meal at a time",),
        },
        "nutrition.sport": {
            "today": (
                "Eat [starch] some hours before training, and a meal with {nutrition.protein_meal} of protein after it",
                "Eat carbohydrate such as [starch] some hours before the session, and a meal with [protein] after it",
            ),
            "this_week": ("Use one long session of this week to try what you would eat and drink in the race",),
            "this_block": (
                "Train the gut over the block: try race food in the long sessions, and take nothing new to the race",
            ),
        },
    }
)
