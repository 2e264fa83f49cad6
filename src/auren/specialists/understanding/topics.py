"""The topics that the team knows: their ids, whose they are, and words that name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

__all__ = ["SPECIALIST_OF", "TOPICS", "Topic"]

SPECIALIST_OF: Final[Mapping[str, str]] = MappingProxyType(
    {
        "recovery": "neuroscientist",
        "nutrition": "nutritionist",
        "training": "training_coach",
        "rehabilitation": "physical_therapist",
        "physique": "aesthetic_consultant",
    }
)
"""Domain, as the first part of a topic's id and a folder of science, -> whose it is."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that is asked about.

    Args:
        id: domain and topic, for example "nutrition.hydration".
        title: in plain words.
        words: whole words that name it; a trailing "*" takes any ending, "_" ties words to a phrase.
        also: further domains that such a question concerns, half as much.
    """

    id: str
    title: str
    words: tuple[str, ...]
    also: tuple[str, ...] = ()

    @property
    def specialist(self) -> str:
        """Whose topic it is."""
        return SPECIALIST_OF[self.id.split(".")[0]]


def _topic(id: str, title: str, words: str, *also: str) -> Topic:
    return Topic(id, title, tuple(words.split()), also)


TOPICS: Final[Mapping[str, Topic]] = MappingProxyType(
    {
        topic.id: topic
        for topic in (
            _topic("recovery.hrv", "heart rate variability", "hrv rmssd sdnn variability"),
            _topic("recovery.heart", "resting heart rate", "resting pulse rhr bpm heartbeat"),
            _topic("recovery.recovery", "recovery", "recover* readiness rested restored"),
            _topic("recovery.cns_fatigue", "fatigue of the nervous system", "fatigue* exhausted drained sluggish burnt cns"),
            _topic("recovery.sleep", "sleep", "sleep* slept asleep nap naps insomnia awake woke bed bedtime"),
            _topic("recovery.circadian", "the body clock", "circadian chronotype jet jetlag lag shift timezone morningness"),
            _topic("recovery.stress", "stress", "stress* tense overwhelm* nervous relax* calm* breathing meditat*"),
            _topic("recovery.cognition", "thinking and attention", "focus concentrat* attention alert* memory brain reaction"),
            _topic("recovery.mood", "mood", "mood irritable down motivation"),
            _topic("recovery.neuroplasticity", "learning", "learn* neuroplasticity skill habit*"),
            _topic("nutrition.energy", "energy intake", "calorie* kcal energy deficit surplus tdee metabolism maintenance"),
            _topic("nutrition.macros", "macronutrients", "protein carb* fat fats macro* fibre fiber"),
            _topic(
                "nutrition.micros",
                "vitamins and minerals",
                "vitamin* mineral* iron magnesium calcium zinc b12 vegan* vegetarian* plant_based",
            ),
            _topic("nutrition.supplements", "supplements", "supplement* creatine caffeine coffee ashwagandha preworkout"),
            _topic("nutrition.metabolic_flexibility", "fuel use", "metabolic fasting keto ketosis glucose insulin fasted"),
            _topic(
                "nutrition.timing",
                "when to eat",
                "nutrition diet food breakfast dinner lunch snack* meal meals late_night eat eating",
            ),
            _topic("nutrition.gut", "the gut", "gut stomach bloat* digest* constipat* probiotic* microbiome"),
            _topic("nutrition.hydration", "hydration", "water drink* hydrat* dehydrat* electrolyte* sodium sweat"),
            _topic(
                "nutrition.anti_inflammatory", "food and inflammation", "inflammat* omega turmeric antioxidant* mediterranean"
            ),
            _topic("nutrition.sport", "eating for sport", "gel gels fuel* carb_load* race_day intra bonk*"),
            _topic("training.programming", "a training plan", "program* plan schedule split routine"),
            _topic("training.periodisation", "periodisation", "periodi* deload taper* mesocycle block peak* season"),
            _topic("training.load", "training load", "load workload overload volume overreach* overtrain* monotony"),
            _topic("training.strength", "strength", "strength squat deadlift bench press lift* 1rm barbell gym hypertrophy"),
            _topic("training.power", "power", "power explosive* jump* sprint* plyometric*"),
            _topic("training.endurance", "endurance", "run running ride marathon pace tempo interval* zone vo2max threshold"),
            _topic("training.sport_specific", "one's sport", "football soccer tennis basketball climbing match game swim*"),
            _topic("training.testing", "testing", "test testing ftp max benchmark time_trial"),
            _topic("training.technique", "technique", "technique form cadence stride"),
            _topic("training.session", "today's session", "train training workout session exercise* hard", "recovery"),
            _topic("rehabilitation.movement", "movement", "movement squat_depth mobility_test screen"),
            _topic("rehabilitation.prevention", "prevention of injury", "prevent* prehab injury-proof warm-up warmup"),
            _topic(
                "rehabilitation.rehabilitation", "rehabilitation", "rehab* recover_from injury injured surgery sprain* strain*"
            ),
            _topic("rehabilitation.mobility", "mobility", "mobil* flexib* stretch* stiff* tight*"),
            _topic("rehabilitation.corrective_exercise", "corrective exercise", "corrective imbalance* weak glute* activate"),
            _topic(
                "rehabilitation.pain",
                "pain",
                "pain* hurt* ache* aching sore* tender niggle nagging sprain* twisted swollen swelling throb*",
            ),
            _topic(
                "rehabilitation.biomechanics", "biomechanics", "biomechanic* gait foot_strike overpronat* knee_valgus alignment"
            ),
            _topic("rehabilitation.return_to_sport", "return to sport", "return_to comeback back_to_running back_to_sport"),
            _topic(
                "physique.body_composition", "body composition", "body_fat fat_percentage lean muscle composition bmi waist"
            ),
            _topic("physique.visual_progress", "visible progress", "photo* picture* mirror progress look looks"),
            _topic("physique.goals", "goals of looks", "toned leaner bulk* cut cutting recomp* shredded abs"),
            _topic("physique.symmetry", "symmetry", "symmetr* uneven lopsided asymmetr* proportion*"),
            _topic("physique.skin", "skin", "skin acne sun sunscreen wrinkle* complexion"),
            _topic("physique.posture", "posture", "posture slouch* hunched rounded_shoulders neck"),
            _topic("physique.confidence", "confidence", "confiden* self-esteem self-conscious ashamed body_image"),
            _topic("physique.competition", "competition", "competition contest stage bikini bodybuilding peak_week photoshoot"),
        )
    }
)
