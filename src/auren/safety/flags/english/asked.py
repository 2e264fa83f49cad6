"""The English signs of what weighs on people and what they ask for: crisis, eating, drugs, diagnoses."""

from __future__ import annotations

from collections.abc import Mapping

from auren.safety.flags.model import Sign, sign

__all__ = ["ASKED"]

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

ASKED: Mapping[str, tuple[Sign, ...]] = {
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
            "suicidal|suicidal_thoughts|thoughts_of_suicide|thinking_about_suicide",
            within=4,
            unless="prevention|film|squad|sprint|sprints|runs|shuttles|drills|practice|pace|nurse|questionnaire|screening|no_to",
        ),
        # The bare word is as often about somebody who died, a story or a duty; the model hears who means themselves.
        sign(
            "E1",
            "suicide",
            within=6,
            unless="prevention|film|squad|sprint|sprints|runs|shuttles|drills|practice|pace|nurse|questionnaire|awareness|scene|"
            "movie|movies|series|novel|book|stage|theatre|opera|episode|character|charity|training|staff|volunteer|listener|"
            "samaritan|call|calls|screening|students|student|school|survivor|died_by|died_of|death_by|lost|losing|his|her|their|"
            "brother|brothers|sister|sisters|son|sons|daughter|nephew|niece|cousin|uncle|friend|friends|husband|wife|father|"
            "mother|dad|mum|mom|colleague|coworker|neighbour|classmate|bereaved|widow|anniversary|statistics|rates|bomber",
        ),
        sign(
            "E1",
            "no_reason_to_live|nothing_to_live_for|dont_want_to_live|do_not_want_to_live|no_point_in_living|no_point_living|point_of_living|point_in_living|"
            "dont_want_to_be_here_anymore|dont_want_to_be_alive|wish_i_was_dead|wish_i_were_dead|wish_i_wouldnt_wake_up|"
            "dont_want_to_wake_up|never_wake_up|not_wake_up|tired_of_living|tired_of_being_alive|cant_go_on_living|life_isnt_worth",
            unless="to_live_on|chicken|oats|protein|live_near|live_in_town",
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
            unless="constipation|constipated|prescribed|colonoscopy|coffee|tea|caffeine",
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
    "R45": (
        sign(
            "R",
            "diagnose|diagnosis",
            "me|my|you|this|give|whats|can",
            within=5,
            unless="bike|power_meter|watch|battery|connection|sync|app|device|old|received|squat|monday|terminal_case",
        ),
        # Of a figure of their own somebody asks what it shows, and no diagnosis.
        sign(
            "R",
            "whats_wrong_with_me|what_is_wrong_with_me",
            within=12,
            unless="hrv|rmssd|readiness|plateau|pace",
            across=True,
        ),
        sign("R", "what_disease|which_disease|what_illness|what_condition_do_i_have"),
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
