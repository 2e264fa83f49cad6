# ruff: noqa: E501 - a phrase stands on one line
"""The German signs and fixed texts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from auren.safety._words import words
from auren.safety.flags.model import FixedText, Level, Pack, Sign, sign

__all__ = ["GERMAN"]

_EXERTION = (
    "lauf*|lief|gelaufen|training*|trainieren|sport|sporteinheit|joggen|radfahren|rad|radtour|rennrad|intervall*|rennen|wettkampf|"
    "schwimmen|sprint|sprints|marathon|halbmarathon|workout|belastung|krafttraining|dauerlauf|kniebeugen|kreuzheben|fußball|"
    "wandern|wanderung|bergauf"
)
_FAINTED = "ohnmächtig|bewusstlos|umgekippt|ohnmacht|schwarz_vor_augen|schwarz_vor_den_augen|das_bewusstsein_verloren"
_DIZZY = "schwindel*|schwindlig|benommen"
_SUBSTANCE = (
    "dnp|dinitrophenol|clenbuterol|sarm|sarms|ostarin|ligandrol|trenbolon|dianabol|anavar|winstrol|nandrolon|anabolika|steroide|"
    "wachstumshormon|wachstumshormone|melanotan|synthol|testokur"
)

_SIGNS: dict[str, tuple[Sign, ...]] = {
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
    "R7": (
        sign(
            "E0",
            "mich_umbringen|bringe_mich_um|bring_mich_um|leben_nehmen|leben_beenden|abschiedsbrief|abschiedsbriefe|will_sterben|sterben_will|"
            "möchte_sterben|allem_ein_ende|alles_beenden|mich_töten|besser_dran_ohne_mich|lieber_tot|ohne_mich_besser_dran|selbstmord_begehen",
        ),
        sign(
            "E1",
            "suizid|suizidgedanken|suizidal|selbstmordgedanken|selbstmord|nicht_mehr_leben|keinen_grund_zu_leben|keinen_grund_mehr_zu_leben|"
            "lebensmüde|keinen_sinn_mehr_im_leben|alles_keinen_sinn_mehr|nicht_mehr_aufwachen|mich_selbst_verletz*|mich_verletzen|ritze_mich|mich_ritzen",
            unless="prävention|film|kommando",
        ),
    ),
    "R10": (
        sign("E0", "nichts_gegessen|hungere|abführmittel|erbreche", f"{_FAINTED}|zusammengebrochen", within=16, across=True),
        sign(
            "E2",
            "erbreche|übergebe|kotze|erbrechen",
            "essen|mahlzeit*|absichtlich|abnehmen|gegessen",
            within=10,
            unless="magen_darm|virus",
        ),
        sign("E2", "abführmittel", within=10, unless="verstopfung|verschrieben|darmspiegelung"),
        sign("E2", "angst|panik", "zuzunehmen|zunehmen|dick_zu_werden|dick_werden|zu_essen"),
        sign("E2", "essstörung|magersucht|magersüchtig|bulimie", "ich|habe|meine|mir|rückfall", within=8),
        sign(
            "E2",
            "#200-999",
            "kcal|kalorien",
            "am_tag|pro_tag|täglich|esse",
            within=8,
            unless="verbrannt|verbrenne|defizit|frühstück|training",
        ),
        sign("E2", "bmi", "#10-17", within=5),
        sign("E2", "bestrafe_mich|bestrafen|abtrainieren", "gegessen|essen|kalorien", within=12),
    ),
    "R14": (
        sign("E0", "dnp|dinitrophenol", "heiß|schwitze|schwitzen|fieber|brust|überhitzt", within=16, across=True),
        sign(
            "R", "testosteron", "kur|zyklus|spritzen|spritze|kaufen|bestellen|absetzen", within=12, unless="verschrieben|arzt"
        ),
        sign(
            "R",
            _SUBSTANCE,
            "kur|zyklus|dosis|dosierung|dosieren|nehme|nehmen|kaufen|bestellen|spritzen|spritze|wie_viel|einnehmen|absetzen|mg|will",
            within=12,
            unless="artikel|doku|vortrag|gegen|salbe|creme|verschrieben",
        ),
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
    "R45": (
        sign(
            "R",
            "diagnose|diagnostiziere|diagnostizieren",
            "stell|stelle|stellen|kannst|gib|meine|mir",
            unless="rad|uhr|akku|gerät",
        ),
        sign(
            "R",
            "habe_ich|leide_ich|ist_das|hab_ich",
            "depression|diabetes|schlafapnoe|vorhofflimmern|infektion|krankheit|schilddrüse*|anämie|grippe",
        ),
        sign(
            "R",
            "wie|was_hilft|womit|was_kann_ich|was_soll_ich",
            "behandle|behandeln|behandelt|heile|heilen|hilft|nehmen|tun",
            "asthma|depression|diabetes|schlafapnoe|vorhofflimmern|infektion|krankheit|schilddrüse*|anämie|grippe|bluthochdruck|migräne|"
            "neurodermitis|arthrose|gicht|rheuma|akne",
            within=10,
        ),
        sign(
            "R",
            "welches|welche|welchen|was_soll_ich|kann_ich|soll_ich|wie_viel",
            "medikament|medikamente|tablette|tabletten|antibiotikum|schmerzmittel|schlafmittel|ibuprofen|melatonin|betablocker",
        ),
        sign(
            "R",
            "deuten|deute|interpretier*|bedeuten|bedeutet|erklär*|lies|bewerte|auswerten",
            "blutwerte|blutbild|laborwerte|befund|ekg|mrt|blutwerten",
            within=8,
        ),
    ),
}

_TEXTS: Mapping[tuple[str, Level], FixedText] = {
    ("", "E1"): FixedText(
        "ein Zeichen in deinen Daten, das ein Mensch ansehen sollte",
        "Etwas in deinen Daten sollte sich ein Mensch ansehen. Bitte melde dich heute bei einer Ärztin oder einem Arzt und schone dich bis "
        "dahin.",
    ),
    ("R1", "E0"): FixedText(
        "Zeichen an Brust oder Atem",
        "Bitte hör sofort auf und ruf jetzt {emergency} an. Was du an Brust oder Atem beschreibst, braucht dringend Hilfe. Setz dich hin, bleib "
        "nicht allein und öffne die Tür. Zum Training sage ich jetzt nichts.",
    ),
    ("R2", "E0"): FixedText(
        "eine Ohnmacht, oder beinahe, bei Belastung",
        "Bitte hör mit dem Sport auf und leg dich hin. Eine Ohnmacht bei Belastung, auch beinahe, braucht dringend Hilfe: Ruf jetzt {emergency} "
        "an und bleib nicht allein. Kein Training, bis eine Ärztin oder ein Arzt es freigibt.",
    ),
    ("R2", "E2"): FixedText(
        "eine Ohnmacht, Herzrasen mit Schwindel oder ein plötzlicher Todesfall in der Familie",
        "Das sollte vor jedem Trainingsplan ärztlich abgeklärt werden. Bitte mach bald einen Termin und lass harten Sport bis dahin aus. "
        "Passiert es wieder, oder beim Sport, ruf {emergency} an.",
    ),
    ("R3", "E0"): FixedText(
        "plötzliche Zeichen an Gesicht, Sprache, Armen, Beinen, Kopf oder Augen",
        "Bitte ruf jetzt {emergency} an. Plötzliche Veränderungen an Gesicht, Sprache, Kraft oder Sehen und plötzliche stärkste Kopfschmerzen "
        "brauchen sofort Hilfe. Merk dir, wann es begann, bleib nicht allein und fahr nicht selbst.",
    ),
    ("R5", "E1"): FixedText(
        "ein ungewöhnlicher Ruhepuls",
        "Dein Puls in Ruhe sollte heute ärztlich angesehen werden, zusammen mit dem, was sonst auffiel. Bitte ruf in der Praxis oder beim "
        "Bereitschaftsdienst an und trainiere bis dahin nicht. Bei Brustschmerz, Ohnmacht oder Atemnot ruf {emergency} an.",
    ),
    ("R7", "E0"): FixedText(
        "Worte darüber, dein Leben zu beenden",
        "Ich bin froh, dass du das gesagt hast. Du verdienst jetzt Hilfe, von einem Menschen. Ruf {emergency} an, wenn du in Gefahr bist, oder "
        "sprich jetzt mit jemandem: {crisis}. Geh wenn möglich zu einem Menschen, dem du vertraust, und bleib dort. Alles andere kann warten.",
    ),
    ("R7", "E1"): FixedText(
        "Worte darüber, nicht leben zu wollen oder dich zu verletzen",
        "Danke, dass du das sagst; das klingt sehr schwer. Bitte sprich heute mit einem Menschen darüber: {crisis}, mit deiner Ärztin oder "
        "deinem Arzt, oder mit jemandem, dem du vertraust. Wenn du fürchtest, danach zu handeln, ruf sofort {emergency} an. Training und Zahlen "
        "können warten.",
    ),
    ("R10", "E0"): FixedText(
        "eine Ohnmacht bei sehr wenig Essen",
        "Bitte ruf jetzt {emergency} an oder lass dich in eine Notaufnahme bringen, und sag dort, wie wenig du gegessen hast. Du verdienst "
        "Hilfe, und das kann nicht warten.",
    ),
    ("R10", "E2"): FixedText(
        "Zeichen, dass Essen oder Gewicht zur Last geworden ist",
        "Es klingt, als ob Essen, Gewicht oder Sport dich belasten; das musst du nicht allein tragen. Kalorien, Gewicht und Ziele lasse ich "
        "beiseite. Bitte sprich mit einer Ärztin, einem Arzt oder einer Beratungsstelle; sie sind genau dafür da, bei jedem Gewicht.",
    ),
    ("R14", "E0"): FixedText(
        "Hitze oder Unwohlsein nach einem gefährlichen Stoff",
        "Bitte ruf jetzt {emergency} an und sag genau, was genommen wurde. Hitze, Schwitzen oder Beschwerden an der Brust können danach in "
        "Minuten gefährlich werden. Bleib nicht allein.",
    ),
    ("R14", "R"): FixedText(
        "eine Frage zu leistungssteigernden Mitteln",
        "Dabei kann ich nicht helfen, und es gibt keine Dosis, keine Kur und keine Quelle, die ich sicher nennen könnte. Eine Ärztin, ein Arzt "
        "oder eine anonyme Beratungsstelle spricht offen und ohne Urteil mit dir. Bei Brustschmerz oder großer Hitze im Körper ruf {emergency} "
        "an. Bei Training, Essen und Schlaf helfe ich gern.",
    ),
    ("R25", "E0"): FixedText(
        "Verwirrtheit, Zusammenbruch oder sehr hohe Temperatur bei Hitze",
        "Ruf jetzt {emergency} an. Zuerst kühlen: in den Schatten, überflüssige Kleidung weg, kaltes Wasser oder Eis auf möglichst viel Haut, "
        "bis Hilfe da ist. Lass die Person nicht allein.",
    ),
    ("R28", "E0"): FixedText(
        "Rückenbeschwerden mit Taubheit, Schwäche oder Veränderungen an Blase oder Darm",
        "Bitte geh heute, am besten sofort, in eine Notaufnahme oder ruf {emergency} an. Rückenbeschwerden mit Taubheit, Schwäche in beiden "
        "Beinen oder Veränderungen an Blase oder Darm müssen am selben Tag angesehen werden. Vorerst keine Übungen und kein Dehnen.",
    ),
    ("R45", "R"): FixedText(
        "eine Frage, die in ärztliche oder pharmazeutische Hände gehört",
        "Ich kann nicht sagen, welche Krankheit du hast, kein Medikament wählen und keine Befunde lesen. Bitte geh damit zu einer Ärztin, einem "
        "Arzt oder in die Apotheke. Deine eigenen Werte und ihren Verlauf zeige ich dir gern zum Mitnehmen.",
    ),
}

GERMAN = Pack(
    language="de",
    signs=MappingProxyType(_SIGNS),
    texts=MappingProxyType(_TEXTS),
    emergency=MappingProxyType({"": "112"}),
    crisis=MappingProxyType(
        {
            "": "in Deutschland 116 123, sonst 112",
            "DE": "116 123, kostenlos, Tag und Nacht",
            "AT": "142, kostenlos, Tag und Nacht",
            "CH": "143, Tag und Nacht",
        }
    ),
    negations=frozenset(words("kein keine keinen keinerlei nicht nie niemals ohne weder")),
    bridges=frozenset(
        words(
            "die der den das ein eine einen mehr meine mein habe hatte gehabt spüre irgendwelche starken starke oder noch wirklich"
        )
    ),
    either=frozenset(words("oder noch")),
    breaks=frozenset(words("aber sondern weil doch jetzt seit mit nur nachdem bis außer und")),
    answers=frozenset(words("nein keine kein nie negativ")),
    reversals="so_stark|so_schlimm|bis_jetzt|bis_heute",
    masked=(
        "brust_training|brust_tag|rücken_tag|unter_druck|druck_machen|blut_druck|bringt_mich_um|zurück|im_schritt_halten|"
        "schritt_für_schritt|erster_schritt|nächster_schritt|selbstmord_kommando|dehnung_der_brust"
    ),
    others=frozenset(words("freund freundin bruder schwester vater mutter frau mann kollege trainer artikel film buch er")),
    selves=frozenset(words("ich mir mich bin")),
    owners=frozenset(words("mein meine meinem meinen meiner meines")),
    topics="|".join(
        f"{thing}_{link}"
        for thing in words(
            "artikel buch film doku dokumentation podcast folge vortrag bericht nachricht studie video roman serie gelesen gehört"
        )
        for link in words("über zu von mit wo in_dem in_der")
    ),
    unable=frozenset(words("kann kaum nicht nie konnte schaffe")),
    without=frozenset({"ohne"}),
)
