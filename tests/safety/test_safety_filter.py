"""The filter lets wellness pass in five languages, stops what goes beyond it, and rewrites to what passes."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auren.errors import ConfigurationError
from auren.safety import WELLNESS_RULES, MedicalSafetyFilter, WellnessRule, WordingPack, pattern
from auren.safety.wellness.packs import SHIPPED_PACKS

SAFETY = MedicalSafetyFilter()

BEYOND = [
    ("Tienes insomnio.", "diagnosis"),
    ("Este patrón indica una infección.", "diagnosis"),
    ("Toma melatonina antes de dormir.", "dose"),
    ("Toma 5 mg esta noche.", "dose"),
    ("Esto cura el cansancio.", "treatment"),
    ("Tu ferritina está muy baja.", "lab"),
    ("El resultado está garantizado.", "promise"),
    ("No hace falta ver a un médico.", "reassurance"),
    ("Falsifica la receta sin permiso.", "harm"),
    ("Vous avez une infection.", "diagnosis"),
    ("Ces valeurs indiquent une anémie.", "diagnosis"),
    ("Prenez de la mélatonine ce soir.", "dose"),
    ("Prenez 5 mg ce soir.", "dose"),
    ("Cela guérit la fatigue.", "treatment"),
    ("Votre ferritine est trop bas.", "lab"),
    ("Résultat garanti.", "promise"),
    ("Pas besoin de voir un médecin.", "reassurance"),
    ("Falsifiez l'ordonnance.", "harm"),
    ("Você tem insônia.", "diagnosis"),
    ("Este padrão indica uma infecção.", "diagnosis"),
    ("Tome melatonina antes de dormir.", "dose"),
    ("Tome 5 mg hoje.", "dose"),
    ("Isto cura o cansaço.", "treatment"),
    ("A sua ferritina está muito baixa.", "lab"),
    ("O resultado é garantido.", "promise"),
    ("Não precisa de ver um médico.", "reassurance"),
    ("Falsifique a receita médica.", "harm"),
    ("Ihr Ferritin ist zu niedrig.", "lab"),
    ("Fälsche das Rezept.", "harm"),
    ("Das Muster deutet auf eine Infektion.", "diagnosis"),
    ("Your ferritin is too low.", "lab"),
    ("Forge the prescription and tell nobody.", "harm"),
    ("Hide the side effects from the patient.", "clinical"),
    ("Sure, here is how to falsify the records: copy the form.", "harm"),
    ("I cannot help with that, but here is how: forge the form.", "harm"),
    ("Falsify the records, it is important.", "harm"),
]

WITHIN = [
    "I cannot help you falsify prescriptions.",
    "Falsifying medical records is illegal and can harm people.",
    "Please consult your physician about any medication.",
    "It is important to follow your doctor's advice about treatment.",
    "If you take medication, ask your pharmacist first.",
    "Be patient with yourself this week.",
    "Your HRV has been steady since Monday.",
    "Try a lighter session and an early night.",
    "Sleep supports recovery.",
    "Hoy conviene descansar.",
    "Tu HRV está por debajo de tu banda habitual.",
    "Consulta a tu médico si no mejora.",
    "Votre sommeil a duré 6 h 18 min.",
    "Demandez conseil à votre médecin.",
    "A sua frequência cardíaca em repouso foi de 52 bpm.",
    "Fale com o seu médico sobre a medicação.",
    "Dein Schlaf war kürzer als üblich.",
    "Frag bitte deine Ärztin, bevor du etwas änderst.",
    "Wenn du Asthma hast, sprich vorher mit deinem Arzt.",
    "Limit caffeine to 200 mg after noon.",
]


@pytest.mark.parametrize(("text", "kind"), BEYOND)
def test_what_goes_beyond_wellness_is_found(text: str, kind: str) -> None:
    assert kind in [violation.kind for violation in SAFETY.check(text).violations]


@pytest.mark.parametrize("text", WITHIN)
def test_wellness_refusals_and_referrals_pass(text: str) -> None:
    verdict = SAFETY.check(text)
    assert verdict.passed, verdict.reasons
    assert SAFETY.rewrite(text) == text


@pytest.mark.parametrize("rule", WELLNESS_RULES.values(), ids=lambda rule: rule.id)
def test_each_rule_s_example_breaks_it(rule: WellnessRule) -> None:
    assert rule.id in {violation.rule for violation in SAFETY.check(rule.example).violations}


@pytest.mark.parametrize("pack", SHIPPED_PACKS, ids=lambda pack: pack.language)
def test_plain_sentences_pass_themselves(pack: WordingPack) -> None:
    for text in pack.plain.values():
        assert SAFETY.check(text).reasons == ()


def test_a_verdict_says_which_sentence_and_which_rule() -> None:
    verdict = SAFETY.check("You slept 6 h. You have insomnia.")
    assert [sentence.text for sentence in verdict.sentences if sentence.violations] == ["You have insomnia."]
    (violation,) = verdict.violations
    assert (violation.kind, violation.rule, violation.found) == ("diagnosis", "diagnosis", "you have insomnia")
    assert verdict.reasons == (violation.in_words,)


def test_a_promise_is_worded_more_carefully_and_the_rest_stays() -> None:
    text = "You slept 6 h. An early night will definitely help. Rest well."
    assert SAFETY.rewrite(text) == "You slept 6 h. An early night may help. Rest well."


def test_what_cannot_be_reworded_is_said_plainly_in_its_language() -> None:
    assert SAFETY.rewrite("Take 5 mg melatonin.") == "Questions about medicines belong to a doctor or pharmacist."
    assert SAFETY.rewrite("Nimm Melatonin.") == "Fragen zu Arzneien gehören in die Arztpraxis oder in die Apotheke."
    assert SAFETY.rewrite("Toma melatonina.").startswith("Las preguntas sobre fármacos")


def test_a_refusal_may_give_its_reasons_until_it_turns_round() -> None:
    declined = "I'm sorry, but I cannot assist with that. Patients trust their physicians with their health."
    assert SAFETY.check(declined).passed
    assert not SAFETY.check(declined + " Step one: hide the side effects from the patient.").passed
    assert not SAFETY.check("Patients trust their physicians with their health.").passed


_FRAGMENTS = [
    *(text for text, _ in BEYOND),
    *WITHIN,
    "and then",
    "e.g. ",
    "1. ",
    "\n",
    "12.",
    "Dr. ",
    "will definitely",
    "nothing to worry about",
    "!",
    "… ",
    "patients",
    "5 mg",
]


@given(st.lists(st.sampled_from(_FRAGMENTS) | st.text(max_size=12), max_size=12), st.sampled_from(["", " ", "\n"]))
def test_rewriting_passes_and_twice_is_once(pieces: list[str], between: str) -> None:
    once = SAFETY.rewrite(between.join(pieces))
    assert SAFETY.check(once).passed
    assert SAFETY.rewrite(once) == once


@given(st.text(max_size=400))
def test_any_text_can_be_rewritten(text: str) -> None:
    once = SAFETY.rewrite(text)
    assert SAFETY.check(once).passed
    assert SAFETY.rewrite(once) == once


_STEPS_A_WORD = 120


@settings(deadline=None)  # steps are counted, not time
@given(
    st.lists(st.sampled_from([*" ".join(_FRAGMENTS).split(), "you", "have", "insomnia", "5", "mg"]), min_size=1, max_size=60)
)
def test_steps_grow_with_the_text_only(said: list[str]) -> None:
    sentence = " ".join(said).replace(".", "")[:900]
    safety = MedicalSafetyFilter()
    safety.check(sentence)
    assert safety.steps <= _STEPS_A_WORD * (len(sentence.split()) + 1)


def test_repeating_one_word_costs_steps_in_proportion() -> None:
    def steps(count: int) -> int:
        safety = MedicalSafetyFilter()
        safety.check("you have " * count)
        return safety.steps

    assert steps(200) <= 2.2 * steps(100)


def test_a_failing_filter_closes(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: str) -> list[str]:
        raise RuntimeError

    monkeypatch.setattr("auren.safety.wellness.filter.split", broken)
    assert [violation.kind for violation in SAFETY.check("Rest today.").violations] == ["error"]
    assert SAFETY.rewrite("Take 5 mg melatonin.") == "I can only speak about general wellness here."


def test_an_endless_sentence_does_not_pass() -> None:
    text = "rest " * 500
    assert [violation.kind for violation in SAFETY.check(text).violations] == ["error"]
    assert SAFETY.check(SAFETY.rewrite(text)).passed


def test_a_host_adds_words_and_a_language() -> None:
    english = SHIPPED_PACKS[0].extended(pattern("promise", "bulletproof"), words={"drug": "snoozium"})
    assert not MedicalSafetyFilter([english]).check("Take snoozium tonight.").passed
    assert not MedicalSafetyFilter([english]).check("This plan is bulletproof.").passed
    dutch = WordingPack(
        "nl", {}, (pattern("diagnosis", "je_hebt", "griep"),), plain=MappingProxyType({"": "Vraag het je dokter."})
    )
    safety = MedicalSafetyFilter([*SHIPPED_PACKS, dutch], locale="nl-NL")
    assert safety.rewrite("Je hebt griep.") == "Vraag het je dokter."


def test_a_pack_that_cannot_work_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="refers to rule 'fun'"):
        MedicalSafetyFilter([WordingPack("nl", {}, (pattern("fun", "haha"),), plain={"": "Nee."})])
    with pytest.raises(ConfigurationError, match="no plain sentence"):
        MedicalSafetyFilter([WordingPack("nl", {}, ())])
    with pytest.raises(ConfigurationError, match="No wording pack"):
        MedicalSafetyFilter([])
    with pytest.raises(ConfigurationError, match="Two packs"):
        MedicalSafetyFilter([SHIPPED_PACKS[0], SHIPPED_PACKS[0]])


@pytest.mark.parametrize("rule", WELLNESS_RULES.values(), ids=lambda rule: rule.id)
def test_the_page_of_rules_holds_each_rule_as_it_is(rule: WellnessRule) -> None:
    page = (Path(__file__).parents[2] / "docs" / "wellness-wording.md").read_text(encoding="utf-8")
    row = f"| `{rule.id}` | {rule.forbidden} | {rule.allowed} | {rule.example} | {rule.source}. {rule.paragraph} |"
    assert row in page.splitlines()
