"""The German signs of what cannot wait: heart, faint, brain, heat, spine."""

from __future__ import annotations

from collections.abc import Mapping

from auren.safety.flags.model import Sign, sign

__all__ = ["SUDDEN"]

_EXERTION = (
    "lauf*|lief|gelaufen|training*|trainieren|sport|sporteinheit|joggen|radfahren|rad|radtour|rennrad|intervall*|rennen|wettkampf|"
    "schwimmen|sprint|sprints|marathon|halbmarathon|workout|belastung|krafttraining|dauerlauf|kniebeugen|kreuzheben|fußball|"
    "wandern|wanderung|bergauf"
)
_FAINTED = "ohnmächtig|bewusstlos|umgekippt|ohnmacht|schwarz_vor_augen|schwarz_vor_den_augen|das_bewusstsein_verloren"
_DIZZY = "schwindel*|schwindlig|benommen"

SUDDEN: Mapping[str, tuple[Sign, ...]] = {
    "R1": (
        sign(
            "E0",
            "brust|brustkorb|brustbein",
            "schmerz|schmerzen|schmerzt|druck|drückt|eng|enge|beengt|engegefühl|stechen|sticht|brennen|brennt|weh|zieht_sich",
        ),
        sign(
            "E0",
            "brust|brustkorb",
            "schwer",
            "fühlt|gefühl|atem|atmen|luft|treppe",
            unless="sätze|satz|kg|kraft|training|übung|hanteln",
        ),
        sign("E0", "brustschmerz*|brustenge|herzinfarkt", within=5, unless="film|buch|vorbeugen|risiko"),
        sign(
            "E0",
            "schmerz|schmerzen|ziehen",
            "strahlt|strahlen|ausstrahl*|zieht",
            "arm|kiefer|schulter",
            within=10,
            unless="ellenbogen|maus",
        ),
        sign("E0", "atemnot|luftnot|keine_luft|kaum_luft|kaum_noch_luft", within=8, unless="nase|reifen|maske|tauchen"),
        sign("E0", "kurzatmig|außer_atem", "ruhe|sitzen|liegen|plötzlich|kaum", within=10),
        sign("E0", "kalter_schweiß|kaltschweißig", f"schmerz*|übel|übelkeit|luft|brust|{_DIZZY}", within=12),
    ),
    "R2": (
        sign("E0", f"{_FAINTED}|zusammengebrochen|kollabiert", _EXERTION, within=12),
        sign("E2", _FAINTED, within=8, unless="film|ziege"),
        sign("E2", "herzrasen|herzstolpern|herzklopfen", _DIZZY, within=12),
        sign(
            "E2",
            "plötzlichen_herztod|plötzlicher_herztod|plötzlich_gestorben",
            "vater|mutter|bruder|schwester|familie",
            others=True,
        ),
    ),
    "R3": (
        sign("E0", "mundwinkel|gesicht", "hängt|hängend|taub|schief|gelähmt", unless="zahnarzt|kälte|wind|kalt|kalten|spritze"),
        sign("E0", "lalle|lallen|lallt|verwaschene_sprache|kann_nicht_mehr_sprechen|kann_nicht_sprechen|sprachstörung*"),
        sign("E0", "kopfschmerz*", "schlagartig|plötzlich|schlimmsten|vernichtend*|explosionsartig*|donnerschlag", within=8),
        sign(
            "E0", "plötzlich|auf_einmal|schlagartig", "blind|nichts_mehr_gesehen|nichts_mehr_sehen|gelähmt|sehverlust", within=8
        ),
        sign("E0", "sehe|sehen", "nichts_mehr|nicht_mehr", "auge|plötzlich|auf_einmal|schlagartig", within=8),
        sign(
            "E0",
            "arm|bein|seite|hand",
            "taub|schwach|gelähmt|kraftlos",
            "plötzlich|auf_einmal|linke_seite|rechte_seite",
            within=10,
        ),
        sign("E0", "schlaganfall", "habe|anzeichen|symptome|ist_das|hatte", within=6, unless="vorbeugen|risiko|artikel"),
    ),
    "R5": (
        sign("E1", "ruhepuls", "#121-250", within=8),
        sign("E1", "ruhepuls", "#20-39", f"{_DIZZY}|luft|atem|schwach|übel|brust|schlecht|müde", within=14),
        sign(
            "E1",
            "unregelmäßig|unregelmäßige|unregelmäßigen|unregelmäßiger|vorhofflimmern|rhythmusstörung*",
            "uhr|puls|herz*|meldung|warnung|hinweis|zeigt",
            unless="schlaf|zeiten|mahlzeiten",
        ),
        sign("E1", "ruhepuls|puls", "höher|erhöht|gestiegen|hoch", "fieber|schüttelfrost", within=14),
    ),
    "R25": (
        sign(
            "E0",
            "hitze|heiß|sonne|sauna|überhitzt|grad",
            "verwirrt|kollabiert|zusammengebrochen|desorientiert|schwitzt_nicht|schwitze_nicht|bewusstlos|torkelt|torkle|krampfanfall",
            within=16,
            across=True,
        ),
        sign("E0", "hitzschlag", "habe|hat|glaube|anzeichen|symptome|vielleicht", unless="vermeiden|vorbeugen|risiko|artikel"),
        sign("E0", "körpertemperatur|kerntemperatur|fieber", "#40-43", f"{_EXERTION}|hitze|sonne", within=14),
    ),
    "R28": (
        sign(
            "E0",
            "schritt|genitalbereich|intimbereich|gesäß|po|reithose*|schambereich|oberschenkelinnenseite*",
            "taub|taubheit|taubheitsgefühl|gefühllos|kribbelt|kribbeln|kein_gefühl",
            "rücken|rückenschmerz*|bandscheibe*|ischias|kreuz|blase|stuhl",
            within=18,
            across=True,
        ),
        sign(
            "E0",
            "rücken|rückenschmerz*|bandscheibe*|bandscheibenvorfall|ischias|kreuzschmerz*",
            "nicht_pinkeln|nicht_mehr_pinkeln|nicht_urinieren|urin_nicht|inkontinent|inkontinenz|blase_nicht|blasenschwäche|"
            "blasenkontrolle|wasserlassen|eingenässt|stuhl_nicht|in_die_hose",
            within=25,
            across=True,
        ),
        sign(
            "E0",
            "rücken|rückenschmerz*|bandscheibe*|bandscheibenvorfall|ischias|kreuzschmerz*",
            "beide_beine|beiden_beinen|beide_füße|beiden_füßen",
            "taub|taubheit|schwach|schwäche|kraftlos|kribbeln|kribbelt|gelähmt|schmerz|schmerzen",
            within=18,
            across=True,
        ),
    ),
}
