"""Which file each computation of the catalogue stands in, so that one is found without reading all files."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["CONTENTS"]

CONTENTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        ".change": (
            "change.typical_error",
            "change.n_of_1",
        ),
        ".nutrition.adaptive_energy": ("energy.adaptive",),
        ".nutrition.diet_scores": (
            "nutrition.mediterranean",
            "nutrition.inflammatory_index",
        ),
        ".nutrition.energy": (
            "energy.resting",
            "energy.resting_fat_free",
            "energy.daily",
        ),
        ".nutrition.energy_balance": (
            "energy.tissue",
            "energy.availability",
        ),
        ".nutrition.hydration": ("hydration.sweat_rate",),
        ".nutrition.macros": (
            "nutrition.carbohydrate_left",
            "nutrition.fibre",
            "nutrition.alcohol",
        ),
        ".nutrition.metabolic": (
            "energy.fat_oxidation",
            "energy.spent",
            "nutrition.glucose_indicator",
            "nutrition.homa_ir",
        ),
        ".nutrition.protein_and_carbohydrate": (
            "nutrition.protein",
            "nutrition.protein_deficit",
            "nutrition.protein_meal",
            "nutrition.carbohydrate",
            "nutrition.carbohydrate_exercise",
            "nutrition.carbohydrate_recovery",
        ),
        ".nutrition.supplement_timing": ("nutrition.timing_conflicts",),
        ".nutrition.supplements": (
            "nutrition.caffeine",
            "nutrition.creatine",
        ),
        ".nutrition.weight_pace": (
            "energy.weight_pace_range",
            "energy.weight_pace",
        ),
        ".nutrition.weight_trend": ("energy.weight_trend",),
        ".physique.body_fat": (
            "physique.navy_body_fat",
            "physique.skinfold_body_fat",
            "physique.relative_fat_mass",
        ),
        ".physique.looks": (
            "physique.time_to_reddening",
            "physique.skin_tone",
            "physique.neck_angle",
            "physique.comparable_photos",
        ),
        ".physique.pace": ("physique.loss_pace",),
        ".physique.progress": (
            "physique.asymmetry",
            "physique.measuring_error",
            "physique.target_weight",
            "physique.weeks_to_target",
        ),
        ".physique.shape": (
            "physique.fat_free_mass_index",
            "physique.waist_to_height",
            "physique.body_shape",
            "physique.skeletal_muscle",
            "physique.shoulder_to_waist",
        ),
        ".recovery.circadian": (
            "circadian.chronotype_said",
            "circadian.chronotype",
        ),
        ".recovery.circadian_models": (
            "circadian.sleep_pressure",
            "circadian.caffeine_left",
            "circadian.caffeine_cutoff",
            "circadian.jet_lag",
        ),
        ".recovery.circadian_rhythm": (
            "circadian.rest_activity",
            "circadian.sleep_rhythm",
        ),
        ".recovery.cognition": (
            "mind.vigilance",
            "mind.jump_height",
            "mind.practice_gap",
        ),
        ".recovery.heart": (
            "heart.resting_latest",
            "heart.resting_weekly_mean",
            "heart.resting_usual",
        ),
        ".recovery.hrv": (
            "hrv.weekly_mean",
            "hrv.band",
        ),
        ".recovery.hrv_guided": ("hrv.guided_day",),
        ".recovery.questionnaires": (
            "mind.morningness",
            "mind.perceived_stress",
            "mind.well_being",
            "mind.hooper",
            "mind.fatigue_standing",
            "mind.mood_standing",
            "mind.readiness_standing",
            "mind.sleep_quality_standing",
            "mind.soreness_standing",
            "mind.stress_standing",
        ),
        ".recovery.regularity": ("sleep.regularity",),
        ".recovery.sleep": (
            "sleep.last_night",
            "sleep.weekly_mean",
            "sleep.efficiency",
            "sleep.efficiency_weekly_mean",
            "sleep.debt",
        ),
        ".rehabilitation.pain": (
            "rehab.pain_monitoring",
            "rehab.pain_change",
            "rehab.run_cap",
        ),
        ".rehabilitation.return_to_sport": (
            "rehab.return_to_sport",
            "rehab.isometric_holds",
            "rehab.heavy_slow_repetitions",
            "rehab.stretch_time",
            "rehab.injury_incidence",
        ),
        ".rehabilitation.scores": (
            "rehab.movement_screen",
            "rehab.oswestry",
            "rehab.lower_limb_function",
            "rehab.upper_limb_limits",
            "rehab.knee_score",
            "rehab.back_screen",
            "rehab.joint_mobility",
        ),
        ".rehabilitation.symmetry": (
            "rehab.strength_symmetry",
            "rehab.hop_symmetry",
            "rehab.y_balance",
            "rehab.dorsiflexion_difference",
            "rehab.strength_ratio",
        ),
        ".rr.computations": (
            "rr.artefacts",
            "rr.mean",
            "rr.rmssd",
            "rr.sdnn",
            "rr.pnn50",
            "rr.poincare",
            "rr.dfa_alpha1",
            "rr.power_welch",
            "rr.power_lomb",
        ),
        ".summaries": (
            "days.summary",
            "sessions.summary",
        ),
        ".training.endurance": (
            "endurance.max_heart_rate",
            "endurance.target_heart_rate",
            "endurance.vo2max_run",
            "endurance.vo2max_heart_rates",
            "endurance.polarisation",
            "endurance.taper_volume",
        ),
        ".training.endurance_power": (
            "endurance.normalised_power",
            "endurance.training_stress",
            "endurance.critical_power",
            "endurance.recovery_constant",
        ),
        ".training.endurance_races": (
            "endurance.vdot",
            "endurance.race_time",
        ),
        ".training.load": (
            "load.session_today",
            "load.weekly",
            "load.monotony",
        ),
        ".training.load_models": (
            "load.acute_chronic_ratio",
            "load.long_term",
        ),
        ".training.run_spike": ("load.run_spike",),
        ".training.strength": (
            "strength.one_rep_max",
            "strength.one_rep_max_in_reserve",
            "strength.velocity_loss",
            "strength.bench_press_share",
        ),
        ".training.strength_dose": (
            "strength.hypertrophy_sets_short",
            "strength.strength_dose",
            "strength.power_load",
            "strength.next_load",
        ),
        ".training.strength_scores": (
            "strength.dots",
            "strength.reactive_index",
            "strength.peak_power",
        ),
        ".training.trimp": (
            "load.banister_trimp",
            "load.edwards_trimp",
        ),
        ".vendors": ("sleep.vendor_gap",),
    }
)
"""Names by file, as an import statement in this room has it."""
