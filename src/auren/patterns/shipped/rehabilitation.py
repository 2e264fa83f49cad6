"""Rules on soreness and reported injuries."""

from __future__ import annotations

from auren.patterns.rule import Rule
from auren.patterns.runs import streak
from auren.patterns.shipped.citing import cite
from auren.patterns.signals import daily

__all__ = ["injury_again", "lasting_soreness", "pain_rising_with_load", "soreness_rising_with_load"]


def lasting_soreness() -> Rule:
    """Give the rule for soreness rated 1 or 2 of 5 on four days in a row; a higher rating is the better one."""
    return Rule(
        name="lasting_soreness",
        version=1,
        title="Soreness that does not settle",
        when=streak(daily("wellness.soreness").below(2.5, "1-5"), most=4).at_least_days(4),
        domain="rehabilitation",
        citations=cite("P4", "N16"),
    )


def soreness_rising_with_load() -> Rule:
    """Give the rule for three days much sorer than usual in a week of harder sessions than usual."""
    soreness, load = daily("wellness.soreness"), daily("load.srpe")
    return Rule(
        name="soreness_rising_with_load",
        version=1,
        title="Soreness has risen with the load",
        when=soreness.mean(3, at_least=3).against(soreness.usual(28, at_least=14, sd=1)).below(-1, "ratio")
        & load.mean(7, at_least=3).against(load.usual(28, at_least=8, sd=1), to="percent").above(20, "%"),
        domain="rehabilitation",
        citations=cite("P4", "N16"),
    )


def pain_rising_with_load() -> Rule:
    """Give the rule for a reported injury in a week of harder sessions than usual."""
    load = daily("load.srpe")
    return Rule(
        name="pain_rising_with_load",
        version=1,
        title="A complaint was reported while the load was rising",
        when=daily("injury.reports").above(0, "count")
        & load.mean(7, at_least=2).against(load.usual(28, at_least=6, sd=1), to="percent").above(20, "%"),
        settle_h=24.0,
        domain="rehabilitation",
        citations=cite("P4", "P16"),
    )


def injury_again() -> Rule:
    """Give the rule for complaints reported on three days of two weeks."""
    return Rule(
        name="injury_again",
        version=1,
        title="Complaints have been reported again and again",
        when=daily("injury.reports").above(0, "count").on_days(3, of=14),
        repeat_after_days=14,
        domain="rehabilitation",
        citations=cite("P16", "P4"),
    )
