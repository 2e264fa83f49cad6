"""When a sign of a crisis is far from now: told of in a work or at work, or long past for somebody who is well."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

__all__ = ["FAR", "Far"]


@dataclass(frozen=True, slots=True)
class Far:
    """Words for it; each is a group as in `Sign.groups`.

    Args:
        told: a work, or work on the matter; it counts within the sign's sentence.
        own: what makes it the person's own all the same; it counts within the sign's sentence.
        past: a time long ago; it counts within the sign's sentence.
        well: how the person is now; it counts anywhere.
        again: what brings the past back; it counts anywhere, and then nothing is far.
    """

    told: str = ""
    own: str = ""
    past: str = ""
    well: str = ""
    again: str = ""


_SAID: Final = (
    Far(
        told=(
            "novel|short_story|screenplay|hero|heroine|protagonist|main_character|characters|film|movie|documentary|podcast|"
            "episode|tv_series|news|news_item|headline|lecture|essay|seminar|coursework|training_module|suicide_module|"
            "certificate|workshop|thesis|suicide_rates|suicide_prevention|prevention|lyrics|opera|durkheims"
        ),
        own=(
            "i_want|i_wanna|i_wish|i_feel|i_felt|i_think|i_need|i_will|ill|id|i_would|i_cant|i_am_suicidal|im_suicidal|im_thinking|im_going_to|im_done|im_like|makes_me|made_me|make_me|"
            "myself|me_too|my_own|so_am_i|so_do_i|understand_him|understand_her|like_him|like_her"
        ),
        past=(
            "years_ago|year_ago|decades_ago|decades|long_ago|as_a_teen|as_a_teenager|as_a_kid|in_my_teens|in_my_twenties|"
            "in_my_thirties|back_then|years_back|back_in|from_school|in_college|when_i_was|used_to|#1950-2024"
        ),
        well=(
            "im_well|am_well|well_now|well_for|better_now|get_better|gets_better|got_better|in_a_good_place|good_place|healed|"
            "long_healed|fully_recovered|im_glad|am_glad|glad_every|glad_i|happy_now|im_happy|am_happy|and_happy|grateful|"
            "got_help|got_me_here|what_got_me|proud|old_scars|those_scars"
        ),
        again=(
            "again|lately|relaps*|came_back|comes_back|coming_back|is_back|are_back|tonight|these_days|still_want|still_think|"
            "still_wish|not_sure_i|wish_it_had|didnt_work|should_have_worked"
        ),
    ),
    Far(
        told=(
            "roman|hauptfigur|romanheld|romanheldin|film|doku|dokumentation|podcast|folge|serie|nachrichten|artikel|vorlesung|aufsatz|"
            "seminar|fortbildung|kurs|modul|referat|prävention|suizidprävention|theaterstück|oper"
        ),
        own="ich_will|ich_möchte|ich_denke|ich_fühle|ich_bin|ich_kann_nicht|ich_auch|mich_umbringen|mich_selbst|mein_eigenes",
        past="vor_jahren|vor_vielen_jahren|jahre_her|als_jugendliche|als_jugendlicher|als_teenager|damals|früher|#1950-2024",
        well="geht_es_mir_gut|geht_mir_gut|heute_gut|bin_froh|froh|glücklich|dankbar|geheilt|verheilt|überstanden|bin_stolz",
        again="wieder|neuerdings|zurzeit|derzeit|heute_nacht|rückfall*|immer_noch|kommt_zurück",
    ),
    Far(
        told=(
            "novela|protagonista|personaje|película|documental|podcast|capítulo|serie|noticia|noticias|artículo|clase|ensayo|"
            "seminario|curso|módulo|tesis|prevención|ópera"
        ),
        own="yo_quiero|quiero|me_siento|pienso|necesito|no_puedo|yo_también|a_mí_misma|a_mí_mismo",
        past="hace_años|hace_muchos_años|hace_tiempo|de_adolescente|de_joven|cuando_era|antes|#1950-2024",
        well="estoy_bien|ahora_bien|me_alegro|feliz|agradecida|agradecido|superado|recuperada|recuperado|orgullosa|orgulloso",
        again="otra_vez|de_nuevo|últimamente|esta_noche|recaída|recaí|todavía|aún",
    ),
    Far(
        told=(
            "roman|héros|héroïne|personnage|film|documentaire|podcast|épisode|série|article|infos|cours|dissertation|"
            "séminaire|formation|module|thèse|prévention|opéra"
        ),
        own="je_veux|je_voudrais|je_pense|je_me_sens|jai_besoin|je_ne_peux|moi_aussi|moi_même",
        past="il_y_a_des_années|il_y_a_longtemps|adolescente|adolescent|quand_jétais|autrefois|à_lépoque|#1950-2024",
        well="je_vais_bien|va_bien|heureuse|heureux|contente_dêtre|guérie|guéri|reconnaissante|reconnaissant|fière|fier",
        again="encore|à_nouveau|de_nouveau|ces_temps|ce_soir|cette_nuit|rechute|rechuté|toujours",
    ),
    Far(
        told=(
            "um_romance|protagonista|personagem|filme|documentário|podcast|episódio|série|notícia|notícias|artigo|aula|redação|"
            "seminário|curso|módulo|tese|prevenção|ópera"
        ),
        own="eu_quero|quero|me_sinto|penso|preciso|não_consigo|eu_também|a_mim_mesmo|a_mim_mesma",
        past="há_anos|anos_atrás|há_muito_tempo|na_adolescência|quando_era|antigamente|#1950-2024",
        well="estou_bem|hoje_bem|feliz|grata|grato|superei|recuperada|recuperado|curada|curado|orgulhosa|orgulhoso",
        again="de_novo|outra_vez|ultimamente|esta_noite|hoje_à_noite|recaída|recaí|ainda",
    ),
)

# In one: a word such as "suicide" belongs to several languages, and so would be read with the wrong one's.
FAR: Final = Far(**{part.name: "|".join(getattr(said, part.name) for said in _SAID) for part in fields(Far)})
"""The words for it in English, German, Spanish, French and Portuguese."""
