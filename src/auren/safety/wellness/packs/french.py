# ruff: noqa: E501 - the words of a group stand on one line
"""What general wellness is judged by in French."""

from __future__ import annotations

from types import MappingProxyType

from auren.safety.wellness.pack import CARE, Stance, WordingPack, pattern
from auren.safety.wellness.packs._shared import DRUGS, MASS_UNITS, NUTRIENTS, alternatives

__all__ = ["FRENCH"]

_WORDS = {
    "condition": alternatives("""
        insomnie insomnies apnée apnée_du_sommeil dépression dépressif dépressive déprimé trouble troubles hypertension
        fibrillation arythmie tachycardie bradycardie infection grippe covid myocardite diabète diabétique anémie anémique
        carence syndrome surentraînement hypothyroïdie hyperthyroïdie maladie anorexie boulimie asthme arthrite cancer
        tendinite commotion hernie infarctus avc burnout
    """),
    "amount": "#0-99999|un|une|deux|trois|quatre|demi",
    "form": "comprimé|comprimés|cachet|cachets|gélule|gélules|pilule|pilules",
    "mass": MASS_UNITS,
    "drug": DRUGS,
    "nutrient": NUTRIENTS,
    "product": "médicament|médicaments|traitement|comprimés|dose|antidépresseurs|anticoagulants",
    "lab": "ferritine|hémoglobine|hématocrite|tsh|ldl|hdl|triglycérides|troponine|créatinine|hba1c|prise_de_sang|analyse_de_sang|analyses|ecg|électrocardiogramme|irm|radio|glycémie",
    "judged": "normal|normale|normaux|normales|anormal|anormale|élevé|élevée|élevés|bas|basse|trop_bas|trop_élevé|bon|bonne|mauvais|dangereux|pathologique",
    "clinical": alternatives("""
        le_patient un_patient patients patiente patientes chirurgie chirurgien chirurgical prescrire prescription
        prescriptions ordonnance ordonnances hôpital clinique      médicament
        médicaments vaccin vaccins chimiothérapie opioïdes assurance_maladie dossier_médical diagnostic diagnostics traitement
        traitements thérapie consentement_éclairé essai_clinique greffe effets_secondaires
    """),
    "deceive": alternatives("""
        falsifier falsifiez falsifie dissimuler dissimulez cacher tromper trompez manipuler manipulez soudoyer escroquer
        chantage discriminer exploiter illégalement désinformation ridiculiser humilier harceler
    """),
    "human": "médecin|médecins|docteur|docteure|pharmacien|pharmacienne|professionnel|professionnelle|professionnels|spécialiste|diététicien|kiné|kinésithérapeute|psychologue|urgences|infirmière|soignant",
}
_STANCES: dict[Stance, tuple[tuple[str, ...], ...]] = {
    "refusal": (("je", "peux|dois|vais|veux|saurais", "pas"), ("pas_un_diagnostic|pas_médecin|pas_un_dispositif_médical",)),
    "blame": (
        ("est|serait|sont", "illégal|dangereux|contraire|immoral|nuisible|interdit|risqué|imprudent"),
        ("peut|pourrait|peuvent", "nuire|blesser|mettre_en_danger"),
        ("ne|jamais|narrêtez|narrête", "arrêtez|arrête|changez|change|prenez|prends|modifiez|modifie|jamais|pas"),
    ),
    "care": (
        ("est|sont|il_est", "important|essentiel|crucial|nécessaire"),
        ("doit|doivent|devrait|devraient", "toujours|respecter|garantir|protéger"),
    ),
    "referral": (
        (
            "consulte|consultez|consulter|parle|parlez|parler|parlez_en|demande|demandez|demander|voir|voyez|contacte|contactez|contacter|appelle|appelez|appeler|adressez|avis",
            "{human}",
        ),
        (
            "{human}",
            "peut|pourra|saura|doit",
            "aider|dire|évaluer|répondre|conseiller|juger|taider|vous_aider|te_dire|vous_dire",
        ),
    ),
    "condition": (("si", "tu|vous", "as|avez|prends|prenez|souffres|souffrez|es|êtes"),),
}
_PATTERNS = (
    pattern(
        "diagnosis",
        "tu|vous",
        "as|avez|souffres|souffrez|es|êtes|faites|fais",
        "{condition}",
        within=4,
        excused=frozenset({"refusal", "condition"}),
        unless="si",
    ),
    pattern(
        "diagnosis",
        "ceci|cela|ce|cette|ces|cest|données|valeurs|symptômes",
        "est|sont|indique|indiquent|suggère|suggèrent|montre|montrent|confirme|signifie|évoque|cest",
        "{condition}",
        within=5,
        excused=CARE,
    ),
    pattern(
        "diagnosis",
        "signe|signes|symptôme|symptômes",
        "de|dune|dun|dapnee|dinfection|dinsomnie|danemie|dhypertension",
        within=2,
        excused=CARE,
    ),
    pattern(
        "diagnosis", "ton|ta|votre|vos|tes", "{condition}", within=0, excused=frozenset({"refusal", "referral", "condition"})
    ),
    pattern("diagnosis", "mon_diagnostic|le_diagnostic_est|je_diagnostique", unless="pas|ne"),
    pattern("treatment", "guérit|guérissent|guérir|guérira", unless="ne_guérit|pas_guérir"),
    pattern("treatment", "traite|traitent|soigne|soignent|soigner|prévient|prévenir|traiter", "{condition}", excused=CARE),
    pattern(
        "treatment",
        "traite|traitent|soigne|soignent|soigner|prévient|prévenir|traiter",
        "linsomnie|lapnee|lhypertension|lanemie|linfection|lasthme|larthrite|lanorexie",
        excused=CARE,
    ),
    pattern("dose", "{amount}", "{mass}", within=0, unless="{nutrient}"),
    pattern(
        "dose", "{amount}", "{form}", within=0, excused=frozenset({"refusal", "blame", "referral"}), unless="sel|{nutrient}"
    ),
    pattern(
        "dose", "prends|prenez|prendre|essaie|essayez|utilise|utilisez", "{drug}|libuprofene|laspirine|linsuline", excused=CARE
    ),
    pattern(
        "dose",
        "dose|quantité|mg",
        "{drug}|dibuprofene|daspirine|dinsuline",
        within=3,
        excused=frozenset({"refusal", "blame", "referral"}),
    ),
    pattern(
        "dose",
        "arrête|arrêtez|réduis|réduisez|augmente|augmentez|double|doublez|change|changez",
        "{product}",
        within=3,
        excused=CARE,
        unless="ne|jamais|avant|sans|pas",
    ),
    pattern(
        "lab",
        "{lab}",
        "est|sont|semble|semblent|indique|signifie|montre",
        "{judged}",
        within=3,
        excused=frozenset({"refusal", "condition"}),
    ),
    pattern("promise", "garanti|garantie|garantis|garantit|garantissons", unless="pas|aucune|ne|personne"),
    pattern("promise", "sans_risque|sans_aucun_risque|miracle|cliniquement_prouvé|scientifiquement_prouvé|100_sûr"),
    pattern("all-clear", "pas_besoin|inutile|au_lieu_de|plutôt_que", "{human}", within=5),
    pattern(
        "all-clear",
        "rien_dinquiétant|aucune_raison_de_sinquiéter|pas_de_quoi_sinquiéter|parfaite_santé|totalement_sûr|ton_cœur_va_bien|votre_cœur_va_bien",
    ),
    pattern("clinical-action", "{clinical}", excused=CARE),
    pattern("harm", "{deceive}"),
    pattern(
        "harm",
        "sans",
        "consentement|permission|autorisation|ordonnance|informer|accord|en_parler",
        within=3,
        excused=frozenset({"refusal", "blame", "care", "referral"}),
    ),
)
_PLAIN = {
    "": "Je ne peux parler ici que de bien-être général ; pour le reste, demandez à un médecin.",
    "dose": "Les questions sur les remèdes reviennent au pharmacien.",
    "promise": "Cela aide certaines personnes, et vos propres valeurs montreront ce qu'il en est pour vous.",
    "harm": "Je ne peux pas aider à cela.",
}

FRENCH = WordingPack(
    "fr",
    MappingProxyType(_WORDS),
    _PATTERNS,
    MappingProxyType(_STANCES),
    (("mais_voici|voici_comment|première_étape|étape_1|bien_sûr_voici",),),
    plain=MappingProxyType(_PLAIN),
)
"""The French pack."""
