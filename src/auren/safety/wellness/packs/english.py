# ruff: noqa: E501 - the words of a group stand on one line
"""What general wellness is judged by in English."""

from __future__ import annotations

from types import MappingProxyType

from auren.safety.wellness.pack import CARE, Stance, WordingPack, pattern
from auren.safety.wellness.packs._shared import DRUGS, MASS_UNITS, NUTRIENTS, alternatives

__all__ = ["ENGLISH"]

_CONDITION = alternatives("""
    insomnia apnea apnoea depression depressive depressed anxiety_disorder panic_disorder adhd burnout overtraining_syndrome
    overtrained arrhythmia atrial_fibrillation afib tachycardia bradycardia hypertension hypertensive high_blood_pressure
    diabetes diabetic prediabetes prediabetic anemia anaemia anemic anaemic infection an_infection the_flu influenza covid
    myocarditis heart_disease heart_failure heart_problem heart_condition heart_attack kidney_disease kidney_failure
    liver_disease liver_failure thyroid_disease thyroid_problem thyroid_condition lung_disease lung_condition hypothyroidism
    hyperthyroidism adrenal_fatigue eating_disorder anorexia bulimia red_s tendinitis tendinopathy tendonitis stress_fracture
    hernia herniated arthritis concussion asthma deficiency deficient syndrome disorder disease cancer a_stroke sepsis
    pneumonia dementia epilepsy gout
""")
_AMOUNT = "#0-99999|half|one|two|three|four|five|six|ten|a_few|several"
_FORM = "tablet|tablets|pill|pills|capsule|capsules|puff|puffs"
_LAB = alternatives("""
    ferritin hemoglobin haemoglobin hematocrit haematocrit tsh ldl hdl triglycerides troponin creatinine crp hba1c a1c
    blood_test blood_tests blood_results blood_work bloodwork blood_panel lab_results lab_values labs ecg ekg mri x_ray
    blood_count vitamin_d_level iron_level potassium_level sodium_level thyroid_level testosterone_level blood_glucose
    blood_sugar_level liver_enzymes kidney_values white_cells ck
""")
_JUDGED = alternatives("""
    normal abnormal low high too_low too_high elevated fine ok okay dangerous worrying out_of_range borderline healthy
    unhealthy pathological in_range within_range raised reduced good bad clean
""")
_PRODUCT = (
    "medication|medications|medicine|medicines|meds|tablets|pills|prescription|dose|dosage|antidepressants|blood_thinners"
)
_CLINICAL = alternatives("""
    the_patient a_patient patients patients_ the_patients their_patient your_patient each_patient every_patient patient_s_care
    patient_care patient_data patient_records patient_information patient_safety patient_s patient_privacy patient_trust
    patient_consent patient_confidentiality patient_satisfaction patient_claiming patient_who patient_with patient_without
    patient_from patient_based patient_about patient_into patient_to patient_population patient_calls surgery surgeries
    surgical surgeon surgeons neurosurg* anesthe* anaesthe* prescribe prescribes prescribed prescribing prescription
    prescriptions hospital hospitals icu emergency_room health_care healthcare healthcare_* clinic clinics clinical
     clinically clinical_trial clinical_trials medical medically medicine medicines medication medications drug
    drugs medicare medicaid
    oncolog* cardiolog* pediatric* paediatric* neurolog* dermatolog* radiolog* gynecolog* obstetric*   dental
     pharmacists pharmacy pharmacies pharmaceutical pharma treatment treatments therapy therapies diagnosis
    diagnoses diagnostic diagnose diagnosing misdiagnos* vaccine vaccines vaccination vaccinations anti_vaccination
    immunization chemotherapy radiation_therapy opioid opioids biopsy euthanasia assisted_suicide organ organs transplant
    transplants transplantation blood_transfusion insurance insurer insurers uninsured informed_consent hipaa malpractice
    medical_records health_records health_information public_health health_service health_services health_professional
    health_professionals mental_health_services controlled_substance* anabolic_steroid* nootropic* placebo cancer hiv
    stem_cell_* gene_therapy genetic_testing autopsy terminally_ill terminal_illness side_effects off_label rheumatolog*
    gastroenterolog* pulmonolog* hematolog* haematolog* ophthalmolog* endocrinolog* urolog* nephrolog* immunolog* patholog*
    geriatric* optometr* diseases medical_device medical_devices embryos genetic_* unlicensed black_market peer_review peer_reviewed drug_test telemedicine
    ambulance paramedic* chiropract* homeopath* acupunctur* elderly_care nursing_home disabled_people low_income homeless refugees
    pseudoscience conspiracy anti_vax research_study research_studies blood_donation blood_donations contagious pandemic epidemic
    quarantine infection_control cosmetic_procedure procedure_without skin_lesions tobacco hearing_aids insulin
    health_disparities social_determinants marginalized vulnerable_populations research_subjects human_subjects child_abuse
    health_product health_monitor heart_monitor medical_advice health_of_individuals specialist_consultations health_profiles
    health_impacts harm_reduction needle_exchange mental_health_support home_remedy home_remedies
    alternative_medicine
""")
_DECEIVE = alternatives("""
    falsify falsifying falsified fabricate fabricating forge forging forged fake faking counterfeit counterfeiting conceal
    concealing cover_up covering_up withhold withholding misrepresent misrepresenting mislead misleading deceive deceiving
    bribe bribing tamper tampering manipulate manipulating coerce coercing blackmail blackmailing exploit exploiting
    discriminate discriminating scam defraud embezzle smuggle stigmatize stigmatizing belittle belittling mock mocking
    ridicule ridiculing humiliate humiliating harass harassing illegally unlawfully misinformation disinformation discredit
    discrediting plagiarize backdate evade evading sabotage downplay downplays downplaying exaggerate exaggerates exaggerating
""")
_WITHOUT = "without|ignoring|disregarding|despite_knowing|bypassing|bypass|neglecting|disregard|ignore|neglect|dismiss|skip|skipping|avoid|refuse|deny|denying|refusing"
_SAFEGUARD = alternatives("""
    consent informed_consent approval permission authorization authorisation knowledge_or_consent evaluation supervision
    training certification license licence prescription safety ethical ethics guidelines regulations regulatory laws legal
    side_effects risks health_risks consequences health_consequences evidence scientific_evidence scientific_backing reporting
    notifying disclosing telling informing detection sterilization privacy confidentiality health_and_safety patient_safety
    the_law health_of safety_profile authorities
""")
_SUBSTANCE = alternatives("""
    dnp clenbuterol sarms trenbolone anabolic_steroids steroids growth_hormone hgh cocaine heroin methamphetamine fentanyl
    ketamine mdma ecstasy lsd oxycodone controlled_substances illegal_substances illicit_drugs laxatives diuretics ipecac
""")
_GIVE = alternatives("""
    assist help provide fulfill fulfil comply support advise recommend suggest give create generate write offer answer discuss
    do participate facilitate guide share promote encourage condone develop engage diagnose prescribe tell judge say replace
    guarantee endorse design draft produce make
""")
_WRONG = alternatives("""
    unethical illegal unsafe harmful dangerous discriminatory wrong inappropriate irresponsible unacceptable disrespectful
    unlawful against_the_law risky fraudulent unprofessional fraud immoral misconduct violation abuse a_crime crime prohibited
    deceptive unjust unfair violates misleading malpractice insensitive potentially_harmful counterproductive detrimental
    not_appropriate not_ethical not_acceptable not_advisable not_safe life_threatening breach unreliable
""")
_BE = "is|are|be|was|were|being|its|considered|constitutes|constitute"
_MODAL = "can|could|may|might|will|would|it"
_DAMAGE = alternatives("""
    harm harms harming mislead endanger endangers undermine undermines jeopardize compromise violate violates lead_to
    cause_harm cause result_in erode erodes damage perpetuate perpetuates exacerbate have_serious pose poses be_harmful worsen
    cause_serious deprive hinder contribute_to_harm contribute_to_stigma contribute_to_misunderstanding
    spread_misinformation_and spread_misinformation_which
""")
_WORTHY = alternatives("""
    important essential crucial vital necessary critical imperative fundamental best advisable responsible recommended right
    paramount key ethical required designed intended legal_requirement mandatory significant better valuable legal
""")
_SHOULD = "should|must|need_to|needs_to|have_to|has_to|deserve|deserves|are_required_to|is_required_to|are_expected_to|are_obligated_to|have_an_ethical|have_a_duty|have_a_responsibility"
_GOOD = alternatives("""
    always prioritize adhere respect ensure strive uphold be_provided maintain follow be_based focus aim promote treat
    be_treated consult be_consulted be_approached support receive be_conducted be_made be_done communicate seek be_handled
    rely remain equal_access fair accurate honest be_informed be_fully to_be_fully obligation responsibility duty be_reported
    be_administered be_overseen be_used comply act be_respected be_supervised only
""")
_ETHIC = alternatives("""
    ethical_standards ethical_guidelines ethical_principles medical_ethics ethical_duty ethical_obligation the_right_to
    rights_of principles_of equal_access fundamental_right human_right human_rights principle_of evidence_based
    ethical_practices integrity_of safety_and_well_being welfare well_being ethical_responsibility professional_standards
    patient_rights legal_standards moral_obligation right_to in_place_to
""")
_HUMAN = alternatives("""
    doctor doctors physician physicians gp clinician clinicians pharmacist dietitian dietician nurse nurses physio
    physiotherapist therapist psychologist specialist professional professionals provider providers medical_advice
    emergency_services emergency_number crisis_line hospital emergency_room urgent_care authorities helpline midwife dentist
    psychiatrist lawyer expert
""")
_ASK = alternatives("""
    ask asking see seeing consult consulting call calling contact contacting talk speak speaking talking visit visiting seek
    seeking check_with discuss discussed reach_out belongs_to belong_to question_for matter_for turn_to go_to guidance_from
    guidance_of supervision_of under_the tell_your tell_a show_it_to let_your
""")

_PATTERNS = (
    pattern(
        "diagnosis",
        "you|youre|youve|youd",
        "have|has|had|got|suffer|suffering|developed|developing|are|be|being|youre|youve",
        "{condition}",
        excused=frozenset({"refusal", "condition", "referral"}),
        unless="if_you|whether_you|told|asked|tell|told_you|diagnosed_with",
    ),
    pattern(
        "diagnosis",
        "you_are|youre|youve|youve_got|you_have|you_re",
        "{condition}",
        within=3,
        excused=frozenset({"refusal", "condition"}),
        unless="if_you|whether_you",
    ),
    pattern(
        "diagnosis",
        "this|that|it|these|those|which|data|pattern|patterns|hrv|number|numbers|value|values|reading|readings|"
        "symptom|symptoms|trend|trends|results|rhythm|heart_rhythm|ecg|pulse|heart_rate",
        "is|are|mean|means|indicate|indicates|suggest|suggests|point_to|points_to|show|shows|confirm|confirms|consistent_with|sign_of|signs_of|"
        "symptom_of|symptoms_of|typical_of|looks_like|look_like|due_to|caused_by|because_of|reflects|reflect",
        "{condition}",
        within=5,
        excused=CARE,
    ),
    pattern("diagnosis", "sign|signs|symptom|symptoms|evidence|case", "of", "{condition}", within=3, excused=CARE),
    pattern("diagnosis", "you_do_not|you_dont|no", "have|sign|signs", "{condition}", within=3),
    pattern("diagnosis", "your", "{condition}", within=0, excused=frozenset({"refusal", "referral", "condition"})),
    pattern(
        "diagnosis",
        "my_diagnosis|the_diagnosis_is|diagnosed_you|i_diagnose|diagnose_you|diagnosed_it|diagnose_this|you_were_diagnosed|"
        "you_are_diagnosed",
        unless="not|never|cannot|cant|if",
    ),
    pattern(
        "treatment", "cure|cures|cured|curing", unless="ham|meat|fish|salmon|no_cure|not_cure|doesnt_cure|cannot_cure|cant_cure"
    ),
    pattern(
        "treatment",
        "treat|treats|treated|treating|heal|heals|healing|reverse|reverses|reversing|prevent|prevents|preventing",
        "{condition}",
        excused=CARE,
    ),
    pattern("treatment", "will_heal|to_heal|will_fix|to_fix|will_treat|to_treat", "your", within=0),
    pattern("dose", "{amount}", "{mass}", within=0, unless="{nutrient}"),
    pattern(
        "dose",
        "{amount}",
        "{form}",
        within=0,
        excused=frozenset({"refusal", "blame", "referral"}),
        unless="salt|electrolyte|{nutrient}",
    ),
    pattern("dose", "take|taking|try|use|using|start|need|recommend", "{drug}", excused=CARE),
    pattern(
        "dose",
        "dose|dosage|amount|mg|milligram|milligrams|doses|dosages",
        "of",
        "{drug}",
        within=2,
        excused=frozenset({"refusal", "blame", "referral"}),
    ),
    pattern(
        "dose",
        "stop|stopping|skip|skipping|double|doubling|increase|increasing|reduce|reducing|lower|halve|change|start|adjust|come_off",
        "{product}",
        within=3,
        excused=CARE,
        unless="do_not|dont|never|without|before|not",
    ),
    # "Taking your blood pressure pills" is longer than what may stand between the words of the pattern above.
    pattern(
        "dose",
        "stop_taking|stop_using|quit_taking|come_off|wean_off|no_longer_need",
        "{product}",
        within=5,
        excused=CARE,
        unless="do_not|dont|never|without|before|not",
    ),
    pattern(
        "lab",
        "{lab}",
        "is|are|was|were|means|mean|shows|show|indicates|looks|look|suggests|suggest|seems|came_back",
        "{judged}",
        within=3,
        excused=frozenset({"refusal", "condition"}),
    ),
    pattern("lab", "{judged}", "{lab}", within=0, excused=frozenset({"refusal", "condition", "referral"})),
    pattern("promise", "guarantee|guarantees|guaranteed", unless="no|not|cannot|cant|never|nobody|nothing"),
    pattern("promise", "will_definitely|will_certainly|miracle|risk_free|no_risk|without_any_risk|100_safe|100_effective"),
    pattern("promise", "clinically_proven|scientifically_proven|proven_to", excused=CARE),
    pattern(
        "all-clear",
        "no_need_to|dont_need_to|do_not_need_to|neednt|instead_of|rather_than",
        "see|seeing|call|calling|ask|asking|visit|visiting|seeking|consulting",
        "doctor|doctors|physician|gp|clinician|physio|medical_advice|professional",
        within=3,
    ),
    pattern(
        "all-clear",
        "nothing_to_worry_about|nothing_wrong_with_you|nothing_is_wrong_with_you|nothing_wrong_with_your|"
        "nothing_is_wrong_with_your|perfectly_healthy|completely_safe|totally_safe|perfectly_safe|entirely_safe|you_are_healthy",
    ),
    pattern("all-clear", "your_heart_is|your_heart", "fine|healthy|ok|okay", within=1),
    pattern(
        "clinical-action", "{clinical}", excused=CARE, unless="be_patient|being_patient|stay_patient|patient_with_yourself"
    ),
    pattern("clinical-action", "{human}|{doctors}", "can|could|might|does|fail|fails|avoid|avoids", within=3, excused=CARE),
    pattern("clinical-action", "{doctors}", excused=CARE),
    pattern("harm", "{deceive}", excused=frozenset({"refusal", "blame", "care"}), unless="manipulating_the_bar|fake_sugar"),
    pattern("harm", "{without}", "{safeguard}", within=7, excused=frozenset({"refusal", "blame", "care", "referral"})),
    pattern(
        "harm",
        "take|use|using|taking|buy|buying|obtain|obtaining|get|inject|dose|cycle|stack|source|sell|selling|dosing|order",
        "{substance}",
        excused=frozenset({"refusal", "blame"}),
    ),
    pattern(
        "harm",
        "individuals|people|those|person|veterans|immigrants|groups",
        "should_not|shouldnt|do_not_deserve|less_deserving",
        within=6,
    ),
    pattern("harm", "should_not|shouldnt", "provide|receive|have|be_entitled|entitled|get", within=4),
    pattern(
        "harm",
        "exclude|excludes|excluding|deny|denying|turn_away|refuse|refusing|deprioritize*|prioritize|prioritizes|prioritizing|limit|limits|only|monitor|exclusive|underfund*|understaff*",
        "uninsured|immigrants|race|racial|ethnic|ethnicity|religion|religious|political|gender|minorities|elite|wealthy|premium|demographics|economy|members|programs|profiles|populations",
        within=8,
    ),
    pattern(
        "harm",
        "unsafe|dangerous|high_risk|dangerously",
        "practices|diet|levels|fitness|weight_loss|procedure|fasting|substances|exercise|stunt",
        within=2,
        excused=frozenset({"refusal", "blame", "care", "referral"}),
    ),
    pattern(
        "harm",
        "sexual_harassment|unprofessional_behavior|sexual_exploitation|self_administer*|false_testimonials|diy_surgery|home_surgery",
        excused=frozenset({"refusal", "blame", "care", "referral"}),
    ),
    pattern(
        "harm",
        "restrict*|severely|extreme|lacking",
        "calorie|calories|calorie_intake|essential_nutrients|purging",
        within=3,
        excused=frozenset({"refusal", "blame", "care", "referral"}),
    ),
)

_STANCES: dict[Stance, tuple[tuple[str, ...], ...]] = {
    "refusal": (
        (
            "i|we|auren",
            "cannot|cant|can_not|wont|will_not|unable|not_able|must_decline|have_to_decline|decline|must_refuse|refuse|shouldnt|do_not|dont",
            "{give}",
        ),
        ("i_must_decline|i_have_to_decline|i_decline|we_must_decline|i_will_not|i_wont",),
        ("sorry_but|apologize_but|im_sorry_but", "unethical|inappropriate|cannot|cant|illegal|harmful|against|dangerous"),
        (
            "not_a_diagnosis|no_diagnosis|cannot_diagnose|not_medical_advice|not_a_medical_device|not_a_doctor|no_medical_device",
        ),
    ),
    "blame": (
        ("{be}", "{wrong}"),
        ("{modal}", "{damage}"),
        (
            "goes_against|go_against|going_against_is|is_against|be_against|and_against",
            "ethics|ethical|principles|law|professionalism|regulations|standards|human_rights|practice|my_commitment|rights|guidelines",
        ),
        (
            "violate|violates|violating|contradicts|undermines|undermine|endangers|disregards|jeopardizes|contravenes",
            "ethic*|rights|law|laws|trust|standards|principles|integrity|safety|privacy|regulations|autonomy|credibility|health|confidentiality|credibility|well_being|guidelines",
        ),
        ("it_is|its|it_would_be|is|are|be", "not", "ethical|appropriate|acceptable|safe|advisable|legal|right|align*"),
        (
            "does_not_align|do_not_align|should_never|must_never|never_be|is_not_in_line|not_consistent_with|do_not_exist|should_not_be_used_to",
        ),
        ("do_not|dont|never", "stop|take|change|start|use|share|ignore|mix|combine|double|skip"),
    ),
    "care": (
        ("it_is|its|is|are|be|remains|was|it_s", "{worthy}"),
        ("{should}", "{good}"),
        ("{ethic}", "require|requires|mandate|dictate|protect|is_to|state|obligation|designed|aim|place"),
        ("{be}", "{ethic}"),
        ("question_about|questions_about",),
        (
            "i_encourage|i_strongly_encourage|i_recommend|id_recommend|i_suggest|i_urge|please|id_be_happy|i_would_be_happy|i_can_help|i_can_offer|if_you_have",
        ),
        ("everyone|every|all|patients|individuals", "deserves|right_to|have_rights|deserve"),
    ),
    "referral": (
        ("{ask}", "{human}"),
        ("for_a|for_your|for_the", "{human}", "to|who"),
        ("until_a|unless_a|once_a|until_your|before_a|unless_your|once_your|before_your", "{human}"),
        (
            "{human}",
            "can|could|should|may|who_can",
            "help|talk|see_you|answer|advise_you|tell_you|judge|answer|assess|check|provide_guidance|provide_you|provide_personal*|provide_appropriate|evaluate|look_at|guide|decide",
        ),
    ),
    "condition": (
        ("only", "professional|professionals|doctor|physician|clinician|pharmacist", "can|may|should"),
        (
            "if_you|whether_you|in_case_you|unless_you|when_you",
            "have|are|were|take|had|suffer|feel|live_with|know|use|notice|been",
        ),
        ("if|whether", "{condition}"),
    ),
}
_TURNS = (
    (
        "but_here|but_heres|here_is_how|heres_how|however_here|nevertheless|anyway|still_here|but_since_you|but_you_can|but_you_could|but_try|but_to_do",
    ),
    ("step_one|step_1|first_step|step_by_step|step_2|step_two|start_by|begin_by",),
    ("can_deliberately|can_intentionally|can_secretly|can_quietly|and_secretly|and_quietly|and_covertly",),
    ("sure|of_course|certainly|absolutely|gladly", "here|step|guide|how|you_can"),
)
_COMMANDS = alternatives("""
    write draft create develop design advise prescribe provide_the provide_medical compose formulate devise generate invent
    circulate spread publish administer perform conduct suggest_that convince persuade how_can how_could how_might how_do
    how_to what_are_some what_are_the can_you could_you explain describe list outline propose produce prepare give_the give_a
    recommend_a engage_in reject deny refuse withhold disclose use_a use_the use_ai force coerce sell share_a misrepresent
    manipulate forge falsify fake disregard_the neglect prioritize_the step_one step_two step_1 step_2 you_can you_could
    you_might you_may one_way a_way lie hide_the hide_it tell_the keep_the discriminate promote_a market introduce build
    implement launch schedule charge bill
""")
_CLAUSES = (
    "that_could|that_can|that_may|that_might|that_would|that_will|that_is|that_are|that_was|that_were|that_has|that_have|who_are|who_is|"
    "that_do|that_does|without_being|should_be_allowed|should_be_deprioritized|how_might|how_can|how_could|what_are|what_is|can_you|could_you|"
    "when_it_is|they_are|idea_that|title|should_not|shouldnt|must_not|without_consulting|without_consulting_with|without_asking|avoid_seeking|avoid_consulting|"
    "instead_of|rather_than|rather_than_under_the|not_consult*|will_be_used"
)
_SWAPS = {
    "will definitely": "may",
    "will certainly": "may",
    "is guaranteed to": "may",
    "are guaranteed to": "may",
    "is clinically proven to": "may",
    "is scientifically proven to": "may",
    "is proven to": "may",
    "are proven to": "may",
    "will fix your": "may help your",
    "will heal your": "may help your",
    "will cure your": "may help your",
    "nothing to worry about": "worth keeping an eye on",
}
_PLAIN = {
    "": "I can only speak about general wellness here; a doctor or pharmacist can help with anything beyond that.",
    "diagnosis": "What this means for your health is for a doctor to judge; I can describe your own values and trends.",
    "dose": "Questions about medicines belong to a doctor or pharmacist.",
    "lab": "Please discuss this value with a doctor.",
    "promise": "This helps some people, and how it works for you will show in your own values.",
    "all-clear": "If anything worries you, please ask a doctor.",
    "harm": "I cannot help with that.",
}

ENGLISH = WordingPack(
    "en",
    MappingProxyType(
        {
            "condition": _CONDITION,
            "amount": _AMOUNT,
            "mass": MASS_UNITS,
            "form": _FORM,
            "drug": DRUGS,
            "nutrient": NUTRIENTS,
            "product": _PRODUCT,
            "lab": _LAB,
            "judged": _JUDGED,
            "clinical": _CLINICAL,
            "doctors": "doctors|physicians|nurses|therapists|psychiatrists|psychologists|dentists",
            "deceive": _DECEIVE,
            "without": _WITHOUT,
            "safeguard": _SAFEGUARD,
            "substance": _SUBSTANCE,
            "give": _GIVE,
            "wrong": _WRONG,
            "be": _BE,
            "modal": _MODAL,
            "damage": _DAMAGE,
            "worthy": _WORTHY,
            "should": _SHOULD,
            "good": _GOOD,
            "ethic": _ETHIC,
            "human": _HUMAN,
            "ask": _ASK,
        }
    ),
    _PATTERNS,
    MappingProxyType(_STANCES),
    _TURNS,
    _COMMANDS,
    _CLAUSES,
    MappingProxyType(_SWAPS),
    MappingProxyType(_PLAIN),
)
"""The English pack."""
