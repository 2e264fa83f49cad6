"""The guard on words: wellness wording only, so no diagnosis, treatment, dose of a drug, promise or all-clear."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from auren.safety.numbers import tidy
from auren.safety.violations import Violation, ViolationKind

__all__ = ["check_wording"]

_LONGEST_SENTENCE = 2000

_CONDITION = (
    r"(?:insomnia|(?:sleep )?apn(?:o)?ea|(?:clinical )?depression|depressive|anxiety disorder|panic disorder|adhd|burnout|"
    r"overtraining syndrome|overtrained|arrhythmia|atrial fibrillation|afib|tachycardia|bradycardia|hypertension|"
    r"high blood pressure|(?:pre)?diabet(?:es|ic)|an(?:a)?emi[ac]|infection|the flu|influenza|covid|myocarditis|"
    r"(?:heart|kidney|liver|thyroid|lung) (?:disease|failure|problem|condition|disorder|attack)|(?:hypo|hyper)thyroidism|"
    r"adrenal fatigue|eating disorder|anorexia|bulimia|red-s|tendin(?:itis|opathy)|stress fracture|hernia(?:ted)?|arthritis|"
    r"concussion|asthma|[a-z]+ deficiency|deficient|[a-z]+ syndrome|[a-z]+ disorder|[a-z]+ disease|cancer|stroke|"
    r"schlafstörung|schlafapnoe|depression|bluthochdruck|vorhofflimmern|infektion|übertraining|essstörung|blutarmut)"
)
_DRUG = (
    r"(?:melatonin|ibuprofen|paracetamol|acetaminophen|aspirin|naproxen|diclofenac|zolpidem|ambien|zopiclone|diazepam|valium|"
    r"xanax|alprazolam|lorazepam|benzodiazepines?|trazodone|doxylamine|diphenhydramine|antihistamines?|beta[- ]?blockers?|"
    r"metoprolol|propranolol|bisoprolol|statins?|insulin|metformin|semaglutide|ozempic|levothyroxine|testosterone|"
    r"(?:cortico|anabolic )?steroids?|clenbuterol|modafinil|adderall|ritalin|sleeping (?:pills?|tablets?)|sleep aids?|"
    r"painkillers?|antibiotics?|ssris?|sertraline|fluoxetine|prednisone|opioids?|codeine|tramadol|cbd|thc|schlafmittel|schlaftabletten?|"
    r"schmerzmittel|betablocker)"
)
_NOT_DRUG = r"(?:caffeine|koffein|creatine|sodium|salt|potassium|cholesterol|protein|carbohydrates?|omega)"
_PRODUCT = r"(?:medications?|medicines?|meds|tablets|pills|prescription|dose|dosage|medikamente?|dosis)"


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: ViolationKind
    pattern: str
    unless: str = ""


# Gaps are bounded and single, so that matching stays linear in the sentence.
_RULES = (
    _Rule(
        "diagnosis",
        rf"\byou(?:'re| are|'ve| have| may| might| could| probably| likely| clearly| definitely| seem| appear| suffer|r)?\b"
        rf"[^.;!?]{{0,30}}\b(?:have|got|suffer(?:ing)? from|developed|developing|are|be)\b[^.;!?,]{{0,30}}\b{_CONDITION}\b",
        r"\bif you\b|\b(?:told|asked)\b|\bwhether you\b",
    ),
    _Rule(
        "diagnosis",
        rf"\b(?:you have|you've got|you are|you're)\b[^.;!?,]{{0,20}}\b{_CONDITION}\b",
        r"\bif you\b|\bwhether you\b",
    ),
    _Rule(
        "diagnosis",
        rf"\b(?:this|that|it|these|which|data|pattern|hrv|numbers?|readings?|symptoms?)\b[^.;!?]{{0,30}}\b(?:is|are|means?|indicates?|"
        rf"suggests?|points? to|shows?|confirms?|consistent with|signs? of|symptoms? of|typical of|looks? like)\b"
        rf"[^.;!?,]{{0,40}}\b{_CONDITION}\b",
    ),
    _Rule("diagnosis", rf"\b(?:signs?|symptoms?|evidence) of\b[^.;!?,]{{0,30}}\b{_CONDITION}\b"),
    _Rule(
        "diagnosis",
        rf"\b(?:you do not|you don't|no)\b[^.;!?,]{{0,20}}\b(?:have|sign of|signs of)\b[^.;!?,]{{0,20}}\b{_CONDITION}\b",
    ),
    _Rule("diagnosis", rf"\byour {_CONDITION}\b"),
    _Rule(
        "diagnosis",
        r"\b(?:my diagnosis|the diagnosis is|diagnosed you|i diagnose|diagnose[sd]? (?:you|it|this)|"
        r"you (?:are|were) diagnosed)\b",
        r"\b(?:not|never|cannot|can't)\b",
    ),
    _Rule("diagnosis", rf"\bdu (?:hast|leidest|bist)\b[^.;!?,]{{0,30}}\b{_CONDITION}\b"),
    _Rule(
        "treatment", r"\b(?:cures?|cured|curing)\b(?! (?:ham|meat|fish|salmon))", r"\b(?:does not|doesn't|cannot|can't|no) cure"
    ),
    _Rule(
        "treatment",
        rf"\b(?:treat(?:s|ed|ing|ment)?|heals?|healing|revers(?:e|es|ing)|prevents?)\b[^.;!?,]{{0,30}}\b{_CONDITION}\b",
    ),
    _Rule("treatment", r"\b(?:will|to) (?:heal|fix|treat) your\b"),
    _Rule("treatment", r"\b(?:heilt|heilung|heilen)\b"),
    _Rule(
        "dose",
        r"\b\d+(?:[.,]\d+)? ?(?:mg|milligrams?|milligramm|mcg|µg|μg|micrograms?|iu|"
        r"tablets?|pills?|capsules?|puffs?|tabletten?)\b",
        rf"\b{_NOT_DRUG}\b",
    ),
    _Rule("dose", rf"\b(?:take|taking|try|use|using|start|need|recommend|nimm|nehme|versuche)\b[^.;!?]{{0,30}}\b{_DRUG}\b"),
    _Rule("dose", rf"\b(?:dose|dosage|amount|mg|milligrams?) of (?:a |the |your )?{_DRUG}\b"),
    _Rule(
        "dose",
        rf"\b(?:stop|stopping|skip|skipping|double|doubling|increase|increasing|reduce|reducing|lower|halve|"
        rf"change|start|adjust|come off)"
        rf"\b[^.;!?,]{{0,20}}\b{_PRODUCT}\b",
        r"\b(?:do not|don't|never|without|before you|before|not)\b",
    ),
    _Rule(
        "promise", r"\b(?:guarantee[sd]?|guaranteed|garantiert|garantie)\b", r"\b(?:no|not|cannot|can't|never|keine|nicht)\b"
    ),
    _Rule(
        "promise",
        r"\b(?:will definitely|will certainly|miracle|risk[- ]free|no risk|without any risk|100 ?% (?:safe|effective))\b",
    ),
    _Rule("promise", r"\b(?:clinically|scientifically) proven\b|\bproven to\b"),
    _Rule("promise", r"\b(?:ohne risiko|wundermittel|völlig sicher)\b"),
    _Rule(
        "reassurance",
        r"\b(?:no need to|don't need to|do not need to|needn't|instead of|rather than)\b[^.;!?,]{0,12}"
        r"\b(?:see|seeing|call|calling|ask|asking|visit|visiting)\b[^.;!?,]{0,12}\b(?:doctor|physician|gp|clinician|physio)",
    ),
    _Rule("reassurance", r"\bnothing to worry about\b|\bnothing (?:is )?wrong with (?:you|your)\b|\bperfectly healthy\b"),
    _Rule("reassurance", r"\byour heart is (?:fine|healthy|ok|okay)\b|\b(?:completely|totally|perfectly) safe\b"),
    _Rule("reassurance", r"\b(?:kein grund zur sorge|kerngesund|keinen arzt)\b"),
)
_EXPECTED: dict[ViolationKind, str] = {
    "diagnosis": "a description without the name of a condition",
    "treatment": "words of general wellness",
    "dose": "no drug and no dose",
    "promise": "words that promise nothing",
    "reassurance": "no all-clear",
}


def check_wording(sentence: str) -> tuple[Violation, ...]:
    """Give each way in which a sentence goes beyond general wellness; an empty answer lets it pass.

    Args:
        sentence: one sentence, as a model worded it.
    """
    if len(sentence) > _LONGEST_SENTENCE:
        return (Violation("error", "", "a sentence of ordinary length"),)
    text = " ".join(tidy(sentence).casefold().split())
    found: dict[ViolationKind, Violation] = {}
    for rule, pattern, unless in _compiled():
        match = None if rule.kind in found else pattern.search(text)
        if match is not None and not (unless is not None and unless.search(text)):
            found[rule.kind] = Violation(rule.kind, match[0], _EXPECTED[rule.kind])
    return tuple(found.values())


@lru_cache(maxsize=1)
def _compiled() -> tuple[tuple[_Rule, re.Pattern[str], re.Pattern[str] | None], ...]:
    return tuple((rule, re.compile(rule.pattern), re.compile(rule.unless) if rule.unless else None) for rule in _RULES)
