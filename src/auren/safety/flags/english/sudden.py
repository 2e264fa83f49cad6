"""The English signs of what cannot wait: heart, faint, brain, heat, spine."""

from __future__ import annotations

from collections.abc import Mapping

from auren.safety.flags.model import Sign, sign

__all__ = ["SUDDEN"]

_PAIN = "pain|pains|painful|hurt|hurts|hurting|ache|aches|aching|achy"
_EFFORT = (
    "run|running|ran|race|training|trained|train|workout|workouts|working_out|exercise|exercising|ride|riding|cycling|bike|"
    "swim|swimming|sprint|sprints|sprinting|interval|intervals|match|treadmill|lifting|squat|squats|squatting|deadlift|deadlifts|"
    "gym|session|practice|climbing|jog|jogging|rowing|spinning|spin_class|marathon|half_marathon|k|km|climb|climbs|mile|miles|parkrun|triathlon|"
    "hike|hiking|hill|hills|finish_line|warm_up|warmup|football|soccer|basketball|tennis|burpees|crossfit|rower|pushups|push_ups"
)
_EXERTION = f"racing|{_EFFORT}"
_FAINTED = (
    "fainted|fainting|passed_out|passing_out|pass_out|blacked_out|blacking_out|lost_consciousness|losing_consciousness|"
    "nearly_faint|almost_faint|felt_faint|feel_faint|feeling_faint|went_black|goes_black|vision_went|keeled_over|syncope|dont_remember_hitting|"
    "dont_remember_falling|dont_remember_going_down|dont_remember_the_fall|do_not_remember_hitting|do_not_remember_falling"
)
_NO_FAINT = "couch|sofa|asleep|sleep|slept|bed|drunk|film|movie|goats|hope|smell|line|new_pb|my_pb|saw_the_price|the_bill"
_DIZZY = "dizzy|dizziness|lightheaded|lightheadedness|light_headed|woozy|faint"
_HEART = (
    "palpitation|palpitations|heart_racing|heart_was_racing|heart_is_racing|heart_started_racing|heart_beating_fast|heart_races|"
    "heart_fluttering|heart_flutters|heart_pounding|heart_was_pounding|heart_is_pounding|heart_skipping|heart_skips|"
    "irregular_heartbeat"
)
_RESTING = "resting_heart_rate|resting_pulse|resting_hr|heart_rate_at_rest|pulse_at_rest|hr_at_rest|rhr"

SUDDEN: Mapping[str, tuple[Sign, ...]] = {
    "R1": (
        sign(
            "E0",
            "chest|breastbone|sternum",
            f"{_PAIN}|pressure|tight|tightness|tightening|crushing|crushed|squeezing|squeezed|heaviness|burning|stabbing|elephant|"
            "discomfort|killing_me|standing_on_it|sitting_on_it|vice|vise|gripping|gripped|clamped|constricted|constriction|cramping|throbbing|"
            "weight_pressing|weight_on|pressing_on|pressing_down|pushing_on|pushing_down",
        ),
        sign("E0", "ribs|ribcage|rib_cage", "crushed|crushing|squeezed|squeezing|vice|vise", unless="tackle|tackled|fell|car"),
        sign(
            "E0",
            "chest",
            "heavy",
            "feel|feels|felt|feeling|breath|breathe|stairs",
            unless="set|sets|reps|session|press|bench|kg|strong|workout|weights|dumbbell|dumbbells",
        ),
        sign(
            "E0",
            "chest_pain|chest_pains|chestpain|weight_on_my_chest|sitting_on_my_chest|standing_on_my_chest|band_around_my_chest",
        ),
        sign(
            "E0", "around_my_heart|near_my_heart|over_my_heart|behind_my_heart", f"{_PAIN}|pressure|tight|tightness|squeezing"
        ),
        sign("E0", "having_a_heart_attack|heart_attack_symptoms|signs_of_a_heart_attack|be_a_heart_attack|had_a_heart_attack"),
        sign(
            "E0",
            f"{_PAIN}|pressure|numb|tingling",
            "spreads|spreading|radiates|radiating|shoots|shooting|going_down|goes_down|moving_into|moves_into",
            "arm|arms|jaw|shoulder|neck",
            within=10,
            unless="elbow|wrist|mouse|typing|nerve|dentist",
        ),
        sign(
            "E0",
            "jaw|left_arm|both_arms",
            f"{_PAIN}|heavy|numb",
            "sweat|sweats|sweating|sweaty|clammy|breath|breathe|breathless|nausea|nauseous|stairs|exertion|uphill",
            within=12,
        ),
        sign("E0", "cold_sweat|cold_sweats|clammy", f"{_PAIN}|breath|breathless|nausea|nauseous|pressure|{_DIZZY}", within=12),
        sign(
            "E0",
            "cant_breathe|cannot_breathe|struggling_to_breathe|trouble_breathing|difficulty_breathing|gasping_for_air|cant_get_air|cant_catch_my_breath|"
            "cannot_catch_my_breath|trouble_catching_my_breath|struggling_to_catch_my_breath|"
            "cant_get_enough_air",
            within=10,
            unless="nose|nostril|nostrils|mask|laughing|laughed|sinus|sinuses|congested|snorkel|underwater",
        ),
        sign(
            "E0",
            "short_of_breath|shortness_of_breath|out_of_breath|breathless",
            "rest|resting|sitting|lying|talking|sudden|suddenly|unusual|unusually|barely|hardly|slightest|flat_ground|slow_walk",
            within=10,
        ),
    ),
    "R2": (
        sign("E0", _FAINTED, _EXERTION, within=12, unless="couch|sofa|asleep|sleep|slept|my_phone|my_watch|the_watch|screen"),
        sign(
            "E0",
            "collapsed|collapse",
            _EXERTION,
            within=10,
            unless="couch|sofa|bed|tent|shelf|barbell|rack|form|happy|laughing|joy|knees|knee|inward|arches|arch",
        ),
        sign("E0", _HEART, _DIZZY, f"{_EFFORT}|now|right_now", within=14),
        sign("E2", _HEART, _DIZZY, within=14),
        sign("E2", _FAINTED, within=10, unless=_NO_FAINT),
        sign(
            "E0",
            "woke_up_on_the|came_to_on_the|came_round_on_the",
            "floor|ground|track|pavement|road|treadmill|grass|mat|concrete",
            f"{_EXERTION}|track|treadmill|what_happened|no_idea",
            within=14,
        ),
        sign("E2", "woke_up_on_the|came_to_on_the|came_round_on_the", "floor|ground|pavement|road|grass", within=4),
        sign(
            "E2",
            "sudden_death|died_suddenly|dropped_dead|sudden_cardiac_death|sudden_cardiac_arrest",
            "father|dad|mother|mum|mom|brother|sister|family|uncle|aunt|cousin|son|daughter",
            within=10,
            others=True,
        ),
    ),
    "R3": (
        sign(
            "E0",
            "face|mouth|smile",
            "droop|droops|drooping|drooped|numb|lopsided|sagging|sags|slack|paralysed|paralyzed|one_side",
            unless="dentist|dental|filling|cold|wind|windy|injection|teeth|mask|cream|freezing|slimmer|photos|chewing",
        ),
        sign(
            "E0",
            "arm|leg|hand|side",
            "weak|weakness|numb|numbness|paralysed|paralyzed|cant_move|cannot_move|wont_move|cant_lift",
            "sudden|suddenly|one_side|left_side|right_side|speech|face|slurred|slurring|all_of_a_sudden",
            within=10,
        ),
        sign(
            "E0",
            "cant_get_my_words_out|cant_get_words_out|cannot_get_my_words_out|cant_find_my_words|slurred|slurring|cant_speak|cannot_speak|trouble_speaking|difficulty_speaking|words_come_out_wrong|words_wont_come",
        ),
        sign(
            "E0",
            "headache|head_pain|migraine",
            "thunderclap|worst_headache|worst_of_my_life|worst_ever|worst_i|explosive|exploded|sudden|suddenly|out_of_nowhere|"
            "hit_me_like|like_being_hit",
            within=10,
        ),
        sign(
            "E0",
            "vision|sight|eyesight",
            "lost|losing|loss|gone|black|disappeared",
            "sudden|suddenly|one_eye|left_eye|right_eye",
        ),
        sign("E0", "went_blind|gone_blind|blind_in|cant_see|cannot_see", "eye|suddenly|sudden"),
        sign("E0", "having_a_stroke|signs_of_a_stroke|stroke_symptoms|mini_stroke|had_a_stroke|be_a_stroke"),
    ),
    "R5": (
        sign("E1", _RESTING, "#121-250", within=8),
        sign(
            "E1",
            _RESTING,
            "#20-39",
            f"{_DIZZY}|breath|breathless|fainted|chest|palpitations|unwell|weak|sick|exhausted|tired",
            within=14,
        ),
        sign(
            "E1",
            "irregular_rhythm|irregular_heart_rhythm|irregular_heartbeat|irregular_pulse|afib|atrial_fibrillation|arrhythmia",
            "watch|notification|notifications|alert|alerts|warning|notice|says|said|shows|showed|detected|flagged|ecg|tells",
            within=10,
        ),
        sign(
            "E1",
            "heartbeat|heart_beat|heart_rhythm|pulse|heart",
            "irregular|irregularly",
            "watch|notification|notifications|alert|alerts|warning|says|said|shows|showed|detected|flagged|ecg|tells|ring",
            within=10,
            unless="sleep|meals|schedule",
        ),
        sign(
            "E1",
            f"{_RESTING}|heart_rate|pulse",
            "up|higher|elevated|raised|jumped|above|high",
            "fever|feverish|chills|shivering",
            within=16,
        ),
    ),
    "R25": (
        sign(
            "E0",
            "heat|hot|sun|heatwave|sauna|humid|overheated|overheating|degrees|midday",
            "confused|confusion|disoriented|disorientated|collapsed|delirious|stopped_sweating|not_sweating|no_longer_sweating|"
            "incoherent|slurring|staggering|stumbling|unconscious|seizure|didnt_know_where|doesnt_know_where|dont_know_where|"
            "makes_no_sense|not_making_sense",
            within=16,
            across=True,
            unless="plunge|shower|bath|tub|tent|strategy|plan|market|team_spirit",
        ),
        sign(
            "E0",
            "heat_stroke|heatstroke|sunstroke",
            "think|having|have|has|symptoms|signs|got|might|feel|now|maybe",
            within=8,
            unless="avoid|avoiding|prevent|preventing|risk|article|read",
        ),
        sign(
            "E0",
            "temperature|temp|thermometer|fever",
            "#40-43|#104-109",
            f"{_EXERTION}|heat|sun|core|body",
            within=14,
            unless="outside|outdoor|outdoors|forecast|weather|air|ambient|water|tyre|room|weekend",
        ),
    ),
    "R28": (
        sign(
            "E0",
            "groin|genitals|genital|crotch|inner_thighs|inner_thigh|between_my_legs|perineum|buttocks|saddle_area|saddle_region|"
            "private_parts|down_there|down_below|saddle_numbness|saddle_anaesthesia|saddle_anesthesia|around_my_anus",
            "numb|numbness|cant_feel|cannot_feel|no_feeling|lost_feeling|tingling|tingles|pins_and_needles|no_sensation|saddle_numbness|"
            "saddle_anaesthesia|saddle_anesthesia",
            "back|spine|sciatica|disc|lumbar|bladder|pee|bowel|bowels|both_legs",
            within=18,
            across=True,
        ),
        sign(
            "E0",
            "back|spine|sciatica|lumbar|disc",
            "cant_pee|cannot_pee|cant_urinate|cannot_urinate|trouble_peeing|trouble_urinating|difficulty_peeing|difficulty_urinating|"
            "cant_control_my|cannot_control_my|trouble_going_to_the|wet_myself|wetting_myself|incontinent|incontinence|bladder_control|bowel_control|control_of_my_bladder|"
            "control_of_my_bowels|cant_hold_my_pee|soiled_myself|leaking_urine|lost_control_of_my|cant_get_an_erection|"
            "no_feeling_when_i_pee|cant_feel_it_when_i_go|cant_feel_myself_pee|cant_feel_myself_go|cant_feel_when|dont_feel_when_i|cant_tell_when_i_need|bladder_problems|bowel_problems",
            within=25,
            across=True,
        ),
        sign(
            "E0",
            "back|spine|sciatica|lumbar|disc",
            "both_legs|both_my_legs|both_feet|legs_are_giving",
            "weak|weakness|numb|numbness|giving_way|give_way|cant_lift|tingling|foot_drop|pain|pains|painful",
            within=18,
            across=True,
        ),
    ),
}
