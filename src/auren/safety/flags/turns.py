"""Signs that are spread over the turns of a talk: neither turn raises a row, both together do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from auren.safety.flags.matching import Matcher
from auren.safety.flags.model import Level, Pack, Sign, sign
from auren.safety.flags.words import Words

__all__ = ["TURNS", "Talked"]

_FAR: Final = 4_000
"""More words than the turns that are looked at can have."""


def _spread(level: Level, *groups: str, unless: str = "") -> Sign:
    # Asking for a substance counts whoever was spoken of before.
    return sign(level, *groups, within=_FAR, unless=unless, across=True, others=level == "R")


TURNS: Final[Mapping[str, Mapping[str, tuple[Sign, ...]]]] = MappingProxyType(
    {
        "en": {
            "R7": (
                _spread(
                    "E1",
                    "hopeless|pointless|no_point|worthless|a_burden|hate_myself|no_way_out|cant_go_on|nothing_matters|empty_inside|given_up|so_alone|nobody_would|no_one_would|tired_of_everything|cant_do_this_anymore|dont_care_what_happens",
                    "goodbye|pills|my_will|letter|letters|giving_away|gave_away|give_away|wont_matter|wont_need|not_be_here|wont_be_here|wont_be_around|bridge|painless|lethal|look_after_my|take_care_of_my|sorry_for_everything|thank_you_for_everything|soon_be_over|be_over_soon|never_wake|sleep_forever",
                    unless="sleeping_pills_from|vitamin|iron_pills|salt_pills",
                ),
            ),
            "R10": (
                _spread(
                    "E2",
                    "feel_fat|so_fat|disgusting|hate_my_body|hate_how_i_look|afraid_of_food|scared_of_food|guilty_after|guilt_after|binge|binged|bingeing|bad_food|lost_control_eating|cant_stop_eating|weigh_myself",
                    "skip_meals|skipping_meals|skipped_meals|not_eating|eat_nothing|ate_nothing|only_water|burn_it_off|burn_off|make_up_for_it|earn_my_food|earn_my_dinner|punish|punishing|purge|throw_up|get_rid_of_it|without_eating|stop_eating|under_1000|laxative*|hide_food|extra_hours|ten_times_a_day|five_times_a_day",
                ),
            ),
            "R14": (
                _spread(
                    "R",
                    "dnp|clenbuterol|clen|sarm|sarms|ostarine|rad140|trenbolone|tren|dianabol|anavar|winstrol|anabolics|steroids|hgh|growth_hormone|melanotan|synthol|bpc_157|tb_500",
                    "how_much_of_it|how_much_should_i_take_of_it|what_dose|which_dose|dose_of_it|dose_for_it|how_long_a_cycle|a_cycle|first_cycle|run_it|take_it|stack_it|buy_it|get_it|order_it|source_it|inject_it|pct|where_from|milligrams",
                    unless="anti_doping|course|lecture|article|documentary|podcast|cream|inhaler|cortisone",
                ),
            ),
            "R28": (
                _spread(
                    "E0",
                    "back_pain|back_hurts|backache|sciatica|slipped_disc|herniated|back_went|lower_back|low_back|my_back|slipped_disk",
                    "numb_between|numb_down_there|numb_when_i_wipe|cant_feel_when_i_wipe|cant_feel_toilet_paper|cant_pee|cannot_pee|trouble_peeing|cant_feel_myself_pee|cant_feel_when_i_pee|wet_myself|soiled_myself|lost_control_of_my_bladder|lost_control_of_my_bowels|numb_genitals|numb_groin|groin_is_numb|saddle_is_numb|no_feeling_down_there|both_legs_are_weak|both_legs_feel_weak|both_legs_went|cant_get_an_erection|leaking_urine",
                ),
            ),
        },
        "de": {
            "R7": (
                _spread(
                    "E1",
                    "hoffnungslos|sinnlos|wertlos|zur_last|hasse_mich|kein_ausweg|kann_nicht_mehr|leer_in_mir|aufgegeben|keinen_sinn",
                    "abschied|tabletten|abschiedsbrief|testament|verschenke|verschenkt|nicht_mehr_da|nicht_mehr_hier|brucke|schmerzlos|bald_vorbei|kummert_euch_um|nie_wieder_aufwachen|fur_immer_schlafen",
                    unless="eisentabletten|salztabletten",
                ),
            ),
            "R10": (
                _spread(
                    "E2",
                    "fuhle_mich_fett|zu_fett|ekelhaft|hasse_meinen_korper|angst_vor_essen|essanfall|essanfalle|fressattacke|schuldgefuhle",
                    "nichts_gegessen|nichts_essen|mahlzeiten_auslassen|abtrainieren|bestrafen|bestrafe|erbrechen|erbreche|wieder_los|abfuhrmittel|verdienen|hungere|hungern",
                ),
            ),
            "R28": (
                _spread(
                    "E0",
                    "ruckenschmerzen|kreuzschmerzen|bandscheibe|bandscheibenvorfall|ischias|hexenschuss|mein_rucken",
                    "taub_zwischen|taub_im_schritt|taub_da_unten|kann_nicht_pinkeln|nicht_wasser_lassen|eingenasst|eingekotet|blase_nicht|beide_beine_schwach|kein_gefuhl_beim",
                ),
            ),
        },
    }
)
"""By language and row; the rows that the table asks to hear over several turns."""


class Talked:
    """Hears rows whose signs are spread over turns.

    Args:
        packs: the languages; of those that `TURNS` knows, the pack says how words are taken back.
    """

    def __init__(self, packs: Sequence[Pack]) -> None:
        # What a turn is only about may be what the next one asks for.
        self._matchers = [
            Matcher(replace(pack, signs=TURNS[pack.language], topics="")) for pack in packs if pack.language in TURNS
        ]

    def rows(self, earlier: Sequence[str], text: str) -> dict[str, Level]:
        """Give the rows that a turn raises together with those before it, and that those alone did not raise.

        Args:
            earlier: what was said before, the latest last; untrusted.
            text: the newest turn; untrusted.
        """
        if not earlier:
            return {}
        before, now = Words.of("\n\n".join(earlier)), Words.of("\n\n".join((*earlier, text)))
        raised: dict[str, Level] = {}
        for matcher in self._matchers:
            known = matcher.rows(before)
            raised |= {row: level for row, level in matcher.rows(now).items() if row not in known}
        return raised
