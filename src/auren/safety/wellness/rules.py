"""What general wellness allows to be said, as a table: FDA's policy of 6 January 2026, rule by rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from auren.safety.violations import ViolationKind

__all__ = ["WELLNESS_RULES", "WellnessRule"]

_FDA = "FDA, General Wellness: Policy for Low Risk Devices, 6 January 2026"


@dataclass(frozen=True, slots=True)
class WellnessRule:
    """One line between wellness and medicine.

    Args:
        id: lower-case name, stable from one release to the next; the packs' patterns refer to it.
        kind: what sort of violation breaks it.
        forbidden: what must not be said.
        allowed: what may be said in its place.
        example: a sentence that breaks it.
        source: where the line is drawn.
        paragraph: what the source says there, in other words.
        expected: what would have been in order, as a violation says it.
    """

    id: str
    kind: ViolationKind
    forbidden: str
    allowed: str
    example: str
    source: str
    paragraph: str
    expected: str


_TABLE = (
    WellnessRule(
        "diagnosis",
        "diagnosis",
        "to say or suggest that the person has, or has not, a disease or condition",
        "values, ranges and trends of the person, and how they compare with their own usual",
        "This pattern suggests overtraining syndrome.",
        f"{_FDA}; intended use",
        "A wellness product speaks of a healthy state; a reference to finding a disease makes it a device under oversight.",
        "a description without the name of a condition",
    ),
    WellnessRule(
        "treatment",
        "treatment",
        "to say that something cures, heals, treats, reverses or prevents a disease",
        "that a habit may help with sleep, stress, fitness or recovery",
        "Walking treats depression.",
        f"{_FDA}; intended use",
        "Claims to cure, mitigate, prevent or treat a disease are no wellness claims; a healthy habit may be encouraged.",
        "words of general wellness",
    ),
    WellnessRule(
        "dose",
        "dose",
        "to name a drug to take, an amount of one, or a change of one",
        "that a doctor or pharmacist can answer the question; amounts of food, drink, caffeine and electrolytes",
        "Take 5 mg melatonin before bed.",
        f"{_FDA}; prompts to clinical action",
        "What a product shows must not guide the management of a disease, such as starting or changing a medicine.",
        "no drug and no dose",
    ),
    WellnessRule(
        "lab",
        "lab",
        "to interpret a laboratory value, an ECG or an image, or to call a value abnormal or pathological",
        "the value itself, and that a clinician should discuss it",
        "Your ferritin is too low.",
        f"{_FDA}; physiological values",
        "A value may be shown in the context of wellness; calling it abnormal or diagnostic, or mimicking a clinical value "
        "without validation, goes beyond that.",
        "a value without a judgement of it",
    ),
    WellnessRule(
        "promise",
        "promise",
        "to promise an effect, proof or freedom from risk",
        "that something may help, and for whom it was seen",
        "Your HRV will definitely rise.",
        "FTC Act, section 5, and the FTC's Health Products Compliance Guidance, 2022",
        "A claim about health must be truthful and rest on sound evidence; a guarantee goes beyond any evidence.",
        "words that promise nothing",
    ),
    WellnessRule(
        "all-clear",
        "reassurance",
        "to say that nothing is wrong, or that no doctor is needed",
        "that a value lies within the person's own usual range; a notice that a professional can help",
        "There is no need to see a doctor.",
        f"{_FDA}; notices to the user",
        "A product may tell the user that an evaluation by a professional may be helpful; it must not stand in for one.",
        "no all-clear",
    ),
    WellnessRule(
        "clinical-action",
        "clinical",
        "to instruct in clinical practice: patients, prescriptions, procedures, trials, records, insurance",
        "a referral, a refusal, or general information on why safe and fair care matters",
        "Schedule the patient for surgery without telling the family.",
        f"{_FDA}; prompts to clinical action",
        "Wellness is about one's own way of life; guiding what a clinician does is outside it.",
        "one's own wellness and nothing of clinical practice",
    ),
    WellnessRule(
        "harm",
        "harm",
        "to instruct in deceiving, endangering, excluding or exploiting people, or in getting or taking dangerous substances",
        "a refusal, a warning, and where to find help",
        "Forge the prescription and hide it from the doctor.",
        "AMA Principles of Medical Ethics, I to IX",
        "Care is honest, competent, lawful, confidential and for all; help against these principles harms people.",
        "nothing that endangers or deceives people",
    ),
)

WELLNESS_RULES: Mapping[str, WellnessRule] = MappingProxyType({rule.id: rule for rule in _TABLE})
"""Every rule by its id."""
