"""Rules on weight and shape."""

from __future__ import annotations

from auren.patterns.rule import Rule
from auren.patterns.shipped.citing import cite
from auren.patterns.signals import daily

__all__ = ["lean_mass_loss", "rapid_weight_gain", "rapid_weight_loss", "waist_rise"]


def rapid_weight_loss() -> Rule:
    """Give the rule for a weekly mean 1 % under that of the week before, kept up for most of a second week."""
    weight = daily("body.weight")
    weekly = weight.mean(7, at_least=4).against(weight.usual(7, at_least=4, sd=1), to="percent")
    return Rule(
        name="rapid_weight_loss",
        version=1,
        title="Body weight has fallen by more than 1 % a week for two weeks",
        when=weekly.below(-1, "%").on_days(6, of=8),
        repeat_after_days=14,
        domain="physique",
        citations=cite("C21"),
    )


def rapid_weight_gain() -> Rule:
    """Give the rule for a weekly mean 1 % over that of the week before, kept up for most of a second week."""
    weight = daily("body.weight")
    weekly = weight.mean(7, at_least=4).against(weight.usual(7, at_least=4, sd=1), to="percent")
    return Rule(
        name="rapid_weight_gain",
        version=1,
        title="Body weight has risen by more than 1 % a week for two weeks",
        when=weekly.above(1, "%").on_days(6, of=8),
        repeat_after_days=14,
        domain="physique",
        citations=cite("C21"),
    )


def lean_mass_loss() -> Rule:
    """Give the rule for two weeks of lean mass 2 % under the usual; scales that measure current are coarse."""
    lean = daily("body.lean_mass")
    return Rule(
        name="lean_mass_loss",
        version=1,
        title="Lean mass below your usual",
        when=lean.mean(14, at_least=4).against(lean.usual(60, at_least=8, sd=1), to="percent").below(-2, "%"),
        repeat_after_days=28,
        domain="physique",
        citations=cite("A12", "A10"),
    )


def waist_rise() -> Rule:
    """Give the rule for a waist 3 % over the usual of the last two months, measured at least twice."""
    waist = daily("body.waist")
    return Rule(
        name="waist_rise",
        version=1,
        title="Waist above your usual",
        when=waist.mean(14, at_least=2).against(waist.usual(60, at_least=4, sd=1), to="percent").above(3, "%"),
        repeat_after_days=28,
        domain="physique",
        citations=cite("A5", "A10"),
    )
