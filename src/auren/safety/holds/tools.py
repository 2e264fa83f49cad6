"""What each tool reaches: its computations, metrics, demands on the plan, and the words that speak of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from auren.holds import Tool

__all__ = ["REACH", "Reach"]


@dataclass(frozen=True, slots=True)
class Reach:
    """What is off with a tool.

    Args:
        words: as in `auren.safety.flags.Sign.groups`; a claim with one of them is not said.
        computations: names in the catalogue; a trailing "*" takes any ending.
        metrics: names of metrics; a trailing "*" takes any ending.
        on: what a constraint speaks of.
        ceiling: the most of it that is left, as a share of the usual; None for no such limit.
        floor: the least of it, as a share of the usual; None for no such limit.
        only_acts: whether only what to do is off, and what was seen may be said.
    """

    words: str
    computations: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    on: str = ""
    ceiling: float | None = None
    floor: float | None = None
    only_acts: bool = False


_LOSING = (
    "deficit*|weight_loss|fat_loss|lose_weight|losing_weight|lose_fat|losing_fat|lose_kilos|lean_out|slim*|cutting|cut_weight|"
    "make_weight|diet|dieting|diets|eat_less|fewer_calories|goal_weight|target_weight|fasting|fasted|skip_breakfast|skip_dinner|"
    "abnehmen|abzunehmen|defizit*|diat|diaten|fasten|zielgewicht|adelgazar|bajar_de_peso|perder_peso|deficit|dieta|ayuno|ayunar|"
    "maigrir|perdre_du_poids|regime|jeune|jeuner|deficit|emagrecer|perder_peso|jejum|dieta"
)
_EFFORT = (
    "train*|workout*|session*|interval*|run|runs|running|ride|rides|riding|cycl*|swim*|row|rowing|lift*|squat*|deadlift*|sprint*|"
    "race|races|racing|exercis*|load|loads|volume|set|sets|reps|pace|tempo|zone_2|zone_3|zone_4|threshold|jog*|hike|gym"
)

REACH: Final[Mapping[Tool, Reach]] = MappingProxyType(
    {
        "weight": Reach(
            "weigh|weighs|weighed|weighing|weight|bodyweight|bmi|body_mass|kilo|kilos|pounds|lbs|scales|bathroom_scale|"
            "gewicht*|korpergewicht|wiegen|wiege|waage|abnehmen|zunehmen|peso|pesar|pesarme|bascula|kilos|poids|peser|"
            "balanca|quilos",
            ("energy.weight_*", "physique.target_weight", "physique.weeks_to_target", "physique.loss_pace", "energy.tissue"),
            ("body.weight", "body.bmi"),
        ),
        "energy": Reach(
            "calorie*|calories|kcal|kilocalorie*|kilojoule*|tdee|macros|energy_intake|energy_availability|energy_balance|"
            "maintenance|surplus|portion*|kalorie*|calorias|caloria|energiezufuhr",
            (
                "energy.*",
                "nutrition.protein*",
                "nutrition.carbohydrate*",
                "nutrition.glucose_indicator",
            ),
            ("nutrition.energy", "energy.*", "exercise.energy"),
            on="energy_intake",
            floor=1.0,
        ),
        "weight_loss": Reach(
            _LOSING,
            (
                "energy.weight_pace*",
                "physique.target_weight",
                "physique.weeks_to_target",
                "physique.loss_pace",
                "energy.tissue",
            ),
            on="energy_intake",
            floor=1.0,
        ),
        "body_composition": Reach(
            "body_fat|bodyfat|fat_percentage|fat_mass|fat_free_mass|lean_mass|lean_body_mass|muscle_mass|waist|hips|skinfold*|physique|"
            "body_shape|shape|proportion*|symmetr*|asymmetr*|ffmi|ratio_of_shoulder|abs|six_pack|korperfett*|taille*|muskelmasse|"
            "grasa_corporal|cintura|masse_grasse|tour_de_taille|gordura_corporal",
            ("physique.*", "energy.resting_fat_free", "energy.availability"),
            ("body.fat", "body.lean_mass", "body.muscle_mass", "body.visceral_fat_vendor", "body.waist", "body.bone_mass"),
        ),
        "photos": Reach(
            "photo*|picture|pictures|selfie*|mirror|before_and_after|foto*|bild|bilder|spiegel|espejo|miroir|espelho|image",
            ("physique.comparable_photos", "physique.asymmetry", "physique.skin_tone", "physique.neck_angle"),
        ),
        "training": Reach(
            _EFFORT,
            (
                "strength.next_load",
                "strength.strength_dose",
                "endurance.taper_volume",
                "endurance.target_heart_rate",
                "rehab.run_cap",
            ),
            on="training_load",
            ceiling=0.0,
            only_acts=True,
        ),
        "added_load": Reach(
            "more_volume|add_volume|more_load|add_load|add_weight|increase*|progress*|build_up|step_up|add_a_set|add_sets|harder|longer",
            ("strength.next_load",),
            on="training_load",
            ceiling=1.0,
            only_acts=True,
        ),
        "max_strength": Reach(
            "1_rm|1rm|one_rep_max|one_repetition_maximum|max_out|maximal|heavy|heaviest|single|singles|max_effort|all_out",
            (
                "strength.one_rep_max*",
                "strength.bench_press_share",
                "strength.dots",
                "strength.power_load",
                "strength.next_load",
            ),
            on="max_strength",
            ceiling=0.0,
            only_acts=True,
        ),
        "impact": Reach(
            "run|runs|running|jog*|jump*|hop|hops|hopping|plyometric*|sprint*|impact|skip|skipping",
            ("rehab.run_cap", "rehab.hop_symmetry", "strength.reactive_index"),
            on="impact",
            ceiling=0.0,
            only_acts=True,
        ),
        "exercise": Reach(
            "stretch*|massage*|foam_roll*|mobil*|strengthen*|exercis*|isometric*|eccentric*|hold|holds|raise|raises|rotation*|"
            "manipulat*|bend|bends|press|push_through",
            (
                "rehab.heavy_slow_repetitions",
                "rehab.isometric_holds",
                "rehab.stretch_time",
                "rehab.run_cap",
                "rehab.pain_monitoring",
            ),
            only_acts=True,
        ),
        "heart_rhythm": Reach(
            "hrv|rmssd|sdnn|heart_rate_variability|variability|herzratenvariabilitat|variabilidad|variabilite|variabilidade",
            ("hrv.*", "rr.*"),
            ("hrv.*",),
        ),
        "caffeine": Reach(
            "caffein*|coffee|espresso|energy_drink|energy_drinks|preworkout|pre_workout|stimulant*|koffein|kaffee|cafe|cafeina|cafeine",
            ("circadian.caffeine_*", "nutrition.caffeine"),
            on="caffeine",
            ceiling=0.0,
        ),
        "supplements": Reach(
            "supplement*|creatine|protein_powder|whey|ashwagandha|melatonin|magnesium|zinc|vitamin*|retinol|omega*|fish_oil|turmeric|"
            "curcumin|rhodiola|beta_alanine|nitrate|beetroot|herb*|tyrosine|theanine|iron_tablets|nahrungserganzung*|kreatin|suplemento*|"
            "creatina|complement_alimentaire|complements_alimentaires",
            ("nutrition.creatine",),
        ),
    }
)
"""By tool."""
