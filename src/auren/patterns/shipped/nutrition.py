"""Rules on what is eaten and drunk; what was not logged is unknown and never taken for nothing."""

from __future__ import annotations

from auren.patterns.rule import Rule
from auren.patterns.runs import streak
from auren.patterns.shipped.citing import cite
from auren.patterns.signals import daily

__all__ = [
    "caffeine_high",
    "dehydration",
    "drinks_on_many_days",
    "fibre_low",
    "low_energy_availability",
    "protein_low",
    "very_low_energy_intake",
    "weight_stall",
]


def low_energy_availability() -> Rule:
    """Give the rule for a week of less food than usual, no less exercise, and a falling weight.

    It is a sign, not the number: energy availability itself takes fat-free mass, which `energy.availability` asks for.
    """
    eaten, spent = daily("nutrition.energy"), daily("exercise.energy")
    return Rule(
        name="low_energy_availability",
        version=1,
        title="Less food than usual for the same training, and a falling weight",
        when=eaten.mean(7, at_least=5).against(eaten.usual(28, at_least=14, sd=1), to="percent").below(-15, "%")
        & spent.mean(7, at_least=3).against(spent.usual(28, at_least=8, sd=1), to="percent").above(-10, "%")
        & daily("body.weight").slope(14, at_least=7).below(-0.05, "kg"),
        repeat_after_days=14,
        domain="nutrition",
        citations=cite("C7", "C6"),
    )


def very_low_energy_intake() -> Rule:
    """Give the rule that tells safety of less than 1000 kcal logged on three days in a row (R10)."""
    return Rule(
        name="very_low_energy_intake",
        version=1,
        title="Very little was logged as eaten on three days in a row",
        when=streak(daily("nutrition.energy").below(1000, "kcal"), most=3).at_least_days(3),
        acts_on="confirmed",
        flag="R10",
        domain="nutrition",
        citations=cite("R10", own=False),
    )


def dehydration() -> Rule:
    """Give the rule for a body weight 2 % under the mean of the week before."""
    weight = daily("body.weight")
    return Rule(
        name="dehydration",
        version=1,
        title="Body weight has dropped since yesterday as fluid does",
        when=weight.against(weight.usual(7, at_least=4, sd=1), to="percent").below(-2, "%"),
        settle_h=24.0,
        repeat_after_days=3,
        domain="nutrition",
        citations=cite("C12"),
    )


def protein_low() -> Rule:
    """Give the rule for a week of under 60 g protein a day; the person's own need takes a weight and a goal."""
    return Rule(
        name="protein_low",
        version=1,
        title="Little protein this week",
        when=daily("nutrition.protein").mean(7, at_least=5).below(60, "g"),
        repeat_after_days=21,
        domain="nutrition",
        citations=cite("C8"),
    )


def fibre_low() -> Rule:
    """Give the rule for a week of under 20 g fibre a day."""
    return Rule(
        name="fibre_low",
        version=1,
        title="Little fibre this week",
        when=daily("nutrition.fiber").mean(7, at_least=5).below(20, "g"),
        repeat_after_days=21,
        domain="nutrition",
        citations=cite("C15"),
    )


def caffeine_high() -> Rule:
    """Give the rule for more than 400 mg caffeine on three days of a week."""
    return Rule(
        name="caffeine_high",
        version=1,
        title="Much caffeine on several days",
        when=daily("nutrition.caffeine").above(400, "mg").on_days(3, of=7),
        repeat_after_days=14,
        domain="nutrition",
        citations=cite("C13"),
    )


def drinks_on_many_days() -> Rule:
    """Give the rule for more than two alcoholic drinks on four days of a week."""
    return Rule(
        name="drinks_on_many_days",
        version=1,
        title="Alcoholic drinks on many days of the week",
        when=daily("nutrition.alcohol").above(2, "count").on_days(4, of=7),
        repeat_after_days=14,
        domain="nutrition",
        citations=cite("C24"),
    )


def weight_stall() -> Rule:
    """Give the rule for two weeks of a tenth less food than before, in which the weight did not fall."""
    eaten = daily("nutrition.energy")
    return Rule(
        name="weight_stall",
        version=1,
        title="Less was eaten for two weeks, but the weight has not moved",
        when=eaten.mean(14, at_least=11).against(eaten.usual(28, at_least=14, sd=1), to="percent").below(-10, "%")
        & daily("body.weight").slope(14, at_least=7).above(-0.015, "kg"),
        repeat_after_days=21,
        domain="nutrition",
        citations=cite("C4", "C6"),
    )
