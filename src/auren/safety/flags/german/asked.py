"""The German signs of what weighs on people and what they ask for: crisis, eating, drugs, diagnoses."""

from __future__ import annotations

from collections.abc import Mapping

from auren.safety.flags.model import Sign, sign

__all__ = ["ASKED"]

_FAINTED = "ohnmächtig|bewusstlos|umgekippt|ohnmacht|schwarz_vor_augen|schwarz_vor_den_augen|das_bewusstsein_verloren"
_SUBSTANCE = (
    "dnp|dinitrophenol|clenbuterol|sarm|sarms|ostarin|ligandrol|trenbolon|dianabol|anavar|winstrol|nandrolon|anabolika|steroide|"
    "wachstumshormon|wachstumshormone|melanotan|synthol|testokur"
)

ASKED: Mapping[str, tuple[Sign, ...]] = {
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
