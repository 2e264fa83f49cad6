# ruff: noqa: E501 - a phrase stands on one line
"""The English signs and fixed texts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from auren.safety._words import words
from auren.safety.flags.model import FixedText, Level, Pack, Sign, sign

__all__ = ["ENGLISH"]

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
_DIZZY = "dizzy|dizziness|lightheaded|lightheadedness|light_headed|woozy|faint"
_HEART = (
    "palpitation|palpitations|heart_racing|heart_was_racing|heart_is_racing|heart_started_racing|heart_beating_fast|heart_races|"
    "heart_fluttering|heart_flutters|heart_pounding|heart_was_pounding|heart_is_pounding|heart_skipping|heart_skips|"
    "irregular_heartbeat"
)
_RESTING = "resting_heart_rate|resting_pulse|resting_hr|heart_rate_at_rest|pulse_at_rest|hr_at_rest|rhr"
_SUBSTANCE = (
    "dnp|dinitrophenol|clenbuterol|clen|sarm|sarms|ostarine|ligandrol|rad140|rad_140|mk_677|trenbolone|tren|dianabol|anavar|"
    "winstrol|nandrolone|anabolic_steroid|anabolic_steroids|anabolics|steroids|hgh|growth_hormone|melanotan|synthol|bpc_157|"
    "bpc157|tb_500|trestolone"
)
_USE = (
    "cycle|cycles|dose|doses|dosage|dosing|stack|take|taking|took|use|using|used|buy|buying|order|ordering|source|sourcing|get|"
    "inject|injecting|injected|mg|mcg|ml|start|starting|pct|safe|safer|safest|how_much|want|try|trying|add|adding|run|running|ok|okay|legal|fat_loss|"
    "cutting|bulk|bulking|beginner|beginners|work|works"
)
_CONDITION = (
    "insomnia|apnea|apnoea|afib|arrhythmia|diabetes|anemia|anaemia|depression|adhd|covid|flu|cancer|disease|disorder|infection|"
    "thyroid|hypertension|concussion|fracture|myocarditis|tendinitis|tendonitis|burnout"
)
_ILLNESS = (
    "asthma|eczema|migraine|migraines|bloodpressure|hypothyroidism|osteoporosis|arthritis|gout|reflux|ulcer|ibs|crohns|epilepsy|"
    "psoriasis|acne|shingles|pneumonia|bronchitis|sinusitis|uti|endometriosis|pcos"
)

_SIGNS: dict[str, tuple[Sign, ...]] = {
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
        sign("E0", _FAINTED, _EXERTION, within=12, unless="couch|sofa|asleep|sleep|slept"),
        sign(
            "E0",
            "collapsed|collapse",
            _EXERTION,
            within=10,
            unless="couch|sofa|bed|tent|shelf|barbell|rack|form|happy|laughing|joy",
        ),
        sign("E0", _HEART, _DIZZY, f"{_EFFORT}|now|right_now", within=14),
        sign("E2", _HEART, _DIZZY, within=14),
        sign("E2", _FAINTED, within=10, unless="couch|sofa|asleep|sleep|slept|bed|drunk|film|movie|goats|hope|smell|line"),
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
            unless="dentist|dental|filling|cold|wind|windy|injection|teeth|mask|cream|freezing",
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
    "R7": (
        sign(
            "E0",
            "kill_myself|killing_myself|end_my_life|ending_my_life|take_my_life|take_my_own_life|taking_my_own_life|end_it_all|"
            "commit_suicide|suicide_plan|suicide_note|goodbye_letter|goodbye_letters|goodbye_note|want_to_die|wanna_die|"
            "want_to_be_dead|going_to_die_tonight|better_off_dead|better_off_without_me|better_off_if_i|rather_be_dead|"
            "whole_bottle_of_pills|whole_packet_of_pills|all_the_pills|took_an_overdose|taken_an_overdose|plan_to_overdose|going_to_overdose|want_to_overdose|take_all_my_pills|"
            "hang_myself|shoot_myself|drown_myself",
        ),
        sign(
            "E0",
            "giving_away|gave_away|given_away|given_my|giving_my|pills_saved|saved_up_pills|stockpiled",
            "wont_need|goodbye|not_be_around|wont_be_around|wont_be_here|end|my_pills|enough",
            within=12,
            across=True,
        ),
        sign(
            "E0",
            "pills|tablets|rope|noose|gun|razor",
            "bought|ready|counted|counted_out|lined_up|prepared|next_to_me|in_front_of_me|in_my_hand",
            "picked_a_day|picked_the_day|set_a_date|chosen_a_day|im_done|i_am_done|cant_go_on|cant_do_this|goodbye|end_it|end|over|no_more|tonight",
            within=14,
            across=True,
            unless="vitamin|vitamins|supplement|supplements|salt|electrolyte|electrolytes|jump|jumping|climbing|starter",
        ),
        sign(
            "E1",
            "suicidal|suicidal_thoughts|thoughts_of_suicide|thinking_about_suicide|suicide",
            within=4,
            unless="prevention|film|squad",
        ),
        sign(
            "E1",
            "no_reason_to_live|nothing_to_live_for|dont_want_to_live|do_not_want_to_live|no_point_in_living|no_point_living|point_of_living|point_in_living|"
            "dont_want_to_be_here_anymore|dont_want_to_be_alive|wish_i_was_dead|wish_i_were_dead|wish_i_wouldnt_wake_up|"
            "dont_want_to_wake_up|never_wake_up|not_wake_up|tired_of_living|tired_of_being_alive|cant_go_on_living|life_isnt_worth",
        ),
        sign(
            "E1",
            "self_harm|self_harming|selfharm|want_to_hurt_myself|wanted_to_hurt_myself|want_to_harm_myself|urge_to_hurt_myself|"
            "urge_to_cut|cutting_myself|cut_myself_again|hurt_myself_on_purpose|harm_myself|harming_myself|burning_myself",
            unless="shaving|kitchen|onions",
        ),
        sign(
            "E1",
            "cut_myself",
            "feel_something|wrist|wrists|thigh|thighs|to_cope|on_purpose|relief",
            within=8,
            unless="shaving|kitchen|onions",
        ),
        sign(
            "E1",
            "if_i_died|if_i_was_dead|if_i_were_dead|if_i_was_gone|if_i_were_gone|if_i_disappeared",
            "nobody|no_one|miss|care|better|notice",
        ),
        sign(
            "E1",
            "like_ending_it|of_ending_it|about_ending_it|ending_it_all|want_to_end_it|never_been_born|was_never_born|disappear_forever",
        ),
    ),
    "R10": (
        sign(
            "E0",
            "starving_myself|not_eaten|havent_eaten|not_eating|purging|laxatives|throwing_up_after|vomiting_after|restricting",
            f"{_FAINTED}|collapsed",
            within=16,
            across=True,
        ),
        sign(
            "E2",
            "purge|purging|purged|make_myself_sick|made_myself_sick|making_myself_sick|make_myself_throw_up|made_myself_throw_up|"
            "making_myself_throw_up|make_myself_vomit|made_myself_vomit",
            "eat|eating|ate|eaten|meal|meals|food|binge|binges|bingeing|dinner|lunch|calories|myself",
            within=10,
        ),
        sign(
            "E2",
            "throw_up|throwing_up|threw_up|vomit|vomiting|vomited",
            "on_purpose|deliberately|intentionally|to_lose_weight|to_stay_thin|to_make_weight",
            within=8,
        ),
        sign(
            "E2",
            "laxative|laxatives|diuretic|diuretics|water_pills",
            within=10,
            unless="constipation|constipated|prescribed|colonoscopy",
        ),
        sign(
            "E2",
            "terrified|petrified|scared|afraid|fear|panic",
            "gaining_weight|gain_weight|weight_gain|gaining_any_weight|getting_fat|becoming_fat|being_fat|to_eat",
        ),
        sign(
            "E2",
            "punish|punish_myself|punished_myself|punishing_myself|make_up_for|compensate|burn_off_everything|guilty|guilt",
            "ate|eat|eating|eaten|food|binge|binged|meal|dinner|calories|cake|pizza",
            f"{_EXERTION}|burn|cardio|punish|i_have_to",
            within=14,
        ),
        sign(
            "E2",
            "#200-999",
            "kcal|calories|cals",
            "a_day|per_day|daily|each_day|eat|eating|intake|ate",
            within=8,
            unless=f"burn|burned|burnt|burning|breakfast|lunch|dinner|snack|meal|deficit|surplus|{_EXERTION}",
        ),
        sign("E2", "binge|binged|bingeing", "have_to|must|need_to|cardio", within=8, unless="series|netflix|show|watched"),
        sign("E2", "bmi", "#10-17", within=5),
        sign("E2", "bmi", "#18-18", "lose|losing|slimmer|thinner|lighter", within=14, across=True),
        sign(
            "E2",
            "anorexia|anorexic|bulimia|bulimic|eating_disorder|binge_eating",
            "i|im|ive|my|me|relapse|relapsing",
            within=10,
        ),
        sign(
            "E2", "lost_control_over_how_much|lose_control_over_how_much|food_dominates|i_am_fat_even|people_say_i_am_too_thin"
        ),
        sign(
            "E2",
            "eat_nothing|eating_nothing|ate_nothing|skip_all_meals|skipping_all_meals|dont_eat_anything|not_eating_at_all",
            "feel|okay|proud|good|control|better|safe|thin|thinner",
            within=14,
            unless="surgery|operation|fasting_blood|ramadan",
        ),
    ),
    "R14": (
        sign(
            "E0",
            "dnp|dinitrophenol",
            "hot|sweat|sweating|overheating|overheat|fever|burning_up|chest|temperature",
            within=16,
            across=True,
        ),
        sign(
            "R",
            _SUBSTANCE,
            _USE,
            within=12,
            unless="anti_doping|course|lecture|article|documentary|podcast|against|cream|inhaler|eczema|asthma|news|levels|cortisone",
        ),
        sign(
            "R",
            _SUBSTANCE,
            "where_do|where_can|where_to|how_do|how_much|how_many|which|best|dose|dosage|cycle|buy|source",
            within=12,
            unless="anti_doping|course|lecture|article|documentary|podcast|against|cream|inhaler|eczema|asthma|news|cortisone",
            others=True,
        ),
        sign("R", "steroid_cycle|steroid_cycles|bulking_cycle_of|post_cycle_therapy|peptide_source|blast_and_cruise"),
        sign(
            "R",
            "testosterone|test_e|test_c|enanthate|cypionate",
            "cycle|blast|cruise|source|buy|underground|ugl|pct|stack",
            within=10,
            unless="prescribed|blood|naturally|levels",
        ),
        sign(
            "R",
            "insulin",
            "bodybuilding|bodybuilder|bulk|bulking|muscle|anabolic|physique",
            "inject|use|using|take|units|dose",
            within=14,
        ),
        sign("R", "t3|cytomel|thyroid_pills", "fat_loss|cut|cutting|lean|leaner|shred|shredded|weight_loss", within=12),
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
            unless="plunge|shower|bath|tub|tent",
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
    "R45": (
        sign(
            "R",
            "diagnose|diagnosis",
            "me|my|you|this|give|whats|can",
            within=5,
            unless="bike|power_meter|watch|battery|connection|sync|app|device|old|received",
        ),
        sign("R", "whats_wrong_with_me|what_is_wrong_with_me|what_disease|which_disease|what_illness|what_condition_do_i_have"),
        sign(
            "R",
            "how_do_i|how_can_i|how_should_i|how_to|how_do_you|what_helps|what_should_i|what_can_i|what_do_i",
            "treat|treats|treating|cure|curing|heal|take|get_rid_of|manage",
            f"{_CONDITION}|{_ILLNESS}",
            within=10,
        ),
        sign(
            "R",
            "do_i_have|think_i_have|if_i_have|whether_i_have|have_i_got|could_i_have|might_i_have|is_this|could_this_be|could_it_be|is_it",
            _CONDITION,
        ),
        sign(
            "R",
            "which|what|should_i_take|should_i_stop|stop_taking|come_off|should_i_start|halve|should_i_change|recommend|can_i_take|how_much|how_many|best",
            "drug|drugs|medication|medications|medicine|pill|pills|antibiotic|antibiotics|painkiller|painkillers|ibuprofen|"
            "melatonin|sleeping_pill|sleeping_pills|beta_blocker|beta_blockers|antidepressant|antidepressants",
        ),
        sign(
            "R",
            "interpret|interpreting|tell_me|is_my|are_my|is_this|is_normal|read|explain|analyse|analyze|look_at|mean|means|evaluate|going_on_with",
            "blood_test|blood_tests|blood_work|bloodwork|blood_results|blood_panel|lab_results|lab_report|labs|ecg|ekg|mri|x_ray|xray|"
            "ct_scan|ultrasound|biopsy",
            within=10,
            others=True,
        ),
        sign(
            "R",
            "ferritin|tsh|hba1c|cholesterol|ldl|crp|hemoglobin|haemoglobin|troponin|creatinine|psa|testosterone_level|vitamin_d_level",
            "dangerous|normal|abnormal|too_low|too_high|mean|means|bad|interpret|worry|worried",
            within=10,
        ),
    ),
}

_REFUSED = "I cannot help with that here, and there is no dose, cycle or source that I could call safe."
_TEXTS: Mapping[tuple[str, Level], FixedText] = {
    ("", "E1"): FixedText(
        "a sign in your data that a person should look at",
        "Something in your data should be looked at by a person. Please contact a doctor or nurse today. Until then, take it easy.",
    ),
    ("R1", "E0"): FixedText(
        "signs around the chest or the breath",
        "Please stop what you are doing and call {emergency} now. What you describe around your chest or breath needs urgent help. Sit "
        "down, stay with someone and unlock the door. I will not advise on training now.",
    ),
    ("R2", "E0"): FixedText(
        "fainting, or nearly, with exertion",
        "Please stop exercising and lie down. Fainting, or nearly fainting, with exertion needs urgent help: call {emergency} now, and do "
        "not stay alone. No training until a doctor has cleared you.",
    ),
    ("R2", "E2"): FixedText(
        "fainting, a racing heart with dizziness, or a sudden death in the family",
        "What you describe should be checked by a doctor before any training plan. Please book an appointment soon, and rest from hard "
        "exercise until then. If it happens again, or during exercise, call {emergency}.",
    ),
    ("R3", "E0"): FixedText(
        "sudden signs in the face, speech, limbs, head or sight",
        "Please call {emergency} now. Sudden changes in face, speech, strength or sight, or a sudden severe headache, need help at once. "
        "Note when it began, stay with someone, and do not drive yourself.",
    ),
    ("R5", "E1"): FixedText(
        "an unusual pulse at rest",
        "Your pulse at rest, together with the rest of what was noticed, should be looked at by a doctor today. Please call your doctor or "
        "an out-of-hours service, and do not train until then. If you feel chest pain, faint or cannot get your breath, call {emergency}.",
    ),
    ("R7", "E0"): FixedText(
        "words about ending your life",
        "I am really glad that you told me. You deserve help right now, from a person. Please call {emergency} if you are in danger, or "
        "talk to someone now: {crisis}. If you can, go to somebody you trust and stay with them. Nothing else matters today.",
    ),
    ("R7", "E1"): FixedText(
        "words about not wanting to live or about hurting yourself",
        "Thank you for telling me; that sounds very heavy. Please talk to a person about it today: {crisis}, your doctor, or someone you "
        "trust. If you feel that you might act on it, call {emergency} at once. Training and numbers can wait.",
    ),
    ("R10", "E0"): FixedText(
        "fainting together with very little food",
        "Please call {emergency} now, or have someone take you to an emergency department, and tell them how little you have eaten. You "
        "deserve care, and this cannot wait.",
    ),
    ("R10", "E2"): FixedText(
        "signs that food or weight has become a burden",
        "It sounds as if food, weight or exercise weighs on you, and you do not have to carry that alone. I am leaving calories, weight and "
        "targets aside. Please talk to a doctor or an eating-support service; they are there for exactly this, at any weight.",
    ),
    ("R14", "E0"): FixedText(
        "feeling hot or unwell after a dangerous substance",
        "Please call {emergency} now and say exactly what was taken. Feeling hot, sweating or chest trouble after it can turn dangerous "
        "within minutes. Stay with someone.",
    ),
    ("R14", "R"): FixedText(
        "a question about performance drugs",
        f"{_REFUSED} A doctor, or an anonymous harm-reduction service, can talk with you openly and without judgement. If you have chest "
        "pain or feel very hot, call {emergency}. I am glad to help with training, food and sleep.",
    ),
    ("R25", "E0"): FixedText(
        "confusion, collapse or a very high temperature in the heat",
        "Call {emergency} now. Cool first: move into the shade, take off extra clothing, and put cold water or ice on as much of the body as "
        "you can until help takes over. Do not leave the person alone.",
    ),
    ("R28", "E0"): FixedText(
        "back trouble with numbness, weakness, or bladder or bowel changes",
        "Please go to an emergency department today, now if you can, or call {emergency}. Back trouble together with numbness, weakness in "
        "both legs, or bladder or bowel changes must be seen the same day. No exercises or stretching for now.",
    ),
    ("R45", "R"): FixedText(
        "a question that belongs to a doctor or pharmacist",
        "I cannot tell you what condition you have, choose a medicine or read medical tests. Please take that to a doctor or pharmacist. I "
        "can show you your own values and how they have moved, so that you can bring them along.",
    ),
}

_EUROPE = words("AT BE BG CH CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK")

ENGLISH = Pack(
    language="en",
    signs=MappingProxyType(_SIGNS),
    texts=MappingProxyType(_TEXTS),
    emergency=MappingProxyType(
        {
            **dict.fromkeys(_EUROPE, "112"),
            "": "your local emergency number (112 in Europe, 911 in the US)",
            "US": "911",
            "CA": "911",
            "GB": "999 or 112",
            "UK": "999 or 112",
            "AU": "000",
            "NZ": "111",
            "IE": "112",
        }
    ),
    crisis=MappingProxyType(
        {
            **dict.fromkeys(_EUROPE, "call 112"),
            "": "988 in the US and Canada, 116 123 in the UK, Ireland and Germany, 112 elsewhere in Europe",
            "US": "call or text 988",
            "CA": "call or text 988",
            "GB": "call 116 123, free, day and night",
            "UK": "call 116 123, free, day and night",
            "DE": "call 116 123, free, day and night",
            "IE": "call 116 123, free, day and night",
        }
    ),
    negations=frozenset(
        words("no not never without dont doesnt didnt havent hasnt hadnt isnt wasnt arent denies denied nor neither")
    ),
    bridges=frozenset(
        words(
            "any a an the my your his her have having had has been be being feel feeling felt get getting got more longer of sign signs "
            "experience experiencing experienced report reports reported current currently real actual recent kind type sort severe or nor"
        )
    ),
    either=frozenset(words("or nor")),
    breaks=frozenset(
        words("but because although however so then just only now since with while after when though except until")
    ),
    answers=frozenset(words("no none negative denied absent nope never")),
    reversals="like_this|this_bad|so_bad|checked|looked_at|examined|go_away|gone_away|going_away|until_now|until_today|until|before_today|such",
    masked=(
        "chest_day|chest_press|chest_strap|chest_workout|chest_session|chest_fly|chest_flies|chest_flys|chest_exercises|chest_routine|"
        "chest_band|chest_freezer|chest_belt|chest_muscles|medicine_chest|treasure_chest|chest_sensor|"
        "blood_pressure|under_pressure|peer_pressure|tyre_pressure|tire_pressure|"
        "faint_hope|faint_smell|faint_line|lost_sight_of|lose_sight_of|losing_sight_of|at_first_sight|killer_workout|suicidal_pace|suicide_sprints|suicide_runs|"
        "suicide_drills|suicide_drill|suicide_grip|die_my_hair|schedule_is_confused|plan_is_confused|suicide_squad|pace_is_suicide|pace_was_suicide|career_suicide|confused_about|confused_by|confused_with|back_squat|back_squats|im_back|am_back|are_back|be_back|was_back|is_back|back_home|"
        "back_day|back_to_back|back_to_normal|back_to_work|back_to_training|back_to_running|back_to_the_gym|come_back|came_back|go_back|going_back|went_back|get_back|got_back|way_back|back_at_it|back_in_training|back_in_the_gym|back_from|"
        "back_on_the_bike|back_on_track|watch_went_black|screen_went_black|display_went_black|phone_went_black|full_back|back_then|weeks_back|days_back|back_up|set_back|bounce_back|training_run|dry_run|training_cycle|"
        "menstrual_cycle|red_face|hot_tub|hot_drink|hot_chocolate|hot_topic|face_to_face|face_mask"
    ),
    others=frozenset(
        words(
            "friend friends brother sister dad father mum mom mother wife husband partner colleague teammate coach athlete article movie "
            "film book song podcast character patient patients people celebrity he she they"
        )
    ),
    selves=frozenset(words("i me im ive id ill myself mine")),
    owners=frozenset(words("my our")),
    topics="|".join(
        f"{thing}_{link}"
        for thing in words(
            "article articles book books film movie documentary podcast episode lecture talk news report study studies post video novel "
            "show series story read heard watched"
        )
        for link in words("about was_about is_about on of where in_which describing")
    ),
    unable=frozenset(words("cant cannot unable couldnt barely hardly never not dont wont impossible")),
    without=frozenset({"without"}),
)
