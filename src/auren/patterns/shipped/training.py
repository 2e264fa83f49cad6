"""Rules on load and movement."""

from __future__ import annotations

from auren.patterns.rule import Rule
from auren.patterns.runs import streak
from auren.patterns.sequences import sequence, stage
from auren.patterns.shipped.citing import cite
from auren.patterns.signals import daily

__all__ = [
    "hard_days_in_a_row",
    "high_strain",
    "load_spike_then_strain",
    "monotonous_training",
    "no_easy_day",
    "overreaching",
    "sedentary_streak",
    "single_session_spike",
    "stalled_progress",
    "steps_drop",
]


def overreaching() -> Rule:
    """Give the rule for sessions harder than usual while HRV is low and the heart or the person says tired.

    Load alone, or one bad sign alone, never makes it hold. It names no overtraining.
    """
    load, rmssd, resting = daily("load.srpe"), daily("hrv.rmssd").ln(), daily("heart.resting")
    tired = daily("wellness.fatigue").below(2.5, "1-5").on_days(3, of=7)
    fast = resting.mean(7, at_least=5).above(resting.usual(60, at_least=14, sd=1, at_least_wide=2))
    return Rule(
        name="overreaching",
        version=1,
        title="Harder training than usual, and the body has not kept up",
        when=load.mean(7, at_least=3).above(load.usual(28, at_least=8, sd=0.5))
        & rmssd.mean(7, at_least=5).below(rmssd.smallest_change())
        & (fast | tired),
        repeat_after_days=14,
        domain="training",
        citations=cite("R41", "N3", "T1"),
    )


def single_session_spike() -> Rule:
    """Give the rule for a day of more than 1.10 times the longest distance of the 30 days before.

    The study took single runs. A daily distance adds up sessions and sports, so a second session may make it hold.
    """
    distance = daily("exercise.distance")
    longest = distance.usual(30, at_least=4, sd=1)
    return Rule(
        name="single_session_spike",
        version=1,
        title="Much farther than anything in the last month",
        when=distance.against(longest, to="highest").above(1.10, "ratio"),
        settle_h=24.0,
        domain="training",
        citations=cite("T6"),
    )


def monotonous_training() -> Rule:
    """Give the rule for a week of much load in which the days hardly differ."""
    load = daily("load.srpe")
    return Rule(
        name="monotonous_training",
        version=1,
        title="A hard week with little change between the days",
        when=load.monotony(at_least=5).above(2, "ratio") & load.sum(7, at_least=5).above(2000, "AU"),
        domain="training",
        citations=cite("T2"),
    )


def high_strain() -> Rule:
    """Give the rule for a week whose load times monotony is above 6000."""
    return Rule(
        name="high_strain",
        version=1,
        title="A week of high strain",
        when=daily("load.srpe").strain(at_least=4).above(6000, "AU"),
        domain="training",
        citations=cite("T2"),
    )


def hard_days_in_a_row() -> Rule:
    """Give the rule for four days in a row with a session rated 7 or more."""
    return Rule(
        name="hard_days_in_a_row",
        version=1,
        title="Four hard days in a row",
        when=streak(daily("load.rpe").above(6.5, "0-10"), most=4).at_least_days(4),
        domain="training",
        citations=cite("T1"),
    )


def load_spike_then_strain() -> Rule:
    """Give the rule for a week 30 % over the usual load, then two days of low HRV and raised resting heart rate within a week.

    What follows a spike need not come of it; the rule tells the order and no cause.
    """
    load, rmssd, resting = daily("load.srpe"), daily("hrv.rmssd").ln(), daily("heart.resting")
    spike = load.mean(7, at_least=3).against(load.usual(28, at_least=8, sd=1), to="percent").above(30, "%")
    low = rmssd.below(rmssd.usual(60, at_least=14, sd=1))
    fast = resting.above(resting.usual(60, at_least=14, sd=1, at_least_wide=2))
    return Rule(
        name="load_spike_then_strain",
        version=1,
        title="A spike in load, then low HRV and a raised resting heart rate",
        when=sequence("spike", spike).followed_by(stage("strained", low & fast).times(2)).within(days=7),
        domain="training",
        citations=cite("T1", "N4", "N2"),
    )


def no_easy_day() -> Rule:
    """Give the rule for a session rated 7 or more and three days after it, each with a session rated over 4.

    A day without a session is most likely a day of rest, so it is never taken for one without an easy session.
    """
    effort = daily("load.rpe")
    return Rule(
        name="no_easy_day",
        version=1,
        title="No easy day in the three after a hard one",
        when=sequence("hard", effort.above(6.5, "0-10")).not_followed_by("easy", effort.below(4.5, "0-10")).within(days=4),
        domain="training",
        citations=cite("T1"),
    )


def stalled_progress() -> Rule:
    """Give the rule for six weeks of lifting, at least ten days of it, in which the heaviest weights did not rise."""
    return Rule(
        name="stalled_progress",
        version=1,
        title="The weights you lift have not risen for six weeks",
        when=daily("strength.weight").slope(42, at_least=10).below(0.01, "kg"),
        repeat_after_days=28,
        domain="training",
        citations=cite("T16"),
    )


def steps_drop() -> Rule:
    """Give the rule for a week of at least 40 % fewer steps than usual."""
    steps = daily("activity.steps")
    return Rule(
        name="steps_drop",
        version=1,
        title="Far fewer steps than usual this week",
        when=steps.mean(7, at_least=5).against(steps.usual(60, at_least=21, sd=1), to="percent").below(-40, "%"),
        repeat_after_days=14,
        domain="training",
        citations=cite("X2"),
    )


def sedentary_streak() -> Rule:
    """Give the rule for five days in a row with more sedentary time than on nine of ten days of the last three months."""
    sedentary = daily("activity.sedentary")
    return Rule(
        name="sedentary_streak",
        version=1,
        title="Five days in a row with much more sitting than usual",
        when=sedentary.days_above(sedentary.usual_range(90, at_least=28, low=0.1, high=0.9), of=5).at_least_days(5),
        domain="training",
        citations=cite("X2"),
    )
