"""The rules that auren ships."""

from __future__ import annotations

from auren.patterns.rule import Rule
from auren.patterns.signals import daily
from auren.ports.pattern_rule import PatternRule

__all__ = ["shipped_rules"]


def shipped_rules() -> tuple[PatternRule, ...]:
    """Give the shipped rules: HRV drop, sleep debt, and resting-heart-rate rise."""
    return (hrv_drop(), sleep_debt(), resting_heart_rate_rise())


def hrv_drop() -> Rule:
    """Give the rule for a weekly HRV under the personal band, never for one bad night.

    Source: Plews 2013, Buchheit 2014 (7-day mean of ln RMSSD against mean ± 0.5 SD).
    """
    rmssd = daily("hrv.rmssd").ln()
    usual = rmssd.usual(60, at_least=14, sd=0.5)
    return Rule(
        name="hrv_drop",
        version=1,
        title="HRV below your usual band",
        when=rmssd.mean(7, at_least=5).below(usual) & rmssd.days_below(usual, of=7).at_least_days(2),
    )


def sleep_debt() -> Rule:
    """Give the rule for a sleep debt that has built up over two weeks and is still growing.

    Source: Van Dongen 2003, Watson 2015 (adults: 7 h or more); the two limits are auren's convention.
    """
    sleep = daily("sleep.duration")
    return Rule(
        name="sleep_debt",
        version=1,
        title="Sleep debt has built up",
        when=sleep.short_of(8, "h").sum(14, at_least=10).above(21, "h") & sleep.below(6, "h").on_days(3, of=7),
    )


def resting_heart_rate_rise() -> Rule:
    """Give the rule for a resting heart rate that stays over the personal band.

    Source: Buchheit 2014 on resting heart rate in monitoring; the width of the band is auren's convention.
    """
    resting = daily("heart.resting")
    usual = resting.usual(60, at_least=14, sd=1.5, at_least_wide=3)
    return Rule(
        name="resting_heart_rate_rise",
        version=1,
        title="Resting heart rate above your usual band",
        when=resting.mean(3, at_least=3).above(usual) & resting.days_above(usual, of=3).at_least_days(2),
    )
