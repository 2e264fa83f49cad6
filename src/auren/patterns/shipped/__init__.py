"""The rules that auren ships, by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from auren.errors import RuleError
from auren.patterns.rule import Rule
from auren.patterns.shipped import nutrition, physique, recovery, rehabilitation, safety, training
from auren.ports.pattern_rule import PatternRule

__all__ = ["Domain", "shipped_rules"]

Domain: TypeAlias = Literal["recovery", "training", "nutrition", "rehabilitation", "physique"]
"""A field of the five specialists."""

_USUAL = (recovery.hrv_drop, recovery.sleep_debt, recovery.resting_heart_rate_rise)
_BY_DOMAIN: Final[Mapping[Domain, tuple[Callable[[], Rule], ...]]] = MappingProxyType(
    {
        "recovery": (
            *_USUAL,
            recovery.low_hrv_high_resting,
            recovery.illness_onset,
            recovery.fast_pulse_with_fever,
            recovery.low_oxygen,
            recovery.stacked_risk,
            recovery.breathing_rate_rise,
            recovery.irregular_sleep,
            recovery.social_jetlag,
            recovery.short_sleep_streak,
            recovery.missed_recovery,
            recovery.run_down_after_short_sleep,
            recovery.low_mood_high_stress,
            recovery.readiness_drop,
            safety.very_high_blood_pressure,
        ),
        "training": (
            training.overreaching,
            training.single_session_spike,
            training.monotonous_training,
            training.high_strain,
            training.hard_days_in_a_row,
            training.no_easy_day,
            training.load_spike_then_strain,
            training.stalled_progress,
            training.steps_drop,
            training.sedentary_streak,
        ),
        "nutrition": (
            nutrition.low_energy_availability,
            nutrition.very_low_energy_intake,
            nutrition.dehydration,
            nutrition.protein_low,
            nutrition.fibre_low,
            nutrition.caffeine_high,
            nutrition.drinks_on_many_days,
            nutrition.weight_stall,
            safety.glucose_far_off,
            safety.low_energy_for_lean_mass,
        ),
        "rehabilitation": (
            rehabilitation.lasting_soreness,
            rehabilitation.soreness_rising_with_load,
            rehabilitation.pain_rising_with_load,
            rehabilitation.injury_again,
        ),
        "physique": (
            physique.rapid_weight_loss,
            physique.rapid_weight_gain,
            physique.lean_mass_loss,
            physique.waist_rise,
            safety.weight_fell_in_months,
            safety.very_low_mass_for_height,
        ),
    }
)


def shipped_rules(
    which: Literal["usual", "all"] = "usual", *, domains: AbstractSet[Domain] | None = None
) -> tuple[PatternRule, ...]:
    """Give shipped rules: the three usual ones, those of some fields, or all.

    The usual ones are HRV drop, sleep debt and resting-heart-rate rise. They stay the default because every rule more is
    another chance of a false alarm: a person should hear of few things, and a host should choose which. The others read
    ratings, meals or measurements that only some people record, and nine of them raise red flags.

    Args:
        which: "all" for every rule of every field.
        domains: only the rules of these fields, all of them.

    Raises:
        RuleError: a field is unknown.
    """
    unknown = sorted((domains or set()) - _BY_DOMAIN.keys())
    if unknown or which not in ("usual", "all"):
        raise RuleError(
            f"Shipped rules of {', '.join(unknown) or which!r} were asked for; "
            f"there are 'usual' and 'all', and the fields {', '.join(_BY_DOMAIN)}."
        )
    if which == "usual" and domains is None:
        return tuple(make() for make in _USUAL)
    return tuple(make() for domain, rules in _BY_DOMAIN.items() if domains is None or domain in domains for make in rules)
