# ruff: noqa: E501, ISC004 - the words of a group stand on one line
"""What general wellness is judged by in German."""

from __future__ import annotations

from types import MappingProxyType

from auren.safety.wellness.pack import CARE, Stance, WordingPack, pattern
from auren.safety.wellness.packs._shared import DRUGS, MASS_UNITS, NUTRIENTS, alternatives

__all__ = ["GERMAN"]

_WORDS = {
    "condition": alternatives("""
        schlafstörung schlafstörungen schlafapnoe insomnie depression depressionen depressiv bluthochdruck hypertonie
        vorhofflimmern herzrhythmusstörung herzrhythmusstörungen infektion infekt grippe covid herzmuskelentzündung diabetes
        zuckerkrankheit anämie blutarmut eisenmangel vitaminmangel übertraining übertrainingssyndrom übertrainiert essstörung
        magersucht bulimie angststörung panikstörung adhs burnout schilddrüsenunterfunktion schilddrüsenüberfunktion
        herzkrankheit herzerkrankung herzinfarkt schlaganfall nierenerkrankung lebererkrankung asthma arthritis arthrose krebs
        gehirnerschütterung ermüdungsbruch sehnenentzündung bandscheibenvorfall mangel syndrom krankheit erkrankung störung
    """),
    "amount": "#0-99999|eine|einen|zwei|drei|vier|halbe",
    "form": "tablette|tabletten|pille|pillen|kapsel|kapseln|hübe",
    "mass": MASS_UNITS,
    "drug": DRUGS,
    "nutrient": NUTRIENTS,
    "product": "medikament|medikamente|medikation|medizin|tabletten|dosis|antidepressiva|blutverdünner",
    "lab": "ferritin|hämoglobin|hämatokrit|tsh|ldl|hdl|triglyceride|troponin|kreatinin|crp|hba1c|blutbild|blutwerte|laborwerte|ekg|mrt|röntgenbild|"
    "leberwerte|nierenwerte|schilddrüsenwerte|eisenwert|blutzucker",
    "judged": "normal|unauffällig|auffällig|krankhaft|erhöht|erniedrigt|niedrig|hoch|zu_hoch|zu_niedrig|in_ordnung|bedenklich|gut|schlecht|gefährlich",
    "clinical": alternatives("""
        der_patient ein_patient einem_patienten patienten patientin patientinnen operation operationen chirurg chirurgen verschreiben verschreibt
        verschreibung verordnen rezept krankenhaus klinik klinisch     medizinisch medizinische
        medizinischen medikament medikamente impfung impfungen impfstoff chemotherapie opioid opioide krankenkasse
        versicherung patientenakte patientenakten krankenakte befund diagnose diagnosen therapie therapien behandlung
        behandlungen einwilligung krankenversicherung studie_mit_patienten organspende transplantation anabolika
        betäubungsmittel nebenwirkungen
    """),
    "deceive": alternatives("""
        fälschen fälsche fälscht gefälscht verheimlichen verheimliche verschweigen verschweige vertuschen täuschen täusche
        manipulieren manipuliere bestechen betrügen erpressen diskriminieren ausbeuten illegal falschinformationen
        lächerlich_machen demütigen belästigen
    """),
    "human": "arzt|ärztin|ärzte|hausarzt|hausärztin|apotheker|apothekerin|apotheke|fachperson|fachleute|fachkraft|physiotherapeut|physiotherapeutin|"
    "psychotherapeut|therapeut|ernährungsberatung|praxis|ärztlich|ärztlichen|ärztliche|ärztlicher|klinik|krankenhaus|notruf|fachärztin|facharzt",
}
_STANCES: dict[Stance, tuple[tuple[str, ...], ...]] = {
    "refusal": (
        ("ich|wir|auren", "kann|darf|werde|möchte|können", "nicht|keine|keinen|kein"),
        ("kann|darf|dabei", "ich", "nicht|keine|keinen"),
        ("keine_diagnose|kein_medizinprodukt|kein_arzt|keine_ärztin",),
    ),
    "blame": (
        ("ist|wäre|sind|gilt_als", "unethisch|illegal|verboten|gefährlich|strafbar|falsch|schädlich|riskant|unverantwortlich"),
        ("kann|könnte|können|würde", "schaden|gefährden|verletzen"),
        ("nicht|niemals|nie", "absetzen|ändern|verändern|einnehmen|nehmen|eigenmächtig"),
    ),
    "care": (
        ("ist|sind|bleibt", "wichtig|entscheidend|notwendig|nötig|ratsam"),
        ("sollte|sollten|muss|müssen", "immer|stets|respektieren|sicherstellen|beachten|schützen"),
        ("bitte|empfehle",),
    ),
    "referral": (
        (
            "{human}",
            "fragen|frage|frag|sprechen|sprich|wenden|wende|besprechen|bespreche|besprich|aufsuchen|suchen|abklären|klären|helfen|beraten|beurteilen|weiter|raten|"
            "rat|anrufen|ansehen|gehört|gehören|entscheiden|lassen|holen|hol",
        ),
        (
            "frage|frag|fragen|sprich|sprechen|sprechen_sie|wende|wenden|besprich|besprechen|bespreche|geh|gehe|gehen|such|suche|suchen|ruf|rufen|gehört|gehören|hol|lass|"
            "sache|rücksprache|absprache|rat|urteil",
            "{human}",
        ),
    ),
    "condition": (
        ("wenn|falls|ob", "du|sie|man", "hast|haben|bist|sind|nimmst|nehmen|leidest|leiden|asthma|diabetes|{condition}"),
    ),
}
_PATTERNS = (
    pattern(
        "diagnosis",
        "du|sie",
        "hast|haben|leidest|leiden|bist|sind",
        "{condition}",
        within=5,
        excused=frozenset({"refusal", "condition"}),
        unless="wenn|falls|ob",
    ),
    pattern(
        "diagnosis",
        "hast_du|haben_sie|leidest_du|leiden_sie|bist_du",
        "{condition}",
        within=5,
        excused=frozenset({"refusal", "condition", "referral"}),
        unless="wenn|falls|ob",
    ),
    pattern(
        "diagnosis",
        "das|dies|diese|dieser|dieses|es|muster|werte|daten|hrv",
        "ist|sind|bedeutet|bedeuten|deutet|deuten|weist|zeigt|zeigen|spricht|sprechen|bestätigt|passt",
        "{condition}",
        within=6,
        excused=CARE,
    ),
    pattern("diagnosis", "anzeichen|zeichen|symptom|symptome|hinweis|hinweise", "{condition}", within=4, excused=CARE),
    pattern(
        "diagnosis",
        "dein|deine|deiner|deinem|ihr|ihre|ihrer",
        "{condition}",
        within=0,
        excused=frozenset({"refusal", "referral", "condition"}),
    ),
    pattern("diagnosis", "meine_diagnose|die_diagnose_lautet|diagnose_ist|ich_diagnostiziere", unless="nicht|keine"),
    pattern("treatment", "heilt|heilen|heilung|kuriert|kurieren", unless="heilt_nicht|nicht_heilen"),
    pattern("treatment", "behandelt|behandeln|verhindert|verhindern|lindert|vorbeugt|beugt", "{condition}", excused=CARE),
    pattern("treatment", "{condition}", "behandelt|behandeln|verhindern|lindern|heilen|vorbeugen|vor", within=2, excused=CARE),
    pattern("dose", "{amount}", "{mass}", within=0, unless="{nutrient}"),
    pattern(
        "dose",
        "{amount}",
        "{form}",
        within=0,
        excused=frozenset({"refusal", "blame", "referral"}),
        unless="salz|elektrolyt|{nutrient}",
    ),
    pattern("dose", "nimm|nehmen|nehme|versuch|versuche|probier|probiere|verwende|brauchst", "{drug}", excused=CARE),
    pattern("dose", "dosis|menge|milligramm|mg", "{drug}", within=2, excused=frozenset({"refusal", "blame", "referral"})),
    pattern(
        "dose",
        "setz|setze|setzen|reduzier|reduziere|reduzieren|erhöhe|erhöhen|verdopple|verdoppeln|halbiere|lass",
        "{product}",
        within=4,
        excused=CARE,
        unless="nicht|nie|niemals|bevor|ohne",
    ),
    pattern(
        "lab",
        "{lab}",
        "ist|sind|war|waren|zeigt|zeigen|sieht|bedeutet|wirkt",
        "{judged}",
        within=3,
        excused=frozenset({"refusal", "condition"}),
    ),
    pattern("promise", "garantiert|garantie|garantieren", unless="keine|nicht|kein|niemand"),
    pattern(
        "promise",
        "ohne_risiko|wundermittel|risikofrei|völlig_sicher|bewiesenermaßen|klinisch_bewiesen|wissenschaftlich_bewiesen",
    ),
    pattern(
        "promise", "wird|werden", "sicher|bestimmt|definitiv|garantiert", "steigen|sinken|besser|verbessern|helfen", within=5
    ),
    pattern(
        "all-clear",
        "kein_grund_zur_sorge|kerngesund|keinen_arzt|vollkommen_gesund|völlig_gesund|keine_ärztin|nichts_ernstes|mach_dir_keine_sorgen",
    ),
    pattern("all-clear", "dein_herz_ist|ihr_herz_ist", "gesund|in_ordnung|ok|okay", within=1),
    pattern("all-clear", "statt|anstatt", "{human}", within=4),
    pattern("clinical-action", "{clinical}", excused=CARE),
    pattern("harm", "{deceive}"),
    pattern(
        "harm",
        "ohne",
        "einwilligung|zustimmung|genehmigung|wissen|aufklärung|rezept|verschreibung|erlaubnis",
        within=3,
        excused=frozenset({"refusal", "blame", "care"}),
    ),
)
_PLAIN = {
    "": "Hier kann ich nur über allgemeines Wohlbefinden sprechen; alles Weitere beantwortet eine Ärztin oder ein Arzt.",
    "diagnosis": "Was das für die Gesundheit heißt, kann nur eine Ärztin oder ein Arzt beurteilen; ich beschreibe Werte und Verläufe.",
    "dose": "Fragen zu Arzneien gehören in die Arztpraxis oder in die Apotheke.",
    "lab": "Bitte besprich diesen Wert mit einer Ärztin oder einem Arzt.",
    "promise": "Manchen hilft das, und wie es bei dir wirkt, zeigen deine eigenen Werte.",
    "all-clear": "Wenn dich etwas beunruhigt, frag bitte eine Ärztin oder einen Arzt.",
    "harm": "Dabei kann ich nicht helfen.",
}
_SWAPS = {"ist garantiert": "ist möglich", "wird definitiv": "kann", "wird garantiert": "kann"}

GERMAN = WordingPack(
    "de",
    MappingProxyType(_WORDS),
    _PATTERNS,
    MappingProxyType(_STANCES),
    (("aber_so|so_geht|trotzdem_so|erster_schritt|schritt_1|schritt_eins|hier_ist|so_gehst_du",),),
    swaps=MappingProxyType(_SWAPS),
    plain=MappingProxyType(_PLAIN),
)
"""The German pack."""
