"""Rules on sleep, heart and mind."""

from __future__ import annotations

from auren.patterns.rule import Rule
from auren.patterns.runs import streak
from auren.patterns.sequences import sequence, stage
from auren.patterns.shipped.citing import cite
from auren.patterns.signals import daily

__all__ = [
    "breathing_rate_rise",
    "fast_pulse_with_fever",
    "hrv_drop",
    "illness_onset",
    "irregular_sleep",
    "low_hrv_high_resting",
    "low_mood_high_stress",
    "low_oxygen",
    "missed_recovery",
    "readiness_drop",
    "resting_heart_rate_rise",
    "run_down_after_short_sleep",
    "short_sleep_streak",
    "sleep_debt",
    "social_jetlag",
    "stacked_risk",
]


def hrv_drop() -> Rule:
    """Give the rule for a weekly HRV under the personal band, never for one bad night.

    Source: Plews 2013, Buchheit 2014 (7-day mean of ln RMSSD against mean ± 0.5 SD). The row asks for the weekly mean outside
    the band and no more; the two days of seven are auren's, and stricter. A wider band has no source for the weekly mean: one
    whole standard deviation is the line for a single day (N4).
    """
    rmssd = daily("hrv.rmssd").ln()
    usual = rmssd.usual(60, at_least=14, sd=0.5)
    return Rule(
        name="hrv_drop",
        version=1,
        title="HRV below your usual band",
        when=rmssd.mean(7, at_least=5).below(usual) & rmssd.days_below(usual, of=7).at_least_days(2),
        domain="recovery",
        citations=cite("N2", "N3"),
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
        domain="recovery",
        citations=cite("N11"),
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
        domain="recovery",
        citations=cite("N2"),
    )


def low_hrv_high_resting() -> Rule:
    """Give the rule for HRV and resting heart rate that leave their bands together, in the two directions of strain."""
    rmssd, resting = daily("hrv.rmssd").ln(), daily("heart.resting")
    return Rule(
        name="low_hrv_high_resting",
        version=1,
        title="HRV below and resting heart rate above your usual",
        when=rmssd.mean(3, at_least=2).below(rmssd.usual(60, at_least=14, sd=1))
        & resting.mean(3, at_least=2).above(resting.usual(60, at_least=14, sd=1, at_least_wide=2)),
        domain="recovery",
        citations=cite("N2", "N3"),
    )


def illness_onset() -> Rule:
    """Give the rule for a morning on which resting heart rate and skin temperature are both far above the usual.

    It settles sooner than others, since it is of use on the same day only, and it never says that somebody is ill.
    """
    resting, skin = daily("heart.resting"), daily("vital.skin_temperature")
    warm = daily("vital.temperature_deviation").above(0.5, "delta degC") | skin.above(
        skin.usual(28, at_least=14, sd=2, at_least_wide=0.5)
    )
    return Rule(
        name="illness_onset",
        version=1,
        title="Resting heart rate and skin temperature are both above your usual",
        when=resting.above(resting.usual(28, at_least=14, sd=2, at_least_wide=3)) & warm,
        settle_h=24.0,
        domain="recovery",
        citations=cite("R40"),
    )


def fast_pulse_with_fever() -> Rule:
    """Give the rule that tells safety of a resting heart rate 10 bpm up on three days, with 38 °C on one of them (R5)."""
    resting = daily("heart.resting")
    return Rule(
        name="fast_pulse_with_fever",
        version=1,
        title="Resting heart rate 10 bpm above your usual for three days, with a raised temperature",
        when=resting.above(resting.usual(28, at_least=14, sd=0, at_least_wide=10)).on_days(3, of=3)
        & daily("vital.temperature").above(37.95, "degC").on_days(1, of=3),
        settle_h=24.0,
        flag="R5",
        domain="recovery",
        citations=cite("R5"),
    )


def low_oxygen() -> Rule:
    """Give the rule that tells safety of a repeated oxygen saturation under 92 % (R4); it interprets nothing."""
    return Rule(
        name="low_oxygen",
        version=1,
        title="The device showed an oxygen saturation under 92 % more than once",
        when=daily("vital.spo2").below(92, "%").on_days(2, of=3),
        settle_h=24.0,
        repeat_after_days=3,
        flag="R4",
        domain="recovery",
        citations=cite("R4"),
    )


def stacked_risk() -> Rule:
    """Give the rule that tells safety of two of three signals two deviations off: sleep, resting heart rate, mood (R48)."""
    sleep, resting, mood = daily("sleep.duration"), daily("heart.resting"), daily("wellness.mood")
    short = sleep.against(sleep.usual(28, at_least=14, sd=1)).below(-2, "ratio")
    fast = resting.against(resting.usual(28, at_least=14, sd=1)).above(2, "ratio")
    low = mood.against(mood.usual(28, at_least=14, sd=1)).below(-2, "ratio")
    return Rule(
        name="stacked_risk",
        version=1,
        title="Two of sleep, resting heart rate and mood are far off your usual on one day",
        when=(short & fast) | (short & low) | (fast & low),
        acts_on="confirmed",
        flag="R48",
        domain="recovery",
        citations=cite("R48"),
    )


def breathing_rate_rise() -> Rule:
    """Give the rule for a breathing rate that stays over the personal band for three nights."""
    breathing = daily("vital.respiratory_rate")
    return Rule(
        name="breathing_rate_rise",
        version=1,
        title="Breathing rate above your usual band",
        when=breathing.mean(3, at_least=3).above(breathing.usual(28, at_least=14, sd=2, at_least_wide=1)),
        domain="recovery",
        citations=cite("R40"),
    )


def irregular_sleep() -> Rule:
    """Give the rule for nights whose middle wanders by more than an hour and a half over two weeks.

    A journey across time zones looks the same, which the title leaves open.
    """
    return Rule(
        name="irregular_sleep",
        version=1,
        title="Your sleep has come at very different hours",
        when=daily("sleep.duration").clock("middle").spread(14, at_least=10).above(1.5, "h"),
        repeat_after_days=21,
        domain="recovery",
        citations=cite("N8"),
    )


def social_jetlag() -> Rule:
    """Give the rule for weekends on which the middle of sleep comes two hours later than on working days."""
    return Rule(
        name="social_jetlag",
        version=1,
        title="Your sleep comes much later on weekends",
        when=daily("sleep.duration").clock("middle").weekend_gap(28, at_least=20).above(2, "h"),
        repeat_after_days=28,
        domain="recovery",
        citations=cite("N9"),
    )


def short_sleep_streak() -> Rule:
    """Give the rule for four nights in a row under 6 h."""
    return Rule(
        name="short_sleep_streak",
        version=1,
        title="Four short nights in a row",
        when=streak(daily("sleep.duration").below(6, "h"), most=4).at_least_days(4),
        domain="recovery",
        citations=cite("N11"),
    )


def missed_recovery() -> Rule:
    """Give the rule for a hard day after which HRV is low on two measured nights in a row."""
    load, rmssd = daily("load.srpe"), daily("hrv.rmssd").ln()
    low = rmssd.below(rmssd.usual(60, at_least=14, sd=1))
    return Rule(
        name="missed_recovery",
        version=1,
        title="HRV has stayed low after a hard day",
        when=sequence("hard day", load.above(load.usual(28, at_least=8, sd=1)))
        .followed_by(stage("low", low).times(2).strictly())
        .within(days=4),
        domain="recovery",
        citations=cite("N4"),
    )


def run_down_after_short_sleep() -> Rule:
    """Give the rule for two nights under 6 h within three, then pulse and breathing above the usual in the next two days.

    It says what was measured and in what order, and never that somebody is ill.
    """
    sleep, resting, breathing = daily("sleep.duration"), daily("heart.resting"), daily("vital.respiratory_rate")
    fast = resting.above(resting.usual(28, at_least=14, sd=1.5, at_least_wide=3))
    breathless = breathing.above(breathing.usual(28, at_least=14, sd=1.5, at_least_wide=0.5))
    return Rule(
        name="run_down_after_short_sleep",
        version=1,
        title="Short nights, then pulse and breathing above your usual",
        when=sequence(stage("short night", sleep.below(6, "h")).times(2).within(days=3))
        .followed_by(stage("both raised", fast & breathless).within(days=3))
        .within(days=5),
        settle_h=24.0,
        domain="recovery",
        citations=cite("N11", "R40"),
    )


def low_mood_high_stress() -> Rule:
    """Give the rule for mood and stress both rated 1 or 2 of 5 on three days of a week; a higher rating is the better one."""
    bad = daily("wellness.mood").below(2.5, "1-5") & daily("wellness.stress").below(2.5, "1-5")
    return Rule(
        name="low_mood_high_stress",
        version=1,
        title="Low mood and much stress on several days",
        when=bad.on_days(3, of=7),
        domain="recovery",
        citations=cite("N16"),
    )


def readiness_drop() -> Rule:
    """Give the rule for three days of reported readiness far under the usual."""
    readiness = daily("wellness.readiness")
    return Rule(
        name="readiness_drop",
        version=1,
        title="You feel less ready than usual",
        when=readiness.mean(3, at_least=3).below(readiness.usual(28, at_least=14, sd=2, at_least_wide=1.5)),
        domain="recovery",
        citations=cite("N16"),
    )
