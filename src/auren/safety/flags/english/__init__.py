# ruff: noqa: E501 - a phrase stands on one line
"""The English signs and fixed texts, and how the language takes words back."""

from __future__ import annotations

from auren.safety._words import words
from auren.safety.flags.english.asked import ASKED
from auren.safety.flags.english.sudden import SUDDEN
from auren.safety.flags.model import Pack
from auren.safety.flags.tables import crisis_lines, numbers, signs_of, texts_of

__all__ = ["ENGLISH"]

ENGLISH = Pack(
    language="en",
    signs=signs_of("english", "wide_english", others=(SUDDEN, ASKED)),
    texts=texts_of("english"),
    emergency=numbers("your local emergency number (112 in Europe, 911 in the US)"),
    crisis=crisis_lines(
        "988 in the US and Canada, 116 123 in the UK, Ireland and Germany, 112 elsewhere in Europe", "call {}, day and night"
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
        "legs_want_to_die|want_to_die_of|die_of_embarrassment|die_of_boredom|die_of_laughter|die_of_shame|die_laughing|wanted_to_die_of|"
        "suicide_hotline|suicide_prevention|suicide_line|suicide_rates|suicide_rate|rates_of_suicide|leg_day_was_suicide|session_was_suicide|workout_was_suicide|"
        "battery_life|night_life|nightlife|shelf_life|to_wake_up_at|wake_up_early|wake_up_before|wake_up_so_early|"
        "faint_hope|faint_smell|faint_line|lost_sight_of|lose_sight_of|losing_sight_of|at_first_sight|killer_workout|suicidal_pace|suicide_sprints|suicide_runs|"
        "suicide_drills|suicide_drill|suicide_grip|die_my_hair|schedule_is_confused|plan_is_confused|suicide_squad|pace_is_suicide|pace_was_suicide|career_suicide|confused_about|confused_by|confused_with|back_squat|back_squats|im_back|am_back|are_back|be_back|was_back|is_back|back_home|"
        "back_day|back_to_back|back_to_normal|back_to_work|back_to_training|back_to_running|back_to_the_gym|come_back|came_back|go_back|going_back|went_back|get_back|got_back|way_back|back_at_it|back_in_training|back_in_the_gym|back_from|"
        "back_on_the_bike|back_on_track|watch_went_black|screen_went_black|display_went_black|phone_went_black|full_back|back_then|weeks_back|days_back|back_up|set_back|bounce_back|training_run|dry_run|training_cycle|"
        "no_reason_to_live_without|phone_blacked_out|screen_blacked_out|watch_blacked_out|gps_blacked_out|treadmill_collapsed|tent_collapsed|"
        "spring_fever|running_fever|race_fever|marathon_fever|cabin_fever|gold_fever|football_fever|"
        "pass_out_the_minute|pass_out_the_second|pass_out_as_soon|cut_myself_a_slice|cut_myself_a_*_slice|cut_myself_a_piece|cut_myself_some|"
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
